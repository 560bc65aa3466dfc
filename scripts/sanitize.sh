#!/usr/bin/env bash
# Builds one set of tests with sanitizers and, unless the last word is "build", runs it:
#   scripts/sanitize.sh address,undefined build-asan asan_tests [build]
set -euo pipefail
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
# RocksDB and protobuf come without instrumentation: what they call says nothing.
export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1
cmake -S . -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Test -DAOR_SANITIZE="$1" -Wno-dev --log-level=WARNING
ninja -C "$2" -j"${JOBS:-2}" "$3"
[ "${4:-}" = build ] || ctest --test-dir "$2" -j"${JOBS:-2}" -L 'library|rules|tsan' --output-on-failure --no-tests=error
