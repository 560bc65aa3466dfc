"""Prometheus' own tool judges configuration and alerts; a running process, the metrics they name.

    monitoring_test.py SOURCE PROGRAMS
"""

import json
import pathlib
import re
import tempfile
import unittest

import yaml
from deployment import DEPLOY, DEPS, SOURCE, Process, documents, judge

PROMETHEUS, PROMTOOL = DEPLOY / "prometheus", DEPS / "bin/promtool"
BOARDS = sorted(DEPLOY.glob("grafana/dashboards/*.json"))
RULES = [rule for group in documents((PROMETHEUS / "alerts.yaml").read_text("utf-8"))[0]["groups"]
         for rule in group["rules"]]
SCRAPED = {"job", "service", "instance"}  # labels that the scrape adds
CODES = set(("INTERNAL UNKNOWN DATA_LOSS UNAVAILABLE DEADLINE_EXCEEDED RESOURCE_EXHAUSTED ABORTED "
             "FAILED_PRECONDITION ALREADY_EXISTS INVALID_ARGUMENT NOT_FOUND PERMISSION_DENIED "
             "UNAUTHENTICATED OUT_OF_RANGE UNIMPLEMENTED CANCELLED OK").split())


def boards():
    return [json.loads(file.read_text("utf-8")) for file in BOARDS]


def expressions():
    """Of alerts and dashboards, by where they stand, with the dashboards' variable filled in."""
    for rule in RULES:
        yield rule["alert"], rule["expr"]
    for board in boards():
        for panel in board["panels"]:
            for target in panel["targets"]:
                yield (f"{board['title']}: {panel['title']}",
                       target["expr"].replace("$service", "payroll"))


def selectors(expression):
    """Metric names of ours with their matchers."""
    for name, matchers in re.findall(r"\b((?:aor_\w+)|up)\b(?:\{([^}]*)\})?", expression):
        yield name, re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"', matchers)


def exported():
    """Names on the page of a suite that has answered and refused, each with its labels."""
    with Process("suite", log="embedded") as suite:
        suite.call("clock", "administrator")
        suite.call("projections rebuild", "worker")
        page = suite.page()
    labels = {"up": set()}
    for name, inside in re.findall(r"^(aor_\w+)(?:\{(.*)\})? ", page, re.M):
        labels.setdefault(name, set()).update(re.findall(r'(\w+)="', inside))
    return labels, page


class MonitoringTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.labels, cls.page = exported()

    def test_promtool_takes_the_configurations(self):
        for file in ("prometheus.yaml", "kubernetes.yaml"):
            judge(self, PROMTOOL, "check", "config", PROMETHEUS / file)

    def test_promtool_sees_each_alert_fire_and_keep_silent(self):
        judge(self, PROMTOOL, "test", "rules", PROMETHEUS / "alerts_test.yaml")
        fired, silent = set(), set()
        for case in documents((PROMETHEUS / "alerts_test.yaml").read_text("utf-8"))[0]["tests"]:
            for expected in case["alert_rule_test"]:
                (fired if expected.get("exp_alerts") else silent).add(expected["alertname"])
        self.assertEqual(fired, {rule["alert"] for rule in RULES})
        waiting = {rule["alert"] for rule in RULES if "for" in rule}
        self.assertLessEqual(silent, fired)
        self.assertTrue(silent & waiting)

    def test_promtool_takes_the_page(self):
        judge(self, PROMTOOL, "check", "metrics", input=self.page)

    def test_expressions_parse_and_name_what_is_exported(self):
        # What shows only in trouble stands in the code, in the one place that names it.
        code = "".join(file.read_text("utf-8") for file in SOURCE.glob("libs/**/*.cc"))
        for where, expression in expressions():
            for name, matchers in selectors(expression):
                stem = re.sub(r"_(bucket|sum|count)$", "", name)
                if name not in self.labels:
                    self.assertIn(f'"{stem}"', code, f"{where}: no process exports {name}")
                    continue
                for label, value in matchers:
                    self.assertIn(label, self.labels[name] | SCRAPED, f"{where}: {name}")
                    if label == "code":
                        self.assertLessEqual(set(value.split("|")), CODES, where)
        with tempfile.TemporaryDirectory() as folder:
            rules = [{"record": f"expression_{n}", "expr": expression}
                     for n, (_, expression) in enumerate(expressions())]
            file = pathlib.Path(folder) / "rules.yaml"
            file.write_text(yaml.safe_dump({"groups": [{"name": "all", "rules": rules}]}), "utf-8")
            judge(self, PROMTOOL, "check", "rules", file)

    def test_alerts_say_what_happened_and_what_to_do(self):
        runbook = (DEPLOY / "README.md").read_text("utf-8").split("## Runbook")[1]
        for rule in RULES:
            self.assertIn(rule["labels"]["severity"], ("page", "ticket"), rule["alert"])
            self.assertTrue(rule["annotations"]["summary"], rule["alert"])
            self.assertRegex(runbook, rf"\| `{rule['alert']}` \|", "no line in the runbook")
        named = set(re.findall(r"^\| `([A-Z]\w+)` \|", runbook, re.M))
        self.assertEqual(named, {rule["alert"] for rule in RULES})

    def test_dashboards_are_whole(self):
        self.assertTrue(BOARDS)
        uids = [board["uid"] for board in boards()]
        self.assertEqual(len(set(uids)), len(uids))
        source = documents((DEPLOY / "grafana/provisioning/datasources/prometheus.yaml")
                           .read_text("utf-8"))[0]["datasources"][0]
        for board in boards():
            panels = board["panels"]
            self.assertEqual(len({panel["id"] for panel in panels}), len(panels), board["title"])
            taken = set()
            for panel in panels:
                where = f"{board['title']}: {panel['title']}"
                self.assertTrue(panel["title"] and panel["targets"], where)
                self.assertTrue(panel["fieldConfig"]["defaults"]["unit"], where)
                for part in (panel, *panel["targets"]):
                    self.assertEqual(part["datasource"]["uid"], source["uid"], where)
                place = panel["gridPos"]
                self.assertLessEqual(place["x"] + place["w"], 24, where)
                cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                         for y in range(place["y"], place["y"] + place["h"])}
                self.assertFalse(cells & taken, f"{where} lies on another panel")
                taken |= cells


if __name__ == "__main__":
    unittest.main(argv=["monitoring_test"])
