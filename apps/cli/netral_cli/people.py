"""Identifiers of a file, made into persons by the registry before anything else sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from netral.common.v1.types_pb2 import Cursor
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import IdentifierKind
from netral_files import Table

from netral_cli.batches import cut
from netral_cli.session import Session
from netral_cli.tally import Tally

_BATCH = 5_000
_LENGTHS: dict[IdentifierKind, int] = {IdentifierKind.IDENTIFIER_KIND_NIP: 18, IdentifierKind.IDENTIFIER_KIND_NIK: 16}
_COLUMNS = {"nip": IdentifierKind.IDENTIFIER_KIND_NIP, "nik": IdentifierKind.IDENTIFIER_KIND_NIK}


Key = tuple[IdentifierKind, str]
"""Kind and digits of an identifier."""


class Identified(Protocol):
    """A row that says whom it is about."""

    @property
    def nip(self) -> str | None: ...
    @property
    def nik(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Resolved:
    """Person by (kind, digits), for those that are known, and what the registry had seen."""

    persons: Mapping[Key, bytes]
    cursor: Cursor


def resolve(session: Session, tenants: Sequence[str], wanted: Sequence[Key]) -> Resolved:
    """Who is meant, among the employees of the tenants in their order. Raises `Failed`."""
    persons: dict[Key, bytes] = {}
    cursor = Cursor()
    connection = session.connection
    for tenant in dict.fromkeys(tenants):
        left = [each for each in dict.fromkeys(wanted) if each not in persons]
        for batch in cut(left, _BATCH):
            request = registry.ResolveIdentifiersRequest(
                tenant=tenant,
                identifiers=[registry.Identifier(kind=kind, value=value) for kind, value in batch],
                after=connection.after(),
            )
            reply = connection.call(connection.registry.ResolveIdentifiers, request)
            persons |= {each: person for each, person in zip(batch, reply.person_ids, strict=True) if person}
            cursor = reply.freshness.cursor
    return Resolved(persons, cursor)


def identifiers(row: Identified) -> list[Key]:
    """(kind, digits) of a row, NIP first."""
    both = ((IdentifierKind.IDENTIFIER_KIND_NIP, row.nip), (IdentifierKind.IDENTIFIER_KIND_NIK, row.nik))
    return [(kind, digits) for kind, digits in both if digits]


def person_of(row: Identified, number: int, resolved: Resolved, tally: Tally) -> bytes | None:
    """The person of a row; `None`, and the row rejected, if there is none or there are two."""
    found = {resolved.persons[each] for each in identifiers(row) if each in resolved.persons}
    column = "nip" if row.nip else "nik"
    if not found:
        tally.reject(number, column, "PERSON_UNKNOWN")
    elif len(found) > 1:
        tally.reject(number, column, "IDENTITY_CONFLICT")
    else:
        return found.pop()
    return None


def identifiers_of_refused(table: Table, rows: Sequence[int]) -> dict[int, Key]:
    """An identifier of each refused row in which one can be read: whose row it was, is known all the same."""
    wanted = set(rows)
    found: dict[int, Key] = {}
    for row in table.rows:
        if row.number not in wanted or row.found != len(table.headings):
            continue
        for cell, column in zip(row.cells, table.columns, strict=True):
            kind = _COLUMNS.get(column or "")
            digits = "".join(filter(str.isdecimal, cell)) if isinstance(cell, str) else ""
            if kind is not None and digits.isascii() and len(digits) == _LENGTHS[kind]:
                found.setdefault(row.number, (kind, digits))
    return found
