"""Erasure of a person: one asks, another one approves, every service answers, and then it is certified.

Its facts stand in the stream of the person. Keys are destroyed by reactions; here stands who may, and what follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from google.protobuf.message import Message
from netral.common.v1.erasure_pb2 import ErasureConfirmed
from netral.registry.v1.erasure_pb2 import (
    Confirmation,
    ErasureAnswered,
    ErasureOrdered,
    ErasureRequested,
    PersonErased,
)
from netral.registry.v1.events_pb2 import MergeUndone, PersonRegistered, PersonsMerged
from netral_messages import Reason, Rejected

OWN = "registry"


@dataclass(frozen=True, slots=True)
class RequestErasure:
    """`requested_by` wants this person erased."""

    person_id: bytes
    requested_by: str


@dataclass(frozen=True, slots=True)
class ApproveErasure:
    """`approved_by` orders it. `subjects` are all ids of the person, `services` those that must confirm."""

    person_id: bytes
    approved_by: str
    subjects: tuple[bytes, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """Another service answered at `position` of its log: it confirmed, or must wait until a day for a rule."""

    service: str
    position: int
    confirmed: bool
    until: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is remembered. `confirmed` maps services to the positions of their confirmations."""

    person_id: bytes = b""
    merged: bool = False
    requested_by: str = ""
    subjects: tuple[bytes, ...] = ()
    services: tuple[str, ...] = ()
    confirmed: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[int, str]] = field(default_factory=dict)
    erased: bool = False

    @property
    def only_own_is_missing(self) -> bool:
        """Every other service has confirmed: the identity goes last, as held records must still say whose they are."""
        return bool(self.services) and not self.erased and set(self.services) - set(self.confirmed) <= {OWN}


INITIAL = Erasure()


def decide_request(command: RequestErasure, erasure: Erasure) -> Iterator[Message]:
    """`ErasureRequested`. Raises `PERSON_UNKNOWN`, `PERSON_MERGED`, `ERASURE_EXISTS` once there is one."""
    if not erasure.person_id:
        raise Rejected(Reason.PERSON_UNKNOWN, field="person_id")
    if erasure.merged:
        raise Rejected(Reason.PERSON_MERGED, field="person_id")
    if erasure.requested_by:
        raise Rejected(Reason.ERASURE_EXISTS, field="person_id")
    yield ErasureRequested(person_id=command.person_id, requested_by=command.requested_by)


def decide_approve(command: ApproveErasure, erasure: Erasure) -> Iterator[Message]:
    """`ErasureOrdered`; nothing if it is ordered already. Raises `ERASURE_UNKNOWN`, `FOUR_EYES` for who asked."""
    if not erasure.requested_by:
        raise Rejected(Reason.ERASURE_UNKNOWN, field="person_id")
    if erasure.services:
        return
    if command.approved_by == erasure.requested_by:
        raise Rejected(Reason.FOUR_EYES, field="person_id")
    if erasure.merged:
        raise Rejected(Reason.PERSON_MERGED, field="person_id")
    yield ErasureOrdered(
        person_id=command.person_id,
        subjects=command.subjects,
        services=command.services,
        approved_by=command.approved_by,
    )


def decide_answer(command: NoteAnswer, erasure: Erasure) -> Iterator[Message]:
    """`ErasureAnswered`; nothing from a service that the order does not name, or once it has confirmed."""
    known = erasure.held.get(command.service) == (command.until, command.rule) and not command.confirmed
    if command.service not in erasure.services or command.service in erasure.confirmed or known:
        return
    yield ErasureAnswered(
        person_id=erasure.person_id,
        service=command.service,
        position=command.position,
        confirmed=command.confirmed,
        until=command.until,
        rule=command.rule,
    )


def decide_confirm(erasure: Erasure) -> Iterator[Message]:
    """The registry's own confirmation and the certificate: its keys are destroyed, and everybody else confirmed."""
    if not erasure.only_own_is_missing:
        return
    if OWN in erasure.services:
        yield ErasureConfirmed(subject=erasure.person_id, subjects=erasure.subjects, service=OWN)
    confirmations = [Confirmation(service=one, position=erasure.confirmed.get(one, 0)) for one in erasure.services]
    yield PersonErased(person_id=erasure.person_id, confirmations=confirmations)


def evolve(erasure: Erasure, event: Message) -> Erasure:
    """The erasure after an event of its person."""
    match event:
        case PersonRegistered():
            return replace(erasure, person_id=event.person_id)
        case PersonsMerged() | MergeUndone():
            return replace(erasure, merged=isinstance(event, PersonsMerged))
        case ErasureRequested():
            return replace(erasure, requested_by=event.requested_by)
        case ErasureOrdered():
            return replace(erasure, subjects=tuple(event.subjects), services=tuple(event.services))
        case ErasureAnswered() if event.confirmed:
            return replace(erasure, confirmed={**erasure.confirmed, event.service: event.position})
        case ErasureAnswered():
            return replace(erasure, held={**erasure.held, event.service: (event.until, event.rule)})
        case PersonErased():
            return replace(erasure, erased=True)
    return erasure
