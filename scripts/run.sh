#!/usr/bin/env bash
# The suite in one process with a development clock; what it keeps lies in .run/. More flags may follow.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .run
exec build/bin/suite --data_directory=.run/data --development_clock=2026-09-28T06:00:00Z "$@"
