#!/usr/bin/env python3
"""A disk that is full under a running suite, seen through gRPC alone.

On a small file system of its own: calls are refused in words or stay undecided, reads go on, health
says it; once there is space the same process takes the same requests, each once.
"""
import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from month import ALPINA, ROOT, verify
from running_suite import Suite

SIZE = "768m"
SKIPPED = 77
REFUSED = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "UNKNOWN")  # the last two: perhaps it was written
MOST_CALLS, MOST_REFUSED, AT_ONCE = 600, 8, 6  # what is set aside for the log beforehand is used up first
WORKER, CONTRACT, ENTRIES = "c05", "c05-clinique", 400


def fill(file):
    """Until not one byte more is taken."""
    with open(file, "ab", buffering=0) as ballast:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    ballast.write(b"\0" * size)
            except OSError:
                continue


def record(suite, number):
    """A week of its own, so large that it does not take many to use up what is set aside."""
    day = datetime.date(2026, 10, 19) - datetime.timedelta(weeks=number)
    entry = {"contract_id": CONTRACT, "quantity": {"unscaled": 100}, "entry_kind": "ENTRY_KIND_EXPENSE",
             "day": {"year": day.year, "month": day.month, "day": day.day}, "source": "x" * 64}
    entries = [dict(entry, entry_id=f"full-{number}-{i}") for i in range(ENTRIES)]
    return suite.aor("record-hours", "--timeout=3s", "--json=" + json.dumps(
        {"request_id": f"full-disk-{number}", "worker_id": WORKER, "entries": entries}))


def must(what, holds, said=""):
    if not holds:
        raise SystemExit(f"{what}: {said}")
    print(f"ok  {what}", flush=True)


def while_full(suite):
    said = []
    with ThreadPoolExecutor(AT_ONCE) as callers:
        while len(said) < MOST_CALLS and said.count("OK") > len(said) - MOST_REFUSED:
            some = callers.map(lambda number: record(suite, number), range(len(said), len(said) + AT_ONCE))
            said += ["OK" if done.returncode == 0 else done.stderr.strip() for done in some]
    refused = [words for words in said if words != "OK"]
    must(f"{len(refused)} of {len(said)} calls are refused or undecided, such as: {refused[:1]}",
         refused and all(words.startswith(REFUSED) for words in refused), refused)
    must("each in one line", all(len(words.splitlines()) == 1 for words in refused), said)
    must("reads go on", suite.json("list-contracts", "--page_size=1")["contracts"])
    health = suite.aor("health")
    must(f"health says it: {health.stdout.strip()}", health.returncode == 1 and "log NOT_SERVING" in health.stdout,
         health.stdout)
    return said


def afterwards(suite, said):
    end, left = time.monotonic() + 60, [number for number, words in enumerate(said) if words != "OK"]
    while left:
        done = record(suite, left[0])
        if done.returncode == 0:
            left.pop(0)
        elif time.monotonic() > end:
            raise SystemExit(f"it takes no commands a minute after there is space: {done.stderr}")
    suite.settle()  # the views fell behind, they too had no space
    entries = [e["entry"]["entry_id"] for e in suite.every("entries", "list-entries", f"--worker_id={WORKER}")
               if e["entry"]["entry_id"].startswith("full-")]
    wanted = {f"full-{n}-{i}" for n in range(len(said)) for i in range(ENTRIES)}
    must(f"what was acknowledged stands, and all {len(said)} took effect once",
         sorted(entries) == sorted(wanted),
         f"{len(entries)} entries, missing {sorted(wanted - set(entries))[:5]} of "
         f"{len(wanted - set(entries))}, {len(entries) - len(set(entries))} more than once")
    must("health has recovered", suite.aor("health").returncode == 0)


def live(programs, home):
    suite = Suite(programs, home)
    suite.start()
    suite.insist("import", str(ALPINA / "programme"))
    suite.advance_to("2026-10-26T07:00:00Z")
    suite.settle()
    process = suite.process.pid
    fill(home / "ballast")
    print(f"ok  {(home / 'ballast').stat().st_size >> 20} MiB of ballast leave no byte", flush=True)
    said = while_full(suite)
    (home / "ballast").unlink()
    afterwards(suite, said)
    must("in the same process", suite.process.poll() is None and suite.process.pid == process)
    suite.settle()
    verify(suite)
    suite.stop()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    arguments.add_argument("--home", type=pathlib.Path, help="a small file system of its own; else one is made")
    options = arguments.parse_args()
    if options.home:
        return live(options.programs, options.home)
    if subprocess.run(["unshare", "-Urm", "true"], check=False, capture_output=True).returncode != 0:
        print("not tried: no file system may be mounted here")
        return SKIPPED
    # Mounted where nobody else sees it, and gone with the process.
    home = tempfile.mkdtemp(prefix="aor-full-disk-")
    try:
        again = [sys.executable, __file__, f"--programs={options.programs}", f"--home={home}"]
        mount = f'mount -t tmpfs -o size={SIZE} tmpfs {home} && exec "$@"'
        return subprocess.run(["unshare", "-Urm", "sh", "-c", mount, "sh", *again], check=False).returncode
    finally:
        os.rmdir(home)


if __name__ == "__main__":
    sys.exit(main())
