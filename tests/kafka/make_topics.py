#!/usr/bin/env python3
"""make_topics.py BROKER: one request for all topics named on standard input, a line each as
`name partitions setting=value …`; what is there already stays as it is. A process of Kafka's own tool for
each took a second of a processor."""
import sys
import time

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient, NewTopic

LONGEST = 60  # seconds


def read(line):
    name, partitions, *settings = line.split()
    return NewTopic(name, int(partitions), replication_factor=1, config=dict(s.split("=", 1) for s in settings))


def main():
    topics = [read(line) for line in sys.stdin]
    admin = AdminClient({"bootstrap.servers": sys.argv[1]})
    for name, made in admin.create_topics(topics, operation_timeout=LONGEST, request_timeout=LONGEST).items():
        try:
            made.result(LONGEST)
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise SystemExit(f"{name}: {error}") from error
    await_all(admin, {topic.topic for topic in topics})


def await_all(admin, names):
    """The controller has made them; brokers hear of it a moment later, and say until then that there are none."""
    end = time.monotonic() + LONGEST
    while missing := names - set(admin.list_topics(timeout=LONGEST).topics):
        if time.monotonic() > end:
            raise SystemExit(f"no broker knows {sorted(missing)}")
        time.sleep(0.05)


main()
