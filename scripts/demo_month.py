"""The last screen of scripts/demo.sh, and the comparison with the independent calculation."""
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import demo_read as read
from demo_read import amount, call, decimal, every
from demo_screens import EXPECTED, OUT, check, check_all, line, money, party, table

HOUR = Decimal(3600)


def hours(number):
    return f"{number / HOUR:.2f}"


def bridge_of(books, entity):
    of = lambda contract: books.entity_of(contract) == entity
    weeks = [w for w in books.weeks if of(w["contract_id"])]
    entries = [e for e in books.entries if of(e["entry"]["contract_id"])]
    contested = {e for w in weeks for of_week in ("contested_entry_ids", "upheld_entry_ids")
                 for e in w.get(of_week, [])}
    pending = {(w["worker_id"], w["iso_week"], w["contract_id"]) for w in weeks
               if not w.get("approved")}
    invoices = [i for i in books.invoices if i["document"]["legal_entity_id"] == entity
                and read.is_client_invoice(i)]
    drafts = [d for d in books.drafts if d["legal_entity_id"] == entity]
    slips = [s for s in books.slips if s["legal_entity_id"] == entity]
    left = [s for s in books.draft_slips if s["legal_entity_id"] == entity]
    on_slips = lambda some: sum(read.hours_of_lines(s.get("paid", [])) for s in some)
    return {
        "worked": sum(read.net_seconds(e) for e in entries),
        "rejected": sum(read.net_seconds(e) for e in entries
                        if e["entry"]["entry_id"] in contested),
        "pending": sum(read.net_seconds(e) for e in entries
                       if (e["worker_id"], e["iso_week"], e["entry"]["contract_id"]) in pending),
        "approved": sum(read.base_seconds(w.get("billable")) for w in weeks if w.get("approved")),
        "unbilled": sum(read.hours_of_lines(d.get("lines", [])) for d in drafts),
        "non_billable": sum(int(m.get("unbillable_seconds", 0)) for m in books.margins[entity]),
        "billed": sum((-1 if read.is_note(i) else 1) * read.hours_of_lines(i["document"]["lines"])
                      for i in invoices),
        "carried": on_slips(left), "paid": on_slips(slips)}


def show_bridge(entity, b):
    line(f"{entity}, hours of weeks 40 to 44")
    line(f"  worked   {hours(b['worked']):>9} − rejected {hours(b['rejected'])} − pending "
         f"{hours(b['pending'])} = approved {hours(b['approved'])}")
    line(f"  approved {hours(b['approved']):>9} − unbilled {hours(b['unbilled'])} − non-billable "
         f"{hours(b['non_billable'])} = billed {hours(b['billed'])}")
    line(f"  approved {hours(b['approved']):>9} + rejected by the client but owed "
         f"{hours(b['rejected'])} − carried {hours(b['carried'])} = paid {hours(b['paid'])}")
    check(f"{entity}: worked to approved", b["approved"],
          b["worked"] - b["rejected"] - b["pending"], show=False)
    check(f"{entity}: approved to billed", b["billed"],
          b["approved"] - b["unbilled"] - b["non_billable"], show=False)
    check(f"{entity}: approved to paid", b["paid"],
          b["approved"] + b["rejected"] - b["carried"], show=False)


def compare_with_margins(books, entity):
    """What invoicing says of itself is what its documents and drafts come to."""
    b = bridge_of(books, entity)
    for name in ("billed", "unbilled"):
        check(f"{entity}: {name} by documents and by margins", b[name],
              sum(int(m.get(f"{name}_seconds", 0)) for m in books.margins[entity]), show=False)


def pay_cost(books):
    """By client: wages and charges of slips, and what suppliers are owed for their work."""
    cost = defaultdict(Decimal)
    for slip in books.slips:
        cost[books.client_of(slip["contract_id"])] += amount(slip["gross"]) + amount(
            slip.get("employer_charges"))
    for invoice in books.invoices:
        if not read.is_client_invoice(invoice):
            for part in invoice["document"]["lines"]:
                cost[books.client_of(part["contract_id"])] += amount(part["net"])
    for own in every("supplier_invoices", "list-supplier-invoices", legal_entity_id="lyon",
                     state="ACCEPTED"):
        cost[books.client_of(own["submitted"]["contract_id"])] += amount(own["submitted"]["net"])
    return cost


def end_pay(slip):
    """Bonus and leave that the work of a slip earns with the assignment's last day, and the charges."""
    share = lambda base, percent: (base * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    work = sum((amount(part["amount"]) for part in slip["lines"]
                if part["line_kind"] == "LINE_KIND_EARNING" and part["rule"] == "terms"), Decimal(0))
    bonus = share(work, Decimal(10))
    owed = bonus + share(work + bonus, Decimal(10))
    return owed + sum(share(owed, decimal(part["rate"])) for part in slip["lines"]
                      if part["line_kind"] == "LINE_KIND_EMPLOYER_CHARGE")


def end_pay_owed(books):
    """By client: what running French assignments owe besides, as the quoted cost counts it."""
    paid = {slip["contract_id"] for slip in books.slips
            if any(part["code"] == "IFM" for part in slip["lines"])}
    owed = defaultdict(Decimal)
    for slip in books.slips:
        if slip["legal_entity_id"] == "lyon" and slip["contract_id"] not in paid:
            owed[books.client_of(slip["contract_id"])] += end_pay(slip)
    return owed


def of_clients(books):
    """One row of figures for each client."""
    rows = {}
    cost, owed = pay_cost(books), end_pay_owed(books)
    for client, expected in EXPECTED["clients"].items():
        entity = expected["legal_entity"]
        mine = [i for i in books.invoices if party(i["document"]) == client]
        weeks = [w for w in books.weeks if books.client_of(w["contract_id"]) == client]
        margins = [m for m in books.margins[entity]
                   if m["client_id"] == client and m["month"] <= "2026-10"]
        net = sum((read.signed(i, "net") for i in mine), Decimal(0))
        rows[client] = {
            "entity": entity, "net": net,
            "hours": sum(read.base_seconds(w.get("billable")) for w in weeks),
            "vat": sum((read.signed(i, "vat_total") for i in mine), Decimal(0)),
            "gross": sum((read.signed(i, "payable") for i in mine), Decimal(0)),
            "cost": cost[client], "owed": owed[client],
            "real": net - cost[client] - owed[client],
            "quoted": sum((amount(m.get("quoted_margin")) for m in margins), Decimal(0)),
            "cost_by_margins": sum((amount(m.get("cost")) for m in margins), Decimal(0)),
            "unbilled": sum((amount(d.get("net")) for d in books.drafts
                             if d.get("client_id") == client), Decimal(0)),
            "frozen": sum(int(m.get("frozen_pieces", 0)) for m in margins)}
    return rows


def row_of(name, r):
    return [name, hours(r["hours"])] + [money(r[n]) for n in (
        "net", "cost", "owed", "quoted", "real", "unbilled")] + [r["frozen"] or ""]


def show_clients(clients):
    heading = ["client", "hours", "revenue", "pay cost", "end pay owed", "margin quoted",
               "margin real", "unbilled", "contested entries"]
    for entity, currency in read.ENTITIES.items():
        mine = {c: r for c, r in clients.items() if r["entity"] == entity}
        total = {n: sum(r[n] for r in mine.values()) for n in (
            "hours", "net", "cost", "owed", "quoted", "real", "unbilled", "frozen")}
        line(f"{entity}, in {currency}")
        table(heading, [row_of(c, r) for c, r in mine.items()] + [row_of("together", total)])
        line()
    line("Revenue: invoices less credit notes, without VAT. Pay cost: gross and employer charges of "
         "the slips;")
    line("end pay owed: bonus, leave and charges that running French assignments owe with their last slip.")
    line("Both margins count it. The real one takes the charges of the slips, the quoted one those of the quote.")


def held(books):
    kept = [p for p in books.payables if p.get("hold_reason") and p["state"] != "PAYABLE_STATE_PAID"]
    for p in kept:
        line(f"held: {p['payee_id']}, {p['amount']['currency_code']} {money(amount(p['amount']))}, "
             f"{p['hold_reason']}")
    open_ones = [p for p in books.payables if p["state"] == "PAYABLE_STATE_OPEN" and p not in kept]
    for p in open_ones:
        line(f"to be paid in the next batch: {p['payee_id']}, {p['amount']['currency_code']} "
             f"{money(amount(p['amount']))}")
    check("held payees", "g03", " ".join(p["payee_id"] for p in kept), show=False)


def ending():
    found = every("contracts", "list-contracts", active_on="2026-11-05", ending_within_days=14)
    days = read.by(found, lambda c: read.day(c["end"]))
    for end, contracts in sorted(days.items()):
        line(f"ending within 14 days, on {end}: "
             + ", ".join(c["contract_id"] for c in contracts))
    check("contracts ending", "c06 i01 i02 i03 i04",
          " ".join(sorted(c["concluded"]["worker_id"] for c in found)), show=False)


def left():
    for missing in call("month", "status", month="2026-10").get("missing", []):
        line("left: " + missing["sentence"])


def last(books):
    show_clients(of_clients(books))
    line()
    for entity in read.ENTITIES:
        show_bridge(entity, bridge_of(books, entity))
        compare_with_margins(books, entity)
    line()
    held(books)
    ending()
    left()
    line(f"payment files lie in {OUT}/files, the auditor's pack in {OUT}/pack, log and keys in "
         f"{OUT}/data")


# ---- against expected.json ----
def compare_numbers(books):
    expected = EXPECTED["worked_numbers"]
    weeks = {(w["contract_id"], w["iso_week"]): w for w in books.weeks}
    pay = lambda contract, week: sum(
        (Decimal(30) * read.seconds(part.get("time")) / HOUR *
         (decimal(part["percent"]) / 100 if part.get("percent") else 1)
         for part in weeks[contract, week]["payable"]["lines"]), Decimal(0))
    overtime = lambda worker, week: sum(
        read.seconds(part["time"]) for w in books.weeks
        if w["worker_id"] == worker and w["iso_week"] == week
        for part in w["payable"]["lines"] if part["category"] == "CATEGORY_OVERTIME") / HOUR
    night = lambda day: sum(
        read.seconds(part["time"]) for part in weeks["i01-imprimerie", "2026-W44"]["payable"]["lines"]
        if part["category"] == "CATEGORY_BASE" and read.day(part["day"]) == day) / HOUR
    slip = next(s for s in books.slips if s["contract_id"] == "l01-logidistrib")
    lines = {part["code"]: amount(part["amount"]) for part in slip["lines"]}
    mira = next(i["document"] for i in books.invoices
                if i["document"].get("supplier_id") == "mira-dev")
    fee = next(part for i in books.invoices for part in i["document"]["lines"]
               if part["category"] == "FEE" and part["contract_id"] == "mira-numerik"
               and read.is_client_invoice(i))
    for what, came in (("night of 24/25 October, pay", pay("c01-clinique", "2026-W43")),
                       ("50 h week, pay", pay("b01-chantier", "2026-W42")),
                       ("42 h week with a 10 h day, overtime hours", overtime("b02", "2026-W42")),
                       ("48 h week on three contracts, overtime hours",
                        overtime("b03", "2026-W43")),
                       ("night of 31 October in Lyon, hours in October", night("2026-10-31")),
                       ("night of 31 October in Lyon, hours in November", night("2026-11-01")),
                       ("43 h in Lyon", lines["BASE"] + lines["OVERTIME_25"]),
                       ("IFM", lines["IFM"]), ("ICCP", lines["ICCP"]),
                       ("43 h in Lyon, gross", amount(slip["gross"])),
                       ("developer, net", amount(mira["net"])),
                       ("developer, gross", amount(mira["payable"])),
                       ("developer, fee", amount(fee["net"]))):
        check(what, expected[what], f"{came:.2f}")


def document_key(row):
    return row["legal_entity"], row["party"], row["period"], row["net"], row["vat"], row["gross"]


def keys_of(books, wanted):
    found = []
    for invoice in books.invoices:
        document = invoice["document"]
        if not wanted(invoice):
            continue
        period = document["period"]["start"]
        found.append((document["legal_entity_id"], party(document),
                      f"{period['year']}-{period['month']:02d}",
                      *(f"{read.signed(invoice, n):.2f}" for n in ("net", "vat_total", "payable"))))
    return sorted(found)


def compare_documents(books):
    groups = {
        "invoices": lambda i: i["series_kind"] == "SERIES_KIND_INVOICE",
        "credit_notes": lambda i: i["series_kind"] == "SERIES_KIND_CREDIT_NOTE",
        "self_billed": lambda i: i["series_kind"] == "SERIES_KIND_SELF_BILLED"}
    for name, wanted in groups.items():
        rows = list(EXPECTED[name]) + (EXPECTED["supplement_invoices"] if name == "invoices" else [])
        expected, came = sorted(map(document_key, rows)), keys_of(books, wanted)
        words = name.replace("_", " ")
        check(f"number of {words}", len(expected), len(came))
        missing = [key for key in expected if key not in came]
        extra = [key for key in came if key not in expected]
        check_all(f"{words}: party, period, net, VAT and gross",
                  [(f"{words} {' '.join(key[:3])}", " ".join(key[3:]),
                    " ".join(key[3:]) if key in came else
                    " | ".join(" ".join(other[3:]) for other in extra if other[:3] == key[:3]))
                   for key in expected])
        if not missing and extra:
            check(f"{words} nobody expected", "", extra)


def compare_workers(books):
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for slip in books.slips:
        sums[slip["worker_id"]][0] += amount(slip["gross"])
        sums[slip["worker_id"]][1] += amount(slip["net"])
    check_all("gross and net of each worker", [
        (f"{worker}, gross and net", f"{row['gross']} {row['net']}",
         " ".join(f"{value:.2f}" for value in sums[worker]))
        for worker, row in EXPECTED["workers"].items()])


def compare_entities(books):
    for entity, expected in EXPECTED["legal_entities"].items():
        slips = [s for s in books.slips if s["legal_entity_id"] == entity]
        total = lambda name: f"{sum((amount(s.get(name)) for s in slips), Decimal(0)):.2f}"
        for what, name in (("wages_gross", "gross"), ("wages_net", "net"),
                           ("employer_charges", "employer_charges")):
            check(f"{entity}, {what.replace('_', ' ')}, {expected['currency']}", expected[what],
                  total(name))
        late = [s for s in slips if s["run_kind"] != "REGULAR"]
        check(f"{entity}, payslips without deltas", expected["payslips"], len(slips) - len(late))
        came = bridge_of(books, entity)
        check_all(f"{entity}, the bridge", [(f"{entity}, hours {name}", value, hours(came[name]))
                                            for name, value in expected["hours"].items()])


def compare_clients(books):
    rows = of_clients(books)
    for client, expected in EXPECTED["clients"].items():
        came = rows[client]
        values = {"hours": hours(came["hours"]), **{name: f"{came[n]:.2f}" for name, n in (
            ("net", "net"), ("vat", "vat"), ("gross", "gross"), ("pay_cost", "cost"),
            ("end_pay_owed", "owed"), ("margin", "real"), ("margin_quoted", "quoted"))}}
        check_all(f"{client}: hours, revenue, VAT, gross, pay cost, margins",
                  [(f"{client}, {name.replace('_', ' ')}", expected[name], value)
                   for name, value in values.items()])
        check(f"{client}: pay cost by documents and by margins", f"{came['cost']:.2f}",
              f"{came['cost_by_margins']:.2f}", show=False)


def compare(books):
    compare_numbers(books)
    compare_documents(books)
    compare_workers(books)
    compare_entities(books)
    compare_clients(books)


def ties_out():
    books = read.Books()
    last(books)
    print("\n\033[1mAgainst examples/alpina/expected.json, an independent calculation\033[0m")
    compare(books)
