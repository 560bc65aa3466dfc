"""The month lived again and again under kills, each life with a seed of its own, until there were enough."""
import argparse
import datetime
import json
import pathlib
import random
import shutil
import time

from folder import folder_of_test
from month import ROOT, books, live_month, must_equal, undisturbed, verify
from running_suite import Killer


def options_of(about, kills, clients):
    arguments = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    arguments.add_argument("--kills", type=int, default=kills)
    arguments.add_argument("--clients", type=int, default=clients, help="that live the month at once")
    arguments.add_argument("--seed", type=int, default=1, help="of the first life; the next one has the next")
    arguments.add_argument("--keep", action="store_true", help="leave the files of a failure")
    arguments.add_argument("--report", type=pathlib.Path, help="a line of JSON for each life is added to it")
    return arguments.parse_args()


def live(suite, options, seed, kills, pauses):
    """One month with as many kills as there is time for; says how many."""
    begun = time.monotonic()
    with Killer(suite, random.Random(seed), kills, pauses) as killer:
        live_month(suite, options.clients)
    suite.revive()
    suite.settle()
    report = {"date": f"{datetime.date.today()}", "program": suite.__class__.__name__.lower(), "seed": seed,
              "clients": options.clients, "seconds": round(time.monotonic() - begun), "kills": suite.kills}
    print(f"    {json.dumps(report)}", flush=True)
    return killer.done, report


def must_be_undisturbed(suite, expected):
    for _ in suite.every_view():
        must_equal("what people see is as if nothing had happened", expected[0], books(suite))
    must_equal("every stream has the same events", expected[1], verify(suite))


def lives(options, prefix, new_suite, pauses, at_last):
    """`new_suite(home, seed)` lives; the last one, and what was expected of it, goes to `at_last`."""
    with folder_of_test(prefix, options.keep) as home:
        expected = undisturbed(options.programs, home / "calm", options.clients)
        done, seed = 0, options.seed
        while done < options.kills:
            suite = new_suite(home / str(seed), seed)
            suite.revive()
            suite.settle()
            killed, report = live(suite, options, seed, options.kills - done, pauses)
            must_be_undisturbed(suite, expected)
            if options.report:
                with options.report.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(report) + "\n")
            done, seed = done + killed, seed + 1
            if done < options.kills:
                suite.stop()
                shutil.rmtree(suite.home)
        at_last(suite, expected, home)
    print(f"{done} kills survived")
