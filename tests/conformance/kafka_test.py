"""Where an overlay brings Kafka: topics, users and listeners against what the code reads and
writes, and the topics' settings against a real broker.

    kafka_test.py SOURCE PROGRAMS BROKER_FOLDER
"""

import pathlib
import re
import sys
import unittest

from deployment import CONTEXTS, SOURCE, judge, run
from manifests import OURS, OVERLAYS, environment_of, labels_of_pods, manifests_of, service_of

BROKER, FOLDER = SOURCE / "tests/kafka/broker.sh", pathlib.Path(sys.argv[3])
TOPICS = "org.apache.kafka.tools.TopicCommand"
READS = {"Read", "Describe", "DescribeConfigs"}
# An acknowledged commit is on two of three brokers for ever, as it was sent.
SETTINGS = {"cleanup.policy": "delete", "retention.ms": -1, "retention.bytes": -1,
            "min.insync.replicas": 2, "unclean.leader.election.enable": False,
            "compression.type": "producer", "message.timestamp.type": "CreateTime",
            "max.message.bytes": 1048588}


# The last row of each key for ever, and nothing of one that was erased.
KEYRING = {"cleanup.policy": "compact", "min.insync.replicas": 2,
           "unclean.leader.election.enable": False}


# What others replay from the beginning, in the order of each chain.
PUBLIC = {key: SETTINGS[key] for key in ("cleanup.policy", "retention.ms", "retention.bytes",
                                         "min.insync.replicas", "unclean.leader.election.enable")}


def public_of(context):
    return f"development.{context}.public.v1"


def keyring_of(context):
    return f"development.{context}.keyring.v1"


def read_by(context):
    """The logs that the views and reactions of a context name in its code."""
    code = "".join(file.read_text("utf-8")
                   for folder in ("projections", "reactions")
                   for file in (SOURCE / "services" / context / folder).glob("*.[hc]*"))
    lists = re.findall(r"(?:logs|sources)\(\) const override\s*\{\s*return \{([^}]*)\}", code)
    return {context}.union(*(re.findall(r'"(\w+)"', one) for one in lists))


def with_kafka():
    overlays = {name: manifests_of(name) for name in OVERLAYS}
    return {name: one for name, one in overlays.items() if one.of("Kafka")}


class KafkaTest(unittest.TestCase):
    def setUp(self):
        self.overlays = with_kafka()
        self.assertTrue(self.overlays)

    def processes(self, manifests):
        """Environments of our processes, by program."""
        return {program: environment_of(container)
                for container, program in map(service_of, manifests.ours())}

    def test_each_context_has_its_log(self):
        for manifests in self.overlays.values():
            topics = {one["metadata"]["name"]: one for one in manifests.of("KafkaTopic")}
            for program, environment in self.processes(manifests).items():
                self.assertEqual(environment["AOR_LOG"], "kafka")
                topic = topics.pop(f"{environment['AOR_ENVIRONMENT']}.{program}.log.v1")
                self.assertEqual(topic["spec"]["config"], SETTINGS, program)
                self.assertEqual(topic["spec"]["replicas"], 3)
                self.assertEqual(str(topic["spec"]["partitions"]),
                                 environment["AOR_KAFKA_PARTITIONS"], program)
                self.assertEqual(64 % topic["spec"]["partitions"], 0, "64 chains, evenly")
                self.assertEqual(environment["AOR_KAFKA_KEYRING"], keyring_of(program))
                keyring = topics.pop(keyring_of(program))["spec"]
                self.assertEqual(keyring, {"partitions": 1, "replicas": 3, "config": KEYRING})
                public = topics.pop(public_of(program))["spec"]
                self.assertEqual(public, {**topic["spec"], "config": PUBLIC})
            self.assertFalse(topics, "a topic that nobody writes")

    def test_each_service_may_do_what_its_code_does(self):
        for manifests in self.overlays.values():
            users = {one["metadata"]["name"]: one["spec"] for one in manifests.of("KafkaUser")}
            self.assertEqual(set(users), set(CONTEXTS))
            for context, spec in users.items():
                self.assertEqual(spec["authentication"], {"type": "tls"})
                may = {}
                for acl in spec["authorization"]["acls"]:
                    self.assertEqual(acl["resource"]["patternType"], "literal")
                    self.assertEqual(acl["resource"]["type"] == "group",
                                     acl["resource"]["name"].endswith((".owners", ".relay.v1")))
                    may[acl["resource"]["name"]] = set(acl["operations"])
                wanted = {f"development.{log}.log.v1": READS | ({"Write"} if log == context else set())
                          for log in read_by(context)}
                wanted[keyring_of(context)] = READS | {"Write"}  # and nobody else's
                wanted[public_of(context)] = READS | {"Write"}
                wanted[f"development.{context}.owners"] = {"Read"}
                wanted[f"development.{context}.relay.v1"] = {"Read"}
                self.assertEqual(may, wanted, context)

    def test_the_code_names_what_it_reads(self):
        self.assertEqual(read_by("timesheet"), {"timesheet", "engagements", "credentials"})
        self.assertEqual(read_by("directory"), {"directory", "payroll"})

    def test_processes_connect_as_themselves(self):
        for manifests in self.overlays.values():
            cluster = manifests.of("Kafka")[0]
            name, kafka = cluster["metadata"]["name"], cluster["spec"]["kafka"]
            listener, = kafka["listeners"]
            self.assertEqual((listener["tls"], listener["authentication"]), (True, {"type": "tls"}))
            self.assertEqual(kafka["authorization"], {"type": "simple"})
            self.assertEqual(listener["networkPolicyPeers"], [{"podSelector": {"matchLabels": OURS}}])
            for one in manifests.of("KafkaTopic", "KafkaUser", "KafkaNodePool"):
                self.assertEqual(one["metadata"]["labels"]["strimzi.io/cluster"], name)
            for workload in manifests.ours():
                container, program = service_of(workload)
                environment = environment_of(container)
                self.assertEqual(environment["AOR_KAFKA_BROKERS"],
                                 f"{name}-kafka-bootstrap:{listener['port']}")
                self.assertEqual(environment["AOR_KAFKA_SECURITY"], "ssl")
                self.assertEqual(self.files_of(workload), {
                    environment["AOR_KAFKA_CA_FILE"]: (f"{name}-cluster-ca-cert", "ca.crt"),
                    environment["AOR_KAFKA_CERTIFICATE_FILE"]: (program, "user.crt"),
                    environment["AOR_KAFKA_KEY_FILE"]: (program, "user.key"),
                    environment["AOR_WRAPPING_KEY_FILE"]: (f"{program}-keys", "wrapping-key"),
                    environment["AOR_ISSUER_KEY_FILE"]: ("issuer", "issuer-key.pem")})
                brokers = {"strimzi.io/cluster": name, "strimzi.io/kind": "Kafka"}
                self.assertTrue(manifests.may_call(labels_of_pods(workload), brokers,
                                                   listener["port"]))

    def test_pods_of_a_service_share_its_chains(self):
        """By the address of each, under the name that its headless service gives it."""
        for manifests in self.overlays.values():
            for workload in manifests.ours():
                container, program = service_of(workload)
                self.assertEqual(workload["spec"]["replicas"], 2, program)
                fields = {one["name"]: one["valueFrom"]["fieldRef"]["fieldPath"]
                          for one in container["env"] if "valueFrom" in one}
                labels = labels_of_pods(workload)
                pod = {"metadata.name": f"{workload['metadata']['name']}-1",
                       **{f"metadata.labels['{name}']": value for name, value in labels.items()}}
                address = re.sub(r"\$\((\w+)\)", lambda found: pod[fields[found.group(1)]],
                                 environment_of(container)["AOR_ADVERTISE"])
                headless = manifests.named("Service", workload["spec"]["serviceName"])
                port, = (one["port"] for one in headless["spec"]["ports"] if one["name"] == "grpc")
                self.assertEqual(address, f"{program}-1.{headless['metadata']['name']}:{port}")
                # Also of one that is not ready: it may own chains.
                self.assertIs(headless["spec"]["publishNotReadyAddresses"], True)
                names = [one["name"] for one in container["env"]]
                for name in fields:  # a reference to what comes later is not replaced
                    self.assertLess(names.index(name), names.index("AOR_ADVERTISE"))

    def files_of(self, workload):
        """What is mounted of secrets: path → secret and key."""
        container, _ = service_of(workload)
        folder = next(one["mountPath"] for one in container["volumeMounts"]
                      if one["name"] == "secrets")
        volume = next(one for one in workload["spec"]["template"]["spec"]["volumes"]
                      if one["name"] == "secrets")
        return {f"{folder}/{item['path']}": (source["secret"]["name"], item["key"])
                for source in volume["projected"]["sources"] for item in source["secret"]["items"]}

    def test_brokers_outlive_the_loss_of_one(self):
        for manifests in self.overlays.values():
            config = manifests.of("Kafka")[0]["spec"]["kafka"]["config"]
            self.assertIs(config["auto.create.topics.enable"], False)
            pools = {tuple(one["spec"]["roles"]): one["spec"] for one in manifests.of("KafkaNodePool")}
            self.assertEqual(set(pools), {("controller",), ("broker",)})
            for pool in pools.values():
                self.assertEqual(pool["replicas"], 3)
                self.assertEqual([one["deleteClaim"] for one in pool["storage"]["volumes"]], [False])

    def test_a_broker_takes_the_settings(self):
        flags = [f"--config={name}={str(value).lower() if isinstance(value, bool) else value}"
                 for name, value in SETTINGS.items()]
        self.addCleanup(run, BROKER, "tool", FOLDER, TOPICS, "--delete", "--topic", "settings.test")
        judge(self, BROKER, "tool", FOLDER, TOPICS, "--create", "--topic", "settings.test", *flags)


if __name__ == "__main__":
    unittest.main(argv=["kafka_test"])
