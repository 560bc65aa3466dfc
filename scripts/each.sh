#!/usr/bin/env bash
# Runs every program that a pattern matches:  scripts/each.sh bench 'build-release/bin/*_bench' [flags…]
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1 programs=$(compgen -G "$2") || { echo "$1: nothing matches $2"; exit 1; }
shift 2
for program in $programs; do
  printf '\n== %s: %s\n' "$kind" "$(basename "$program")"
  "$program" "$@"
done
