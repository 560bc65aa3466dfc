#!/usr/bin/env bash
# Everything that must hold, with its output shown; the last line counts tests and checks together.
set -uo pipefail
cd "$(dirname "$0")/.."
readonly SECOND_ATTEMPTS=3
passed=0 failed=0 table=() late=()

count() {  # name, passed, failed, seconds
  passed=$((passed + $2)) failed=$((failed + $3))
  table+=("$(printf '%-34s %5d passed %4d failed %6d s' "$@")")
}

check() {  # a step that passes or fails as a whole
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then count "$name" 1 0 $((SECONDS - start)); else count "$name" 0 1 $((SECONDS - start)) && return 1; fi
}

attribute() { grep -o -m1 "^[[:space:]]*$2=\"[0-9]*\"" "$1" | grep -o '[0-9]*'; }

# The few that failed, alone: processes on a machine that does much else may miss a bound. What passes
# only so is named in the summary. Sanitizers get no second attempt: a race seen once is one.
again() {
  local failures=$1/Testing/Temporary/LastTestsFailed.log named=() name
  mapfile -t named < <(cut -d: -f2 "$failures")
  for name in "${named[@]}"; do
    printf '\n== once more, alone: %s\n' "$name"
    (cd "$1" && ctest --output-on-failure --no-tests=error -R "^$(printf %s "$name" | sed 's/[].[*^$()+?{|\\]/\\&/g')\$") || continue
    bad=$((bad - 1)) late+=("$name")
  done
}

# Runs a folder's tests; a run without any test has failed.
tests() {
  local name=$1 folder=$2 start=$SECONDS report total bad skipped
  shift 2
  printf '\n== %s\n' "$name"
  report=$PWD/$folder/ctest.xml
  rm -f "$report"
  (cd "$folder" && ctest -j"${JOBS:-2}" --output-on-failure --no-tests=error --output-junit "$report" "$@")
  local code=$?
  total=$(attribute "$report" tests) bad=$(attribute "$report" failures) skipped=$(attribute "$report" skipped)
  total=${total:-0} bad=${bad:-0} skipped=${skipped:-0}
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ "$total" = 0 ]; then bad=1 total=1; fi
  if [ "$folder" = build ] && [ "$bad" -gt 0 ] && [ "$bad" -le "$SECOND_ATTEMPTS" ]; then again "$folder"; fi
  count "$name" $((total - bad - skipped)) "$bad" $((SECONDS - start))
}

finish() {
  printf '\n== summary\n'
  printf '%s\n' "${table[@]}" "${late[@]/#/passed only at a second attempt, alone: }"
  printf '%d passed, %d of them at a second attempt, %d failed\n' "$passed" "${#late[@]}" "$failed"
  if [ "$failed" = 0 ] && [ "$passed" -gt 0 ]; then exit 0; fi
  exit 1
}

check "set-up" scripts/setup.sh base lint kafka identity deploy || finish
check "build" make --no-print-directory build || finish
tests "tests" build
for part in formatting protos compatibility tidy; do
  check "lint: $part" scripts/lint.sh "$part"
done
check "build with ASan and UBSan" scripts/sanitize.sh address,undefined build-asan asan_tests build &&
  tests "ASan and UBSan" build-asan -L 'library|rules|tsan'
check "build with TSan" scripts/sanitize.sh thread build-tsan tsan_tests build &&
  tests "TSan" build-tsan -L 'library|tsan'
finish
