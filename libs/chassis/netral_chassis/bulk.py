"""An empty generation of views filled from the logs at once: folded in memory, copied into bare tables, indexed after.

A stream's events mostly come close together: what a batch holds of a stream that begins in it is written at once, and
never read back. Later events of a stream begun in an earlier batch are set aside, and applied stream by stream when
the indexes are there. It is all or nothing: what dies in the middle begins anew.
"""

from collections.abc import Sequence
from pathlib import Path

from netral_chassis import crash
from netral_chassis.consumer import Checkpoint
from netral_chassis.database import Database, permanent
from netral_chassis.events import EventTypes
from netral_chassis.fold import wanted_by
from netral_chassis.garbage import uncollected
from netral_chassis.parking import PARKED, Parked, ParkingLimits
from netral_chassis.record import EventRow
from netral_chassis.spool import Spool
from netral_chassis.stored import stored_fold, write
from netral_chassis.views import CHECKPOINT, VIEWS, View


class Bulk:
    """A `Sink` into the bare tables of `Database.filling`; what it was given is complete after `finish`.

    `scratch` is a folder with room for what is set aside: at worst the log's events of types that views want.
    """

    def __init__(
        self,
        database: Database,
        views: Sequence[View],
        types: EventTypes,
        limits: ParkingLimits,
        scratch: Path | None = None,
    ) -> None:
        self._database = database
        self._types = types
        self._limits = limits
        self._views = wanted_by(views)
        self._at = {source: Checkpoint(source) for source in self._views}
        self._shown_at = dict.fromkeys(self._views, 0)
        self._waiting: dict[str, dict[str, int]] = {source: {} for source in self._views}
        self._later = {source: Spool(scratch) for source in self._views}

    def checkpoint(self, source: str) -> Checkpoint:
        return self._at[source]

    def apply(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint) -> bool:
        source, views = before.source, self._views[before.source]
        begun: set[str] = set()
        now: list[EventRow] = []
        later: list[EventRow] = []
        for row in rows:
            if row.type in views:
                if row.version == 1:
                    begun.add(row.stream_id)
                (now if row.stream_id in begun else later).append(row)
        self._later[source].add(later)
        self._park(source, self._write(source, now), len(rows))
        self._at[source], self._shown_at[source] = after, rows[-1].recorded_at
        return True

    def finish(self) -> None:
        """Indexes, what was set aside, and the checkpoints. Raises `TooManyParked`, `DatabaseGone`."""
        self._database.index(VIEWS)
        for source, spool in self._later.items():
            for part in spool.parts():
                with uncollected():
                    self._park(source, self._write(source, part), len(part))
        with self._database.write() as conn:
            self._database.merge(conn, CHECKPOINT, [self._reached(source) for source in self._views])

    def _reached(self, source: str) -> tuple[object, ...]:
        at = self._at[source]
        return (
            source, at.next_position, at.head_hash, at.topic_id, at.offset_hint, at.epoch, self._shown_at[source]
        )  # fmt: skip

    def _park(self, source: str, parked: list[Parked], read: int) -> None:
        waiting = self._waiting[source]
        self._limits.judge(waiting, parked, read)
        if parked:
            with self._database.write() as conn:
                self._database.insert(conn, PARKED, [one.values() for one in parked])
        for one in parked:
            waiting.setdefault(one.row.stream_id, one.row.position)

    def _write(self, source: str, rows: list[EventRow]) -> list[Parked]:
        """Apply `rows`; gives back what must wait. What the database refuses for good is found by halves."""
        if not rows:
            return []
        try:
            return self._transact(source, rows)
        except Exception as error:
            if not permanent(error):
                raise
        streams = list(dict.fromkeys(row.stream_id for row in rows))
        if len(streams) == 1:
            return self._transact(source, rows, refuse=self._first_refused(source, rows))
        early = frozenset(streams[: len(streams) // 2])
        return [
            *self._write(source, [row for row in rows if row.stream_id in early]),
            *self._write(source, [row for row in rows if row.stream_id not in early]),
        ]

    def _transact(
        self, source: str, rows: list[EventRow], *, refuse: EventRow | None = None, trial: bool = False
    ) -> list[Parked]:
        with self._database.write() as conn:
            fold = stored_fold(self._database, conn, source, self._views[source], self._types, rows)
            parked = fold.run(rows, self._waiting[source], refuse)
            write(self._database, conn, fold)
            if trial:
                raise _Tried
        crash.point("rebuild.written")
        return parked

    def _first_refused(self, source: str, rows: list[EventRow]) -> EventRow:
        """The event of this stream from which on its rows are such that the database refuses them."""
        good, bad = 0, len(rows)
        while bad - good > 1:
            middle = (good + bad) // 2
            try:
                self._transact(source, rows[:middle], trial=True)
            except _Tried:
                good = middle
            except Exception as error:
                if not permanent(error):
                    raise
                bad = middle
        return rows[good]

    def close(self) -> None:
        """Give the room back."""
        for spool in self._later.values():
            spool.close()


class _Tried(Exception):
    """It could have been written."""
