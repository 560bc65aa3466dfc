#!/usr/bin/env python3
"""A month lived under load while the suite is killed at random points and started again.

An undisturbed run of the same input says what must come out: every answer, every stream's
events, every sum. Then: read models deleted, a store cut below its anchor, wrong starts.
"""
import shutil

from lives import lives, options_of
from month import ALPINA, books, must_equal
from running_suite import Suite

PAUSES = (0.05, 0.4, 1.0)  # seconds at most: often while it starts, sometimes after a while of work


def rebuilt(suite, expected):
    suite.kill()
    shutil.rmtree(suite.home / "data" / "views")
    suite.start()
    suite.settle()
    must_equal("deleted read models are folded again to the same answers", expected[0],
               books(suite))


def wrong_starts(suite):
    busy = suite.start_refused(data_directory=suite.home / "other")
    suite.stop()
    flag = suite.start_refused(no_such_flag=1)
    (suite.home / "file").write_text("")
    unwritable = suite.start_refused(data_directory=suite.home / "file" / "data")
    for name, line in (("busy port", busy), ("wrong flag", flag), ("unwritable", unwritable)):
        print(f"ok  {name}: {line}", flush=True)


def cut_below_anchor(programs, home):
    """An older copy of the store beside the anchor of today: a cut that no hash shows."""
    suite = Suite(programs, home)
    suite.start()
    suite.insist("clock")
    suite.stop()
    shutil.copytree(home / "data", home / "older")
    suite.start()
    suite.insist("import", str(ALPINA / "programme"))
    suite.stop()
    line = suite.start_refused(data_directory=home / "older", anchor_directory=home / "data-anchor")
    if "anchor" not in line and "log " not in line:
        raise SystemExit(f"the cut is not named: {line}")
    print(f"ok  cut below the anchor: {line}", flush=True)


def at_last(options):
    def try_the_rest(suite, expected, home):
        rebuilt(suite, expected)
        wrong_starts(suite)
        cut_below_anchor(options.programs, home / "cut")
    return try_the_rest


def main():
    options = options_of(__doc__, kills=10, clients=6)
    lives(options, "aor-kill-", lambda home, _: Suite(options.programs, home), PAUSES, at_last(options))


if __name__ == "__main__":
    main()
