#!/usr/bin/env bash
# Apache Kafka and the five services as processes of their own on this machine, until Ctrl-C:
#   scripts/up.sh [DIR]       what they keep lies in DIR (.run/kafka); PARTITIONS=n for more than one
set -euo pipefail
cd "$(dirname "$0")/.."
readonly DIR=$(realpath -m "${1:-.run/kafka}") PARTITIONS=${PARTITIONS:-1}
readonly SERVICES=(directory engagements timesheet invoicing payroll) FIRST_PORT=${FIRST_PORT:-7443}
declare -A PROCESS=()

die() { printf 'up: %s\n' "$*" >&2; exit 1; }
address() {
  local i
  for i in "${!SERVICES[@]}"; do [ "${SERVICES[i]}" != "$1" ] || echo "127.0.0.1:$((FIRST_PORT + i))"; done
}
peers_of() {
  local other
  for other in "${SERVICES[@]}"; do [ "$other" = "$1" ] || printf '%s=%s,' "$other" "$(address "$other")"; done | sed 's/,$//'
}

start_broker() {
  tests/kafka/broker.sh stop "$DIR/broker"
  tests/kafka/broker.sh start "$DIR/broker"
  tests/kafka/broker.sh topics "$DIR/broker" development "$PARTITIONS" "${SERVICES[@]}"
}

start_service() {
  build/bin/"$1" --data_directory="$DIR/$1" --listen="$(address "$1")" --metrics=off --log=kafka \
    --kafka_brokers="$(cat "$DIR/broker/address")" --kafka_partitions="$PARTITIONS" \
    --peers="$(peers_of "$1")" --issuer_key_file="$DIR/issuer-key.pem" \
    --development_clock=2026-09-28T06:00:00Z --log_level=warning >>"$DIR/$1.log" 2>&1 &
  PROCESS[$1]=$!
}

await() {
  local _
  for _ in {1..300}; do
    kill -0 "${PROCESS[$1]}" 2>/dev/null || die "$1 did not start: $(tail -n 1 "$DIR/$1.log")"
    if AOR_SERVER=$(address "$1") AOR_ISSUER_KEY=$DIR/issuer-key.pem build/bin/aorctl clock \
      --as=office:administrator --tenant=alpina --timeout=1s >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  die "$1 does not answer: $(tail -n 1 "$DIR/$1.log")"
}

down() {
  trap - EXIT
  [ ${#PROCESS[@]} = 0 ] || kill "${PROCESS[@]}" 2>/dev/null || true
  wait
  tests/kafka/broker.sh stop "$DIR/broker"
}

mkdir -p "$DIR"
trap down EXIT
trap 'exit 0' INT TERM
start_broker
start_service directory  # makes the issuer's key that all of them share
await directory
for service in "${SERVICES[@]:1}"; do start_service "$service"; done
for service in "${SERVICES[@]:1}"; do await "$service"; done
printf 'up: %-12s %s\n' broker "$(cat "$DIR/broker/address")"
for service in "${SERVICES[@]}"; do printf 'up: %-12s %s   log %s\n' "$service" "$(address "$service")" "$DIR/$service.log"; done
peers=$(for service in "${SERVICES[@]}"; do printf '%s=%s,' "$service" "$(address "$service")"; done)
printf 'up: ready; for aorctl:\nexport AOR_SERVER=%s AOR_PEERS=%s AOR_ISSUER_KEY=%s\n' \
  "$(address directory)" "${peers%,}" "$DIR/issuer-key.pem"
wait
