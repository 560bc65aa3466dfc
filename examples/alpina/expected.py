#!/usr/bin/env python3
"""What October 2026 must come to, computed from the CSV files beside this script.

Shares no code with the suite and works another way: it walks through every minute
that was worked. Rates stand here a second time, on purpose, so that a rule changed by
mistake shows. Only exact numbers (Fraction, Decimal); half a cent goes away from zero.

usage: expected.py            writes expected.json
       expected.py --check    exit 1 if expected.json says something else
"""
import csv
import datetime as dt
import json
import pathlib
import re
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction as F
from zoneinfo import ZoneInfo

HERE = pathlib.Path(__file__).resolve().parent
OCTOBER = "2026-10"
INVOICED_ON = "2026-11-03"  # what is recorded later is a correction
HOUR = 60                   # everything is entered in whole minutes


# ---- numbers and files ----
def rounded(value, step=F(1, 100)):
    """To a multiple of step; half a step away from zero."""
    sign = -1 if value < 0 else 1
    return sign * step * ((abs(F(value)) / step + F(1, 2)) // 1)


def text(value):
    return str(Decimal(int(value * 100)).scaleb(-2))


def rows(name):
    with open(HERE / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def month_rows(verb, until="9999"):
    for folder in sorted((HERE / "month").iterdir()):
        for file in sorted(folder.glob(f"*-{verb}.csv")):
            if folder.name <= until:
                yield from rows(file.relative_to(HERE))


def date(words):
    return dt.date.fromisoformat(words)


def month_of(day):
    return f"{day:%Y-%m}"


# ---- contracts: the quote's prices and what the contract adds ----
def cost_of_hour(base, country):
    """The cascade of supplements, each rounded to cents, then the employer's charges."""
    steps, charges = (("3.2", "8.33", "8.33"), "16") if country == "CH" else (("10", "10"), "42")
    cascade = [base]
    for percent in steps:
        cascade.append(rounded(cascade[-1] * (1 + F(percent) / 100)))
    return cascade, rounded(cascade[-1] * (1 + F(charges) / 100))


class Contract:
    def __init__(self, row, quote, client):
        self.id, self.worker, self.client = row["contract_id"], row["worker_id"], row["client_id"]
        self.entity, self.supplier = row["legal_entity_id"], row["supplier_id"]
        self.kind, self.unit = quote["wish.engagement_kind"], quote["wish.unit"]
        self.cba = quote["wish.cba_id"]
        self.wage = F(quote["wish.base_wage"])
        self.tariff = F(quote["wish.held_value"] or quote["wish.base_wage"])
        self.fee = F(quote["wish.fee_percent"] or 0)
        self.start, self.end = date(row["start"]), row["end"] and date(row["end"])
        self.billed = row["terms.supplements_billed"] == "true"
        self.self_billed = row["terms.self_billed"] == "true"
        group = {"CLIENT": "all", "PURCHASE_ORDER": row["purchase_order"], "CONTRACT": self.id}
        self.group = group[client["consolidation"]]
        self.country = "CH" if self.entity == "geneva" else "FR"
        self.cost = cost_of_hour(self.wage, self.country)[1] if self.unit == "HOUR" else self.wage
        if self.unit == "MONTH":  # a monthly wage has the 13th and no hourly supplements
            self.cost = rounded(rounded(self.wage * F("1.0833")) * F("1.16"))


def contracts():
    quotes = {row["quote_id"]: row for row in rows("programme/13-create-quote.csv")}
    clients = {row["client_id"]: row for row in rows("programme/02-register-client.csv")}
    read = [Contract(row, quotes[row["quote_id"]], clients[row["client_id"]])
            for row in rows("programme/15-conclude-contract.csv")]
    return {contract.id: contract for contract in read}


CONTRACTS = contracts()
CURRENCY = {"geneva": "CHF", "lyon": "EUR"}
VAT = {"geneva": F("8.1"), "lyon": F(20)}


# ---- time: every minute once ----
class Entry:
    def __init__(self, row):
        cell = {key.removeprefix("entries.0."): value for key, value in row.items()}
        self.id, self.worker = cell["entry_id"], row["worker_id"]
        self.contract = CONTRACTS[cell["contract_id"]]
        self.minutes = []
        self.quantity = F(cell["quantity"] or 0)
        if cell["time"]:
            self.read_time(cell["time"], int((cell["break_time"] or "0m")[:-1]))
        else:
            self.day = date(cell["day"])
        year, week, _ = self.day.isocalendar()
        self.week = f"{year}-W{week:02d}"
        self.sunday = dt.date.fromisocalendar(year, week, 7)

    def read_time(self, words, pause):
        """The minutes as the wall showed them; the break stands in the middle."""
        ends, zone = re.fullmatch(r"(.*) (\S+/\S+)", words).groups()
        start, end = (dt.datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
                      .astimezone(dt.timezone.utc) for at in ends.split(".."))
        self.day = start.astimezone(ZoneInfo(zone)).date()
        length = (end - start) // dt.timedelta(minutes=1)
        first = (length - pause) // 2
        for minute in [*range(first), *range(first + pause, length)]:
            at = start + dt.timedelta(minutes=minute)
            self.minutes.append((at, at.astimezone(ZoneInfo(zone))))


def supplement_at(wall, country):
    """Of a moment's supplements the highest: Sunday from Saturday 23:00, night 23:00 to 6:00.
    The French rows are there with nothing."""
    if country == "FR":
        return None
    is_evening = wall.hour == 23
    weekday = wall.weekday()
    if (weekday == 6 and not is_evening) or (weekday == 5 and is_evening):
        return ("SUNDAY", 50)
    return ("NIGHT", 25) if is_evening or wall.hour < 6 else None


def overtime_minutes(minutes, country):
    """The minutes, in order, that are overtime: the larger of what days and week exceed."""
    day_limit, week_limit = (F("9.5") * HOUR, 45 * HOUR) if country == "CH" else (None, 35 * HOUR)
    by_week = minutes[week_limit:]
    by_day, counted = [], defaultdict(int)
    for minute in minutes:
        counted[minute[1].day] += 1
        if day_limit and counted[minute[1].day] > day_limit:
            by_day.append(minute)
    return by_week if len(by_week) >= len(by_day) else by_day


def measure(entries):
    """(contract, week, day, category, percent) → minutes or units."""
    work = defaultdict(int)
    weeks = defaultdict(list)
    for entry in entries:
        if entry.quantity:
            category = "MONTH" if entry.contract.unit == "MONTH" else "DAY"
            work[entry.contract.id, entry.week, entry.day, category, 0] += entry.quantity
        for at, wall in entry.minutes:
            key = entry.contract.id, entry.week, wall.date()
            work[(*key, "BASE", 0)] += 1
            supplement = supplement_at(wall, entry.contract.country)
            if supplement:
                work[(*key, *supplement)] += 1
            weeks[entry.worker, entry.week].append((at, entry))
    for minutes in weeks.values():
        minutes.sort(key=lambda minute: minute[0])
        country = minutes[0][1].contract.country
        for number, (_, entry) in enumerate(overtime_minutes(minutes, country)):
            percent = 25 if country == "CH" or number < 8 * HOUR else 50
            work[entry.contract.id, entry.week, entry.sunday, "OVERTIME", percent] += 1
    return work


def entries(until="9999", without=()):
    return [Entry(row) for row in month_rows("record-hours", until) if
            row["entries.0.entry_id"] not in without]


def in_units(category, amount):
    return amount if category in ("DAY", "MONTH", "PLACEMENT") else F(amount, HOUR)


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


# ---- wages ----
PROFILES = {row["person_id"]: {key.removeprefix("profile."): value for key, value in row.items()}
            for row in rows("programme/07-record-payroll-profile.csv")}
AGE_CREDITS = ((18, 24, "0.5"), (25, 34, "3.5"), (35, 44, "5"), (45, 54, "7.5"), (55, 65, "9"))
SWISS_WORKER = (("AHV", "5.3"), ("ALV", "1.1"), ("NBU", "1.5"), ("KTG", "1.2"), ("GAV", "0.7"))
SWISS_EMPLOYER = (("AHV", "5.3"), ("ALV", "1.1"), ("BU", "1.0"), ("KTG", "1.2"), ("FAK", "2.22"),
                  ("GAV", "0.3"))
GE_A0N = ((0, "0"), (2500, "2.5"), (4000, "7.5"), (5500, "10.9"), (7000, "13.4"), (9000, "16.2"))
CEILING = 4005  # PMSS; nobody in the programme earns more, so brackets 2 stay empty
# code, percent, share of the wage it is taken from, deductible from taxable income
FRENCH_WORKER = (("OLD_AGE_CAPPED", "6.90", 1, True), ("OLD_AGE", "0.40", 1, True),
                 ("AGIRC_ARRCO_T1", "3.15", 1, True), ("CEG_T1", "0.86", 1, True),
                 ("CSG_DEDUCTIBLE", "6.8", "0.9825", True), ("CSG", "2.4", "0.9825", False),
                 ("CRDS", "0.5", "0.9825", False))
FRENCH_EMPLOYER = ("8.55", "2.11", "13.0", "5.25", "4.00", "0.25", "4.72", "1.29", "0.30")


def share(base, percent):
    return rounded(base * F(percent) / 100)


def age_on(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def insured_by_pension(contract, profile):
    """From the first day: more than 13 weeks agreed, no end, or children to support. Nobody
    else reaches 13 weeks in this month, the weeks before it included."""
    if profile["child_support_duty"] == "true" or not contract.end:
        return True
    return (contract.end - contract.start).days + 1 > 13 * 7


def pension(contract, profile, gross, base_units, last_day):
    if not insured_by_pension(contract, profile):
        return F(0)
    age = last_day.year - date(profile["birth_date"]).year
    percent = next(F(p) for first, last, p in AGE_CREDITS if first <= age <= last)
    coordination = 2205 if contract.unit == "MONTH" else F("12.12")
    return share(max(gross - rounded(coordination * base_units), F(0)), percent)


class Slip:
    """All that a contract and month come to; deltas are differences of two of these."""

    def __init__(self, contract, work, advances):
        self.contract, self.profile = contract, PROFILES[contract.worker]
        self.lines = defaultdict(F)
        for (_, _, _, category, percent), amount in work.items():
            self.lines[category, percent] += amount
        self.last_day = max(day for _, _, day, _, _ in work)
        self.base_units = sum(in_units(c, a) for (c, p), a in self.lines.items() if not p)
        self.work = sum(rounded(contract.wage * (F(p, 100) if p else 1) * in_units(c, a))
                        for (c, p), a in self.lines.items())
        self.earnings, self.deductions, self.charges = {}, {}, F(0)
        self.swiss() if contract.country == "CH" else self.french()
        self.gross = self.work + sum(self.earnings.values())
        net = self.gross - sum(self.deductions.values())
        net = rounded(net, F(5, 100)) if contract.country == "CH" else net
        self.recovered = min(sum(advances, F(0)), net)
        self.net = net - self.recovered

    def swiss(self):
        if self.contract.kind == "TEMP":
            age = age_on(date(self.profile["birth_date"]), self.last_day)
            holiday = "10.64" if age >= 50 or age < 20 else "8.33"
            so_far = self.work
            for code, percent in (("PUBLIC_HOLIDAYS", "3.2"), ("HOLIDAY_PAY", holiday),
                                  ("THIRTEENTH", "8.33")):
                self.earnings[code] = share(so_far, percent)
                so_far += self.earnings[code]
        gross = self.work + sum(self.earnings.values())
        assert gross < 12350, "the caps of ALV and accident insurance would matter"
        self.deductions = {code: share(gross, percent) for code, percent in SWISS_WORKER}
        bvg = pension(self.contract, self.profile, gross, self.base_units, self.last_day)
        self.deductions["BVG"] = bvg
        if self.profile["source_tax_code"]:
            assert self.contract.unit == "HOUR" and self.profile["source_tax_code"] == "A0N"
            income = self.contract.wage * 180
            percent = [p for least, p in GE_A0N if least <= income][-1]
            self.deductions["SOURCE_TAX"] = rounded(share(gross, percent), F(5, 100))
        self.charges = bvg + sum(share(gross, percent) for _, percent in SWISS_EMPLOYER)

    def french(self):
        if self.contract.end and month_of(self.contract.end) == month_of(self.last_day):
            self.earnings["IFM"] = share(self.work, 10)
            self.earnings["ICCP"] = share(self.work + self.earnings["IFM"], 10)
        gross = self.work + sum(self.earnings.values())
        assert gross < CEILING
        taxable = gross
        for code, percent, part, deductible in FRENCH_WORKER:
            self.deductions[code] = share(rounded(gross * F(part)), percent)
            taxable -= self.deductions[code] if deductible else 0
        self.deductions["PAS"] = share(taxable, self.profile["pas_rate_percent"])
        self.charges = sum(share(gross, percent) for percent in FRENCH_EMPLOYER)


def advances_of(contract):
    granted = [row["amount"] for row in month_rows("grant-part-payment")
               if row["contract_id"] == contract.id]
    opening = [row["amount"] for row in rows("programme/10-record-opening-balance.csv")
               if row["person_id"] == contract.worker and row["balance_kind"] == "ADVANCE"]
    return [F(amount[4:]) for amount in granted + opening]


def slips(work, through=OCTOBER):
    by_slip = defaultdict(dict)
    for key, amount in work.items():
        if CONTRACTS[key[0]].kind in ("TEMP", "EOR") and month_of(key[2]) <= through:
            by_slip[key[0], month_of(key[2])][key] = amount
    return {key: Slip(CONTRACTS[key[0]], part, advances_of(CONTRACTS[key[0]]))
            for key, part in sorted(by_slip.items())}


# ---- the report ----
def sum_documents(docs):
    return {name: sum((doc[name] for doc in docs), F(0)) for name in ("net", "vat", "gross")}


def report_documents(docs):
    return [{"legal_entity": key[0], "party": key[1], "period": key[2], "group": key[3],
             **{name: text(value) for name, value in doc.items()}}
            for key, doc in sorted(docs.items())]


def as_text(amounts):
    return {name: text(value) for name, value in amounts.items()}


def hours(work, entity):
    return sum(amount for (c, _, _, category, _), amount in work.items()
               if category == "BASE" and CONTRACTS[c].entity == entity) / F(HOUR)


def days(work, entity):
    return sum(amount for (c, _, _, category, _), amount in work.items()
               if category == "DAY" and CONTRACTS[c].entity == entity)


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
        self.slips_at_first = slips(self.invoiced)
        self.slips = slips(self.worked)

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
        revenue = sum_documents(self.documents_of(client))
        billed = {key: a for key, a in self.approved.items() if CONTRACTS[key[0]].client == client}
        entity = next(c.entity for c in CONTRACTS.values() if c.client == client)
        return {"legal_entity": entity, "hours": text(hours(billed, entity)),
                **as_text(revenue), "pay_cost": text(cost + suppliers),
                "margin": text(revenue["net"] - cost - suppliers)}

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
    overtime = sum(a for key, a in week("b02-chantier", "2026-W42").items() if key[3] == "OVERTIME")
    l01 = month.slips["l01-logidistrib", OCTOBER]
    mira = month.self_billed["lyon", "mira-dev", OCTOBER, "mira-numerik"]
    cascade, cost = cost_of_hour(F(30), "CH")
    tariff = CONTRACTS["g01-horlogerie"].tariff
    numbers = {
        "night of 24/25 October, pay": pay("c01-clinique", "2026-W43"),
        "50 h week, pay": pay("b01-chantier", "2026-W42"),
        "42 h week with a 10 h day, overtime hours": overtime / F(HOUR),
        "43 h in Lyon": l01.work, "IFM": l01.earnings["IFM"], "ICCP": l01.earnings["ICCP"],
        "43 h in Lyon, gross": l01.gross,
        "developer, net": mira["net"], "developer, gross": mira["gross"],
        "developer, fee": share(mira["net"], 4),
        "quote, public holidays": cascade[1], "quote, holiday pay": cascade[2],
        "quote, 13th": cascade[3], "quote, cost": cost, "quote, margin": tariff - cost,
        "quote, margin %": rounded((tariff - cost) / tariff * 100),
        "quote, coefficient": rounded(tariff / 30),
        "quote, coefficient on cost": rounded(tariff / cost)}
    must = ("390.00 1537.50 0.50 675.00 67.50 74.25 816.75 11160.00 13392.00 446.40 "
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
