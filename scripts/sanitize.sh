#!/usr/bin/env bash
# Builds one set of tests with sanitizers and, unless the last word is "build", runs it:
#   scripts/sanitize.sh address,undefined build-asan asan_tests [build]
set -euo pipefail
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
# RocksDB and protobuf come without instrumentation: what they call says nothing.
export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1
configure() { cmake -S . -G Ninja -DCMAKE_BUILD_TYPE=Test -Wno-dev --log-level=WARNING "$@"; }
configure -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
ninja -C build -j"${JOBS:-2}" protos
configure -B "$2" -DAOR_SANITIZE="$1" -DAOR_GENERATED_IN="$PWD/build"
ninja -C "$2" -j"${JOBS:-2}" "$3"
[ "${4:-}" = build ] || ctest --test-dir "$2" -j"${JOBS:-2}" -L 'library|rules|tsan' --output-on-failure --no-tests=error
