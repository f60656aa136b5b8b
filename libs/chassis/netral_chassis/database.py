"""Two databases behind one face: SQLite files and PostgreSQL. Bulk in, bulk out; schemas stay out of the callers."""

import os
import re
import sqlite3
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import BigInteger, Boolean, Integer, LargeBinary, Text

FEW = 8
"""Up to so many rows go in as a plain statement; more by COPY, which cannot share a round trip."""
_IDLE_SECONDS = 1.0
_PG_TYPES = ((LargeBinary, "bytea"), (BigInteger, "int8"), (Integer, "int4"), (Boolean, "bool"), (Text, "text"))

_BUILDING = "_building"
_SQLITE_NOT_NOW = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class DatabaseGone(Exception):
    """The database cannot be reached, or is out of room: wait and try again. `DATABASE_GONE`, `DISK_FULL`."""


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

    def ending(self, conn: Connection) -> AbstractContextManager[object]:
        """The writes of the block, of few rows each, and the commit go out in one round trip; nothing may follow."""

    def name(self, table: Table) -> str:
        """The table's full name."""

    def wipe(self, tables: Sequence[Table]) -> None:
        """Let what was deleted from `tables` leave the files too. Waits for open reads; slow, and meant to be rare."""

    def drop(self) -> None:
        """Remove everything that `create` made."""

    def close(self) -> None:
        """Give back all connections."""


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
        with _unreachable(), engine.connect() as conn:
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
        building = SqliteDatabase(Path(self.where + _BUILDING), lasting=False)
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
            _index(conn, metadata)

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
        with _unreachable(), self._readers.connect() as conn:
            return self.fetch(conn, sql, parameters)

    def ending(self, conn: Connection) -> AbstractContextManager[object]:  # noqa: ARG002 - nothing travels to a file
        return nullcontext()

    def name(self, table: Table) -> str:
        return table.name

    def wipe(self, tables: Sequence[Table]) -> None:  # noqa: ARG002 - a file holds all tables
        """`secure_delete` has overwritten the cells in the pages; a truncated WAL holds no page as it was before."""
        with _unreachable(), self._writer.connect() as conn:
            busy, _, _ = _raw(conn).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise DatabaseGone("somebody reads: the deleted bytes are still in the journal")

    def drop(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm", _BUILDING):
            Path(self.where + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        self._readers.dispose()
        self._writer.dispose()


class PostgresDatabase:
    """One schema of a PostgreSQL database; bulk goes through COPY. Unless `lasting`, no commit waits for the disk."""

    kind = "postgres"

    def __init__(self, url: str, schema: str, *, lasting: bool = True) -> None:
        self.where = schema
        self._url = url
        settings: dict[str, Any] = {} if lasting else {"options": "-c synchronous_commit=off"}
        self._engine = self._connections(url, settings)
        # these never open a transaction: switching others to and fro takes as long as the statement itself
        self._single = self._connections(url, {**settings, "autocommit": True}, pool_reset_on_return=None)

    def _connections(self, url: str, settings: dict[str, Any], **pool: Any) -> Engine:
        engine = create_engine(
            re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url),
            pool_size=4,
            max_overflow=28,
            pool_use_lifo=True,
            connect_args={"connect_timeout": 5, **settings},
            **pool,
        )
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _ask_whether_it_lives)
        schema = self.where
        return engine.execution_options(schema_translate_map={"core": schema, "views": schema, "vault": schema})

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _unreachable(), self._engine.begin() as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _unreachable(), self._engine.connect() as conn:
            conn = conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with conn.begin():
                yield conn

    def create(self, metadata: MetaData) -> None:
        with self.write() as conn:
            conn.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self.where}"'))
            metadata.create_all(conn)

    def exists(self) -> bool:
        with self.read() as conn:
            return bool(self.fetch(conn, "SELECT 1 FROM pg_namespace WHERE nspname = ?", (self.where,)))

    @contextmanager
    def filling(self, metadata: MetaData) -> Iterator[Database]:
        """In a schema of another name. The commit that renames it waits for the disk, and so for all before it."""
        building = PostgresDatabase(self._url, self.where + _BUILDING, lasting=False)
        building.drop()
        try:
            with building.write() as conn:
                conn.execute(text(f'CREATE SCHEMA "{building.where}"'))
                for table in metadata.sorted_tables:
                    conn.execute(CreateTable(table))
                    conn.execute(text(f"ALTER TABLE {building.name(table)} DROP CONSTRAINT {table.name}_pkey"))
            yield building
            with self.write() as conn:
                conn.execute(text(f'ALTER SCHEMA "{building.where}" RENAME TO "{self.where}"'))
        finally:
            building.drop()
            building.close()

    def index(self, metadata: MetaData) -> None:
        with self.write() as conn:
            for table in metadata.sorted_tables:
                key = ",".join(column.name for column in table.primary_key.columns)
                conn.execute(text(f"ALTER TABLE {self.name(table)} ADD PRIMARY KEY ({key})"))
            _index(conn, metadata)

    def insert(self, conn: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        if len(rows) > FEW:
            self._copy(conn, self.name(table), table, rows)
        elif rows:  # a COPY takes three round trips, this one
            one = f"({','.join(['%b'] * len(table.columns))})"
            values = [value for row in rows for value in row]
            with _pg(conn).cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.name(table)} VALUES {','.join([one] * len(rows))}", values)

    def merge(self, conn: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        staging = f"merge_{table.name}"
        names = [column.name for column in table.columns]
        keys = [column.name for column in table.primary_key.columns]
        updates = ",".join(f"{name}=EXCLUDED.{name}" for name in names if name not in keys)
        with _pg(conn).cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {staging} (LIKE {self.name(table)}) ON COMMIT DELETE ROWS"
            )
            cursor.execute(f"DELETE FROM {staging}")
            self._copy(conn, staging, table, rows)
            cursor.execute(
                f"INSERT INTO {self.name(table)} SELECT * FROM {staging} "
                f"ON CONFLICT ({','.join(keys)}) DO {'UPDATE SET ' + updates if updates else 'NOTHING'}"
            )

    def remove(self, conn: Connection, table: Table, names: Sequence[str], keys: Sequence[Sequence[Any]]) -> None:
        if keys:
            where = " AND ".join(f"{name} = %b" for name in names)
            with _pg(conn).cursor() as cursor:
                cursor.executemany(f"DELETE FROM {self.name(table)} WHERE {where}", keys)

    @staticmethod
    def _copy(conn: Connection, name: str, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        columns = ",".join(column.name for column in table.columns)
        with _pg(conn).cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([_pg_type(column.type) for column in table.columns])
            for row in rows:
                copy.write_row(row)

    def fetch(self, conn: Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with _pg(conn).cursor() as cursor:
            cursor.execute(self._statement(sql), parameters)
            return cursor.fetchall() if cursor.description else []

    def _statement(self, sql: str) -> str:
        return sql.replace("{s}", f'"{self.where}".').replace("{any}", "= ANY(%b)").replace("?", "%s")

    def fetch_all(self, conn: Connection, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
        driver = _pg(conn)
        with driver.pipeline():
            cursors = [driver.cursor().execute(self._statement(sql), parameters) for sql, parameters in asked]
        return [cursor.fetchall() for cursor in cursors]

    def ask(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with _unreachable(), self._single.connect() as conn:
            return self.fetch(conn, sql, parameters)

    @contextmanager
    def ending(self, conn: Connection) -> Iterator[None]:
        driver = _pg(conn)
        with driver.pipeline():
            yield
            driver.execute("COMMIT")

    def name(self, table: Table) -> str:
        return f'"{self.where}".{table.name}'

    def wipe(self, tables: Sequence[Table]) -> None:
        """A plain VACUUM leaves the bytes in the pages' free space; FULL writes new files and removes the old ones.

        The server's WAL keeps them until it is recycled, and backups for as long as they are kept.
        """
        with _unreachable(), self._engine.connect() as conn:
            conn = conn.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                conn.exec_driver_sql(f"VACUUM FULL {self.name(table)}")

    def drop(self) -> None:
        with self.write() as conn:
            for schema in (self.where, self.where + _BUILDING):
                conn.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))

    def close(self) -> None:
        self._engine.dispose()
        self._single.dispose()


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
def _unreachable() -> Iterator[None]:
    """Turn the drivers' many ways to say "not now" into `DatabaseGone`; everything else passes."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseGone("all connections are in use") from error
    except (DBAPIError, psycopg.Error, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        if _transient(original):
            raise DatabaseGone(type(original).__name__) from error
        raise


def _transient(error: object) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_NOT_NOW  # others are errors in our statements
    if isinstance(error, psycopg.errors.QueryCanceled):
        return False
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask_whether_it_lives(connection: Any, record: Any, _proxy: Any) -> None:
    """One that has idled may have lost its server; asking before each use would cost every command two round trips."""
    now = time.monotonic()
    if now - record.info.get("used", now) > _IDLE_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error


def _index(conn: Connection, metadata: MetaData) -> None:
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


def _pg(conn: Connection) -> psycopg.Connection[Any]:
    driver = conn.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _pg_type(kind: object) -> str:
    return next(name for base, name in _PG_TYPES if isinstance(kind, base))


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
