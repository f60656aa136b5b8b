"""Who worked where, as of any day and as known at any time."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from netral.registry.v1.events_pb2 import (
    EmploymentChanged,
    EmploymentEnded,
    EmploymentRetracted,
    EmploymentStarted,
    PersonTransferred,
)
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch, in_pieces
from netral_chassis.views import Row, StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

from netral_registry.views.bitemporal import Days, on, paint, temporal_columns
from netral_registry.views.persons import PERSON

EMPLOYMENT = view_table(
    "employment",
    *temporal_columns(),
    Column("person_id", LargeBinary),
    Column("unit_id", LargeBinary),
    Column("employment_class", Integer),
    Column("position", Text),
    Column("post_class", Integer),
    key=("row_id",),
    indexes=[("tenant", "person_id"), ("person_id",)],
)
Work = EmploymentStarted | EmploymentChanged | PersonTransferred


class Employments(View):
    """Rows per person, tenant and term; `tenant` is the employer."""

    source = "registry"
    tables = (EMPLOYMENT,)
    types = frozenset(
        {
            "netral.registry.employment-started",
            "netral.registry.employment-changed",
            "netral.registry.employment-retracted",
            "netral.registry.employment-ended",
            "netral.registry.person-transferred",
        }
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine = rows[EMPLOYMENT]
        data = event.data
        if isinstance(data, PersonTransferred):
            paint(mine, event, Days(data.from_day, data.left_until_day), {"tenant": data.from_tenant}, None)
            paint(mine, event, Days(data.from_day, data.until_day), {"tenant": data.to_tenant}, _values(data))
            return
        assert isinstance(data, EmploymentStarted | EmploymentChanged | EmploymentEnded | EmploymentRetracted)
        values = _values(data) if isinstance(data, EmploymentStarted | EmploymentChanged) else None
        paint(mine, event, Days(data.from_day, data.until_day), {"tenant": data.tenant}, values)


def _values(data: Work) -> Row:
    return {
        "person_id": data.person_id,
        "unit_id": data.unit_id,
        "employment_class": data.employment_class,
        "position": data.position,
        "post_class": data.post_class,
    }


class EmployeeRecord(NamedTuple):
    """Somebody who works for a tenant on a day."""

    person_id: bytes
    unit_id: bytes
    employment_class: int
    position: str
    post_class: int
    subject: bytes


def employed(
    reading: Reading,
    tenant: str,
    day: int,
    *,
    known_at: int = 0,
    classes: Iterable[int] = (),
    unit_ids: Iterable[bytes] = (),
) -> list[EmployeeRecord]:
    """Who works for `tenant` on `day`, by person, duplicates included; empty `classes` or `unit_ids` mean all."""
    columns = [EMPLOYMENT.c[name] for name in EmployeeRecord._fields[:-1]]
    statement = (
        select(*columns, PERSON.c.subject)
        .join(PERSON, PERSON.c.stream_id == EMPLOYMENT.c.stream_id)
        .where(EMPLOYMENT.c.tenant == tenant, on(EMPLOYMENT, day, known_at))
        .order_by(EMPLOYMENT.c.person_id)
    )
    if wanted := sorted(set(classes)):
        statement = statement.where(EMPLOYMENT.c.employment_class.in_(wanted))
    if units := sorted(set(unit_ids)):
        statement = statement.where(EMPLOYMENT.c.unit_id.in_(units))
    return [EmployeeRecord(*row) for row in fetch(reading, statement)]


def ever_employed(reading: Reading, tenant: str, person_ids: Iterable[bytes]) -> set[bytes]:
    """Those of the persons who have, had or will have an employment with the tenant or one below it."""
    below = EMPLOYMENT.c.tenant.like(f"{tenant}.%")
    found: set[bytes] = set()
    for chunk in in_pieces(person_ids):
        statement = select(EMPLOYMENT.c.person_id).where(
            EMPLOYMENT.c.person_id.in_(chunk), (EMPLOYMENT.c.tenant == tenant) | below
        )
        found.update(person_id for (person_id,) in fetch(reading, statement))
    return found


def tenants_of(reading: Reading, people: Mapping[bytes, Iterable[bytes]]) -> dict[bytes, set[str]]:
    """Every tenant that each person ever worked for, by person; `people` maps persons to all their ids."""
    whose = {one: person_id for person_id, ids in people.items() for one in ids}
    found: dict[bytes, set[str]] = {person_id: set() for person_id in people}
    for chunk in in_pieces(whose):
        statement = select(EMPLOYMENT.c.person_id, EMPLOYMENT.c.tenant).where(EMPLOYMENT.c.person_id.in_(chunk))
        for one, tenant in fetch(reading, statement.distinct()):
            found[whose[one]].add(tenant)
    return found


def people_of(reading: Reading, tenant: str) -> set[bytes]:
    """Everybody who ever had an employment with the tenant."""
    statement = select(EMPLOYMENT.c.person_id).where(EMPLOYMENT.c.tenant == tenant).distinct()
    return {person_id for (person_id,) in fetch(reading, statement)}


def unit_of(reading: Reading, tenant: str, person_ids: Iterable[bytes], day: int) -> dict[bytes, bytes]:
    """In which unit of the tenant each of the persons works on the day; who does not is left out."""
    found: dict[bytes, bytes] = {}
    for chunk in in_pieces(person_ids):
        statement = select(EMPLOYMENT.c.person_id, EMPLOYMENT.c.unit_id).where(
            EMPLOYMENT.c.tenant == tenant, EMPLOYMENT.c.person_id.in_(chunk), on(EMPLOYMENT, day)
        )
        found.update(fetch(reading, statement))
    return found


def employed_elsewhere(reading: Reading, tenant: str, person_ids: Iterable[bytes], day: int) -> set[bytes]:
    """Those of the persons who work for another tenant on the day. Which one is not told."""
    found: set[bytes] = set()
    for chunk in in_pieces(person_ids):
        statement = select(EMPLOYMENT.c.person_id).where(
            EMPLOYMENT.c.person_id.in_(chunk), EMPLOYMENT.c.tenant != tenant, on(EMPLOYMENT, day)
        )
        found.update(person_id for (person_id,) in fetch(reading, statement))
    return found


def standing(found: Iterable[EmployeeRecord], into: Mapping[bytes, bytes]) -> list[EmployeeRecord]:
    """Each person once, by id: duplicates under the record that stands for them, whose own employment goes first."""
    once: dict[bytes, EmployeeRecord] = {}
    for one in sorted(found, key=lambda record: record.person_id in into):
        person_id = into.get(one.person_id, one.person_id)
        once.setdefault(person_id, one._replace(person_id=person_id))
    return [once[person_id] for person_id in sorted(once)]
