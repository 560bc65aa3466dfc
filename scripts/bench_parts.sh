# Sourced by the benchmarks: what they need to start programs beside each other.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
wait_for() { # file text tenths of a second
  local _
  for _ in $(seq "$3"); do grep -q "$2" "$1" 2>/dev/null && return; sleep 0.1; done
  echo "bench: $1 never said $2" >&2
  exit 1
}
