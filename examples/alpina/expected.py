#!/usr/bin/env python3
"""What October 2026 must come to, computed from the CSV files beside this script.

Shares no code with the suite and works another way: it walks through every minute
that was worked. Rates stand here a second time, on purpose, so that a rule changed by
mistake shows. Only exact numbers (Fraction, Decimal); half a cent goes away from zero.

usage: expected.py            writes expected.json
       expected.py --check    exit 1 if expected.json says something else
"""
import json
import sys
from collections import defaultdict
from fractions import Fraction as F

from expected_pay import Slip, share, slips
from expected_work import (CONTRACTS, HERE, HOUR, as_text, cost_of_hour, entries, in_units, measure,
                           month_of, month_rows, rounded, rows, text)

OCTOBER = "2026-10"
INVOICED_ON = "2026-11-03"  # what is recorded later is a correction
CURRENCY = {"geneva": "CHF", "lyon": "EUR"}
VAT = {"geneva": F("8.1"), "lyon": F(20)}


# ---- invoices ----
def placements():
    """A fee without hours, due when the person starts."""
    return {(c.id, "", c.start, "PLACEMENT", 0): 1
            for c in CONTRACTS.values() if c.kind == "PERMANENT"}


def price_of(contract, category, percent):
    if category == "PLACEMENT":
        return contract.wage * contract.fee / 100
    if percent:
        return contract.tariff * percent / 100 if contract.billed else None
    return contract.tariff


def unbillable():
    return {(row["contract_id"], day) for row in month_rows("mark-unbillable")
            for day in row["days"].split(";")}


def documents(work, through=OCTOBER, supplier=False):
    """(party, period, group) → net, VAT and gross of one document; amounts signed."""
    marked = unbillable()
    lines = defaultdict(F)
    for (contract_id, _, day, category, percent), amount in work.items():
        contract = CONTRACTS[contract_id]
        price = contract.wage if supplier else price_of(contract, category, percent)
        if price is None or month_of(day) > through or not amount:
            continue
        if supplier and not contract.self_billed or (contract_id, str(day)) in marked:
            continue
        lines[contract_id, month_of(day), category, percent, price, amount < 0] += amount
    nets = defaultdict(F)
    of_contract = defaultdict(F)
    for (contract_id, month, category, percent, price, _), amount in lines.items():
        contract = CONTRACTS[contract_id]
        net = rounded(price * in_units(category, amount))
        party = contract.supplier if supplier else contract.client
        nets[contract.entity, party, month, contract.group] += net
        of_contract[contract_id, month] += net
    for (contract_id, month), net in of_contract.items():
        contract = CONTRACTS[contract_id]
        if contract.fee and contract.kind == "AOR" and not supplier:
            nets[contract.entity, contract.client, month, contract.group] += rounded(
                net * contract.fee / 100)
    return {key: with_vat(key, net) for key, net in nets.items() if net}


FRANCHISE = {row["supplier_id"] for row in rows("programme/08-register-supplier.csv")
             if row["vat_status"] == "FRANCHISE_293B"}


def with_vat(key, net):
    percent = F(0) if key[1] in FRANCHISE else VAT[key[0]]
    vat = rounded(net * percent / 100)
    return {"net": net, "vat": vat, "gross": net + vat}


def difference(after, before):
    return {key: after.get(key, 0) - before.get(key, 0) for key in {**after, **before}}


# ---- the report ----
def sum_documents(docs):
    return {name: sum((doc[name] for doc in docs), F(0)) for name in ("net", "vat", "gross")}


def report_documents(docs):
    return [{"legal_entity": key[0], "party": key[1], "period": key[2], "group": key[3],
             **{name: text(value) for name, value in doc.items()}}
            for key, doc in sorted(docs.items())]


def hours(work, entity):
    return sum(amount for (c, _, _, category, _), amount in work.items()
               if category == "BASE" and CONTRACTS[c].entity == entity) / F(HOUR)


def days(work, entity):
    return sum(amount for (c, _, _, category, _), amount in work.items()
               if category == "DAY" and CONTRACTS[c].entity == entity)


def quoted_margin(work, client):
    """Approved work at the contract's prices, less its quoted cost; each day and category by itself."""
    margin = F(0)
    for (contract_id, _, day, category, percent), amount in work.items():
        contract = CONTRACTS[contract_id]
        if contract.client != client or month_of(day) > OCTOBER:
            continue
        units, price = in_units(category, amount), price_of(contract, category, percent)
        if price is None:
            continue
        net = rounded(price * units)
        fee = contract.fee if contract.kind == "AOR" else 0
        cost = contract.cost * F(percent or 100, 100)
        margin += net + rounded(net * fee / 100) - rounded(cost * units)
    return margin


class Month:
    """The three states of the hours that matter, and what follows from each."""

    def __init__(self):
        self.contested = {row["entry_ids"] for row in month_rows("contest-hours")}
        self.invoiced = measure(entries(INVOICED_ON))
        self.approved = measure(entries(without=self.contested))
        self.uncontested = measure(entries(INVOICED_ON, self.contested))
        self.worked = measure(entries())
        self.invoices = documents({**self.invoiced, **placements()})
        self.credit_notes = documents(difference(self.uncontested, self.invoiced))
        self.supplements = documents(difference(self.approved, self.uncontested))
        self.self_billed = documents(self.invoiced, supplier=True)
        self.slips_at_first = slips(self.invoiced, OCTOBER)
        self.slips = slips(self.worked, OCTOBER)

    def documents_of(self, party):
        parts = (self.invoices, self.credit_notes, self.supplements)
        return [doc for part in parts for key, doc in part.items() if key[1] == party]

    def bridge(self, entity):
        worked, approved = hours(self.worked, entity), hours(self.approved, entity)
        november = {key: a for key, a in self.approved.items() if month_of(key[2]) > OCTOBER}
        marked = {key: a for key, a in self.approved.items()
                  if (key[0], str(key[2])) in unbillable()}
        unbilled, no_bill = hours(november, entity), hours(marked, entity)
        return {"worked": worked, "rejected": worked - approved, "pending": F(0),
                "approved": approved, "unbilled": unbilled, "non_billable": no_bill,
                "billed": approved - unbilled - no_bill, "carried": unbilled,
                "paid": worked - unbilled}

    def entity(self, entity):
        documents_of = lambda part: [doc for key, doc in part.items() if key[0] == entity]
        of_slips = [slip for slip in self.slips.values() if slip.contract.entity == entity]
        return {
            "currency": CURRENCY[entity],
            "hours": as_text(self.bridge(entity)), "days_worked": text(days(self.worked, entity)),
            "invoices": len(documents_of(self.invoices)),
            "invoiced": as_text(sum_documents(documents_of(self.invoices))),
            "credit_notes": as_text(sum_documents(documents_of(self.credit_notes))),
            "supplement_invoices": as_text(sum_documents(documents_of(self.supplements))),
            "self_billed": as_text(sum_documents(documents_of(self.self_billed))),
            "payslips": len(of_slips),
            "wages_gross": text(sum(slip.gross for slip in of_slips)),
            "wages_net": text(sum(slip.net for slip in of_slips)),
            "employer_charges": text(sum(slip.charges for slip in of_slips))}

    def client(self, client):
        of_slips = [slip for slip in self.slips.values() if slip.contract.client == client]
        cost = sum((slip.gross + slip.charges for slip in of_slips), F(0))
        suppliers = sum((CONTRACTS[c].wage * a for (c, _, _, category, _), a in self.worked.items()
                         if category == "DAY" and CONTRACTS[c].client == client), F(0))
        owed = sum((slip.owed_at_end for slip in of_slips), F(0))
        revenue = sum_documents(self.documents_of(client))
        billed = {key: a for key, a in self.approved.items() if CONTRACTS[key[0]].client == client}
        entity = next(c.entity for c in CONTRACTS.values() if c.client == client)
        return {"legal_entity": entity, "hours": text(hours(billed, entity)),
                **as_text(revenue), "pay_cost": text(cost + suppliers),
                "end_pay_owed": text(owed),
                "margin": text(revenue["net"] - cost - suppliers - owed),
                "margin_quoted": text(quoted_margin({**self.approved, **placements()}, client))}

    def workers(self):
        people = defaultdict(lambda: {"gross": F(0), "net": F(0)})
        for slip in self.slips.values():
            people[slip.contract.worker]["gross"] += slip.gross
            people[slip.contract.worker]["net"] += slip.net
        return {worker: as_text(sums) for worker, sums in sorted(people.items())}

    def late_delta(self):
        key = ("g07-horlogerie", OCTOBER)
        before, after = self.slips_at_first[key], self.slips[key]
        return {"gross": after.gross - before.gross, "net": after.net - before.net}


def worked_numbers(month):
    """The numbers of the trade, each asserted: an error here is an error of this script."""
    week = lambda contract, iso: {key: a for key, a in month.worked.items()
                                  if key[0] == contract and key[1] == iso}
    pay = lambda contract, iso: Slip(CONTRACTS[contract], week(contract, iso), []).work
    overtime = lambda worker, iso: sum(
        a for key, a in month.worked.items() if key[1] == iso and key[3] == "OVERTIME"
        and CONTRACTS[key[0]].worker == worker) / F(HOUR)
    night = lambda day: sum(a for key, a in week("i01-imprimerie", "2026-W44").items()
                            if key[3] == "BASE" and str(key[2]) == day) / F(HOUR)
    l01 = month.slips["l01-logidistrib", OCTOBER]
    mira = month.self_billed["lyon", "mira-dev", OCTOBER, "mira-numerik"]
    cascade, cost = cost_of_hour(F(30), "CH")
    tariff = CONTRACTS["g01-horlogerie"].tariff
    numbers = {
        "night of 24/25 October, pay": pay("c01-clinique", "2026-W43"),
        "50 h week, pay": pay("b01-chantier", "2026-W42"),
        "42 h week with a 10 h day, overtime hours": overtime("b02", "2026-W42"),
        "48 h week on three contracts, overtime hours": overtime("b03", "2026-W43"),
        "night of 31 October in Lyon, hours in October": night("2026-10-31"),
        "night of 31 October in Lyon, hours in November": night("2026-11-01"),
        "43 h in Lyon": l01.work, "IFM": l01.earnings["IFM"], "ICCP": l01.earnings["ICCP"],
        "43 h in Lyon, gross": l01.gross,
        "developer, net": mira["net"], "developer, gross": mira["gross"],
        "developer, fee": share(mira["net"], 4),
        "quote, public holidays": cascade[1], "quote, holiday pay": cascade[2],
        "quote, 13th": cascade[3], "quote, cost": cost, "quote, margin": tariff - cost,
        "quote, margin %": rounded((tariff - cost) / tariff * 100),
        "quote, coefficient": rounded(tariff / 30),
        "quote, coefficient on cost": rounded(tariff / cost)}
    must = ("390.00 1537.50 0.50 3.00 2.00 6.00 675.00 67.50 74.25 816.75 11160.00 13392.00 446.40 "
            "30.96 33.54 36.33 42.14 11.86 21.96 1.80 1.28").split()
    assert [text(number) for number in numbers.values()] == must, as_text(numbers)
    return as_text(numbers)


def expected():
    month = Month()
    contested = sum(a for (c, _, _, category, _), a in
                    difference(month.worked, month.approved).items() if category == "BASE")
    return {
        "worked_numbers": worked_numbers(month),
        "legal_entities": {entity: month.entity(entity) for entity in CURRENCY},
        "clients": {row["client_id"]: month.client(row["client_id"])
                    for row in rows("programme/02-register-client.csv")},
        "workers": month.workers(),
        "invoices": report_documents(month.invoices),
        "credit_notes": report_documents(month.credit_notes),
        "supplement_invoices": report_documents(month.supplements),
        "self_billed": report_documents(month.self_billed),
        "late_hours_delta_slip": as_text(month.late_delta()),
        "contested_hours": text(contested / F(HOUR))}


def main():
    result = json.dumps(expected(), indent=1, ensure_ascii=False) + "\n"
    file = HERE / "expected.json"
    if "--check" in sys.argv[1:]:
        sys.exit(0 if file.read_text(encoding="utf-8") == result else "expected.json differs")
    file.write_text(result, encoding="utf-8")


if __name__ == "__main__":
    main()
