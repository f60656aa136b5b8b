"""Integrity pacts (pakta integritas): the answer of one person in one campaign."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Sealed
from netral.pledge.v1.events_pb2 import (
    Assurance,
    PactCorrected,
    PactExcused,
    PactRefused,
    PactRevoked,
    PactRowRejected,
    PactSigned,
    PactSuperseded,
    RevocationCause,
    SigningMethod,
)
from netral_calendar import day_of_number, instant_of_microseconds, microseconds
from netral_messages import Reason, Rejected

from netral_pledge.domain.campaign import NO_TEXT, Campaign, Term, TextRef

ASSURANCE = {
    SigningMethod.SIGNING_METHOD_BASAH: Assurance.ASSURANCE_ATTENDED_PAPER,
    SigningMethod.SIGNING_METHOD_SSO: Assurance.ASSURANCE_SESSION,
    SigningMethod.SIGNING_METHOD_OTP: Assurance.ASSURANCE_ONE_TIME_CODE,
    SigningMethod.SIGNING_METHOD_TTE_BSRE: Assurance.ASSURANCE_CERTIFIED,
}
"""What a method proves: never more than it does."""


@dataclass(frozen=True, slots=True)
class SignPact:
    """This person signed this text."""

    person_id: bytes
    text: TextRef
    signed_at: datetime
    method: SigningMethod
    evidence: tuple[Sealed, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusePact:
    """This person refused to sign (menolak)."""

    person_id: bytes
    refused_at: datetime
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ExcusePact:
    """This person could not sign (berhalangan)."""

    person_id: bytes
    excused_at: datetime
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class CorrectPact:
    """Time or method of the standing signature were recorded wrongly. `reason` is needed."""

    signed_at: datetime
    method: SigningMethod
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class RevokePact:
    """The signature no longer stands from `revoked_on` on; with cause `ERROR` it never stood. `reason` is needed."""

    cause: RevocationCause
    revoked_on: int
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class NoteRejectedRow:
    """An answer of this person was sent and refused for `reason`, a stable code."""

    person_id: bytes
    reason: str
    rejected_on: int


@dataclass(frozen=True, slots=True)
class Employee:
    """What the registry says of a person: the commitment to his identity, and where he worked for the tenant."""

    subject: bytes = b""
    terms: tuple[Term, ...] = ()


class Status(Enum):
    """How a pact stands."""

    NONE = "none"
    SIGNED = "signed"
    REFUSED = "refused"
    EXCUSED = "excused"
    REVOKED = "revoked"


Answer = tuple[Status, int, int, int]
"""Status, instant in microseconds, method, version of the text; the last two are 0 unless signed."""


@dataclass(frozen=True, slots=True)
class Pact:
    """What is remembered. `answers` are all that were ever recorded: none of them is recorded again."""

    status: Status = Status.NONE
    person_id: bytes = b""
    text: TextRef = NO_TEXT
    signed_at: int = 0
    signed_on: int = 0
    method: SigningMethod = SigningMethod.SIGNING_METHOD_UNSPECIFIED
    subject: bytes = b""
    revoked: tuple[int, int] = (0, 0)
    rejected: str = ""
    answers: frozenset[Answer] = frozenset()


INITIAL = Pact()


def decide_sign(
    command: SignPact, pact: Pact, campaign: Campaign, employee: Employee, now: datetime
) -> Iterator[Message]:
    """The signature; on a newer version of the text, first the end of the former one.

    A signature that was recorded before yields nothing, also after a correction or a revocation: sending a file again
    must not undo either. After a withdrawal, what was signed later than the pact that was withdrawn is a new signature.
    The day of signing counts, not the day of recording.

    Raises `CAMPAIGN_UNKNOWN`, `TEMPLATE_UNKNOWN`, `ALREADY_SIGNED`, `CAMPAIGN_NOT_OPEN`, `DATE_IN_FUTURE`,
    `UNKNOWN_METHOD`, `PERSON_UNKNOWN`, `NOT_IN_AUDIENCE`.
    Source: SE MenPANRB 1/2023 and the joint decree of 22 September 2022 (a pact from every employee).
    """
    if not campaign.campaign_id:
        raise Rejected(Reason.CAMPAIGN_UNKNOWN)
    if command.method not in ASSURANCE:
        raise Rejected(Reason.UNKNOWN_METHOD, field="method")
    at = microseconds(command.signed_at)
    if (Status.SIGNED, at, command.method, command.text.version) in pact.answers:
        return
    if not command.text.same_text(campaign.text) or command.text.version < campaign.text.version:
        raise Rejected(Reason.TEMPLATE_UNKNOWN, field="template_id")
    if pact.status is Status.SIGNED and command.text.version <= pact.text.version:
        raise Rejected(Reason.ALREADY_SIGNED, field="at")
    signed_on = _open_day(campaign, command.signed_at, now)
    withdrawn = pact.status is Status.REVOKED and pact.revoked[0] == RevocationCause.REVOCATION_CAUSE_WITHDRAWN
    if withdrawn and at <= pact.signed_at:
        raise Rejected(Reason.ALREADY_SIGNED, field="at")
    _require_member(campaign, employee, signed_on)
    if len(employee.subject) != 32:
        # the registry commits to an identity when it registers a person: without a commitment there is no such person
        raise Rejected(Reason.PERSON_UNKNOWN, field="person_id")
    if pact.status is Status.SIGNED:
        yield PactSuperseded(
            campaign_id=campaign.campaign_id,
            person_id=command.person_id,
            former=pact.text.message(),
            superseded_on=max(signed_on, pact.signed_on),
        )
    yield PactSigned(
        campaign_id=campaign.campaign_id,
        person_id=command.person_id,
        template=command.text.message(),
        signed_at=at,
        signed_on=signed_on,
        method=command.method,
        assurance=ASSURANCE[command.method],
        subject=employee.subject,
        evidence=command.evidence,
    )


def is_taken_back(command: SignPact, pact: Pact) -> bool:
    """Whether this very signature was recorded and revoked: sent again it changes nothing, and does not stand."""
    answer = (Status.SIGNED, microseconds(command.signed_at), command.method, command.text.version)
    return pact.status is Status.REVOKED and answer in pact.answers


def decide_refuse(
    command: RefusePact, pact: Pact, campaign: Campaign, employee: Employee, now: datetime
) -> Iterator[Message]:
    """The refusal: a fact, no violation. Raises as `decide_sign` does."""
    at = microseconds(command.refused_at)
    day = _answer_day(Status.REFUSED, command.refused_at, pact, campaign, now)
    if day is not None:
        _require_member(campaign, employee, day)
        yield PactRefused(
            campaign_id=campaign.campaign_id,
            person_id=command.person_id,
            refused_at=at,
            refused_on=day,
            reason=command.reason,
        )


def decide_excuse(
    command: ExcusePact, pact: Pact, campaign: Campaign, employee: Employee, now: datetime
) -> Iterator[Message]:
    """The excuse. Raises as `decide_sign` does."""
    at = microseconds(command.excused_at)
    day = _answer_day(Status.EXCUSED, command.excused_at, pact, campaign, now)
    if day is not None:
        _require_member(campaign, employee, day)
        yield PactExcused(
            campaign_id=campaign.campaign_id,
            person_id=command.person_id,
            excused_at=at,
            excused_on=day,
            reason=command.reason,
        )


def _answer_day(status: Status, at: datetime, pact: Pact, campaign: Campaign, now: datetime) -> int | None:
    """The day of a refusal or an excuse; `None` if it was recorded before."""
    if not campaign.campaign_id:
        raise Rejected(Reason.CAMPAIGN_UNKNOWN)
    if (status, microseconds(at), 0, 0) in pact.answers:
        return None
    if pact.status is Status.SIGNED:
        raise Rejected(Reason.ALREADY_SIGNED, field="at")
    return _open_day(campaign, at, now)


def _open_day(campaign: Campaign, at: datetime, now: datetime) -> int:
    if at > now:
        raise Rejected(Reason.DATE_IN_FUTURE, field="at")
    try:
        day = campaign.day_of(at)
    except ValueError:
        raise Rejected(Reason.FIELD_INVALID, field="at") from None
    if not campaign.covers(day):
        days = {
            "opens": day_of_number(campaign.opens).isoformat(),
            "closes": day_of_number(campaign.closes).isoformat(),
        }
        raise Rejected(Reason.CAMPAIGN_NOT_OPEN, field="at", params={"day": day_of_number(day).isoformat(), **days})
    return day


def _require_member(campaign: Campaign, employee: Employee, day: int) -> None:
    """Of the audience on its day, or on the day of the answer: who joined later may sign, and is counted apart."""
    if not employee.terms:
        raise Rejected(Reason.PERSON_UNKNOWN, field="person_id")
    if not any(campaign.includes(term, day) or campaign.includes(term, campaign.target) for term in employee.terms):
        raise Rejected(Reason.NOT_IN_AUDIENCE, field="person_id")


def decide_correct(command: CorrectPact, pact: Pact, campaign: Campaign, now: datetime) -> Iterator[Message]:
    """The correction, or nothing if the signature is so. Raises `PACT_UNKNOWN`, `PACT_NOT_SIGNED`, `REASON_MISSING`."""
    _require_signed(pact)
    if command.method not in ASSURANCE:
        raise Rejected(Reason.UNKNOWN_METHOD, field="method")
    at = microseconds(command.signed_at)
    if (at, command.method) == (pact.signed_at, pact.method):
        return
    if command.reason is None:
        raise Rejected(Reason.REASON_MISSING, field="reason")
    yield PactCorrected(
        campaign_id=campaign.campaign_id,
        person_id=pact.person_id,
        template=pact.text.message(),
        signed_at=at,
        signed_on=_open_day(campaign, command.signed_at, now),
        method=command.method,
        assurance=ASSURANCE[command.method],
        subject=pact.subject,
        reason=command.reason,
    )


def decide_revoke(command: RevokePact, pact: Pact, campaign: Campaign) -> Iterator[Message]:
    """The revocation, or nothing if it is revoked in the same way.

    Raises `PACT_UNKNOWN`, `PACT_NOT_SIGNED`, `REASON_MISSING`, `FIELD_MISSING`, `FIELD_INVALID` (before the signing).
    """
    if command.cause == RevocationCause.REVOCATION_CAUSE_UNSPECIFIED:
        raise Rejected(Reason.FIELD_MISSING, field="cause")
    error = command.cause == RevocationCause.REVOCATION_CAUSE_ERROR
    day = pact.signed_on if error else command.revoked_on
    if pact.status is Status.REVOKED and pact.revoked == (command.cause, day):
        return
    _require_signed(pact)
    if command.reason is None:
        raise Rejected(Reason.REASON_MISSING, field="reason")
    if day < pact.signed_on:
        raise Rejected(Reason.FIELD_INVALID, field="revoked_on")
    yield PactRevoked(
        campaign_id=campaign.campaign_id,
        person_id=pact.person_id,
        cause=command.cause,
        revoked_on=day,
        template=pact.text.message(),
        signed_at=pact.signed_at,
        method=pact.method,
        subject=pact.subject,
        reason=command.reason,
    )


def _require_signed(pact: Pact) -> None:
    if pact.status is Status.NONE:
        raise Rejected(Reason.PACT_UNKNOWN, field="person_id")
    if pact.status is not Status.SIGNED:
        raise Rejected(Reason.PACT_NOT_SIGNED, field="person_id")


def decide_note(command: NoteRejectedRow, pact: Pact, campaign: Campaign) -> Iterator[Message]:
    """A note why the answer of this person is missing; nothing once there is one, or for the same reason again."""
    if not campaign.campaign_id:
        raise Rejected(Reason.CAMPAIGN_UNKNOWN)
    if pact.status in (Status.NONE, Status.REVOKED) and pact.rejected != command.reason:
        yield PactRowRejected(
            campaign_id=campaign.campaign_id,
            person_id=command.person_id,
            reason=command.reason,
            rejected_on=command.rejected_on,
        )


def evolve(state: Pact, event: Message) -> Pact:
    """The state after an event of its stream."""
    match event:
        case PactSigned() | PactCorrected():
            answer = (Status.SIGNED, event.signed_at, event.method, event.template.version)
            return replace(
                state,
                status=Status.SIGNED,
                person_id=event.person_id,
                text=TextRef.of(event.template),
                signed_at=event.signed_at,
                signed_on=event.signed_on,
                method=event.method,
                subject=event.subject,
                rejected="",
                answers=state.answers | {answer},
            )
        case PactRefused():
            return _answered(state, Status.REFUSED, event.person_id, event.refused_at)
        case PactExcused():
            return _answered(state, Status.EXCUSED, event.person_id, event.excused_at)
        case PactRevoked():
            return replace(state, status=Status.REVOKED, revoked=(event.cause, event.revoked_on))
        case PactRowRejected():
            return replace(state, person_id=event.person_id, rejected=event.reason)
        case _:
            return state


def _answered(state: Pact, status: Status, person_id: bytes, at: int) -> Pact:
    answers = state.answers | {(status, at, 0, 0)}
    return replace(state, status=status, person_id=person_id, rejected="", answers=answers)


def instant(number: int, field: str) -> datetime:
    """An instant that came as microseconds. Raises `FIELD_MISSING` for 0, `FIELD_INVALID` out of range."""
    if number == 0:
        raise Rejected(Reason.FIELD_MISSING, field=field)
    try:
        return instant_of_microseconds(number)
    except ValueError:
        raise Rejected(Reason.FIELD_INVALID, field=field) from None
