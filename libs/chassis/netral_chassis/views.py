"""Views: tables whose rows belong to one stream each, changed only by that stream's events, in order.

A view's `apply` is a pure function of (rows of the event's stream, event). Streams and sources meet in SQL when
somebody asks, so any interleaving of sources ends in the same answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from netral_chassis.events import Recorded

VIEWS = MetaData(schema="views")
OPEN_DAY = 2_147_483_647  # an open `valid_to`, int32 days
OPEN_TIME = 9_223_372_036_854_775_807  # an open `known_to`, int64 microseconds

Row = dict[str, Any]
Key = tuple[Any, ...]


def view_table(
    name: str, *columns: Column[Any], key: Sequence[str] = (), indexes: Iterable[Sequence[str]] = ()
) -> Table:
    """A table of a view: the given columns and `tenant`, `stream_id`, `stream_version`.

    `key` tells the rows of one stream apart; without it a stream has one row. The primary key is (stream_id, *key).
    """
    table = Table(
        name,
        VIEWS,
        Column("stream_id", Text, nullable=False, primary_key=True),
        *(Column(column.name, column.type, primary_key=column.name in key) for column in columns),
        Column("tenant", Text, nullable=False),
        Column("stream_version", Integer, nullable=False),
        info={"key": tuple(key)},
    )
    table.info["columns"] = frozenset(column.name for column in table.columns)
    for number, names in enumerate(indexes):
        Index(f"{name}_{number}", *(table.c[one] for one in names))
    return table


CHECKPOINT = Table(
    "checkpoint",
    VIEWS,
    Column("source", Text, primary_key=True),
    Column("next_position", BigInteger, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("topic_id", Text, nullable=False),
    Column("offset_hint", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("current_at", BigInteger, nullable=False),
)


class Rows:
    """The rows of one stream in one table, as the events so far left them."""

    __slots__ = ("_changed", "_columns", "_event", "_journal", "_key", "_names", "_rows", "stream_id")

    def __init__(self, table: Table, stream_id: str, rows: Iterable[Sequence[Any]]) -> None:
        self._key: tuple[str, ...] = table.info["key"]
        self._names = [column.name for column in table.columns]
        self._columns = table.info["columns"]
        self._rows: dict[Key, Row] = {}
        self._changed: dict[Key, bool] = {}
        self._journal: list[tuple[Key, Row | None]] = []
        self._event: Recorded | None = None
        self.stream_id = stream_id
        for values in rows:
            row = dict(zip(self._names, values, strict=True))
            self._rows[self._key_of(row)] = row

    def _key_of(self, row: Mapping[str, Any]) -> Key:
        return tuple(row[name] for name in self._key)

    def get(self, *key: Any) -> Row | None:
        """The row of this key; without a key, the stream's only row. Never change it in place: `put` a new one."""
        return self._rows.get(key)

    def all(self) -> list[Row]:
        """All rows of the stream."""
        return list(self._rows.values())

    def put(self, row: Mapping[str, Any]) -> None:
        """Add a row, or replace the one of the same key. All columns but stream and tenant must be given.

        Raises `ValueError` for a column too few or too many, so that the event is parked, not the batch.
        """
        event = self._event
        assert event is not None
        full = dict(row)
        full["stream_id"] = self.stream_id
        full["stream_version"] = event.version
        full.setdefault("tenant", event.meta.tenant)
        if full.keys() != self._columns:
            raise ValueError("not the columns of the table")
        key = self._key_of(full)
        self._journal.append((key, self._rows.get(key)))
        self._rows[key] = full
        self._changed[key] = True

    def remove(self, *key: Any) -> None:
        """Take a row away; nothing happens if there is none."""
        if key in self._rows:
            self._journal.append((key, self._rows.pop(key)))
            self._changed[key] = True

    def begin(self, event: Recorded) -> None:
        """Changes from here on belong to `event`."""
        self._event = event
        self._journal.clear()

    def undo(self) -> None:
        """Take back what was changed since `begin`."""
        for key, row in reversed(self._journal):
            if row is None:
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
        self._journal.clear()

    def changes(self) -> tuple[list[tuple[Any, ...]], list[Key]]:
        """Rows to write, in column order, and keys to remove."""
        names, rows = self._names, self._rows
        written = [tuple(rows[key][name] for name in names) for key in self._changed if key in rows]
        return written, [key for key in self._changed if key not in rows]


class StreamRows:
    """The rows of the event's stream, table by table: `rows[TABLE].put({...})`."""

    __slots__ = ("_tables",)

    def __init__(self, tables: dict[Table, Rows]) -> None:
        self._tables = tables

    def __getitem__(self, table: Table) -> Rows:
        return self._tables[table]


class View:
    """A question and the rows that answer it. Subclasses set the class variables and `apply`."""

    source: ClassVar[str]
    """Whose log it reads."""
    tables: ClassVar[tuple[Table, ...]]
    """Its tables; no other view writes them."""
    types: ClassVar[frozenset[str]]
    """Event type names that `apply` wants."""

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        """Change the rows of the event's stream. Pure; an error parks the stream."""
        raise NotImplementedError
