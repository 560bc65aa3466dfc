#!/usr/bin/env python3
"""A program that knows one file of a context's events knows all of them: whoever reads a log stops at a type that is
unknown to it, and the linker leaves out what no code names."""
import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(sys.argv[1])


def symbol_of(proto):
    path = str(proto.relative_to(ROOT / "proto"))
    return "descriptor_table_" + path.replace("_", "_5f").replace("/", "_2f").replace(".", "_2e")


def main():
    events = collections.defaultdict(set)
    for proto in (ROOT / "proto/aor").glob("*/v1/*_events.proto"):
        events[proto.parts[-3]].add(symbol_of(proto))
    contexts = (ROOT / "services/contexts").read_text().split()
    missing, seen = [], 0
    for program in [*contexts, "suite", "aorctl"]:
        symbols = subprocess.run(["nm", PROGRAMS / program], text=True, capture_output=True, check=True).stdout
        linked = set(re.findall(r"descriptor_table_aor_2f\S+", symbols))
        for context, wanted in events.items():
            if wanted & linked:
                seen += 1
                missing += [f"{program} lacks {symbol}" for symbol in sorted(wanted - linked)]
    if missing or seen < len(contexts):
        raise SystemExit("\n".join(missing) or "no program has any events: is it stripped?")
    print(f"{seen} times a program reads a context's events, and knows all of them")


if __name__ == "__main__":
    main()
