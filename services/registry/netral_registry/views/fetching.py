"""Rows out of an open read."""

from collections.abc import Iterator, Sequence
from typing import Any

from netral_chassis.reading import Reading
from sqlalchemy import Executable

_CHUNK = 5_000  # SQLite takes 32,766 parameters a statement


def fetch(reading: Reading, statement: Executable) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    return [tuple(row) for row in reading.execute(statement)]


def chunks(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Pieces that fit into one statement."""
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
