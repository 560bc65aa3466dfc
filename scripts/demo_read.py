"""What the demo's screens read from the suite, through aorctl alone."""
import json
import os
import subprocess
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

ENTITIES = {"geneva": "CHF", "lyon": "EUR"}
MONTHS = ("2026-09", "2026-10", "2026-11")
AT_ONCE = 4  # commands that are asked for beside each other


def call(*words, who=None, **fields):
    environment = dict(os.environ, **({"AOR_AS": who} if who is not None else {}))  # "": nobody
    flags = [f"--{name.replace('__', '.')}={value}" for name, value in fields.items()]
    done = subprocess.run([os.environ["AORCTL"], *words, *flags, "--output=json"], text=True,
                          env=environment, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"demo: aorctl {' '.join([*words, *flags])}\n{done.stderr}")
    return json.loads(done.stdout or "{}")


def every(field, *words, **fields):
    found, token = [], ""
    while True:
        page = call(*words, **fields, page_size=500, **({"page_token": token} if token else {}))
        found += page.get(field, [])
        token = page.get("next_page_token", "")
        if not token:
            return found


def amount(money):
    """In major units."""
    return Decimal(int((money or {}).get("minor_units", 0))).scaleb(-2)


def decimal(number):
    return Decimal(int((number or {}).get("unscaled", 0))).scaleb(-int((number or {}).get("scale", 0)))


def day(date):
    return f"{date['year']}-{date['month']:02d}-{date['day']:02d}"


def seconds(duration):
    return int((duration or "0s").rstrip("s").split(".")[0])


def instant(text):
    import datetime
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def rows_of(answers):
    return [row for answer in answers for row in answer.result()]


class Books:
    """Everything that the last screen shows, read once."""

    def __init__(self):
        entities = [{"legal_entity_id": entity} for entity in ENTITIES]
        months = [dict(entity, period=period) for entity in entities for period in MONTHS]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            def ask(field, verb, *asks):
                return [pool.submit(every, field, verb, **fields) for fields in asks or ({},)]
            contracts, weeks, entries, slips = (ask(field, f"list-{field}") for field in (
                "contracts", "weeks", "entries", "payslips"))
            invoices, drafts, payables = (ask(field, f"list-{field}", *entities) for field in (
                "invoices", "drafts", "payables"))
            draft_slips = ask("drafts", "list-draft-payslips", *months)
            margins = {entity: [(month, pool.submit(call, "get-margins", legal_entity_id=entity, month=month))
                                for month in MONTHS] for entity in ENTITIES}
        self.contracts = {c["contract_id"]: c["concluded"] for c in rows_of(contracts)}
        self.weeks, self.invoices, self.drafts = rows_of(weeks), rows_of(invoices), rows_of(drafts)
        self.entries = [e for e in rows_of(entries) if not e.get("reversed")]
        self.slips = [s["slip"] for s in rows_of(slips)]
        self.draft_slips = [d["slip"] for d in rows_of(draft_slips)]
        self.payables = rows_of(payables)
        self.margins = {entity: [dict(m, month=month) for month, answer in answers
                                 for m in answer.result().get("margins", [])]
                        for entity, answers in margins.items()}

    def entity_of(self, contract_id):
        return self.contracts[contract_id]["legal_entity_id"]

    def client_of(self, contract_id):
        return self.contracts[contract_id]["client_id"]


def is_note(invoice):
    return invoice["series_kind"] in ("SERIES_KIND_CREDIT_NOTE", "SERIES_KIND_SELF_BILLED_CREDIT")


def is_client_invoice(invoice):
    return invoice["series_kind"] in ("SERIES_KIND_INVOICE", "SERIES_KIND_CREDIT_NOTE")


def signed(invoice, name):
    value = amount(invoice["document"].get(name))
    return -value if is_note(invoice) else value


def base_seconds(measured):
    return sum(seconds(line.get("time")) for line in (measured or {}).get("lines", [])
               if line["category"] == "CATEGORY_BASE")


def net_seconds(entry):
    time = entry["entry"].get("time")
    if not time:
        return 0
    length = (instant(time["end"]) - instant(time["start"])).total_seconds()
    return int(length) - seconds(entry["entry"].get("break_time"))


def hours_of_lines(lines, category="BASE"):
    return sum(int(line.get("seconds", 0)) for line in lines if line["category"] == category)


def by(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
