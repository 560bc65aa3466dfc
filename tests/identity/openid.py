"""OpenID providers that others wrote (issuer.mjs), and a suite that takes their tokens."""
import atexit
import functools
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/crash"), str(ROOT / "scripts")]
from running_suite import ROLES, Suite, free_ports  # noqa: E402

ROLE_NAMES = ("worker", "supplier", "client", "consultant", "finance", "compliance", "auditor", "administrator",
              "coordinator", "facilitator", "permanent_team")


class Issuer:
    """In a process of its own, told what to do line by line."""

    def __init__(self, kind="mock"):
        environment = dict(os.environ, AOR_NODE_MODULES=str(ROOT / ".deps/identity/node_modules"))
        self.process = subprocess.Popen(["node", str(ROOT / "tests/identity/issuer.mjs"), kind], text=True,
                                        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        self.url = self.answer()["issuer"]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the issuer has ended; was scripts/setup.sh identity run?")
        return json.loads(line)

    def ask(self, what, **wish):
        self.process.stdin.write(json.dumps({"do": what, **wish}) + "\n")
        self.process.stdin.flush()
        return self.answer()

    @functools.lru_cache(maxsize=None)
    def of(self, person, roles, tenant="alpina"):
        """Good for an hour."""
        return self.ask("token", claims={"sub": person, "roles": list(roles), "tenant": tenant})


class OpenSuite(Suite):
    """Its command line calls with such tokens: nobody has the development issuer's key."""

    def __init__(self, programs, home, issuer, **more):
        super().__init__(programs, home)
        self.issuer, self.metrics_port, self.more = issuer, free_ports(), more

    def command(self, **flags):
        return super().command(oidc_issuer=self.issuer.url, metrics=f"127.0.0.1:{self.metrics_port}", **self.more,
                               **flags)

    def token_of(self, who):
        person, _, roles = who.partition(":")
        return self.issuer.of(person, tuple(roles.replace("=", ":").split(",")))

    def aor(self, *words, who=ROLES):
        environment = dict(os.environ, AOR_SERVER=f"127.0.0.1:{self.port}", AOR_TOKEN=self.token_of(who))
        return subprocess.run([str(self.programs / "aorctl"), *words], text=True, env=environment,
                              capture_output=True, check=False)


def after(programs, home, issuer, live, **more):
    """A suite that takes the issuer's tokens, with what was lived before under the development issuer: files to import
    name who does what, and only there can the command line be all of them."""
    before = Suite(programs, home)
    before.start()
    live(before)
    before.stop()
    suite = OpenSuite(programs, home, issuer, **more)
    suite.clock = before.clock
    suite.start()
    suite.settle()
    return suite
