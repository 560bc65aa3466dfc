"""What the demo's screens read from the suite, through aorctl alone."""
import json
import os
import subprocess
from collections import defaultdict
from decimal import Decimal

ENTITIES = {"geneva": "CHF", "lyon": "EUR"}
MONTHS = ("2026-09", "2026-10", "2026-11")


def call(*words, who=None, **fields):
    environment = dict(os.environ, **({"AOR_AS": who} if who else {}))
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


class Books:
    """Everything that the last screen shows, read once."""

    def __init__(self):
        self.contracts = {c["contract_id"]: c["concluded"]
                          for c in every("contracts", "list-contracts")}
        self.weeks = every("weeks", "list-weeks")
        self.entries = [e for e in every("entries", "list-entries") if not e.get("reversed")]
        self.invoices = [i for entity in ENTITIES
                         for i in every("invoices", "list-invoices", legal_entity_id=entity)]
        self.drafts = [d for entity in ENTITIES
                       for d in every("drafts", "list-drafts", legal_entity_id=entity)]
        self.slips = [s["slip"] for s in every("payslips", "list-payslips")]
        self.draft_slips = [d["slip"] for entity in ENTITIES for period in MONTHS for d in every(
            "drafts", "list-draft-payslips", legal_entity_id=entity, period=period)]
        self.payables = [p for entity in ENTITIES
                         for p in every("payables", "list-payables", legal_entity_id=entity)]

        self.margins = {entity: [dict(m, month=month) for month in MONTHS for m in call(
            "get-margins", legal_entity_id=entity, month=month).get("margins", [])]
                        for entity in ENTITIES}

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
