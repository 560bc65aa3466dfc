#!/usr/bin/env bash
# Apache Kafka and the services as processes of their own on this machine, until Ctrl-C:
#   scripts/up.sh [DIR]       what they keep lies in DIR (.run/kafka); PARTITIONS=n for more than one
set -euo pipefail
cd "$(dirname "$0")/.."
DIR=$(realpath -m "${1:-.run/kafka}") PARTITIONS=${PARTITIONS:-1}
readonly DIR PARTITIONS FIRST_PORT=${FIRST_PORT:-7443}
die() { printf 'up: %s\n' "$*" >&2; exit 1; }
. scripts/apart.sh

down() {
  trap - EXIT
  stop_apart
}

trap down EXIT
trap 'exit 0' INT TERM
start_apart $(seq -f 127.0.0.1:%.0f "$FIRST_PORT" $((FIRST_PORT + ${#SERVICES[@]} - 1)))
printf 'up: %-12s %s\n' broker "$(cat "$DIR/broker/address")"
for service in "${SERVICES[@]}"; do printf 'up: %-12s %s   log %s\n' "$service" "${ADDRESS[$service]}" "$DIR/$service.log"; done
printf 'up: ready; for aorctl:\nexport AOR_SERVER=%s AOR_PEERS=%s AOR_ISSUER_KEY=%s\n' \
  "$AOR_SERVER" "$AOR_PEERS" "$AOR_ISSUER_KEY"
wait
