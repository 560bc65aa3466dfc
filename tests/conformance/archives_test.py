"""veraPDF judges one paper of each kind, in each language: as a file for archives (PDF/A-2a, ISO 19005-2), and for
who cannot see it (PDF/UA-1, ISO 14289-1).

    archives_test.py SAMPLE_PAPERS_PROGRAM TEXTS JARS
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, TEXTS, JARS = sys.argv[1:4]
JUDGE = pathlib.Path(__file__).parent / "archives/Judge.java"


def broken_by(papers):
    return subprocess.run(["java", "-Xmx512m", "-cp", f"{JARS}/*", JUDGE, "2a,ua1", *papers], check=True, capture_output=True,
                          text=True).stdout


class ArchivesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run([PROGRAM, TEXTS, cls.folder], check=True)

    def test_every_paper_is_one(self):
        papers = sorted(self.folder.glob("*.pdf"))
        self.assertGreater(len(papers), 60)
        self.assertEqual(broken_by(papers), "")

    def test_the_judge_sees_what_is_missing(self):
        content = (self.folder / "invoice-fr.pdf").read_bytes()
        for sound, wrong in (b"/CIDToGIDMap", b"/CIDToGIDMop"), (b"<pdfuaid:part>1", b"<pdfuaid:part>3"), (b"/Alt ", b"/Olt "):
            self.assertIn(sound, content)
            content = content.replace(sound, wrong)
        damaged = self.folder / "damaged"
        damaged.write_bytes(content)
        found = broken_by([damaged])
        for rule in "2a: 6.2.11.3.2 ", "ua1: 5 ", "ua1: 7.3 ":
            self.assertIn(rule, found)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
