"""What pledge knows of the registry's persons and employments."""

from collections.abc import Iterable
from typing import ClassVar

from netral.registry.v1.events_pb2 import (
    EmploymentChanged,
    EmploymentEnded,
    EmploymentRetracted,
    EmploymentStarted,
    IdentityCommitted,
    MergeUndone,
    PersonRegistered,
    PersonsMerged,
    PersonTransferred,
)
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch, in_pieces
from netral_chassis.views import OPEN_TIME, Row, Rows, StreamRows, View, view_table
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, select

from netral_pledge.domain.campaign import Term
from netral_pledge.domain.pact import Employee
from netral_pledge.views.terms import known, overlay, term_columns

MOVED = 1
"""`end_cause` of who left for another employer; as `EndCause`, 0 while employed."""

employment = view_table(
    "pledge_employment",
    *term_columns(),
    Column("person_id", LargeBinary),
    Column("unit_id", LargeBinary),
    Column("employment_class", Integer),
    Column("post_class", Integer),
    Column("end_cause", Integer),
    key=("row",),
    indexes=[("tenant", "person_id"), ("person_id",)],
)
person = view_table(
    "pledge_person",
    Column("person_id", LargeBinary),
    Column("subject", LargeBinary),  # commitment for receipts, empty until committed
    indexes=[("person_id",)],
)
merged = view_table(
    "pledge_merged",
    Column("person_id", LargeBinary),
    Column("into_id", LargeBinary),
    Column("known_from", BigInteger),
    Column("known_to", BigInteger),
    indexes=[("person_id",)],
)


class Employments(View):
    """A row per person, employer and term, also for terms after the end, with its cause; `tenant` is the employer."""

    source = "registry"
    tables = (employment,)
    types: ClassVar = frozenset(
        f"netral.registry.{name}"
        for name in (
            "employment-started",
            "employment-changed",
            "employment-retracted",
            "employment-ended",
            "person-transferred",
        )
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine, data = rows[employment], event.data
        match data:
            case EmploymentStarted() | EmploymentChanged():
                _set(mine, event, data.tenant, _work(data), data.from_day, data.until_day)
            case EmploymentEnded():
                _set(mine, event, data.tenant, _gone(data.person_id, data.cause), data.from_day, data.until_day)
            case EmploymentRetracted():
                _set(mine, event, data.tenant, None, data.from_day, data.until_day)
            case PersonTransferred():
                gone = _gone(data.person_id, MOVED)
                _set(mine, event, data.from_tenant, gone, data.from_day, data.left_until_day)
                _set(mine, event, data.to_tenant, _work(data), data.from_day, data.until_day)


def _set(rows: Rows, event: Recorded, tenant: str, values: Row | None, start: int, end: int) -> None:
    full = None if values is None else {**values, "tenant": tenant}
    overlay(rows, full, start=start, end=end, at=event.recorded_at, of=lambda row: bool(row["tenant"] == tenant))


def _work(data: EmploymentStarted | EmploymentChanged | PersonTransferred) -> Row:
    return {
        "person_id": data.person_id,
        "unit_id": data.unit_id,
        "employment_class": data.employment_class,
        "post_class": data.post_class,
        "end_cause": 0,
    }


def _gone(person_id: bytes, cause: int) -> Row:
    # an end without a cause is still an end
    return {"person_id": person_id, "unit_id": b"", "employment_class": 0, "post_class": 0, "end_cause": cause or -1}


class Persons(View):
    """A row per person: the commitment that stands for him in receipts."""

    source = "registry"
    tables = (person,)
    types: ClassVar = frozenset({"netral.registry.person-registered", "netral.registry.identity-committed"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        match event.data:
            case PersonRegistered(person_id=person_id):
                row = rows[person].get()
                rows[person].put({"person_id": person_id, "subject": row["subject"] if row else b""})
            case IdentityCommitted(person_id=person_id, subject=subject):
                rows[person].put({"person_id": person_id, "subject": subject})


class Merges(View):
    """A row per duplicate that was found to be another person."""

    source = "registry"
    tables = (merged,)
    types: ClassVar = frozenset({"netral.registry.persons-merged", "netral.registry.merge-undone"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        match event.data:
            case PersonsMerged(person_id=person_id, into_person_id=into_id):
                rows[merged].put(
                    {
                        "person_id": person_id,
                        "into_id": into_id,
                        "known_from": event.recorded_at,
                        "known_to": OPEN_TIME,
                    }
                )
            case MergeUndone():
                row = rows[merged].get()
                if row is not None:
                    rows[merged].put({**row, "known_to": event.recorded_at})


def employees_of(reading: Reading, tenants: Iterable[str], person_ids: Iterable[bytes]) -> dict[bytes, Employee]:
    """What is known of these persons as employees of these tenants; who is not known as one is left out."""
    terms: dict[bytes, list[Term]] = {}
    subjects: dict[bytes, bytes] = {}
    statement = select(
        employment.c.person_id,
        person.c.subject,
        employment.c.unit_id,
        employment.c.employment_class,
        employment.c.valid_from,
        employment.c.valid_to,
    ).select_from(employment.outerjoin(person, person.c.person_id == employment.c.person_id))
    mine = (employment.c.tenant.in_(list(tenants)), employment.c.end_cause == 0, known(employment, None))
    for piece in in_pieces(person_ids):
        for person_id, subject, *term in fetch(reading, statement.where(employment.c.person_id.in_(piece), *mine)):
            terms.setdefault(person_id, []).append(Term(*term))
            subjects[person_id] = subject or b""
    return {person_id: Employee(subjects[person_id], tuple(found)) for person_id, found in terms.items()}


def standing_for(reading: Reading, person_ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """Duplicates among these persons, and whom they turned out to be."""
    found: dict[bytes, bytes] = {}
    for piece in in_pieces(person_ids):
        statement = select(merged.c.person_id, merged.c.into_id).where(
            merged.c.person_id.in_(piece), known(merged, None)
        )
        found.update((person_id, into_id) for person_id, into_id in fetch(reading, statement))
    return found
