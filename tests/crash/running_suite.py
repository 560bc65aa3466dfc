"""A suite in a process of its own, its command line, and what an auditor counts in its pack."""
import atexit
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from free_ports import free_ports  # noqa: E402

ROLES = "office:consultant,finance,administrator,auditor"
PATIENCE = 150  # seconds until a retry gives up, for a machine that does much else


class Suite:
    def __init__(self, programs, home):
        self.programs, self.home = pathlib.Path(programs), pathlib.Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self.port, self.clock = free_ports(), "2026-09-28T06:00:00Z"
        self.process, self.lock, self.kills = None, threading.Lock(), {"suite": 0}
        atexit.register(self.end)

    def command(self, **flags):
        flags = {"data_directory": self.home / "data", "listen": f"127.0.0.1:{self.port}",
                 "metrics": "off", "log_level": "warning", "anchor_seconds": 1,
                 "development_clock": self.clock, **flags}
        return [str(self.programs / "suite"), *(f"--{k}={v}" for k, v in flags.items())]

    def start(self):
        if self.process and self.process.poll() is None:
            return
        with open(self.home / "suite.log", "ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log)

    def revive(self):
        """Starts all that does not run."""
        self.start()

    def every_view(self):
        """Once for each way to look at it: the process alone has one."""
        yield

    def end(self):
        """Whatever happened to the test, nothing of it stays behind."""
        if self.process and self.process.poll() is None:
            self.process.kill()

    def kill(self):
        """As a power switch for the process: no handler of it runs. How many were killed."""
        with self.lock:
            if self.process.poll() is not None:
                raise SystemExit(f"the suite ended by itself, code {self.process.returncode}")
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.kills["suite"] += 1
            return 1

    def stop(self):
        self.process.terminate()
        if self.process.wait(PATIENCE) != 0:
            raise SystemExit(f"SIGTERM ended the suite with {self.process.returncode}")

    def start_refused(self, **flags):
        """One line on standard error and code 2, or an explanation of what came instead."""
        done = subprocess.run(self.command(**flags), text=True, capture_output=True, timeout=PATIENCE,
                              check=False)
        lines = done.stderr.strip().splitlines()
        if done.returncode == 2 and len(lines) == 1:
            return lines[0]
        raise SystemExit(f"{flags}: code {done.returncode}, said {lines}, {done.stdout[-500:]}")

    def aor(self, *words, who=ROLES):
        environment = dict(os.environ, AOR_SERVER=f"127.0.0.1:{self.port}", AOR_AS=who,
                           AOR_TENANT="alpina",
                           AOR_ISSUER_KEY=str(self.home / "data" / "issuer-key.pem"))
        return subprocess.run([str(self.programs / "aorctl"), *words], text=True, env=environment,
                              capture_output=True, check=False)

    def insist(self, *words, who=ROLES):
        """The same request until it is answered well; its id makes that safe."""
        end = time.monotonic() + PATIENCE
        while True:
            done = self.aor(*words, who=who)
            if done.returncode == 0:
                return done.stdout
            if time.monotonic() > end:
                raise SystemExit(f"aorctl {' '.join(words)}\n{done.stdout[-3000:]}{done.stderr}")
            time.sleep(random.uniform(0.05, 0.3))  # many insist at once

    def json(self, *words, who=ROLES):
        return json.loads(self.insist(*words, "--output=json", who=who) or "{}")

    def every(self, field, *words):
        found, token = [], ""
        while True:
            page = self.json(*words, "--page_size=500", *([f"--page_token={token}"] * bool(token)))
            found += page.get(field, [])
            token = page.get("next_page_token", "")
            if not token:
                return found

    def settle(self):
        self.insist("wait-for", "--timeout=30s")

    def advance_to(self, instant):
        self.clock = instant  # also for the lives to come
        self.insist("advance-to", f"--time={instant}")

    def export(self):
        pack = self.home / "pack"
        shutil.rmtree(pack, ignore_errors=True)
        self.insist("audit", "export", str(pack))
        return pack


class Killer:
    """Kills the suite at random moments and starts it again, until enough or until told."""

    def __init__(self, suite, chance, kills, pauses):
        self.suite, self.chance, self.left, self.done = suite, chance, kills, 0
        self.pauses = pauses  # seconds at most: often while it starts, sometimes after a while of work
        self.over, self.failure = threading.Event(), None
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        if self.failure:
            raise self.failure

    def run(self):
        try:
            while not self.over.wait(self.chance.choice(self.pauses) * self.chance.random() + 0.02):
                killed = self.suite.kill() if self.left > 0 else 0
                self.left, self.done = self.left - killed, self.done + killed
                self.suite.start()
        except SystemExit as failure:
            self.failure = failure


# ---- the bytes of a pack, read by nothing of ours ----
def fields_of(data):
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value
    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
        else:
            size = varint() if tag & 7 == 2 else {1: 8, 5: 4}[tag & 7]
            yield tag >> 3, data[at:at + size]
            at += size


def count_events(pack):
    """Events of each stream by type, and the requests that were committed twice."""
    events, requests = collections.Counter(), collections.Counter()
    for file in pathlib.Path(pack).glob("*/*.chain"):
        data = file.read_bytes()
        while data:
            size, is_leaf = struct.unpack(">I", data[1:5])[0], data[:1] == b"L"  # of no tenant: a claim
            request = [str(file.relative_to(pack))]
            for number, value in () if is_leaf else fields_of(data[5:5 + size]):
                if number in (9, 12, 13):  # tenant, method, request_id
                    request.append(value)
                if number == 20:  # a stream
                    parts = list(fields_of(value))
                    name = next(v for n, v in parts if n == 1).decode()
                    for event in (v for n, v in parts if n == 3):
                        kind = next(v for n, v in fields_of(event) if n == 2).decode()
                        events[file.parent.name, name, kind] += 1
            if len(request) == 4 and request[3]:
                requests[tuple(request)] += 1
            data = data[37 + size:]
    return events, [request for request, times in requests.items() if times > 1]
