"""Writes tables that are safe to open in a spreadsheet: nothing in them runs."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from tempfile import NamedTemporaryFile

import xlsxwriter

from netral_files.cells import written
from netral_files.findings import Level
from netral_files.table import Cell

_SHEET_ROWS = 1_000_000  # a worksheet has 1,048,576
_CELL_LENGTH = 32_767  # characters; a longer cell would be left out without a word
_BREAK = re.compile(r"[\r\n\t]+")
# Where a cell can begin: at its start, and behind a semicolon, which separates cells in an Indonesian spreadsheet.
_WOULD_RUN = re.compile(r"(^|;)(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A finding in words. `sentence` and `suggestion` are in the reader's language."""

    row: int | None
    column: str | None
    code: str
    level: Level
    sentence: str
    suggestion: str


def write_report(path: Path, lines: Iterable[ReportLine], *, headings: Sequence[str]) -> None:
    """Writes what was found, by cause and then by row, as XLSX or CSV according to the path's suffix.

    `headings` are six, in the reader's language: row, column, code, level, sentence, suggestion.
    """
    ordered = sorted(lines, key=lambda line: (line.code, line.row or 0, line.column or ""))
    rows = ((_number(e.row), e.column or "", e.code, e.level.value, e.sentence, e.suggestion) for e in ordered)
    write_table(path, headings, rows)


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes a table as XLSX or CSV according to the path's suffix; every cell is text, so no digit is lost.

    The file appears whole or not at all. Raises `ValueError` for another suffix and `OSError`.
    """
    suffix = path.suffix.casefold()
    if suffix not in (".csv", ".xlsx"):
        raise ValueError(f"{suffix or 'no suffix'}: a table is written as .csv or .xlsx")
    texts = ([written(cell) for cell in row] for row in rows)
    with _replaced(path) as unfinished:
        (_write_csv if suffix == ".csv" else _write_xlsx)(unfinished, list(headings), texts)


def _number(row: int | None) -> str:
    return "" if row is None else str(row)


def _write_csv(path: Path, headings: list[str], rows: Iterator[list[str]]) -> None:
    # the byte order mark makes spreadsheets read UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([_harmless(cell) for cell in row] for row in chain([headings], rows))


def _harmless(cell: str) -> str:
    """The cell as text of one line; an apostrophe stands where a formula would begin."""
    return _WOULD_RUN.sub(r"\1'", _BREAK.sub(" ", cell))


def _write_xlsx(path: Path, headings: list[str], rows: Iterator[list[str]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        part = list(islice(rows, _SHEET_ROWS))
        while True:
            sheet = workbook.add_worksheet()
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading[:_CELL_LENGTH], bold)
            for number, row in enumerate(part, start=1):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell[:_CELL_LENGTH])
            part = list(islice(rows, _SHEET_ROWS))
            if not part:
                break


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when it is complete."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix, delete=False) as file:
        unfinished = Path(file.name)
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
