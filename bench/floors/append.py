"""Floor of P6: rows of the event table, outcomes in them, by psycopg alone; the same commits, no decision, no check."""

import hashlib
import struct
import time
from collections.abc import Sequence

import psycopg

TABLES = """
CREATE SCHEMA core;
CREATE TABLE core.event (position int8 PRIMARY KEY, stream_id text NOT NULL, version int4 NOT NULL,
  event_id bytea NOT NULL UNIQUE, type text NOT NULL, data bytea NOT NULL, meta bytea NOT NULL,
  recorded_at int8 NOT NULL, hash bytea NOT NULL, command_id bytea, body_hash bytea, last_position int8,
  UNIQUE (stream_id, version));
CREATE TABLE core.head (id int4 PRIMARY KEY, next_position int8 NOT NULL, hash bytea NOT NULL,
  recorded_at int8 NOT NULL);
INSERT INTO core.head VALUES (1, 1, decode(repeat('00', 32), 'hex'), 0);
"""
EVENT = (
    "COPY core.event (position, stream_id, version, event_id, type, data, meta, recorded_at, hash, command_id, "
    "body_hash, last_position) FROM STDIN (FORMAT BINARY)"
)
EVENT_TYPES = ["int8", "text", "int4", "bytea", "text", "bytea", "bytea", "int8", "bytea", "bytea", "bytea", "int8"]
ROW = "position, stream_id, version, event_id, type, data, meta, recorded_at, hash"
HEAD = "UPDATE core.head SET next_position = %s, hash = %s, recorded_at = %s"
_place, _length = struct.Struct(">Qq").pack, struct.Struct(">I").pack

New = tuple[str, int, str, bytes, bytes]  # stream, version, type, data, meta
Command = tuple[bytes, bytes, Sequence[New]]  # command id, body, events


def rows_of(position: int, previous: bytes, at: int, commands: Sequence[Command]) -> tuple[list, bytes]:
    """Event rows and the last hash."""
    events = []
    sha, place, length = hashlib.sha256, _place, _length
    for command_id, body, new in commands:
        told = command_id, sha(body).digest(), position + len(new) - 1
        for ordinal, (stream, version, kind, data, meta) in enumerate(new):
            made = hashlib.sha1(command_id + b"%d" % ordinal).digest()[:16]
            name, typed = stream.encode(), kind.encode()
            previous = sha(
                b"netral-event-v1" + previous + place(position, at) + length(len(name)) + name + length(version)
                + length(16) + made + length(len(typed)) + typed + length(len(data)) + data + length(len(meta)) + meta
            ).digest()  # fmt: skip
            events.append((position, stream, version, made, kind, data, meta, at, previous, *told))
            position, told = position + 1, (None, None, None)
    return events, previous


def append(conn: psycopg.Connection, commands: Sequence[Command]) -> None:
    """One transaction."""
    with conn.transaction(), conn.cursor() as cursor:
        cursor.execute("SELECT next_position, hash FROM core.head FOR UPDATE")
        position, previous = cursor.fetchone()
        at = time.time_ns() // 1000
        events, last = rows_of(position, previous, at, commands)
        head = (position + len(events), last, at)
        if len(events) == 1:
            with conn.pipeline():
                cursor.execute(f"INSERT INTO core.event VALUES ({','.join(['%s'] * 12)})", events[0])
                cursor.execute(HEAD, head)
                cursor.execute("COMMIT")
            return
        with cursor.copy(EVENT) as copy:
            copy.set_types(EVENT_TYPES)
            for row in events:
                copy.write_row(row)
        cursor.execute(HEAD, head)
