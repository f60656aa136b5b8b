"""Views filled in bulk are the views that followed the log, row by row, and nothing between is ever seen."""

import os
import random
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
import rebuilding
from house import House, drain, embedded
from netral.common.v1.types_pb2 import EventMeta
from netral_chassis import bulk, crash, rebuild
from netral_chassis.consumer import Checkpoint
from netral_chassis.crash import Crashed
from netral_chassis.log import EventLog, LogUnavailable, Placed
from netral_chassis.parking import ParkingLimits, TooManyParked
from netral_chassis.rebuild import NotCaughtUp, Rebuild
from netral_chassis.record import GENESIS, EventRow
from netral_chassis.spool import Spool
from netral_chassis.store import NewEvent
from netral_chassis.views import VIEWS
from noted import TYPES, Notes, noted
from rebuilding import ALL, rebuild_of

NOT_NOTED = NewEvent("test.noted", b"\xff\xff", EventMeta(tenant="51.04").SerializeToString())
TEXTS = ["n", "n", "n", "m", "forget", "forget", "inapplicable", "unstorable", "no text"]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams reach over many batches, and what is set aside does not fit into memory."""
    monkeypatch.setattr(rebuild, "BATCH", 7)
    monkeypatch.setattr(bulk, "Spool", partial(Spool, room=3_000))


def follow(house: House, generation: int = 1) -> None:
    """Publish and apply all there is, however long that takes."""
    relay, consumer = house.relay(), house.consumer(generation, limits=ALL)
    end = house.store.head().next_position - 1
    while consumer.position < end:
        drain(relay, consumer)


def everything(house: House, generation: int) -> dict[str, list[tuple[object, ...]]]:
    database = house.storage.views(generation)
    with database.read() as conn:
        found = {
            table.name: sorted(database.fetch(conn, f"SELECT * FROM {{s}}{table.name}", ()), key=repr)
            for table in VIEWS.sorted_tables
        }
    found["checkpoint"] = [row[:3] for row in found["checkpoint"]]
    return found


def structure(house: House, generation: int) -> set[str]:
    """Every table, column, key and index of a generation, in the database's own words."""
    database = house.storage.views(generation)
    asked = (
        ["SELECT coalesce(sql, name) FROM sqlite_master"]
        if database.kind == "sqlite"
        else [
            f"SELECT indexdef FROM pg_indexes WHERE schemaname = '{database.where}'",
            "SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint "
            f"WHERE connamespace = '{database.where}'::regnamespace",
            "SELECT table_name || column_name || ordinal_position || data_type || is_nullable "
            f"FROM information_schema.columns WHERE table_schema = '{database.where}'",
        ]
    )
    with database.read() as conn:
        rows = [str(row[0]) for sql in asked for row in database.fetch(conn, sql, ())]
    return {row.replace(database.where, "") for row in rows}


def random_events(house: House, seed: int, count: int = 300) -> None:
    chance = random.Random(seed)
    versions: dict[str, int] = {}
    for _ in range(count):
        stream = f"a/{chance.randrange(25)}"
        text = chance.choice(TEXTS)
        number = 99 if text == "unstorable" else chance.randrange(4)
        event = NOT_NOTED if chance.random() < 0.02 else noted(number, text)
        house.append((stream, versions.get(stream, 0), [event]))
        versions[stream] = versions.get(stream, 0) + 1


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.usefixtures("small_batches")
def test_the_same_rows_parked_records_and_indexes_as_by_following(house: House, seed: int) -> None:
    random_events(house, seed)
    log = house.log()
    follow(house)
    again = [placed.record for placed in log.read(0, 40, 5.0)]
    log.send(again)
    assert rebuild_of(house).run(lambda _: None) == 2
    assert everything(house, 2) == everything(house, 1)
    assert {table: len(rows) for table, rows in everything(house, 2).items()}["parked"] > 20
    assert structure(house, 2) == structure(house, 1)


def test_a_twentieth_of_fifty_thousand_is_poison_and_the_rest_goes_on(house: House) -> None:
    poison = (NOT_NOTED, noted(1, "inapplicable"), noted(1, "no text"))
    events = [poison[number % 3] if number % 20 == 3 else noted(number, "n") for number in range(50_000)]
    for start in range(0, 50_000, 5_000):
        house.append(*((f"a/{number:05}", 0, [events[number]]) for number in range(start, start + 5_000)))
    house.append(("a/00003", 1, [noted(3, "later")]), ("a/00004", 1, [noted(4, "later")]))
    follow(house)
    assert rebuild_of(house).run(lambda _: None) == 2
    assert len(house.lines(2)) == 47_500
    assert [one for one in house.notes(2) if one[0] == "a/00004"] == [("a/00004", 8, "later", 2)]
    assert everything(house, 2) == everything(house, 1)
    assert len(house.projector(2).parked()) == 2_501


def fill(house: House, count: int, start: int = 0) -> None:
    house.append(*((f"a/{number:05}", 0, [noted(number, "n")]) for number in range(start, start + count)))


@pytest.mark.parametrize(
    "point",
    ["rebuild.written", "rebuild.read", "rebuild.filled", "rebuild.created", "rebuild.caught_up", "rebuild.compared"],
)
@pytest.mark.usefixtures("small_batches")
def test_a_rebuild_that_failed_in_the_middle_is_run_again(house: House, point: str) -> None:
    fill(house, 50)
    follow(house)
    crash.arm(point, "raise")
    with pytest.raises(Crashed):
        rebuild_of(house).run(lambda _: None)
    crash.disarm()
    assert house.generations.live() == 1
    fill(house, 20, start=50)
    follow(house)
    assert rebuild_of(house).run(lambda _: None) == 2
    assert everything(house, 2) == everything(house, 1)
    assert structure(house, 2) == structure(house, 1)


@pytest.mark.parametrize("point", ["rebuild.written", "rebuild.filled", "rebuild.created", "rebuild.caught_up"])
def test_a_rebuild_killed_in_the_middle_is_run_again(tmp_path: Path, point: str) -> None:
    house = embedded(tmp_path)
    fill(house, 50)
    follow(house)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NETRAL_CRASH": f"{point}:exit"}
    died = subprocess.run([sys.executable, rebuilding.__file__, str(tmp_path)], env=environment, timeout=120)
    assert died.returncode == -signal.SIGKILL
    assert house.generations.live() == 1
    assert rebuild_of(house).run(lambda _: None) == 2
    assert everything(house, 2) == everything(house, 1)
    assert not list(tmp_path.glob("*_building*"))
    house.close()


def test_what_a_killed_rebuild_left_behind_is_thrown_away(house: House) -> None:
    fill(house, 50)
    follow(house)
    left = house.storage.views(2).filling(VIEWS)
    place = left.__enter__()
    with place.write() as conn:
        place.fetch(conn, "INSERT INTO {s}checkpoint VALUES ('alpha', 900, ?, '', 0, 0, 0)", (GENESIS,))
    place.close()
    assert not house.storage.views(2).exists()
    assert rebuild_of(house).run(lambda _: None) == 2
    assert everything(house, 2) == everything(house, 1)


def test_a_bulk_of_bad_code_leaves_nothing(house: House) -> None:
    house.append(*((f"a/{number}", 0, [noted(number, "inapplicable")]) for number in range(5)), ("a/9", 0, [noted(9)]))
    follow(house)
    careful = Rebuild(
        house.storage, house.generations, [Notes()], TYPES, house.clock, {"alpha": house.log}, shape="shape-2",
        limits=ParkingLimits(streams=4),
    )  # fmt: skip
    with pytest.raises(TooManyParked):
        careful.run(lambda _: None)
    assert house.generations.live() == 1
    assert not house.storage.views(2).exists()


class Breaking:
    """A log that cannot be reached at some reads."""

    def __init__(self, log: EventLog, broken: set[int]) -> None:
        self._log = log
        self._broken = broken
        self._reads = 0
        self.topic, self.topic_id, self.end = log.topic, log.topic_id, log.end
        self.send, self.close = log.send, log.close

    def read(self, offset: int, limit: int, timeout: float) -> list[Placed]:
        self._reads += 1
        if self._reads in self._broken:
            raise LogUnavailable("broken")
        return self._log.read(offset, limit, timeout)


@pytest.mark.usefixtures("small_batches")
def test_a_log_lost_in_the_middle_costs_the_rest_and_not_the_whole(house: House) -> None:
    fill(house, 50)
    follow(house)
    with pytest.raises(LogUnavailable):
        rebuild_of(house, {"alpha": lambda: Breaking(house.log(), {4, 5})}).run(lambda _: None)
    reached = house.projector(2).checkpoint("alpha").next_position
    assert 1 < reached <= 50
    assert rebuild_of(house).run(lambda _: None) == 2
    assert everything(house, 2) == everything(house, 1)


def test_a_log_that_was_never_there_leaves_nothing(house: House) -> None:
    fill(house, 50)
    follow(house)
    with pytest.raises(LogUnavailable):
        rebuild_of(house, {"alpha": lambda: Breaking(house.log(), {1})}).run(lambda _: None)
    assert not house.storage.views(2).exists()


def test_the_live_views_stand_still_between_the_comparison_and_the_switch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house, 5)
    follow(house)
    fill(house, 5, start=5)
    rows = house.store.read(6, 5)
    before = house.projector(1).checkpoint("alpha")
    after = Checkpoint("alpha", 11, rows[-1].hash, before.topic_id, before.offset_hint)
    applied = threading.Event()

    def go_on() -> None:
        assert house.projector(1).apply(rows, before, after)
        applied.set()

    follower = threading.Thread(target=go_on)

    def compared() -> None:
        follower.start()
        assert not applied.wait(0.5)
        assert house.projector(2).checkpoint("alpha").next_position == 6

    monkeypatch.setitem(crash._armed, "rebuild.compared", compared)
    assert rebuild_of(house).run(lambda _: None) == 2
    assert house.generations.live() == 2
    follower.join(30)
    assert applied.is_set()


def test_going_back_waits_until_the_older_views_are_as_far(house: House) -> None:
    fill(house, 5)
    follow(house)
    assert rebuild_of(house).run(lambda _: None) == 2
    fill(house, 5, start=5)
    follow(house, 2)
    with pytest.raises(NotCaughtUp):
        rebuild_of(house).switch(1)
    assert house.generations.live() == 2
    follow(house)
    rebuild_of(house).switch(1)
    assert house.generations.live() == 1
    assert everything(house, 1) == everything(house, 2)


def test_what_is_set_aside_comes_back_whole_and_in_order() -> None:
    def row(position: int) -> EventRow:
        stream = f"a/{position % 13}"
        return EventRow(position, stream, position, b"i", "t", b"d" * (position % 50), b"m", 7, b"h" * 32)

    with_file = Spool(room=2_000)
    for start in range(0, 1_000, 10):
        with_file.add([row(position) for position in range(start, start + 10)])
    parts = list(with_file.parts())
    with_file.close()
    assert sorted(one.position for part in parts for one in part) == list(range(1_000))
    for part in parts:
        assert all(isinstance(one, EventRow) and one == row(one.position) for one in part)
    by_stream: dict[str, list[int]] = {}
    for part in parts:
        for one in part:
            by_stream.setdefault(one.stream_id, []).append(one.position)
    assert all(positions == sorted(positions) for positions in by_stream.values())
