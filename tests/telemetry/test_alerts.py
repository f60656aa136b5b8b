"""The alert rules as Prometheus itself loads them: their tests, the metrics they name, and the pages they point to."""

import json
import pathlib
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from netral_chassis.metrics import CATALOGUE
from netral_testing.children import spawn
from netral_testing.ports import free_ports
from netral_testing.waiting import eventually

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "prometheus"
RUNBOOKS = ROOT / "docs" / "runbooks"
TARGET_LABELS = {"job", "service", "instance"}
WORDS = {"and", "or", "unless", "on", "ignoring", "by", "without", "group_left", "group_right", "bool", "offset"}


def promtool(*arguments: str) -> None:
    done = subprocess.run(["promtool", *arguments], cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def alerts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """The alerts of a real Prometheus that runs with our configuration, as its API tells them."""
    (port,) = free_ports(1)
    folder = tmp_path_factory.mktemp("prometheus")
    arguments = [f"--storage.tsdb.path={folder}", f"--web.listen-address=127.0.0.1:{port}"]
    server = spawn(["prometheus", f"--config.file={FOLDER / 'prometheus.yml'}", *arguments])

    def loaded() -> list[dict[str, Any]]:
        assert server.poll() is None, "Prometheus ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/rules", timeout=5) as answer:
                groups = json.load(answer)["data"]["groups"]
        except OSError:
            return []
        return [rule for group in groups for rule in group["rules"]]

    yield eventually(loaded, timeout=30, what="a Prometheus that has loaded its rules")
    server.terminate()
    server.wait(20)


def names_in(expression: str) -> tuple[set[str], set[str]]:
    """Metric names and label names of an expression."""
    unquoted = re.sub(r'"[^"]*"', '""', expression)
    labels = set()
    for inside in re.findall(r"\{([^}]*)\}", unquoted):
        labels |= set(re.findall(r"(\w+)\s*(?:=|!=|=~|!~)", inside))
    for inside in re.findall(r"\b(?:on|by|ignoring|without)\s*\(([^)]*)\)", unquoted):
        labels |= set(re.findall(r"\w+", inside))
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\b(?:on|by|ignoring|without)\s*\([^)]*\)", " ", unquoted)
    metrics = {name for name in re.findall(r"\b[a-z_:][\w:]*\b(?!\s*\()", bare) if name not in WORDS}
    return metrics, labels


def test_the_configuration_is_one_that_prometheus_accepts():
    promtool("check", "config", "prometheus.yml")


def test_every_alert_fires_and_clears_as_the_rule_tests_say():
    promtool("test", "rules", "rules_test.yml")


def test_the_rule_tests_let_every_alert_fire_and_clear(alerts):
    text = (FOLDER / "rules_test.yml").read_text()
    seen = re.findall(r"alertname: (\w+)\n\s+exp_alerts:( \[\])?", text)
    fires = {name for name, empty in seen if not empty}
    clears = {name for number, (name, empty) in enumerate(seen) if empty and (name, "") in seen[:number]}
    named = {alert["name"] for alert in alerts}
    assert fires == named
    assert clears == named


def test_rules_name_only_metrics_and_labels_that_are_served(alerts):
    described = {one.name: set(one.labels) for one in CATALOGUE}
    for alert in alerts:
        metrics, labels = names_in(alert["query"])
        assert metrics - {"up"} <= described.keys(), alert["name"]
        served = TARGET_LABELS.union(*(described.get(name, set()) for name in metrics))
        assert labels <= served, alert["name"]


def test_a_metric_that_nobody_serves_is_noticed():
    metrics, labels = names_in('sum by (source) (rate(netral_wiew_lag{reason="up"}[5m])) > 3 and absent(up)')
    assert metrics == {"netral_wiew_lag", "up"}
    assert labels == {"source", "reason"}


def test_every_alert_has_a_page_of_its_name_and_every_page_an_alert(alerts):
    assert {page.stem for page in RUNBOOKS.glob("*.md")} == {alert["name"] for alert in alerts}


def test_every_alert_says_who_in_two_languages_and_where_its_page_is(alerts):
    for alert in alerts:
        notes = alert["annotations"]
        page = ROOT / notes["runbook_url"]
        assert page == RUNBOOKS / f"{alert['name']}.md"
        assert alert["labels"]["severity"] in {"critical", "warning"}
        for language in ("summary", "ringkasan"):
            assert "{{ $labels.service }}" in notes[language], alert["name"]


def test_every_page_fits_a_screen_and_says_meaning_signs_and_cure(alerts):
    severity = {alert["name"]: alert["labels"]["severity"] for alert in alerts}
    for page in RUNBOOKS.glob("*.md"):
        text = page.read_text()
        assert text.startswith(f"# {page.stem} — ")
        assert f"Severity: {severity[page.stem]}." in text
        assert re.findall(r"^## (.*)$", text, re.M) == ["What it means", "What to look at", "How to cure it"]
        assert len(text.splitlines()) <= 40, page.name
        others = set(re.findall(r"\bNetral[A-Z]\w+", text))
        assert others <= severity.keys(), page.name
