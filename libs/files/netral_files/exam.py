"""One row under examination: its cells by column, and what was found about them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import TypeVar

from netral_files import cells, identifiers
from netral_files.cells import CellRefused
from netral_files.findings import Code, Finding, Level
from netral_files.identifiers import Nik, Nip
from netral_files.nearest import folded, nearest
from netral_files.table import Cell, TableRow
from netral_files.values import EmploymentType

ValueT = TypeVar("ValueT")
EnumT = TypeVar("EnumT", bound=StrEnum)
Key = tuple[str, ...]
"""What makes rows speak of the same thing: a column and its value, more values where one is not enough."""


class RowExam:
    """Reads cells and keeps the findings; a cell that is empty, absent or refused reads as `None`."""

    __slots__ = ("_positions", "_row", "findings", "keys")

    def __init__(self, row: TableRow, positions: Mapping[str, int]) -> None:
        self._row = row
        self._positions = positions
        self.findings: list[Finding] = []
        self.keys: list[Key] = []

    @property
    def rejected(self) -> bool:
        """Whether something found forbids the row."""
        return any(finding.level is Level.REJECTED for finding in self.findings)

    def reject(self, column: str | None, code: Code, **params: str | int) -> None:
        """The row cannot be used."""
        self.findings.append(Finding(self._row.number, column, code, Level.REJECTED, params))

    def warn(self, column: str | None, code: Code, **params: str | int) -> None:
        """The row can be used; somebody should look."""
        self.findings.append(Finding(self._row.number, column, code, Level.WARNED, params))

    def text(self, column: str, *, missing: Code | None = None, limit: int = cells.TEXT_LENGTH) -> str | None:
        """The column's text; `missing` is the code if it is empty and must not be."""
        return self._read(column, lambda cell: cells.text(cell, limit=limit) or None, missing)

    def code(self, column: str, *, missing: Code | None = None) -> str | None:
        """The column's unit or post code."""
        return self._read(column, lambda cell: cells.code(cell) or None, missing)

    def day(self, column: str, *, latest: date | None = None) -> date | None:
        """The column's day, not after `latest`."""
        value = self._read(column, cells.day, None)
        if value is not None and latest is not None and value > latest:
            self.reject(column, Code.DATE_IN_FUTURE, latest=latest.isoformat())
            return None
        return value

    def instant(self, column: str, *, zone: tzinfo, now: datetime) -> datetime | None:
        """The column's instant, which must be there and not after `now`."""
        value = self._read(column, lambda cell: cells.instant(cell, zone), Code.DATE_UNREADABLE)
        if value is not None and value > now:
            self.reject(column, Code.DATE_IN_FUTURE, latest=now.astimezone(zone).date().isoformat())
            return None
        return value

    def choice(self, column: str, values: type[EnumT], unknown: Code, *, missing: Code | None = None) -> EnumT | None:
        """The column's value, one of `values`; capitals, spaces, dots and dashes do not count."""
        value = self.text(column)
        if value is None:
            if missing is not None and self.is_empty(column):
                self.reject(column, missing, known=", ".join(values))
            return None
        try:
            return values(folded(value))
        except ValueError:
            hint = nearest(value, values)
            self.reject(column, unknown, known=", ".join(values), **({} if hint is None else {"nearest": hint}))
            return None

    def nip(self, as_of: date, employment_type: EmploymentType | None = None) -> Nip | None:
        """The column `nip`, with a warning if it is not a number of such an employee."""
        number = self._read("nip", lambda cell: identifiers.nip(cell, as_of), None)
        if number is not None and not identifiers.fits_type(number, employment_type):
            self.warn("nip", Code.NIP_CLASS_MISMATCH, **({"kind": employment_type.value} if employment_type else {}))
        return number

    def person(self, as_of: date, employment_type: EmploymentType | None = None) -> tuple[str | None, str | None]:
        """The columns `nip` and `nik` in their normal form, compared with each other."""
        number = self.nip(as_of, employment_type)
        other = self._read("nik", identifiers.nik, None)
        if number is not None and other is not None and not identifiers.same_person(number, other):
            self.warn("nik", Code.NIP_NIK_MISMATCH)
        return _text(number), _text(other)

    def key(self, column: str, *values: str | None) -> None:
        """Rows with an equal key speak of the same thing. A value that could not be read makes no key."""
        if None not in values:
            self.keys.append((column, *(value for value in values if value is not None)))

    def is_empty(self, column: str) -> bool:
        """Whether a column that read as `None` has nothing in it, rather than something that was refused."""
        return not any(finding.column == column and finding.level is Level.REJECTED for finding in self.findings)

    def _read(self, column: str, read: Callable[[Cell], ValueT | None], missing: Code | None) -> ValueT | None:
        position = self._positions.get(column)
        cell: Cell = "" if position is None else self._row.cells[position]
        try:
            value = read(cell)
        except CellRefused as refused:
            self.reject(column, refused.code, **refused.params)
            return None
        if value is None and missing is not None:
            self.reject(column, missing)
        return value


def _text(number: Nip | Nik | None) -> str | None:
    return None if number is None else number.text
