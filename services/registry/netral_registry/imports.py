"""Files of units, posts and staff become commands: checked, resolved, sealed and decided a batch at a time.

Only differences are recorded, so the same rows again make no event, and an import that died is simply sent again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import VerdictKind
from netral.registry.v1.events_pb2 import Assignment
from netral.registry.v1.service_pb2 import PostRow, StaffRow, UnitRow
from netral_chassis.commands import Commands, Guards, Outcome, Request
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_registry.asking import Call, Regions, Rehearsal, check_batch
from netral_registry.domain import person, post, tenant, unit
from netral_registry.domain.ids import key_of, post_id, unit_id
from netral_registry.domain.person import Employment, Person, RecordEmployee
from netral_registry.domain.post import Holding, Post, PostFacts, RecordPost
from netral_registry.domain.tenant import RegisterTenant, Tenant
from netral_registry.domain.timeline import OPEN
from netral_registry.domain.unit import RecordUnit, Unit, UnitFacts, circular, parents_first
from netral_registry.identities import resolve
from netral_registry.outcomes import Outcomes
from netral_registry.rows import check_post, check_staff, check_unit, identifiers, one_line
from netral_registry.sealing import SealedHolder, SealedPerson, seal_holders, seal_staff
from netral_registry.streams import PERSON, POST, TENANT, TYPES, UNIT
from netral_registry.views.employments import employed_elsewhere
from netral_registry.views.persons import duplicates
from netral_registry.views.units import parents


@dataclass(frozen=True, slots=True)
class Batch:
    """What all rows of one file share. `dry_run`: decide, and leave no trace."""

    call: Call
    as_of: int
    dry_run: bool

    def body(self, row: Message) -> bytes:
        """A row as it was sent, with the day it speaks of."""
        return self.as_of.to_bytes(8, "big", signed=True) + row.SerializeToString(deterministic=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """Commands made of rows: `requests` are those of the rows at `order`; the other rows have their outcomes already.

    `persons` are the ids that the numbers in rows lead to, by index.
    """

    outcomes: Outcomes[Any]
    order: list[int]
    requests: list[Request]
    persons: Mapping[int, bytes] = field(default_factory=dict)

    def rows(self) -> Iterator[Request | Outcome]:
        """What there is of each row, in the order of the rows."""
        made = dict(zip(self.order, self.requests, strict=True))
        for index, outcome in enumerate(self.outcomes.so_far()):
            yield made[index] if outcome is None else outcome


class Imports:
    """Imports into the registry.

    All raise `TENANT_UNKNOWN`, `AS_OF_IN_FUTURE`, and `FIELD_INVALID` for too many rows; what is wrong with a single
    row stands in its outcome.
    """

    def __init__(self, app: App, regions: Regions) -> None:
        self._app = app
        self._regions = regions
        self._rehearsal = Commands(app.store, Rehearsal(), TYPES)

    def units(self, batch: Batch, rows: Sequence[UnitRow]) -> list[Outcome]:
        """Outcomes in the order of `rows`; the tenant is registered with its first units."""
        plan = self.plan_units(batch, rows)
        requests = [self._tenant(batch), *plan.requests] if plan.requests else []
        plan.outcomes.fill(plan.order, self._run(batch, requests)[1:])
        return plan.outcomes.all()

    def plan_units(self, batch: Batch, rows: Sequence[UnitRow]) -> Plan:
        """The commands of `units`, parents first."""
        self._check(batch, rows)
        outcomes = Outcomes(rows, check_unit)
        with self._app.reader.open() as reading:
            above = parents(reading, batch.call.tenant)
        above.update({rows[index].code: rows[index].parent_code for index in outcomes.open()})
        circle = circular(above)
        for index in outcomes.open():
            if rows[index].code in circle:
                params = {"unit": rows[index].code, "parent": rows[index].parent_code}
                outcomes.refuse(index, Rejected(Reason.UNIT_CYCLE, field="parent_code", params=params))
        order = _order([(index, rows[index].code, rows[index].parent_code) for index in outcomes.open()])
        return Plan(outcomes, order, [_unit(batch, rows[index]) for index in order])

    def posts(self, batch: Batch, rows: Sequence[PostRow]) -> list[Outcome]:
        """Outcomes in the order of `rows`."""
        plan = self.plan_posts(batch, rows)
        plan.outcomes.fill(plan.order, self._run(batch, plan.requests))
        return plan.outcomes.all()

    def plan_posts(self, batch: Batch, rows: Sequence[PostRow]) -> Plan:
        """The commands of `posts`, superiors first.

        The number of a holder who is not registered yet is bound to a person id at once, so that the person is linked
        when he comes; his name is sealed beside it until then.
        """
        self._check(batch, rows)
        outcomes = Outcomes(rows, lambda row: check_post(row, batch.as_of))
        holders = self._resolve(batch, rows, outcomes)
        order = _order([(index, rows[index].code, rows[index].superior_code) for index in outcomes.open()])
        held = [(rows[index], holders[index]) for index in order]
        names = seal_holders(self._app, batch.call.tenant, held, dry_run=batch.dry_run)
        requests = [_post(batch, row, holder, name) for (row, holder), name in zip(held, names, strict=True)]
        return Plan(outcomes, order, requests, holders)

    def staff(self, batch: Batch, rows: Sequence[StaffRow]) -> tuple[list[Outcome], list[int]]:
        """Outcomes in the order of `rows`, and the indexes of rows whose person also works for another tenant."""
        plan = self.plan_staff(batch, rows)
        plan.outcomes.fill(plan.order, self._run(batch, plan.requests))
        with self._app.reader.open() as reading:
            elsewhere = employed_elsewhere(reading, batch.call.tenant, plan.persons.values(), batch.as_of)
        done = plan.outcomes.all()
        told = [index for index in plan.order if done[index].kind != VerdictKind.VERDICT_KIND_REJECTED]
        return done, [index for index in told if plan.persons[index] in elsewhere]

    def plan_staff(self, batch: Batch, rows: Sequence[StaffRow]) -> Plan:
        """The commands of `staff`."""
        self._check(batch, rows)
        outcomes = Outcomes(rows, lambda row: check_staff(row, batch.as_of))
        found = self._resolve(batch, rows, outcomes)
        order = outcomes.open()
        people = [(rows[index], found[index]) for index in order]
        sealed = seal_staff(self._app, people, dry_run=batch.dry_run)
        requests = [_employee(batch, row, one, says) for (row, one), says in zip(people, sealed, strict=True)]
        return Plan(outcomes, order, requests, found)

    def _check(self, batch: Batch, rows: Sequence[object]) -> None:
        check_batch(rows, "rows")
        self._regions.check_as_of(batch.call.tenant, batch.as_of, self._app.clock.now())

    def _run(self, batch: Batch, requests: Sequence[Request]) -> list[Outcome]:
        return (self._rehearsal if batch.dry_run else self._app.commands).run(requests)

    def _resolve(
        self,
        batch: Batch,
        rows: Sequence[PostRow] | Sequence[StaffRow],
        outcomes: Outcomes[PostRow] | Outcomes[StaffRow],
    ) -> dict[int, bytes]:
        """Person ids by index of the rows that are still good; empty where no number is given."""
        asked = outcomes.open()
        people = [tuple(identifiers(rows[index])) for index in asked]
        found: dict[int, bytes] = {}
        with self._app.reader.open() as reading:
            into = duplicates(reading)
        owners = resolve(self._app.vault, people, into, reserve=not batch.dry_run)
        for index, numbers, owner in zip(asked, people, owners, strict=True):
            if owner is None:
                outcomes.refuse(index, Rejected(Reason.IDENTITY_CONFLICT, field="nip"))
            else:
                found[index] = owner if numbers else b""
        return found

    def _tenant(self, batch: Batch) -> Request:
        code = batch.call.tenant
        command = RegisterTenant(code, self._regions.name(code), self._regions.zone(code).value)

        def decide(state: Tenant, _guards: Guards) -> Iterator[Message]:
            return iter(()) if state.zone else tenant.decide(command, state)

        return Request(batch.call.correlation_id, b"", TENANT, code, decide, batch.call.meta())


def _order(nodes: Iterable[tuple[int, str, str]]) -> list[int]:
    """Indexes of (index, code, code above) so that what stands above comes first."""
    indexes: dict[str, list[int]] = {}
    above: dict[str, str] = {}
    for index, code, parent in nodes:
        indexes.setdefault(code, []).append(index)
        above[code] = parent
    return [index for code in parents_first(above, above) for index in indexes[code]]


def _unit(batch: Batch, row: UnitRow) -> Request:
    code = batch.call.tenant
    own, above = unit_id(code, row.code), unit_id(code, row.parent_code) if row.parent_code else b""
    command = RecordUnit(own, row.code, UnitFacts(one_line(row.name), row.kind, above), row.parent_code, batch.as_of)

    def decide(state: Unit, guards: Guards) -> Iterator[Message]:
        return unit.decide_record(command, state, guards.state(UNIT, key_of(above)) if above else None)

    guards = ((UNIT, key_of(above)),) if above else ()
    return Request(row.command_id, batch.body(row), UNIT, key_of(own), decide, batch.call.meta(), guards)


def _post(batch: Batch, row: PostRow, holder: bytes, name: SealedHolder) -> Request:
    code = batch.call.tenant
    own, unit_key = post_id(code, row.code), key_of(unit_id(code, row.unit_code))
    above = post_id(code, row.superior_code) if row.superior_code else b""
    until = min(row.last_day + 1, OPEN) if row.HasField("last_day") else OPEN
    named = row.assignment != Assignment.ASSIGNMENT_UNSPECIFIED
    command = RecordPost(
        post_id=own,
        code=row.code,
        facts=PostFacts(one_line(row.name), unit_id(code, row.unit_code), row.post_class, row.role, above),
        unit_code=row.unit_code,
        superior_code=row.superior_code,
        as_of=batch.as_of,
        holding=Holding(holder, name.mark, row.assignment, until) if named else None,
        holder_name=name.name,
        since=row.from_day if row.HasField("from_day") else batch.as_of,
    )

    def decide(state: Post, guards: Guards) -> Iterator[Message]:
        superior = guards.state(POST, key_of(above)) if above else None
        return post.decide_record(command, state, guards.state(UNIT, unit_key), superior)

    guards = ((UNIT, unit_key), *(((POST, key_of(above)),) if above else ()))
    return Request(row.command_id, batch.body(row), POST, key_of(own), decide, batch.call.meta(holder), guards)


def _employee(batch: Batch, row: StaffRow, person_id: bytes, says: SealedPerson) -> Request:
    where = unit_id(batch.call.tenant, row.unit_code)
    command = RecordEmployee(
        person_id=person_id,
        tenant=batch.call.tenant,
        as_of=batch.as_of,
        since=row.from_day if row.HasField("from_day") else batch.as_of,
        employment=Employment(where, row.employment_class, one_line(row.position), row.post_class),
        unit_code=row.unit_code,
        name=says.name,
        name_mark=says.name_mark,
        identifiers=says.identifiers,
        nip_mark=says.nip_mark,
        nik_mark=says.nik_mark,
    )
    unit_key = key_of(where)

    def decide(state: Person, guards: Guards) -> Iterator[Message]:
        return person.decide_record(command, state, guards.state(UNIT, unit_key))

    meta = batch.call.meta(person_id)
    return Request(row.command_id, batch.body(row), PERSON, key_of(person_id), decide, meta, ((UNIT, unit_key),))
