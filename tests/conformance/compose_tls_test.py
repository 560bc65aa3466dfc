"""compose.yaml with compose.tls.yaml over it: broker, topics, rights and services as the two files say, on a
broker and programs of this machine, with the certificates that deploy/certificates.sh makes.

    compose_tls_test.py SOURCE PROGRAMS
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import jsonschema
from confluent_kafka import KafkaException, Producer
from confluent_kafka.admin import AdminClient
from deployment import (CONTEXTS, DEPLOY, DEPS, SOURCE, Process, documents, free_ports, known_flags,
                        refused_flags, run)

BASE, OVER = (documents((DEPLOY / name).read_text("utf-8"))[0] for name in ("compose.yaml", "compose.tls.yaml"))
BROKER = SOURCE / "tests/kafka/broker.sh"
JARS = SOURCE / ".deps/kafka" / os.environ.get("KAFKA_VERSION", "4.1.0")
ACLS = "kafka.admin.AclCommand" if JARS.name.startswith("3.") else "org.apache.kafka.tools.AclCommand"
TRIED = ["directory", "payroll", "missions"]  # whose topics are made
RUN = ["directory", "missions"]  # the directory reads payroll's log, too


def over(below, above):
    """As compose merges: lists are joined, but a command's, which is replaced."""
    merged = dict(below)
    for key, value in above.items():
        both = key in below and type(below[key]) is type(value)
        if both and isinstance(value, dict):
            merged[key] = over(below[key], value)
        elif both and isinstance(value, list) and key not in ("command", "entrypoint", "test"):
            merged[key] = below[key] + value
        else:
            merged[key] = value
    return merged


SERVICES = over(BASE, OVER)["services"]


class FilesTest(unittest.TestCase):
    def test_schema(self):
        schema = json.loads((DEPS / "schemas/compose-spec.json").read_text("utf-8"))
        for file in (OVER, over(BASE, OVER)):
            jsonschema.validate(file, schema)

    def test_each_service_comes_in_by_its_own_certificate_once_there_are_rights(self):
        for name in CONTEXTS:
            service = SERVICES[name]
            mounted = dict(reversed(volume.split(":")[:2]) for volume in service["volumes"])
            environment = service["environment"]
            self.assertEqual([mounted[environment[f"AOR_KAFKA_{one}_FILE"]] for one in ("CA", "CERTIFICATE", "KEY")],
                             ["./tls/ca.crt", f"./tls/{name}.crt", f"./tls/{name}.key"])
            self.assertIn("rights", service["depends_on"])
            self.assertLessEqual({variable.removeprefix("AOR_").lower() for variable in environment}, known_flags(name))
            self.assertEqual(refused_flags(name, [], environment), "")

    def test_rights_are_made_for_each(self):
        names = re.search(r"for context in (.*?);", SERVICES["rights"]["command"][0]).group(1).split()
        self.assertEqual(sorted(names), sorted(CONTEXTS))

    def test_what_makes_rights_may_do_little(self):
        rights = SERVICES["rights"]
        self.assertEqual((rights["cap_drop"], rights["read_only"]), (["ALL"], True))
        self.assertEqual(rights["image"], SERVICES["kafka"]["image"])


class RunningTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory()
        cls.addClassCleanup(home.cleanup)
        cls.home = pathlib.Path(home.name)
        cls.tls, cls.broker = cls.home / "tls", cls.home / "broker"
        code, said = run(DEPLOY / "certificates.sh", cls.tls)
        assert code == 0, said
        operator = cls.tls / "operator.properties"
        operator.write_text(cls.here(operator.read_text("utf-8")), "utf-8")
        cls.addClassCleanup(run, BROKER, "stop", cls.broker)
        cls.start_broker()
        for name, tool, class_name in (("topics", "kafka-topics.sh", "org.apache.kafka.tools.TopicCommand"),
                                       ("rights", "kafka-acls.sh", ACLS)):
            cls.run_container(name, tool, class_name)

    @classmethod
    def here(cls, text):
        return text.replace("/etc/kafka/tls", str(cls.tls))

    @classmethod
    def start_broker(cls):
        """By the variables of its container, as its image takes them."""
        port, controller = free_ports(), free_ports()
        cls.address = f"127.0.0.1:{port}"
        cls.broker.mkdir()
        lines = {variable.removeprefix("KAFKA_").lower().replace("_", "."): value
                 for variable, value in SERVICES["kafka"]["environment"].items() if variable != "KAFKA_HEAP_OPTS"}
        text = cls.here("".join(f"{name}={value}\n" for name, value in lines.items()))
        text = text.replace("/var/lib/kafka", str(cls.broker)).replace("CLIENTS://:9092", f"CLIENTS://:{port}")
        text = text.replace("kafka:9092", cls.address).replace("localhost:9093", f"localhost:{controller}")
        (cls.broker / "server.properties").write_text(text, "utf-8")
        (cls.broker / "address").write_text(cls.address, "utf-8")
        code, said = run("java", "-Xmx128m", "-cp", f"{JARS}/*", "kafka.tools.StorageTool", "format",
                         "-t", "AORAORAORAORAORAORAORA", "-c", cls.broker / "server.properties")
        assert code == 0, said
        subprocess.run([BROKER, "start", cls.broker], check=True, timeout=90,
                       env=dict(os.environ, KAFKA_LIFETIME="600"))

    @classmethod
    def run_container(cls, name, tool, class_name):
        """Of the contexts that are tried here."""
        container = SERVICES[name]
        script = container["command"][0].replace("$$", "$")
        script = re.sub(r"for context in .*?;", f"for context in {' '.join(TRIED)};", script)
        wanted = f"/opt/kafka/bin/{tool} --bootstrap-server kafka:9092"
        assert script.count(wanted) == 3
        script = script.replace(wanted, f"{BROKER} tool {cls.broker} {class_name}")
        subprocess.run([*container["entrypoint"], script], check=True, timeout=180, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, CLIENT=cls.here(container["environment"]["CLIENT"])))

    def settings(self, name):
        return {"bootstrap.servers": self.address, "security.protocol": "ssl", "log_level": 0,
                "ssl.ca.location": str(self.tls / "ca.crt"),
                "ssl.certificate.location": str(self.tls / f"{name}.crt"),
                "ssl.key.location": str(self.tls / f"{name}.key")}

    def test_nobody_comes_in_without_a_certificate(self):
        for strange in ({"bootstrap.servers": self.address, "log_level": 0},
                        {key: value for key, value in self.settings("payroll").items()
                         if not key.startswith(("ssl.certificate", "ssl.key"))}):
            with self.assertRaises(KafkaException):
                AdminClient(strange).list_topics(timeout=5)

    def test_each_writes_what_is_its_own_and_keyrings_are_nobody_elses(self):
        topics = {name: {f"development.{name}.{kind}.v1" for kind in ("log", "keyring", "public")} for name in TRIED}
        for name in TRIED:
            seen = set(AdminClient(self.settings(name)).list_topics(timeout=30).topics)
            self.assertEqual(seen, topics[name] | {f"development.{other}.log.v1" for other in TRIED})
        self.assertEqual(self.writes("payroll", "development.directory.log.v1"), "TOPIC_AUTHORIZATION_FAILED")
        self.assertEqual(self.writes("payroll", "development.payroll.log.v1"), "")  # VOID: of no chain

    def writes(self, name, topic):
        said = []
        producer = Producer(self.settings(name) | {"message.timeout.ms": 30000})
        producer.produce(topic, b"of no chain", on_delivery=lambda error, _: said.append(error))
        producer.flush(30)
        return said[0].name() if said[0] else ""

    def test_services_serve_on_it(self):
        running = []
        self.addCleanup(lambda: [one.__exit__() for one in reversed(running)])
        for name in RUN:
            running.append(Process(name, **self.flags(name)).__enter__())
            end = time.monotonic() + 60
            while not {'aor_healthy{part="storage"} 1', f'aor_relay_waiting{{log="{name}"}} 0'} <= set(
                    running[-1].page().splitlines()):
                self.assertLess(time.monotonic(), end, running[-1].page())
                time.sleep(0.2)

    def flags(self, name):
        environment = dict(SERVICES[name]["environment"], AOR_KAFKA_BROKERS=self.address,
                           AOR_ISSUER_KEY_FILE=f"{self.home}/issuer-key.pem",
                           AOR_WRAPPING_KEY_FILE=f"{self.home}/{name}-wrapping-key")
        environment |= {f"AOR_KAFKA_{one}_FILE": str(self.tls / file) for one, file in
                        (("CA", "ca.crt"), ("CERTIFICATE", f"{name}.crt"), ("KEY", f"{name}.key"))}
        return {variable.removeprefix("AOR_").lower(): value for variable, value in environment.items()}


if __name__ == "__main__":
    unittest.main(argv=["compose_tls_test"])
