"""A full disk, a broker that is missing, a database that goes away, a clock that jumps back: each is told or waited
for, nothing is lost, and when its cause is gone the service goes on by itself. Everything here is a real process."""

import json
import resource
import sqlite3
import time
from pathlib import Path

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from netral.common.v1 import operations_pb2
from netral_testing.kafka import Cluster
from netral_testing.postgres import Server
from note_running import Running, until
from note_service import ECHO
from provisioned import provisioned

AHEAD_SECONDS = 8


def refused(running: Running, number: int) -> tuple[str, bool]:
    """Why a number could not be noted, and whether the caller is told when to come back."""
    with pytest.raises(grpc.RpcError) as error:
        running.note(number)
    status = rpc_status.from_call(error.value)
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    (told,) = (one for one in status.details if one.Is(info.DESCRIPTOR))
    told.Unpack(info)
    return info.reason, any(one.Is(error_details_pb2.RetryInfo.DESCRIPTOR) for one in status.details)


def noted(running: Running) -> list[int]:
    """The numbers in the log, in order, without what reactions added."""
    log = running.operate("ReadLog", operations_pb2.ReadLogRequest(limit=100))
    numbers = [int(json.loads(event.data_json).get("number", 0)) for event in log.events]
    return [number for number in numbers if 0 < number < ECHO]


def sound(running: Running) -> bool:
    return bool(running.operate("Audit", operations_pb2.AuditRequest()).ok)


def test_a_service_whose_files_cannot_grow_refuses_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    """As on a full disk, or one over its quota: whatever is written ends where the largest file ends now."""
    with Running(tmp_path / "home") as running:
        running.note(1)
        running.settled(3)
        assert running.process is not None
        pid, unlimited = running.process.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
        reason, comes_back = refused(running, 2)
        assert reason in {"DISK_FULL", "DATABASE_GONE"}
        assert comes_back
        assert running.status().events == 3  # it still answers
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
        assert until(lambda: running.note(2)) == 4
        assert running.settled(5).ready
        assert noted(running) == [1, 2]
        assert sound(running)


def test_a_broker_that_is_missing_at_the_start_and_a_database_that_goes_away(tmp_path: Path) -> None:
    with Server() as database, Cluster() as broker, provisioned(database) as roles:
        broker.create_topic("netral.alpha.v1", config={"retention.ms": "-1"})
        broker.kill()
        settings = {
            "NETRAL_PROFILE": "server", "NETRAL_BOOTSTRAP": broker.bootstrap,
            "NETRAL_DATABASE": roles.url("app"), "NETRAL_VAULT_DATABASE": roles.url("app", 1),
            "NETRAL_OWNER_DATABASE": roles.url("owner"), "NETRAL_OWNER_VAULT_DATABASE": roles.url("owner", 1),
        }  # fmt: skip
        running = Running(tmp_path / "home", **settings)
        try:
            running.arise()
            assert until(lambda: running.note(1)) == 2  # accepted and kept, though nobody can be told
            broker.start()
            assert running.settled(3).ready

            database.kill()
            assert refused(running, 2) == ("DATABASE_GONE", True)
            database.start()
            assert until(lambda: running.note(2)) == 4
            assert running.settled(5).ready
            assert noted(running) == [1, 2]
            assert sound(running)
        finally:
            running.end(9)


def test_a_clock_that_jumped_back_makes_no_event_older_than_the_last_and_what_is_due_waits(tmp_path: Path) -> None:
    with Running(tmp_path / "home") as running:
        running.note(1)
        running.settled(3)
        assert running.end(15) == 0
        core = running.home / "data" / "alpha.core.db"
        ahead = int((time.time() + AHEAD_SECONDS) * 1e6)
        with sqlite3.connect(core) as conn:
            conn.execute("UPDATE head SET recorded_at = ?", (ahead,))
        conn.close()
        running.begin()
        assert running.note(2) == 4
        assert time.time() * 1e6 < ahead, "too slow to see anything"
        assert running.settled(4).ready  # what follows from it is due later than now
        assert running.settled(5).ready
        assert time.time() * 1e6 >= ahead
        with sqlite3.connect(core) as conn:
            times = [at for (at,) in conn.execute("SELECT recorded_at FROM event ORDER BY position")]
        conn.close()
        assert times == sorted(times)
        assert times[3] == ahead
        assert sound(running)
