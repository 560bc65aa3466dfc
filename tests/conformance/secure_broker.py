"""A real broker that asks for certificates, or for passwords, and enforces rights, as Strimzi sets one up."""

import os
import pathlib
import secrets
import subprocess
import time

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka.admin import (AclBinding, AclBindingFilter, AclOperation, AclPermissionType,
                                   AdminClient, NewTopic, ResourcePatternType, ResourceType)
from deployment import SOURCE, free_ports, run

BROKER = SOURCE / "tests/kafka/broker.sh"
JARS = SOURCE / ".deps/kafka" / os.environ.get("KAFKA_VERSION", "4.1.0")
PATIENCE = 30  # seconds

SERVER = """process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=TLS://127.0.0.1:{port},SCRAM://127.0.0.1:{scram},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=TLS://127.0.0.1:{port},SCRAM://127.0.0.1:{scram}
inter.broker.listener.name=TLS
listener.security.protocol.map=TLS:SSL,SCRAM:SASL_SSL,CONTROLLER:PLAINTEXT
log.dirs={folder}/data
log.flush.interval.messages=1
auto.create.topics.enable=false
offsets.topic.replication.factor=1
num.network.threads=2
num.io.threads=4
listener.name.tls.ssl.client.auth=required
listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.scram.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={folder}/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location={folder}/ca.crt
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:CN=broker;User:ANONYMOUS
"""


class SecureBroker:
    """Everybody whose name is given gets a certificate and a password; "broker" may do everything."""

    def __init__(self, folder, names):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self._openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
                      "-keyout ca.key -out ca.crt -subj /CN=test")
        (self.folder / "san").write_text("subjectAltName=IP:127.0.0.1\n", "utf-8")
        for name in ["broker", *names]:
            self._certify(name)
        for name in names:
            (self.folder / f"{name}.password").write_text(secrets.token_hex(16) + "\n", "utf-8")
        self.names = names

    def start(self):
        port, scram, controller = free_ports(), free_ports(), free_ports()
        self.address, self.scram_address = f"127.0.0.1:{port}", f"127.0.0.1:{scram}"
        (self.folder / "address").write_text(self.address, "utf-8")
        properties = self.folder / "server.properties"
        properties.write_text(
            SERVER.format(folder=self.folder, port=port, scram=scram, controller=controller), "utf-8")
        users = [word for name in self.names for word in
                 ("--add-scram", f"SCRAM-SHA-512=[name={name},password={self.password(name)}]")]
        code, said = run("java", "-Xmx128m", "-cp", f"{JARS}/*", "kafka.tools.StorageTool",
                         "format", "-t", "AORAORAORAORAORAORAORA", "-c", properties, *users)
        if code != 0:
            raise AssertionError(said)
        subprocess.run([BROKER, "start", self.folder], check=True, timeout=90,
                       env=dict(os.environ, KAFKA_LIFETIME="600"))

    def stop(self):
        run(BROKER, "stop", self.folder)

    def file(self, name, kind):
        return str(self.folder / f"{name}.{kind}")

    def password(self, name):
        return pathlib.Path(self.file(name, "password")).read_text("utf-8").strip()

    def knows(self, name, password):
        """Does it let anybody in with this password, who has no certificate?"""
        admin = AdminClient({"bootstrap.servers": self.scram_address, "security.protocol": "sasl_ssl",
                             "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": name,
                             "sasl.password": password, "log_level": 0,
                             "ssl.ca.location": self.file("ca", "crt")})
        try:
            return bool(admin.list_topics(timeout=5).brokers)
        except KafkaException:
            return False

    def settings(self, name):
        return {"bootstrap.servers": self.address, "security.protocol": "ssl",
                "ssl.ca.location": self.file("ca", "crt"), "log_level": 0,
                "ssl.certificate.location": self.file(name, "crt"),
                "ssl.key.location": self.file(name, "key")}

    def create(self, topics):
        """Of name → (partitions, settings)."""
        admin = AdminClient(self.settings("broker"))
        asked = admin.create_topics([NewTopic(name, partitions, 1, config=config)
                                     for name, (partitions, config) in topics.items()])
        for future in asked.values():
            future.result(PATIENCE)

    def allow(self, rights):
        """Of (user, topic or group, its name, operation as Strimzi spells it), however the user comes in."""
        bindings = [AclBinding(ResourceType[kind.upper()], name, ResourcePatternType.LITERAL,
                               principal, "*", OPERATIONS[operation], AclPermissionType.ALLOW)
                    for user, kind, name, operation in rights
                    for principal in (f"User:CN={user}", f"User:{user}")]
        admin = AdminClient(self.settings("broker"))
        for future in admin.create_acls(bindings).values():
            future.result(PATIENCE)
        every = AclBindingFilter(ResourceType.ANY, None, ResourcePatternType.ANY, None, None,
                                 AclOperation.ANY, AclPermissionType.ANY)
        end = time.monotonic() + PATIENCE  # they take effect a moment later
        while len(admin.describe_acls(every).result(PATIENCE)) < len(bindings):
            assert time.monotonic() < end, "the broker does not take the rights"
            time.sleep(0.05)

    def may_write(self, name, topic):
        verdicts = []
        producer = Producer(self.settings(name) | {"message.timeout.ms": PATIENCE * 1000})
        producer.produce(topic, b"of no chain", key=b"nobody's",  # a compacted topic wants one
                         on_delivery=lambda error, _: verdicts.append(error))
        producer.flush(PATIENCE)
        return self._verdict(verdicts[0])

    def may_see(self, name, topic):
        admin = AdminClient(self.settings(name))
        return self._verdict(admin.list_topics(topic, PATIENCE).topics[topic].error)

    @staticmethod
    def _verdict(error):
        if error is None:
            return True
        if error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED:
            return False
        raise AssertionError(error)

    def _certify(self, name):
        self._openssl(f"req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key "
                      f"-out {name}.csr -subj /CN={name}")
        self._openssl(f"x509 -req -in {name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 "
                      f"-extfile san -out {name}.crt")
        both = [(self.folder / f"{name}.{kind}").read_text("utf-8") for kind in ("key", "crt")]
        (self.folder / f"{name}.pem").write_text("".join(both), "utf-8")

    def _openssl(self, arguments):
        subprocess.run(["openssl", *arguments.split()], cwd=self.folder, check=True, timeout=30,
                       capture_output=True)


OPERATIONS = {"Read": AclOperation.READ, "Write": AclOperation.WRITE,
              "Describe": AclOperation.DESCRIBE, "DescribeConfigs": AclOperation.DESCRIBE_CONFIGS}
