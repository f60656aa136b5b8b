"""Rows out of an open read."""

from collections.abc import Iterable, Iterator
from typing import Any

from netral_chassis.reading import Reading
from sqlalchemy import Executable

_AT_ONCE = 5_000  # SQLite takes 32,766 parameters a statement


def fetch(reading: Reading, statement: Executable) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    return [tuple(row) for row in reading.execute(statement)]


def in_pieces(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The ids in ascending order, as many at once as fit into one statement."""
    every = sorted(set(ids))
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
