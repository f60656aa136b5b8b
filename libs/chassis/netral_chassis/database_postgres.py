"""Schemas of PostgreSQL behind the face of `database`; bulk goes through COPY."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, MetaData, NullPool, Table, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import BigInteger, Boolean, Integer, LargeBinary, Text

from netral_chassis.database import BUILDING, FEW, Database, NotOwner, make_indexes, reached

_IDLE_SECONDS = 1.0
_KEPT = 20  # connections: a call's thread each, and those that follow; one more is opened and closed for each use
_MOST = 32
_PG_TYPES = ((LargeBinary, "bytea"), (BigInteger, "int8"), (Integer, "int4"), (Boolean, "bool"), (Text, "text"))


class PostgresDatabase:
    """One schema of a PostgreSQL database; bulk goes through COPY. Unless `lasting`, no commit waits for the disk.

    `owner` is the address of the role that changes tables, where it is not that of `url`.
    """

    kind = "postgres"

    def __init__(self, url: str, schema: str, owner: str = "", *, lasting: bool = True) -> None:
        self.where = schema
        self._url = url
        self._role = make_url(url).username
        self._owner = owner or url
        settings: dict[str, Any] = {} if lasting else {"options": "-c synchronous_commit=off"}
        self._engine = self._connections(url, settings)
        # these never open a transaction: switching others to and fro takes as long as the statement itself
        self._single = self._connections(url, {**settings, "autocommit": True}, pool_reset_on_return=None)

    def _connections(self, url: str, settings: dict[str, Any], **pool: Any) -> Engine:
        engine = create_engine(
            _driven(url),
            pool_size=_KEPT,
            max_overflow=_MOST - _KEPT,
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
        with reached(), self._engine.begin() as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with reached(), self._engine.connect() as conn:
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
        building = PostgresDatabase(self._url, self.where + BUILDING, lasting=False)
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
            make_indexes(conn, metadata)
            for table in metadata.sorted_tables:  # without statistics a join probes an index once a row
                conn.execute(text(f"ANALYZE {self.name(table)}"))

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        engine = create_engine(_driven(self._owner), poolclass=NullPool, connect_args={"connect_timeout": 5})
        with reached(), engine.begin() as conn:
            conn.execute(text("SELECT pg_advisory_xact_lock(hashtext(:schema))"), {"schema": f"netral {self.where}"})
            owns = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
            if not conn.execute(text(owns)).scalar():
                raise NotOwner  # the service's own role may make schemas, but whoever makes one owns it
            conn.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self.where}"'))
            conn.execute(text(f'SET LOCAL search_path TO "{self.where}", pg_temp'))
            yield conn

    def grant(self, conn: Connection, rights: Mapping[str, str]) -> None:
        if self._role == make_url(self._owner).username:
            return
        role = f'"{self._role}"'
        conn.execute(text(f'GRANT USAGE ON SCHEMA "{self.where}" TO {role}'))
        for table, further in rights.items():
            name = f'"{self.where}".{table}'
            conn.execute(text(f"REVOKE ALL ON {name} FROM {role}"))
            conn.execute(text(f"GRANT SELECT{', ' * bool(further)}{further} ON {name} TO {role}"))
        self._hand_over_views(conn)

    def _hand_over_views(self, conn: Connection) -> None:
        """Version 0.1.0 ran as the owner; what it made of views belongs to the role that follows them now."""
        owned = (
            "SELECT n.nspname, c.relname FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid "
            "AND c.relkind = 'r' WHERE n.nspname ~ '^views_g[0-9]+(_building)?$' AND n.nspowner = current_user::regrole"
        )
        found = conn.execute(text(owned)).all()
        for schema in sorted({schema for schema, _ in found}):
            conn.execute(text(f'ALTER SCHEMA "{schema}" OWNER TO "{self._role}"'))
        for schema, table in found:
            if table is not None:
                conn.execute(text(f'ALTER TABLE "{schema}"."{table}" OWNER TO "{self._role}"'))

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
        with reached(), self._single.connect() as conn:
            return self.fetch(conn, sql, parameters)

    @contextmanager
    def ending(self, conn: Connection, /) -> Iterator[None]:
        driver = _pg(conn)
        with driver.pipeline():
            yield
            driver.execute("COMMIT")

    def name(self, table: Table) -> str:
        return f'"{self.where}".{table.name}'

    def wipe(self, tables: Sequence[Table], /) -> None:
        """A plain VACUUM leaves the bytes in the pages' free space; this writes new files and removes the old ones.

        The server's WAL keeps them until it is recycled, and backups for as long as they are kept. The function is the
        vault's, see its first revision.
        """
        for table in tables:
            with self.write() as conn:
                self.fetch(conn, "SELECT {s}rewrite(?)", (table.name,))

    def drop(self) -> None:
        with self.write() as conn:
            for schema in (self.where, self.where + BUILDING):
                conn.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))

    def close(self) -> None:
        self._engine.dispose()
        self._single.dispose()


def _driven(url: str) -> str:
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask_whether_it_lives(connection: Any, record: Any, _proxy: Any) -> None:
    """One that has idled may have lost its server; asking before each use would cost every command two round trips."""
    if connection.closed:  # found out by a statement of the driver's own, of which the pool knows nothing
        raise DisconnectionError
    now = time.monotonic()
    if now - record.info.get("used", now) > _IDLE_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error


def _pg(conn: Connection) -> psycopg.Connection[Any]:
    driver = conn.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _pg_type(kind: object) -> str:
    return next(name for base, name in _PG_TYPES if isinstance(kind, base))
