"""All views of a service, one generation of them: events in, rows and checkpoint out, in one transaction a batch."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table

from netral_chassis import crash
from netral_chassis.clock import Clock
from netral_chassis.consumer import Checkpoint
from netral_chassis.database import Database, permanent
from netral_chassis.events import EventTypes, Recorded
from netral_chassis.parking import PARKED, Parked, ParkingLimits, TooManyParked
from netral_chassis.record import GENESIS, EventRow
from netral_chassis.views import CHECKPOINT, VIEWS, Rows, StreamRows, View

_CHUNK = 10_000


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
        self._views: dict[tuple[str, str], list[View]] = {}
        for view in views:
            for name in view.types:
                self._views.setdefault((view.source, name), []).append(view)
        self._parked: dict[tuple[str, int], dict[str, int]] = {}

    def create(self) -> None:
        """Make the tables of this generation, and a checkpoint for each source it reads."""
        self.database.create(VIEWS)
        with self.database.write() as conn:
            for source in sorted({source for source, _ in self._views}):
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
            fold = _Fold(self.database, conn, self._views, self._types, before.source)
            parked = fold.run(rows, waiting, refuse)
            self._judge(rows, waiting, parked)
            crash.point("project.folded")
            fold.write()
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

    def _judge(self, rows: list[EventRow], waiting: dict[str, int], parked: list[Parked]) -> None:
        new = {one.row.stream_id for one in parked} - waiting.keys()
        if len(waiting) + len(new) > self._limits.streams:
            raise TooManyParked(f"{len(waiting) + len(new)} streams")
        if len(rows) >= 1_000 and len(new) > self._limits.share * len(rows):
            raise TooManyParked(f"{len(new)} new streams in a batch of {len(rows)}")

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

        0: the first of them still cannot be applied, and the stream stays parked.
        """
        with self.database.write() as conn:
            conn.execute(CHECKPOINT.update().where(CHECKPOINT.c.source == source).values(epoch=CHECKPOINT.c.epoch + 1))
            found = self.database.fetch(
                conn,
                "SELECT * FROM {s}parked WHERE source = ? AND stream_id = ? ORDER BY position",
                (source, stream_id),
            )
            rows = [_event_row(row) for row in found]
            fold = _Fold(self.database, conn, self._views, self._types, source)
            if fold.run(rows, {}, None):
                return 0
            fold.write()
            conn.execute(PARKED.delete().where(PARKED.c.source == source, PARKED.c.stream_id == stream_id))
        crash.point("park.released")
        return len(rows)


class _Fold:
    """One batch in memory: rows of its streams are fetched once, changed event by event, written once."""

    def __init__(
        self,
        database: Database,
        conn: Connection,
        views: dict[tuple[str, str], list[View]],
        types: EventTypes,
        source: str,
    ) -> None:
        self._database = database
        self._conn = conn
        self._views = views
        self._types = types
        self._source = source
        self._rows: dict[Table, dict[str, Rows]] = {}
        self._fresh: set[str] = set()

    def run(self, rows: Sequence[EventRow], waiting: dict[str, int], refuse: EventRow | None) -> list[Parked]:
        """Fold `rows`; those that cannot be applied, or wait behind one that could not, are given back."""
        wanted = [row for row in rows if (self._source, row.type) in self._views]
        self._prefetch(wanted)
        stuck: dict[str, int] = dict(waiting)
        parked: list[Parked] = []
        for row in wanted:
            first = stuck.get(row.stream_id)
            if first is not None:
                parked.append(Parked(self._source, row, f"after {first}"))
                continue
            try:
                if row is refuse:
                    raise ValueError("refused by the database")
                self._one(self._types.read(row))
            except Exception as error:
                stuck[row.stream_id] = row.position
                parked.append(Parked(self._source, row, type(error).__name__))
        return parked

    def _prefetch(self, rows: Sequence[EventRow]) -> None:
        first: dict[str, int] = {}
        wanted: dict[Table, set[str]] = {}
        for row in rows:
            first.setdefault(row.stream_id, row.version)
            for view in self._views.get((self._source, row.type), ()):
                for table in view.tables:
                    wanted.setdefault(table, set()).add(row.stream_id)
        self._fresh = {stream for stream, version in first.items() if version == 1}
        for table, streams in wanted.items():
            cache = self._rows[table] = {}
            found: dict[str, list[tuple[object, ...]]] = {}
            known = sorted(streams - self._fresh)
            for start in range(0, len(known), _CHUNK):
                names = ",".join(column.name for column in table.columns)
                sql = f"SELECT {names} FROM {{s}}{table.name} WHERE stream_id {{any}}"
                for values in self._database.fetch(self._conn, sql, (known[start : start + _CHUNK],)):
                    found.setdefault(str(values[0]), []).append(values)
            for stream in streams:
                cache[stream] = Rows(table, stream, found.get(stream, ()))

    def _one(self, event: Recorded) -> None:
        views = self._views.get((self._source, event.type), ())
        touched: list[Rows] = []
        try:
            for view in views:
                mine = {table: self._rows[table][event.stream_id] for table in view.tables}
                for rows in mine.values():
                    rows.begin(event)
                    touched.append(rows)
                view.apply(StreamRows(mine), event)
        except Exception:
            for rows in touched:
                rows.undo()
            raise

    def write(self) -> None:
        """Each table once: new streams by plain bulk insert, others by merge."""
        for table, streams in self._rows.items():
            new: list[tuple[object, ...]] = []
            changed: list[tuple[object, ...]] = []
            for stream, rows in streams.items():
                written, removed = rows.changes()
                (new if stream in self._fresh else changed).extend(written)
                for key in removed if stream not in self._fresh else ():
                    self._remove(table, stream, key)
            self._database.insert(self._conn, table, new)
            self._database.merge(self._conn, table, changed)

    def _remove(self, table: Table, stream: str, key: tuple[object, ...]) -> None:
        names = ("stream_id", *table.info["key"])
        condition = [table.c[name] == value for name, value in zip(names, (stream, *key), strict=True)]
        self._conn.execute(table.delete().where(*condition))


def _event_row(parked: Sequence[object]) -> EventRow:
    _source, position, stream, version, id, type, data, meta, at, digest, _reason = parked
    return EventRow(position, stream, version, id, type, data, meta, at, digest)  # type: ignore[arg-type]
