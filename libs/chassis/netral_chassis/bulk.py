"""An empty generation of views filled from the logs at once: whole streams folded in memory, copied, indexed after.

No row is read back, none is written twice, and no index is kept up to date meanwhile. It is all or nothing: what is
killed in the middle begins anew, and what ends well is a generation like one that followed the log event by event.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from netral_chassis import crash
from netral_chassis.consumer import Checkpoint
from netral_chassis.database import Database, permanent
from netral_chassis.events import EventTypes
from netral_chassis.fold import Fold, wanted_by
from netral_chassis.garbage import uncollected
from netral_chassis.parking import PARKED, Parked, ParkingLimits, TooManyParked
from netral_chassis.record import EventRow
from netral_chassis.spool import Spool
from netral_chassis.views import CHECKPOINT, VIEWS, View

_Rows = Sequence[tuple[Any, ...]]


class Bulk:
    """A `Sink` that only sets events aside, until `fill` makes views of them."""

    def __init__(self, database: Database, views: Sequence[View], types: EventTypes, limits: ParkingLimits) -> None:
        self._database = database
        self._types = types
        self._limits = limits
        self._views = wanted_by(views)
        self._at = {source: Checkpoint(source) for source in self._views}
        self._shown_at = dict.fromkeys(self._views, 0)
        self._spools = {source: Spool() for source in self._views}

    def checkpoint(self, source: str) -> Checkpoint:
        return self._at[source]

    def apply(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint) -> bool:
        views = self._views[before.source]
        self._spools[before.source].add([row for row in rows if row.type in views])
        self._at[before.source], self._shown_at[before.source] = after, rows[-1].recorded_at
        return True

    def fill(self) -> None:
        """Make the tables of the generation and everything in them. Raises `TooManyParked`, `DatabaseGone`."""
        with self._database.filled(VIEWS) as conn:
            for source, spool in self._spools.items():
                parked: list[Parked] = []
                for part in spool.parts():
                    with uncollected():
                        parked += self._write(conn, source, part)
                    self._judge(source, parked)
                self._database.insert(conn, PARKED, [one.values() for one in parked])
            self._database.insert(conn, CHECKPOINT, [self._reached(source) for source in self._views])
            crash.point("rebuild.filled")

    def _reached(self, source: str) -> tuple[object, ...]:
        at = self._at[source]
        return (
            source, at.next_position, at.head_hash, at.topic_id, at.offset_hint, at.epoch, self._shown_at[source]
        )  # fmt: skip

    def _write(self, conn: Connection, source: str, rows: _Rows) -> list[Parked]:
        """Whole streams into rows; gives back what must wait."""
        try:
            return self._copy(conn, source, rows)
        except Exception as error:
            if not permanent(error):
                raise
        streams = list(dict.fromkeys(row[1] for row in rows))
        if len(streams) == 1:
            return self._copy(conn, source, rows, self._first_refused(conn, source, rows))
        early = frozenset(streams[: len(streams) // 2])
        return self._write(conn, source, [row for row in rows if row[1] in early]) + self._write(
            conn, source, [row for row in rows if row[1] not in early]
        )

    def _copy(self, conn: Connection, source: str, rows: _Rows, refuse: object = None) -> list[Parked]:
        with conn.begin_nested():
            fold = Fold(source, self._views[source], self._types, None, {})
            parked = fold.run(rows, {}, refuse)
            for change in fold.changes():
                self._database.insert(conn, change.table, change.new)
        return parked

    def _first_refused(self, conn: Connection, source: str, rows: _Rows) -> object:
        """The event of this stream with which its rows begin to be such that the database refuses them for good."""
        good, bad = 0, len(rows)
        while bad - good > 1:
            middle = (good + bad) // 2
            if self._is_good(conn, source, rows[:middle]):
                good = middle
            else:
                bad = middle
        return rows[good]

    def _is_good(self, conn: Connection, source: str, rows: _Rows) -> bool:
        attempt = conn.begin_nested()
        try:
            self._copy(conn, source, rows)
        except Exception as error:
            if not permanent(error):
                raise
            return False
        finally:
            attempt.rollback()
        return True

    def _judge(self, source: str, parked: list[Parked]) -> None:
        streams = len({one.row.stream_id for one in parked})
        read = self._at[source].next_position - 1
        if streams > self._limits.streams or (read >= 1_000 and streams > self._limits.share * read):
            raise TooManyParked(f"{streams} streams of {read} events")

    def close(self) -> None:
        """Give the room back."""
        for spool in self._spools.values():
            spool.close()
