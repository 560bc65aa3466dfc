#!/usr/bin/env python3
"""A month lived under load while the suite is killed at random points and started again.

usage: kill_test.py [--programs build/bin] [--kills 10] [--seed 1] [--keep]
An undisturbed run of the same input says what must come out: every answer, every stream's
events, every sum. Then: read models deleted, a store cut below its anchor, wrong starts.
"""
import argparse
import csv
import pathlib
import random
import shutil
import subprocess
import tempfile
import threading
import uuid

from running_suite import Killer, Suite, count_events

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALPINA = ROOT / "examples" / "alpina"
CLIENTS = 6
ENTITIES = ("geneva", "lyon")


def rows_of(file):
    with open(file, newline="", encoding="utf-8") as text:
        return list(csv.reader(text))


def share(folder, target):
    """A day's files dealt out to clients, all rows of one worker to the same one, in the same
    order: workers do not wait for each other. What belongs to nobody comes afterwards."""
    for file in sorted(folder.glob("*.csv")):
        heading, *rows = rows_of(file)
        worker = heading.index("worker_id") if "worker_id" in heading else None
        dealt = {}
        for row in rows:
            client = "after" if worker is None else sum(row[worker].encode()) % CLIENTS
            dealt.setdefault(client, []).append(row)
        for client, some in dealt.items():
            place = target / str(client)
            place.mkdir(parents=True, exist_ok=True)
            # The same name and cells: the same request ids as the whole file would have.
            with open(place / file.name, "w", newline="", encoding="utf-8") as text:
                csv.writer(text, lineterminator="\n").writerows([heading, *some])
    return [target / str(client) for client in range(CLIENTS) if (target / str(client)).exists()]


def at_once(tasks):
    failures = []

    def run(task):
        try:
            task()
        except SystemExit as failure:
            failures.append(failure)
    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def live_day(suite, folder, shares):
    suite.advance_to(f"{folder.name}T07:00:00Z")
    parts = share(folder, shares / folder.name)
    at_once([lambda part=part: suite.insist("import", str(part)) for part in parts])
    suite.settle()
    after = shares / folder.name / "after"
    if after.exists():
        suite.insist("import", str(after))
        suite.settle()


def request_id(*words):
    return f"--request_id={uuid.uuid5(uuid.NAMESPACE_OID, ' '.join(words))}"


def live_month(suite, shares):
    suite.insist("import", str(ALPINA / "programme"))
    suite.settle()
    for folder in sorted((ALPINA / "month").iterdir()):
        live_day(suite, folder, shares)
        if folder.name == "2026-11-03":
            for entity in ENTITIES:
                suite.insist("run", "invoices", f"--legal_entity_id={entity}",
                             "--through=2026-10-31", request_id("confirm", entity))
            suite.settle()
    for entity in ENTITIES:
        suite.insist("run", "payslips", f"--legal_entity_id={entity}", "--period=2026-10",
                     request_id("verify", entity))
    suite.settle()


def books(suite):
    """What people see, in an order of its own."""
    seen = {"month": suite.json("month", "status", "--month=2026-10"),
            "weeks": suite.every("weeks", "list-weeks"),
            "entries": suite.every("entries", "list-entries"),
            "payslips": suite.every("payslips", "list-payslips")}
    for entity in ENTITIES:
        of = f"--legal_entity_id={entity}"
        seen[f"invoices {entity}"] = suite.every("invoices", "list-invoices", of)
        seen[f"drafts {entity}"] = suite.every("drafts", "list-drafts", of)
        seen[f"payables {entity}"] = suite.every("payables", "list-payables", of)
        seen[f"draft slips {entity}"] = suite.every("drafts", "list-draft-payslips", of,
                                                    "--period=2026-10")
    return seen


def differences(expected, got, where=""):
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in sorted(expected.keys() | got.keys()):
            yield from differences(expected.get(key), got.get(key), f"{where}/{key}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for i, (a, b) in enumerate(zip(expected, got)):
            yield from differences(a, b, f"{where}/{i}")
    elif expected != got:
        yield f"{where}: {str(expected)[:300]} became {str(got)[:300]}"


def must_equal(what, expected, got):
    wrong = list(differences(expected, got))
    if wrong:
        raise SystemExit("\n".join([f"{what}: {len(wrong)} differences", *wrong[:20]]))
    print(f"ok  {what}", flush=True)


def verify(suite):
    pack, public = suite.export(), ",".join(suite.insist("audit", "key").split())
    suite.insist("audit", "verify", str(pack), f"--public-key={public}")
    subprocess.run(["python3", str(ROOT / "tests/golden/verify_pack.py"), str(pack)], check=True,
                   stdout=subprocess.DEVNULL)
    events, twice = count_events(pack)
    if twice:
        raise SystemExit(f"committed twice: {twice[:5]}")
    print(f"ok  the pack verifies, {sum(events.values())} events, no request twice", flush=True)
    return events


def undisturbed(programs, home):
    suite = Suite(programs, home)
    suite.start()
    live_month(suite, home / "shares")
    result = books(suite), verify(suite)
    suite.stop()
    print(f"ok  undisturbed: {len(result[0]['entries'])} entries, "
          f"{len(result[0]['weeks'])} weeks", flush=True)
    return result


def disturbed(programs, home, seed, kills, expected):
    """As much of the month as there are kills for; says how many there were."""
    suite = Suite(programs, home)
    suite.start()
    with Killer(suite, random.Random(seed), kills) as killer:
        live_month(suite, home / "shares")
    suite.settle()
    print(f"    {killer.done} kills, seed {seed}", flush=True)
    must_equal("what people see is as if nothing had happened", expected[0], books(suite))
    must_equal("every stream has the same events", expected[1], verify(suite))
    return suite, killer.done


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


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--programs", default=ROOT / "build" / "bin")
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", action="store_true", help="leave the files of a failure")
    options = arguments.parse_args()
    home = pathlib.Path(tempfile.mkdtemp(prefix="aor-kill-"))
    try:
        expected = undisturbed(options.programs, home / "calm")
        left, life = options.kills, 0
        while left > 0:
            suite, done = disturbed(options.programs, home / f"life{life}", options.seed + life,
                                    left, expected)
            left, life = left - done, life + 1
            if left > 0:
                suite.stop()
                shutil.rmtree(home / f"life{life - 1}")
        rebuilt(suite, expected)
        wrong_starts(suite)
        cut_below_anchor(options.programs, home / "cut")
    finally:
        if options.keep:
            print(f"files: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)
    print(f"{options.kills} kills survived")


if __name__ == "__main__":
    main()
