#!/usr/bin/env bash
# One lint check, or all but tidy:  scripts/lint.sh [formatting|protos|compatibility|tidy|format]
set -euo pipefail
cd "$(dirname "$0")/.."
buf=.deps/node_modules/.bin/buf

cpp_files() { git ls-files -co --exclude-standard -- '*.h' '*.cc'; }

formatting() { cpp_files | xargs -P2 -n40 clang-format-14 --dry-run --Werror; }

format() { cpp_files | xargs -P2 -n40 clang-format-14 -i; }

protos() { "$buf" lint proto; }

# Stored events and calls stay readable: nothing of the baseline may break.
compatibility() { "$buf" breaking proto --against proto/baseline.binpb; }

# Rules and value types always, the rest when changed since the last commit.
tidy_files() {
  ls build/tidy/unit_*.cc
  git diff --name-only --diff-filter=d HEAD -- '*.cc' | grep -vE '_test\.cc$|/domain/' || true
}

tidy() {
  python3 scripts/tidy_units.py
  tidy_files | timeout 1200 xargs -P2 -n1 clang-tidy-14 -p build/tidy --quiet --warnings-as-errors='*' \
    2> >(grep -vE 'warnings? generated|Suppressed|Use -header-filter' >&2)
}

case ${1:-all} in
  formatting | protos | compatibility | tidy | format) "$1" ;;
  all)
    formatting
    protos
    compatibility
    echo "lint: formatting, protos and compatibility are fine"
    ;;
  *) echo "lint: unknown check '$1'" && exit 2 ;;
esac
