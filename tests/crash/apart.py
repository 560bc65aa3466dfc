"""The services as processes of their own on a broker of their own, as one thing to kill parts of."""
import os
import pathlib
import random
import secrets
import signal
import subprocess
import time

import running_suite
from running_suite import ROLES, Suite, free_ports

BROKER = str(pathlib.Path(__file__).resolve().parents[1] / "kafka/broker.sh")
SERVICES = ("directory", "engagements", "timesheet", "invoicing", "payroll", "classification", "credentials")
# That they read: engagements hears of signatures where somebody prints, invoicing and payroll of fees and closed gates.
LOGS = (*SERVICES, "documents", "missions")
PODS = {"invoicing": 2, "payroll": 2}  # processes of one service that share its chains; one of each other
AT_ONCE = (1, 2, 3)  # processes killed in a round
BROKER_ROUNDS = 10  # in one round of so many the broker is killed, too
AWAY_ROUNDS = 6  # one kill in so many of a process that has a twin keeps it away …
AWAY = 9.0  # … for so many seconds: longer than the session of its group


class Pod:
    """One process of a service: the same name, port and folder in each life."""

    def __init__(self, service, number):
        self.service, self.name, self.port = service, f"{service}-{number}", free_ports()
        self.process, self.back_at = None, 0.0

    def runs(self):
        return self.process is not None and self.process.poll() is None


class Apart(Suite):
    """As a Suite; kill() ends some processes, sometimes the broker, and start() starts what may come back."""

    def __init__(self, programs, home, seed, pods=None):
        super().__init__(programs, home)
        self.random, self.rounds = random.Random(seed), seed
        count = PODS if pods is None else pods
        self.pods = {service: [Pod(service, n) for n in range(count.get(service, 1))] for service in SERVICES}
        self.kills = {"broker": 0, **{pod.name: 0 for pod in self.all()}}
        self.broker_dir, self.broker_runs = str(self.home / "broker"), False
        self.only = None  # which of the processes of a service answers; none: any of them

    def all(self):
        return [pod for pods in self.pods.values() for pod in pods]

    def broker(self, *words):
        done = subprocess.run([BROKER, *words], text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"broker {words}: {done.stdout}{done.stderr}")

    def port_of(self, service):
        """Which a balancer before them chose."""
        pods = self.pods[service]
        return (random.choice(pods) if self.only is None else pods[self.only % len(pods)]).port

    def peers(self, of=None):
        return ",".join(f"{name}=127.0.0.1:{self.port_of(name)}" for name in SERVICES if name != of)

    def flags(self, pod):
        address = pathlib.Path(self.broker_dir, "address").read_text().strip()
        flags = {"data_directory": self.home / pod.name, "listen": f"127.0.0.1:{pod.port}", "metrics": "off",
                 "log_level": "warning", "log": "kafka", "kafka_brokers": address, "kafka_partitions": 4,
                 "kafka_keyring": f"development.{pod.service}.keyring.v1", "peers": self.peers(pod.service),
                 "wrapping_key_file": self.home / f"{pod.service}-wrapping-key",
                 "issuer_key_file": self.home / "issuer-key.pem", "development_clock": self.clock}
        if len(self.pods[pod.service]) > 1:
            flags |= {"advertise": f"127.0.0.1:{pod.port}", "instance": pod.name}
        return {name: value for name, value in flags.items() if value != ""}

    def start_pod(self, pod):
        command = [str(self.programs / pod.service), *(f"--{name}={value}" for name, value in self.flags(pod).items())]
        with open(self.home / f"{pod.name}.log", "ab") as log:
            pod.process = subprocess.Popen(command, stdout=log, stderr=log)

    def set_up(self):
        """The broker, its topics, the secrets of each service, and the key that all of them share."""
        self.broker("start", self.broker_dir)
        self.broker_runs = True
        for what in (("topics", "development", "4"), ("publics", "development", "4"), ("keyrings", "development")):
            self.broker(what[0], self.broker_dir, *what[1:], *LOGS)
        for service in SERVICES:
            secret = self.home / f"{service}-wrapping-key"
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_hex(32))
        self.start_pod(self.pods["directory"][0])
        first = self.pods["directory"][0]
        self.await_that((self.home / "issuer-key.pem").exists, first, "makes the key of tokens")

    def await_that(self, holds, pod, what):
        end = time.monotonic() + running_suite.PATIENCE
        while not holds():
            if not pod.runs() or time.monotonic() > end:
                raise SystemExit(f"{pod.name} never {what}")
            time.sleep(0.05)

    def start(self):
        for pod in self.all():
            if not pod.runs() and time.monotonic() >= pod.back_at:
                self.start_pod(pod)  # without a broker it waits for it
        if not self.broker_runs:
            self.broker("restart", self.broker_dir)
            self.broker_runs = True

    def revive(self):
        if not pathlib.Path(self.broker_dir).exists():
            self.set_up()
        for pod in self.all():
            pod.back_at = 0.0
        self.start()

    def kill(self):
        with self.lock:
            running = [pod for pod in self.all() if pod.process]
            for pod in running:
                if not pod.runs():
                    raise SystemExit(f"{pod.name} ended by itself, code {pod.process.returncode}")
            killed = 0
            self.rounds += 1
            if self.rounds % BROKER_ROUNDS == 0:
                self.broker("kill", self.broker_dir)
                self.broker_runs = False
                self.kills["broker"] += 1
                killed = 1
            victims = self.random.sample(running, min(len(running), self.random.choice(AT_ONCE)))
            for pod in victims:
                self.kill_pod(pod)
            return killed + len(victims)

    def kill_pod(self, pod):
        pod.process.send_signal(signal.SIGKILL)
        pod.process.wait()
        pod.process = None
        self.kills[pod.name] += 1
        has_twin = len(self.pods[pod.service]) > 1
        stays_away = self.random.randrange(AWAY_ROUNDS) == 0
        pod.back_at = time.monotonic() + (AWAY if has_twin and stays_away else 0)

    def stop(self):
        for pod in self.all():
            pod.process.terminate()
        codes = {pod.name: pod.process.wait(running_suite.PATIENCE) for pod in self.all()}
        self.broker("stop", self.broker_dir)
        self.broker_runs = False
        if any(codes.values()):
            raise SystemExit(f"SIGTERM ended them with {codes}")

    def end(self):
        for pod in self.all():
            if pod.runs():
                pod.process.kill()
        if self.broker_runs:
            subprocess.run([BROKER, "kill", self.broker_dir], check=False)

    def every_view(self):
        """Once with the first processes of all services, once with the second ones, …"""
        for self.only in range(max(len(pods) for pods in self.pods.values())):
            yield
        self.only = None

    def settle(self):
        for _ in self.every_view():
            super().settle()

    def advance_to(self, instant):
        for _ in self.every_view():  # each process has a clock of its own
            super().advance_to(instant)

    def export(self):
        self.only = 0  # each signs with a key of its own
        return super().export()

    def aor(self, *words, who=ROLES):
        environment = dict(os.environ, AOR_SERVER=f"127.0.0.1:{self.port_of('directory')}", AOR_PEERS=self.peers(),
                           AOR_AS=who, AOR_TENANT="alpina", AOR_ISSUER_KEY=str(self.home / "issuer-key.pem"))
        return subprocess.run([str(self.programs / "aorctl"), *words], text=True, env=environment,
                              capture_output=True, check=False)
