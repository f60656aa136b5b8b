"""Rows that know on which days they hold and since when that is known. What was known stays.

Days and instants are half open: `valid_to` is the first day without, `known_to` the instant of the change.
"""

from collections.abc import Callable, Mapping
from typing import Any

from netral_chassis.views import OPEN_DAY, OPEN_TIME, Row, Rows
from sqlalchemy import BigInteger, Column, ColumnElement, Integer, Table, and_


def term_columns() -> tuple[Column[Any], ...]:
    """The columns of such a table; `row` tells the rows of a stream apart."""
    return (
        Column("row", Integer),
        Column("valid_from", Integer),
        Column("valid_to", Integer),
        Column("known_from", BigInteger),
        Column("known_to", BigInteger),
    )


def overlay(
    rows: Rows,
    values: Mapping[str, Any] | None,
    *,
    start: int,
    end: int = OPEN_DAY,
    at: int,
    of: Callable[[Row], bool] = lambda _: True,
) -> None:
    """From instant `at` on it is known that `values` hold from day `start` to before `end`, or that nothing does.

    Rows for which `of` is false stay as they are; the days around the term keep what they had.
    """
    touched = [
        row
        for row in rows.all()
        if row["known_to"] == OPEN_TIME and row["valid_from"] < end and start < row["valid_to"] and of(row)
    ]
    number = max((row["row"] for row in rows.all()), default=-1)
    fresh: list[Row] = []
    for row in touched:
        rows.put({**row, "known_to": at})
        for first, last in ((row["valid_from"], start), (end, row["valid_to"])):
            if first < last:
                fresh.append({**row, "valid_from": first, "valid_to": last})
    if values is not None:
        fresh.append({**values, "valid_from": start, "valid_to": end})
    for row in fresh:
        number += 1
        rows.put({**row, "row": number, "known_from": at, "known_to": OPEN_TIME})


def known(table: Table, at: int | None) -> ColumnElement[bool]:
    """Rows as known at an instant, microseconds UTC; `None`: now."""
    if at is None:
        return table.c.known_to == OPEN_TIME
    return and_(table.c.known_from <= at, at < table.c.known_to)


def valid(table: Table, day: int | None) -> ColumnElement[bool]:
    """Rows that hold on a day; `None`: those that hold from some day on for good."""
    if day is None:
        return table.c.valid_to == OPEN_DAY
    return and_(table.c.valid_from <= day, day < table.c.valid_to)
