"""The programme overlay's topics and users on a real broker that asks for certificates: what each
user may do there, and the services themselves, started as their manifests say.

    rights_test.py SOURCE PROGRAMS
"""

import pathlib
import tempfile
import time
import unittest

from deployment import CONTEXTS, SOURCE, Process, free_ports, run
from manifests import environment_of, manifests_of, service_of
from secure_broker import SecureBroker

MANIFESTS = manifests_of("programme")
TOPICS = {one["metadata"]["name"]: one["spec"] for one in MANIFESTS.of("KafkaTopic")}
# Of (user, kind of resource, its name, operation).
RIGHTS = {(user["metadata"]["name"], acl["resource"]["type"], acl["resource"]["name"], operation)
          for user in MANIFESTS.of("KafkaUser")
          for acl in user["spec"]["authorization"]["acls"] for operation in acl["operations"]}
ENTITY = ["--legal_entity_id=geneva", "--name=Alpina", "--address.street=Rue du Rhône",
          "--address.building_number=14", "--address.postal_code=1204", "--address.town=Genève",
          "--address.country_code=CH", "--currency_code=CHF", "--zone=Europe/Zurich",
          "--holiday_place=CH-GE", "--vat_number=CHE-107.787.577 TVA"]


def plain(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


class RightsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory()
        cls.home = home.name
        cls.addClassCleanup(home.cleanup)
        cls.broker = SecureBroker(f"{cls.home}/broker", CONTEXTS)
        cls.addClassCleanup(cls.broker.stop)
        cls.broker.start()
        # One broker stands for three here.
        cls.broker.create({name: (spec["partitions"],
                                  {key: plain(value) for key, value in spec["config"].items()
                                   if key != "min.insync.replicas"})
                           for name, spec in TOPICS.items()})
        cls.broker.allow(RIGHTS)

    def test_nobody_reads_or_writes_more_than_is_theirs(self):
        for user in CONTEXTS:
            for topic in TOPICS:
                with self.subTest(user=user, topic=topic):
                    self.assertEqual(self.broker.may_write(user, topic),
                                     (user, "topic", topic, "Write") in RIGHTS)
                    self.assertEqual(self.broker.may_see(user, topic),
                                     (user, "topic", topic, "Describe") in RIGHTS)

    def test_services_do_their_work_with_their_rights(self):
        for topic in TOPICS:  # what is void is read all the same
            self.assertTrue(self.broker.may_write("broker", topic))
        running = {}
        self.addCleanup(lambda: [one.__exit__() for one in reversed(running.values())])
        for workload in MANIFESTS.ours():
            container, name = service_of(workload)
            running[name] = Process(name, **self.flags(name, environment_of(container))).__enter__()
        self.register_an_entity(running["directory"])
        for name, process in running.items():
            self.assertTrue(self.settles(process), f"{name}: {process.page()}")

    def test_a_service_comes_in_by_password(self):
        """With the librdkafka of Kafka's Python client: brokers of Kafka 4 let nobody in by SCRAM
        whose librdkafka is older than 2.6.1 (confluentinc/librdkafka#4895), such as Debian's."""
        newer, = SOURCE.glob(".venv/lib/python*/site-packages/confluent_kafka.libs/librdkafka-*")
        folder = pathlib.Path(self.home, "newer")
        folder.mkdir()
        (folder / "librdkafka.so.1").symlink_to(newer)
        self.assertTrue(self.broker.knows("directory", self.broker.password("directory")))
        self.assertFalse(self.broker.knows("directory", self.broker.password("payroll")))
        workload, = (one for one in MANIFESTS.ours() if service_of(one)[1] == "directory")
        flags = self.flags("directory", environment_of(service_of(workload)[0]))
        for certificate in ("kafka_certificate_file", "kafka_key_file"):
            del flags[certificate]
        flags |= {"kafka_brokers": self.broker.scram_address, "kafka_security": "sasl_ssl",
                  "kafka_user": "directory", "kafka_password_file": self.broker.file("directory", "password")}
        with Process("directory", {"LD_LIBRARY_PATH": str(folder)}, **flags) as directory:
            self.register_an_entity(directory)

    def register_an_entity(self, directory):
        end = time.monotonic() + 30  # the group proposes chains, which are claimed first
        while (done := directory.call("register-legal-entity", "administrator", *ENTITY))[0]:
            self.assertLess(time.monotonic(), end, done)

    def flags(self, name, environment):
        """As the manifest says, with the files and addresses of this machine; but for the certificates that pods
        show each other, which libs/service/tls_test.cc is about."""
        environment = {name: value for name, value in environment.items() if not name.startswith("AOR_TLS_")}
        here = {"AOR_KAFKA_BROKERS": self.broker.address,
                "AOR_ADVERTISE": f"127.0.0.1:{free_ports()}",  # of one pod: nobody sends on to it
                "AOR_KAFKA_CA_FILE": self.broker.file("ca", "crt"),
                "AOR_KAFKA_CERTIFICATE_FILE": self.broker.file(name, "crt"),
                "AOR_KAFKA_KEY_FILE": self.broker.file(name, "key"),
                "AOR_ISSUER_KEY_FILE": f"{self.home}/issuer-key.pem",
                "AOR_WRAPPING_KEY_FILE": f"{self.home}/{name}-wrapping-key"}
        self.assertLessEqual(set(here), set(environment))
        return self.as_flags(environment | here)

    @staticmethod
    def as_flags(environment):
        return {variable.removeprefix("AOR_").lower(): value
                for variable, value in environment.items()
                if variable.startswith("AOR_")}

    def settles(self, process):
        """Every part healthy, every record read, the commit in every view that folds its log."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            lines = process.page().splitlines()
            healthy = [line for line in lines if line.startswith("aor_healthy{")]
            lags = [line for line in lines if line.startswith("aor_view_lag_commits{")]
            void = [line for line in lines if line.startswith("aor_log_void_records{")]
            if (healthy and void and all(line.endswith(" 1") for line in healthy)
                    and all(line.endswith(" 0") for line in lags)
                    and not any(line.endswith(" 0") for line in void)):
                return True
            time.sleep(0.2)
        return False


if __name__ == "__main__":
    unittest.main(argv=["rights_test"])
