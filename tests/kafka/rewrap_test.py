#!/usr/bin/env python3
"""The key that wraps all keys of persons is another one, and nobody notices: two processes of the directory on a real
broker register persons all the time; one after the other they are started with the next key beside the old one, the tool
wraps all keys anew and is killed on its way, and they are started with the new key alone. Every person that was
acknowledged has a name at both; the old key opens nothing that brokers keep when they compact."""
import argparse
import pathlib
import random
import subprocess
import sys
import threading
import time

from confluent_kafka import Consumer, TopicPartition

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/crash"))
import apart  # noqa: E402
import running_suite  # noqa: E402
from folder import folder_of_test  # noqa: E402
from grpc_by_curl import Methods  # noqa: E402

# Nothing else runs here; the directory reads payroll's log, too.
apart.SERVICES, apart.LOGS = ("directory",), ("directory", "payroll")
running_suite.PATIENCE = 150
KEYRING = "development.directory.keyring.v1"
REGISTER = "aor.directory.v1.PersonService.RegisterPerson"
PLACE = {"street": "Rue du Rhône", "building_number": "14", "postal_code": "1204", "town": "Genève", "country_code": "CH"}
# Of a process that ends or begins: it may have been done, and is sent again. A server that ends cancels what it has just taken.
PASSING = ("UNAVAILABLE", "ABORTED", "UNKNOWN", "DEADLINE_EXCEEDED", "NO_ANSWER", "CANCELLED")
WRITERS, PAUSE = 3, 0.05  # seconds between two persons of one writer


class Rotating(apart.Apart):
    """Two processes of the directory, told which keys they have."""

    def __init__(self, programs, home):
        super().__init__(programs, home, 0, pods={"directory": 2})
        self.keys = {}

    def flags(self, pod):
        return super().flags(pod) | self.keys

    def restart_each(self, **keys):
        """One after the other, each in order; the next one when this one answers."""
        for number, pod in enumerate(self.pods["directory"]):
            pod.process.terminate()
            code = pod.process.wait(120)
            if code != 0:
                raise SystemExit(f"SIGTERM ended {pod.name} with {code}")
            self.keys = keys
            self.start_pod(pod)
            self.only = number
            self.settle_one()
            self.only = None

    def settle_one(self):
        self.insist("wait-for", "--timeout=30s")

    def refuses(self, **keys):
        """What a process with these says when it starts."""
        flags = super().flags(self.pods["directory"][0]) | {"data_directory": self.home / "other", "listen": "127.0.0.1:0"}
        command = [str(self.programs / "directory"), *(f"--{name}={value}" for name, value in (flags | keys).items())]
        done = subprocess.run(command, text=True, capture_output=True, timeout=120, check=False)
        if done.returncode != 2 or "is not the key of this keyring" not in done.stderr:
            raise SystemExit(f"the old key: code {done.returncode}, {done.stderr}")
        return done.stderr.strip().splitlines()[-1]


class Registering(threading.Thread):
    """Registers persons until told, each until it is acknowledged."""

    def __init__(self, suite, number):
        super().__init__(daemon=True)
        self.suite, self.number, self.over = suite, number, threading.Event()
        self.methods, self.token = Methods(), suite.insist("token").strip()
        self.names, self.failure = {}, None
        self.start()

    def run(self):
        while not self.over.wait(PAUSE) and not self.failure:
            person = f"p{self.number}-{len(self.names)}"
            self.register(person, {"request_id": f"{self.number:08}-0000-4000-8000-{len(self.names):012}", "address": PLACE,
                                   "person_id": person, "language": "fr",
                                   "name": {"given_name": "Ada", "family_name": f"Of {person}"}})

    def register(self, person, fields):
        end = time.monotonic() + running_suite.PATIENCE
        while not self.failure:
            answer = self.methods.call(f"127.0.0.1:{self.suite.port_of('directory')}", REGISTER, fields, self.token, 5)
            if answer.code == "OK":
                self.names[person] = fields["name"]["family_name"]
                return
            if answer.code not in PASSING:
                self.failure = f"{person}: {answer}"
            if time.monotonic() > end:
                self.failure = f"{person} has no end: {answer}"
            time.sleep(0.1)


def records(broker):
    """(key, value) of the keyring's topic, from the beginning to its end as of now: it has no other one while keys come."""
    consumer = Consumer({"bootstrap.servers": broker, "group.id": "somebody"})
    place = TopicPartition(KEYRING, 0, 0)
    _, end = consumer.get_watermark_offsets(place, timeout=running_suite.PATIENCE)
    consumer.assign([place])
    found, at = [], 0
    while at < end:
        message = consumer.poll(running_suite.PATIENCE)
        if message is None:
            raise SystemExit(f"{KEYRING} is not read beyond {at} of {end}")
        if not message.error():
            found.append((message.key(), message.value()))
            at = message.offset() + 1
    consumer.close()
    return found


def rewrap(suite, broker, new_key, kill_after=None):
    """How many keys it says; nothing, if it was killed."""
    words = [suite.programs / "aorctl", "keys", "rewrap", "kafka", f"--to={new_key}", f"--kafka_brokers={broker}",
             f"--kafka_keyring={KEYRING}", f"--wrapping_key_file={suite.home}/directory-wrapping-key"]
    tool = subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if kill_after is not None:
        time.sleep(kill_after)
        tool.kill()
        tool.wait()
        return None
    said, _ = tool.communicate(timeout=300)
    if tool.returncode != 0:
        raise SystemExit(said)
    return int(said.split(f"{KEYRING}: ")[1].split()[0])


def rotate(suite, broker, chance):
    new_key = suite.home / "new-wrapping-key"
    new_key.touch(mode=0o600)
    new_key.write_text("%064x" % chance.getrandbits(256))
    suite.restart_each(next_wrapping_key_file=new_key)
    before = {value for _, value in records(broker) if value}
    for _ in range(3):
        rewrap(suite, broker, new_key, kill_after=chance.uniform(0.05, 1.0))
    wrapped = [rewrap(suite, broker, new_key)]
    while wrapped[-1] != 0:
        wrapped.append(rewrap(suite, broker, new_key))
    kept = set(dict(records(broker)).values())
    if before & kept:
        raise SystemExit(f"{len(before & kept)} rows under the old key are kept")
    suite.restart_each(wrapping_key_file=new_key)
    return len(before), wrapped


def everybody(suite):
    """The names at each process."""
    for _ in suite.every_view():
        suite.settle_one()
        yield {row["person_id"]: row for row in suite.every("persons", "list-persons")}


def live(options, home):
    suite = Rotating(options.programs, home)
    suite.revive()
    suite.settle()
    broker = pathlib.Path(suite.broker_dir, "address").read_text().strip()
    writers = [Registering(suite, number) for number in range(WRITERS)]
    try:
        time.sleep(5)
        before, wrapped = rotate(suite, broker, random.Random(options.seed))
        time.sleep(2)
    finally:
        for writer in writers:
            writer.over.set()
    for writer in writers:
        writer.join()
        if writer.failure:
            raise SystemExit(writer.failure)
    names = {person: name for writer in writers for person, name in writer.names.items()}
    for people in everybody(suite):
        for person, name in names.items():
            if name not in str(people.get(person)):
                raise SystemExit(f"{person} is {people.get(person)}, not {name}")
    old = suite.refuses()
    suite.stop()
    print(f"{len(names)} persons registered by two processes while {before} rows were wrapped anew ({wrapped} keys in each "
          f"run after three that were killed); the old key: {old}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--programs", default=ROOT / "build/bin")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with folder_of_test("aor-rewrap-") as home:
        live(options, home)


if __name__ == "__main__":
    main()
