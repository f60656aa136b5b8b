"""A person and the employments of that person, with one tenant or several; transfers; duplicates.

Person is not employment: somebody goes from HONORER to PPPK to PNS, and from one employer to another. Names and
identifiers are sealed before they come here; a mark (keyed hash under the person's own salt) tells whether they differ.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from google.protobuf.message import Message
from netral.common.v1.erasure_pb2 import ErasureConfirmed
from netral.common.v1.types_pb2 import Sealed
from netral.registry.v1.erasure_pb2 import ErasureOrdered
from netral.registry.v1.events_pb2 import (
    EmploymentChanged,
    EmploymentClass,
    EmploymentEnded,
    EmploymentRetracted,
    EmploymentStarted,
    EndCause,
    IdentifierCorrected,
    IdentityCommitted,
    MergeUndone,
    PersonRegistered,
    PersonRenamed,
    PersonsMerged,
    PersonTransferred,
    PostClass,
)
from netral_messages import Reason, Rejected

from netral_registry.domain.timeline import Observation, Timeline, end, observe
from netral_registry.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class Employment:
    """In which unit, of which class, in which position. `position` is empty if it is not given."""

    unit_id: bytes
    employment_class: EmploymentClass
    position: str
    post_class: PostClass


@dataclass(frozen=True, slots=True)
class RecordEmployee:
    """A source of `tenant` says who the person is and, on day `as_of`, what the employment is.

    `since` is the claimed start (`tmt`), `as_of` if there is none. An empty mark: the source does not say.
    Name and identifiers are `None` if the caller found them unchanged. `unit_code` only names the unit in a rejection.
    """

    person_id: bytes
    tenant: str
    as_of: int
    since: int
    employment: Employment
    unit_code: str
    name: Sealed | None
    name_mark: bytes
    identifiers: Sealed | None
    nip_mark: bytes
    nik_mark: bytes


@dataclass(frozen=True, slots=True)
class EndEmployment:
    """`last_day` is the last day of the employment."""

    person_id: bytes
    tenant: str
    last_day: int
    cause: EndCause


@dataclass(frozen=True, slots=True)
class TransferPerson:
    """From `from_day` on the person works for `to_tenant`. `unit_code` only names the unit in a rejection."""

    person_id: bytes
    from_tenant: str
    to_tenant: str
    employment: Employment
    unit_code: str
    from_day: int


@dataclass(frozen=True, slots=True)
class MergePerson:
    """The person of this stream is the same as `into_id`, which stands."""

    person_id: bytes
    into_id: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person. Marks are empty where nothing is known; `merged_into` is empty unless a duplicate.

    Once an erasure is ordered it is said which records are this person; once `erased` nothing readable is left.
    """

    registered: bool = False
    name_mark: bytes = b""
    named_on: int = 0
    nip_mark: bytes = b""
    nik_mark: bytes = b""
    identified_on: int = 0
    subject: bytes = b""
    employments: Mapping[str, Timeline[Employment]] = field(default_factory=dict)
    merged_into: bytes = b""
    erasure_ordered: bool = False
    erased: bool = False

    def employment(self, tenant: str) -> Timeline[Employment]:
        """History of the employment with a tenant."""
        return self.employments.get(tenant, Timeline())


INITIAL = Person()


def decide_record(command: RecordEmployee, person: Person, unit: Unit) -> Iterator[Message]:
    """What the source says that is not known; nothing for the same row again.

    Rejects an unknown unit, a duplicate that was merged into another record, and who was erased a moment ago: the next
    import makes a new person. A name or a number of an older source changes nothing; a number that was missing is taken
    from any.
    """
    if person.erased:
        raise Rejected(Reason.PERSON_ERASED)
    if person.merged_into:
        raise Rejected(Reason.PERSON_MERGED)
    if not unit.known:
        raise Rejected(Reason.UNKNOWN_UNIT, field="unit_code", params={"unit": command.unit_code})
    if not person.registered:
        yield PersonRegistered(
            person_id=command.person_id, name=_sealed(command.name), name_mark=command.name_mark,
            identifiers=_sealed(command.identifiers), nip_mark=command.nip_mark, nik_mark=command.nik_mark,
            observed_on=command.as_of,
        )  # fmt: skip
    elif command.name_mark != person.name_mark and command.as_of >= person.named_on:
        yield PersonRenamed(
            person_id=command.person_id,
            name=_sealed(command.name),
            name_mark=command.name_mark,
            observed_on=command.as_of,
        )
    yield from _identity(command, person)
    yield from _observe(command, person)


def _sealed(value: Sealed | None) -> Sealed:
    """Raises `VERSION_CONFLICT`: what the caller found unchanged has changed since."""
    if value is None:
        raise Rejected(Reason.VERSION_CONFLICT)
    return value


def _identity(command: RecordEmployee, person: Person) -> Iterator[Message]:
    newer = command.as_of >= person.identified_on
    nip = _taken(person.nip_mark, command.nip_mark, newer=newer)
    nik = _taken(person.nik_mark, command.nik_mark, newer=newer)
    if person.registered and (nip, nik) != (person.nip_mark, person.nik_mark):
        yield IdentifierCorrected(
            person_id=command.person_id,
            identifiers=_sealed(command.identifiers),
            nip_mark=nip if nip != person.nip_mark else b"",
            nik_mark=nik if nik != person.nik_mark else b"",
            observed_on=command.as_of,
        )
    if (nip or nik) != person.subject:
        yield IdentityCommitted(person_id=command.person_id, subject=nip or nik)


def _taken(known: bytes, said: bytes, *, newer: bool) -> bytes:
    return said if said and (newer or not known) else known


def _observe(command: RecordEmployee, person: Person) -> Iterator[Message]:
    seen = Observation(command.as_of, command.employment, command.since)
    change = observe(person.employment(command.tenant), seen)
    if change is None or change.held is None:
        return
    for gone in change.lost:
        yield EmploymentRetracted(
            person_id=command.person_id, tenant=command.tenant, from_day=gone.start, until_day=gone.end
        )
    employment = command.employment
    message = EmploymentStarted if change.starts else EmploymentChanged
    yield message(
        person_id=command.person_id, tenant=command.tenant, unit_id=employment.unit_id,
        employment_class=employment.employment_class, position=employment.position, post_class=employment.post_class,
        from_day=change.held.start, until_day=change.held.end, observed_on=command.as_of, claimed_from=command.since,
    )  # fmt: skip


def decide_end(command: EndEmployment, person: Person) -> Iterator[Message]:
    """`EmploymentEnded`; nothing if it ended on that very day. Rejects an employment that nobody knows of.

    Overrules lists of later days that still named the person; an employment that started anew after a gap stays.
    """
    _standing(person)
    timeline = person.employment(command.tenant)
    if timeline.at(command.last_day) is None:
        raise Rejected(Reason.EMPLOYMENT_UNKNOWN, field="last_day")
    change = end(timeline, command.last_day + 1)
    if change is not None:
        (gone,) = change.lost
        yield EmploymentEnded(
            person_id=command.person_id, tenant=command.tenant, cause=command.cause,
            from_day=gone.start, until_day=gone.end,
        )  # fmt: skip


def decide_transfer(command: TransferPerson, person: Person, unit: Unit) -> Iterator[Message]:
    """`PersonTransferred`, one fact for both tenants; nothing if both histories say so already.

    `unit` is that of the new employer. Rejects an unknown unit, and a person who does not work for the former employer
    on the day before. Rule: the receiving and the sending PPK agree, governor or minister decides.
    """
    _standing(person)
    if not unit.known:
        raise Rejected(Reason.UNKNOWN_UNIT, field="unit_code", params={"unit": command.unit_code})
    former, new = person.employment(command.from_tenant), person.employment(command.to_tenant)
    if command.from_tenant == command.to_tenant or former.at(command.from_day - 1) is None:
        raise Rejected(Reason.EMPLOYMENT_UNKNOWN, field="from_day")
    left = end(former, command.from_day)
    came = new.begin(command.from_day, command.employment)
    if left is None and came.segments() == new.segments():
        return
    employment = command.employment
    held = came.piece(command.from_day)
    assert held is not None, "an arrival is an employment"
    yield PersonTransferred(
        person_id=command.person_id, from_tenant=command.from_tenant, to_tenant=command.to_tenant,
        unit_id=employment.unit_id, employment_class=employment.employment_class, position=employment.position,
        post_class=employment.post_class, from_day=command.from_day,
        left_until_day=left.lost[0].end if left is not None else command.from_day, until_day=held.end,
    )  # fmt: skip


def decide_merge(command: MergePerson, person: Person, into: Person) -> Iterator[Message]:
    """`PersonsMerged`; nothing if it is so.

    Rejects unknown persons, a person and itself, merged records, and records that are to be erased.
    """
    if command.person_id == command.into_id:
        raise Rejected(Reason.SAME_PERSON, field="into_person_id")
    if not person.registered:
        raise Rejected(Reason.PERSON_UNKNOWN, field="person_id")
    if not into.registered:
        raise Rejected(Reason.PERSON_UNKNOWN, field="into_person_id")
    if person.merged_into == command.into_id:
        return
    if person.merged_into:
        raise Rejected(Reason.PERSON_MERGED, field="person_id")
    if into.merged_into:
        raise Rejected(Reason.PERSON_MERGED, field="into_person_id")
    if person.erasure_ordered or into.erasure_ordered:
        raise Rejected(Reason.PERSON_ERASED, field="person_id" if person.erasure_ordered else "into_person_id")
    yield PersonsMerged(person_id=command.person_id, into_person_id=command.into_id)


def decide_undo(command: MergePerson, person: Person) -> Iterator[Message]:
    """`MergeUndone`. Rejects what was never merged."""
    if not person.merged_into or person.merged_into != command.into_id:
        raise Rejected(Reason.NOT_MERGED, field="person_id")
    yield MergeUndone(person_id=command.person_id, into_person_id=command.into_id)


def _standing(person: Person) -> None:
    if not person.registered:
        raise Rejected(Reason.PERSON_UNKNOWN, field="person_id")
    if person.merged_into:
        raise Rejected(Reason.PERSON_MERGED, field="person_id")


def evolve(person: Person, event: Message) -> Person:
    """The person after an event."""
    change = _CHANGES.get(type(event))
    return person if change is None else change(person, event)


def _registered(person: Person, event: PersonRegistered) -> Person:
    return replace(
        person, registered=True, name_mark=event.name_mark, named_on=event.observed_on, nip_mark=event.nip_mark,
        nik_mark=event.nik_mark, identified_on=event.observed_on,
    )  # fmt: skip


def _renamed(person: Person, event: PersonRenamed) -> Person:
    return replace(person, name_mark=event.name_mark, named_on=event.observed_on)


def _corrected(person: Person, event: IdentifierCorrected) -> Person:
    return replace(
        person,
        nip_mark=event.nip_mark or person.nip_mark,
        nik_mark=event.nik_mark or person.nik_mark,
        identified_on=max(person.identified_on, event.observed_on),
    )


def _committed(person: Person, event: IdentityCommitted) -> Person:
    return replace(person, subject=event.subject)


def _employed(person: Person, event: EmploymentStarted | EmploymentChanged) -> Person:
    employment = Employment(event.unit_id, event.employment_class, event.position, event.post_class)
    seen = Observation(event.observed_on, employment, event.claimed_from)
    return _with(person, event.tenant, person.employment(event.tenant).put(seen))


def _ended(person: Person, event: EmploymentEnded) -> Person:
    return _with(person, event.tenant, person.employment(event.tenant).end(event.from_day))


def _transferred(person: Person, event: PersonTransferred) -> Person:
    employment = Employment(event.unit_id, event.employment_class, event.position, event.post_class)
    left = _with(person, event.from_tenant, person.employment(event.from_tenant).end(event.from_day))
    came = person.employment(event.to_tenant).begin(event.from_day, employment)
    return _with(left, event.to_tenant, came)


def _merged(person: Person, event: PersonsMerged) -> Person:
    return replace(person, merged_into=event.into_person_id)


def _unmerged(person: Person, _event: MergeUndone) -> Person:
    return replace(person, merged_into=b"")


def _ordered(person: Person, _event: ErasureOrdered) -> Person:
    return replace(person, erasure_ordered=True)


def _erased(person: Person, _event: ErasureConfirmed) -> Person:
    return replace(person, erased=True)


def _with(person: Person, tenant: str, timeline: Timeline[Employment]) -> Person:
    return replace(person, employments={**person.employments, tenant: timeline})


_CHANGES: dict[type[Message], Callable[[Person, Any], Person]] = {
    PersonRegistered: _registered,
    PersonRenamed: _renamed,
    IdentifierCorrected: _corrected,
    IdentityCommitted: _committed,
    EmploymentStarted: _employed,
    EmploymentChanged: _employed,
    EmploymentEnded: _ended,
    PersonTransferred: _transferred,
    PersonsMerged: _merged,
    MergeUndone: _unmerged,
    ErasureOrdered: _ordered,
    ErasureConfirmed: _erased,
}
