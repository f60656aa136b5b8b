"""Append: one gapless number, one hash chain, a verdict an item."""

import threading
import uuid

import pytest
from house import House, item
from netral_chassis.record import GENESIS, chain_hash
from netral_chassis.store import EventTooLarge, Item, NewEvent, Verdict, VerdictOn
from noted import noted
from sqlalchemy.exc import DBAPIError


def chained(house: House) -> bool:
    previous = GENESIS
    for number, row in enumerate(house.store.read(1, 10_000), start=1):
        digest = chain_hash(
            previous,
            row.position,
            row.recorded_at,
            row.stream_id,
            row.version,
            row.event_id,
            row.type,
            row.data,
            row.meta,
        )
        if row.position != number or row.hash != digest:
            return False
        previous = digest
    return previous == house.store.head().hash


def test_positions_are_gapless_and_hashes_chain(house: House) -> None:
    house.append(("a/1", 0, [noted(1), noted(2)]), ("a/2", 0, [noted(3)]))
    house.append(("a/1", 2, [noted(4)]))
    assert [(row.position, row.stream_id, row.version) for row in house.store.read(1, 10)] == [
        (1, "a/1", 1),
        (2, "a/1", 2),
        (3, "a/2", 1),
        (4, "a/1", 3),
    ]
    assert chained(house)


def test_a_moved_version_is_a_conflict_and_leaves_the_others_alone(house: House) -> None:
    house.append(("a/1", 0, [noted(1)]))
    verdicts = house.append(("a/1", 0, [noted(2)]), ("a/2", 0, [noted(3)]))
    assert [verdict.kind for verdict in verdicts] == [VerdictOn.CONFLICT, VerdictOn.ACCEPTED]
    assert [row.data for row in house.store.read(1, 10)] == [noted(1).data, noted(3).data]


def test_a_moved_guard_is_a_conflict(house: House) -> None:
    house.append(("c/1", 0, [noted(1)]))
    write = item("a/1", 0, [noted(2)])
    guarded = Item(write.command_id, write.body_hash, write.writes, (("c/1", 2),))
    assert house.store.append([guarded])[0].kind is VerdictOn.CONFLICT
    right = Item(write.command_id, write.body_hash, write.writes, (("c/1", 1),))
    assert house.store.append([right])[0].kind is VerdictOn.ACCEPTED


def test_the_same_command_again_gets_the_first_outcome(house: House) -> None:
    command = uuid.uuid4().bytes
    first = house.store.append([item("a/1", 0, [noted(1)], command)])[0]
    again = house.store.append([item("a/1", 0, [noted(1)], command)])[0]
    assert again.kind is VerdictOn.DUPLICATE
    assert (again.first_position, again.last_position) == (first.first_position, first.last_position) == (1, 1)
    assert house.store.head().next_position == 2


def test_the_same_command_with_another_body_clashes(house: House) -> None:
    command = uuid.uuid4().bytes
    house.store.append([item("a/1", 0, [noted(1)], command)])
    assert house.store.append([item("a/1", 1, [noted(2)], command)])[0].kind is VerdictOn.CLASH


def test_a_command_without_events_is_known_when_it_comes_again(house: House) -> None:
    empty = item("a/1", 0, [])
    other = item("a/1", 0, [noted(1)], empty.command_id)
    assert house.store.append([empty])[0] == Verdict(VerdictOn.ACCEPTED)
    assert house.store.append([empty, other]) == [Verdict(VerdictOn.DUPLICATE), Verdict(VerdictOn.CLASH)]
    assert house.store.head().next_position == 1


def test_duplicates_within_one_batch_are_seen(house: House) -> None:
    command = uuid.uuid4().bytes
    verdicts = house.store.append([item("a/1", 0, [noted(1)], command), item("a/1", 0, [noted(1)], command)])
    assert [verdict.kind for verdict in verdicts] == [VerdictOn.ACCEPTED, VerdictOn.DUPLICATE]


def test_many_writers_at_once_leave_one_chain(house: House) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            house.append(*((f"a/{number}-{turn}-{one}", 0, [noted(one)]) for one in range(10)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert house.store.head().next_position == 201
    assert chained(house)


@pytest.mark.parametrize("statement", ["UPDATE {t} SET type = 'x'", "DELETE FROM {t}"])
def test_events_are_never_changed(house: House, statement: str) -> None:
    house.append(("a/1", 0, [noted(1)]))
    table = "event" if house.storage.core.kind == "sqlite" else '"core".event'
    with pytest.raises(DBAPIError), house.storage.core.write() as conn:
        conn.exec_driver_sql(statement.format(t=table))
    assert house.store.read(1, 10)[0].type == "test.noted"


def test_an_event_above_256_kib_is_refused(house: House) -> None:
    with pytest.raises(EventTooLarge):
        house.append(("a/1", 0, [NewEvent("test.noted", bytes(262_145), b"")]))
    assert house.store.head().next_position == 1


def test_an_item_decided_upon_another_that_was_not_written_is_a_conflict(house: House) -> None:
    house.append(("a/1", 0, [noted(1)]))
    lost = item("a/1", 0, [noted(2)])
    upon = item("a/1", 1, [noted(3)])
    upon = Item(upon.command_id, upon.body_hash, upon.writes, after=(lost.command_id,))
    assert [verdict.kind for verdict in house.store.append([lost, upon])] == [VerdictOn.CONFLICT] * 2
    assert house.store.head().next_position == 2
