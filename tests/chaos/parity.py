"""Logs and views with everything random renamed, so that two runs over the same files can be compared.

An id, salted mark or commitment becomes the number of its first appearance in the logs; an instant becomes the first
position that was recorded then. Ciphertexts and hashes are left out.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?:[0-9a-f]{32}){1,2}\b")
_LEFT_OUT = ("hash", "recorded")
_BOOKKEEPING = ("checkpoint",)  # instants and offsets of the projector itself


class Renamer:
    """Made of both logs of a run."""

    def __init__(self, events: list[Any]) -> None:
        self._names: dict[str, str] = {}
        self._instants: dict[int, str] = {}
        for event in events:
            at = round(datetime.fromisoformat(event["recorded"]).timestamp() * 1_000_000)
            self._instants.setdefault(at, f"@{event['service']}-{event['position']}")
        self.log = [self._event(event) for event in events]

    def _event(self, event: Any) -> str:
        kept = {key: value for key, value in event.items() if key not in _LEFT_OUT}
        return _ID.sub(self._first, json.dumps(kept, sort_keys=True, ensure_ascii=False))

    def _first(self, found: re.Match[str]) -> str:
        return self._names.setdefault(found[0].replace("-", ""), f"#{len(self._names)}")

    def _known(self, found: re.Match[str]) -> str:
        return self._names.get(found[0].replace("-", ""), "#unknown")

    def views(self, tables: Mapping[str, Iterable[Sequence[Any]]]) -> dict[str, list[str]]:
        """Rows of every table of a generation of views, in an order that does not depend on names."""
        return {
            table: sorted(json.dumps([self._cell(one) for one in row]) for row in rows)
            for table, rows in tables.items()
            if table not in _BOOKKEEPING
        }

    def _cell(self, value: Any) -> Any:
        if isinstance(value, bytes):
            return _ID.sub(self._known, value.hex()) if len(value) in (16, 32) else f"{len(value)} bytes"
        if isinstance(value, int):  # SQLite knows no booleans
            return self._instants.get(int(value), int(value))
        return _ID.sub(self._known, value) if isinstance(value, str) else value


def tables_of_file(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of a SQLite file."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as conn:
        names = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}


def tables_of_schema(url: str, schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of a schema of a PostgreSQL database."""
    with psycopg.connect(url) as conn:
        names = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,)).fetchall()
        return {
            name: conn.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, name))).fetchall()
            for (name,) in names
        }
