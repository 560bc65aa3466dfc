"""Kubernetes objects as kustomize puts them together, and the questions that tests ask of them."""

import functools
import pathlib
import sys

from deployment import K8S, documents, run

OVERLAYS = sorted(path.parent.name for path in K8S.glob("overlays/*/kustomization.yaml"))
OURS = {"app.kubernetes.io/part-of": "aor"}
NAME = "app.kubernetes.io/name"


@functools.cache
def manifests_of(overlay):
    return Manifests(overlay)


@functools.cache
def text_of(overlay):
    kubectl = pathlib.Path(sys.executable).parent / "kubectl"
    code, said = run(kubectl, "kustomize", K8S / "overlays" / overlay)
    if code != 0:
        raise AssertionError(f"{overlay}: {said}")
    return said


class Manifests:
    def __init__(self, overlay):
        self.objects = documents(text_of(overlay))

    def of(self, *kinds):
        return [one for one in self.objects if one["kind"] in kinds]

    def named(self, kind, name):
        found = [one for one in self.of(kind) if one["metadata"]["name"] == name]
        return found[0] if found else None

    def workloads(self):
        return self.of("StatefulSet", "Deployment", "DaemonSet", "Job", "CronJob")

    def ours(self):
        return [one for one in self.of("StatefulSet") if matches(OURS, labels_of_pods(one))]

    def may_call(self, source, target, port):
        """Whether the policies let a pod with the labels `source` reach one with `target`."""
        return (self._lets(source, "Egress", "egress", "to", target, port)
                and self._lets(target, "Ingress", "ingress", "from", source, port))

    def _lets(self, pod, direction, rules, peers, other, port):
        selecting = [policy["spec"] for policy in self.of("NetworkPolicy")
                     if matches(policy["spec"]["podSelector"].get("matchLabels", {}), pod)
                     and direction in policy["spec"]["policyTypes"]]
        if not selecting:
            return True
        return any(allows(rule, peers, other, port)
                   for spec in selecting for rule in spec.get(rules, []))


def allows(rule, peers, other, port):
    if port not in [one["port"] for one in rule["ports"]]:
        return False
    return any("namespaceSelector" not in peer
               and matches(peer["podSelector"].get("matchLabels", {}), other)
               for peer in rule[peers])


def matches(selector, labels):
    return selector.items() <= labels.items()


def pod_of(workload):
    spec = workload["spec"]
    return (spec["jobTemplate"]["spec"] if workload["kind"] == "CronJob" else spec)["template"]


def labels_of_pods(workload):
    return pod_of(workload)["metadata"].get("labels", {})


def containers_of(workload):
    spec = pod_of(workload)["spec"]
    return spec.get("initContainers", []) + spec["containers"]


def service_of(workload):
    """The container of a process of ours, and the program in its image."""
    container = next(one for one in containers_of(workload) if one["name"] == "service")
    return container, container["image"].rsplit(":", 1)[0].rsplit("/", 1)[-1]


def environment_of(container):
    return {one["name"]: one.get("value", "") for one in container.get("env", [])}
