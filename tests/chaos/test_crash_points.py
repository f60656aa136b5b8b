"""Services die at every named point of a pledge day; they come back, the files are sent again, and nothing differs.

Here each point is struck once on the embedded profile and some on the server's; `make crashes` strikes at each in every
way on both.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crash_day
import pytest
from crash_day import HOWS, NOT_PASSED, PASSED, ROUNDS, Town
from netral_chassis.crash import POINTS

SIGNERS = 2 * ROUNDS
ON_SERVER = ("append.inserted", "relay.sent", "project.written", "rebuild.caught_up", "vault.sealed")
"""Points in the middle of what must be whole."""


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with crash_day.on_the_eve("embedded", crash_day.write(tmp_path_factory.mktemp("files"))) as town:
        yield town


@pytest.fixture(scope="module")
def undisturbed(eve: Town, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a day without a death shows, and which points each service passed."""
    with crash_day.copied(eve) as town:
        found = crash_day.held(town, [()] * ROUNDS, tmp_path_factory.mktemp("out") / "receipts")
        passed = {service: {line.partition(" ")[2] for line in town.said(service)} for service in PASSED}
    return {"shown": found, "passed": passed}


def test_every_point_is_passed_on_a_pledge_day_or_known_not_to_be(undisturbed: dict[str, Any]) -> None:
    assert undisturbed["passed"] == {service: set(points) for service, points in PASSED.items()}
    assert {*PASSED["registry"], *PASSED["pledge"], *NOT_PASSED} == POINTS
    assert undisturbed["shown"]["receipts"] == (SIGNERS, SIGNERS, SIGNERS, 0)
    assert undisturbed["shown"]["audit"] is True


def hows(service: str, number: int) -> str:
    """Each of the ways in turn; the services never end in the same way at once."""
    return HOWS[(number + (service == "pledge")) % len(HOWS)]


def test_a_death_at_any_point_leaves_no_trace_once_the_files_are_sent_again(
    eve: Town, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    with crash_day.copied(eve) as town:
        found = crash_day.held(town, crash_day.schedule(hows), tmp_path / "receipts")
        assert town.never == []
    assert crash_day.differences(found, undisturbed["shown"]) == []


@pytest.mark.kafka
@pytest.mark.postgres
def test_the_same_deaths_on_the_server_profile_leave_what_an_embedded_day_leaves(
    eve: Town, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    strikes = [[one for one in strikes if one.point in ON_SERVER] for strikes in crash_day.schedule(hows)]
    with crash_day.on_the_eve("server", eve.day) as town:
        found = crash_day.held(town, strikes, tmp_path / "receipts")
        assert town.never == []
    assert crash_day.differences(found, undisturbed["shown"]) == []
