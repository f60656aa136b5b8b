"""Events folded into rows in memory: a batch of the live log, or whole streams when views are built anew."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Table

from netral_chassis.events import EventTypes
from netral_chassis.parking import Parked
from netral_chassis.record import EventRow
from netral_chassis.views import Changed, Now, Rows, StreamRows, Values, View

Found = Mapping[Table, Mapping[str, Iterable[Values]]]
"""Rows that stand in the database, by table and stream."""


def wanted_by(views: Iterable[View]) -> dict[str, dict[str, list[View]]]:
    """The views that want an event, by source and type."""
    wanted: dict[str, dict[str, list[View]]] = {}
    for view in views:
        for name in view.types:
            wanted.setdefault(view.source, {}).setdefault(name, []).append(view)
    return wanted


class Change(NamedTuple):
    """What a fold did to one table. `new` are rows of streams that had none, `removed` are stream and key of rows."""

    table: Table
    new: list[Values]
    merged: list[Values]
    removed: list[Values]


class Fold:
    """Applies events of one source to rows in memory. `views`: who wants which type of event.

    `found` holds the rows of all streams that have some; streams in `fresh` have none yet.
    """

    def __init__(
        self,
        source: str,
        views: Mapping[str, Sequence[View]],
        types: EventTypes,
        fresh: frozenset[str],
        found: Found,
    ) -> None:
        self._source = source
        self._types = types
        self._fresh = fresh
        self._found = found
        self._now = Now()
        self._new: dict[Table, Changed] = {}
        self._known: dict[Table, Changed] = {}
        held: dict[View, dict[str, StreamRows]] = {}
        for wanting in views.values():
            for view in wanting:
                held.setdefault(view, {})
                for table in view.tables:
                    self._new[table], self._known[table] = {}, {}
        self._plan = {name: [(view, held[view]) for view in wanting] for name, wanting in views.items()}

    def run(self, rows: Iterable[EventRow], waiting: Mapping[str, int], refuse: EventRow | None = None) -> list[Parked]:
        """Fold `rows`; those that cannot be applied, or wait behind one that could not, are given back.

        `waiting` tells the first parked position of streams that wait already; `refuse` is parked whatever it is.
        """
        stuck = dict(waiting)
        parked: list[Parked] = []
        now, plan, read = self._now, self._plan, self._types.read
        for row in rows:
            stream = row.stream_id
            if stuck and stream in stuck:
                parked.append(Parked(self._source, row, f"after {stuck[stream]}"))
                continue
            try:
                if row is refuse:
                    raise ValueError("refused by the database")
                now.event = event = read(row)
                for view, held in plan[row.type]:
                    mine = held.get(stream)
                    if mine is None:
                        mine = held[stream] = self._rows_of(view, stream)
                    view.apply(mine, event)
                now.journal.clear()
            except Exception as error:
                now.undo()
                stuck[stream] = row.position
                parked.append(Parked(self._source, row, type(error).__name__))
        return parked

    def _rows_of(self, view: View, stream: str) -> StreamRows:
        rows = StreamRows()
        for table in view.tables:
            if stream in self._fresh:
                rows[table] = Rows(table, stream, (), self._now, self._new[table])
            else:
                rows[table] = Rows(table, stream, self._found[table].get(stream, ()), self._now, self._known[table])
        return rows

    def changes(self) -> list[Change]:
        """What is to be written, table by table."""
        return [
            Change(
                table,
                [values for values in new.values() if values is not None],
                [values for values in self._known[table].values() if values is not None],
                [(stream, *key) for (stream, key), values in self._known[table].items() if values is None],
            )
            for table, new in self._new.items()
        ]
