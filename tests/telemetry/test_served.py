"""What a running service really serves on its metrics port, against the catalogue and against the alert rules."""

import importlib
import pathlib
import re
import urllib.request
from collections.abc import Iterator

import pytest
from netral_chassis.metrics import CATALOGUE, Described
from netral_chassis.service import Service
from netral_cli import connection
from netral_testing.ports import free_base
from netral_testing.processes import Child
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

RULES = pathlib.Path(__file__).parents[2] / "deploy" / "prometheus" / "rules" / "netral.yml"


SERVICES = {f"netral_{name}": offset for name, offset in connection.SERVICES.items()}


def catalogue(module: str) -> list[Described]:
    """What a service says it serves: the metrics of all, and its own."""
    service: Service = importlib.import_module(f"{module}.service").service()
    return [*CATALOGUE, *service.metrics]


@pytest.fixture(scope="module", params=SERVICES)
def module(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def families(tmp_path_factory: pytest.TempPathFactory, module: str) -> Iterator[dict[str, Metric]]:
    """Families by name, once the service says that it is ready."""
    base = free_base()
    port = base + 10 + SERVICES[module]
    home = tmp_path_factory.mktemp("home")

    def served() -> dict[str, Metric]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                found = text_string_to_metric_families(answer.read().decode())
        except OSError:
            return {}
        by_name = {family.name: family for family in found}
        return by_name if by_name["netral_ready"].samples[0].value == 1 else {}

    environment = {"NETRAL_HOME": str(home), "NETRAL_PORT_BASE": str(base)}
    with Child(module, environment=environment) as child:
        yield child.wait_until(served, timeout=60)


def test_exactly_the_metrics_of_the_catalogue_are_served_with_their_kinds(families, module):
    wanted = {one.name.removesuffix("_total"): one.kind for one in catalogue(module)}
    assert {name: family.type for name, family in families.items()} == wanted


def test_samples_carry_the_labels_of_the_catalogue_and_no_others(families, module):
    for one in catalogue(module):
        for sample in families[one.name.removesuffix("_total")].samples:
            assert sample.labels.keys() - {"le"} == set(one.labels), sample.name


def test_every_metric_that_an_alert_asks_for_has_a_value_from_the_start(families):
    expressions = re.findall(r"expr: ((?:.|\n)*?)(?:labels|for):", RULES.read_text())
    asked = set(re.findall(r"\bnetral_\w+", "\n".join(expressions)))
    assert asked
    for name in asked:
        assert families[name.removesuffix("_total")].samples, name


def test_every_reason_for_which_a_view_can_halt_has_an_alert(families):
    told = set(re.findall(r'netral_view_halted\{reason="(\w+)"\}', RULES.read_text()))
    assert {sample.labels["reason"] for sample in families["netral_view_halted"].samples} == told
