#!/usr/bin/env python3
"""A month lived by five processes on Apache Kafka while services and the broker are killed at random points.

usage: kafka_kill_test.py [--programs build/bin] [--kills 12] [--seed 1] [--keep] [--report FILE]
What must come out is what the suite in one process, undisturbed, makes of the same input: what people see, every
stream's events, no request twice, a pack that verifies. With --kills the month is lived as often as it takes.
"""
import argparse
import datetime
import json
import pathlib
import random
import shutil
import tempfile
import time

import running_suite
from apart import Apart
from kill_test import ROOT, books, live_month, must_equal, undisturbed, verify
from running_suite import Killer


def life(programs, home, seed, kills, expected):
    """One month with as many kills as there is time for; says how many of what, and the longest answer."""
    apart = Apart(programs, home, seed)
    apart.start()
    apart.settle()
    begun = time.monotonic()
    with Killer(apart, random.Random(seed), kills, pauses=(0.3, 2.0, 4.0)) as killer:
        live_month(apart, home / "shares")
    apart.start()
    apart.settle()
    print(f"    seed {seed}: {apart.kills} in {time.monotonic() - begun:.0f} s", flush=True)
    must_equal("what people see is as if nothing had happened", expected[0], books(apart))
    must_equal("every stream has the same events", expected[1], verify(apart))
    apart.stop()
    return killer.done, apart.kills


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    arguments.add_argument("--kills", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", action="store_true", help="leave the files of a failure")
    arguments.add_argument("--report", type=pathlib.Path, help="a line of JSON for each life is added to it")
    options = arguments.parse_args()
    running_suite.PATIENCE = 180  # a broker takes its time to come back
    home = pathlib.Path(tempfile.mkdtemp(prefix="aor-kafka-kill-"))
    try:
        expected = undisturbed(options.programs, home / "calm")
        done, seed = 0, options.seed
        while done < options.kills:
            killed, of = life(options.programs, home / str(seed), seed, options.kills - done, expected)
            shutil.rmtree(home / str(seed))
            if options.report:
                with options.report.open("a", encoding="utf-8") as report:
                    json.dump({"date": f"{datetime.date.today()}", "seed": seed, "kills": of}, report)
                    report.write("\n")
            done, seed = done + killed, seed + 1
    finally:
        if options.keep:
            print(f"files: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)
    print(f"{done} kills survived")


if __name__ == "__main__":
    main()
