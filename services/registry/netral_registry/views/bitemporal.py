"""Rows that know since when they hold and since when that is known. Nothing is overwritten: what was known stays.

`valid_from`/`valid_to` are days since 1970-01-01, half open; `known_from`/`known_to` microseconds UTC, half open.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from netral_chassis.events import Recorded
from netral_chassis.views import OPEN_TIME, Row, Rows
from sqlalchemy import BigInteger, Column, ColumnElement, Integer, Table, and_

_PER_EVENT = 1_000


def temporal_columns() -> tuple[Column[Any], ...]:
    """The columns of such a table, `row_id` first; `row_id` tells the rows of one stream apart."""
    return (
        Column("row_id", BigInteger),
        Column("valid_from", Integer),
        Column("valid_to", Integer),
        Column("known_from", BigInteger),
        Column("known_to", BigInteger),
    )


class Days(NamedTuple):
    """Half-open interval of days."""

    start: int
    end: int


def paint(rows: Rows, event: Recorded, days: Days, of: Mapping[str, Any], values: Mapping[str, Any] | None) -> None:
    """From `event` on it is known that `values` hold on `days`, or that nothing does.

    Only rows that agree with `of` are touched, and new rows hold both. Raises `ValueError` for more than 1,000 rows.
    """
    number = sum(1 for row in rows.all() if row["row_id"] // _PER_EVENT == event.version)
    fresh: list[Row] = []
    for row in rows.all():
        if not _meets(row, days, of):
            continue
        if row["known_from"] == event.recorded_at:
            rows.remove(row["row_id"])  # known for no time at all
        else:
            rows.put({**row, "known_to": event.recorded_at})
        for start, end in ((row["valid_from"], days.start), (days.end, row["valid_to"])):
            if start < end:
                fresh.append({**row, "valid_from": start, "valid_to": end})
    if values is not None:
        fresh.append({**of, **values, "valid_from": days.start, "valid_to": days.end})
    if number + len(fresh) > _PER_EVENT:
        raise ValueError("too many rows of one event")
    for index, row in enumerate(fresh, number):
        row_id = event.version * _PER_EVENT + index
        rows.put({**row, "row_id": row_id, "known_from": event.recorded_at, "known_to": OPEN_TIME})


def _meets(row: Row, days: Days, of: Mapping[str, Any]) -> bool:
    return (
        row["known_to"] == OPEN_TIME
        and row["valid_from"] < days.end
        and days.start < row["valid_to"]
        and all(row[name] == value for name, value in of.items())
    )


def on(table: Table, day: int, known_at: int = 0) -> ColumnElement[bool]:
    """The condition that rows hold on a day as known at an instant (0: now)."""
    known = (
        and_(table.c.known_from <= known_at, known_at < table.c.known_to) if known_at else table.c.known_to == OPEN_TIME
    )
    return and_(table.c.valid_from <= day, day < table.c.valid_to, known)
