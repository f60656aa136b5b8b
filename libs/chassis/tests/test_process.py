"""A whole service as a real process: start, calls, metrics, rebuild, drain, sudden death, refusals to start."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from netral.common.v1 import operations_pb2
from netral_chassis.metrics import CATALOGUE
from netral_testing.ports import free_base
from note_running import Running, start, until
from note_service import ECHO
from prometheus_client.parser import text_string_to_metric_families


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path / "home") as made:
        yield made


def code(error: pytest.ExceptionInfo[grpc.RpcError]) -> grpc.StatusCode:
    found: grpc.StatusCode = error.value.code()  # type: ignore[attr-defined]
    return found


def test_a_call_is_recorded_published_shown_and_reacted_to(running: Running) -> None:
    assert running.note(7) == 2
    status = running.settled(3)
    assert (status.service, status.ready, status.generation, status.parked) == ("alpha", True, 1, 0)
    log = running.operate("ReadLog", operations_pb2.ReadLogRequest())
    assert [json.loads(event.data_json).get("number", 0) for event in log.events] == [0, 7, ECHO + 7]
    assert (log.events[1].tenant, log.events[1].stream, log.next_position) == ("51.04", "n/7", 4)
    audit = running.operate("Audit", operations_pb2.AuditRequest())
    assert (audit.ok, audit.events, list(audit.problems)) == (True, 3, [])
    assert not running.operate("ListParked", operations_pb2.ListParkedRequest()).records


def test_operations_are_for_operators(running: Running) -> None:
    with pytest.raises(grpc.RpcError) as error:
        running.operate("Status", operations_pb2.StatusRequest(), subject="user:somebody")
    assert code(error) is grpc.StatusCode.PERMISSION_DENIED


def test_what_is_measured_is_what_the_catalogue_says(running: Running) -> None:
    running.note(7)
    with pytest.raises(grpc.RpcError):
        running.note(8, method="National")
    running.settled(3)
    until(lambda: "netral_log_position 3.0" in running.metrics())
    families = {family.name: family for family in text_string_to_metric_families(running.metrics())}
    served = {
        (f"{name}_total" if family.type == "counter" else name, family.type): family
        for name, family in families.items()
    }
    assert set(served) == {(one.name, one.kind) for one in CATALOGUE}
    for one in CATALOGUE:
        family = served[one.name, one.kind]
        assert family.documentation == one.help
        assert family.samples, f"{one.name} is never measured"
        labels = {tuple(sorted(set(sample.labels) - {"le"})) for sample in family.samples}
        assert labels == {tuple(sorted(one.labels))}


def test_a_rebuild_switches_and_the_way_back_is_open(running: Running) -> None:
    for number in range(1, 6):
        running.note(number)
    running.settled(11)
    assert running.operate("Rebuild", operations_pb2.RebuildRequest()).generation == 2
    running.note(9)
    assert running.settled(13).generation == 2
    until(lambda: running.operate("Rebuild", operations_pb2.RebuildRequest(back=True)).generation == 1)
    assert running.settled(13).generation == 1


def test_views_made_by_other_code_are_rebuilt_at_the_next_start(running: Running) -> None:
    running.note(7)
    running.settled(3)
    assert running.end(signal.SIGTERM) == 0
    with sqlite3.connect(running.home / "data" / "alpha.core.db") as conn:
        conn.execute("UPDATE generation SET shape = 'other'")
    conn.close()
    running.begin()
    until(lambda: running.status().generation == 2)
    assert running.settled(3).ready


def test_a_generation_that_was_left_a_day_ago_is_dropped(running: Running) -> None:
    running.note(7)
    running.settled(3)
    running.operate("Rebuild", operations_pb2.RebuildRequest())
    with sqlite3.connect(running.home / "data" / "alpha.core.db") as conn:
        conn.execute("UPDATE generation SET changed_at = changed_at - 90000000000 WHERE number = 1")
    conn.close()
    until(lambda: not (running.home / "data" / "alpha.views_g1.db").exists())
    running.note(8)
    assert running.settled(5).generation == 2


def test_nothing_is_appended_by_starting_again(running: Running) -> None:
    running.note(7)
    running.settled(3)
    assert running.end(signal.SIGTERM) == 0
    running.begin()
    assert running.settled(3).events == 3


class Callers:
    """Threads that note numbers one after another until the process is gone."""

    def __init__(self, running: Running, threads: int = 4) -> None:
        self._running = running
        self._stop = threading.Event()
        self.answered: dict[int, int] = {}
        self._threads = [threading.Thread(target=self._call, args=(first, threads)) for first in range(1, threads + 1)]
        for thread in self._threads:
            thread.start()

    def _call(self, number: int, step: int) -> None:
        while not self._stop.is_set():
            try:
                self.answered[number] = self._running.note(number)
            except (grpc.RpcError, ValueError, AssertionError):
                return  # the process ends, or the channel is closed
            number += step

    def stop(self) -> dict[int, int]:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.answered


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_answered_survives_any_end(running: Running, how: signal.Signals) -> None:
    callers = Callers(running)
    until(lambda: len(callers.answered) >= 60)
    assert running.process is not None
    process = running.process
    started = time.monotonic()
    process.send_signal(how)
    assert process.wait(30) == (0 if how is signal.SIGTERM else -signal.SIGKILL)
    assert time.monotonic() - started < 10.0
    answered = callers.stop()
    running.end(how)
    running.begin()
    until(lambda: running.status().ready)
    events = until(lambda: echoed(running))
    for number, position in answered.items():
        assert events[position] == number
    assert len(set(events.values())) == len(events), "a number was noted twice"
    assert running.operate("Audit", operations_pb2.AuditRequest()).ok
    assert running.note(max(answered)) == answered[max(answered)]


def echoed(running: Running) -> dict[int, int]:
    """Position to number of all events, once every number has its echo."""
    found: dict[int, int] = {}
    start_at = 1
    while True:
        log = running.operate("ReadLog", operations_pb2.ReadLogRequest(from_position=start_at))
        if not log.events:
            break
        found |= {event.position: json.loads(event.data_json).get("number", 0) for event in log.events}
        start_at = log.next_position
    numbers = set(found.values())
    return found if all(number + ECHO in numbers for number in numbers if 0 < number < ECHO) else {}


def test_a_drained_process_has_published_everything(running: Running) -> None:
    callers = Callers(running)
    until(lambda: len(callers.answered) >= 20)
    assert running.process is not None
    running.process.terminate()
    assert running.process.wait(30) == 0
    callers.stop()
    running.end(signal.SIGTERM)
    with sqlite3.connect(running.home / "data" / "alpha.core.db") as core:
        events = core.execute("SELECT event_id FROM event ORDER BY position").fetchall()
    with sqlite3.connect(running.home / "data" / "netral.alpha.v1.log.db") as log:
        published = log.execute("SELECT event_id FROM record ORDER BY offset").fetchall()
    core.close()
    log.close()
    assert published == events


def refused(home: Path, base: int, **changes: str | None) -> str:
    process = start(home, base, changes)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize("_again", range(3))
def test_however_often_it_is_asked_to_end_it_ends_once_and_in_order(running: Running, _again: int) -> None:
    assert running.process is not None
    for _ in range(200):  # the kernel tells of a parent's death once for each thread of the parent
        running.process.terminate()
        time.sleep(0.00002)
    assert running.process.wait(30) == 0


def test_a_second_process_of_a_service_is_refused(running: Running) -> None:
    assert "ALREADY_RUNNING" in refused(running.home, free_base())


@pytest.mark.parametrize("offset", [0, 10])
def test_a_taken_port_is_told(tmp_path: Path, offset: int) -> None:
    base = free_base()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", base + offset))
        taken.listen()
        told = refused(tmp_path, base)
    assert f"PORT_TAKEN\nPort {base + offset} " in told
    assert "NETRAL_PORT_BASE" in told


def test_a_missing_home_is_told(tmp_path: Path) -> None:
    assert "NETRAL_HOME" in refused(tmp_path, free_base(), NETRAL_HOME=None)


def test_a_wrong_setting_is_told(tmp_path: Path) -> None:
    assert "NETRAL_PROFILE" in refused(tmp_path, free_base(), NETRAL_PROFILE="somewhere")


def test_a_home_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "netral.json").write_text('{"version": 99}')
    assert "HOME_NEWER" in refused(tmp_path, free_base())
    assert sorted(os.listdir(tmp_path)) == ["netral.json"]


def test_another_master_key_is_refused(running: Running) -> None:
    assert running.end(signal.SIGTERM) == 0
    (running.home / "secrets" / "alpha.master").write_text("00" * 32)
    assert "MASTER_KEY_WRONG" in refused(running.home, running.base)


def test_a_server_without_its_database_says_so(tmp_path: Path) -> None:
    gone = "postgresql://nobody@127.0.0.1:1/none"
    told = refused(
        tmp_path, free_base(), NETRAL_PROFILE="server", NETRAL_DATABASE=gone, NETRAL_VAULT_DATABASE=gone,
        NETRAL_BOOTSTRAP="127.0.0.1:1",
    )  # fmt: skip
    assert "DATABASE_GONE" in told


def test_a_restored_database_appends_nothing_until_the_missing_events_are_back(running: Running) -> None:
    core, kept = running.home / "data" / "alpha.core.db", running.home / "backup.db"
    running.note(7)
    running.settled(3)
    assert running.end(signal.SIGTERM) == 0
    with sqlite3.connect(core) as source, sqlite3.connect(kept) as backup:
        source.backup(backup)
    source.close()
    backup.close()
    running.begin()
    running.note(8)
    running.settled(5)
    assert running.end(signal.SIGTERM) == 0
    for suffix in ("", "-wal", "-shm"):
        core.with_name(core.name + suffix).unlink(missing_ok=True)
    shutil.copy(kept, core)
    running.arise()
    until(lambda: running.status().relay_halted == "LOG_AHEAD_OF_STORE")
    with pytest.raises(grpc.RpcError) as refusal:
        running.note(9)
    assert code(refusal) is grpc.StatusCode.FAILED_PRECONDITION
    assert refusal.value.details() == "LOG_AHEAD_OF_STORE"  # type: ignore[attr-defined]
    assert running.status().events == 3
    assert running.operate("RecoverLog", operations_pb2.RecoverLogRequest()).recovered == 2
    assert running.note(9) == 6
    assert running.settled(7).ready
    assert running.operate("Audit", operations_pb2.AuditRequest()).ok


def test_events_are_sent_again_when_asked(running: Running) -> None:
    running.note(7)
    running.settled(3)
    topic = sqlite3.connect(running.home / "data" / "netral.alpha.v1.log.db")
    assert running.operate("RepairLog", operations_pb2.RepairLogRequest(from_position=2)).sent_again == 2
    until(lambda: topic.execute("SELECT count(*) FROM record").fetchone()[0] == 5)
    topic.close()
    assert running.settled(3).ready
    for position in (0, 4, 2**64 - 1):
        with pytest.raises(grpc.RpcError) as error:
            running.operate("RepairLog", operations_pb2.RepairLogRequest(from_position=position))
        assert code(error) is grpc.StatusCode.INVALID_ARGUMENT
