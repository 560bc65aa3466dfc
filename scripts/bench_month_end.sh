#!/usr/bin/env bash
# Month end of programmes of these sizes, each on a suite of its own, beside the same month in
# PostgreSQL where that is installed; lines of JSON.  scripts/bench_month_end.sh BIN [WORKERS...]
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$1
shift
work=$(mktemp -d "${TMPDIR:-/tmp}/aor-month.XXXXXX")
suite=
finish() {
  [ -z "$suite" ] || kill "$suite" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

. scripts/bench_parts.sh

start() { # a directory
  address=127.0.0.1:$(scripts/free_ports.py)
  "$bin/suite" --data_directory="$1" --listen="$address" --metrics=off \
    --development_clock=2026-09-28T06:00:00Z >"$1.log" 2>&1 &
  suite=$!
  wait_for "$1.log" '"event":"serving"' 100
}

for workers in "${@:-1000}"; do
  read -r peer approving <<<"$(tests/bench/peer/month_end.sh "$workers")" || true
  start "$work/$workers"
  "$bin/month_end_bench" "$address" "$work/$workers/issuer-key.pem" "$workers" ${peer:+"$peer" "$approving"}
  kill "$suite"
  wait "$suite" || true
  suite=
  rm -rf "$work/$workers"*
done
