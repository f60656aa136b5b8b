"""Ceremonies (ikrar bersama): where and when a pledge was spoken, who led it, who watched, who came."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Confidence, Count, CountKind, Cursor, DayClaim, Sealed
from netral.pledge.v1.events_pb2 import (
    Attendance,
    AttendanceRecorded,
    AttendanceStatus,
    CeremonyDayCorrected,
    CeremonyHeld,
    CeremonyKind,
    CeremonyMode,
    ClaimConflict,
    CoverageClaimContradicted,
    SourceGrade,
)
from netral_calendar import Zone, day_of_number
from netral_messages import Reason, Rejected

PERSONS_AT_ONCE = 1_000
UNKNOWN_COUNT = (0, 2**32)
"""From, and before: nothing is known of the number."""
_UNRELIABLE = (SourceGrade.SOURCE_GRADE_ADVERTORIAL, SourceGrade.SOURCE_GRADE_UNVERIFIED)


@dataclass(frozen=True, slots=True)
class RecordCeremony:
    """A ceremony took place. `content` lacks id, organiser and zone; `leader_known`: the post was there on the day.

    `speaker_known`: so was the post that speaks in its source.
    """

    ceremony_id: bytes
    organiser: str
    zone: Zone
    content: CeremonyHeld
    leader_known: bool
    speaker_known: bool = True


@dataclass(frozen=True, slots=True)
class CorrectDay:
    """It was on this day. `reason` is needed."""

    day: int
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether one person came."""

    person_id: bytes
    status: AttendanceStatus
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """Who came; at most 1,000 persons. Of several entries on one person the last one counts."""

    persons: tuple[Presence, ...]


@dataclass(frozen=True, slots=True)
class CheckClaim:
    """Compare "without exception" with the employees of the ceremony's units on its day, as known at `cursor`."""

    employees: frozenset[bytes]
    cursor: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What is remembered. `days` are the candidates, the likeliest first."""

    ceremony_id: bytes = b""
    campaign_id: bytes = b""
    organiser: str = ""
    place_tenant: str = ""
    zone: Zone = Zone.WIB
    days: tuple[int, ...] = ()
    confidence: int = 0
    without_exception: bool = False
    unit_ids: frozenset[bytes] = frozenset()
    content: bytes = b""
    contradicted: bytes = b""
    attended: tuple[int, int] = UNKNOWN_COUNT
    conflicts: frozenset[bytes] = frozenset()
    present: Mapping[bytes, int] = field(default_factory=dict)

    def came(self, person_id: bytes) -> bool:
        """Whether this person is on record as having come, also to a make-up session."""
        return self.present.get(person_id) in _CAME


_CAME = (AttendanceStatus.ATTENDANCE_STATUS_HADIR, AttendanceStatus.ATTENDANCE_STATUS_SUSULAN)
INITIAL = Ceremony()


def decide_record(command: RecordCeremony, state: Ceremony) -> Iterator[Message]:
    """The ceremony, or nothing if it is on record in the same way.

    A disputed day is accepted with all its candidates; a missing number stays unknown and never becomes 0.
    Organiser and place may be different tenants.

    Raises `FIELD_MISSING`, `FIELD_INVALID`, `LEADER_UNKNOWN`, `SPEAKER_UNKNOWN`, `COUNT_INVALID`, `COMMAND_CLASH`.
    """
    content = command.content
    _check_day(content.day)
    if content.kind == CeremonyKind.CEREMONY_KIND_UNSPECIFIED:
        raise Rejected(Reason.FIELD_MISSING, field="ceremony.kind")
    if content.mode == CeremonyMode.CEREMONY_MODE_UNSPECIFIED:
        raise Rejected(Reason.FIELD_MISSING, field="ceremony.mode")
    for count in (content.attended, *(witness.counted for witness in content.witnesses)):
        _check_count(count)
    if not command.leader_known:
        day = day_of_number(content.day.candidates[0]).isoformat()
        raise Rejected(Reason.LEADER_UNKNOWN, field="ceremony.leader.post_id", params={"day": day})
    if not command.speaker_known:
        raise Rejected(Reason.SPEAKER_UNKNOWN, field="ceremony.source.post_id")
    event = CeremonyHeld()
    event.CopyFrom(content)
    event.ceremony_id = command.ceremony_id
    event.organiser = command.organiser
    event.place_tenant = content.place_tenant or command.organiser
    event.zone = command.zone.value
    if content.day.confidence == Confidence.CONFIDENCE_UNSPECIFIED:
        event.day.confidence = _confidence(content)
    if not state.ceremony_id:
        yield event
        yield from _counts_in_conflict(event)
    elif state.content != _digest(event):
        raise Rejected(Reason.COMMAND_CLASH)


def _confidence(content: CeremonyHeld) -> Confidence:
    """How sure the day is if nobody says so. The grade of a source lowers it and blocks nothing (B-4.10)."""
    if len(content.day.candidates) > 1:
        return Confidence.CONFIDENCE_DISPUTED
    weak = content.source.grade in _UNRELIABLE
    return Confidence.CONFIDENCE_WEAK if weak else Confidence.CONFIDENCE_STATED


def _counts_in_conflict(held: CeremonyHeld) -> Iterator[Message]:
    """A conflict for each body whose count and that of the source cannot both be right."""
    first, end = interval(held.attended)
    for witness in held.witnesses:
        low, high = interval(witness.counted)
        if high <= first or end <= low:
            yield ClaimConflict(
                ceremony_id=held.ceremony_id,
                field=f"counted/{witness.body}",
                claimed=_written(witness.counted),
                canonical=_written(held.attended),
            )


def interval(count: Count) -> tuple[int, int]:
    """From which number, and before which, the true one lies."""
    if count.kind == CountKind.COUNT_KIND_EXACT:
        return count.value, count.value + 1
    if count.kind == CountKind.COUNT_KIND_AT_LEAST:
        return count.value, UNKNOWN_COUNT[1]
    return UNKNOWN_COUNT


def _written(count: Count) -> str:
    return f">={count.value}" if count.kind == CountKind.COUNT_KIND_AT_LEAST else str(count.value)


def _check_day(claim: DayClaim) -> None:
    if not claim.candidates:
        raise Rejected(Reason.FIELD_MISSING, field="ceremony.day")
    several = len(claim.candidates) > 1
    if len(set(claim.candidates)) != len(claim.candidates) or (
        several and claim.confidence in (Confidence.CONFIDENCE_STATED, Confidence.CONFIDENCE_CONFIRMED)
    ):
        raise Rejected(Reason.FIELD_INVALID, field="ceremony.day")
    for day in claim.candidates:
        _check_number(day, "ceremony.day")


def _check_number(day: int, field: str) -> None:
    try:
        day_of_number(day)
    except ValueError:
        raise Rejected(Reason.FIELD_INVALID, field=field) from None


def _check_count(count: Count) -> None:
    unknown = count.kind in (CountKind.COUNT_KIND_UNSPECIFIED, CountKind.COUNT_KIND_UNKNOWN)
    if unknown and count.value:
        raise Rejected(
            Reason.COUNT_INVALID, field="ceremony.attended", params={"field": count.text or str(count.value)}
        )


def decide_correct(command: CorrectDay, state: Ceremony) -> Iterator[Message]:
    """The confirmed day, or nothing if it is so. Raises `CEREMONY_UNKNOWN`, `REASON_MISSING`, `FIELD_INVALID`."""
    if not state.ceremony_id:
        raise Rejected(Reason.CEREMONY_UNKNOWN, field="ceremony_id")
    _check_number(command.day, "day")
    doubtful = (Confidence.CONFIDENCE_DISPUTED, Confidence.CONFIDENCE_WEAK)
    if state.days == (command.day,) and state.confidence not in doubtful:
        return
    if command.reason is None:
        raise Rejected(Reason.REASON_MISSING, field="reason")
    yield CeremonyDayCorrected(
        ceremony_id=state.ceremony_id,
        day=DayClaim(candidates=[command.day], confidence=Confidence.CONFIDENCE_CONFIRMED),
        reason=command.reason,
    )


def news(persons: tuple[Presence, ...], state: Ceremony) -> tuple[Presence, ...]:
    """Those of the entries that say something new, the last one of each person."""
    last = {person.person_id: person for person in persons}
    return tuple(person for person in last.values() if state.present.get(person.person_id) != person.status)


def decide_attendance(command: RecordAttendance, state: Ceremony) -> Iterator[Message]:
    """What is new. Raises `CEREMONY_UNKNOWN`."""
    if not state.ceremony_id:
        raise Rejected(Reason.CEREMONY_UNKNOWN, field="ceremony_id")
    new = news(command.persons, state)
    assert len(new) <= PERSONS_AT_ONCE
    if new:
        yield AttendanceRecorded(
            ceremony_id=state.ceremony_id,
            persons=[Attendance(person_id=one.person_id, status=one.status, reason=one.reason) for one in new],
        )


def decide_check(command: CheckClaim, state: Ceremony) -> Iterator[Message]:
    """What the list of those who came contradicts; nothing that is on record already.

    "Without exception" is contradicted by employees without a record, 1,000 persons an event; an exact number of the
    source by a list that is longer.

    Raises `CEREMONY_UNKNOWN`. Source: the pledge of Diskominfos Bali, 17 November 2023, "without exception".
    """
    if not state.ceremony_id:
        raise Rejected(Reason.CEREMONY_UNKNOWN, field="ceremony_id")
    yield from _list_in_conflict(state)
    missing = without_record(command.employees, state)
    if not state.without_exception or not missing or state.contradicted == missing_digest(missing):
        return
    for start in range(0, len(missing), PERSONS_AT_ONCE):
        yield CoverageClaimContradicted(
            ceremony_id=state.ceremony_id,
            denominator=len(command.employees),
            person_ids=missing[start : start + PERSONS_AT_ONCE],
            digest=missing_digest(missing),
            cursor=Cursor(positions=dict(command.cursor)),
        )


def _list_in_conflict(state: Ceremony) -> Iterator[Message]:
    came = sum(map(state.came, state.present))
    conflict = ClaimConflict(
        ceremony_id=state.ceremony_id, field="attended", claimed=str(state.attended[1] - 1), canonical=str(came)
    )
    if came >= state.attended[1] and _digest(conflict) not in state.conflicts:
        yield conflict


def without_record(employees: frozenset[bytes], state: Ceremony) -> list[bytes]:
    """Employees without a record of having come, in the order of their ids."""
    return sorted(person for person in employees if not state.came(person))


def missing_digest(person_ids: list[bytes]) -> bytes:
    """SHA-256 of the ids in ascending order."""
    return sha256(b"".join(sorted(person_ids))).digest()


def evolve(state: Ceremony, event: Message) -> Ceremony:
    """The state after an event of its stream."""
    match event:
        case CeremonyHeld():
            return Ceremony(
                ceremony_id=event.ceremony_id,
                campaign_id=event.campaign_id,
                organiser=event.organiser,
                place_tenant=event.place_tenant,
                zone=Zone(event.zone),
                days=tuple(event.day.candidates),
                confidence=event.day.confidence,
                without_exception=event.without_exception,
                unit_ids=frozenset(event.unit_ids),
                content=_digest(event),
                attended=interval(event.attended),
            )
        case ClaimConflict():
            return replace(state, conflicts=state.conflicts | {_digest(event)})
        case CeremonyDayCorrected():
            return replace(state, days=tuple(event.day.candidates), confidence=event.day.confidence)
        case AttendanceRecorded():
            return replace(state, present={**state.present, **{one.person_id: one.status for one in event.persons}})
        case CoverageClaimContradicted():
            return replace(state, contradicted=event.digest)
        case _:
            return state


def _digest(message: Message) -> bytes:
    return sha256(message.SerializeToString(deterministic=True)).digest()
