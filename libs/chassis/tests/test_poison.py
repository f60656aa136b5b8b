"""Five of a hundred records among 50,000 cannot be decoded or applied: nobody else waits, and nothing is lost."""

import hashlib

import pytest
from house import House, item
from netral.common.v1.types_pb2 import EventMeta
from netral_chassis.clock import SystemClock
from netral_chassis.consumer import Consumer
from netral_chassis.events import EventTypes, Recorded
from netral_chassis.projector import Projector
from netral_chassis.record import EventRow
from netral_chassis.relay import Relay
from netral_chassis.store import NewEvent
from netral_chassis.views import StreamRows, View
from netral_testing.waiting import eventually
from noted import NOTE, TYPES, Noted, noted

STREAMS, EACH = 1_000, 50
POISONED = range(0, STREAMS, 10)
"""As many streams as may wait before a projector halts; in no batch so many new ones that it would."""
A_STREAM = 25
"""Poison records of a poisoned stream: 2,500 of 50,000 in all."""
AT_ONCE = 5
KINDS = ("undecodable data", "undecodable meta", "inapplicable", "no text", "unstorable")
pytestmark = pytest.mark.timeout(600)


class Chain(View):
    """Per stream, how many numbers came, the last of them, and a digest that tells their order."""

    source = "alpha"
    tables = (NOTE,)
    types = frozenset({"test.noted"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        text = event.data.text  # type: ignore[attr-defined]
        if text == "inapplicable":
            raise ValueError(text)
        if text == "no text":
            rows[NOTE].put({"number": 0})
        before = rows[NOTE].get() or {"total": 0, "text": ""}
        number = event.data.number  # type: ignore[attr-defined]
        linked = object() if text == "unstorable" else link(before["text"], number)
        rows[NOTE].put({"number": number, "total": before["total"] + 1, "text": linked})


class MendedTypes(EventTypes):
    """Reads what `TYPES` cannot, as a newer release would."""

    def __init__(self) -> None:
        """Knows what the `TYPES` know."""

    def read(self, row: EventRow) -> Recorded:
        meta = EventMeta(tenant="51.04")
        data = Noted(number=row.version, text="mended")
        return Recorded(row.position, row.stream_id, row.version, row.event_id, row.type, row.recorded_at, meta, data)


def link(before: str, number: int) -> str:
    return hashlib.sha256(f"{before} {number}".encode()).hexdigest()


def chain(count: int) -> str:
    """The digest of 1, 2, …, `count`."""
    digest = ""
    for number in range(1, count + 1):
        digest = link(digest, number)
    return digest


def name(stream: int) -> str:
    return f"a/{stream:05}"


def first_poison(stream: int) -> int:
    """Version of the first record of a poisoned stream that cannot be applied, from 1 to 26: five new in 1,000."""
    return 1 + stream // 10 % 20 * (EACH - A_STREAM) // 19


def is_poison(stream: int, version: int) -> bool:
    first = first_poison(stream)
    return stream in POISONED and first <= version < first + A_STREAM


def event(stream: int, version: int) -> NewEvent:
    """The record of a version, whose number is that of the version."""
    if not is_poison(stream, version):
        return noted(version)
    kind = KINDS[(stream // 10 + version) % len(KINDS)]
    good = noted(version, kind)
    if kind == "undecodable data":
        return good._replace(data=b"\xff\xff\xff")
    if kind == "undecodable meta":
        return good._replace(meta=b"\xff\xff\xff")
    return good


def projector(house: House, types: EventTypes = TYPES) -> Projector:
    return Projector(house.storage.views(1), [Chain()], types, SystemClock())


def test_poison_among_fifty_thousand_records_stops_nobody_else_and_nothing_is_lost(house: House) -> None:
    for start in range(1, EACH + 1, AT_ONCE):
        versions = range(start, start + AT_ONCE)
        house.store.append(
            [item(name(stream), start - 1, [event(stream, one) for one in versions]) for stream in range(STREAMS)]
        )
    relay, consumer = house.relay(), Consumer("alpha", house.log(), projector(house))
    catch_up(house, relay, consumer)

    whole, due = chain(EACH), {}
    for stream in range(STREAMS):
        applied = first_poison(stream) - 1 if stream in POISONED else EACH
        if applied:
            due[name(stream)] = (applied, chain(applied) if applied < EACH else whole)
    assert shown(house) == due
    waiting = projector(house).parked()
    assert [(one.row.stream_id, one.row.version) for one in waiting] == sorted(
        ((name(s), v) for s in POISONED for v in range(first_poison(s), EACH + 1)),
        key=lambda place: ((place[1] - 1) // AT_ONCE, place),
    )
    assert sum(is_poison(s, v) for s in POISONED for v in range(1, EACH + 1)) == len(POISONED) * A_STREAM

    house.store.append([item(name(stream), EACH, [noted(EACH + 1)]) for stream in range(STREAMS)])
    catch_up(house, relay, consumer)
    mended = projector(house, MendedTypes())
    for stream in POISONED:
        assert projector(house).release("alpha", name(stream)) == 0
        assert mended.release("alpha", name(stream)) == EACH + 2 - first_poison(stream)
    assert mended.parked() == []
    house.store.append([item(name(stream), EACH + 1, [noted(EACH + 2)]) for stream in range(STREAMS)])
    catch_up(house, relay, consumer)
    assert shown(house) == dict.fromkeys(map(name, range(STREAMS)), (EACH + 2, chain(EACH + 2)))
    assert projector(house).parked() == []


def catch_up(house: House, relay: Relay, consumer: Consumer) -> None:
    """Publish all, and apply or park all."""
    while relay.step():
        pass
    end = house.store.head().next_position - 1
    while consumer.position < end:
        eventually(lambda: consumer.step(0.3), what="more records")


def shown(house: House) -> dict[str, tuple[int, str]]:
    """How many records of each stream the views show, and the digest of their order."""
    database = house.storage.views(1)
    with database.read() as conn:
        rows = database.fetch(conn, "SELECT stream_id, total, text FROM {s}note", ())
    return {str(stream): (int(total), str(text)) for stream, total, text in rows}
