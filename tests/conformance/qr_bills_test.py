"""Reads the printed QR-bills as a till or a phone does: each page rendered at 300 dpi, its code decoded
by zxing-cpp and compared, field by field, with what the sample says; checks the standard's places.

    qr_bills_test.py SAMPLE_PAPERS_PROGRAM TEXTS
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import zxingcpp
from PIL import Image
from stdnum import iban
from stdnum.ch import esr

PROGRAM, TEXTS = sys.argv[1:3]
DPI = 300
EXPECTED = [
    "SPC", "0200", "1", "CH4431999123000889012",
    "S", "Léman Intérim SA", "Rue du Rhône", "65", "1204", "Genève", "CH",
    "", "", "", "", "", "", "",
    None, "CHF",
    "S", "Ateliers Électriques Perret & Fils Sàrl", "Chemin de la Gravière", "14b", "1227", "Carouge GE", "CH",
    "QRR", "210000000003139471430009017", None, "EPD"]
BILLS = {"invoice-fr": ("10552.20", "Facture F-2026-000418"),
         "invoice-de": ("10552.20", "Rechnung F-2026-000418"),
         "invoice-en": ("10552.20", "Invoice F-2026-000418"),
         "invoice-long-fr": ("493260.30", "Facture F-2026-000419")}
OTHERS = ["credit-note-fr", "self-billed-fr", "quote-fr", "payslip-fr"]


def millimetres(pixels):
    return pixels * 25.4 / DPI


class QrBillsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run([PROGRAM, TEXTS, cls.folder], check=True)

    def codes(self, name):
        """All codes of a paper, each with its page."""
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", self.folder / f"{name}.pdf",
                        self.folder / name], check=True)
        pages = sorted(self.folder.glob(f"{name}-[0-9]*.png"))
        self.assertTrue(pages)
        return [(page, code, len(pages)) for page, file in enumerate(pages, 1)
                for code in zxingcpp.read_barcodes(Image.open(file), formats=zxingcpp.BarcodeFormat.QRCode,
                                               try_downscale=False, try_invert=False)]

    def text(self, name):
        return subprocess.run(["pdftotext", "-layout", self.folder / f"{name}.pdf", "-"],
                              check=True, capture_output=True, text=True).stdout

    def test_each_bill_says_what_the_invoice_says(self):
        for name, (amount, message) in BILLS.items():
            with self.subTest(name):
                found = self.codes(name)
                self.assertEqual(len(found), 1)
                page, code, pages = found[0]
                self.assertEqual(page, pages)
                self.assertEqual(code.ec_level, "M")
                fields = list(EXPECTED)
                fields[18], fields[29] = amount, message
                self.assertEqual(code.text.split("\n"), fields)
                self.assertTrue(iban.is_valid(fields[3]))
                self.assertTrue(esr.is_valid(fields[28]))

    def test_the_amount_is_printed_as_it_is_coded(self):
        for name, (amount, _) in BILLS.items():
            with self.subTest(name):
                whole, cents = amount.split(".")
                spaced = re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", whole) + "." + cents
                self.assertEqual(self.text(name).count(spaced), 2)  # receipt and payment part
                self.assertEqual(self.text(name).count("21 00000 00003 13947 14300 09017"), 2)

    def test_the_code_stands_where_the_standard_wants_it(self):
        _, code, _ = self.codes("invoice-fr")[0]
        corner, opposite = code.position.top_left, code.position.bottom_right
        self.assertAlmostEqual(millimetres(corner.x), 67, delta=0.5)
        self.assertAlmostEqual(millimetres(corner.y), 192 + 17, delta=0.5)
        self.assertAlmostEqual(millimetres(opposite.x - corner.x), 46, delta=0.5)
        self.assertAlmostEqual(millimetres(opposite.y - corner.y), 46, delta=0.5)

    def test_other_papers_bear_no_code(self):
        for name in OTHERS:
            with self.subTest(name):
                self.assertEqual(self.codes(name), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
