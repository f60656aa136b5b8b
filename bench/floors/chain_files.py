"""Floor of P2: the chain of `chain_server` on three SQLite files, every commit on disk."""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import facts
from floors.append import ROW, rows_of
from floors.chain_server import _META
from netral.common.v1.types_pb2 import EventMeta
from netral.pledge.v1.events_pb2 import PactSigned

CORE = """
CREATE TABLE event (position INTEGER PRIMARY KEY, stream_id TEXT NOT NULL, version INTEGER NOT NULL,
  event_id BLOB NOT NULL UNIQUE, type TEXT NOT NULL, data BLOB NOT NULL, meta BLOB NOT NULL,
  recorded_at INTEGER NOT NULL, hash BLOB NOT NULL, command_id BLOB, body_hash BLOB, last_position INTEGER,
  UNIQUE (stream_id, version));
CREATE TABLE head (next_position INTEGER NOT NULL, hash BLOB NOT NULL, recorded_at INTEGER NOT NULL);
CREATE TABLE relay (next_position INTEGER NOT NULL);
INSERT INTO head VALUES (1, zeroblob(32), 0);
INSERT INTO relay VALUES (1);
"""
TOPIC = """
CREATE TABLE record (offset INTEGER PRIMARY KEY AUTOINCREMENT, stream_id TEXT NOT NULL, type TEXT NOT NULL,
  event_id BLOB NOT NULL, data BLOB NOT NULL, meta BLOB NOT NULL);
"""
VIEWS = """
CREATE TABLE pact (stream_id TEXT NOT NULL PRIMARY KEY, campaign_id BLOB, person_id BLOB, signed_at INTEGER,
  signed_on INTEGER, method INTEGER, known_from INTEGER, tenant TEXT NOT NULL, stream_version INTEGER NOT NULL);
CREATE INDEX pact_0 ON pact (tenant, campaign_id);
CREATE TABLE checkpoint (next_position INTEGER NOT NULL, head_hash BLOB NOT NULL);
INSERT INTO checkpoint VALUES (1, zeroblob(32));
"""


def connect(path: Path, script: str = "") -> sqlite3.Connection:
    """A connection that waits for the disk at every commit; `script` makes the tables."""
    conn = sqlite3.connect(path, isolation_level=None, timeout=30.0, check_same_thread=False)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("PRAGMA cache_size=-16000")
    conn.executescript(script)
    return conn


def commit(core: sqlite3.Connection, sent: Sequence[facts.Sent]) -> None:
    """Decode commands, encode events, append."""
    commands = []
    for one in sent:
        event = PactSigned.FromString(one.body).SerializeToString(deterministic=True)
        commands.append((one.command_id, one.body, ((f"pact/{one.key}", 1, facts.TYPE, event, one.meta),)))
    core.execute("BEGIN IMMEDIATE")
    position, previous = core.execute("SELECT next_position, hash FROM head").fetchone()
    at = time.time_ns() // 1000
    events, last = rows_of(position, previous, at, commands)
    core.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", events)
    core.execute("UPDATE head SET next_position = ?, hash = ?, recorded_at = ?", (position + len(events), last, at))
    core.execute("COMMIT")


def publish(core: sqlite3.Connection, topic: sqlite3.Connection, position: int, limit: int) -> int:
    """Events from `position` on to the topic; how many."""
    rows = core.execute(
        f"SELECT {ROW} FROM event WHERE position >= ? AND position < ? ORDER BY position",
        (position - 1, position + limit),
    ).fetchall()
    previous = bytes(32)
    if position > 1:
        previous, rows = rows[0][8], rows[1:]
    records = []
    for place, stream, version, event_id, kind, data, meta, at, digest in rows:
        records.append((stream, kind, event_id, data, _META.pack(place, version, at, previous) + meta))
        previous = digest
    if rows:
        topic.execute("BEGIN IMMEDIATE")
        topic.executemany("INSERT INTO record (stream_id, type, event_id, data, meta) VALUES (?,?,?,?,?)", records)
        topic.execute("COMMIT")
        core.execute("UPDATE relay SET next_position = ?", (rows[-1][0] + 1,))
    return len(rows)


def project(views: sqlite3.Connection, topic: sqlite3.Connection, offset: int, limit: int) -> int:
    """What waits in the topic into rows, and the checkpoint; how many."""
    records = topic.execute(
        "SELECT stream_id, data, meta FROM record WHERE offset > ? ORDER BY offset LIMIT ?", (offset, limit)
    ).fetchall()
    if not records:
        return 0
    rows = []
    for stream, data, header in records:
        place, version, at, previous = _META.unpack_from(header)
        signed, meta = PactSigned.FromString(data), EventMeta.FromString(header[_META.size :])
        rows.append(
            (stream, signed.campaign_id, signed.person_id, signed.signed_at, signed.signed_on, signed.method, at,
             meta.tenant, version)
        )  # fmt: skip
    views.execute("BEGIN IMMEDIATE")
    views.executemany("INSERT INTO pact VALUES (?,?,?,?,?,?,?,?,?)", rows)
    views.execute("UPDATE checkpoint SET next_position = ?, head_hash = ?", (place + 1, previous))
    views.execute("COMMIT")
    return len(records)
