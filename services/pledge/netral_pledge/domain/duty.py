"""The checklist of duties: what a tenant or a unit owes by when, and what shows that it was met.

Two lists that both have four entries stay apart: the mandated duties of an appointing authority and the points of the
joint decree. The four points of the pledge itself are clauses of a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Count, CountKind
from netral.pledge.v1.events_pb2 import (
    DecreePoint,
    DutyFulfilled,
    DutyRef,
    DutyRequired,
    Evidence,
    GuidanceReceived,
    MandatedDuty,
)
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_calendar import day_of_number
from netral_messages import Reason, Rejected

GUIDANCE = "GUIDANCE"
"""Stands in the place of a duty's code for guidance by a body: `GUIDANCE/BAWASLU`."""


def code_of(duty: DutyRef) -> str:
    """`MANDATED/SOCIALISATION` or `DECREE/LOGO_APPLIED`. Raises `DUTY_UNKNOWN` unless exactly one list is named."""
    if bool(duty.mandated) == bool(duty.point):
        raise Rejected(Reason.DUTY_UNKNOWN, field="duty", params={"known": known_codes()})
    try:
        if duty.mandated:
            return "MANDATED/" + MandatedDuty.Name(duty.mandated).removeprefix("MANDATED_DUTY_")
        return "DECREE/" + DecreePoint.Name(duty.point).removeprefix("DECREE_POINT_")
    except ValueError:
        raise Rejected(Reason.DUTY_UNKNOWN, field="duty", params={"known": known_codes()}) from None


def known_codes() -> str:
    """All codes of both lists."""
    mandated = [f"MANDATED/{name.removeprefix('MANDATED_DUTY_')}" for name in MandatedDuty.keys()[1:]]
    return ", ".join(mandated + [f"DECREE/{name.removeprefix('DECREE_POINT_')}" for name in DecreePoint.keys()[1:]])


@dataclass(frozen=True, slots=True)
class RequireDuty:
    """This duty is due on `due_on`."""

    duty_id: bytes
    tenant: str
    unit_id: bytes
    duty: DutyRef
    due_on: int


@dataclass(frozen=True, slots=True)
class FulfilDuty:
    """This duty was met. A socialisation may be repeated; `evidence` is needed."""

    duty_id: bytes
    tenant: str
    unit_id: bytes
    duty: DutyRef
    fulfilled_on: int
    persons: Count
    evidence: tuple[Evidence, ...]
    classes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordGuidance:
    """An outside body instructed this unit."""

    duty_id: bytes
    tenant: str
    unit_id: bytes
    body: str
    received_on: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is remembered: the due day, and digests of what was recorded."""

    due_on: int | None = None
    recorded: frozenset[bytes] = frozenset()


INITIAL = Duty()


def decide_require(command: RequireDuty, state: Duty) -> Iterator[Message]:
    """The duty, or its new due day. Raises `DUTY_UNKNOWN`, `FIELD_INVALID`."""
    code_of(command.duty)
    _check_day(command.due_on, "due_on")
    if state.due_on != command.due_on:
        yield DutyRequired(
            duty_id=command.duty_id,
            tenant=command.tenant,
            unit_id=command.unit_id,
            duty=command.duty,
            due_on=command.due_on,
        )


def decide_fulfil(command: FulfilDuty, state: Duty) -> Iterator[Message]:
    """The fulfilment, or nothing if it is on record.

    Raises `DUTY_UNKNOWN`, `FIELD_MISSING`, `FIELD_INVALID`, `COUNT_INVALID`.
    """
    code_of(command.duty)
    _check_day(command.fulfilled_on, "fulfilled_on")
    if not set(command.classes) <= set(EmploymentClass.values()[1:]):
        raise Rejected(Reason.UNKNOWN_CLASS, field="classes")
    if not command.evidence:
        raise Rejected(Reason.FIELD_MISSING, field="evidence")
    unknown = command.persons.kind in (CountKind.COUNT_KIND_UNSPECIFIED, CountKind.COUNT_KIND_UNKNOWN)
    if unknown and command.persons.value:
        raise Rejected(Reason.COUNT_INVALID, field="persons", params={"field": str(command.persons.value)})
    event = DutyFulfilled(
        duty_id=command.duty_id,
        tenant=command.tenant,
        unit_id=command.unit_id,
        duty=command.duty,
        fulfilled_on=command.fulfilled_on,
        persons=command.persons,
        evidence=command.evidence,
        classes=[EmploymentClass.Name(one) for one in sorted(set(command.classes))],
    )
    if _digest(event) not in state.recorded:
        yield event


def decide_guidance(command: RecordGuidance, state: Duty) -> Iterator[Message]:
    """The guidance, or nothing if it is on record. Raises `FIELD_MISSING`, `FIELD_INVALID`."""
    if not command.body.strip():
        raise Rejected(Reason.FIELD_MISSING, field="body")
    if not command.unit_id:
        raise Rejected(Reason.FIELD_MISSING, field="unit_id")
    _check_day(command.received_on, "received_on")
    event = GuidanceReceived(
        duty_id=command.duty_id,
        tenant=command.tenant,
        unit_id=command.unit_id,
        body=command.body,
        received_on=command.received_on,
        evidence=command.evidence,
    )
    if _digest(event) not in state.recorded:
        yield event


def _check_day(day: int, field: str) -> None:
    try:
        day_of_number(day)
    except ValueError:
        raise Rejected(Reason.FIELD_INVALID, field=field) from None


def evolve(state: Duty, event: Message) -> Duty:
    """The state after an event of its stream."""
    match event:
        case DutyRequired():
            return replace(state, due_on=event.due_on)
        case DutyFulfilled() | GuidanceReceived():
            return replace(state, recorded=state.recorded | {_digest(event)})
        case _:
            return state


def _digest(message: Message) -> bytes:
    return sha256(message.SerializeToString(deterministic=True)).digest()
