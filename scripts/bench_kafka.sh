#!/usr/bin/env bash
# A real durable command on Apache Kafka, against a bare server that produces and answers on the report: same
# broker, same settings, one and four partitions; lines of JSON on standard output.
#   scripts/bench_kafka.sh [BIN] [SECONDS a run] [RUNS]
# Then how soon the suite takes a command after a kill, with its state and with none.
# STREAMS=FILE compares with the lines of a Kafka Streams application measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-build-release/bin} seconds=${2:-2} runs=${3:-5}
work=$(mktemp -d "${TMPDIR:-/tmp}/aor-bench-kafka.XXXXXX")
pids=()
finish() {
  [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  tests/kafka/broker.sh kill "$work/broker" || true
  rm -rf "$work"
}
trap finish EXIT
. scripts/bench_parts.sh

measure() { # partitions
  local suite ceiling broker
  suite=127.0.0.1:$(scripts/free_ports.py) ceiling=127.0.0.1:$(scripts/free_ports.py)
  tests/kafka/broker.sh fresh "$work/broker"
  broker=$(cat "$work/broker/address")
  tests/kafka/broker.sh topics "$work/broker" development "$1" $(cat services/contexts)
  tests/kafka/broker.sh topics "$work/broker" bench "$1" ceiling
  "$bin/suite" --data_directory="$work/data-$1" --listen="$suite" --metrics=off --log=kafka --kafka_brokers="$broker" \
    --kafka_partitions="$1" --public_topics=off --development_clock=2026-09-28T06:00:00Z >"$work/suite-$1.log" 2>&1 &
  pids+=($!)
  "$bin/produce_ceiling" "$ceiling" "$broker" bench.ceiling.log.v1 "$1" >"$work/ceiling-$1.log" &
  pids+=($!)
  wait_for "$work/suite-$1.log" '"event":"serving"' 300
  wait_for "$work/ceiling-$1.log" ready 300
  "$bin/commands_bench" "$suite" "$ceiling" "$work/data-$1/issuer-key.pem" "$seconds" "$runs" kafka "$1"
  kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null || true
  pids=()
  [ "$1" = 1 ] || .venv/bin/python scripts/bench_restart.py "$bin" "$work/data-$1" "$broker" "$1" "${STREAMS:-}"
}

for partitions in 1 4; do measure "$partitions"; done | python3 scripts/bench_peers.py "${STREAMS:-}"
