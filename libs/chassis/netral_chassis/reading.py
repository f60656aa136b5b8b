"""Reading views: one live generation, one snapshot, and how fresh it is."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from netral.common.v1.types_pb2 import Cursor, Freshness
from sqlalchemy import Connection, CursorResult, Executable

from netral_chassis.clock import Clock
from netral_chassis.generations import Generations
from netral_chassis.storage import Storage

WAIT_SECONDS = 2.0
_POLL_SECONDS = 0.01
_AT_ONCE = 5_000  # SQLite takes 32,766 parameters a statement


class Behind(Exception):
    """The views have not yet seen what the caller has; he may ask again shortly. `BEHIND`."""


class Reading:
    """One open read: everything asked of it sees the same state."""

    def __init__(self, conn: Connection, freshness: Freshness) -> None:
        self._conn = conn
        self._freshness = freshness

    def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run a SQLAlchemy Core statement over the views' tables."""
        return self._conn.execute(statement, parameters)

    def join_by_hash(self) -> None:
        """From here on join many rows with many.

        PostgreSQL has no statistics of what was loaded in the last minute; it then expects one row, and probes an index
        eleven thousand times (coverage of one tenant: 112 ms instead of 30, docs/performance.md).
        """
        if self._conn.dialect.name == "postgresql":
            self._conn.exec_driver_sql("SET LOCAL enable_nestloop = off")

    def freshness(self) -> Freshness:
        """What this state had seen, and how old it may be."""
        return self._freshness


def fetch(reading: Reading, statement: Executable) -> list[tuple[Any, ...]]:
    """All rows of a statement, as plain tuples."""
    return [tuple(row) for row in reading.execute(statement).all()]


def in_pieces(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The ids once each, in ascending order, as many at once as fit into one statement."""
    every = sorted(set(ids))
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


class Reader:
    """Opens reads. At most a quarter of `threads` wait for the views at a time."""

    def __init__(
        self, storage: Storage, generations: Generations, clock: Clock, *, sources: Iterable[str], threads: int
    ) -> None:
        self._storage = storage
        self._generations = generations
        self._clock = clock
        self._sources = frozenset(sources)
        self._waiting = threading.BoundedSemaphore(max(1, threads // 4))

    @contextmanager
    def open(self, after: Cursor | None = None) -> Iterator[Reading]:
        """A snapshot of the live generation that has seen `after`. Raises `Behind`, `DatabaseGone`."""
        if after is not None and after.positions:
            self._wait(after)
        live = self._generations.live()
        if live is None:
            raise Behind
        database = self._storage.views(live)
        with database.read() as conn:
            yield Reading(conn, self._freshness(database.fetch(conn, _CHECKPOINTS, ()), conn, database))

    def _wait(self, after: Cursor) -> None:
        if self._reached(after):
            return
        if not self._waiting.acquire(blocking=False):
            raise Behind
        try:
            deadline = time.monotonic() + WAIT_SECONDS
            while not self._reached(after):
                if time.monotonic() > deadline:
                    raise Behind
                time.sleep(_POLL_SECONDS)
        finally:
            self._waiting.release()

    def seen(self) -> dict[str, int]:
        """The position of each source that the live views show now."""
        live = self._generations.live()
        if live is None:
            return dict.fromkeys(self._sources, 0)
        database = self._storage.views(live)
        with database.read() as conn:
            return {source: position - 1 for source, position, _ in database.fetch(conn, _CHECKPOINTS, ())}

    def _reached(self, after: Cursor) -> bool:
        seen = self.seen()
        return all(
            seen.get(source, 0) >= position for source, position in after.positions.items() if source in self._sources
        )

    def _freshness(self, checkpoints: list[tuple[Any, ...]], conn: Connection, database: Any) -> Freshness:
        parked = database.fetch(conn, "SELECT count(DISTINCT stream_id) FROM {s}parked", ())[0][0]
        oldest = min((at for _, _, at in checkpoints), default=self._clock.now())
        return Freshness(
            cursor=Cursor(positions={source: position - 1 for source, position, _ in checkpoints}),
            age_seconds=max(0.0, (self._clock.now() - oldest) / 1e6),
            parked_streams=parked,
        )


_CHECKPOINTS = "SELECT source, next_position, current_at FROM {s}checkpoint"
