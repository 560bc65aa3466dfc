"""The five services as processes of their own on a broker of their own, as one thing to kill parts of."""
import os
import pathlib
import random
import signal
import subprocess
import time

from running_suite import ROLES, Suite, free_port

BROKER = str(pathlib.Path(__file__).resolve().parents[1] / "kafka/broker.sh")
SERVICES = ("directory", "engagements", "timesheet", "invoicing", "payroll")
BROKER_KILLS = 20  # one kill in so many is the broker's


class Apart(Suite):
    """As a Suite; kill() ends one service, sometimes the broker, and start() starts what is down."""

    def __init__(self, programs, home, seed):
        super().__init__(programs, home)
        self.random = random.Random(seed)
        self.ports = {service: free_port() for service in SERVICES}
        self.processes, self.kills = {}, {"broker": 0, **dict.fromkeys(SERVICES, 0)}
        self.broker_dir, self.broker_runs = str(self.home / "broker"), False

    def broker(self, *words):
        done = subprocess.run([BROKER, *words], text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"broker {words}: {done.stdout}{done.stderr}")

    def peers(self, of=None):
        return ",".join(f"{name}=127.0.0.1:{port}" for name, port in self.ports.items() if name != of)

    def start_service(self, service):
        address = pathlib.Path(self.broker_dir, "address").read_text().strip()
        command = [str(self.programs / service), f"--data_directory={self.home / service}",
                   f"--listen=127.0.0.1:{self.ports[service]}", "--metrics=off", "--log_level=warning", "--log=kafka",
                   f"--kafka_brokers={address}", "--kafka_partitions=4", f"--peers={self.peers(service)}",
                   f"--issuer_key_file={self.home / 'issuer-key.pem'}", f"--development_clock={self.clock}",
                   "--public_topics=off"]
        with open(self.home / f"{service}.log", "ab") as log:
            self.processes[service] = subprocess.Popen(command, stdout=log, stderr=log)

    def start(self):
        if not self.processes:
            self.broker("start", self.broker_dir)
            self.broker_runs = True
            self.broker("topics", self.broker_dir, "development", "4", *SERVICES)
            self.start_service("directory")  # makes the key that all of them share
            while not (self.home / "issuer-key.pem").exists():
                time.sleep(0.05)
        if not self.broker_runs:
            self.broker("restart", self.broker_dir)
            self.broker_runs = True
        for service in SERVICES:
            if service not in self.processes or self.processes[service].poll() is not None:
                self.start_service(service)

    def kill(self):
        with self.lock:
            for service, process in self.processes.items():
                if process.poll() is not None:
                    raise SystemExit(f"{service} ended by itself, code {process.returncode}: "
                                     + (self.home / f"{service}.log").read_text()[-2000:])
            if self.random.randrange(BROKER_KILLS) == 0:
                self.broker("kill", self.broker_dir)
                self.broker_runs = False
                self.kills["broker"] += 1
                return
            service = self.random.choice(SERVICES)
            self.processes[service].send_signal(signal.SIGKILL)
            self.processes[service].wait()
            self.kills[service] += 1

    def stop(self):
        for process in self.processes.values():
            process.terminate()
        codes = {service: process.wait(60) for service, process in self.processes.items()}
        self.broker("stop", self.broker_dir)
        self.broker_runs = False
        if any(codes.values()):
            raise SystemExit(f"SIGTERM ended them with {codes}")

    def end(self):
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
        if self.broker_runs:
            subprocess.run([BROKER, "kill", self.broker_dir], check=False)

    def aor(self, *words, who=ROLES):
        environment = dict(os.environ, AOR_SERVER=f"127.0.0.1:{self.ports['directory']}", AOR_PEERS=self.peers(),
                           AOR_AS=who, AOR_TENANT="alpina", AOR_ISSUER_KEY=str(self.home / "issuer-key.pem"))
        return subprocess.run([str(self.programs / "aorctl"), *words], text=True, env=environment,
                              capture_output=True, check=False)
