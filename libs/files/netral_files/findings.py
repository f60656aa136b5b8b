"""What was found about single rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar


class Level(StrEnum):
    """Whether the row may go on."""

    WARNED = "warned"
    REJECTED = "rejected"


class Code(StrEnum):
    """Stable codes of findings that can be made from the file alone."""

    NAME_MISSING = "NAME_MISSING"
    IDENTITY_MISSING = "IDENTITY_MISSING"
    STATUS_MISSING = "STATUS_MISSING"
    DIGITS_LOST = "DIGITS_LOST"
    NIP_MALFORMED = "NIP_MALFORMED"
    NIK_MALFORMED = "NIK_MALFORMED"
    NIP_CLASS_MISMATCH = "NIP_CLASS_MISMATCH"
    NIP_NIK_MISMATCH = "NIP_NIK_MISMATCH"
    UNKNOWN_CLASS = "UNKNOWN_CLASS"
    UNKNOWN_UNIT = "UNKNOWN_UNIT"
    UNKNOWN_STATUS = "UNKNOWN_STATUS"
    UNKNOWN_METHOD = "UNKNOWN_METHOD"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    DATE_IN_FUTURE = "DATE_IN_FUTURE"
    PERIOD_REVERSED = "PERIOD_REVERSED"
    HOLDER_INCOMPLETE = "HOLDER_INCOMPLETE"
    DUPLICATE_ROW = "DUPLICATE_ROW"
    DUPLICATE_CONFLICT = "DUPLICATE_CONFLICT"
    ROW_RAGGED = "ROW_RAGGED"
    TEXT_INVALID = "TEXT_INVALID"
    COLUMN_UNKNOWN = "COLUMN_UNKNOWN"
    ENCODING_GUESSED = "ENCODING_GUESSED"


Params = Mapping[str, str | int]
"""Details for a sentence: counts, row numbers (as text), limits, known values. Never a name or an identifier."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `row` is the spreadsheet's row, `column` the column's name in `headers.toml`; `None`: the whole."""

    row: int | None
    column: str | None
    code: Code
    level: Level
    params: Params = field(default_factory=dict)


RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[RowT]):
    """The fate of every data row: `total = len(rows) + len(duplicates) + len(rejected)`.

    `rows` are (row number, row) in the file's order. `duplicates` maps a row that only repeats to the earlier row it
    repeats: it counts as unchanged, unless the caller rejects that earlier row, then it shares its fate. `findings`
    are ordered by row number.
    """

    total: int
    rows: tuple[tuple[int, RowT], ...] = field(repr=False)
    duplicates: Mapping[int, int]
    rejected: frozenset[int]
    findings: tuple[Finding, ...]
