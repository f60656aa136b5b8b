"""The log for humans while the system lives: followed through a death, explained to its last effect, never a hang."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_place import Place, service
from netral_cli.demo import regency
from netral_testing.processes import Child
from netral_testing.waiting import eventually

UNITS = "kode_unit,nama_unit,jenis_unit\n"


@pytest.fixture(scope="module")
def recorded(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A few units and employees."""
    files = regency.write(tmp_path_factory.mktemp("files"), 12, 1)[0]
    for group, file in (("org", files.units), ("staff", files.staff)):
        place.netral(group, "import", file, "--tenant", "51.04", "--as-of", "2023-11-01", "--json")
    return place


def unit(place: Place, folder: Path, code: str) -> None:
    """Record one more unit."""
    file = folder / f"{code}.csv"
    file.write_text(f"{UNITS}{code},Dinas Uji,DINAS\n")
    asked = ("org", "import", file, "--tenant", "51.04", "--as-of", "2023-11-01", "--json")
    eventually(lambda: place.netral(*asked).code == 0, timeout=60)


@pytest.fixture
def tailing(recorded: Place) -> Iterator[Child]:
    environment = {"NETRAL_HOME": str(recorded.home), "NETRAL_PORT_BASE": str(recorded.port_base)}
    with Child("netral_cli", "log", "tail", "--last", "1", "--json", environment=environment) as child:
        child.wait_for_line('"service": "registry"')
        child.wait_for_line('"service": "pledge"')
        yield child


def test_a_tail_goes_on_through_the_death_of_a_service_and_ends_with_zero(
    recorded: Place, tailing: Child, tmp_path: Path
) -> None:
    unit(recorded, tmp_path, "TAIL-1")
    tailing.wait_for_line("TAIL-1")
    os.kill(service(recorded, "registry"), signal.SIGKILL)
    tailing.wait_for_line("registry")
    unit(recorded, tmp_path, "TAIL-2")
    tailing.wait_for_line("TAIL-2", timeout=60)
    os.kill(tailing.pid, signal.SIGINT)
    assert tailing.wait() == 0
    events = [json.loads(line) for line in tailing.stdout.splitlines()]
    for name in ("registry", "pledge"):
        positions = [event["position"] for event in events if event["service"] == name]
        assert positions == list(range(positions[0], positions[-1] + 1))
    assert all(line.count("registry") or line.count("pledge") for line in tailing.stderr.splitlines())


def test_a_tail_shows_no_name_of_anybody(recorded: Place) -> None:
    environment = {"NETRAL_HOME": str(recorded.home), "NETRAL_PORT_BASE": str(recorded.port_base)}
    with Child("netral_cli", "log", "tail", "--from", "1", "--service", "registry", environment=environment) as child:
        child.wait_for_line("netral.registry.person-registered")
        assert child.terminate() == 0
        registered = [line for line in child.stdout.splitlines() if "person-registered" in line]
    assert registered
    assert all("•••" in line for line in registered)


def test_a_tail_of_nothing_that_runs_ends_with_one(nowhere: Place) -> None:
    answer = nowhere.netral("log", "tail", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (1, "NOT_RUNNING")


def test_why_names_command_actor_and_all_that_the_request_did(recorded: Place) -> None:
    log = recorded.netral("log", "show", "--service", "registry", "--json").document["events"]
    person = next(one for one in log if one["type"] == "netral.registry.person-registered")
    document = recorded.netral("log", "why", "registry", person["position"], "--json").document
    (asked,) = document["events"]
    assert {name: asked[name] for name in person} == person
    assert re.fullmatch(r"user:[0-9a-f]{8}", asked["actor"])
    assert re.fullmatch(r"[0-9a-f-]{36}", asked["command"])
    assert (document["more"], document["unreachable"]) == (False, [])
    chain = document["chain"]
    assert {one["correlation"] for one in chain} == {asked["correlation"]}
    assert asked["event_id"] in {one["event_id"] for one in chain}
    assert sum(one["type"] == "netral.registry.employment-started" for one in chain) == 13
    by_stream = recorded.netral("log", "why", "registry", person["stream"], "--json").document
    assert [one["version"] for one in by_stream["events"]] == [1, 2, 3]
    assert "Asal peristiwa" in recorded.netral("log", "why", "registry", person["position"]).out


def test_why_asks_for_something_that_is_there(recorded: Place) -> None:
    for what, code, reason in (
        ("999999", 4, "EVENT_UNKNOWN"),
        ("unit/nothing", 4, "EVENT_UNKNOWN"),
        ("0", 2, "POSITION_OR_STREAM"),
        ("9" * 30, 2, "POSITION_OR_STREAM"),
        ("word", 2, "POSITION_OR_STREAM"),
    ):
        answer = recorded.netral("log", "why", "pledge", what, "--json")
        assert (answer.code, answer.document["error"]["code"]) == (code, reason)


def test_the_status_names_every_part_with_its_state(recorded: Place) -> None:
    document = recorded.netral("status", "--json").document
    registry, pledge = (document["services"][name] for name in ("registry", "pledge"))
    assert registry["components"]["relay"] == {"state": "running", "reason": None}
    assert pledge["components"].keys() >= {"relay", "worker", "projector/pledge", "projector/registry"}
    assert registry["outbox_age_seconds"] >= 0
    assert 0 <= pledge["views"]["registry"]["age_seconds"] < 60
    assert "projector/registry" in recorded.netral("status", "--lang", "en").out


def test_the_status_of_a_silent_service_is_told_within_seconds_and_ends_with_one(recorded: Place) -> None:
    pledge = service(recorded, "pledge")
    os.kill(pledge, signal.SIGSTOP)
    try:
        began = time.monotonic()
        answer = recorded.netral("status", "--json")
        assert time.monotonic() - began < 15
        table = recorded.netral("status", "--lang", "en")
    finally:
        os.kill(pledge, signal.SIGCONT)
    assert (answer.code, table.code) == (1, 1)
    assert answer.document["services"]["pledge"] == {"ready": False, "reachable": False, "reason": "TIMED_OUT"}
    assert answer.document["services"]["registry"]["reachable"]
    assert "Unreachable" in table.out
    assert "pledge" in table.err
