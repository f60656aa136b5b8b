"""All views of a service, one generation of them: events in, rows and checkpoint out, in one transaction a batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from netral_chassis import crash
from netral_chassis.clock import Clock
from netral_chassis.consumer import Checkpoint
from netral_chassis.database import Database, permanent
from netral_chassis.events import EventTypes
from netral_chassis.fold import wanted_by
from netral_chassis.parking import PARKED, Parked, ParkingLimits
from netral_chassis.record import GENESIS, EventRow
from netral_chassis.stored import stored_fold, write
from netral_chassis.views import CHECKPOINT, VIEWS, View


class Projector:
    """A `Sink` for one generation. Two of them on one generation fence each other off by the checkpoint."""

    def __init__(
        self,
        database: Database,
        views: Sequence[View],
        types: EventTypes,
        clock: Clock,
        limits: ParkingLimits | None = None,
    ) -> None:
        self.database = database
        self._types = types
        self._clock = clock
        self._limits = limits or ParkingLimits()
        self._views = wanted_by(views)
        self._parked: dict[tuple[str, int], dict[str, int]] = {}

    def create(self) -> None:
        """Make the tables of this generation, and a checkpoint for each source it reads."""
        self.database.create(VIEWS)
        with self.database.write() as conn:
            for source in sorted(self._views):
                self.database.fetch(
                    conn,
                    "INSERT INTO {s}checkpoint VALUES (?, 1, ?, '', 0, 0, 0) ON CONFLICT DO NOTHING",
                    (source, GENESIS),
                )

    def checkpoint(self, source: str) -> Checkpoint:
        with self.database.read() as conn:
            rows = self.database.fetch(
                conn,
                "SELECT source, next_position, head_hash, topic_id, offset_hint, epoch FROM {s}checkpoint "
                "WHERE source = ?",
                (source,),
            )
        return Checkpoint(*rows[0]) if rows else Checkpoint(source)

    def apply(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint) -> bool:
        try:
            return self._apply(rows, before, after, None)
        except Exception as error:
            if not permanent(error):
                raise
            return self._bisect(rows, before, after)

    def _apply(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint, refuse: EventRow | None) -> bool:
        with self.database.write() as conn:
            if not self._move(conn, before, after, rows[-1].recorded_at):
                return False
            waiting = self._waiting(conn, before)
            views = self._views.get(before.source, {})
            wanted = [row for row in rows if row.type in views]
            fold = stored_fold(self.database, conn, before.source, views, self._types, wanted)
            parked = fold.run(wanted, waiting, refuse)
            self._limits.judge(waiting, parked, len(rows))
            crash.point("project.folded")
            write(self.database, conn, fold)
            self.database.insert(conn, PARKED, [one.values() for one in parked])
            crash.point("project.written")
        crash.point("project.committed")
        for one in parked:
            waiting.setdefault(one.row.stream_id, one.row.position)
        return True

    def _bisect(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint) -> bool:
        """The database refuses some row for good: find its record by halves and park it alone."""
        if len(rows) == 1:
            return self._apply(rows, before, after, rows[0])
        half = len(rows) // 2
        last = rows[half - 1]
        middle = Checkpoint(
            before.source, last.position + 1, last.hash, after.topic_id, before.offset_hint, before.epoch
        )
        return self.apply(rows[:half], before, middle) and self.apply(rows[half:], middle, after)

    @staticmethod
    def _move(conn: Connection, before: Checkpoint, after: Checkpoint, shown_at: int) -> bool:
        """Compare and set; the row lock it takes is what makes writers of one generation take turns.

        `shown_at`: when the last event was recorded; more may wait, so the views are known to be no newer than that.
        """
        moved = conn.execute(
            CHECKPOINT.update()
            .where(
                CHECKPOINT.c.source == before.source,
                CHECKPOINT.c.next_position == before.next_position,
                CHECKPOINT.c.epoch == before.epoch,
            )
            .values(
                next_position=after.next_position,
                head_hash=after.head_hash,
                topic_id=after.topic_id,
                offset_hint=after.offset_hint,
                current_at=shown_at,
            )
        )
        return bool(moved.rowcount == 1)

    def _waiting(self, conn: Connection, at: Checkpoint) -> dict[str, int]:
        """Parked streams and their first position; known by heart until somebody releases one (a new epoch)."""
        known = self._parked.get((at.source, at.epoch))
        if known is None:
            found = self.database.fetch(
                conn, "SELECT stream_id, min(position) FROM {s}parked WHERE source = ? GROUP BY stream_id", (at.source,)
            )
            known = self._parked[at.source, at.epoch] = {str(stream): int(first) for stream, first in found}
        return known

    @contextmanager
    def held(self) -> Iterator[dict[str, int]]:
        """The next position of each source; nobody moves one inside the block."""
        with self.database.write() as conn:
            conn.execute(CHECKPOINT.update().values(epoch=CHECKPOINT.c.epoch))  # changes nothing, and locks
            yield dict(self.database.fetch(conn, "SELECT source, next_position FROM {s}checkpoint", ()))

    def touch(self, source: str) -> None:
        """Note that nothing waits in `source`: what the views show is current."""
        with self.database.write() as conn:
            conn.execute(CHECKPOINT.update().where(CHECKPOINT.c.source == source).values(current_at=self._clock.now()))

    def current(self) -> dict[str, int]:
        """Per source, when what the views show was last known to be current; microseconds UTC."""
        with self.database.read() as conn:
            return dict(self.database.fetch(conn, "SELECT source, current_at FROM {s}checkpoint", ()))

    def parked(self) -> list[Parked]:
        """All waiting records, by source and position."""
        with self.database.read() as conn:
            found = self.database.fetch(conn, "SELECT * FROM {s}parked ORDER BY source, position", ())
        return [Parked(row[0], _event_row(row), row[10]) for row in found]

    def release(self, source: str, stream_id: str) -> int:
        """Apply the waiting records of one stream, in order, all or none; returns how many could be applied.

        0: nothing waits, or the first of them still cannot be applied and the stream stays parked.
        """
        with self.database.write() as conn:
            conn.execute(CHECKPOINT.update().where(CHECKPOINT.c.source == source).values(epoch=CHECKPOINT.c.epoch + 1))
            found = self.database.fetch(
                conn,
                "SELECT * FROM {s}parked WHERE source = ? AND stream_id = ? ORDER BY position",
                (source, stream_id),
            )
            if not found:
                return 0
            rows = [_event_row(row) for row in found]
            fold = stored_fold(self.database, conn, source, self._views[source], self._types, rows)
            if fold.run(rows, {}):
                return 0
            write(self.database, conn, fold)
            conn.execute(PARKED.delete().where(PARKED.c.source == source, PARKED.c.stream_id == stream_id))
        crash.point("park.released")
        return len(rows)


def _event_row(parked: Sequence[object]) -> EventRow:
    _source, position, stream, version, id, type, data, meta, at, digest, _reason = parked
    return EventRow(position, stream, version, id, type, data, meta, at, digest)  # type: ignore[arg-type]
