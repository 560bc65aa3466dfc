"""What clang-tidy reads, in few units: matching the headers again and again is most of its time.

A unit holds one file of each domain and library, since files of one would clash in their unnamed
namespace, and all flags that one of them is built with. Writes them, and how to compile them, to build/tidy.
"""
import collections
import json
import pathlib
import re
import shlex

ROOT = pathlib.Path(__file__).resolve().parents[1]
TIDY = ROOT / "build/tidy"
# Rules and value types; libraries stand in the units that the build makes of them.
OURS = re.compile(r"(?:build/)?(services/\w+/domain|libs/(?:money|calendar|identifiers|ids|eventlog))/")


def built():
    """How everything is built, as if nothing were precompiled: each file must name its own headers."""
    for entry in json.loads((ROOT / "build/compile_commands.json").read_text()):
        entry["command"] = re.sub(r"-Winvalid-pch -include \S*cmake_pch\.hxx|-Wno-(restrict|stringop-\S+)", "",
                                  entry["command"])
        yield entry


def owned(entries):
    """The files of each owner, with their flags."""
    files = collections.defaultdict(list)
    for entry in entries:
        path = str(pathlib.Path(entry["file"]).relative_to(ROOT))
        owner = OURS.match(path)
        if owner and not path.endswith("_test.cc"):
            files[owner[1]].append((path, flags_of(entry["command"])))
    return files


def flags_of(command):
    words = shlex.split(command)
    kept = [word for word in words if re.match(r"-(I|D|std=)", word)]
    return kept + [f"-isystem{after}" for word, after in zip(words, words[1:]) if word == "-isystem"]


def main():
    entries = list(built())
    files = owned(entries)
    TIDY.mkdir(exist_ok=True)
    for old in TIDY.glob("unit_*.cc"):
        old.unlink()
    commands = entries
    for number in range(max(map(len, files.values()))):
        members = [of_one[number] for of_one in files.values() if number < len(of_one)]
        unit = TIDY / f"unit_{number}.cc"
        unit.write_text("".join(f'#include "{path}"\n' for path, _ in members))
        flags = dict.fromkeys(flag for _, flags in members for flag in flags)
        commands.append({"directory": str(ROOT), "file": str(unit),
                         "arguments": ["clang++-14", f"-I{ROOT}", *flags, "-c", str(unit)]})
    (TIDY / "compile_commands.json").write_text(json.dumps(commands))


if __name__ == "__main__":
    main()
