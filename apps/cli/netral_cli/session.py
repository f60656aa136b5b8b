"""What every command gets: settings, language, the connection, and the ways to answer."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import typer
from netral_messages import Lang, phrase, written_number
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from netral_cli.connection import Connection, Tls, endpoints_of

_PLAIN_WIDTH = 200  # characters; into a file or a pipe, lines are not folded at a terminal's width


@dataclass
class Session:
    """One run of the command."""

    home: Path
    port_base: int
    lang: Lang
    as_json: bool
    has_own_home: bool = False
    endpoints: str = ""
    token: str | None = field(default=None, repr=False)
    tls: Tls = field(default_factory=Tls)

    @cached_property
    def connection(self) -> Connection:
        """To the running system."""
        return Connection(self.home, self.port_base, endpoints_of(self.endpoints), self.token, self.tls)

    @cached_property
    def out(self) -> Console:
        """Standard output, in colour on a terminal."""
        return _console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Standard error, in colour on a terminal."""
        return _console(sys.stderr)

    def text(self, key: str, **params: str | int) -> str:
        """Words of the catalogue in this session's language."""
        return phrase(key, self.lang, **params)

    def note(self, text: str) -> None:
        """A line on standard error."""
        self.err.print(text, markup=False, highlight=False, soft_wrap=True)

    def answer(self, document: dict[str, Any], show: Callable[[], None]) -> None:
        """The answer: `document` on standard output with `--json`, else what `show` prints."""
        if self.as_json:
            sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            show()

    def line(self, text: str, style: str = "") -> None:
        """A line on standard output."""
        self.out.print(text, markup=False, highlight=False, soft_wrap=True, style=style or None)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
        """A table on standard output; numbers stand to the right."""
        listed = [list(row) for row in rows]
        table = Table(title=title or None, title_justify="left", header_style="bold", show_edge=False, pad_edge=False)
        for number, heading in enumerate(headings):
            cells = [row[number] for row in listed if row[number] is not None]
            is_number = bool(cells) and all(isinstance(cell, int) for cell in cells)
            table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
        for row in listed:
            table.add_row(*(self._cell(value) for value in row))
        self.out.print(table, markup=False, highlight=False)

    @staticmethod
    def styled(text: str, style: str) -> Text:
        """A cell in colour, where there are colours."""
        return Text(text, style)

    def progress(self) -> Progress:
        """A bar on standard error that leaves nothing behind; silent where nobody watches."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        return Progress(*columns, console=self.err, transient=True, disable=not self.err.is_terminal)

    def _cell(self, value: object) -> str | Text:
        if isinstance(value, Text):
            return value
        if isinstance(value, bool) or not isinstance(value, int):
            return "" if value is None else str(value)
        return written_number(value, self.lang)


def session_of(ctx: typer.Context) -> Session:
    """The session that the root callback made."""
    session = ctx.find_object(Session)
    assert session is not None
    return session


def _console(stream: Any) -> Console:
    return Console(file=stream, markup=False, width=None if stream.isatty() else _PLAIN_WIDTH)
