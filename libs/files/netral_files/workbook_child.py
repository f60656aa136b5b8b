"""The process that opens a workbook: `python -I workbook_child.py FILE`.

A workbook comes from outside and can be made to explode, so it is opened here, where memory and processor time are
limited before the first byte is read. Speaks JSON lines: offers `{"sheet", "row", "cells"}`, the first row of a sheet;
on `rows` from standard input answers with the sheet's further rows, `[number, cells]`, and `{"done": true}`; on
anything else offers the next sheet. Ends with `{"refused": code, "found": …}` if it cannot. Days are `["2023-11-20"]`,
days with a time `["2023-11-20T08:05:00"]`. It runs as a file of its own and imports nothing of the package.
"""

import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, time, timedelta

MEMORY_LIMIT = 1 << 30  # bytes of address space; a sheet of 250,000 rows and ten columns takes 335 MB
PROCESSOR_LIMIT = 60  # seconds; the same sheet takes 3
INFLATED_LIMIT = 512 << 20  # bytes; the same sheet has 154 MB of XML
ENTRY_SPARED = 10 << 20  # bytes; smaller entries cannot hurt, however well they are packed
RATIO_LIMIT = 200  # XML of real sheets shrinks 10 to 60 times, a run of one byte 1,000 times
ENTRIES_LIMIT = 10_000

Row = list[object]


class Unopened(Exception):
    """Carries the code and what was found."""


def limit_itself() -> None:
    """Lowers the limits of this process; they can only be lowered."""
    for what, wanted in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, PROCESSOR_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(what, (limit, limit))


def look(path: str) -> None:
    """Refuses by the ZIP's own table of contents, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Unopened("FILE_UNREADABLE", "ZIP") from error
    if not any(entry.filename.replace("\\", "/").casefold().startswith("xl/") for entry in entries):
        raise Unopened("FILE_NOT_WHAT_NAMED", "ZIP")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unopened("WORKBOOK_ENCRYPTED", "ZIP")
    size = sum(entry.file_size for entry in entries)
    if (
        size > INFLATED_LIMIT
        or len(entries) > ENTRIES_LIMIT
        or any(e.file_size > max(ENTRY_SPARED, RATIO_LIMIT * e.compress_size) for e in entries)
        # entries that lie on top of each other
        or sum(entry.compress_size for entry in entries) > os.path.getsize(path)
    ):
        raise Unopened("WORKBOOK_INFLATED", str(size))


def plain(cell: object) -> object:
    """The cell as JSON has it; what is neither number nor day is text as a person would type it."""
    if isinstance(cell, str | float | int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, date):
        return [cell.isoformat()]
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell).upper()


def rows_of(sheet: object) -> Iterator[tuple[int, Row]]:
    """Rows that are not empty, without the empty cells at their end."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
        row = [plain(cell) for cell in cells]
        while row and isinstance(row[-1], str) and not row[-1].strip():
            row.pop()
        if row:
            yield number, row


def serve(path: str) -> None:
    """Offers sheet after sheet, and the rows of the one that is taken."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    workbook = CalamineWorkbook.from_path(path)
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        start = sheet.start
        if start is None:
            continue
        before: Row = [""] * start[1]  # the rows come without the columns that are empty as a whole on the left
        rows = ((number, before + row) for number, row in rows_of(sheet))
        first = next(rows, None)
        if first is None:
            continue
        say({"sheet": meta.name, "row": first[0], "cells": first[1]}, now=True)
        if sys.stdin.readline() == "rows\n":
            for row in rows:
                say(row)
            break
    say({"done": True}, now=True)


def say(message: object, *, now: bool = False) -> None:
    """One line to the parent."""
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    if now:
        sys.stdout.buffer.flush()


def main() -> None:
    """Serves the workbook; whatever happens, the parent is told in a form it knows."""
    limit_itself()
    try:
        look(sys.argv[1])
        serve(sys.argv[1])
    except Unopened as unopened:
        say({"refused": unopened.args[0], "found": unopened.args[1]}, now=True)
    except MemoryError:
        say({"refused": "WORKBOOK_INFLATED", "found": ""}, now=True)
    except BaseException as error:  # a panic of the parser is no Exception
        encrypted = type(error).__name__ == "PasswordError"
        say({"refused": "WORKBOOK_ENCRYPTED" if encrypted else "FILE_UNREADABLE", "found": "ZIP"}, now=True)


if __name__ == "__main__":
    main()
