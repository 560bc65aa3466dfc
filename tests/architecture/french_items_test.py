#!/usr/bin/env python3
"""A French quote and a French slip name the same employer contributions at the same rates, and the same minimum wage:
otherwise a margin is better on paper than it is. Pay above the ceiling has items of its own, which no quote asks about."""
import pathlib
import re
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUOTE = ROOT / "services/engagements/rules/FR"
SLIP = ROOT / "services/payroll/rules/FR"
# What the quote calls otherwise than the slip, less _EMPLOYER.
SLIP_NAMES = {"OLD_AGE_UNCAPPED": "OLD_AGE", "AUTONOMY": "CSA", "WAGE_GUARANTEE": "AGS",
              "AGIRC_ARRCO": "AGIRC_ARRCO_T1", "CEG": "CEG_T1"}
ON = (2026, 12, 1)


def date(text, name):
    found = re.search(name + r" \{ year: (\d+) month: (\d+) day: (\d+) \}", text)
    return found and tuple(map(int, found.groups()))


def decimal(text, name):
    unscaled, scale = re.search(name + r" \{ unscaled: (\d+)(?: scale: (\d+))? \}", text).groups()
    return Decimal(unscaled).scaleb(-int(scale or 0))


def rows(file, kind):
    return re.findall(rf"(?ms)^{kind} \{{\n(.*?)^\}}", file.read_text(encoding="utf-8"))


def of_quote():
    text = (QUOTE / "employer_charges.textproto").read_text(encoding="utf-8")
    items = re.findall(r'place: "FR" charge_set_id: "FR-BY-ITEM" code: "(\w+)" percent: "([\d.]+)"', text)
    return {SLIP_NAMES.get(code, code): Decimal(percent) for code, percent in items}


def of_slip():
    items = {}
    for row in rows(SLIP / "pay.textproto", "rules"):
        code = re.search(r'code: "(\w+)"', row)[1]
        above = re.search(r"from_ceilings|due_above_ceilings", row)
        if not code.endswith("_EMPLOYER") or above or date(row, "valid_from") > ON:
            continue
        if (date(row, "valid_to") or ON) >= ON:
            items[code.removesuffix("_EMPLOYER")] = decimal(row, "percent")
    return items


def minimum_wages():
    """By first day, as each of the two books has it."""
    text = (QUOTE / "travail_temporaire.textproto").read_text(encoding="utf-8")
    quote = re.findall(r'minimum_wages .*? per_hour: "([\d.]+)".*?valid_from: "([\d-]+)"', text, re.S)
    slip = [(date(row, "valid_from"), decimal(row, "per_hour"))
            for row in rows(SLIP / "minimum_wage.textproto", "minimum_wages")]
    return {tuple(map(int, day.split("-"))): Decimal(wage) for wage, day in quote}, dict(slip)


def main():
    quote, slip = of_quote(), of_slip()
    assert len(quote) > 10, "the quote's file is written otherwise"
    different = [f"{code}: quote {quote.get(code)}, slip {slip.get(code)}"
                 for code in sorted({*quote, *slip}) if quote.get(code) != slip.get(code)]
    of_quotes, of_slips = minimum_wages()
    if of_quotes != of_slips:
        different.append(f"minimum wages: quote {of_quotes}, slip {of_slips}")
    if different:
        raise SystemExit("\n".join(different))
    print(f"{len(slip)} employer contributions and {len(of_slips)} minimum wages are the same on quotes and slips")


if __name__ == "__main__":
    main()
