"""A file as a grid of cells, before anything is understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from netral_files.findings import Finding
from netral_files.headers import FileSpec

Cell = str | float | date
"""CSV cells are text. A workbook also has numbers, days (`date`) and times of day (`datetime`, without a zone)."""

MAX_ROWS = 250_000
MAX_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Sheet:
    """What both readers hand over: the first row that is not empty, and a stream of those after it.

    `rows` are (row number of the spreadsheet, cells); they can be read once, while the reader is open.
    """

    name: str | None
    header_row: int
    headings: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """`number` is the spreadsheet's; `found` counts its cells, of which those under a heading are kept."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)
    found: int


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose header fits `spec`, and its rows that are not empty, as written.

    `columns[i]` is the name of the column under `headings[i]`, `None` if it is unknown and ignored. `sheet` is the
    worksheet's name, `None` for CSV. `warnings` speak of the file, not of its rows.
    """

    path: Path
    sheet: str | None
    spec: FileSpec
    headings: tuple[str, ...] = field(repr=False)
    columns: tuple[str | None, ...]
    rows: tuple[TableRow, ...] = field(repr=False)
    warnings: tuple[Finding, ...]
