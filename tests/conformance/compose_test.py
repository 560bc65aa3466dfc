"""compose.yaml, judged by the schema of the specification and by our own rules; then its topics
and services, on a broker and programs of this machine.

    compose_test.py SOURCE PROGRAMS
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
from deployment import (CONTEXTS, DEPLOY, DEPS, SOURCE, Process, documents, judge, known_flags,
                        refused_flags, run)

COMPOSE = documents((DEPLOY / "compose.yaml").read_text("utf-8"))[0]
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if "build" in one}
IMAGE_ENVIRONMENT = dict(re.findall(r"(AOR_\w+)=(\S+)",
                                    (DEPLOY / "Dockerfile").read_text("utf-8")))
BROKER = SOURCE / "tests/kafka/broker.sh"
# What acknowledged commits rest on: nothing expires, nothing is compacted, nothing is restamped.
AS_THE_LOG_NEEDS_IT = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1",
                       "message.timestamp.type": "CreateTime", "compression.type": "producer",
                       "max.message.bytes": "1048588"}


class FileTest(unittest.TestCase):
    def test_schema(self):
        schema = json.loads((DEPS / "schemas/compose-spec.json").read_text("utf-8"))
        jsonschema.validate(COMPOSE, schema)

    def test_each_service_is_there_with_its_program(self):
        self.assertEqual(sorted(OURS), sorted(CONTEXTS))
        for name, service in OURS.items():
            self.assertEqual(service["build"]["args"], {"PROGRAM": name})
            self.assertEqual((DEPLOY / service["build"]["context"]).resolve(), SOURCE.resolve())
            self.assertTrue((SOURCE / service["build"]["dockerfile"]).exists())

    def test_containers_are_bounded_and_may_do_little(self):
        for name, service in SERVICES.items():
            self.assertEqual(service["cap_drop"], ["ALL"], name)
            self.assertEqual(service["security_opt"], ["no-new-privileges:true"], name)
            self.assertTrue({"mem_limit", "cpus", "pids_limit"} <= set(service), name)
            self.assertFalse({"privileged", "cap_add", "network_mode", "pid"} & set(service), name)
            if name != "kafka":  # its image writes its configuration beside its programs
                self.assertIs(service["read_only"], True, name)
            for port in service.get("ports", []):
                self.assertTrue(port.startswith("127.0.0.1:"), f"{name} listens to strangers")
            self.assertRegex(service["image"], r":(v?\d+(\.\d+)+|dev)$", name)

    def test_volumes_exist_and_are_used(self):
        used = {volume.split(":")[0] for service in SERVICES.values()
                for volume in service.get("volumes", [])}
        self.assertEqual({name for name in used if not name.startswith("./")},
                         set(COMPOSE["volumes"]))
        for name in used:
            if name.startswith("./"):
                self.assertTrue((DEPLOY / name).is_dir(), name)

    def test_programs_take_their_flags(self):
        for name, service in OURS.items():
            self.assertLessEqual({variable.removeprefix("AOR_").lower()
                                  for variable in service["environment"]}, known_flags(name))
            self.assertEqual(refused_flags(name, [], IMAGE_ENVIRONMENT | service["environment"]), "")

    def test_what_is_written_lies_on_volumes(self):
        for name, service in OURS.items():
            environment = IMAGE_ENVIRONMENT | service["environment"]
            mounted = dict(reversed(volume.split(":")[:2]) for volume in service["volumes"])
            kept = [str(pathlib.Path(environment[f"AOR_{one}"]).parent) for one in
                    ("DATA_DIRECTORY", "ISSUER_KEY_FILE", "WRAPPING_KEY_FILE")]
            kept.append(environment["AOR_ANCHOR_DIRECTORY"])
            self.assertEqual(sorted(mounted), sorted(kept), name)
            self.assertEqual(mounted[kept[1]], "issuer")
            self.assertEqual(len(set(mounted.values())), 4)

    def test_prometheus_scrapes_each(self):
        scraped = documents((DEPLOY / "prometheus/prometheus.yaml").read_text("utf-8"))[0]
        targets = scraped["scrape_configs"][0]["static_configs"][0]["targets"]
        self.assertEqual(sorted(targets), [f"{name}:9464" for name in sorted(OURS)])


class RunningTest(unittest.TestCase):
    """The containers' commands without containers: paths and addresses are those of this machine."""

    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.broker = pathlib.Path(cls.home.name) / "broker"
        cls.addClassCleanup(cls.home.cleanup)
        cls.addClassCleanup(run, BROKER, "stop", cls.broker)
        subprocess.run([BROKER, "start", cls.broker], check=True, timeout=90,
                       env=dict(os.environ, KAFKA_LIFETIME="300"))
        cls.topics()

    @classmethod
    def topics(cls):
        """As the one-shot container makes them."""
        script = SERVICES["topics"]["command"][0].replace("$$", "$")
        tool = "/opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka:9092"
        assert script.count(tool) == 3
        script = script.replace(
            tool, f"{BROKER} tool {cls.broker} org.apache.kafka.tools.TopicCommand")
        subprocess.run([*SERVICES["topics"]["entrypoint"], script], check=True, timeout=180)

    def test_topics_are_what_the_log_needs(self):
        said = judge(self, BROKER, "tool", self.broker, "org.apache.kafka.tools.TopicCommand",
                     "--describe", "--exclude-internal")
        topics = dict(re.findall(r"^Topic: (\S+)\t.*?Configs: (\S+)", said, re.M))
        keyrings = {f"development.{name}.keyring.v1": topics.pop(f"development.{name}.keyring.v1")
                    for name in CONTEXTS}
        self.assertEqual(set(keyrings),
                         {one["environment"]["AOR_KAFKA_KEYRING"] for one in OURS.values()})
        for name, configs in keyrings.items():
            self.assertIn("cleanup.policy=compact", configs.split(","), name)
        for name in CONTEXTS:
            self.assertIn("retention.ms=-1", topics.pop(f"development.{name}.public.v1").split(","))
        self.assertEqual(sorted(topics), [f"development.{name}.log.v1" for name in sorted(CONTEXTS)])
        partitions = set(re.findall(r"PartitionCount: (\d+)", said))
        self.assertEqual(partitions, {one["environment"]["AOR_KAFKA_PARTITIONS"]
                                      for one in OURS.values()})
        for name, configs in topics.items():
            settings = dict(pair.split("=") for pair in configs.split(","))
            self.assertEqual({key: settings.get(key) for key in AS_THE_LOG_NEEDS_IT},
                             AS_THE_LOG_NEEDS_IT, name)

    def test_services_serve_on_it(self):
        address = (self.broker / "address").read_text("utf-8").strip()
        running = []
        self.addCleanup(lambda: [one.__exit__() for one in reversed(running)])
        for name in ["directory", *(one for one in OURS if one != "directory")]:
            flags = self.flags(name, address)
            running.append(Process(name, **flags).__enter__())
            self.assertTrue(self.is_healthy(running[-1]), name)

    def flags(self, name, address):
        environment = dict(OURS[name]["environment"], AOR_KAFKA_BROKERS=address)
        environment["AOR_ISSUER_KEY_FILE"] = f"{self.home.name}/issuer-key.pem"
        environment["AOR_WRAPPING_KEY_FILE"] = f"{self.home.name}/{name}-wrapping-key"
        environment["AOR_DATA_DIRECTORY"] = f"{self.home.name}/{name}/data"
        environment["AOR_ANCHOR_DIRECTORY"] = f"{self.home.name}/{name}-anchor"
        return {variable.removeprefix("AOR_").lower(): value
                for variable, value in environment.items()}

    def is_healthy(self, process):
        """By the container's own health check."""
        command = OURS["directory"]["healthcheck"]["test"]
        self.assertEqual(command[0], "CMD")
        host, port = process.metrics.split(":")
        words = [word.replace("/dev/tcp/127.0.0.1/9464", f"/dev/tcp/{host}/{port}")
                 for word in command[1:]]
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if run(*words)[0] == 0:
                return True
            time.sleep(0.2)
        return False


if __name__ == "__main__":
    unittest.main(argv=["compose_test"])
