#!/usr/bin/env bash
# What the suite does in a second, as ratios to a ceiling of the same run; lines of JSON in
# build/bench.jsonl and a table.  scripts/bench.sh [BIN] [SECONDS a run] [RUNS] [COMMITS]
# MONTH_END_WORKERS="1000 10000 100000" sets the sizes of its month ends.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:-build-release/bin} seconds=${2:-2} runs=${3:-5} commits=${4:-1000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/aor-bench.XXXXXX")
mkdir -p build
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

. scripts/bench_parts.sh

suite=127.0.0.1:$(scripts/free_ports.py) ceiling=127.0.0.1:$(scripts/free_ports.py)
"$bin/suite" --data_directory="$work/data" --listen="$suite" --metrics=off \
  --development_clock=2026-09-28T06:00:00Z >"$work/suite.log" 2>&1 &
pids+=($!)
"$bin/append_ceiling" "$ceiling" "$work/ceiling" >"$work/ceiling.log" &
pids+=($!)
wait_for "$work/suite.log" '"event":"serving"' 100
wait_for "$work/ceiling.log" ready 100

echo "commands: $runs interleaved runs of $seconds s each, medians"
"$bin/commands_bench" "$suite" "$ceiling" "$work/data/issuer-key.pem" "$seconds" "$runs" | tee build/bench.jsonl
finish
trap - EXIT
echo "reading: a log of $commits commits"
"$bin/log_bench" "$work.log" "$commits" | grep --line-buffered "^{" | tee -a build/bench.jsonl  # not the log lines
echo "determinations, on one core"
"$bin/classification_bench" | tee -a build/bench.jsonl
echo "gates, of a read model of 100 000 contracts"
"$bin/gates_bench" "$work.gates" | tee -a build/bench.jsonl
rm -rf "$work.gates"
"$bin/policy_bench" | grep --line-buffered "^{" | tee -a build/bench.jsonl
echo "training missions, of a suite with 50 000 sessions"
suite=127.0.0.1:$(scripts/free_ports.py)
mkdir -p "$work"
"$bin/suite" --data_directory="$work/missions" --listen="$suite" --metrics=off \
  --development_clock=2026-09-28T06:00:00Z >"$work/missions.log" 2>&1 &
pids=($!)
trap finish EXIT
wait_for "$work/missions.log" '"event":"serving"' 100
"$bin/missions_bench" "$suite" "$work/missions/issuer-key.pem" "$runs" | tee -a build/bench.jsonl
finish
trap - EXIT
echo "papers: payslips as PDF, on one core and on two"
"$bin/papers_bench" libs/documents/texts 20000 | tee -a build/bench.jsonl
echo "month end: ${MONTH_END_WORKERS:=1000} workers"
# shellcheck disable=SC2086  # a list
scripts/bench_month_end.sh "$bin" $MONTH_END_WORKERS | tee -a build/bench.jsonl
python3 - <<'P'
import json
rows = [json.loads(line) for line in open("build/bench.jsonl")]
show = lambda v: "" if v is None else f"{v:,.0f}" if v >= 100 else f"{v:.2f}"
print(f"\n{'figure':56} {'value':>14} {'unit':9} {'ceiling':>14} {'ratio':>6} {'goal':>5}")
for r in rows:
    print(f"{r['figure']:56} {show(r['value']):>14} {r['unit']:9} {show(r['ceiling']):>14} "
          f"{show(r['ratio']):>6} {show(r['goal']):>5}")
P
