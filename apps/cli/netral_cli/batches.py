"""Rows of a file on their way to a service: read, cut into batches, sent, judged."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

import netral_files
from netral_files import FileRefused, FileSpec, Table

from netral_cli.arguments import existing
from netral_cli.failures import REFUSED, Failed
from netral_cli.session import Session
from netral_cli.tally import Tally

ItemT = TypeVar("ItemT")


def read(path: Path, spec: FileSpec) -> Table:
    """The file under the columns of `spec`. Raises `Failed`: wrong usage without a file, refused with a bad one."""
    try:
        return netral_files.read_table(existing(path), spec)
    except FileRefused as refused:
        raise Failed(refused.code.value, REFUSED, **refused.params) from None


def kind_of(path: Path, specs: Sequence[FileSpec]) -> FileSpec:
    """The first of `specs` that the file fits. Raises `Failed` as `read` does."""
    try:
        return netral_files.detect(existing(path), specs)
    except FileRefused as refused:
        raise Failed(refused.code.value, REFUSED, **refused.params) from None


class CommandIds:
    """Idempotency keys of one run: a batch that is sent again is the same commands.

    They are new in every run. The services compare each row with what stands, so a file that is imported again changes
    nothing by itself; with keys made of the row alone, a value that went away and came back would be taken for the old
    command and lost.
    """

    def __init__(self) -> None:
        self._run = uuid4()

    def of(self, row: int) -> bytes:
        """Key of a row, 16 bytes."""
        return uuid5(self._run, str(row)).bytes


def content_id(*parts: object) -> bytes:
    """Key of a command that stands for its content: the same again is the same command."""
    return uuid5(_CONTENT, "\x1f".join(map(str, parts))).bytes


_CONTENT = UUID("0d9c2f38-5b1e-5c55-9a3e-70d3a1f8b6aa")


def cut(items: Sequence[ItemT], size: int) -> Iterator[list[ItemT]]:
    """Batches of at most `size`, in order."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def send(
    session: Session,
    rows: Sequence[tuple[int, ItemT]],
    tally: Tally,
    *,
    size: int,
    call: Callable[[list[tuple[int, ItemT]]], Any],
    columns: Mapping[str, str],
) -> list[Any]:
    """Send all rows, batch after batch, and judge each; the replies. Raises `Failed`: what was judged stands."""
    replies = []
    with session.progress() as progress:
        task = progress.add_task(session.text("cli.sending"), total=len(rows))
        for batch in cut(rows, size):
            reply = call(batch)
            for (row, _), verdict in zip(batch, reply.verdicts, strict=True):
                tally.judge(row, verdict, columns)
            tally.reach(reply.cursor)
            replies.append(reply)
            progress.advance(task, len(batch))
    return replies
