"""Procedures on ceremonies and attendance."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Cursor, EventMeta, Sealed, VerdictKind
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import AttendanceStatus, CeremonyHeld
from netral_calendar import day_of_number, phases_of
from netral_chassis.access import Principal
from netral_chassis.commands import Guards, Outcome, Request
from netral_chassis.desk import body, checked, deciding, meta, rejected, verdicts
from netral_chassis.reading import Behind, Reading
from netral_chassis.vault import Secret
from netral_messages import Reason, Rejected

from netral_pledge.desk import Desk, cursor
from netral_pledge.domain import ceremony as domain
from netral_pledge.domain import ids
from netral_pledge.domain.campaign import OPEN_DAY
from netral_pledge.domain.pact import Employee
from netral_pledge.streams import CAMPAIGN, CEREMONY
from netral_pledge.views import ceremonies as view
from netral_pledge.views.coverage import employees
from netral_pledge.views.registry_staff import employees_of
from netral_pledge.views.registry_units import posts_on


class Ceremonies(Desk):
    """Ceremonies, their days, who came."""

    def RecordCeremonies(self, request: rpc.RecordCeremoniesRequest, caller: Principal) -> rpc.RecordCeremoniesResponse:  # noqa: N802
        """Records ceremonies."""
        checked(request.items)
        outcomes = self.run(self.plan_ceremonies(request.tenant, request.items, caller, request.after))
        return rpc.RecordCeremoniesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def plan_ceremonies(
        self, tenant: str, items: Sequence[rpc.NewCeremony], caller: Principal, after: Cursor | None = None
    ) -> list[Request | Outcome]:
        """The command of each ceremony that a tenant held, or its refusal. Raises `TENANT_UNKNOWN`, `Behind`."""
        zone = self.zone(tenant)
        foreign = self._foreign_campaigns(caller, {item.ceremony.campaign_id for item in items})
        plan: list[Request | Outcome] = []
        with self.app.reader.open(after) as reading:
            for item in items:
                held = item.ceremony
                if held.campaign_id in foreign:
                    plan.append(rejected(Rejected(Reason.CAMPAIGN_UNKNOWN, field="ceremony.campaign_id")))
                    continue
                command = domain.RecordCeremony(
                    ceremony_id=ids.ceremony_id(item.command_id),
                    organiser=tenant,
                    zone=zone,
                    content=held,
                    leader_known=_existed(reading, held.leader.post_id, held.day.candidates),
                    speaker_known=_existed(reading, held.source.post_id, _spoken_on(held)),
                )
                plan.append(
                    Request(
                        item.command_id,
                        body(item),
                        CEREMONY,
                        ids.key_of(command.ceremony_id),
                        deciding(domain.decide_record, command),
                        meta(caller, tenant, subject=held.campaign_id),
                    )
                )
        return plan

    def _foreign_campaigns(self, caller: Principal, campaign_ids: set[bytes]) -> set[bytes]:
        """Those that do not exist or that the caller may not record for: attendance counts in their coverage."""
        keys = {one: ids.key_of(one) if len(one) == ids.ID_BYTES else "" for one in campaign_ids if one}
        states = self.states(CAMPAIGN, sorted(key for key in keys.values() if key))
        mine = {
            key
            for key, state in states.items()
            if state.campaign_id and self.may(caller, "RecordCeremonies", state.tenant)
        }
        return {one for one, key in keys.items() if key not in mine}

    def CorrectCeremonyDays(  # noqa: N802
        self, request: rpc.CorrectCeremonyDaysRequest, caller: Principal
    ) -> rpc.CorrectCeremonyDaysResponse:
        """Corrects days."""
        checked(request.items)
        states = [self._ceremony(caller, "CorrectCeremonyDays", item.ceremony_id) for item in request.items]
        wanted = [
            Secret(item.ceremony_id, _stream(item.ceremony_id), "reason", item.reason.strip().encode())
            for item in request.items
            if item.reason.strip()
        ]
        made = iter(self.app.vault.seal(wanted) if wanted else ())
        plan: list[Request | Outcome] = []
        for item, state in zip(request.items, states, strict=True):
            command = domain.CorrectDay(item.day, next(made) if item.reason.strip() else None)
            plan.append(
                Request(
                    item.command_id,
                    body(item),
                    CEREMONY,
                    ids.key_of(item.ceremony_id),
                    deciding(domain.decide_correct, command),
                    meta(caller, state.organiser, subject=state.campaign_id),
                )
            )
        outcomes = self.run(plan)
        return rpc.CorrectCeremonyDaysResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def RecordAttendance(self, request: rpc.RecordAttendanceRequest, caller: Principal) -> rpc.RecordAttendanceResponse:  # noqa: N802
        """Records who came; 1,000 persons an event."""
        checked(request.items)
        state = self._ceremony(caller, "RecordAttendance", request.ceremony_id)
        known, about = self._attending(state, request, caller, request.after)
        outcomes: list[Outcome | None] = [_refusal(item, known, state) for item in request.items]
        good = [number for number, outcome in enumerate(outcomes) if outcome is None]
        reasons = self._absences(request, good)
        chunks = [
            _Chunk(request, good[start : start + domain.PERSONS_AT_ONCE], reasons)
            for start in range(0, len(good), domain.PERSONS_AT_ONCE)
        ]
        done = self.run([chunk.request(about) for chunk in chunks])
        for chunk, outcome in zip(chunks, done, strict=True):
            for number in chunk.numbers:
                outcomes[number] = chunk.outcome(number, outcome)
        settled = [one for one in outcomes if one is not None]
        return rpc.RecordAttendanceResponse(verdicts=verdicts(settled), cursor=cursor(settled))

    def plan_attendance(self, request: rpc.RecordAttendanceRequest, caller: Principal) -> Request | Outcome:
        """One command for up to 1,000 persons, all or none: the first refusal stands for the whole, with its place.

        Raises `CEREMONY_UNKNOWN`, `NotAllowed`, and `FIELD_INVALID` for more persons or none.
        """
        if not 1 <= len(request.items) <= domain.PERSONS_AT_ONCE:
            expected = f"1–{domain.PERSONS_AT_ONCE}"
            raise Rejected(Reason.FIELD_INVALID, field="items", params={"field": "items", "expected": expected})
        state = self._ceremony(caller, "RecordAttendance", request.ceremony_id)
        known, about = self._attending(state, request, caller)
        for number, item in enumerate(request.items):
            refusal = _refusal(item, known, state)
            if refusal is not None:
                return refusal._replace(field=f"items[{number}].{refusal.field}")
        every = range(len(request.items))
        return _Chunk(request, every, self._absences(request, every)).request(about)

    def _attending(
        self,
        state: domain.Ceremony,
        request: rpc.RecordAttendanceRequest,
        caller: Principal,
        after: Cursor | None = None,
    ) -> tuple[dict[bytes, Employee], EventMeta]:
        """Who of the request may attend, and what is recorded beside."""
        with self.app.reader.open(after) as reading:
            tenants = {state.organiser, state.place_tenant}
            known = employees_of(reading, tenants, {one.person_id for one in request.items})
            seen = reading.freshness().cursor
        return known, meta(caller, state.organiser, subject=state.campaign_id, seen=seen)

    def _absences(self, request: rpc.RecordAttendanceRequest, numbers: Sequence[int]) -> dict[int, Sealed]:
        wanted = [number for number in numbers if request.items[number].reason.strip()]
        if not wanted:
            return {}
        stream = _stream(request.ceremony_id)
        secrets = [
            Secret(item.person_id, stream, "reason", item.reason.strip().encode())
            for item in (request.items[number] for number in wanted)
        ]
        return dict(zip(wanted, self.app.vault.seal(secrets), strict=True))

    def CheckCeremonyClaim(  # noqa: N802
        self, request: rpc.CheckCeremonyClaimRequest, caller: Principal
    ) -> rpc.CheckCeremonyClaimResponse:
        """Compares "without exception" with the record."""
        checked([request])
        state = self._ceremony(caller, "CheckCeremonyClaim", request.ceremony_id)
        with self.app.reader.open(request.after) as reading:
            staff = employees(reading, state.organiser, state.days[0], state.unit_ids)
            seen = reading.freshness().cursor
        command = domain.CheckClaim(staff, tuple(sorted(seen.positions.items())))
        outcomes = self.run(
            [
                Request(
                    request.command_id,
                    request.ceremony_id,
                    CEREMONY,
                    ids.key_of(request.ceremony_id),
                    deciding(domain.decide_check, command),
                    meta(caller, state.organiser, subject=state.campaign_id, seen=seen),
                )
            ]
        )
        return rpc.CheckCeremonyClaimResponse(
            verdict=outcomes[0].verdict(),
            denominator=len(staff),
            person_ids=domain.without_record(staff, state),
            cursor=cursor(outcomes),
        )

    def ListCeremonies(self, request: rpc.ListCeremoniesRequest, _caller: Principal) -> rpc.ListCeremoniesResponse:  # noqa: N802
        """Ceremonies that a tenant held or that were held in it."""
        known_at = request.known_at if request.HasField("known_at") else None
        with self.app.reader.open(request.after) as reading:
            found = view.ceremonies_of(reading, request.tenant, request.campaign_id, known_at)
            return rpc.ListCeremoniesResponse(
                ceremonies=[self._message(one) for one in found], freshness=reading.freshness()
            )

    def ShowCeremony(self, request: rpc.ShowCeremonyRequest, caller: Principal) -> rpc.ShowCeremonyResponse:  # noqa: N802
        """One ceremony."""
        known_at = request.known_at if request.HasField("known_at") else None
        self._ceremony(caller, "ShowCeremony", request.ceremony_id)
        with self.app.reader.open(request.after) as reading:
            found = view.ceremony_of(reading, request.ceremony_id, known_at)
            if found is None and known_at is None:
                raise Behind
            if found is None:
                raise Rejected(Reason.CEREMONY_UNKNOWN, field="known_at")
            return rpc.ShowCeremonyResponse(ceremony=self._message(found), freshness=reading.freshness())

    def _message(self, record: view.CeremonyRecord) -> rpc.Ceremony:
        held = type(record.held)()
        held.CopyFrom(record.held)
        assert record.day is not None, "a ceremony that was not known is not shown"
        held.day.CopyFrom(record.day)
        likeliest = day_of_number(record.day.candidates[0])
        return rpc.Ceremony(
            held=held,
            days=[
                rpc.CeremonyDayKnown(day=day, known_from=known_from, corrected_by=by)
                for day, known_from, by in record.days
            ],
            present=view.present(record.counts, (view.HADIR, view.SUSULAN)),
            excused=view.present(record.counts, (view.IZIN,)),
            absent=view.present(record.counts, (view.TIDAK_HADIR,)),
            without_record=record.gap,
            phases={contest: phase.value for contest, phase in phases_of(likeliest, self._contests).items()},
            conflicts=record.conflicts,
        )

    def _ceremony(self, caller: Principal, procedure: str, ceremony_id: bytes) -> domain.Ceremony:
        """A ceremony that the caller may see or change; the place's tenant may see it too."""
        if len(ceremony_id) != ids.ID_BYTES:
            raise Rejected(Reason.FIELD_INVALID, field="ceremony_id")
        state = self.state(CEREMONY, ids.key_of(ceremony_id))
        if not state.ceremony_id:
            raise Rejected(Reason.CEREMONY_UNKNOWN, field="ceremony_id")
        shown = procedure == "ShowCeremony" and caller.may(self._roles[procedure], state.place_tenant)
        if not shown:
            self.allow(caller, procedure, state.organiser)
        return state


class _Chunk:
    """Up to 1,000 entries of a call: one command, one event, a verdict for each."""

    def __init__(
        self, request: rpc.RecordAttendanceRequest, numbers: Sequence[int], reasons: dict[int, Sealed]
    ) -> None:
        self.numbers = numbers
        self._items = {number: request.items[number] for number in numbers}
        self._key = ids.key_of(request.ceremony_id)
        self._new: frozenset[bytes] = frozenset()
        persons = (
            domain.Presence(item.person_id, item.status, reasons.get(number)) for number, item in self._items.items()
        )
        self._command = domain.RecordAttendance(tuple(persons))

    def _decide(self, state: domain.Ceremony, _guards: Guards) -> Iterable[Message]:
        self._new = frozenset(one.person_id for one in domain.news(self._command.persons, state))
        return domain.decide_attendance(self._command, state)

    def request(self, about: EventMeta) -> Request:
        """The command; its id follows from those of its entries."""
        items = self._items.values()
        command_id = sha256(b"".join(item.command_id for item in items)).digest()[: ids.ID_BYTES]
        return Request(command_id, b"".join(map(body, items)), CEREMONY, self._key, self._decide, about)

    def outcome(self, number: int, outcome: Outcome) -> Outcome:
        """The verdict on one entry."""
        accepted = outcome.kind == VerdictKind.VERDICT_KIND_ACCEPTED
        if accepted and self._items[number].person_id not in self._new:
            return Outcome(VerdictKind.VERDICT_KIND_UNCHANGED, outcome.stream_id)
        return outcome


def _refusal(item: rpc.NewAttendance, known: dict[bytes, Employee], ceremony: domain.Ceremony) -> Outcome | None:
    """Why an entry cannot be recorded; `None` if it can. Organiser's and place's employees may attend."""
    stream = _stream(ceremony.ceremony_id)
    if item.status not in AttendanceStatus.values()[1:]:
        return rejected(Rejected(Reason.UNKNOWN_STATUS, field="status"), stream)
    employee = known.get(item.person_id)
    if employee is None:
        return rejected(Rejected(Reason.PERSON_UNKNOWN, field="person_id"), stream)
    if not any(term.first <= day < term.after for term in employee.terms for day in ceremony.days):
        return rejected(Rejected(Reason.NOT_IN_AUDIENCE, field="person_id"), stream)
    return None


def _existed(reading: Reading, post_id: bytes, days: Iterable[int]) -> bool:
    """Whether a post, if one is named, existed on one of these days."""
    return not post_id or any(post_id in posts_on(reading, [post_id], day) for day in days)


def _spoken_on(held: CeremonyHeld) -> Sequence[int]:
    """The day of a statement; if it is not known, it was made on the day of what it tells."""
    published = held.source.published_on
    return list(held.day.candidates) if published in (0, OPEN_DAY) else [published]


def _stream(ceremony_id: bytes) -> str:
    return CEREMONY.stream(ids.key_of(ceremony_id))
