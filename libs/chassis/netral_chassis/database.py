"""Two databases behind one face: SQLite files, here, and PostgreSQL. Bulk in, bulk out; schemas stay out of the
callers."""

import os
import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.schema import CreateTable

_KEYS = 10_000
FEW = 8
"""Up to so many rows go in as a plain statement; more by COPY, which cannot share a round trip."""

BUILDING = "_building"
"""What the name of a database ends with while it is filled."""
_SQLITE_NOT_NOW = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class DatabaseGone(Exception):
    """The database cannot be reached: wait and try again. `DATABASE_GONE`."""


class DiskFull(DatabaseGone):
    """The database is out of room: nothing of this was written. `DISK_FULL`."""


class NotOwner(Exception):
    """Tables are to be made or changed, and this role does not own them. `DATABASE_OLD`."""


class Database(Protocol):
    """A file (SQLite) or a schema of a server (PostgreSQL)."""

    kind: str
    where: str

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction that may change rows; committed at the end of the block, undone on any error."""

    def read(self) -> AbstractContextManager[Connection]:
        """One transaction that sees one snapshot."""

    def create(self, metadata: MetaData) -> None:
        """Make the tables that are missing."""

    def exists(self) -> bool:
        """Whether `create` or `filling` was here."""

    def filling(self, metadata: MetaData) -> AbstractContextManager["Database"]:
        """Empty tables without indexes, in a place apart, for any number of transactions that need not last.

        After the block they are this database, durable. An error or a crash in the block: nothing is there.
        """

    def index(self, metadata: MetaData) -> None:
        """Give the tables of `filling` the keys and indexes that `create` would have made."""

    def alter(self) -> AbstractContextManager[Connection]:
        """One transaction of the tables' owner, who changes what they are; nobody else does meanwhile.

        Raises `NotOwner`.
        """

    def grant(self, conn: Connection, rights: Mapping[str, str]) -> None:
        """Let the service's own role read the tables named, and do with each what stands behind its name."""

    def insert(self, conn: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Add new rows, in the order of the table's columns."""

    def merge(self, conn: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows or replace those of the same primary key. No key twice in `rows`."""

    def remove(self, conn: Connection, table: Table, names: Sequence[str], keys: Sequence[Sequence[Any]]) -> None:
        """Take away the rows whose columns `names` are one of `keys`; absent ones do not matter."""

    def fetch(self, conn: Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Rows of a statement in which `{s}` is the schema prefix and `{any}` a list parameter's membership test."""

    def fetch_all(self, conn: Connection, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
        """Rows of several statements as `fetch` takes them, in one round trip."""

    def ask(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Rows of one statement as `fetch` takes it, in a snapshot and a round trip of its own."""

    def ending(self, conn: Connection, /) -> AbstractContextManager[object]:
        """The writes of the block, of few rows each, and the commit go out in one round trip; nothing may follow."""

    def name(self, table: Table) -> str:
        """The table's full name."""

    def wipe(self, tables: Sequence[Table], /) -> None:
        """Let what was deleted from `tables` leave the files too. Waits for open reads; slow, and meant to be rare."""

    def drop(self) -> None:
        """Remove everything that `create` made."""

    def close(self) -> None:
        """Give back all connections."""


def fetch_by(database: Database, conn: Connection, sql: str, keys: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement whose only parameter is a list, for as many keys at a time as a statement may have."""
    every = list(keys)
    for start in range(0, len(every), _KEYS):
        yield from database.fetch(conn, sql, (every[start : start + _KEYS],))


class SqliteDatabase:
    """One file in WAL mode, every commit on disk (`synchronous=FULL`), freed pages overwritten where asked.

    Unless it is `lasting`, a commit is only undone together with the file.
    """

    kind = "sqlite"

    def __init__(self, path: Path, *, wipe: bool = False, lasting: bool = True) -> None:
        self.where = str(path)
        self._wipe = wipe
        self._lasting = lasting
        path.parent.mkdir(parents=True, exist_ok=True)
        self._readers = self._connections(path, pool_size=8, max_overflow=24, pool_use_lifo=True)
        # One connection writes: its page cache stays good as long as no other one writes, and whoever waits for his
        # turn is woken at once instead of asking again after SQLite's growing pauses.
        self._writer = self._connections(path, pool_size=1, max_overflow=0)

    def _connections(self, path: Path, **size: int | bool) -> Engine:
        settings = {"check_same_thread": False, "timeout": 30.0}
        engine = create_engine(f"sqlite:///{path}", connect_args=settings, **size)
        event.listen(engine, "connect", self._prepare)
        return engine.execution_options(schema_translate_map={"core": None, "views": None, "vault": None})

    def _prepare(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA journal_mode={'WAL' if self._lasting else 'MEMORY'}")
        cursor.execute(f"PRAGMA synchronous={'FULL' if self._lasting else 'OFF'}")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.execute("PRAGMA wal_autocheckpoint=4000")  # pages of random keys are copied into the file less often
        if self._wipe:
            cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @contextmanager
    def _transaction(self, engine: Engine, begin: str) -> Iterator[Connection]:
        with reached(), engine.connect() as conn:
            conn.exec_driver_sql(begin)
            try:
                yield conn
                conn.exec_driver_sql("COMMIT")
            except BaseException:
                if _raw(conn).in_transaction:
                    conn.exec_driver_sql("ROLLBACK")
                raise

    def write(self) -> AbstractContextManager[Connection]:
        return self._transaction(self._writer, "BEGIN IMMEDIATE")

    def read(self) -> AbstractContextManager[Connection]:
        return self._transaction(self._readers, "BEGIN")

    def create(self, metadata: MetaData) -> None:
        with self.write() as conn:
            metadata.create_all(conn)

    def exists(self) -> bool:
        return Path(self.where).exists()

    @contextmanager
    def filling(self, metadata: MetaData) -> Iterator[Database]:
        """In a file of another name, which gets this one's once it is on the disk."""
        building = SqliteDatabase(Path(self.where + BUILDING), lasting=False)
        building.drop()
        try:
            with building.write() as conn:
                for table in metadata.sorted_tables:
                    conn.execute(CreateTable(table))
            yield building
            building.close()
            _sync(Path(building.where))
            Path(building.where).replace(self.where)
            _sync(Path(self.where).parent)
        finally:
            building.drop()

    def index(self, metadata: MetaData) -> None:
        with self.write() as conn:  # SQLite has made the primary keys with the tables
            make_indexes(conn, metadata)

    def alter(self) -> AbstractContextManager[Connection]:
        return self.write()

    def grant(self, conn: Connection, rights: Mapping[str, str]) -> None:
        """Whoever can write to a file can do everything with it."""

    def insert(self, conn: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        self._many(conn, "INSERT", table, rows)

    def merge(self, conn: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        self._many(conn, "INSERT OR REPLACE", table, rows)

    def _many(self, conn: Connection, verb: str, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            marks = ",".join("?" * len(table.columns))
            _raw(conn).executemany(f"{verb} INTO {table.name} VALUES ({marks})", rows)

    def remove(self, conn: Connection, table: Table, names: Sequence[str], keys: Sequence[Sequence[Any]]) -> None:
        if keys:
            where = " AND ".join(f"{name} = ?" for name in names)
            _raw(conn).executemany(f"DELETE FROM {table.name} WHERE {where}", keys)

    def fetch(self, conn: Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        statement, values = _sqlite_lists(sql.replace("{s}", ""), parameters)
        return _raw(conn).execute(statement, values).fetchall()

    def fetch_all(self, conn: Connection, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
        return [self.fetch(conn, sql, parameters) for sql, parameters in asked]

    def ask(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with reached(), self._readers.connect() as conn:
            return self.fetch(conn, sql, parameters)

    def ending(self, _conn: Connection, /) -> AbstractContextManager[object]:
        return nullcontext()  # nothing travels to a file

    def name(self, table: Table) -> str:
        return table.name

    def wipe(self, _tables: Sequence[Table], /) -> None:
        """`secure_delete` has overwritten the cells in the pages; a truncated WAL holds no page as it was before."""
        with reached(), self._writer.connect() as conn:
            busy, _, _ = _raw(conn).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise DatabaseGone("somebody reads: the deleted bytes are still in the journal")

    def drop(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm", BUILDING):
            Path(self.where + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        self._readers.dispose()
        self._writer.dispose()


def permanent(error: Exception) -> bool:
    """True if the same rows would fail again: refused by the database (SQLSTATE class 22 or 23), or by its driver."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, psycopg.Error):
        if original.sqlstate is None:
            return isinstance(original, (psycopg.DataError, psycopg.ProgrammingError))
        return original.sqlstate[:2] in {"22", "23"}
    refusals = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
    return isinstance(original, (*refusals, OverflowError, TypeError, ValueError, struct.error))


@contextmanager
def reached() -> Iterator[None]:
    """Turn the drivers' many ways to say "not now" into `DatabaseGone`; everything else passes."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseGone("all connections are in use") from error
    except (DBAPIError, psycopg.Error, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        if _full(original):
            raise DiskFull(type(original).__name__) from error
        if _transient(original):
            raise DatabaseGone(type(original).__name__) from error
        raise


def _full(error: object) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return isinstance(error, psycopg.errors.DiskFull)


def _transient(error: object) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_NOT_NOW  # others are errors in our statements
    if isinstance(error, psycopg.errors.QueryCanceled):
        return False
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))


def make_indexes(conn: Connection, metadata: MetaData) -> None:
    """Of tables that were filled without."""
    for table in metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            index.create(conn)


def _sync(path: Path) -> None:
    """A file's bytes, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _raw(conn: Connection) -> sqlite3.Connection:
    driver = conn.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _sqlite_lists(sql: str, parameters: Sequence[Any]) -> tuple[str, list[Any]]:
    """Spell out `{any}` as `IN (?,?,…)`, since SQLite takes no list parameters."""
    values: list[Any] = []
    parts = re.split(r"(\{any\}|\?)", sql)
    given = iter(parameters)
    out: list[str] = []
    for part in parts:
        if part == "?":
            values.append(next(given))
            out.append(part)
        elif part == "{any}":
            members = list(next(given))
            values.extend(members)
            out.append(f"IN ({','.join('?' * len(members))})")
        else:
            out.append(part)
    return "".join(out), values
