"""Holds our payment files, the samples and what payroll exports, against the schemas of ISO and of
the Swiss market and against a mock bank, then breaks the samples one change at a time: what a schema
misses, our own check must find.

    payments_test.py PAYMENT_FILES_PROGRAM SOURCE_DIRECTORY EXPORTED_DIRECTORY
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

PROGRAM, ROOT, EXPORTED = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
sys.path.append(str(ROOT / "scripts"))
from free_ports import free_ports  # noqa: E402
ISO = ROOT / ".deps/xsd/pain.001.001.09.xsd"
SWISS = ROOT / ".deps/xsd/pain.001.001.09.ch.03.xsd"
SAMPLES = {"swiss_salaries.xml": "swiss", "swiss_suppliers.xml": "swiss", "sepa_salaries.xml": "sepa"}
EXPORTS = {"pain001-geneva-SALARY-2026-10-29.xml": "swiss",
           "pain001-lyon-SUPPLIER-2026-10-29.xml": "sepa"}
MARKETS = SAMPLES | EXPORTS


def swap(old, new, count=1):
    def change(xml):
        assert old in xml, old
        return xml.replace(old, new, count)

    return change


def regex(pattern, new, count=1):
    def change(xml):
        changed = re.sub(pattern, new, xml, count, re.S)
        assert changed != xml, pattern
        return changed

    return change


IBAN = "CH5604835012345678009"
ADA = "<Nm>Ada Lovelace-Șerban</Nm>"
EMPTY_TOTALS = r"(<PmtInf>.*?)\s*<NbOfTxs>2</NbOfTxs>\s*<CtrlSum>4938.20</CtrlSum>"
# (what is changed, how, whether the ISO schema takes it, whether the Swiss one does)
BROKEN = [
    ("no NbOfTxs", regex(r"<NbOfTxs>2</NbOfTxs>", ""), False, False),
    ("MsgId of 38", regex("<MsgId>.*?</MsgId>", "<MsgId>" + 38 * "a" + "</MsgId>"), False, False),
    ("currency CHFX", swap('"CHF"', '"CHFX"'), False, False),
    ("31 November", swap("2026-10-30", "2026-11-31"), False, False),
    ("empty Nm", swap(ADA, "<Nm></Nm>"), False, False),
    ("no EndToEndId", regex("<EndToEndId>.*?</EndToEndId>", ""), False, False),
    ("Ustrd of 141", regex("<Ustrd>.*?</Ustrd>", "<Ustrd>" + 141 * "a" + "</Ustrd>"), False, False),
    ("two Ustrd", swap("<Ustrd>", "<Ustrd>one</Ustrd><Ustrd>"), True, False),
    ("creditor without Nm", swap(ADA, ""), True, False),
    ("address of the initiating party",
     swap("</InitgPty>", "<PstlAdr><Ctry>CH</Ctry></PstlAdr></InitgPty>"), True, False),
    ("IBAN with a wrong check digit", swap(IBAN, "CH5604835012345678008"), True, True),
    ("wrong CtrlSum", swap("<CtrlSum>4938.20", "<CtrlSum>4938.21"), True, True),
    ("three decimals", swap(">4938.15<", ">4938.150<"), True, True),
    ("amount of nothing", swap(">0.05<", ">0.00<"), True, True),
    ("MsgId with a slash in front", swap("<MsgId>", "<MsgId>/"), True, True),
    ("emoji", swap(ADA, "<Nm>Ada \U0001F600</Nm>"), True, True),
    ("Cyrillic", swap(ADA, "<Nm>Ада</Nm>"), True, True),
    ("no TwnNm", swap("<TwnNm>Carouge GE</TwnNm>", ""), True, True),
    ("amount above the limit", swap(">4938.15<", ">12345678901.00<"), True, True),
    ("no totals at B level", regex(EMPTY_TOTALS, r"\1"), True, True),
    ("no name of the debtor", regex(r"(<Dbtr>\s*)<Nm>.*?</Nm>", r"\1"), True, True),
    ("a cheque", swap("TRF", "CHK"), True, True),
    ("salaries booked one by one", swap("<BtchBookg>true", "<BtchBookg>false"), True, True),
    ("SALA with each payment", swap("<Amt>", "<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf><Amt>"),
     True, True),
    ("byte order mark", lambda xml: "\ufeff" + xml, True, True),
    ("document type", swap("<Document", "<!DOCTYPE Document><Document"), True, True),
]
SEPA_BROKEN = [
    ("name of 71", swap("<Nm>Léa Martin</Nm>", "<Nm>" + 71 * "a" + "</Nm>")),
    ("shared charges", swap("SLEV", "SHAR")),
    ("francs", swap('"EUR"', '"CHF"', 2)),
    ("no service level", regex(r"<SvcLvl>.*?</SvcLvl>", "")),
]


def taken_by(schema, path):
    command = ["xmllint", "--noout", "--nonet", "--schema", schema, path]
    return subprocess.run(command, capture_output=True).returncode == 0


def our_violations(market, path):
    return subprocess.run([PROGRAM, "check", market, path], capture_output=True, text=True).stdout


class Bank:
    """A mock bank on a free port, its clock before the day of payment."""

    def __init__(self):
        self.port = free_ports()
        program = pathlib.Path(sys.executable).parent / "mock-bank"
        self.process = subprocess.Popen(
            [program, "-q", "--port", str(self.port), "--clock", "2026-10-29T09:00"])

    def ask(self, path, data=None):
        url = f"http://127.0.0.1:{self.port}{path}"
        try:
            answer = urllib.request.urlopen(urllib.request.Request(url, data), timeout=20)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        return answer.read().decode()

    def wait(self):
        for _ in range(200):
            with contextlib.suppress(OSError):
                return self.ask("/_mock/mailbox")
            time.sleep(0.1)
        raise AssertionError("the mock bank does not answer")

    def close(self):
        self.process.terminate()
        self.process.wait()


class PaymentsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run([PROGRAM, "write", cls.folder], check=True)
        for name in EXPORTS:
            shutil.copy(EXPORTED / name, cls.folder)

    def setUp(self):
        self.bank = Bank()  # a new one each time, for its clock and memory
        self.addCleanup(self.bank.close)
        self.bank.wait()

    def changed(self, name, change):
        path = self.folder / "changed.xml"
        path.write_text(change((self.folder / name).read_text("utf-8")), "utf-8")
        return path

    def test_the_schemas_take_our_files(self):
        for name, market in MARKETS.items():
            with self.subTest(name):
                self.assertTrue(taken_by(ISO, self.folder / name))
                self.assertEqual(our_violations(market, self.folder / name), "")
                if market == "swiss":
                    self.assertTrue(taken_by(SWISS, self.folder / name))

    def test_the_bank_takes_our_files(self):
        for name in MARKETS:
            with self.subTest(name):
                answer = self.bank.ask("/_mock/validate", (self.folder / name).read_bytes())
                self.assertIn(" 0 findings", answer)

    def test_our_check_refuses_what_is_broken(self):
        for what, change, iso, swiss in BROKEN:
            with self.subTest(what):
                path = self.changed("swiss_salaries.xml", change)
                self.assertEqual((taken_by(ISO, path), taken_by(SWISS, path)), (iso, swiss))
                self.assertNotEqual(our_violations("swiss", path), "")

    def test_our_check_refuses_what_sepa_does_not_know(self):
        for what, change in SEPA_BROKEN:
            with self.subTest(what):
                path = self.changed("sepa_salaries.xml", change)
                self.assertNotEqual(our_violations("sepa", path), "")

    def test_the_bank_agrees_on_codes(self):
        for what, change in [
            ("AC01", swap("FR1420041010050500013M02606", "FR1420041010050500013M02607")),
            ("AM10", swap("<CtrlSum>1116.75", "<CtrlSum>1116.76")),
            ("FF01", swap(">816.75<", ">816.751<")),
        ]:
            with self.subTest(what):
                path = self.changed("sepa_salaries.xml", change)
                self.assertIn(what, self.bank.ask("/_mock/validate", path.read_bytes()))
                self.assertNotEqual(our_violations("sepa", path), "")

    def test_the_bank_pays_once(self):
        file = (self.folder / "sepa_salaries.xml").read_bytes()
        first = json.loads(self.bank.ask("/payments", file))
        self.assertEqual((first["status"], first["accepted"]), ("ACCP", 2))
        self.assertEqual({p["settlement_date"] for p in first["payments"]}, {"2026-10-30"})
        again = json.loads(self.bank.ask("/payments", file))
        self.assertEqual((again["status"], again["reason"]), ("RJCT", "DUPL"))
        self.bank.ask("/_mock/advance?days=3", b"")
        mailbox = self.bank.ask("/_mock/mailbox")
        for kind in ("pain.002.001.10", "camt.054.001.08", "camt.053.001.08"):
            self.assertIn(kind, mailbox)
        self.assertIn("E2E-LY-2026-10-0001", mailbox)


if __name__ == "__main__":
    os.environ.pop("XML_CATALOG_FILES", None)
    unittest.main(argv=sys.argv[:1])
