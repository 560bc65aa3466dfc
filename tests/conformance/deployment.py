"""What the tests of deploy/ and k8s/ share: files, programs, and a process of ours that runs."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

import yaml

SOURCE, PROGRAMS = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
DEPLOY, K8S, DEPS = SOURCE / "deploy", SOURCE / "k8s", SOURCE / ".deps"
sys.path.append(str(SOURCE / "scripts"))
from free_ports import free_ports  # noqa: E402
CONTEXTS = [path.parent.name for path in sorted(SOURCE.glob("services/*/install.h"))]


class StrictLoader(yaml.SafeLoader):
    """YAML in which a key that comes twice is a mistake."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"{node.start_mark}: {twice} comes twice")
        return super().construct_mapping(node, deep)


def documents(text):
    return [document for document in yaml.load_all(text, StrictLoader) if document]


def run(*command, **options):
    """What it printed, on either stream, and whether it ended well."""
    done = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=100, check=False, **options)
    return done.returncode, done.stdout


def judge(test, *command, **options):
    code, said = run(*command, **options)
    test.assertEqual(code, 0, f"{' '.join(map(str, command))}\n{said}")
    return said


def known_flags(program):
    """Of its own --help, without dashes."""
    return set(re.findall(r"^  --([a-z_]+)", run(PROGRAMS / program, "--help")[1], re.M))


def refused_flags(program, arguments, environment):
    """What the program says to flags and environment: it reads all of them, up to one that no
    program has, and never starts."""
    _, said = run(PROGRAMS / program, *arguments, "--end_of_flags=",
                  env={"PATH": os.environ["PATH"], **environment})
    return "" if "there is no flag --end_of_flags" in said else said


class Process:
    """A program of ours on loopback, from `with` to its end; arguments override these."""

    def __init__(self, program, variables=None, **flags):
        self.home = tempfile.TemporaryDirectory()
        self.listen, self.metrics = (f"127.0.0.1:{free_ports()}" for _ in range(2))
        self.flags = {"data_directory": f"{self.home.name}/data", "listen": self.listen,
                      "metrics": self.metrics, "log": "memory", "log_level": "warning", **flags}
        self.environment = dict(os.environ, **(variables or {}))
        self.command = [str(PROGRAMS / program), *(f"--{k}={v}" for k, v in self.flags.items())]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.environment)
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.page()
                return self
            except OSError:
                time.sleep(0.05)
        self.__exit__()
        raise AssertionError(f"{self.command} does not serve its metrics")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(35)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.home.cleanup()

    def page(self):
        with urllib.request.urlopen(f"http://{self.metrics}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def call(self, verb, roles, *fields):
        issuer = self.flags.get("issuer_key_file", f"{self.home.name}/data/issuer-key.pem")
        return run(PROGRAMS / "aorctl", f"--server={self.listen}", f"--as=test:{roles}", verb,
                   f"--issuer-key={issuer}", *fields)
