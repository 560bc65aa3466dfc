"""Contracts and time of the month, for expected.py: every minute once."""
import csv
import datetime as dt
import pathlib
import re
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction as F
from functools import cache
from zoneinfo import ZoneInfo

HERE = pathlib.Path(__file__).resolve().parent
HOUR = 60  # everything is entered in whole minutes


# ---- numbers and files ----
def rounded(value, step=F(1, 100)):
    """To a multiple of step; half a step away from zero."""
    sign = -1 if value < 0 else 1
    return sign * step * ((abs(F(value)) / step + F(1, 2)) // 1)


def text(value):
    return str(Decimal(int(value * 100)).scaleb(-2))


def as_text(amounts):
    return {name: text(value) for name, value in amounts.items()}


def rows(name):
    with open(HERE / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def month_rows(verb, until="9999"):
    return [row for folder in sorted((HERE / "month").iterdir()) if folder.name <= until
            for file in sorted(folder.glob(f"*-{verb}.csv")) for row in rows(file.relative_to(HERE))]


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
        self.wage = F(quote["wish.base_wage"])
        self.tariff = F(quote["wish.held_value"] or quote["wish.base_wage"])
        self.fee = F(quote["wish.fee_percent"] or 0)
        self.start, self.end = date(row["start"]), row["end"] and date(row["end"])
        self.billed = row["terms.supplements_billed"] == "true"
        self.self_billed = row["terms.self_billed"] == "true"
        group = {"CLIENT": "all", "PURCHASE_ORDER": row["purchase_order"], "CONTRACT": self.id}
        self.group = group[client["consolidation"]]
        self.country = "CH" if self.entity == "geneva" else "FR"
        self.cost = {"HOUR": cost_of_hour(self.wage, self.country)[1], "FIXED": F(0),
                     "DAY": self.wage,  # the supplier's price
                     # a monthly wage has the 13th and no hourly supplements
                     "MONTH": rounded(rounded(self.wage * F("1.0833")) * F("1.16"))}[self.unit]


def contracts():
    quotes = {row["quote_id"]: row for row in rows("programme/13-create-quote.csv")}
    clients = {row["client_id"]: row for row in rows("programme/02-register-client.csv")}
    read = [Contract(row, quotes[row["quote_id"]], clients[row["client_id"]])
            for row in rows("programme/15-conclude-contract.csv")]
    return {contract.id: contract for contract in read}


CONTRACTS = contracts()


# ---- time: every minute once ----
class Entry:
    def __init__(self, row):
        cell = {key.removeprefix("entries.0."): value for key, value in row.items()}
        self.id, self.worker = cell["entry_id"], row["worker_id"]
        self.contract = CONTRACTS[cell["contract_id"]]
        self.minutes, self.counted = [], Counter()
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
        self.zone = ZoneInfo(zone)
        start, end = (dt.datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
                      .astimezone(dt.timezone.utc) for at in ends.split(".."))
        self.day = start.astimezone(ZoneInfo(zone)).date()
        length = (end - start) // dt.timedelta(minutes=1)
        first = (length - pause) // 2
        for minute in [*range(first), *range(first + pause, length)]:
            at = start + dt.timedelta(minutes=minute)
            wall = at.astimezone(ZoneInfo(zone))
            self.minutes.append(at)
            self.counted[wall.date(), "BASE", 0] += 1
            supplement = supplement_at(wall, self.contract.country)
            if supplement:
                self.counted[(wall.date(), *supplement)] += 1


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
    day_limit, week_limit = (19 * HOUR // 2, 45 * HOUR) if country == "CH" else (None, 35 * HOUR)
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
        for (day, category, percent), minutes in entry.counted.items():
            work[entry.contract.id, entry.week, day, category, percent] += minutes
        weeks[entry.worker, entry.week] += [(at, entry) for at in entry.minutes]
    for minutes in filter(None, weeks.values()):
        minutes.sort(key=lambda minute: minute[0])
        country = minutes[0][1].contract.country
        for number, (at, entry) in enumerate(overtime_minutes(minutes, country)):
            if country == "CH" and supplement_at(at.astimezone(entry.zone), country):
                continue  # the highest wins, and both others carry at least as much
            percent = 25 if country == "CH" or number < 8 * HOUR else 50
            work[entry.contract.id, entry.week, entry.sunday, "OVERTIME", percent] += 1
    return work


@cache
def entries_of(folder):
    return [Entry(row) for file in sorted(folder.glob("*-record-hours.csv"))
            for row in rows(file.relative_to(HERE))]


def entries(until="9999", without=()):
    return [entry for folder in sorted((HERE / "month").iterdir()) if folder.name <= until
            for entry in entries_of(folder) if entry.id not in without]


def in_units(category, amount):
    return amount if category in ("DAY", "MONTH", "PLACEMENT") else F(amount, HOUR)
