# Sourced by the benchmarks: what they need to start programs beside each other.
wait_for() { # file text tenths of a second
  local _
  for _ in $(seq "$3"); do grep -q "$2" "$1" 2>/dev/null && return; sleep 0.1; done
  echo "bench: $1 never said $2" >&2
  exit 1
}
