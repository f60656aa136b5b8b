"""Views: tables whose rows belong to one stream each, changed only by that stream's events, in order.

A view's `apply` is a pure function of (rows of the event's stream, event). Streams and sources meet in SQL when
somebody asks, so any interleaving of sources ends in the same answers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from netral_chassis.events import Recorded

VIEWS = MetaData(schema="views")
OPEN_DAY = 2_147_483_647  # an open `valid_to`, int32 days
OPEN_TIME = 9_223_372_036_854_775_807  # an open `known_to`, int64 microseconds

Row = dict[str, Any]
Key = tuple[Any, ...]
Values = tuple[Any, ...]
"""A row in the order of its table's columns."""
Changed = dict[tuple[str, Key], Values | None]
"""Rows of one table to write, by stream and key; `None`: to remove."""
_UNCHANGED: Values = ()


class Shape(NamedTuple):
    """What a table's rows look like: their columns in order, and which of them tell rows of one stream apart."""

    names: tuple[str, ...]
    key: tuple[str, ...]
    values: Callable[[Row], Values]


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
    )
    columns_in_order = tuple(column.name for column in table.columns)
    table.info["shape"] = Shape(columns_in_order, tuple(key), itemgetter(*columns_in_order))
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


class Now:
    """The event that is being applied, and what it has changed so far."""

    __slots__ = ("event", "journal")

    def __init__(self) -> None:
        self.event: Recorded | None = None
        self.journal: list[tuple[Rows, Key, Row | None, Values | None]] = []

    def undo(self) -> None:
        """Take back what the event has changed."""
        for rows, key, row, values in reversed(self.journal):
            rows.restore(key, row, values)
        self.journal.clear()


class Rows:
    """The rows of one stream in one table, as the events so far left them. What changes is noted in `changed`."""

    __slots__ = ("_changed", "_now", "_rows", "_shape", "stream_id")

    def __init__(self, table: Table, stream_id: str, rows: Iterable[Values], now: Now, changed: Changed) -> None:
        self._shape: Shape = table.info["shape"]
        self._rows: dict[Key, Row] = {}
        self._now = now
        self._changed = changed
        self.stream_id = stream_id
        for values in rows:
            row = dict(zip(self._shape.names, values, strict=True))
            self._rows[self._key_of(row)] = row

    def _key_of(self, row: Row) -> Key:
        return tuple([row[name] for name in self._shape.key])

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
        event = self._now.event
        assert event is not None
        full = {**row, "stream_id": self.stream_id, "stream_version": event.version}
        if "tenant" not in full:
            full["tenant"] = event.meta.tenant
        names, keyed, in_order = self._shape
        try:
            values = in_order(full)
        except KeyError:
            raise ValueError("a column of the table is missing") from None
        if len(full) != len(names):
            raise ValueError("not a column of the table")
        key = self._key_of(full) if keyed else ()
        self._note(key, values)
        self._rows[key] = full

    def remove(self, *key: Any) -> None:
        """Take a row away; nothing happens if there is none."""
        if key in self._rows:
            self._note(key, None)
            del self._rows[key]

    def _note(self, key: Key, values: Values | None) -> None:
        """What is to be written of this row, and how to take that back."""
        place = (self.stream_id, key)
        self._now.journal.append((self, key, self._rows.get(key), self._changed.get(place, _UNCHANGED)))
        self._changed[place] = values

    def restore(self, key: Key, row: Row | None, values: Values | None) -> None:
        """As it was before: the row, and what was to be written of it."""
        if row is None:
            self._rows.pop(key, None)
        else:
            self._rows[key] = row
        if values is _UNCHANGED:
            del self._changed[self.stream_id, key]
        else:
            self._changed[self.stream_id, key] = values


class StreamRows(dict[Table, Rows]):
    """The rows of the event's stream, table by table: `rows[TABLE].put({...})`."""

    __slots__ = ()


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
