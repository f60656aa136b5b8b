"""What version 0.1.0 did at its start: tables straight from their definitions, no revision, everything by one role."""

from netral_chassis.database import Database
from netral_chassis.record import GENESIS
from netral_chassis.storage import Storage
from netral_chassis.store import HEAD
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text

CORE = MetaData(schema="core")
VAULT = MetaData(schema="vault")
VIEWS = MetaData(schema="views")
ERASURES = text("type = 'netral.common.erasure-confirmed'")


def _table(name: str, metadata: MetaData, *columns: Column, more: tuple = ()) -> Table:  # type: ignore[type-arg]
    return Table(name, metadata, *columns, *more)


def _ordinal(name: str) -> Column:  # type: ignore[type-arg]
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _needed(kind: type, *names: str) -> list[Column]:  # type: ignore[type-arg]
    return [Column(name, kind, nullable=False) for name in names]


_table(
    "event", CORE, Column("position", BigInteger, primary_key=True, autoincrement=False),
    *_needed(Text, "stream_id"), *_needed(Integer, "version"),
    Column("event_id", LargeBinary, nullable=False, unique=True), *_needed(Text, "type"),
    *_needed(LargeBinary, "data", "meta"), *_needed(BigInteger, "recorded_at"), *_needed(LargeBinary, "hash"),
    Column("command_id", LargeBinary), Column("body_hash", LargeBinary), Column("last_position", BigInteger),
    more=(
        UniqueConstraint("stream_id", "version"),
        Index("event_erasures", "position", sqlite_where=ERASURES, postgresql_where=ERASURES),
    ),
)  # fmt: skip
_table(
    "head", CORE, _ordinal("id"), *_needed(BigInteger, "next_position"), *_needed(LargeBinary, "hash"),
    *_needed(BigInteger, "recorded_at"),
)  # fmt: skip
_table(
    "outcome", CORE, Column("command_id", LargeBinary, primary_key=True), *_needed(LargeBinary, "body_hash"),
)  # fmt: skip
_table("relay", CORE, _ordinal("id"), *_needed(BigInteger, "next_position"), *_needed(Text, "topic_id"))
_table("generation", CORE, _ordinal("number"), *_needed(Text, "state", "shape"), *_needed(BigInteger, "changed_at"))
_table(
    "key", VAULT, Column("key_id", LargeBinary, primary_key=True),
    Column("subject", LargeBinary, nullable=False, index=True), *_needed(LargeBinary, "wrapped"),
)  # fmt: skip
_table(
    "identifier", VAULT, Column("keyed_hash", LargeBinary, primary_key=True),
    Column("subject", LargeBinary, nullable=False, index=True),
)  # fmt: skip
_table("salt", VAULT, Column("subject", LargeBinary, primary_key=True), *_needed(LargeBinary, "wrapped"))
_table("proof", VAULT, _ordinal("id"), *_needed(LargeBinary, "digest"))
_table(
    "erased", VAULT, Column("subject", LargeBinary, primary_key=True), *_needed(BigInteger, "position"),
    *_needed(Text, "note"),
)  # fmt: skip
_table("shown", VIEWS, Column("stream_id", Text, primary_key=True))


def create(storage: Storage) -> None:
    """`todo` and `submission` are left out: a home may be older than they are."""
    storage.core.create(CORE)
    with storage.core.write() as conn:
        storage.core.insert(conn, HEAD, [(1, 1, GENESIS, 0)])
        for statement in _triggers(storage.core):
            conn.execute(text(statement))
    storage.vault.create(VAULT)
    storage.views(1).create(VIEWS)


def _triggers(database: Database) -> list[str]:
    if database.kind == "sqlite":
        return [
            f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        'CREATE FUNCTION "core".refuse_change() RETURNS trigger LANGUAGE plpgsql AS '
        "$$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$",
        'CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "core".event '
        'FOR EACH STATEMENT EXECUTE FUNCTION "core".refuse_change()',
    ]
