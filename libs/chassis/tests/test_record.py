"""The record and the chain hash: golden bytes, because what was published once must be proven for ever."""

import uuid

import pytest
from netral_chassis.record import (
    GENESIS,
    BadRecord,
    EventRow,
    Record,
    chain_hash,
    derived_id,
    event_id,
    record_of,
    row_of,
)

ID = bytes.fromhex("00112233445566778899aabbccddeeff")
ROW = ("pact/1", 3, ID, "netral.pledge.pact-signed", b"\x08\x01", b"\x0a\x0551.04")
GOLDEN_HASH = "9716a2cb1c8e1ab29a589882f10f26285573927e8dbde5ee6f9fc94a196c8306"
GOLDEN_HEADER = (
    "000000000000002a0000000300060a24182022400000000000000000000000000000000000000000"
    "0000000000000000000000000a0535312e3034"
)


def row() -> EventRow:
    digest = chain_hash(GENESIS, 42, 1_700_000_000_123_456, *ROW)
    return EventRow(42, *ROW, 1_700_000_000_123_456, digest)


def test_the_hash_of_a_row_is_what_it_always_was() -> None:
    assert row().hash.hex() == GOLDEN_HASH


def test_the_header_of_a_record_is_what_it_always_was() -> None:
    record = record_of(row(), GENESIS)
    assert record.meta.hex() == GOLDEN_HEADER
    assert (record.stream_id, record.type, record.event_id, record.data) == (ROW[0], ROW[3], ID, ROW[4])


def test_a_record_gives_its_row_back() -> None:
    assert row_of(record_of(row(), b"p" * 32))[1] == b"p" * 32
    assert row_of(record_of(row(), GENESIS)) == (row(), GENESIS)


@pytest.mark.parametrize("field", range(6))
def test_every_part_of_a_row_counts(field: int) -> None:
    parts = list(ROW)
    value = parts[field]
    parts[field] = value + 1 if isinstance(value, int) else value + value[:1]  # type: ignore[operator,index]
    assert chain_hash(GENESIS, 42, 1_700_000_000_123_456, *parts) != row().hash  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("previous", "position", "recorded_at"), [(b"p" * 32, 42, 0), (GENESIS, 43, 0), (GENESIS, 42, 1)]
)
def test_every_neighbour_and_number_counts(previous: bytes, position: int, recorded_at: int) -> None:
    at = 1_700_000_000_123_456 + recorded_at
    changed = chain_hash(previous, position, at, *ROW)
    assert changed != row().hash


def test_a_byte_moved_from_one_part_to_the_next_makes_another_hash() -> None:
    """Lengths are hashed too, so two rows never share their bytes."""
    one = chain_hash(GENESIS, 1, 1, "a", 1, ID, "t", b"xy", b"z")
    two = chain_hash(GENESIS, 1, 1, "a", 1, ID, "t", b"x", b"yz")
    assert one != two


@pytest.mark.parametrize("meta", [b"", bytes(51)])
def test_a_record_with_a_short_header_is_not_ours(meta: bytes) -> None:
    with pytest.raises(BadRecord):
        row_of(Record("a/1", "t", ID, b"", meta))


def test_a_record_without_an_event_id_is_not_ours() -> None:
    with pytest.raises(BadRecord):
        row_of(Record("a/1", "t", b"", b"", bytes(52)))


def test_ids_are_name_based_uuids() -> None:
    command = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    assert event_id(command.bytes, 7) == uuid.uuid5(command, "7").bytes
    assert derived_id(command.bytes, "remind") == uuid.uuid5(command, "remind").bytes
