"""A fold and the tables of one generation: what stands there before, and what is written after."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table

from netral_chassis.database import Database, fetch_by
from netral_chassis.events import EventTypes
from netral_chassis.fold import Fold
from netral_chassis.record import EventRow
from netral_chassis.views import Values, View


def stored_fold(
    database: Database,
    conn: Connection,
    source: str,
    views: Mapping[str, Sequence[View]],
    types: EventTypes,
    rows: Sequence[EventRow],
) -> Fold:
    """A fold for `rows`, which begins with what stands in the tables of their streams."""
    first: dict[str, int] = {}
    streams: dict[Table, set[str]] = {}
    for row in rows:
        if first.setdefault(row.stream_id, row.version) > 1:
            for view in views[row.type]:
                for table in view.tables:
                    streams.setdefault(table, set()).add(row.stream_id)
    fresh = frozenset(stream for stream, version in first.items() if version == 1)
    found = {table: _fetch(database, conn, table, sorted(wanted)) for table, wanted in streams.items()}
    return Fold(source, views, types, fresh, found)


def _fetch(database: Database, conn: Connection, table: Table, streams: list[str]) -> dict[str, list[Values]]:
    names = ",".join(table.info["shape"].names)
    found: dict[str, list[Values]] = {}
    sql = f"SELECT {names} FROM {{s}}{table.name} WHERE stream_id {{any}}"
    for values in fetch_by(database, conn, sql, streams):
        found.setdefault(str(values[0]), []).append(values)
    return found


def write(database: Database, conn: Connection, fold: Fold) -> None:
    """Each table once: new streams by plain bulk insert, others by merge."""
    for change in fold.changes():
        database.remove(conn, change.table, ("stream_id", *change.table.info["shape"].key), change.removed)
        database.insert(conn, change.table, change.new)
        database.merge(conn, change.table, change.merged)
