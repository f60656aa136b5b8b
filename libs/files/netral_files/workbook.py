"""Reads XLSX through a child process whose memory is limited."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from netral_files.refusals import FileRefused, Refusal
from netral_files.table import Cell, Sheet

_CHILD = Path(__file__).with_name("workbook_child.py")
_EXHAUSTED = (-signal.SIGABRT, -signal.SIGXCPU, -signal.SIGKILL)  # out of memory (two ways), out of processor time


def sheets(path: Path) -> Generator[Sheet, None, None]:
    """The sheets that are not empty, in the workbook's order. Going on to the next leaves the rows of this one unread.

    Close the iterator to end the child. Raises `FileRefused`.
    """
    with subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), str(path.absolute())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        said, told = cast("IO[bytes]", child.stdout), cast("IO[bytes]", child.stdin)
        try:
            while offer := _heard(child, said):
                yield _sheet(offer, child, said, told)
                _tell(told, b"next\n")
        finally:
            child.kill()


def _sheet(offer: dict[str, Any], child: "subprocess.Popen[bytes]", said: IO[bytes], told: IO[bytes]) -> Sheet:
    headings = tuple(str(_cell(cell)) for cell in offer["cells"])

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        _tell(told, b"rows\n")
        while row := _heard(child, said):
            number, cells = row
            yield number, [_cell(cell) for cell in cells] + [""] * (len(headings) - len(cells))

    return Sheet(offer["sheet"], offer["row"], headings, rows())


def _heard(child: "subprocess.Popen[bytes]", said: IO[bytes]) -> Any:
    """The next message; `None` when the child has said all."""
    line = said.readline()
    if not line.endswith(b"\n"):
        exhausted = child.wait() in _EXHAUSTED
        raise FileRefused(Refusal.WORKBOOK_INFLATED if exhausted else Refusal.FILE_UNREADABLE, expected="XLSX")
    message = json.loads(line)
    if isinstance(message, dict):
        if "refused" in message:
            raise FileRefused(Refusal(message["refused"]), found=message["found"], expected="XLSX", named="XLSX")
        if "done" in message:
            return None
    return message


def _tell(told: IO[bytes], word: bytes) -> None:
    """Asks the child; if it has died, its silence is noticed at the next reading."""
    with suppress(BrokenPipeError):
        os.write(told.fileno(), word)  # unbuffered: what a dead child did not take must not be written again at closing


def _cell(cell: Any) -> Cell:
    if isinstance(cell, list):
        written: str = cell[0]
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    return cast("Cell", cell)
