"""Reactions: an event leads to a row that says what to do and when, and a worker does it once, whatever died meanwhile.

The feed turns events into rows of `todo`; the worker runs the rows that are due, under a command id that follows from
the event and the reaction, so that a replay of either changes nothing. Rows stand in `core` and survive every rebuild.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from netral.common.v1.types_pb2 import EventMeta
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, Table, Text

from netral_chassis import crash
from netral_chassis.commands import STANDS, Commands, Request
from netral_chassis.consumer import Checkpoint
from netral_chassis.database import Database, DatabaseGone, fetch_by
from netral_chassis.events import EventTypes, Recorded
from netral_chassis.log import LogUnavailable
from netral_chassis.reading import Behind
from netral_chassis.record import GENESIS, EventRow, derived_id
from netral_chassis.store import CORE
from netral_chassis.views import OPEN_TIME
from netral_chassis.writer import Overloaded

TODO = Table(
    "todo",
    CORE,
    Column("event_id", LargeBinary, primary_key=True),
    Column("reaction", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("done_at", BigInteger),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("meta", LargeBinary, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
)
Index(
    "todo_open", TODO.c.source, TODO.c.due_at, sqlite_where=TODO.c.done_at.is_(None),
    postgresql_where=TODO.c.done_at.is_(None),
)  # fmt: skip
FEED_CHECKPOINT = Table(
    "feed_checkpoint",
    CORE,
    Column("source", Text, primary_key=True),
    Column("next_position", BigInteger, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("topic_id", Text, nullable=False),
    Column("offset_hint", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
)
_LIMIT = 500
_SECOND = 1_000_000
_LONGEST = 3_600 * _SECOND
_log = structlog.get_logger()
_Row = tuple[Any, ...]
_Key = tuple[bytes, str]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do now. `command_id` is the same at every attempt; `now` in microseconds UTC."""

    event: Recorded
    command_id: bytes
    now: int


@dataclass(frozen=True, slots=True)
class Reaction:
    """What follows from an event of one type, beside what views show.

    `due(event)` says when, in microseconds UTC; it is pure. `act(task)` does it and returns `None`, or, if a fact that
    it needs is not here yet, when to look again. An error lets it be tried again, later each time.

    With `mark`, events for which it returns the same 16 bytes ask for one thing: they share one row, which each new
    event opens again, and `act` is given the newest of them. Such a row waits until the views show that event.
    """

    name: str
    source: str
    type: str
    due: Callable[[Recorded], int]
    act: Callable[[Task], int | None]
    mark: Callable[[Recorded], bytes] | None = None


class Feed:
    """A `Sink` that turns events into rows of `todo`. Two of them on one source fence each other off."""

    def __init__(self, database: Database, types: EventTypes, reactions: Sequence[Reaction]) -> None:
        self._database = database
        self._types = types
        self._reactions: dict[tuple[str, str], list[Reaction]] = {}
        for one in reactions:
            self._reactions.setdefault((one.source, one.type), []).append(one)

    @property
    def sources(self) -> tuple[str, ...]:
        """Services whose logs it reads."""
        return tuple(sorted({source for source, _ in self._reactions}))

    def create(self) -> None:
        """Make a checkpoint for each source."""
        with self._database.write() as conn:
            for source in self.sources:
                self._database.fetch(
                    conn,
                    "INSERT INTO {s}feed_checkpoint VALUES (?, 1, ?, '', 0, 0) ON CONFLICT DO NOTHING",
                    (source, GENESIS),
                )

    def checkpoint(self, source: str) -> Checkpoint:
        with self._database.read() as conn:
            rows = self._database.fetch(conn, "SELECT * FROM {s}feed_checkpoint WHERE source = ?", (source,))
        return Checkpoint(*rows[0]) if rows else Checkpoint(source)

    def apply(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint) -> bool:
        with self._database.write() as conn:
            if not self._move(conn, before, after):
                return False
            made, marked = self._todos(before.source, rows)
            known = self._known(conn, [todo[0] for todo in (*made, *marked.values())])
            self._database.insert(conn, TODO, [todo for todo in made if todo[:2] not in known])
            self._database.merge(conn, TODO, [_opened(todo, known.get(key)) for key, todo in marked.items()])
        crash.point("feed.committed")
        return True

    @staticmethod
    def _move(conn: Connection, before: Checkpoint, after: Checkpoint) -> bool:
        table = FEED_CHECKPOINT
        moved = conn.execute(
            table.update()
            .where(
                table.c.source == before.source,
                table.c.next_position == before.next_position,
                table.c.epoch == before.epoch,
            )
            .values(
                next_position=after.next_position,
                head_hash=after.head_hash,
                topic_id=after.topic_id,
                offset_hint=after.offset_hint,
            )
        )
        return bool(moved.rowcount == 1)

    def _todos(self, source: str, rows: Sequence[EventRow]) -> tuple[list[_Row], dict[_Key, _Row]]:
        """Rows of single events, and the newest row of each mark."""
        single: list[_Row] = []
        marked: dict[_Key, _Row] = {}
        for row in rows:
            for one in self._reactions.get((source, row.type), ()):
                key, due = self._place(one, row)
                todo = (
                    key, one.name, source, row.position, due, 0, None,
                    row.stream_id, row.version, row.type, row.data, row.meta, row.recorded_at,
                )  # fmt: skip
                if key == row.event_id:
                    single.append(todo)
                else:
                    before = marked.get((key, one.name))
                    marked[key, one.name] = todo if before is None else (*todo[:4], before[4], *todo[5:])
        return single, marked

    def _place(self, reaction: Reaction, row: EventRow) -> tuple[bytes, int]:
        """Under which id, and when to react.

        What cannot be read is due at once: the worker fails at it visibly, and no log is blocked.
        """
        try:
            event = self._types.read(row)
            return row.event_id if reaction.mark is None else reaction.mark(event), reaction.due(event)
        except Exception as error:
            _log.warning("no due time", reaction=reaction.name, position=row.position, error=type(error).__name__)
            return row.event_id, row.recorded_at

    def _known(self, conn: Connection, event_ids: Sequence[object]) -> dict[_Key, _Row]:
        """Rows of these ids: when they are due, and when they were done."""
        found: dict[_Key, _Row] = {}
        sql = "SELECT event_id, reaction, position, due_at, done_at FROM {s}todo WHERE event_id {any}"
        for id_, reaction, *rest in fetch_by(self._database, conn, sql, event_ids):
            found[id_, reaction] = tuple(rest)
        return found


def _opened(todo: _Row, known: _Row | None) -> _Row:
    """The row of a mark with its newest event. What waited already keeps its time, so that it is done some day."""
    if known is None or known[2] is not None:
        return todo
    return (*todo[:4], known[1], *todo[5:])


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that are not done: those that are due now, and those that failed at least once."""

    due: int
    failing: int


class Worker:
    """Runs what is due. Two workers do no harm.

    `seen()` tells the position of each source that the views show; one that no view reads is not waited for.
    """

    def __init__(
        self,
        database: Database,
        types: EventTypes,
        reactions: Sequence[Reaction],
        seen: Callable[[], Mapping[str, int]],
    ) -> None:
        self._database = database
        self._types = types
        self._acts = {one.name: one.act for one in reactions}
        self._marked = frozenset(one.name for one in reactions if one.mark is not None)
        if len(self._acts) != len(reactions):
            raise ValueError("two reactions have the same name")
        self._sources = sorted({one.source for one in reactions})
        self._seen = seen

    def step(self, now: int) -> int:
        """Run what is due at `now` and visible in the views; returns how many rows were done.

        Raises `DatabaseGone`, `LogUnavailable`, `Behind`, `Overloaded`: nothing is wrong with the row, try again.
        """
        seen = self._seen()
        done = 0
        for source in self._sources:
            for reaction, row in self._due(source, seen.get(source, OPEN_TIME), now):
                done += self._run(reaction, row, now)
        return done

    def _due(self, source: str, position: int, now: int) -> list[tuple[str, EventRow]]:
        sql = (
            "SELECT reaction, position, stream_id, version, event_id, type, data, meta, recorded_at, event_id "
            "FROM {s}todo WHERE done_at IS NULL AND source = ? AND due_at <= ? AND position <= ? AND reaction {any} "
            "ORDER BY due_at, position LIMIT ?"
        )
        with self._database.read() as conn:
            rows = self._database.fetch(conn, sql, (source, now, position, sorted(self._acts), _LIMIT))
        return [(row[0], EventRow(*row[1:])) for row in rows]

    def _run(self, reaction: str, row: EventRow, now: int) -> bool:
        try:
            task = Task(self._types.read(row), self._command_id(reaction, row), now)
            later = self._acts[reaction](task)
        except (DatabaseGone, LogUnavailable, Behind, Overloaded):
            raise
        except Exception as error:
            self._failed(reaction, row, now, type(error).__name__)
            return False
        crash.point("work.executed")
        if later is None:  # the row stays, so that a replay of the log makes no other; what it was about may go
            self._set(reaction, row, "done_at = ?, attempts = attempts + 1, data = ?, meta = ?", (now, b"", b""))
        else:
            self._set(reaction, row, "due_at = ?", (later,))
        crash.point("work.done")
        return later is None

    def _command_id(self, reaction: str, row: EventRow) -> bytes:
        """The same at every attempt; of a mark, another one for each event that opened it again."""
        return derived_id(row.event_id, f"{reaction}/{row.position}" if reaction in self._marked else reaction)

    def _failed(self, reaction: str, row: EventRow, now: int, error: str) -> None:
        with self._database.write() as conn:
            found = self._database.fetch(
                conn,
                "SELECT attempts FROM {s}todo WHERE event_id = ? AND reaction = ?",
                (row.event_id, reaction),
            )
            attempts = int(found[0][0]) + 1
            self._update(conn, reaction, row, "attempts = ?, due_at = ?", (attempts, now + back_off(attempts)))
        _log.warning("reaction failed", reaction=reaction, position=row.position, error=error, attempts=attempts)

    def _set(self, reaction: str, row: EventRow, change: str, values: tuple[object, ...]) -> None:
        with self._database.write() as conn:
            self._update(conn, reaction, row, change, values)

    def _update(self, conn: Connection, reaction: str, row: EventRow, change: str, values: tuple[object, ...]) -> None:
        """Nothing if a newer event opened the row meanwhile: that one is still to be done."""
        sql = f"UPDATE {{s}}todo SET {change} WHERE event_id = ? AND reaction = ? AND position = ? AND done_at IS NULL"
        self._database.fetch(conn, sql, (*values, row.event_id, reaction, row.position))

    def waiting(self, now: int) -> Waiting:
        """What is not done at `now`."""
        sql = (
            "SELECT coalesce(sum(CASE WHEN due_at <= ? THEN 1 ELSE 0 END), 0), "
            "coalesce(sum(CASE WHEN attempts > 0 THEN 1 ELSE 0 END), 0) FROM {s}todo WHERE done_at IS NULL"
        )
        with self._database.read() as conn:
            due, failing = self._database.fetch(conn, sql, (now,))[0]
        return Waiting(int(due), int(failing))


class Unsettled(Exception):
    """What a reaction asked for could not be recorded; it is tried again."""


def settle(commands: Commands, requests: Sequence[Request]) -> None:
    """Run the commands of a reaction. Raises `Unsettled` unless their facts are recorded, now or before."""
    for outcome in commands.run(requests):
        if outcome.kind not in STANDS:
            raise Unsettled(outcome.reason)


def meta_of(task: Task, service: str, tenant: str, subject: bytes = b"") -> EventMeta:
    """What is recorded beside an event that follows from the one of `task`."""
    return EventMeta(
        tenant=tenant,
        subject=subject,
        correlation_id=task.event.meta.correlation_id,
        causation_id=task.event.event_id,
        actor=f"service:{service}",
    )


def back_off(attempts: int) -> int:
    """Microseconds to wait after so many failures: 1, 2, 4, … seconds, at most an hour."""
    return min(_LONGEST, _SECOND << min(attempts - 1, 12))
