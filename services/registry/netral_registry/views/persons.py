"""Persons: ciphertexts, marks, commitment. Nothing readable stands here."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from netral.registry.v1.events_pb2 import (
    IdentifierCorrected,
    IdentityCommitted,
    MergeUndone,
    PersonRegistered,
    PersonRenamed,
    PersonsMerged,
)
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch, in_pieces
from netral_chassis.views import Row, StreamRows, View, view_table
from sqlalchemy import Column, LargeBinary, select

PERSON = view_table(
    "person",
    Column("person_id", LargeBinary),
    Column("name", LargeBinary),  # a serialised `Sealed`
    Column("name_mark", LargeBinary),
    Column("nip", LargeBinary),  # a serialised `Sealed` of `Identifiers`; empty: none
    Column("nip_mark", LargeBinary),
    Column("nik", LargeBinary),  # the same
    Column("nik_mark", LargeBinary),
    Column("subject", LargeBinary),
    Column("merged_into", LargeBinary),
    indexes=[("person_id",), ("merged_into",)],
)


class Persons(View):
    """One row per person."""

    source = "registry"
    tables = (PERSON,)
    types = frozenset(
        {
            "netral.registry.person-registered",
            "netral.registry.person-renamed",
            "netral.registry.identifier-corrected",
            "netral.registry.identity-committed",
            "netral.registry.persons-merged",
            "netral.registry.merge-undone",
        }
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine = rows[PERSON]
        data = event.data
        if isinstance(data, PersonRegistered):
            mine.put(_registered(data))
            return
        row = mine.get()
        assert row is not None, "a person is registered first"
        mine.put({**row, **_changed(data, row)})


def _registered(data: PersonRegistered) -> Row:
    identifiers = data.identifiers.SerializeToString()
    return {
        "person_id": data.person_id,
        "name": data.name.SerializeToString(),
        "name_mark": data.name_mark,
        "nip": identifiers if data.nip_mark else b"",
        "nip_mark": data.nip_mark,
        "nik": identifiers if data.nik_mark else b"",
        "nik_mark": data.nik_mark,
        "subject": b"",
        "merged_into": b"",
    }


def _changed(data: object, row: Row) -> Row:
    if isinstance(data, PersonRenamed):
        return {"name": data.name.SerializeToString(), "name_mark": data.name_mark}
    if isinstance(data, IdentifierCorrected):
        identifiers = data.identifiers.SerializeToString()
        return {
            "nip": identifiers if data.nip_mark else row["nip"],
            "nip_mark": data.nip_mark or row["nip_mark"],
            "nik": identifiers if data.nik_mark else row["nik"],
            "nik_mark": data.nik_mark or row["nik_mark"],
        }
    if isinstance(data, IdentityCommitted):
        return {"subject": data.subject}
    if isinstance(data, PersonsMerged):
        return {"merged_into": data.into_person_id}
    assert isinstance(data, MergeUndone)
    return {"merged_into": b""}


class PersonRecord(NamedTuple):
    """A person as it stands in the view; see the table."""

    person_id: bytes
    stream_id: str
    name: bytes
    name_mark: bytes
    nip: bytes
    nip_mark: bytes
    nik: bytes
    nik_mark: bytes
    subject: bytes
    merged_into: bytes


def persons(reading: Reading, person_ids: Iterable[bytes]) -> dict[bytes, PersonRecord]:
    """The persons of these ids that are known."""
    columns = [PERSON.c[name] for name in PersonRecord._fields]
    found: dict[bytes, PersonRecord] = {}
    for chunk in in_pieces(person_ids):
        for row in fetch(reading, select(*columns).where(PERSON.c.person_id.in_(chunk))):
            found[row[0]] = PersonRecord(*row)
    return found


def duplicates(reading: Reading) -> dict[bytes, bytes]:
    """Every duplicate and the record that stands for it. They are few; chains of merges are followed."""
    statement = select(PERSON.c.person_id, PERSON.c.merged_into).where(PERSON.c.merged_into != b"")
    into: dict[bytes, bytes] = dict(fetch(reading, statement))
    return {person_id: _last(into, person_id) for person_id in into}


def aliases(into: Mapping[bytes, bytes], person_ids: Iterable[bytes]) -> dict[bytes, set[bytes]]:
    """All ids of each person: the given one and its duplicates, of which `into` knows whom they stand for."""
    found = {person_id: {person_id} for person_id in person_ids}
    for duplicate, standing in into.items():
        if standing in found:
            found[standing].add(duplicate)
    return found


def _last(into: dict[bytes, bytes], person_id: bytes) -> bytes:
    while person_id in into:
        person_id = into[person_id]
    return person_id
