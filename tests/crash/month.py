"""October of the Alpina programme, lived by many clients at once, and what must come out of it."""
import csv
import pathlib
import subprocess
import threading
import uuid

from running_suite import Suite, count_events

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALPINA = ROOT / "examples" / "alpina"
ENTITIES = ("geneva", "lyon")
BATCHES = {"wages-geneva": ("geneva", "SALARY"), "wages-lyon": ("lyon", "SALARY"),
           "suppliers-lyon": ("lyon", "SUPPLIER")}
SECOND = "second:finance"  # who did not propose


def rows_of(file):
    with open(file, newline="", encoding="utf-8") as text:
        return list(csv.reader(text))


def workers():
    """Everybody whose hours the month speaks of, in one order."""
    found = set()
    for file in (ALPINA / "month").glob("*/*.csv"):
        heading, *rows = rows_of(file)
        if "worker_id" in heading:
            found.update(row[heading.index("worker_id")] for row in rows)
    return sorted(found)


class Shares:
    """A day's files dealt out to clients, all rows of one worker to the same one, in the same order:
    workers do not wait for each other. What belongs to nobody comes afterwards. Clients for whom no
    worker is left send once more, at the same time, what another one sends."""

    def __init__(self, home, clients):
        self.home, self.clients = home, clients
        self.client_of = {worker: number % clients for number, worker in enumerate(workers())}

    def of(self, folder):
        dealt = {}
        for file in sorted(folder.glob("*.csv")):
            self.deal(file, self.home / folder.name)
        for client in range(self.clients):
            place = self.home / folder.name / str(client % len(self.client_of))
            if place.exists():
                dealt[client] = place
        return list(dealt.values())

    def deal(self, file, target):
        heading, *rows = rows_of(file)
        worker = heading.index("worker_id") if "worker_id" in heading else None
        dealt = {}
        for row in rows:
            client = "after" if worker is None else self.client_of[row[worker]]
            dealt.setdefault(client, []).append(row)
        for client, some in dealt.items():
            place = target / str(client)
            place.mkdir(parents=True, exist_ok=True)
            # The same name and cells: the same request ids as the whole file would have.
            with open(place / file.name, "w", newline="", encoding="utf-8") as text:
                csv.writer(text, lineterminator="\n").writerows([heading, *some])

    def after(self, folder):
        """What comes when all of them are done, if there is any."""
        place = self.home / folder.name / "after"
        return [place] if place.exists() else []


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
    at_once([lambda part=part: suite.insist("import", str(part)) for part in shares.of(folder)])
    suite.settle()
    for part in shares.after(folder):
        suite.insist("import", str(part))
        suite.settle()


def request_id(*words):
    return f"--request_id={uuid.uuid5(uuid.NAMESPACE_OID, ' '.join(words))}"


def live_month(suite, clients):
    shares = Shares(suite.home / "shares", clients)
    for file in sorted((ALPINA / "programme").glob("*.csv")):
        suite.insist("import", str(file))
    suite.settle()
    for folder in sorted((ALPINA / "month").iterdir()):
        live_day(suite, folder, shares)
        if folder.name == "2026-11-03":
            for entity in ENTITIES:
                suite.insist("run", "invoices", f"--legal_entity_id={entity}",
                             "--through=2026-10-31", request_id("confirm", entity))
            suite.settle()
            suite.insist("run", "invoices", "--legal_entity_id=lyon", "--through=2026-10-31",
                         "--self_billing=true", request_id("self-bill", "lyon"))
            suite.insist("accept-supplier-invoice", "--legal_entity_id=lyon",
                         "--supplier_id=karim-conseil", "--supplier_invoice_number=KC-2026-032",
                         request_id("accept", "KC-2026-032"))
            suite.settle()
    for entity in ENTITIES:
        suite.insist("run", "payslips", f"--legal_entity_id={entity}", "--period=2026-10",
                     request_id("verify", entity))
    suite.settle()
    pay(suite)


def pay(suite):
    """From what is owed to the files of the bank; whoever exports again gets the same bytes."""
    for batch, (entity, kind) in BATCHES.items():
        suite.insist("propose-batch", f"--batch_id={batch}", f"--legal_entity_id={entity}",
                     f"--batch_kind={kind}", request_id("propose", batch))
    suite.settle()
    for batch in BATCHES:
        suite.insist("release-batch", f"--batch_id={batch}", request_id("release", batch), who=SECOND)
    suite.settle()
    for batch in BATCHES:
        first = payment_file(suite, batch, "export")
        for repeat in ("export", "once more"):
            must_equal(f"{batch}: {repeat} repeats the file", first, payment_file(suite, batch, repeat))
    suite.settle()


def payment_file(suite, batch, wish):
    """Without the position of the commit, which an empty one may follow."""
    answer = suite.json("export-payment-file", f"--batch_id={batch}", request_id(wish, batch))
    answer.pop("consistency_token", None)
    return answer


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
        seen[f"batches {entity}"] = suite.every("batches", "list-batches", of)
        seen[f"payables {entity}"] = suite.every("payables", "list-payables", of)
        seen[f"draft slips {entity}"] = suite.every("drafts", "list-draft-payslips", of,
                                                    "--period=2026-10")
    for batch in BATCHES:
        seen[f"file {batch}"] = payment_file(suite, batch, "export")
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
    # An attempt to send is one fact more when its process dies meanwhile: notifications counts what left.
    return {stream: count for stream, count in events.items() if stream[0] != "notifications"}


def undisturbed(programs, home, clients):
    """What people see and every stream's events, when nothing happens to one process."""
    suite = Suite(programs, home)
    suite.start()
    live_month(suite, clients)
    result = books(suite), verify(suite)
    suite.stop()
    print(f"ok  undisturbed: {len(result[0]['entries'])} entries, "
          f"{len(result[0]['weeks'])} weeks", flush=True)
    return result
