"""The overlays of k8s/, judged by the schemas of Kubernetes and Strimzi, and by our own rules.

    kubernetes_test.py SOURCE PROGRAMS
"""

import json
import pathlib
import re
import tempfile
import unittest

from deployment import CONTEXTS, DEPLOY, DEPS, K8S, PROGRAMS, SOURCE, judge, known_flags, refused_flags
from manifests import (NAME, OVERLAYS, containers_of, environment_of, labels_of_pods,
                       manifests_of, matches, pod_of, service_of, text_of)

CALLS, METRICS = 7443, 9464
HARMLESS = {"configMap", "emptyDir", "projected", "secret", "persistentVolumeClaim"}
IMAGE_ENVIRONMENT = dict(re.findall(r"(AOR_\w+)=(\S+)",
                                    (DEPLOY / "Dockerfile").read_text("utf-8")))
SCHEMAS = DEPS / "schemas"


def each(test):
    """A test of every overlay."""
    def all_of_them(self):
        self.assertTrue(OVERLAYS)
        for overlay in OVERLAYS:
            with self.subTest(overlay):
                test(self, manifests_of(overlay), overlay)
    return all_of_them


def asked_by(context):
    """The other contexts whose services the code of this one calls; itself it asks within the process."""
    code = "".join(file.read_text("utf-8")
                   for file in (SOURCE / "services" / context).glob("**/*.cc"))
    return set(re.findall(r'ChannelTo\("(\w+)"\)', code)) - {context}


def asked_of(probe, environment):
    """The name that a probe asks health about: by the kubelet, or where it lacks a certificate by the pod itself."""
    if "AOR_TLS_CA_FILE" not in environment:
        return probe["grpc"]["service"] if probe["grpc"]["port"] == CALLS else None
    program, health, asked, *flags = probe["exec"]["command"]
    to_itself = flags == [f"--server=localhost:{CALLS}", "--peers=", "--timeout=4s"] and "grpc" not in probe
    return asked if (program, health) == ("/usr/local/bin/aorctl", "health") and to_itself else None


def secrets_in(part):
    """Names of secrets anywhere in a pod."""
    if isinstance(part, list):
        return [name for one in part for name in secrets_in(one)]
    if not isinstance(part, dict):
        return []
    here = [part[key]["name"] for key in ("secret", "secretKeyRef") if "name" in part.get(key, {})]
    here += [part["secretName"]] if "secretName" in part else []
    return here + [name for one in part.values() for name in secrets_in(one)]


class SchemaTest(unittest.TestCase):
    @each
    def test_kubeconform(self, _, overlay):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "all.yaml"
            file.write_text(text_of(overlay), "utf-8")
            said = judge(self, DEPS / "bin/kubeconform", "-strict", "-output", "json", "-summary",
                         "-schema-location",
                         f"{SCHEMAS}/kubernetes/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json",
                         "-schema-location",
                         f"{SCHEMAS}/strimzi/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json",
                         file)
        summary = json.loads(said)["summary"]
        self.assertGreater(summary.pop("valid"), 10)
        self.assertFalse(any(summary.values()), said)

    @each
    def test_secrets_are_referred_to_and_made_by_hand(self, manifests, _):
        self.assertFalse(manifests.of("Secret"))
        readme = (K8S / "README.md").read_text("utf-8")
        made = set(re.findall(r"secret generic ([\w-]+)", readme))
        if "secret generic $service-keys" in readme:
            made |= {f"{context}-keys" for context in CONTEXTS}
        made |= set(re.findall(r"^  secretName: ([\w-]+)$", readme, re.M))  # by cert-manager
        made |= {one["metadata"]["name"] for one in manifests.of("KafkaUser")}
        made |= {f"{one['metadata']['name']}-cluster-ca-cert" for one in manifests.of("Kafka")}
        wanted = {name for workload in manifests.workloads()
                  for name in secrets_in(pod_of(workload)["spec"])}
        self.assertTrue(wanted)
        self.assertLessEqual(wanted, made)


class HardeningTest(unittest.TestCase):
    @each
    def test_pods(self, manifests, _):
        for workload in manifests.workloads():
            name, spec = workload["metadata"]["name"], pod_of(workload)["spec"]
            context = spec["securityContext"]
            self.assertIs(context["runAsNonRoot"], True, name)
            self.assertGreater(context["runAsUser"], 0, name)
            self.assertEqual(context["seccompProfile"], {"type": "RuntimeDefault"}, name)
            self.assertIs(spec["automountServiceAccountToken"], False, name)
            self.assertFalse({"hostNetwork", "hostPID", "hostIPC"} & set(spec), name)
            for volume in spec.get("volumes", []):
                self.assertLessEqual(set(volume) - {"name"}, HARMLESS, name)
            if "serviceAccountName" in spec:
                self.assertTrue(manifests.named("ServiceAccount", spec["serviceAccountName"]))

    @each
    def test_containers(self, manifests, _):
        for workload in manifests.workloads():
            for container in containers_of(workload):
                name = f"{workload['metadata']['name']}: {container['name']}"
                self.assertEqual(container["securityContext"],
                                 {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
                                  "capabilities": {"drop": ["ALL"]}}, name)
                for kind in ("requests", "limits"):
                    self.assertEqual(set(container["resources"][kind]), {"cpu", "memory"}, name)
                for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                    self.assertIn(probe, container, name)
                self.assertRegex(container["image"], r":v?\d+(\.\d+)*$", name)

    @each
    def test_what_is_mounted_exists(self, manifests, _):
        for workload in manifests.workloads():
            there = {volume["name"] for volume in pod_of(workload)["spec"].get("volumes", [])}
            there |= {claim["metadata"]["name"]
                      for claim in workload["spec"].get("volumeClaimTemplates", [])}
            for container in containers_of(workload):
                mounted = [mount["name"] for mount in container.get("volumeMounts", [])]
                self.assertEqual(sorted(mounted), sorted(there), workload["metadata"]["name"])
            for volume in pod_of(workload)["spec"].get("volumes", []):
                if "configMap" in volume:
                    self.assertTrue(manifests.named("ConfigMap", volume["configMap"]["name"]))


class ProcessTest(unittest.TestCase):
    @each
    def test_programs_take_their_flags(self, manifests, overlay):
        self.assertIn({service_of(one)[1] for one in manifests.ours()}, ({"suite"}, set(CONTEXTS)))
        for workload in manifests.ours():
            container, program = service_of(workload)
            self.assertTrue((PROGRAMS / program).exists(), program)
            environment = {name: value for name, value in environment_of(container).items()
                           if name.startswith("AOR_")}
            self.assertTrue(environment)
            self.assertLessEqual({name.removeprefix("AOR_").lower() for name in environment},
                                 known_flags(program), overlay)
            self.assertEqual(refused_flags(program, container.get("args", []),
                                           IMAGE_ENVIRONMENT | environment), "")

    @each
    def test_the_log_and_its_anchor_lie_on_two_volumes(self, manifests, _):
        for workload in manifests.ours():
            container, name = service_of(workload)
            environment = IMAGE_ENVIRONMENT | environment_of(container)
            claims = {claim["metadata"]["name"] for claim in workload["spec"]["volumeClaimTemplates"]}
            volumes = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
            # The copies that Backup makes beside the data lie on its volume too.
            data = str(pathlib.Path(environment["AOR_DATA_DIRECTORY"]).parent)
            anchor = environment["AOR_ANCHOR_DIRECTORY"]
            self.assertEqual({volumes[data], volumes[anchor]}, claims, name)
            self.assertNotEqual(volumes[data], volumes[anchor], name)

    @each
    def test_keys_are_read_by_the_process_alone(self, manifests, _):
        for workload in manifests.ours():
            container, name = service_of(workload)
            environment, spec = environment_of(container), pod_of(workload)["spec"]
            self.assertEqual(spec["securityContext"]["fsGroup"], spec["securityContext"]["runAsGroup"])
            secrets = next(one for one in spec["volumes"] if one["name"] == "secrets")["projected"]
            self.assertEqual(secrets["defaultMode"], 0o440, name)
            mount = next(one for one in container["volumeMounts"] if one["name"] == "secrets")
            self.assertTrue(mount["readOnly"])
            paths = {f"{mount['mountPath']}/{item['path']}"
                     for source in secrets["sources"] for item in source["secret"]["items"]}
            self.assertLessEqual({environment["AOR_WRAPPING_KEY_FILE"],
                                  environment["AOR_ISSUER_KEY_FILE"]}, paths, name)

    @each
    def test_probes_ask_what_health_answers(self, manifests, _):
        monitor = (SOURCE / "libs/service/monitor.cc").read_text("utf-8")
        drain = int(re.search(r"kDrainSeconds = (\d+)",
                              (SOURCE / "libs/service/host.cc").read_text("utf-8")).group(1))
        for workload in manifests.ours():
            container, name = service_of(workload)
            ports = {port["name"]: port["containerPort"] for port in container["ports"]}
            self.assertEqual(ports, {"grpc": CALLS, "metrics": METRICS})
            for variable, port in (("AOR_LISTEN", CALLS), ("AOR_METRICS", METRICS)):
                self.assertEqual(IMAGE_ENVIRONMENT[variable], f"0.0.0.0:{port}")
            for probe, asked in (("startupProbe", "live"), ("readinessProbe", "ready"),
                                 ("livenessProbe", "live")):
                self.assertEqual(asked_of(container[probe], environment_of(container)), asked, name)
                self.assertIn(f'SetServingStatus("{asked}"', monitor)
            pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
            self.assertGreater(pod_of(workload)["spec"]["terminationGracePeriodSeconds"],
                               drain + pause, name)

    @each
    def test_certificates_arrive_in_one_step_and_name_who_is_called(self, manifests, overlay):
        for workload in manifests.ours():
            container, name = service_of(workload)
            environment = environment_of(container)
            files = [environment.get(f"AOR_TLS_{part}_FILE") for part in ("CERTIFICATE", "KEY", "CA")]
            services = [manifests.named("Service", one) for one in (name, workload["spec"]["serviceName"])]
            spoken = {service["spec"]["ports"][0]["appProtocol"] for service in services}
            self.assertEqual(spoken, {"https" if any(files) else "kubernetes.io/h2c"}, overlay)
            if not any(files):
                self.assertEqual(manifests.ours(), [workload], "processes apart that speak plain text")
                continue
            mount = next(one for one in container["volumeMounts"] if one["name"] == "tls")
            self.assertNotIn("subPath", mount)
            self.assertEqual(files, [f"{mount['mountPath']}/{file}" for file in ("tls.crt", "tls.key", "ca.crt")])
            readme = (K8S / "README.md").read_text("utf-8")
            for host in ("localhost", name, f"\"*.{workload['spec']['serviceName']}\""):
                self.assertRegex(readme, rf"[ \[]{re.escape(host)}[,\]]")

    @each
    def test_services_and_budgets_find_their_pods(self, manifests, _):
        for workload in manifests.workloads():
            labels, ports = labels_of_pods(workload), set()
            for container in containers_of(workload):
                ports |= {port["name"] for port in container["ports"]}
            services = [one for one in manifests.of("Service")
                        if matches(one["spec"]["selector"], labels)]
            self.assertTrue(services, workload["metadata"]["name"])
            for service in services:
                self.assertLessEqual({port["targetPort"] for port in service["spec"]["ports"]}, ports)
        for workload in manifests.ours():
            headless = manifests.named("Service", workload["spec"]["serviceName"])
            self.assertEqual(headless["spec"]["clusterIP"], "None")
            budgets = [one for one in manifests.of("PodDisruptionBudget") if matches(
                one["spec"]["selector"]["matchLabels"], labels_of_pods(workload))]
            self.assertEqual([one["spec"]["maxUnavailable"] for one in budgets], [1])


class NetworkTest(unittest.TestCase):
    @each
    def test_who_asks_whom_is_what_the_code_asks(self, manifests, _):
        pods = {service_of(one)[1]: one for one in manifests.ours()}
        for name, workload in pods.items():
            asked = asked_by(name) if name in CONTEXTS else set()
            peers = environment_of(service_of(workload)[0]).get("AOR_PEERS", "")
            addresses = dict(peer.split("=", 1) for peer in peers.split(",") if peer)
            self.assertEqual(set(addresses), asked, name)
            for peer, address in addresses.items():
                self.assertEqual(address, f"dns:///{peer}:{CALLS}")
                self.assertTrue(manifests.named("Service", peer))
            may = {other for other, target in pods.items() if other != name and manifests.may_call(
                labels_of_pods(workload), labels_of_pods(target), CALLS)}
            self.assertEqual(may, asked, name)
            self.assertEqual(name in CONTEXTS,
                             manifests.may_call(labels_of_pods(workload), labels_of_pods(workload),
                                                CALLS), f"{name}: siblings reach each other")

    @each
    def test_prometheus_reaches_every_process_and_nobody_else_does(self, manifests, _):
        scraped = (DEPLOY / "prometheus/kubernetes.yaml").read_text("utf-8")
        others = [{NAME: "prometheus"}, {NAME: "grafana"}, {}]
        for workload in manifests.ours():
            labels = labels_of_pods(workload)
            self.assertEqual([manifests.may_call(other, labels, METRICS) for other in others],
                             [True, False, False])
            self.assertIn(f"- {workload['spec']['serviceName']}\n", scraped)
        self.assertTrue(manifests.may_call({NAME: "grafana"}, {NAME: "prometheus"}, 9090))

    @each
    def test_nobody_calls_from_elsewhere_unless_told(self, manifests, _):
        for workload in manifests.ours():
            labels = labels_of_pods(workload)
            self.assertFalse(manifests.may_call({NAME: "stranger"}, labels, CALLS))
            self.assertFalse(manifests.may_call(labels, {NAME: "stranger"}, 443))
        for policy in manifests.of("NetworkPolicy"):
            for rule in policy["spec"].get("ingress", []) + policy["spec"].get("egress", []):
                for peer in rule.get("from", rule.get("to")):
                    self.assertTrue(all(one.get("matchLabels") for one in peer.values()),
                                    f"{policy['metadata']['name']} lets anybody through")


if __name__ == "__main__":
    unittest.main(argv=["kubernetes_test"])
