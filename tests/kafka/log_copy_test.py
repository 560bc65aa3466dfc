"""From one machine to many and back: a suite's logs are copied to a real broker by a tool that is killed
on the way there, back and while it moves them; five processes answer there as the suite did and prove the
same heads, and what is copied back is the same bytes. Moved to more partitions, it is served nowhere else.
A log with a history of its own is refused."""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests/crash"), str(ROOT / "tests/kafka")]
from folder import folder_of_test  # noqa: E402
from running_suite import Suite  # noqa: E402
from services_test import PATIENCE, SERVICES, Up  # noqa: E402

ALPINA = ROOT / "examples/alpina"
READS = (("get-client", "horlogerie"), ("list-weeks", "--page_size=500"), ("get-person", "c01"),
         ("list-contracts", "--page_size=500"), ("timesheet-get-month-status", "--month=2026-10"))


def must(right, what):
    if not right:
        raise SystemExit(what)


class Broker:
    def __init__(self, home):
        self.home = home

    def do(self, what, *words, version="v1"):
        subprocess.run([ROOT / "tests/kafka/broker.sh", what, self.home, *words], check=True,
                       env=dict(os.environ, TOPIC_VERSION=version))

    def address(self):
        return (self.home / "address").read_text().strip()

    def copy(self, *words, verb="copy"):
        return [ROOT / "build/bin/aorctl", "log", verb, "--kafka_partitions=2",
                "--kafka_keyring=" + ",".join(f"development.{one}.keyring.v1" for one in SERVICES),
                f"--kafka_brokers={self.address()}", *words]

    def copied(self, *words, verb="copy"):
        done = subprocess.run(self.copy(*words, verb=verb), text=True, capture_output=True, check=False)
        return done.returncode, done.stdout + done.stderr


def live(suite):
    suite.start()
    suite.insist("import", str(ALPINA / "programme"))
    suite.advance_to("2026-10-05T07:00:00Z")
    suite.insist("import", str(ALPINA / "month/2026-10-05"))
    suite.settle()


def go_on(suite):
    suite.advance_to("2026-10-12T07:00:00Z")
    suite.insist("import", str(ALPINA / "month/2026-10-12"))
    suite.stop()


def heads(pack):
    return sorted(line for line in (pack / "checkpoint.txt").read_text().splitlines()
                  if len(line.split()) == 4)


def export_at_rest(suite):
    """What falls due is sent, and that is recorded, after all views have followed."""
    end, before = time.monotonic() + PATIENCE, None
    while (now := heads(suite.export())) != before:
        must(time.monotonic() < end, "it never comes to rest")
        before = now
        time.sleep(3)
        suite.settle()
    return suite.home / "pack"


def chains(pack):
    return {file.relative_to(pack): file.read_bytes() for file in pack.rglob("*.chain")}


def copy_and_kill(broker, chance, *words, verb="copy"):
    for _ in range(3):
        tool = subprocess.Popen(broker.copy(*words, verb=verb), stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(.2, 2))
        tool.kill()
        tool.wait()


def give_wrapping_key(data, to):
    """A secret goes its own way; all else that seals is carried by the tool."""
    to.mkdir(parents=True, exist_ok=True)
    shutil.copy(data / "wrapping-key", to)


def serve_apart(many, data, wanted, pack):
    for service in SERVICES:
        give_wrapping_key(data, many / service)
    shutil.copy(data / "issuer-key.pem", many)
    up = Up(many)
    try:
        up.aor("advance-to", "--time=2026-10-05T07:00:00Z")
        up.aor("month", "wait")
        for words, expected in wanted.items():
            must(up.aor(*words, "--output=json") == expected, f"another answer to {words}")
        up.aor("audit", "export", many / "pack")
        must(heads(many / "pack") == heads(pack), "five processes end at other heads")
    finally:
        up.down()


def move_to_more_partitions(broker, home, source, chance):
    """The topics of v1 end, what went on in a folder ends there, and only v2 is served."""
    broker.do("topics", "development", "8", *SERVICES, version="v2")
    between, on_v2 = home / "between/data", ("--kafka_partitions=8", "--kafka_topic_version=v2")
    give_wrapping_key(source.home / "data", between)
    for words, flags in ((("kafka", between), ()), ((between, "kafka"), on_v2)):
        copy_and_kill(broker, chance, *words, *flags, verb="move")
        for _ in range(2):  # the second time there is nothing left to do
            code, said = broker.copied(*words, *flags, verb="move")
            must(code == 0, said)
    print("moved to more partitions:\n" + said, end="")
    give_wrapping_key(source.home / "data", home / "third/data")
    code, said = broker.copied("kafka", home / "third/data", *on_v2)
    must(code == 0, said)
    folder = Suite(ROOT / "build/bin", home / "between")
    line = folder.start_refused()
    must("moved from embedded to kafka:development." in line, line)
    topics = Suite(ROOT / "build/bin", home / "stale")
    give_wrapping_key(source.home / "data", topics.home / "data")
    old = {"log": "kafka", "kafka_brokers": broker.address(), "kafka_partitions": "2"}
    line = topics.start_refused(**old)
    must("log.v1 to embedded: it is served there" in line, line)
    print(line)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    seed = arguments.parse_args().seed
    print(f"seed {seed}")
    with folder_of_test("aor-log-copy-") as home:
        there_and_back(home, seed)


def there_and_back(home, seed):
    broker, one = Broker(home / "many/broker"), Suite(ROOT / "build/bin", home / "one")
    data = home / "one/data"
    try:
        live(one)
        wanted = {words: one.insist(*words, "--output=json") for words in READS}
        pack = export_at_rest(one)
        one.stop()
        broker.do("start")
        broker.do("topics", "development", "2", *SERVICES)
        broker.do("keyrings", "development", *SERVICES)
        chance = random.Random(seed)
        copy_and_kill(broker, chance, data, "kafka")
        code, said = broker.copied(data, "kafka")
        must(code == 0, said)
        print(said, end="")
        logs = said.count(" commits")  # a context that did nothing has none
        code, said = broker.copied(data, "kafka")
        must(code == 0 and said.count(" 0 commits") == said.count(" commits") == logs > 4, said)
        serve_apart(home / "many", data, wanted, pack)

        broker.do("start")
        again = Suite(ROOT / "build/bin", home / "again")
        give_wrapping_key(data, again.home / "data")
        copy_and_kill(broker, chance, "kafka", again.home / "data")
        code, said = broker.copied("kafka", again.home / "data")
        must(code == 0, said)
        shutil.copy(data / "issuer-key.pem", again.home / "data")
        again.clock = one.clock
        again.start()
        again.settle()
        for words, expected in wanted.items():
            must(again.insist(*words, "--output=json") == expected, f"another answer to {words}")
        must(chains(again.export()) == chains(pack), "other bytes came back")
        go_on(again)
        code, said = broker.copied(again.home / "data", "kafka")
        must(code == 0, said)
        move_to_more_partitions(broker, home, again, chance)
        one.start()
        go_on(one)  # the same wishes, and yet a history of its own
        code, said = broker.copied(data, "kafka")
        must(code == 1 and "is not a beginning of it" in said, said)
        print(said.strip())
    finally:
        one.end()
        broker.do("kill")


if __name__ == "__main__":
    main()
