# `make` lists what can be done; CI is made of the same targets.
SHELL := /bin/bash
export JOBS ?= 2
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
export CCACHE_SLOPPINESS := pch_defines,time_macros,include_file_mtime,include_file_ctime
CONFIGURE := cmake -S . -G Ninja -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -Wno-dev --log-level=WARNING
FUZZ_SECONDS ?= 20
SOAK_MINUTES ?= 10
SOAK_KILLS ?= 100
SOAK_KAFKA_KILLS ?= 1050
.DEFAULT_GOAL := help
.PHONY: help setup demo test build run up lint format tidy sanitize bench golden fuzz soak clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:
	@scripts/setup.sh base

demo: setup  ## a month of the agency: hours, invoices, payroll, the proof; LOG=kafka on a broker, by a process each
	@[ "$(LOG)" != kafka ] || scripts/setup.sh kafka
	@$(CONFIGURE) -B build -DCMAKE_BUILD_TYPE=Test
	@ninja -C build -j$(JOBS) $(if $(filter kafka,$(LOG)),programs,suite aorctl)
	@scripts/demo.sh $(LOG)

test:  ## everything CI runs: build, tests, lint, sanitizers; the last line counts them; KAFKA_VERSION=3.9.1 for an older broker
	@scripts/test.sh

build: setup  ## all programs and tests into build/
	@$(CONFIGURE) -B build -DCMAKE_BUILD_TYPE=Test
	@ninja -C build -j$(JOBS)

run: setup  ## the suite in one process with development flags, data in .run/
	@$(CONFIGURE) -B build -DCMAKE_BUILD_TYPE=Test
	@ninja -C build -j$(JOBS) suite aorctl
	@scripts/run.sh

up: setup  ## Kafka and the services as processes of their own, until Ctrl-C; data in .run/kafka
	@scripts/setup.sh kafka
	@$(CONFIGURE) -B build -DCMAKE_BUILD_TYPE=Test
	@ninja -C build -j$(JOBS) programs
	@scripts/up.sh

lint:  ## formatting, protos and their compatibility
	@scripts/setup.sh base lint
	@scripts/lint.sh

format:  ## rewrites C++ and shell of the tree as the formatter says
	@scripts/setup.sh lint
	@scripts/lint.sh format

tidy: setup  ## clang-tidy over domains, value types and changed files
	@scripts/setup.sh lint
	@[ -f build/compile_commands.json ] || $(CONFIGURE) -B build -DCMAKE_BUILD_TYPE=Test
	@ninja -C build -j$(JOBS) generated_code
	@scripts/lint.sh tidy

sanitize: setup  ## libraries and domains under ASan and UBSan; the log and the runtime under TSan
	@scripts/sanitize.sh address,undefined build-asan asan_tests
	@scripts/sanitize.sh thread build-tsan tsan_tests

bench: setup  ## benchmarks, optimised, from build-release/; LOG=kafka on a broker
	@[ "$(LOG)" != kafka ] || scripts/setup.sh kafka
	@$(CONFIGURE) -B build-release -DCMAKE_BUILD_TYPE=Release
	@ninja -C build-release -j$(JOBS) bench_programs
	@scripts/bench$(if $(filter kafka,$(LOG)),_kafka).sh build-release/bin

golden: setup  ## renews proto/baseline.binpb on purpose: what may no longer change
	@scripts/setup.sh lint
	@.deps/node_modules/.bin/buf build proto -o proto/baseline.binpb
	@echo "golden: proto/baseline.binpb renewed; commit it with the reason"

fuzz: setup  ## each fuzz target for FUZZ_SECONDS, built by clang into build-fuzz/
	@scripts/setup.sh lint
	@$(CONFIGURE) -B build-fuzz -DCMAKE_BUILD_TYPE=Test -DCMAKE_CXX_COMPILER=clang++-14 \
	  -DAOR_SANITIZE=fuzzer-no-link,address,undefined
	@ninja -C build-fuzz -j$(JOBS) fuzz_targets
	@scripts/each.sh fuzz 'build-fuzz/bin/*_fuzz' -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build-fuzz/

soak: build  ## kills while the month is lived, on one machine and on Kafka, 2000 power cuts, then crash tests for SOAK_MINUTES
	@python3 tests/crash/kill_test.py --kills $(SOAK_KILLS) --seed $$RANDOM --report build/soak.jsonl
	@python3 tests/crash/kafka_kill_test.py --kills $(SOAK_KAFKA_KILLS) --clients 64 --seed $$RANDOM --report build/soak.jsonl
	@AOR_CRASH_SEEDS=2000 build/bin/lost_writes_test
	@cd build && ctest -L crash --output-on-failure --no-tests=error --timeout 300 \
	  --repeat until-fail:100000 --stop-time "$$(date -d '+$(SOAK_MINUTES) minutes' +%H:%M:%S)"

clean:  ## removes what was built; .deps and .venv stay
	@rm -rf build build-asan build-tsan build-release build-fuzz
