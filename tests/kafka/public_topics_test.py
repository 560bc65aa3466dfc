"""What others read: five processes hand their published events out; kcat and Kafka's Python client, which
share no code with the suite, see each fact of the imported programme once and in order, after a kill too."""
import collections
import csv
import json
import os
import shutil
import signal
import subprocess
import time

from confluent_kafka import Consumer, KafkaError, TopicPartition

from services_test import PATIENCE, ROOT, Up, folder_of_test

PROGRAMME = ROOT / "examples/alpina/programme"


def topic_of(context):
    return f"development.{context}.public.v1"


def rows_of(name):
    with next(PROGRAMME.glob(f"*-{name}.csv")).open(encoding="utf-8") as file:
        return len(list(csv.DictReader(file)))


def by_kcat(broker, context):
    """(headers, key) of each record from the beginning, as kcat prints them."""
    done = subprocess.run(["kcat", "-q", "-b", broker, "-C", "-t", topic_of(context), "-o", "beginning", "-e", "-J"],
                          check=False, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"kcat: {done.stderr.decode()}")
    found = []
    for line in done.stdout.decode(errors="replace").split("\n")[:-1]:  # values hold other ends of lines
        row = json.loads(line, strict=False)
        headers = dict(zip(row["headers"][::2], row["headers"][1::2]))
        found.append((headers, row["key"]))
    return found


def by_client(broker, context):
    """The same, by the Python client, to the end that stands when it begins."""
    consumer = Consumer({"bootstrap.servers": broker, "group.id": "somebody", "enable.partition.eof": True})
    partitions = consumer.list_topics(topic_of(context), timeout=PATIENCE).topics[topic_of(context)].partitions
    consumer.assign([TopicPartition(topic_of(context), partition, 0) for partition in partitions])
    found, ended = [], set()
    while len(ended) < len(partitions):
        message = consumer.poll(PATIENCE)
        if message is None:
            raise SystemExit(f"{topic_of(context)} does not end")
        if message.error():
            if message.error().code() == KafkaError._PARTITION_EOF:
                ended.add(message.partition())
            continue
        headers = {name: value.decode() for name, value in message.headers()}
        found.append((headers, message.key().decode()))
    consumer.close()
    return found


def once_in_order(context, records):
    """Of each fact the first record; those of a chain ascend."""
    seen, last, facts = set(), collections.Counter(), collections.Counter()
    for headers, key in records:
        for name, value in (("content-type", "application/protobuf"), ("ce_specversion", "1.0"),
                            ("ce_source", f"/development/{context}"), ("ce_tenant", "alpina")):
            if headers.get(name) != value:
                raise SystemExit(f"{context}: {name} is {headers.get(name)}")
        if headers["ce_id"] in seen:
            continue
        seen.add(headers["ce_id"])
        log, chain, sequence = headers["ce_position"].split("/")
        if log != context or int(sequence) < last[chain] or key != f"alpina/{headers['ce_subject']}":
            raise SystemExit(f"{context}: {headers} after {last[chain]}, key {key}")
        last[chain] = int(sequence)
        facts[headers["ce_type"].split("/")[1]] += 1
    return facts


def expect(broker, context, facts):
    """Soon, and by both readers; nothing that is not published. Facts of other kinds may still be on their way
    when those that are counted are there: then the second reader sees more than the first, and both look again."""
    catalogue = (ROOT / "docs/events.md").read_text()
    end = time.monotonic() + PATIENCE
    while True:
        found, by_other = (once_in_order(context, read(broker, context)) for read in (by_kcat, by_client))
        if {kind: found[kind] for kind in facts} == facts and found == by_other:
            break
        if time.monotonic() > end:
            raise SystemExit(f"{context}: kcat reads {found}, the client {by_other}, where {facts} were expected")
        time.sleep(1)
    for kind in found:
        if f"/{kind}`" not in catalogue:
            raise SystemExit(f"{context}: {kind} is not in docs/events.md")
    return found


def live(home):
    up = Up(home)
    try:
        broker = (home / "broker/address").read_text().strip()
        for file in sorted(PROGRAMME.glob("*.csv")):
            folder = home / "import" / file.stem
            folder.mkdir(parents=True)
            shutil.copy(file, folder)
            up.aor("import", folder)
        facts = {"client_registered": rows_of("register-client"), "person_registered": rows_of("register-person"),
                 "site_opened": rows_of("open-site")}
        found = [expect(broker, "directory", facts)]
        contracts = {"contract_concluded": rows_of("conclude-contract")}
        found.append(expect(broker, "engagements", contracts))

        pid, command = up.process_of("engagements")
        os.kill(pid, signal.SIGKILL)
        with (home / "again.log").open("w", encoding="utf-8") as log:
            again = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            contract = up.until(lambda: json.loads(up.aor("list-contracts", "--page_size=1", "--output=json"))
                                .get("contracts", [None])[0], "a contract is listed")
            # Of one request: who hears nothing sends the same again.
            up.aor("end-contract", f"--contract_id={contract['contract_id']}", f"--client_id={contract['concluded']['client_id']}",
                   "--end=2026-10-30", "--reason=moved away", "--request_id=ends-once")
            found.append(expect(broker, "engagements", {**contracts, "contract_ended": 1}))
        finally:
            again.terminate()
            again.wait(PATIENCE)
        print(f"public topics: {sum(sum(one.values()) for one in found[::2])} facts, once and in order, by kcat and by a "
              "client in Python, before and after a kill")
    finally:
        up.down()


with folder_of_test("aor-public-") as folder:
    live(folder)
