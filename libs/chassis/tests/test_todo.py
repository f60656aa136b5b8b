"""Reactions: every event leads to its row once, every row is done once, whatever is replayed or dies."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from counting import Counting, request
from house import House, drain
from netral_chassis import crash
from netral_chassis.commands import history
from netral_chassis.consumer import Checkpoint, Consumer, Fork
from netral_chassis.crash import Crashed
from netral_chassis.database import DatabaseGone
from netral_chassis.events import Recorded
from netral_chassis.record import derived_id, record_of
from netral_chassis.todo import Feed, Reaction, Task, Waiting, Worker, back_off
from noted import TYPES, noted

SECOND = 1_000_000
LATER = 1 << 60
LONG_PAST = 0


def at_once(event: Recorded) -> int:
    return event.recorded_at


class Reacting:
    """A house with a feed and a worker; what is done is a command that notes the event's number in stream `n/1`."""

    def __init__(self, house: House, counting: Counting) -> None:
        self.house = house
        self.counting = counting
        self.tasks: list[Task] = []
        self.act: Callable[[Task], int | None] = self.note
        self.reactions = [
            Reaction("note", "alpha", "test.noted", at_once, self._act),
            Reaction("remind", "alpha", "test.noted", lambda event: event.data.number * SECOND, lambda _: None),
        ]
        self.feed = self.new_feed()
        self.feed.create()
        self.worker = self.new_worker()

    def _act(self, task: Task) -> int | None:
        self.tasks.append(task)
        return self.act(task)

    def note(self, task: Task) -> None:
        number = task.event.data.number  # type: ignore[attr-defined]
        self.counting.run([request(number, command=task.command_id)])

    def new_feed(self) -> Feed:
        return Feed(self.house.storage.core, TYPES, self.reactions)

    def new_worker(self) -> Worker:
        return Worker(self.house.storage.core, TYPES, self.reactions[:1], self.house.reader().seen)

    def feeder(self) -> Consumer:
        return Consumer("alpha", self.house.log(), self.new_feed())

    def append(self, *numbers: int) -> None:
        self.house.append(*((f"a/{number}", 0, [noted(number, "n")]) for number in numbers))

    def follow(self) -> None:
        drain(self.house.relay(), self.house.consumer(), self.feeder())

    def todos(self) -> list[tuple[object, ...]]:
        return self._fetch("SELECT position, reaction, due_at, attempts, done_at FROM {s}todo ORDER BY 1, 2")

    def open_notes(self) -> list[tuple[object, ...]]:
        return self._fetch(
            "SELECT position, due_at, attempts FROM {s}todo WHERE done_at IS NULL AND reaction = 'note' ORDER BY 1"
        )

    def _fetch(self, sql: str) -> list[tuple[object, ...]]:
        database = self.house.storage.core
        with database.read() as conn:
            return database.fetch(conn, sql, ())

    def noted(self) -> list[int]:
        return sorted(event.data.number for event in history(self.house.store, TYPES, "n/1"))  # type: ignore[attr-defined]


@pytest.fixture
def reacting(house: House) -> Iterator[Reacting]:
    with Counting(house) as counting:
        yield Reacting(house, counting)


def test_every_event_of_a_type_becomes_a_row_for_each_reaction(reacting: Reacting) -> None:
    reacting.append(5, 7)
    reacting.follow()
    recorded_at = reacting.house.store.head().recorded_at
    assert reacting.todos() == [
        (1, "note", recorded_at, 0, None),
        (1, "remind", 5 * SECOND, 0, None),
        (2, "note", recorded_at, 0, None),
        (2, "remind", 7 * SECOND, 0, None),
    ]


def test_what_is_due_is_done_once_under_an_id_that_follows_from_the_event(reacting: Reacting) -> None:
    reacting.append(5, 7)
    reacting.follow()
    assert reacting.worker.step(LATER) == 2
    assert reacting.worker.step(LATER) == 0
    assert reacting.noted() == [5, 7]
    first = reacting.house.store.read(1, 1)[0]
    assert reacting.tasks[0].command_id == derived_id(first.event_id, "note")
    assert (reacting.tasks[0].event.stream_id, reacting.tasks[0].now) == ("a/5", LATER)
    assert reacting.open_notes() == []


def test_nothing_is_done_before_it_is_due(reacting: Reacting) -> None:
    reacting.append(5)
    reacting.follow()
    assert reacting.worker.step(LONG_PAST) == 0
    assert reacting.tasks == []


def test_nothing_is_done_before_the_views_show_the_event(reacting: Reacting) -> None:
    reacting.append(5)
    drain(reacting.house.relay(), reacting.feeder())
    assert reacting.worker.step(LATER) == 0
    drain(reacting.house.relay(), reacting.house.consumer())
    assert reacting.worker.step(LATER) == 1


def test_a_source_that_no_view_reads_is_not_waited_for(reacting: Reacting) -> None:
    reacting.append(5)
    drain(reacting.house.relay(), reacting.feeder())
    worker = Worker(reacting.house.storage.core, TYPES, reacting.reactions[:1], dict)
    assert worker.step(LATER) == 1


def test_a_replay_of_the_log_changes_nothing(reacting: Reacting) -> None:
    reacting.append(*range(20))
    reacting.follow()
    reacting.worker.step(LATER)
    before, events = reacting.todos(), reacting.house.store.head().next_position
    database = reacting.house.storage.core
    with database.alter() as conn:
        database.fetch(conn, "DELETE FROM {s}feed_checkpoint", ())
    reacting.feed.create()
    reacting.follow()
    notes = [todo for todo in reacting.todos() if todo[0] <= 20]  # type: ignore[operator]
    assert notes == before
    assert reacting.noted() == list(range(20))
    assert reacting.house.store.head().next_position == events


def test_a_row_done_twice_is_one_command(reacting: Reacting) -> None:
    """A worker that dies after the command and before its mark runs it again: the same id, so nothing new."""
    reacting.append(5)
    reacting.follow()
    crash.arm("work.executed", "raise")
    with pytest.raises(Crashed):
        reacting.worker.step(LATER)
    crash.disarm()
    assert reacting.noted() == [5]
    assert reacting.new_worker().step(LATER) == 1
    assert reacting.noted() == [5]
    assert reacting.house.store.head().next_position == 3


@pytest.mark.parametrize("point", ["feed.committed", "work.executed", "work.done", "consume.read"])
def test_dying_at_any_step_of_a_reaction_loses_and_doubles_nothing(reacting: Reacting, point: str) -> None:
    reacting.append(*range(10))
    crash.arm(point, "raise")
    with pytest.raises(Crashed):
        react(reacting)
    crash.disarm()
    react(reacting)
    assert reacting.noted() == list(range(10))
    assert reacting.open_notes() == []


def react(reacting: Reacting) -> None:
    reacting.follow()
    reacting.new_worker().step(LATER)


def test_a_failure_is_counted_and_tried_again_later_each_time(reacting: Reacting) -> None:
    def fail(_: Task) -> None:
        raise RuntimeError

    reacting.append(5, 7)
    reacting.follow()
    now, reacting.act = LATER, fail
    for attempts in range(1, 6):
        assert reacting.worker.step(now) == 0
        assert reacting.open_notes() == [
            (1, now + back_off(attempts), attempts),
            (2, now + back_off(attempts), attempts),
        ]
        assert reacting.worker.step(now + back_off(attempts) - 1) == 0
        assert len(reacting.tasks) == 2 * attempts
        assert reacting.worker.waiting(now) == Waiting(2, 2)  # the reminders are due, the notes failed
        now += back_off(attempts)
    reacting.act = reacting.note
    assert reacting.worker.step(now) == 2
    assert reacting.noted() == [5, 7]
    assert reacting.worker.waiting(now) == Waiting(2, 0)


def test_the_wait_after_a_failure_doubles_up_to_an_hour() -> None:
    assert [back_off(attempts) // SECOND for attempts in (1, 2, 3, 12, 13, 500)] == [1, 2, 4, 2_048, 3_600, 3_600]


def test_one_that_fails_holds_no_other_up(reacting: Reacting) -> None:
    def act(task: Task) -> None:
        if task.event.data.number == 5:  # type: ignore[attr-defined]
            raise RuntimeError
        reacting.note(task)

    reacting.append(5, 7, 9)
    reacting.follow()
    reacting.act = act
    assert reacting.worker.step(LATER) == 2
    assert reacting.noted() == [7, 9]


def test_a_missing_fact_moves_the_due_time_and_is_no_failure(reacting: Reacting) -> None:
    reacting.append(5)
    reacting.follow()
    reacting.act = lambda task: task.now + 60 * SECOND
    assert reacting.worker.step(LATER) == 0
    assert reacting.open_notes() == [(1, LATER + 60 * SECOND, 0)]
    reacting.act = reacting.note
    assert reacting.worker.step(LATER + 59 * SECOND) == 0
    assert reacting.worker.step(LATER + 60 * SECOND) == 1


def test_a_database_that_is_gone_is_no_failure_of_the_row(reacting: Reacting) -> None:
    def gone(_: Task) -> None:
        raise DatabaseGone("gone")

    reacting.append(5)
    reacting.follow()
    before = reacting.open_notes()
    reacting.act = gone
    with pytest.raises(DatabaseGone):
        reacting.worker.step(LATER)
    assert reacting.open_notes() == before


def test_a_due_time_that_cannot_be_told_blocks_no_log(reacting: Reacting) -> None:
    def fail(_: Recorded) -> int:
        raise RuntimeError

    reacting.reactions[0] = Reaction("note", "alpha", "test.noted", fail, reacting.reactions[0].act)
    reacting.append(5)
    reacting.follow()
    assert reacting.open_notes() == [(1, reacting.house.store.head().recorded_at, 0)]


def test_what_is_done_keeps_nothing_of_the_event(reacting: Reacting) -> None:
    reacting.append(5)
    reacting.follow()
    reacting.worker.step(LATER)
    database = reacting.house.storage.core
    with database.read() as conn:
        rows = database.fetch(conn, "SELECT data, meta FROM {s}todo WHERE reaction = 'note'", ())
    assert rows == [(b"", b"")]


def test_two_feeds_and_two_workers_at_once_do_everything_once(reacting: Reacting) -> None:
    stop = threading.Event()

    def feed() -> None:
        mine = reacting.feeder()
        while not stop.is_set():
            mine.step(0.05)

    def work() -> None:
        mine = reacting.new_worker()
        while not stop.is_set():
            if not mine.step(LATER):
                stop.wait(0.01)

    threads = [threading.Thread(target=target) for target in (feed, feed, work, work)]
    for thread in threads:
        thread.start()
    consumer, relay = reacting.house.consumer(), reacting.house.relay()
    for start in range(0, 60, 10):
        reacting.append(*range(start, start + 10))
        drain(relay, consumer)
    deadline = time.monotonic() + 60
    while (len(reacting.noted()) < 60 or reacting.open_notes()) and time.monotonic() < deadline:
        drain(relay, consumer)
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert reacting.noted() == list(range(60))


def test_a_zombie_feed_changes_nothing(reacting: Reacting) -> None:
    reacting.append(5)
    reacting.follow()
    rows = reacting.house.store.read(1, 1)
    stale = Checkpoint("alpha")
    assert reacting.feed.apply(rows, stale, Checkpoint("alpha", 2, rows[0].hash)) is False
    assert len(reacting.todos()) == 2


def test_another_history_halts_the_feed(reacting: Reacting) -> None:
    reacting.append(5)
    feeder = reacting.feeder()
    reacting.house.log().send([record_of(reacting.house.store.read(1, 1)[0], b"x" * 32)])
    with pytest.raises(Fork):
        feeder.step(5.0)
    assert reacting.todos() == []


@pytest.fixture
def marking(reacting: Reacting) -> Reacting:
    """`note` asks for one thing for all odd and one for all even numbers."""

    def parity(event: Recorded) -> bytes:
        return bytes([event.data.number % 2]) * 16  # type: ignore[attr-defined]

    reacting.reactions[0] = Reaction("note", "alpha", "test.noted", at_once, reacting._act, parity)
    reacting.worker = reacting.new_worker()
    return reacting


def test_events_of_one_mark_share_a_row_and_the_newest_is_acted_on(marking: Reacting) -> None:
    marking.append(5, 6, 7)
    marking.follow()
    assert [row[0] for row in marking.open_notes()] == [2, 3]
    assert marking.worker.step(LATER) == 2
    assert [task.event.data.number for task in marking.tasks] == [6, 7]  # type: ignore[attr-defined]
    assert marking.worker.step(LATER) == 0


def test_a_new_event_opens_the_row_of_its_mark_again_under_another_command(marking: Reacting) -> None:
    marking.append(5)
    marking.follow()
    marking.worker.step(LATER)
    marking.append(7)
    marking.follow()
    assert marking.worker.step(LATER) == 1
    assert marking.noted() == [5, 7]
    first, second = marking.tasks
    assert first.command_id != second.command_id


def test_an_event_that_comes_while_its_mark_is_acted_on_is_not_forgotten(marking: Reacting) -> None:
    marking.append(5)
    marking.follow()
    shown: list[int] = []

    def slow(task: Task) -> None:
        shown.append(task.event.data.number)  # type: ignore[attr-defined]
        if len(shown) == 1:
            marking.append(7)
            marking.follow()

    marking.act = slow
    marking.worker.step(LATER)
    marking.worker.step(LATER)
    assert shown == [5, 7]
    assert marking.open_notes() == []


def test_a_mark_that_waits_keeps_its_time_however_many_events_come(marking: Reacting) -> None:
    marking.append(5)
    marking.follow()
    ((_, due, _),) = marking.open_notes()
    marking.append(7)
    marking.follow()
    assert due < marking.house.store.head().recorded_at
    assert marking.open_notes() == [(2, due, 0)]


def test_two_reactions_of_one_name_are_refused(reacting: Reacting) -> None:
    with pytest.raises(ValueError, match="same name"):
        Worker(reacting.house.storage.core, TYPES, reacting.reactions[:1] * 2, dict)
