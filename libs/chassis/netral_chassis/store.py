"""The event table of one service: its log, its outbox and its hash chain under one gapless number.

`append` takes a batch of items and gives a verdict on each; the accepted ones are one transaction.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from netral_chassis import crash, migrations
from netral_chassis.clock import Clock
from netral_chassis.database import FEW, Database
from netral_chassis.record import GENESIS, MAX_EVENT_BYTES, EventRow, chain_hash, event_id

CORE = MetaData(schema="core")

EVENT = Table(
    "event",
    CORE,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", LargeBinary, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("meta", LargeBinary, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("command_id", LargeBinary),  # of the command that made it, at the command's first event
    Column("body_hash", LargeBinary),  # of that command
    Column("last_position", BigInteger),  # of that command's last event
    UniqueConstraint("stream_id", "version"),
)
ERASURE_CONFIRMED = "netral.common.erasure-confirmed"
Index(
    "event_erasures", EVENT.c.position, sqlite_where=EVENT.c.type == ERASURE_CONFIRMED,
    postgresql_where=EVENT.c.type == ERASURE_CONFIRMED,
)  # fmt: skip
HEAD = Table(
    "head",
    CORE,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_position", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
)
OUTCOME = Table(
    "outcome",
    CORE,
    Column("command_id", LargeBinary, primary_key=True),
    Column("body_hash", LargeBinary, nullable=False),
)
"""Accepted commands without events. The others are found by the id of their first event."""
_CHUNK = 10_000
_ROW = ", ".join(EventRow._fields)
_FIRST = "SELECT event_id, body_hash, position, last_position FROM {s}event WHERE event_id {any}"
_EMPTY = "SELECT command_id, body_hash FROM {s}outcome WHERE command_id {any}"
_VERSIONS = "SELECT stream_id, max(version) FROM {s}event WHERE stream_id {any} GROUP BY stream_id"


class VerdictOn(Enum):
    """What the store says of an item."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CLASH = "clash"
    CONFLICT = "conflict"


class NewEvent(NamedTuple):
    """An event without a place yet: registered type name, serialised message, serialised `EventMeta`."""

    type: str
    data: bytes
    meta: bytes


class Write(NamedTuple):
    """Events for one stream, right only if the stream stands at `expected_version` (0: it does not exist)."""

    stream_id: str
    expected_version: int
    events: tuple[NewEvent, ...]


class Item(NamedTuple):
    """All or nothing: the writes hold and the guarded streams stand at their versions, or nothing is written.

    An item without events still leaves its outcome, so that its repetition is recognised. `after` names earlier
    commands of the batch whose events it was decided upon: a version alone does not tell these from somebody else's.
    """

    command_id: bytes
    body_hash: bytes
    writes: tuple[Write, ...]
    guards: tuple[tuple[str, int], ...] = ()
    after: tuple[bytes, ...] = ()


class Verdict(NamedTuple):
    """On one item. Positions are 0 where it made no event."""

    kind: VerdictOn
    first_position: int = 0
    last_position: int = 0


class Known(NamedTuple):
    """A command that was accepted before. `body_hash` is `None` if its events came back from the topic after a
    restore: the topic does not say what the command was."""

    body_hash: bytes | None
    first_position: int
    last_position: int

    def again(self, body_hash: bytes) -> Verdict:
        """On the same command id, sent once more."""
        if self.body_hash is not None and self.body_hash != body_hash:
            return Verdict(VerdictOn.CLASH)
        return Verdict(VerdictOn.DUPLICATE, self.first_position, self.last_position)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends. `hash` is that of the last event."""

    next_position: int
    hash: bytes
    recorded_at: int


class EventTooLarge(ValueError):
    """An event above 256 KiB. `EVENT_TOO_LARGE`."""


class EventStore:
    """Appends to and reads from one service's event table. Safe to use from many threads and processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock

    def create(self) -> None:
        """Make or upgrade the tables of `core`. Raises what `migrations.upgrade` does."""
        migrations.upgrade(self.database, migrations.CORE)

    def append(self, items: Sequence[Item]) -> list[Verdict]:
        """Verdicts in the order of `items`; the accepted ones are on disk when this returns.

        Earlier items of the batch count for later ones. Raises `EventTooLarge`; `DatabaseGone` leaves it open whether
        the batch was written, and sending it again tells.
        """
        for item in items:
            for write in item.writes:
                if any(len(event.data) + len(event.meta) > MAX_EVENT_BYTES for event in write.events):
                    raise EventTooLarge
        with self.database.write() as conn:
            head, known, versions = self._ask(conn, items)
            crash.point("append.locked")
            batch = _Batch(head, known, versions, self._clock.now())
            verdicts = [batch.judge(item) for item in items]
            if batch.writes:
                self._write(conn, batch)
        crash.point("append.committed")
        return verdicts

    def _ask(self, conn: Connection, items: Sequence[Item]) -> tuple[Head, dict[bytes, Known], dict[str, int]]:
        """The head, locked, and then what is known of the items' commands and streams."""
        commands = _Asked([item.command_id for item in items])
        streams = {write.stream_id for item in items for write in item.writes}
        streams.update(stream for item in items for stream, _ in item.guards)
        head, *found = self.database.fetch_all(
            conn, [(self._locking, ()), *commands.statements, *_chunked(_VERSIONS, sorted(streams))]
        )
        versions = [row for rows in found[len(commands.statements) :] for row in rows]
        return Head(*head[0]), commands.known(found), dict(versions)

    def _write(self, conn: Connection, batch: "_Batch") -> None:
        moved = (batch.position, batch.hash, batch.recorded_at)
        few = len(batch.events) <= FEW and len(batch.empty) <= FEW
        with self.database.ending(conn) if few else nullcontext():
            self.database.insert(conn, EVENT, batch.events)
            self.database.insert(conn, OUTCOME, batch.empty)
            self.database.fetch(conn, "UPDATE {s}head SET next_position = ?, hash = ?, recorded_at = ?", moved)
            crash.point("append.inserted")

    @property
    def _locking(self) -> str:
        lock = " FOR UPDATE" if self.database.kind == "postgres" else ""
        return f"SELECT next_position, hash, recorded_at FROM {{s}}head{lock}"

    def lock(self, conn: Connection) -> Head:
        """Take the writers' lock for this transaction; nobody appends until it ends."""
        return Head(*self.database.fetch(conn, self._locking, ())[0])

    def known(self, command_ids: Sequence[bytes]) -> dict[bytes, Known]:
        """Those commands that were accepted before."""
        commands = _Asked(command_ids)
        if not commands.statements:
            return {}
        with self.database.read() as conn:
            return commands.known(self.database.fetch_all(conn, commands.statements))

    def head(self) -> Head:
        """Where the log ends now."""
        return Head(*self.database.ask("SELECT next_position, hash, recorded_at FROM {s}head", ())[0])

    def read(self, position: int, limit: int) -> list[EventRow]:
        """Up to `limit` events from `position` on, in order."""
        sql = f"SELECT {_ROW} FROM {{s}}event WHERE position >= ? AND position < ? ORDER BY position"
        return [EventRow._make(row) for row in self.database.ask(sql, (position, position + limit))]

    def confirmed_erasures(self) -> list[EventRow]:
        """All events by which this service said that it destroyed keys, in order. They have an index of their own."""
        sql = f"SELECT {_ROW} FROM {{s}}event WHERE type = '{ERASURE_CONFIRMED}' ORDER BY position"
        return [EventRow._make(row) for row in self.database.ask(sql, ())]

    def about(self, ids: Sequence[bytes], position: int, limit: int) -> list[EventRow]:
        """Up to `limit` events from `position` on whose content or meta data hold one of these ids.

        Walks the whole log: for what is asked rarely and must miss nothing.
        """
        return self._holding(("data", "meta"), ids, position, limit)

    def hash_before(self, position: int) -> bytes | None:
        """Hash of event `position - 1`; 32 zero bytes before the first; `None` if there is no such event."""
        if position == 1:
            return GENESIS
        rows = self.database.ask("SELECT hash FROM {s}event WHERE position = ?", (position - 1,))
        return rows[0][0] if rows else None

    def streams(self, stream_ids: Iterable[str]) -> dict[str, list[EventRow]]:
        """All events of these streams, each in order; streams without events are left out.

        More than 10,000 streams are not one snapshot: their versions say so when something is appended.
        """
        sql = f"SELECT {_ROW} FROM {{s}}event WHERE stream_id {{any}} ORDER BY stream_id, version"
        found: dict[str, list[EventRow]] = {}
        for statement, keys in _chunked(sql, sorted(set(stream_ids))):
            for row in self.database.ask(statement, keys):
                found.setdefault(row[1], []).append(EventRow._make(row))
        return found

    def mentioning(self, ids: Sequence[bytes], limit: int) -> list[EventRow]:
        """Up to `limit` events, in order, whose meta holds one of these byte strings. Reads the whole table."""
        return self._holding(("meta",), ids, 1, limit)

    def _holding(self, columns: Sequence[str], ids: Sequence[bytes], position: int, limit: int) -> list[EventRow]:
        holds = "position(?::bytea IN {}) > 0" if self.database.kind == "postgres" else "instr({}, ?) > 0"
        either = " OR ".join(holds.format(column) for _ in ids for column in columns)
        sql = f"SELECT {_ROW} FROM {{s}}event WHERE position >= ? AND ({either}) ORDER BY position LIMIT ?"
        parameters = (position, *(one for one in ids for _ in columns), limit)
        return [EventRow._make(row) for row in self.database.ask(sql, parameters)]

    def commands_between(self, first: int, last: int) -> list[tuple[bytes, int, int]]:
        """Ids of the commands that made events at these positions, each with its own first and last.

        Events that came back from the topic have none: the topic does not say.
        """
        sql = (
            "SELECT command_id, position, last_position FROM {s}event WHERE command_id IS NOT NULL "
            "AND position <= ? AND last_position >= ? AND position >= coalesce((SELECT position FROM {s}event "
            "WHERE command_id IS NOT NULL AND position <= ? ORDER BY position DESC LIMIT 1), 1) ORDER BY position"
        )
        return [(bytes(id), start, end) for id, start, end in self.database.ask(sql, (last, first, first))]

    def adopt(self, rows: Sequence[EventRow]) -> int:
        """Take rows back from the published log, after a restore: the next ones in order, their hashes checked.

        Returns the next position. Raises `ValueError` if they do not continue this chain.
        """
        with self.database.write() as conn:
            head = self.lock(conn)
            position, previous, at = head.next_position, head.hash, head.recorded_at
            for row in rows:
                expected = chain_hash(
                    previous, position, row.recorded_at, row.stream_id, row.version, row.event_id, row.type,
                    row.data, row.meta,
                )  # fmt: skip
                if row.position != position or row.hash != expected:
                    raise ValueError(f"event {row.position} does not continue the log at {position}")
                position, previous, at = position + 1, row.hash, row.recorded_at
            self.database.insert(conn, EVENT, [(*row, None, None, row.position) for row in rows])
            conn.execute(HEAD.update().values(next_position=position, hash=previous, recorded_at=at))
        return position


def _chunked(sql: str, keys: Sequence[object]) -> list[tuple[str, tuple[list[object]]]]:
    """The statement, which takes one list, for as many keys at a time as a statement may have."""
    return [(sql, (list(keys[start : start + _CHUNK]),)) for start in range(0, len(keys), _CHUNK)]


class _Asked:
    """Which of these commands were accepted? One with events is found by the id of its first, another by its row."""

    def __init__(self, command_ids: Sequence[bytes]) -> None:
        self._first = {event_id(command_id, 0): command_id for command_id in command_ids}
        events = _chunked(_FIRST, list(self._first))
        self._events = len(events)
        self.statements = [*events, *_chunked(_EMPTY, command_ids)]

    def known(self, found: Sequence[list[tuple[Any, ...]]]) -> dict[bytes, Known]:
        """By command id. `found` begins with the answers to the statements."""
        known = {self._first[first]: Known(*row) for rows in found[: self._events] for first, *row in rows}
        empty = found[self._events : len(self.statements)]
        return known | {command_id: Known(body, 0, 0) for rows in empty for command_id, body in rows}


_Told = tuple[bytes | None, bytes | None, int | None]
"""Of the command, at its first event: id, body hash, last position."""


class _Batch:
    """Verdicts in memory, in order: what earlier items of the batch wrote is known to later ones."""

    def __init__(self, head: Head, known: dict[bytes, Known], versions: dict[str, int], now: int) -> None:
        self.position = head.next_position
        self.hash = head.hash
        self.recorded_at = max(head.recorded_at, now)  # never decreases, whatever the machine's clock does
        self.events: list[tuple[Any, ...]] = []
        self.empty: list[tuple[bytes, bytes]] = []
        self._known = known
        self._versions = versions
        self._accepted: set[bytes] = set()

    @property
    def writes(self) -> bool:
        """Whether anything was accepted."""
        return bool(self._accepted)

    def judge(self, item: Item) -> Verdict:
        before = self._known.get(item.command_id)
        if before is not None:
            return before.again(item.body_hash)
        at = self._versions.get
        if (
            not self._accepted.issuperset(item.after)
            or any(at(write.stream_id, 0) != write.expected_version for write in item.writes)
            or any(at(stream, 0) != version for stream, version in item.guards)
        ):
            return Verdict(VerdictOn.CONFLICT)
        return self._accept(item)

    def _accept(self, item: Item) -> Verdict:
        count = sum([len(write.events) for write in item.writes])
        first, last = (self.position, self.position + count - 1) if count else (0, 0)
        told: _Told = (item.command_id, item.body_hash, last)
        ordinal = 0
        for write in item.writes:
            version = write.expected_version
            for event in write.events:
                version += 1
                self._add(write.stream_id, version, event_id(item.command_id, ordinal), event, told)
                ordinal, told = ordinal + 1, (None, None, None)
            self._versions[write.stream_id] = version
        if not count:
            self.empty.append((item.command_id, item.body_hash))
        self._accepted.add(item.command_id)
        self._known[item.command_id] = Known(item.body_hash, first, last)
        return Verdict(VerdictOn.ACCEPTED, first, last)

    def _add(self, stream_id: str, version: int, id: bytes, event: NewEvent, told: _Told) -> None:
        kind, data, meta = event
        self.hash = chain_hash(self.hash, self.position, self.recorded_at, stream_id, version, id, kind, data, meta)
        self.events.append(
            (self.position, stream_id, version, id, kind, data, meta, self.recorded_at, self.hash, *told)
        )
        self.position += 1
