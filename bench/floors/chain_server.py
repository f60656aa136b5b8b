"""Floor of P1, P4 and P5: decode, COPY with hash chain, Kafka, COPY of rows with a checkpoint.

The same commits, acknowledgements and rows as the product; psycopg, librdkafka and nothing between them: no state, no
check, no recovery.
"""

import struct
import time
from collections.abc import Sequence

import facts
import psycopg
from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition
from floors import append
from netral.common.v1.types_pb2 import EventMeta
from netral.pledge.v1.events_pb2 import PactSigned

PACT = """
CREATE SCHEMA views;
CREATE TABLE views.pact (stream_id text NOT NULL, campaign_id bytea, person_id bytea, signed_at int8, signed_on int4,
  method int4, known_from int8, tenant text NOT NULL, stream_version int4 NOT NULL);
CREATE TABLE views.checkpoint (source text PRIMARY KEY, next_position int8 NOT NULL, head_hash bytea NOT NULL);
INSERT INTO views.checkpoint VALUES ('pledge', 1, decode(repeat('00', 32), 'hex'));
"""
INDEXES = """
ALTER TABLE views.pact ADD PRIMARY KEY (stream_id);
CREATE INDEX pact_0 ON views.pact (tenant, campaign_id);
"""
RELAY = (
    "CREATE TABLE core.relay (id int4 PRIMARY KEY, next_position int8 NOT NULL); INSERT INTO core.relay VALUES (1, 1)"
)
ROWS = (
    "COPY views.pact (stream_id, campaign_id, person_id, signed_at, signed_on, method, known_from, tenant, "
    "stream_version) FROM STDIN (FORMAT BINARY)"
)
ROW_TYPES = ["text", "bytea", "bytea", "int8", "int4", "int4", "int8", "text", "int4"]
PRODUCER = {"acks": "all", "enable.idempotence": True, "linger.ms": 2, "compression.type": "lz4"}
_META = struct.Struct(">QIq32s")


def create(conn: psycopg.Connection, *, indexed: bool) -> None:
    """The product's tables."""
    for sql in (append.TABLES, RELAY, PACT, INDEXES if indexed else ""):
        conn.execute(sql)


def commit(conn: psycopg.Connection, sent: Sequence[facts.Sent]) -> None:
    """Decode commands, encode events, append."""
    commands = []
    for one in sent:
        event = PactSigned.FromString(one.body).SerializeToString(deterministic=True)
        commands.append((one.command_id, one.body, ((f"pact/{one.key}", 1, facts.TYPE, event, one.meta),)))
    append.append(conn, commands)


def publish(conn: psycopg.Connection, producer: Producer, topic: str, position: int, limit: int) -> int:
    """Events from `position` on to Kafka; how many."""
    rows = conn.execute(
        f"SELECT {append.ROW} FROM core.event WHERE position >= %s AND position < %s ORDER BY position",
        (position - 1, position + limit),
    ).fetchall()
    previous = bytes(32)
    if position > 1:
        previous, rows = rows[0][8], rows[1:]
    failed = []

    def delivered(error: object, _message: object) -> None:
        if error is not None:
            failed.append(error)

    for place, stream, version, event_id, kind, data, meta, at, digest in rows:
        headers = [
            ("ce_specversion", b"1.0"), ("ce_id", event_id.hex().encode()), ("ce_source", b"netral://pledge"),
            ("ce_type", kind.encode()), ("content-type", b"application/protobuf"),
            ("netral-meta", _META.pack(place, version, at, previous) + meta),
        ]  # fmt: skip
        producer.produce(topic, data, stream.encode(), 0, delivered, headers=headers)
        previous = digest
    if rows:
        if producer.flush(30) or failed:
            raise OSError("not acknowledged")
        conn.execute("UPDATE core.relay SET next_position = %s", (rows[-1][0] + 1,))
    return len(rows)


def reader(bootstrap: str, topic: str) -> Consumer:
    """A consumer at the topic's beginning."""
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": "unused", "enable.auto.commit": False,
         "enable.partition.eof": True, "auto.offset.reset": "error", "check.crcs": True, "fetch.queue.backoff.ms": 5}
    )  # fmt: skip
    consumer.assign([TopicPartition(topic, 0, 0)])
    return consumer


def project(conn: psycopg.Connection, consumer: Consumer, limit: int) -> int:
    """What waits in the topic into rows, and the checkpoint; how many."""
    messages = [one for one in consumer.consume(limit, 0.25) if _good(one)]
    if not messages:
        return 0
    with conn.transaction(), conn.cursor() as cursor:
        with cursor.copy(ROWS) as copy:
            copy.set_types(ROW_TYPES)
            for message in messages:
                header = dict(message.headers())["netral-meta"]
                place, version, at, previous = _META.unpack_from(header)
                signed, meta = PactSigned.FromString(message.value()), EventMeta.FromString(header[_META.size :])
                copy.write_row(
                    (message.key().decode(), signed.campaign_id, signed.person_id, signed.signed_at, signed.signed_on,
                     signed.method, at, meta.tenant, version)
                )  # fmt: skip
        cursor.execute("UPDATE views.checkpoint SET next_position = %s, head_hash = %s", (place + 1, previous))
    return len(messages)


def _good(message: object) -> bool:
    error = message.error()
    if error is not None and error.code() != KafkaError._PARTITION_EOF:
        raise OSError(error.name())
    return error is None


def wait_for(step: object, count: int) -> None:
    """Call `step` until it has done `count` in all."""
    done = 0
    while done < count:
        did = step(done)
        done += did
        if not did:
            time.sleep(0.005)
