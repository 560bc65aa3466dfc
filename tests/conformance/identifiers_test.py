"""Holds our check digits against python-stdnum and schwifty, over generated numbers.

    identifiers_test.py PAYMENT_FILES_PROGRAM
"""

import json
import random
import re
import subprocess
import sys
import unittest
from importlib import resources

import schwifty
from stdnum import iso11649
from stdnum import iban as stdnum_iban
from stdnum.ch import esr

PROGRAM = sys.argv[1]
DIGITS = "0123456789"
# Their accounts carry the code of Finland, France or Great Britain.
TERRITORIES = set("AX BL GF GG GP IM JE MF MQ NC PF PM RE TF WF YT".split())
RANDOM = random.Random(2026)


def ours(kind, numbers):
    answer = subprocess.run([PROGRAM, "judge", kind], input="\n".join(numbers) + "\n", text=True,
                            capture_output=True, check=True)
    return [line == "1" for line in answer.stdout.split()]


def changed(number):
    at = RANDOM.randrange(4, len(number))
    return number[:at] + RANDOM.choice(DIGITS.replace(number[at], "")) + number[at + 1:]


def with_check_digits(country, body):
    as_number = "".join(str(int(c, 36)) for c in body + country + "00")
    return f"{country}{98 - int(as_number) % 97:02d}{body}"


def account(spec, less=0):
    """Of a structure such as 4!a10!n, the last part shorter by `less`."""
    sets = {"n": DIGITS, "a": "ABCXYZ", "c": DIGITS + "ABCXYZ"}
    body = "".join("".join(RANDOM.choice(sets[kind]) for _ in range(int(count)))
                   for count, kind in re.findall(r"(\d+)!?([nac])", spec))
    return body[:len(body) - less]


class IdentifiersTest(unittest.TestCase):
    def agree(self, kind, numbers, judge):
        for number, verdict in zip(numbers, ours(kind, numbers), strict=True):
            self.assertEqual(verdict, judge(number), number)

    def test_every_country_has_its_structure(self):
        text = (resources.files("schwifty") / "iban_registry/generated.json").read_text("utf-8")
        for country, spec in json.loads(text).items():
            if country in TERRITORIES:
                continue
            shape = spec["bban_spec"]
            numbers = [with_check_digits(country, account(shape)) for _ in range(20)]
            self.assertEqual(ours("iban", numbers), [True] * 20, numbers)
            wrong = [with_check_digits(country, account(shape, 1)),
                     with_check_digits(country, account(shape) + "0")]
            if "a" in shape or "n" in shape:
                wrong.append(with_check_digits(country, account(shape.translate(
                    str.maketrans("na", "an")))))
            self.assertEqual(ours("iban", wrong), [False] * len(wrong), wrong)

    def test_ibans(self):
        good = [str(schwifty.IBAN.random(country_code=country, random=RANDOM))
                for country in ("CH", "LI", "FR", "DE", "NL", "GB", "ES", "IT", "AT", "BE")
                for _ in range(50)]
        self.agree("iban", good + [changed(number) for number in good],
                   lambda n: stdnum_iban.is_valid(n, check_country=False))

    def test_qr_references(self):
        bodies = ["".join(RANDOM.choice(DIGITS) for _ in range(26)) for _ in range(500)]
        good = [body + esr.calc_check_digit(body) for body in bodies]
        self.agree("qrr", good + [changed(number) for number in good], esr.is_valid)

    def test_creditor_references(self):
        good = []
        for _ in range(500):
            good.append(with_check_digits("RF", account(f"{RANDOM.randrange(1, 22)}c")))
        self.assertEqual(ours("rf", good), [True] * len(good))
        self.agree("rf", good + [changed(number) for number in good], iso11649.is_valid)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
