"""What a service says of itself when the shared log does not answer."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from netral.common.v1.operations_pb2 import ComponentState, StatusResponse
from note_running import Running, until


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path / "home") as made:
        yield made


def moved(running: Running, away: bool) -> None:
    """Put a directory where the file of the topic is, or the file back."""
    topic, aside = running.home / "data" / "netral.alpha.v1.log.db", running.home / "aside"
    if away:
        aside.mkdir()
        for file in topic.parent.glob(f"{topic.name}*"):
            file.rename(aside / file.name)
        topic.mkdir()
        return
    topic.rmdir()
    for file in aside.iterdir():
        file.rename(topic.parent / file.name)


def states(status: StatusResponse) -> dict[str, tuple[str, str]]:
    return {one.name: (ComponentState.Name(one.state)[16:], one.reason) for one in status.components}


def measured(running: Running, name: str) -> float:
    found = re.search(rf"^{name}(?:{{[^}}]*}})? (\S+)$", running.metrics(), re.MULTILINE)
    assert found
    return float(found[1])


def test_everything_runs_and_is_fresh(running: Running) -> None:
    running.note(7)
    status = running.settled(3)
    assert set(states(status).values()) == {("RUNNING", "")}
    assert states(status).keys() == {"relay", "projector/alpha", "feed/alpha", "worker"}
    assert status.outbox_age_seconds == 0
    until(lambda: running.status().sources[0].age_seconds < 10)


def test_what_waits_and_since_when_is_told_without_the_log(running: Running) -> None:
    running.note(7)
    running.settled(3)
    until(lambda: running.status().ready)
    moved(running, away=True)
    until(lambda: states(running.status())["relay"] == ("WAITING", "BROKER_GONE"))
    until(lambda: states(running.status())["projector/alpha"] == ("WAITING", "BROKER_GONE"))
    running.note(8)
    status = running.status()
    assert (status.events, status.ready) == (4, False)
    assert status.outbox >= 1
    assert status.outbox_age_seconds > 0
    assert status.sources[0].position == 3
    aged = status.sources[0].age_seconds
    until(lambda: running.status().sources[0].age_seconds > aged + 1)
    until(lambda: measured(running, "netral_outbox_age_seconds") > 1)
    assert measured(running, "netral_outbox_events") >= 1
    assert measured(running, "netral_view_age_seconds") > 0
    assert measured(running, "netral_ready") == 0
    moved(running, away=False)
    until(lambda: running.status().ready)
    assert running.settled(5).outbox_age_seconds == 0
    until(lambda: measured(running, "netral_outbox_events") == 0)
    until(lambda: measured(running, "netral_view_age_seconds") < 10)
    assert running.end(signal.SIGTERM) == 0
