"""A service dies at every step of an erasure: order, destruction, confirmation, certificate. It ends as if none had."""

import contextlib
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from leaving import Leaver, Leaving
from netral.common.v1.operations_pb2 import ReadLogRequest, StatusRequest
from netral_testing.waiting import eventually
from running import OFFSETS, System, started

TENANT = "53.03"
GONE, STAYS = Leaver(5), Leaver(6)
STEPS = [
    *(("registry", "append.committed", n) for n in (1, 2, 3)),
    ("registry", "append.inserted", 3),
    ("pledge", "append.committed", 1),
    *(
        (service, point, 1)
        for service in OFFSETS
        for point in ("feed.committed", "vault.destroyed", "vault.wiped", "work.executed", "work.done")
    ),
]
"""The registry appends the order, the answer of pledge, then its own confirmation with the certificate."""
FACTS = {
    "netral.registry.erasure-requested": 1,
    "netral.registry.erasure-ordered": 1,
    "netral.registry.erasure-answered": 1,
    "netral.registry.person-erased": 1,
    "netral.common.erasure-confirmed": 2,
}


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Leaving, list[bytes]]]:
    """An erasure was asked for, nothing runs; with it the secrets that must go."""
    with started(tmp_path_factory.mktemp("eve")) as system:
        leaving = Leaving(system, TENANT)
        leaving.hire(GONE, STAYS)
        leaving.office.ask_erasure(leaving.persons[GONE])
        system.settle(leaving.office.seen)
        secrets = leaving.secrets(GONE)
        eventually(lambda: _all_reacted(system), timeout=30, what="feeds that read everything, and nothing left to do")
        for service in OFFSETS:
            assert system.end(service) == 0
        yield leaving, secrets


@pytest.mark.parametrize(("service", "point", "passing"), STEPS)
def test_a_death_at_any_step_of_an_erasure_leaves_no_trace(
    eve: tuple[Leaving, list[bytes]], tmp_path: Path, service: str, point: str, passing: int
) -> None:
    before, secrets = eve
    home = tmp_path / "home"
    shutil.copytree(before.system.home.path, home)
    system = System(home, before.system.port_base)
    place = before.moved(system)
    try:
        for name in OFFSETS:
            system.start(name, **({"NETRAL_CRASH": f"{point}:exit:{passing}"} if name == service else {}))
        victim = system.children[service]
        eventually(lambda: _is_up(system) or victim.exit_code is not None, timeout=60, what="a start")
        _approve(place)
        assert eventually(lambda: victim.exit_code, timeout=30, what=f"a death at {point}") == -signal.SIGKILL
        victim.close()
        system.start(service)
        system.ready()
        _approve(place)
        place.await_certificate(GONE)
        system.settle()
        assert place.names(GONE, STAYS) == [("", True), (STAYS.name, False)]
        assert place.holding(secrets) == []
        assert _facts(system) == FACTS
    finally:
        system.close()


def _is_up(system: System) -> bool:
    return all(system.serving(service) for service in OFFSETS)


def _all_reacted(system: System) -> bool:
    """What waits would be the first that an armed service does, before anybody approves anything."""
    ends = {name: one.Status(StatusRequest()).events for name, one in system.caller().operations.items()}
    for service in OFFSETS:
        with contextlib.closing(sqlite3.connect(system.home.data / f"{service}.core.db")) as conn:
            read = dict(conn.execute("SELECT source, next_position - 1 FROM feed_checkpoint"))
            (waiting,) = conn.execute("SELECT count(*) FROM todo WHERE done_at IS NULL").fetchone()
        if waiting or any(position < ends[source] for source, position in read.items()):
            return False
    return True


def _approve(place: Leaving) -> None:
    """It may die before it answers; the caller sends it again when it is back."""
    try:
        place.officer.approve_erasure(place.persons[GONE])
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise


def _facts(system: System) -> dict[str, int]:
    """How many events of an erasure both logs hold, by type."""
    types = Counter(
        event.type
        for stub in system.caller().operations.values()
        for event in stub.ReadLog(ReadLogRequest(from_position=1)).events
    )
    return {name: count for name, count in types.items() if "eras" in name}
