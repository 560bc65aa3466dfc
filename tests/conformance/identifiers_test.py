"""Holds our checks of numbers against python-stdnum and schwifty, over generated numbers.

    identifiers_test.py IDENTIFIERS_PROGRAM

Each kind gets numbers that are good by the judge, the same written as people do, and the same with one character
changed, two neighbours swapped, one left out or one added. Verdict and canonical form must be the judge's.
"""

import json
import random
import re
import subprocess
import sys
import unittest
from importlib import import_module, resources

import schwifty
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

PROGRAM = sys.argv[1]
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Their accounts carry the code of Finland, France or Great Britain.
TERRITORIES = set("AX BL GF GG GP IM JE MF MQ NC PF PM RE TF WF YT".split())
RANDOM = random.Random(2026)
GOOD = 300


def said(*arguments, numbers=()):
    answer = subprocess.run([PROGRAM, *arguments], input="".join(n + "\n" for n in numbers), text=True,
                            capture_output=True, check=True)
    return answer.stdout.splitlines()


def ours(kind, numbers):
    """The canonical form of each, or None."""
    return [line[2:] if line[0] == "1" else None for line in said("judge", kind, numbers=numbers)]


def digits(count):
    return "".join(RANDOM.choice(DIGITS) for _ in range(count))


def letters(count, of=LETTERS):
    return "".join(RANDOM.choice(of) for _ in range(count))


def pick(*words):
    return RANDOM.choice(words)


def with_check_digits(country, body):
    as_number = "".join(str(int(c, 36)) for c in body + country + "00")
    return f"{country}{98 - int(as_number) % 97:02d}{body}"


def account(spec, less=0):
    """Of a structure such as 4!a10!n, the last part shorter by `less`."""
    sets = {"n": DIGITS, "a": "ABCXYZ", "c": DIGITS + "ABCXYZ"}
    body = "".join("".join(RANDOM.choice(sets[kind]) for _ in range(int(count)))
                   for count, kind in re.findall(r"(\d+)!?([nac])", spec))
    return body[:len(body) - less]


def iban():
    country = pick("CH", "LI", "FR", "DE", "NL", "GB", "ES", "IT", "AT", "BE")
    return str(schwifty.IBAN.random(country_code=country, random=RANDOM))


def siret():
    head = "356000000" if RANDOM.random() < 0.3 else digits(8)
    return (head if len(head) == 9 else head + luhn.calc_check_digit(head)) + digits(5)


def nir():
    place = pick(digits(2), "2A", "2B", "97")
    return letters(1, "123478") + digits(2) + f"{RANDOM.randrange(1, 13):02d}" + place + digits(8)


def german_person():
    ten = RANDOM.sample(DIGITS, 9) + [""]
    ten[9] = RANDOM.choice(ten[:9])
    RANDOM.shuffle(ten)
    return "".join(ten) + mod_11_10.calc_check_digit("".join(ten))


def british_department():
    number = digits(3)
    office = "GD" if number < "500" else "HA"
    return pick(office + number, f"{office}8888{number}{int(number) % 97:02d}")


class Judge:
    """A module of stdnum; what it writes without its country gets it back, and `also` is asked of the canonical form."""

    def __init__(self, module, country="", also=lambda canonical: True):
        self.module, self.country, self.also = import_module("stdnum." + module), country, also

    def canonical(self, number):
        try:
            compact = self.country + self.module.validate(number)
        except (ValidationError, ValueError, IndexError):
            return None
        return compact if self.also(compact) else None


class Iban(Judge):
    def canonical(self, number):
        return super().canonical(number) if self.module.is_valid(number, check_country=False) else None


class Bic(Judge):
    """ISO 9362 has digits in the first four places, too, since 2014; stdnum has letters only."""

    def canonical(self, number):
        return super().canonical(re.sub(r"\d", "A", number[:4]) + number[4:]) and number


class QrReference(Judge):
    """stdnum takes leading zeros away."""

    def canonical(self, number):
        return number if len(number) == 27 and super().canonical(number) else None


class Pattern:
    """For what stdnum does not know: the expression that the office itself publishes."""

    def __init__(self, expression, zeros=lambda number: number):
        self.expression, self.zeros = re.compile(expression), zeros

    def canonical(self, number):
        compact = self.zeros(number.replace(" ", "").upper())
        return compact if self.expression.fullmatch(compact) else None


class British(Judge):
    """Northern Ireland is XI, which stdnum takes away as well."""

    def canonical(self, number):
        compact = super().canonical(number)
        return compact and ("XI" if number.startswith("XI") else "GB") + compact


class Canadian(Judge):
    """stdnum lacks two programmes: charities and information returns."""

    def canonical(self, number):
        compact = re.sub("[- ]", "", number)
        known = re.sub("^(.{9})R[RZ]", r"\1RC", compact)
        return compact if super().canonical(known) else None


# HMRC, "National Insurance manual" NIM39110; Companies House, "Uniform Resource Identifiers".
NINO = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\d{6}[A-D]"
REGISTERS = ("AC BR CE CS ES FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC R0 RC RS SA SC SE SF SI SL "
             "SO SP SR SZ ZC").split()
COMPANY = rf"(?!0{{8}})\d{{8}}|({'|'.join(REGISTERS)})\d{{6}}|(IP|NP|SP)\d{{5}}R"

# kind: the judge, and a number that may be good.
KINDS = {
    "iban": (Iban("iban"), iban),
    "bic": (Bic("bic"), lambda: letters(4) + pick("CH", "FR", "DE", "XX") + letters(2) + pick("", letters(3))),
    "lei": (Judge("lei", also=lambda n: re.fullmatch(r"[0-9A-Z]{18}\d\d", n)),
            lambda: (lambda b: b + f"{98 - int(''.join(str(int(c, 36)) for c in b + '00')) % 97:02d}")(
                letters(18, DIGITS + LETTERS))),
    "ch-qrr": (QrReference("ch.esr"), lambda: digits(27)),
    "rf": (Judge("iso11649"), lambda: with_check_digits("RF", account(f"{RANDOM.randrange(1, 22)}c"))),
    "ch-ahv": (Judge("ch.ssn"), lambda: "756" + digits(10)),
    "ch-uid": (Judge("ch.uid"), lambda: "CHE" + digits(9)),
    "ch-vat": (Judge("ch.vat"), lambda: "CHE" + digits(9) + pick("MWST", "TVA", "IVA", "TPV")),
    "fr-siren": (Judge("fr.siren"), lambda: digits(9)),
    "fr-siret": (Judge("fr.siret"), siret),
    "fr-nir": (Judge("fr.nir", also=lambda n: n[0] in "123478"), nir),
    "de-idnr": (Judge("de.idnr"), german_person),
    "gb-utr": (Judge("gb.utr"), lambda: digits(10)),
    "gb-nino": (Pattern(NINO), lambda: letters(2) + digits(6) + letters(1, "ABCD")),
    "gb-company": (Pattern(COMPANY, lambda n: n.zfill(8) if re.fullmatch(r"\d{4,7}", n) else n),
                   lambda: pick(digits(8), pick(*REGISTERS) + digits(6), "IP" + digits(5) + "R")),
    "ca-sin": (Judge("ca.sin"), lambda: digits(9)),
    "ca-bn": (Canadian("ca.bn"),
              lambda: digits(9) + pick("", pick("RC", "RM", "RP", "RT", "RR", "RZ") + digits(4))),
    "us-ein": (Judge("us.ein"), lambda: digits(9)),
    "us-ssn": (Judge("us.ssn"), lambda: digits(9)),
    "au-abn": (Judge("au.abn"), lambda: digits(11)),
    "at-vat": (Judge("at.uid", "AT"), lambda: "ATU" + digits(8)),
    "be-vat": (Judge("be.vat", "BE"), lambda: "BE" + pick("0", "1") + digits(9)),
    "gb-vat": (British("gb.vat"), lambda: pick("GB", "XI") + pick(digits(9), digits(12), british_department())),
    "dk-vat": (Judge("dk.cvr", "DK"), lambda: "DK" + digits(8)),
    "nl-vat": (Judge("nl.btw", "NL"), lambda: "NL" + digits(9) + "B" + digits(2)),
    "fi-vat": (Judge("fi.alv", "FI"), lambda: "FI" + digits(8)),
    "fr-vat": (Judge("fr.tva", "FR"),
               lambda: "FR" + letters(2, DIGITS + "ABCDEFGHJKLMNPQRSTUVWXYZ") + pick(digits(9), "000" + digits(6))),
    "de-vat": (Judge("de.vat", "DE"), lambda: "DE" + digits(9)),
    "ie-vat": (Judge("ie.vat", "IE", also=lambda n: n[3].isdigit() or len(n) == 10),
               lambda: "IE" + pick(digits(7) + letters(1), digits(7) + letters(2, "WABCDEFGHI"),
                                   digits(1) + letters(1, LETTERS + "+*") + digits(5) + letters(1))),
    "it-vat": (Judge("it.iva", "IT"), lambda: "IT" + digits(7) + pick("015", "100", "120", "888") + digits(1)),
    "lu-vat": (Judge("lu.tva", "LU"), lambda: "LU" + digits(8)),
    "pl-vat": (Judge("pl.nip", "PL"), lambda: "PL" + digits(10)),
    "pt-vat": (Judge("pt.nif", "PT"), lambda: "PT" + digits(9)),
    "es-vat": (Judge("es.nif", "ES"),
               lambda: "ES" + pick(digits(8) + letters(1), letters(1, "XYZKLM") + digits(7) + letters(1),
                                   letters(1) + digits(8), letters(1) + digits(7) + letters(1, "JABCDEFGHI"))),
    "se-vat": (Judge("se.vat", "SE"), lambda: "SE" + digits(10) + "01"),
}


def good_numbers(judge, candidate):
    """GOOD numbers, by trying: a check digit leaves one in ten to one in a hundred."""
    found = []
    while len(found) < GOOD:
        if judge.canonical(number := candidate()):
            found.append(number)
    return found


def damaged(number):
    at = RANDOM.randrange(len(number))
    of = DIGITS if number[at].isdigit() else LETTERS
    near = max(at, 1)
    yield number[:at] + RANDOM.choice(of.replace(number[at], "")) + number[at + 1:]
    yield number[:at] + RANDOM.choice(DIGITS + LETTERS) + number[at + 1:]
    yield number[:near - 1] + number[near] + number[near - 1] + number[near + 1:]
    yield number[:at] + number[at + 1:]
    yield number[:at] + RANDOM.choice(DIGITS) + number[at:]


# stdnum completes Dutch numbers by zeros; we do not, so that a digit left out is noticed.
def is_completed(kind, number):
    return kind == "nl-vat" and len(number.removeprefix("NL")) < 12


class IdentifiersTest(unittest.TestCase):
    def agree(self, kind, numbers, judge):
        for number, verdict in zip(numbers, ours(kind, numbers), strict=True):
            if not is_completed(kind, number):
                self.assertEqual(verdict, judge.canonical(number), f"{kind} {number}")

    def test_every_kind_has_a_judge(self):
        self.assertEqual(said("names"), list(KINDS))

    def test_good_and_damaged_numbers(self):
        for kind, (judge, candidate) in KINDS.items():
            with self.subTest(kind):
                good = good_numbers(judge, candidate)
                self.agree(kind, good, judge)
                self.agree(kind, [bad for number in good for bad in damaged(number)], judge)
                self.agree(kind, [candidate() for _ in range(GOOD)], judge)

    def test_small_letters_and_spaces(self):
        for kind, (judge, candidate) in KINDS.items():
            with self.subTest(kind):
                good = good_numbers(judge, candidate)[:50]
                self.assertEqual(ours(kind, [number.lower() for number in good]), ours(kind, good))
                spaced = [number[:4] + " " + number[4:] for number in good]
                self.assertEqual(ours(kind, spaced), ours(kind, good))

    def test_every_country_has_its_structure(self):
        text = (resources.files("schwifty") / "iban_registry/generated.json").read_text("utf-8")
        for country, spec in json.loads(text).items():
            if country in TERRITORIES:
                continue
            shape = spec["bban_spec"]
            numbers = [with_check_digits(country, account(shape)) for _ in range(20)]
            self.assertEqual(ours("iban", numbers), numbers)
            wrong = [with_check_digits(country, account(shape, 1)),
                     with_check_digits(country, account(shape) + "0")]
            if "a" in shape or "n" in shape:
                wrong.append(with_check_digits(country, account(shape.translate(
                    str.maketrans("na", "an")))))
            self.assertEqual(ours("iban", wrong), [None] * len(wrong), wrong)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
