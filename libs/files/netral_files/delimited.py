"""Reads CSV: finds its encoding and its separator, then streams its records."""

import codecs
import csv
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import chain
from pathlib import Path

from netral_files.findings import Code, Finding, Level
from netral_files.headers import FileSpec, matched
from netral_files.refusals import FileRefused, Refusal
from netral_files.table import Sheet

_SEPARATORS = (",", ";", "\t")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LINE_LIMIT = 1_000_000  # characters; a file without line ends must not be read into memory as one line
_CHUNK = 1 << 20  # bytes
_BLANK = "".join(_SEPARATORS) + " "  # a line of separators alone is empty, whichever of them separates
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")


def sheets(path: Path, specs: Sequence[FileSpec]) -> Generator[Sheet, None, None]:
    """The one sheet of a CSV file; none if it has no cell that is not empty.

    The separator is the one under which the header has most known columns. Raises `FileRefused`.
    """
    encoding, warnings = _encoding(path)
    headers = [_header(path, encoding, separator) for separator in _SEPARATORS]
    known = [max((matched(header, spec).known for spec in specs), default=0) for header in headers]
    best = max(range(len(headers)), key=lambda which: (known[which], len(headers[which])))
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        records = _records(_lines(text.readline), _SEPARATORS[best])
        first = next(records, None)
        if first is None:
            return
        header_row, headings = first
        if any(_BINARY.search(heading) for heading in headings):
            raise FileRefused(Refusal.FILE_NOT_WHAT_NAMED, found="BINARY", expected="CSV", named="CSV")
        yield Sheet(None, header_row, tuple(headings), records, warnings)


def _encoding(path: Path) -> tuple[str, tuple[Finding, ...]]:
    """The file's encoding, with a warning if it is neither announced nor UTF-8."""
    with path.open("rb") as raw:
        start = raw.read(4)
        for bom, encoding in _BOMS:
            if start.startswith(bom):
                return encoding, ()
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for chunk in chain([start], iter(lambda: raw.read(_CHUNK), b"")):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", (Finding(None, None, Code.ENCODING_GUESSED, Level.WARNED),)
    return "utf-8", ()


def _header(path: Path, encoding: str, separator: str) -> list[str]:
    """The first record as this separator would cut it; empty if it cannot be cut so."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        try:
            return next(_records(_lines(text.readline), separator), (0, []))[1]
        except FileRefused:
            return []


def _lines(readline: Callable[[int], str]) -> Iterator[str]:
    while line := readline(_LINE_LIMIT):
        if len(line) == _LINE_LIMIT:
            raise FileRefused(Refusal.FILE_UNREADABLE, found=f"> {_LINE_LIMIT}", expected=f"< {_LINE_LIMIT}")
        yield line


def _records(lines: Iterator[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and records that are not empty. A record is a row, however many lines it has.

    Quotes are read strictly: behind a stray one, nobody can tell which cell is whose.
    """
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = line = 0
    try:
        for number, record in enumerate(reader, start=1):
            line = reader.line_num
            if any(cell and cell.strip().strip(_BLANK) for cell in record):
                yield number, record
    except csv.Error as error:
        one_line = reader.line_num <= line + 1
        if one_line and str(error).startswith("field larger"):
            limit = csv.field_size_limit()
            raise FileRefused(Refusal.FILE_UNREADABLE, found=f"> {limit}", expected=f"≤ {limit}") from error
        raise FileRefused(Refusal.QUOTE_UNCLOSED, row=str(number + 1), expected='"…"') from error
