"""One event as it is stored, hashed and published. The record of position n is a pure function of event row n."""

import hashlib
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

GENESIS = bytes(32)
MAX_EVENT_BYTES = 256 * 1024
_DOMAIN = b"netral-event-v1"
_PLACE = struct.Struct(">QqI")
_PAIR = struct.Struct(">II")
_LENGTH = struct.Struct(">I")
_META = struct.Struct(">QIq32s")


class EventRow(NamedTuple):
    """A row of the event table. `recorded_at` in microseconds UTC; `hash` chains over all earlier rows."""

    position: int
    stream_id: str
    version: int
    event_id: bytes
    type: str
    data: bytes
    meta: bytes
    recorded_at: int
    hash: bytes


class Record(NamedTuple):
    """What stands in the log: key, value and headers of one event. `meta` is the `netral-meta` header."""

    stream_id: str
    type: str
    event_id: bytes
    data: bytes
    meta: bytes


class BadRecord(Exception):
    """A record that no relay of ours can have written."""


def chain_hash(
    prev: bytes,
    position: int,
    recorded_at: int,
    stream_id: str,
    version: int,
    event_id: bytes,
    type: str,
    data: bytes,
    meta: bytes,
) -> bytes:
    """SHA-256 over the previous hash and the stored bytes, all variable parts prefixed by their u32 length."""
    stream, length = stream_id.encode(), _LENGTH.pack
    return hashlib.sha256(
        b"".join(
            (
                _DOMAIN, prev, _PLACE.pack(position, recorded_at, len(stream)), stream,
                _PAIR.pack(version, len(event_id)), event_id, _named(type), length(len(data)), data,
                length(len(meta)), meta,
            )
        )
    ).digest()  # fmt: skip


@lru_cache(maxsize=1_024)
def _named(type: str) -> bytes:
    """A type's name with its length before it: there are few, and each event needs one."""
    name = type.encode()
    return _LENGTH.pack(len(name)) + name


def record_of(row: EventRow, prev_hash: bytes) -> Record:
    """The record that publishes `row`, whose predecessor's hash is `prev_hash`."""
    header = _META.pack(row.position, row.version, row.recorded_at, prev_hash) + row.meta
    return Record(row.stream_id, row.type, row.event_id, row.data, header)


def row_of(record: Sequence[Any]) -> tuple[EventRow, bytes]:
    """The row behind a `Record` (or what begins with one's fields), its hash computed anew, and its predecessor's hash.

    Raises `BadRecord` if the header is too short to be one of ours.
    """
    stream_id, type, event_id, data, header = record[:5]
    if len(header) < _META.size or len(event_id) != 16:
        raise BadRecord
    position, version, recorded_at, prev = _META.unpack_from(header)
    meta = header[_META.size :]
    digest = chain_hash(prev, position, recorded_at, stream_id, version, event_id, type, data, meta)
    return EventRow(position, stream_id, version, event_id, type, data, meta, recorded_at, digest), prev


def event_id(command_id: bytes, ordinal: int) -> bytes:
    """uuid5(command id, ordinal): the same command makes the same events, whoever runs it."""
    return derived_id(command_id, str(ordinal))


def derived_id(id: bytes, name: str) -> bytes:
    """uuid5(id, name): 16 bytes that are the same wherever and whenever they are made."""
    digest = bytearray(hashlib.sha1(id + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)
