"""Payslips of the month, for expected.py: gross, deductions, net and the employer's charges."""
from calendar import monthrange
from collections import defaultdict
from fractions import Fraction as F

from expected_work import CONTRACTS, date, in_units, month_of, month_rows, rounded, rows


# ---- wages ----
PROFILES = {row["person_id"]: {key.removeprefix("profile."): value for key, value in row.items()}
            for row in rows("programme/07-record-payroll-profile.csv")}
HOURS_OF_A_YEAR = 2184  # of the pension plan: 26 460 are 12.12 an hour
AGE_CREDITS = ((18, 24, "0.5"), (25, 34, "3.5"), (35, 44, "5"), (45, 54, "7.5"), (55, 65, "9"))
SWISS_WORKER = (("AHV", "5.3"), ("ALV", "1.1"), ("NBU", "1.5"), ("KTG", "1.2"), ("GAV", "0.7"))
SWISS_EMPLOYER = (("AHV", "5.3"), ("ALV", "1.1"), ("BU", "1.0"), ("KTG", "1.2"), ("FAK", "2.22"),
                  ("GAV", "0.3"))
GE_A0N = ((0, "0"), (2500, "2.5"), (4000, "7.5"), (5500, "10.9"), (7000, "13.4"), (9000, "16.2"))
CEILING = 4005  # PMSS of a whole month, nobody's wage of one exceeds it
MINIMUM_WAGE = F("12.31")  # an hour since June; nobody's wage is raised to it
# code, percent, what of the wage it is taken from, deductible from taxable income
FRENCH_WORKER = (("OLD_AGE_CAPPED", "6.90", "below", True), ("OLD_AGE", "0.40", "all", True),
                 ("AGIRC_ARRCO_T1", "3.15", "below", True), ("AGIRC_ARRCO_T2", "8.64", "above", True),
                 ("CEG_T1", "0.86", "below", True), ("CEG_T2", "1.08", "above", True),
                 ("CET", "0.14", "if above", True), ("CSG_DEDUCTIBLE", "6.8", "98.25 %", True),
                 ("CSG", "2.4", "98.25 %", False), ("CRDS", "0.5", "98.25 %", False))
FRENCH_EMPLOYER = (("8.55", "below"), ("2.11", "all"), ("13.0", "all"), ("5.25", "all"), ("4.00", "all"),
                   ("0.25", "all"), ("4.72", "below"), ("12.95", "above"), ("1.29", "below"),
                   ("1.62", "above"), ("0.21", "if above"), ("0.30", "all"), ("0.50", "all"),
                   # training, CPF-CDD, apprenticeship
                   ("1.00", "all"), ("1.00", "all"), ("0.68", "all"))


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
    part_of_year = base_units / (12 if contract.unit == "MONTH" else HOURS_OF_A_YEAR)
    least, most, threshold = (rounded(F(year) * part_of_year) for year in (3780, 64260, 22680))
    assert gross > threshold, "nobody in the programme earns so little"
    insured = max(gross - rounded(coordination * base_units), least)
    return share(min(insured, most, rounded(F(64260, 12))), percent)


def french_ceiling(contract, day):
    """Of the month of a day: by the calendar days of it that the contract covers (CSS R242-2)."""
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    covered = (min(contract.end or last, last) - max(contract.start, first)).days + 1
    return rounded(F(CEILING) * covered / last.day)


def french_bases(gross, ceiling):
    """What a contribution may be taken from."""
    assert gross < 4 * ceiling, "the caps of unemployment insurance would matter"
    return {"all": gross, "below": min(gross, ceiling), "above": max(gross - ceiling, F(0)),
            "if above": gross if gross > ceiling else F(0), "98.25 %": rounded(gross * F("0.9825"))}


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
        self.earnings, self.deductions, self.charges, self.owed_at_end = {}, {}, F(0), F(0)
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
        born = date(self.profile["birth_date"])
        assert age_on(born, self.last_day) < 64, "ALV and KTG would end with the reference age"
        self.deductions = {code: share(gross, percent) for code, percent in SWISS_WORKER}
        bvg = pension(self.contract, self.profile, gross, self.base_units, self.last_day)
        self.deductions["BVG"] = bvg
        if self.profile["source_tax_code"]:
            assert self.contract.unit == "HOUR" and self.profile["source_tax_code"] == "A0N"
            assert self.profile["permit"] not in ("C", "CITIZEN")
            income = self.contract.wage * 180
            percent = [p for least, p in GE_A0N if least <= income][-1]
            self.deductions["SOURCE_TAX"] = rounded(share(gross, percent), F(5, 100))
        self.charges = bvg + sum(share(gross, percent) for _, percent in SWISS_EMPLOYER)

    def french(self):
        bonus = share(self.work, 10)
        end_pay = {"IFM": bonus, "ICCP": share(self.work + bonus, 10)}
        if self.contract.end and month_of(self.contract.end) == month_of(self.last_day):
            self.earnings.update(end_pay)
        else:
            due = sum(end_pay.values())
            self.owed_at_end = due + sum(share(due, percent) for percent, base in FRENCH_EMPLOYER
                                         if base in ("all", "below"))
        gross = self.work + sum(self.earnings.values())
        assert gross < CEILING and self.contract.wage >= MINIMUM_WAGE
        bases = french_bases(gross, french_ceiling(self.contract, self.last_day))
        taxable = gross
        for code, percent, base, deductible in FRENCH_WORKER:
            self.deductions[code] = share(bases[base], percent)
            taxable -= self.deductions[code] if deductible else 0
        self.deductions["PAS"] = share(taxable, self.profile["pas_rate_percent"])
        self.charges = sum(share(bases[base], percent) for percent, base in FRENCH_EMPLOYER)


def advances_of(contract):
    granted = [row["amount"] for row in month_rows("grant-part-payment")
               if row["contract_id"] == contract.id]
    opening = [row["amount"] for row in rows("programme/10-record-opening-balance.csv")
               if row["person_id"] == contract.worker and row["balance_kind"] == "ADVANCE"]
    return [F(amount[4:]) for amount in granted + opening]


def slips(work, through):
    by_slip = defaultdict(dict)
    for key, amount in work.items():
        if CONTRACTS[key[0]].kind in ("TEMP", "EOR") and month_of(key[2]) <= through:
            by_slip[key[0], month_of(key[2])][key] = amount
    return {key: Slip(CONTRACTS[key[0]], part, advances_of(CONTRACTS[key[0]]))
            for key, part in sorted(by_slip.items())}
