"""A process killed at any point whose order matters, and another life after it: nothing is lost, nothing is double."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import life
import pytest
from netral_chassis.audit import audit
from netral_chassis.commands import history
from noted import TYPES

POINTS = (
    "append.locked",
    "append.inserted",
    "append.committed",
    "relay.read",
    "relay.sent",
    "relay.checkpointed",
    "consume.read",
    "project.folded",
    "project.written",
    "project.committed",
    "feed.committed",
    "work.executed",
    "work.done",
)


@pytest.mark.parametrize("point", POINTS)
def test_a_life_after_a_sudden_death_ends_as_if_nothing_had_happened(tmp_path: Path, point: str) -> None:
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": paths, "NETRAL_CRASH": f"{point}:exit:2"}
    died = subprocess.run([sys.executable, life.__file__, str(tmp_path)], env=environment, timeout=120)
    assert died.returncode == -signal.SIGKILL
    house = life.live(tmp_path)
    assert [line for line in house.lines() if str(line[0]).startswith("a/")] == [
        (f"a/{number:05}", number, "n", 1) for number in range(life.STREAMS)
    ]
    reacted = [event.data.number for event in history(house.store, TYPES, "n/1")]  # type: ignore[attr-defined]
    assert sorted(reacted) == list(range(life.STREAMS))
    assert house.store.head().next_position == 2 * life.STREAMS + 1
    assert audit(house.store).problems == ()
    house.close()
