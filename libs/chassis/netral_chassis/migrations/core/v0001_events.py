"""The tables of version 0.1.0, which made them without a revision: every step is harmless where it is done already."""

import sqlalchemy as sa

TABLES = sa.MetaData()
_ERASURES = sa.text("type = 'netral.common.erasure-confirmed'")
_WAITS = sa.text("done_at IS NULL")
_HELD = sa.text("status = 'HELD'")


sa.Table(
    "event",
    TABLES,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("stream_id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("event_id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("meta", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("command_id", sa.LargeBinary),
    sa.Column("body_hash", sa.LargeBinary),
    sa.Column("last_position", sa.BigInteger),
    sa.UniqueConstraint("stream_id", "version"),
    sa.Index("event_erasures", "position", sqlite_where=_ERASURES, postgresql_where=_ERASURES),
)
sa.Table(
    "head",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("next_position", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
)
sa.Table(
    "outcome",
    TABLES,
    sa.Column("command_id", sa.LargeBinary, primary_key=True),
    sa.Column("body_hash", sa.LargeBinary, nullable=False),
)
sa.Table(
    "relay",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("next_position", sa.BigInteger, nullable=False),
    sa.Column("topic_id", sa.Text, nullable=False),
)
sa.Table(
    "generation",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("shape", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)


sa.Table(
    "todo",
    TABLES,
    sa.Column("event_id", sa.LargeBinary, primary_key=True),
    sa.Column("reaction", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("done_at", sa.BigInteger),
    sa.Column("stream_id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("meta", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    sa.Index("todo_open", "source", "due_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
)
sa.Table(
    "feed_checkpoint",
    TABLES,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("next_position", sa.BigInteger, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
    sa.Column("topic_id", sa.Text, nullable=False),
    sa.Column("offset_hint", sa.BigInteger, nullable=False),
    sa.Column("epoch", sa.BigInteger, nullable=False),
)


sa.Table(
    "submission",
    TABLES,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("submission_id", sa.LargeBinary, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("subject_key", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("body_hash", sa.LargeBinary, nullable=False),
    sa.Column("repairs", sa.LargeBinary, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("params", sa.Text, nullable=False),
    sa.Column("stream_id", sa.Text, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("decided_at", sa.BigInteger, nullable=False),
    sa.Column("hold_until", sa.BigInteger, nullable=False),
    sa.Column("body_sealed", sa.LargeBinary, nullable=False),
    sa.Index("submission_subject", "tenant", "source", "subject_key"),
    sa.Index("submission_place", "tenant", "source", "place"),
    sa.Index("submission_sequence", "tenant", "source", "sequence", unique=True),
    sa.Index("submission_newest", "tenant", "received_at"),
    sa.Index("submission_held", "tenant", "source", "submission_id", sqlite_where=_HELD, postgresql_where=_HELD),
)


def upgrade(conn: sa.Connection) -> None:
    TABLES.create_all(conn)
    if conn.execute(sa.text("SELECT 1 FROM head")).first() is None:
        first = {"id": 1, "next_position": 1, "hash": bytes(32), "recorded_at": 0}
        conn.execute(TABLES.tables["head"].insert(), first)
    _forbid_changes(conn)


def _forbid_changes(conn: sa.Connection) -> None:
    """Triggers that refuse to change or remove an event, whoever asks."""
    if conn.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            conn.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS event_no_{verb.lower()} BEFORE {verb} ON event "
                "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
            )
        return
    conn.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$"
    )
    conn.exec_driver_sql(
        "CREATE OR REPLACE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
