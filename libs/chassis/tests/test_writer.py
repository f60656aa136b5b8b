"""The writer: one commit for all that wait, and an answer for each of them, whatever happens."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from house import House, item
from netral_chassis.database import DatabaseGone
from netral_chassis.store import EventTooLarge, Item, NewEvent, Verdict, VerdictOn
from netral_chassis.writer import Overloaded, Writer
from noted import noted


class Gate:
    """A store behind a gate: while it is shut, the first batch stands before the disk and the others gather."""

    def __init__(self, house: House) -> None:
        self._store = house.store
        self.batches: list[int] = []
        self.standing = threading.Event()
        self.opened = threading.Event()
        self.failure: Exception | None = None

    def append(self, items: Sequence[Item]) -> list[Verdict]:
        self.batches.append(len(items))
        self.standing.set()
        assert self.opened.wait(30)
        if self.failure is not None and len(self.batches) > 1:
            raise self.failure
        return self._store.append(items)


class Crowd:
    """Callers of a writer whose first batch stands at the gate."""

    def __init__(self, house: House) -> None:
        self.gate = Gate(house)
        self.commits = 0
        self.writer = Writer(self.gate, self._committed)  # type: ignore[arg-type]
        self.pool = ThreadPoolExecutor(400)
        self.first = self.send(item("first/1", 0, [noted(0)]))
        assert self.gate.standing.wait(30)

    def _committed(self) -> None:
        self.commits += 1

    def send(self, *items: Item) -> Future[list[Verdict]]:
        return self.pool.submit(self.writer.append, list(items))

    def gathered(self, count: int) -> None:
        """Wait until so many callers wait behind the first batch."""
        while self.writer._queue.qsize() < count:
            threading.Event().wait(0.005)


@pytest.fixture
def crowd(house: House) -> Iterator[Crowd]:
    made = Crowd(house)
    yield made
    made.gate.opened.set()
    made.writer.stop()
    made.pool.shutdown()


def test_everything_that_waits_is_one_commit(house: House, crowd: Crowd) -> None:
    waiting = [crowd.send(*(item(f"a/{one}-{two}", 0, [noted(one)]) for two in range(3))) for one in range(20)]
    crowd.gathered(20)
    crowd.gate.opened.set()
    verdicts = [future.result(30) for future in waiting]
    assert crowd.gate.batches == [1, 60]
    assert crowd.commits == 2
    assert all(verdict.kind is VerdictOn.ACCEPTED for answer in verdicts for verdict in answer)
    assert sorted(verdict.first_position for answer in verdicts for verdict in answer) == list(range(2, 62))


def test_each_caller_gets_the_verdicts_on_its_own_items(crowd: Crowd) -> None:
    right = crowd.send(item("a/1", 0, [noted(1)]), item("a/2", 0, [noted(2)]))
    crowd.gathered(1)
    wrong = crowd.send(item("a/1", 5, [noted(1)]))
    crowd.gathered(2)
    crowd.gate.opened.set()
    assert [verdict.kind for verdict in wrong.result(30)] == [VerdictOn.CONFLICT]
    assert [verdict.kind for verdict in right.result(30)] == [VerdictOn.ACCEPTED] * 2


def test_a_database_that_is_gone_is_told_to_every_waiting_caller(crowd: Crowd) -> None:
    crowd.gate.failure = DatabaseGone("gone")
    waiting = [crowd.send(item(f"a/{one}", 0, [noted(one)])) for one in range(10)]
    crowd.gathered(10)
    crowd.gate.opened.set()
    for future in waiting:
        with pytest.raises(DatabaseGone):
            future.result(30)
    assert crowd.gate.batches == [1, 10]
    assert crowd.commits == 1


def test_what_one_caller_did_wrong_is_told_to_him_alone(house: House, crowd: Crowd) -> None:
    good = [crowd.send(item(f"a/{one}", 0, [noted(one)])) for one in range(5)]
    bad = crowd.send(item("a/large", 0, [NewEvent("test.noted", bytes(300_000), b"")]))
    crowd.gathered(6)
    crowd.gate.opened.set()
    with pytest.raises(EventTooLarge):
        bad.result(30)
    assert {future.result(30)[0].kind for future in good} == {VerdictOn.ACCEPTED}
    assert house.store.head().next_position == 7


def test_more_than_the_queue_holds_is_refused_at_once(crowd: Crowd) -> None:
    waiting = [crowd.send(item(f"a/{one}", 0, [noted(one)])) for one in range(256)]
    crowd.gathered(256)
    with pytest.raises(Overloaded):
        crowd.writer.append([item("a/more", 0, [noted(1)])])
    crowd.gate.opened.set()
    assert {future.result(30)[0].kind for future in waiting} == {VerdictOn.ACCEPTED}


def test_the_end_commits_what_waits_and_refuses_what_comes_later(house: House, crowd: Crowd) -> None:
    waiting = [crowd.send(item(f"a/{one}", 0, [noted(one)])) for one in range(5)]
    crowd.gathered(5)
    ending = crowd.pool.submit(crowd.writer.stop)
    crowd.gathered(6)
    with pytest.raises(Overloaded):
        crowd.writer.append([item("a/late", 0, [noted(1)])])
    crowd.gate.opened.set()
    ending.result(30)
    assert {future.result(30)[0].kind for future in waiting} == {VerdictOn.ACCEPTED}
    assert house.store.head().next_position == 7
