"""Store, relay, consumer and views together: whatever happens between them, the views are a prefix of the log."""

import threading
import time
from collections.abc import Iterator

import pytest
from house import House, drain, item, wipe_events
from netral_chassis import crash
from netral_chassis.consumer import Consumer, Fork
from netral_chassis.crash import Crashed
from netral_chassis.log import LogUnavailable
from netral_chassis.parking import ParkingLimits, TooManyParked
from netral_chassis.rebuild import Progress, Rebuild
from netral_chassis.record import GENESIS, EventRow, record_of
from netral_chassis.recovery import ChainBroken, recover
from netral_chassis.relay import LogAheadOfStore
from netral_chassis.storage import PostgresStorage
from netral_chassis.store import EventStore, VerdictOn
from netral_testing.kafka import Cluster
from noted import TYPES, Notes, noted


def fill(house: House, count: int, start: int = 0) -> None:
    house.append(*((f"a/{number:05}", 0, [noted(number, "n")]) for number in range(start, start + count)))


def fill_and_drain(house: House) -> None:
    fill(house, 5, start=5)
    drain(house.relay(), house.consumer())


def step_on(consumer: Consumer) -> None:
    for _ in range(5):
        consumer.step(0.2)


def expected(count: int) -> list[tuple[object, ...]]:
    return [(f"a/{number:05}", number, "n", 1) for number in range(count)]


def records(house: House) -> list:  # type: ignore[type-arg]
    rows = house.store.read(1, 100_000)
    return [
        record_of(row, before.hash if before else bytes(32)) for row, before in zip(rows, [None, *rows], strict=False)
    ]


def test_what_was_appended_is_seen(house: House) -> None:
    fill(house, 25)
    house.append(("a/00003", 1, [noted(100, "m"), noted(3, "again")]))
    house.append(("a/00004", 1, [noted(4, "forget")]))
    drain(house.relay(), house.consumer())
    assert ("a/00003", 106, "again", 3) in house.notes()
    lines = [line for line in house.lines() if line[0] in ("a/00003", "a/00004")]
    assert lines == [("a/00003", 3, "again", 3), ("a/00003", 100, "m", 2)]


def test_a_hole_holds_until_the_records_come_behind_later_ones(house: House) -> None:
    fill(house, 10)
    all_records = records(house)
    log = house.log()
    consumer = house.consumer()
    log.send(all_records[:3])
    log.send(all_records[6:])
    for _ in range(4):
        consumer.step(0.2)
    assert house.lines() == expected(3)
    assert consumer.held_since is not None
    log.send(all_records[3:])
    for _ in range(4):
        consumer.step(0.2)
    assert house.lines() == expected(10)
    assert consumer.held_since is None


def test_a_restarted_consumer_finds_its_way_past_a_hole(house: House) -> None:
    fill(house, 10)
    all_records = records(house)
    log = house.log()
    log.send(all_records[:3])
    log.send(all_records[6:])
    first = house.consumer()
    for _ in range(3):
        first.step(0.2)
    log.send(all_records[2:])
    second = house.consumer()
    for _ in range(4):
        second.step(0.2)
    assert house.lines() == expected(10)


def test_a_relay_started_after_a_hole_begins_before_it(house: House) -> None:
    """A batch arrived in part and its relay died: the end of the topic says nothing about what is missing."""
    fill(house, 3)
    drain(house.relay())
    fill(house, 7, start=3)
    house.log().send(records(house)[6:])
    drain(house.relay(), house.consumer())
    assert house.lines() == expected(10)


def test_a_database_restored_behind_its_topic_is_refused_and_recovered(house: House) -> None:
    fill(house, 10)
    drain(house.relay(), house.consumer())
    wipe_events(house, 6)
    restored = EventStore(house.storage.core, house.clock)
    with pytest.raises(LogAheadOfStore) as refusal:
        house.relay().step()
    assert (refusal.value.store_next, refusal.value.log_last) == (6, 10)
    assert recover(restored, house.log()) == 5
    assert recover(restored, house.log()) == 0
    fill(house, 2, start=10)
    drain(house.relay(), house.consumer())
    assert house.lines() == expected(12)


def test_a_command_whose_events_came_back_from_the_topic_is_still_known(house: House) -> None:
    fill(house, 3)
    command = item("b/1", 0, [noted(1), noted(2)])
    house.store.append([command])
    drain(house.relay())
    wipe_events(house, 3)
    assert house.store.known([command.command_id]) == {}
    recover(house.store, house.log())
    assert house.store.append([command])[0].kind is VerdictOn.DUPLICATE
    assert house.store.head().next_position == 6


def test_missing_rows_are_found_behind_a_hole_and_among_duplicates(house: House) -> None:
    fill(house, 10)
    all_records = records(house)
    log = house.log()
    for stretch in (all_records[:3], all_records[6:], all_records[3:], all_records[:8]):
        log.send(stretch)
    wipe_events(house, 3)
    assert recover(house.store, log) == 8
    assert [record_of(*pair) for pair in _pairs(house)] == all_records


def _pairs(house: House) -> Iterator[tuple[EventRow, bytes]]:
    before = GENESIS
    for row in house.store.read(1, 100):
        yield row, before
        before = row.hash


def test_a_table_that_went_on_by_itself_is_not_recovered(house: House) -> None:
    fill(house, 10)
    drain(house.relay())
    wipe_events(house, 6)
    house.append(("b/1", 0, [noted(1)]))
    with pytest.raises(ChainBroken):
        recover(house.store, house.log())
    assert house.store.head().next_position == 7


def test_a_database_restored_and_gone_on_differently_is_refused(house: House) -> None:
    fill(house, 10)
    drain(house.relay())
    wipe_events(house, 6)
    house.append(*((f"b/{number}", 0, [noted(number)]) for number in range(20)))
    with pytest.raises(LogAheadOfStore):
        house.relay().step()


def test_another_history_in_the_topic_halts_the_consumer(house: House) -> None:
    fill(house, 5)
    consumer = house.consumer()
    drain(house.relay(), consumer)
    fill(house, 2, start=5)
    wrong = record_of(house.store.read(6, 1)[0], b"x" * 32)
    house.log().send([wrong])
    with pytest.raises(Fork):
        step_on(consumer)
    assert house.lines() == expected(5)


def test_a_topic_lost_and_made_again_is_filled_again(house: House) -> None:
    fill(house, 10)
    relay, consumer = house.relay(), house.consumer()
    drain(relay, consumer)
    house.lose_topic()
    fill(house, 5, start=10)
    deadline = time.monotonic() + 30
    while len(house.lines()) < 15 and time.monotonic() < deadline:
        for step in (relay.step, lambda: consumer.step(0.2)):
            try:
                step()
            except LogUnavailable:
                time.sleep(0.1)
    assert house.lines() == expected(15)
    fresh = house.projector(2)
    fresh.create()
    drain(house.relay(), house.consumer(2))
    assert house.lines(2) == expected(15)


def test_two_relays_and_two_projectors_at_once_make_one_state(house: House) -> None:
    stop = threading.Event()

    def relay() -> None:
        mine = house.relay()
        while not stop.is_set():
            if not mine.step():
                time.sleep(0.005)

    def project() -> None:
        mine = house.consumer()
        while not stop.is_set():
            mine.step(0.05)

    threads = [threading.Thread(target=target) for target in (relay, relay, project, project)]
    for thread in threads:
        thread.start()
    for start in range(0, 300, 20):
        fill(house, 20, start=start)
    deadline = time.monotonic() + 60
    while len(house.lines()) < 300 and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    assert house.lines() == expected(300)


@pytest.mark.parametrize(
    "point",
    ["append.locked", "append.inserted", "append.committed", "relay.read", "relay.sent", "relay.checkpointed",
     "consume.read", "project.folded", "project.written", "project.committed"],
)  # fmt: skip
def test_dying_at_any_step_loses_and_doubles_nothing(house: House, point: str) -> None:
    fill(house, 5)
    drain(house.relay(), house.consumer())
    crash.arm(point, "raise")
    with pytest.raises(Crashed):
        fill_and_drain(house)
    crash.disarm()
    if house.store.head().next_position == 6:
        fill(house, 5, start=5)
    drain(house.relay(), house.consumer())
    assert house.lines() == expected(10)


def test_poisoned_streams_wait_in_order_and_the_others_go_on(house: House) -> None:
    for start in range(0, 400, 100):
        house.append(
            *(
                (f"a/{number:05}", 0, [noted(number, "inapplicable" if number % 20 == 7 else "n")])
                for number in range(start, start + 100)
            )
        )
    house.append(("a/00007", 1, [noted(8, "later"), noted(9, "last")]))
    consumer = house.consumer(limits=ParkingLimits(streams=1_000, share=1.0))
    drain(house.relay(), consumer)
    assert len(house.lines()) == 380
    parked = house.projector(1).parked()
    assert [(one.row.version, one.reason) for one in parked if one.row.stream_id == "a/00007"] == [
        (1, "ValueError"),
        (2, "after 8"),
        (3, "after 8"),
    ]
    assert house.projector(1).release("alpha", "a/00007") == 0


@pytest.mark.parametrize("wrong", [[7], [0], [24], [3, 4, 5], [0, 12, 24]])
def test_a_row_the_database_refuses_parks_its_stream_alone(house: House, wrong: list[int]) -> None:
    house.append(
        *((f"a/{number:05}", 0, [noted(number, "unstorable" if number in wrong else "n")]) for number in range(25))
    )
    house.append((f"a/{wrong[0]:05}", 1, [noted(100, "later")]))
    drain(house.relay(), house.consumer())
    assert house.lines() == [line for line in expected(25) if line[1] not in wrong]
    parked = [(one.row.position, one.reason) for one in house.projector(1).parked()]
    assert parked == [*((number + 1, "ValueError") for number in wrong), (26, f"after {wrong[0] + 1}")]


def test_a_row_without_a_column_parks_its_stream_alone(house: House) -> None:
    house.append(("a/1", 0, [noted(1, "no text")]), ("a/2", 0, [noted(2, "n")]))
    drain(house.relay(), house.consumer())
    assert house.lines() == [("a/2", 2, "n", 1)]
    assert [(one.row.position, one.reason) for one in house.projector(1).parked()] == [(1, "ValueError")]


def test_views_are_as_old_as_the_last_event_they_show_until_nothing_waits(house: House) -> None:
    fill(house, 3)
    recorded_at = house.store.head().recorded_at
    drain(house.relay(), house.consumer())
    with house.reader().open() as reading:
        age = reading.freshness().age_seconds
        assert reading.freshness().cursor.positions["alpha"] == 3
    assert age * 1e6 >= house.clock.now() - recorded_at - 1_000_000
    assert shown_at(house) == recorded_at
    house.projector(1).touch("alpha")
    assert shown_at(house) > recorded_at


def shown_at(house: House) -> int:
    database = house.storage.views(1)
    with database.read() as conn:
        return int(database.fetch(conn, "SELECT current_at FROM {s}checkpoint", ())[0][0])


def test_released_records_are_applied_in_order_before_later_ones(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.append(("a/1", 0, [noted(1, "inapplicable"), noted(2, "n")]), ("a/2", 0, [noted(5, "n")]))
    consumer = house.consumer()
    relay = house.relay()
    drain(relay, consumer)
    apply = Notes.apply

    def mended(self, rows, event):  # type: ignore[no-untyped-def]
        if event.data.text == "inapplicable":
            event = event._replace(data=noted_data(1))
        apply(self, rows, event)

    def noted_data(number: int):  # type: ignore[no-untyped-def]
        return TYPES.cls("test.noted")(number=number, text="mended")

    monkeypatch.setattr(Notes, "apply", mended)
    assert house.projector(1).release("alpha", "a/1") == 2
    house.append(("a/1", 2, [noted(3, "new")]))
    drain(relay, consumer)
    assert house.projector(1).parked() == []
    assert ("a/1", 6, "new", 3) in house.notes()


def test_too_many_parked_streams_halt_the_projector(house: House) -> None:
    house.append(*((f"a/{number}", 0, [noted(number, "inapplicable")]) for number in range(5)))
    consumer = house.consumer(limits=ParkingLimits(streams=4))
    with pytest.raises(TooManyParked):
        drain(house.relay(), consumer)
    assert house.projector(1).checkpoint("alpha").next_position == 1


def test_a_rebuild_switches_under_writes_and_reads(house: House) -> None:
    fill(house, 200)
    relay, consumer = house.relay(), house.consumer()
    drain(relay, consumer)
    stop = threading.Event()
    seen: list[int] = []

    def write() -> None:
        start = 200
        while not stop.is_set():
            fill(house, 10, start=start)
            start += 10
            relay.step()
            consumer.step(0.01)

    def read() -> None:
        reader = house.reader()
        from noted import LINE
        from sqlalchemy import func, select

        while not stop.is_set():
            with reader.open() as reading:
                seen.append(reading.execute(select(func.count()).select_from(LINE)).scalar_one())

    threads = [threading.Thread(target=write), threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    rebuild = Rebuild(
        house.storage, house.generations, [Notes()], TYPES, house.clock, {"alpha": house.log}, shape="shape-2"
    )
    reports: list[Progress] = []
    assert rebuild.run(reports.append) == 2
    time.sleep(0.2)
    stop.set()
    for thread in threads:
        thread.join()
    assert house.generations.live() == 2
    new, old = house.consumer(2), house.consumer(1)
    drain(relay, new, old)
    assert house.lines(1) == house.lines(2)
    assert seen
    assert min(seen) >= 200
    rebuild.switch(1)
    assert house.generations.live() == 1


def test_a_broker_stopped_in_the_middle_of_a_batch_loses_nothing(tmp_path, postgres_url: str) -> None:  # type: ignore[no-untyped-def]
    from house import server

    with Cluster() as cluster:
        house = server(PostgresStorage(postgres_url, postgres_url), cluster.bootstrap, "alpha.v1")
        fill(house, 50)
        relay, consumer = house.relay(), house.consumer()
        drain(relay, consumer)
        relay._log._send_seconds = 1.0  # type: ignore[attr-defined]
        fill(house, 2_000, start=50)
        cluster.pause(1)
        with pytest.raises(LogUnavailable):
            relay.step()
        fill(house, 50, start=2_050)
        cluster.resume(1)
        deadline = time.monotonic() + 60
        while len(house.lines()) < 2_100 and time.monotonic() < deadline:
            try:
                relay.step()
                consumer.step(0.2)
            except LogUnavailable:
                time.sleep(0.1)
        assert house.lines() == expected(2_100)
        house.close()
