"""hadolint judges the Dockerfile, and the programs as they were built, what it installs.

    image_test.py SOURCE PROGRAMS
"""

import functools
import pathlib
import re
import sys
import unittest

from deployment import CONTEXTS, DEPLOY, PROGRAMS, SOURCE, judge, run

DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
RUNTIME = DOCKERFILE[DOCKERFILE.rindex("\nFROM"):]
IMAGES = [*CONTEXTS, "suite", "aorctl"]
OF_EVERY_DEBIAN = {"libc6", "libgcc-s1"}
# Read at run time, linked by nobody.
BESIDE_LIBRARIES = {"tzdata", "ca-certificates", "fonts-liberation2", "fonts-noto-core", "fonts-symbola",
                    "fonts-wqy-microhei"}


def installed():
    listed = re.search(r"--no-install-recommends \\\n(.*?)&&", RUNTIME, re.S).group(1)
    return set(re.findall(r"[a-z][a-z0-9.+-]+", listed))


@functools.cache
def package_of(library):
    """dpkg knows some files by their path before /usr was merged."""
    path = str(pathlib.Path(library).resolve())
    for name in (path, path.removeprefix("/usr")):
        code, said = run("dpkg", "-S", name)
        if code == 0:
            return said.split(":")[0]
    raise AssertionError(f"{library} is of no package")


def needed():
    """Packages whose libraries a program names itself, by the programs."""
    packages = {}
    for program in IMAGES:
        names = set(re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", PROGRAMS / program)[1]))
        for name, path in re.findall(r"(\S+) => (\S+)", run("ldd", PROGRAMS / program)[1]):
            if name in names:
                packages.setdefault(package_of(path), program)
    return packages


class ImageTest(unittest.TestCase):
    def test_hadolint(self):
        hadolint = pathlib.Path(sys.executable).parent / "hadolint"
        judge(self, hadolint, "--failure-threshold", "info", DEPLOY / "Dockerfile")

    def test_installs_what_the_programs_name_and_nothing_else(self):
        packages = needed()
        self.assertEqual(installed(), set(packages) - OF_EVERY_DEBIAN | BESIDE_LIBRARIES,
                         f"deploy/Dockerfile and these programs differ: {packages}")

    def test_builds_every_program(self):
        self.assertIn("ninja -C build programs", DOCKERFILE)
        _, said = run("ninja", "-C", PROGRAMS.parent, "-t", "query", "programs")
        self.assertLessEqual(set(IMAGES), set(re.findall(r"bin/(\w+)", said)), said)

    def test_runs_as_nobody_in_particular(self):
        self.assertRegex(RUNTIME, r"\nUSER 10001:10001\n")
        self.assertNotIn("latest", DOCKERFILE)

    def test_carries_the_rules_that_are_read_at_start(self):
        source, target = re.search(r"/src/(services/\S+rules) (\S+)", RUNTIME).groups()
        self.assertTrue(list((SOURCE / source).glob("**/*.textproto")))
        directory = re.search(r"AOR_RULES_DIRECTORY=(\S+)", RUNTIME).group(1)
        self.assertEqual(target, f"{directory}/engagements")


if __name__ == "__main__":
    unittest.main(argv=["image_test"])
