"""Reads a file into a table, or refuses it as a whole."""

import stat
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from netral_files import delimited, workbook
from netral_files.findings import Code, Finding, Level
from netral_files.headers import FileSpec, HeaderMatch, matched
from netral_files.nearest import nearest
from netral_files.refusals import FileRefused, Refusal
from netral_files.table import MAX_COLUMNS, MAX_ROWS, Sheet, Table, TableRow

_HEADING_LENGTH = 40
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_OLE_READ = 64 << 20  # bytes; no directory of such a file lies further in
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOK = "Workbook".encode("utf-16-le")
_SIGNATURES = (
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
)
_MARKUP = ((b"<?xml", "XML"), (b"<!doctype", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<meta", "HTML"))


def read_table(path: Path, spec: FileSpec) -> Table:
    """The file's rows, as written, under the columns of `spec`.

    A CSV file, or the first sheet of a workbook that has the required columns. Raises `FileRefused`, and
    `FileNotFoundError` if there is no such file; no content whatever ends in anything else.
    """
    with _fitting_sheet(path, (spec,)) as (sheet, match):
        return _table(path, sheet, match)


def detect(path: Path, specs: Sequence[FileSpec]) -> FileSpec:
    """The first of `specs` that the file's header fits. Raises as `read_table` does."""
    with _fitting_sheet(path, specs) as (_, match):
        return match.spec


@contextmanager
def _fitting_sheet(path: Path, specs: Sequence[FileSpec]) -> Iterator[tuple[Sheet, HeaderMatch]]:
    """The file is open, and its child process alive, as long as the context is."""
    try:
        with closing(_sheets(path, specs)) as sheets:
            yield _fitting(sheets, specs)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FileRefused(Refusal.FILE_UNREADABLE, found=type(error).__name__) from error


def _sheets(path: Path, specs: Sequence[FileSpec]) -> Generator[Sheet, None, None]:
    suffix = path.suffix.casefold()
    if suffix not in (*_TEXT_SUFFIXES, ".xlsx"):
        raise FileRefused(Refusal.FILE_UNREADABLE, found=suffix, expected=".csv, .xlsx")
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileRefused(Refusal.FILE_UNREADABLE, expected=".csv, .xlsx")
    kind = _kind(path)
    if kind == "EMPTY":
        raise FileRefused(Refusal.FILE_EMPTY)
    if suffix in _TEXT_SUFFIXES:
        if kind != "TEXT":
            raise FileRefused(Refusal.FILE_NOT_WHAT_NAMED, found=kind, expected="CSV", named="CSV")
        return delimited.sheets(path, specs)
    if kind == "OLE":
        if not _is_old_workbook(path):
            raise FileRefused(Refusal.WORKBOOK_ENCRYPTED, found=kind, expected="XLSX")
        kind = "XLS"
    if kind != "ZIP":
        raise FileRefused(Refusal.FILE_NOT_WHAT_NAMED, found=kind, expected="XLSX", named="XLSX")
    return workbook.sheets(path)


def _kind(path: Path) -> str:
    """What the first bytes say."""
    with path.open("rb") as file:
        start = file.read(64)
    if not start:
        return "EMPTY"
    markup = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for marks, text in ((_SIGNATURES, start), (_MARKUP, markup)):
        for mark, kind in marks:
            if text.startswith(mark):
                return kind
    return "TEXT"


def _is_old_workbook(path: Path) -> bool:
    """Whether an OLE file is a workbook of before 2007; the same container wraps an encrypted one of today."""
    with path.open("rb") as file:
        content = file.read(_OLE_READ)
    return _OLD_WORKBOOK in content and _ENCRYPTED not in content


def _fitting(sheets: Iterator[Sheet], specs: Sequence[FileSpec]) -> tuple[Sheet, HeaderMatch]:
    """The first sheet with all required columns of one of the specs, those columns once each."""
    nearest_match: HeaderMatch | None = None
    headings: tuple[str, ...] = ()
    for sheet in sheets:
        for spec in specs:
            match = matched(sheet.headings, spec)
            if match.fits:
                _check(sheet.headings, match)
                return sheet, match
            if nearest_match is None or match.known > nearest_match.known:
                nearest_match, headings = match, sheet.headings
    if nearest_match is None:
        raise FileRefused(Refusal.FILE_EMPTY)
    missing = ", ".join(" / ".join(group) for group in nearest_match.missing)
    found = ", ".join(_shown(heading) for heading in headings[:MAX_COLUMNS] if heading.strip())
    raise FileRefused(Refusal.COLUMN_MISSING, found=found, expected=missing, columns=missing)


def _check(headings: Sequence[str], match: HeaderMatch) -> None:
    if len(headings) > MAX_COLUMNS:
        raise FileRefused(Refusal.FILE_UNREADABLE, found=f"{len(headings)}", expected=f"≤ {MAX_COLUMNS}")
    if match.twice:
        pairs = zip(headings, match.columns, strict=True)
        found = ", ".join(_shown(heading) for heading, column in pairs if column in match.twice)
        raise FileRefused(Refusal.COLUMN_TWICE, found=found, expected=", ".join(match.twice), columns=found)


def _table(path: Path, sheet: Sheet, match: HeaderMatch) -> Table:
    width = len(sheet.headings)
    rows: list[TableRow] = []
    for number, cells in sheet.rows:
        if len(rows) == MAX_ROWS:
            raise FileRefused(Refusal.TOO_MANY_ROWS, expected=f"≤ {MAX_ROWS}", limit=MAX_ROWS)
        rows.append(TableRow(number, tuple(cells[:width]), len(cells)))
    if not rows:
        raise FileRefused(Refusal.FILE_NO_ROWS)
    warnings = (*sheet.warnings, *_unknown_columns(sheet, match))
    return Table(path, sheet.name, match.spec, sheet.headings, match.columns, tuple(rows), warnings)


def _unknown_columns(sheet: Sheet, match: HeaderMatch) -> Iterator[Finding]:
    for heading, column in zip(sheet.headings, match.columns, strict=True):
        if column is None and heading.strip():
            hint = nearest(heading, [name for name in match.spec.columns if name not in match.columns])
            params = {"columns": _shown(heading)} | ({} if hint is None else {"nearest": hint})
            yield Finding(sheet.header_row, _shown(heading), Code.COLUMN_UNKNOWN, Level.WARNED, params)


def _shown(heading: str) -> str:
    """The heading as a person recognises it: one line, and no longer than a heading is."""
    return " ".join(heading.split())[:_HEADING_LENGTH]
