"""What the procedures of every service share: states of streams, checks of a batch, and its verdicts."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Cursor, EventMeta, ItemVerdict, VerdictKind
from netral_messages import Reason, Rejected

from netral_chassis.access import Principal
from netral_chassis.commands import Aggregate, Guards, Outcome
from netral_chassis.events import EventTypes
from netral_chassis.store import EventStore

S = TypeVar("S")
MAX_ITEMS = 5_000
_ID_BYTES = 16


def states(store: EventStore, types: EventTypes, aggregate: Aggregate[S], keys: Iterable[str]) -> dict[str, S]:
    """States of these streams, by key; all are read at once."""
    by_stream = {aggregate.stream(key): key for key in keys}
    stored = store.streams(by_stream)
    found: dict[str, S] = {}
    for stream, key in by_stream.items():
        state = aggregate.initial
        for row in stored.get(stream, ()):
            state = aggregate.evolve(state, types.read(row).data)
        found[key] = state
    return found


def meta(
    caller: Principal,
    tenant: str,
    *,
    subject: bytes = b"",
    occurred_at: int = 0,
    correlation: bytes = b"",
    seen: Cursor | None = None,
) -> EventMeta:
    """What is recorded beside an event's content."""
    return EventMeta(
        tenant=tenant,
        occurred_at=occurred_at,
        subject=subject,
        correlation_id=correlation or uuid.uuid4().bytes,
        actor=caller.subject,
        seen=seen,
    )


def checked(items: Sequence[Any]) -> None:
    """Raises `FIELD_INVALID` for too many items or a command id that is not 16 bytes or comes twice."""
    if len(items) > MAX_ITEMS:
        raise Rejected(Reason.FIELD_INVALID, field="items")
    seen: set[bytes] = set()
    for number, item in enumerate(items):
        if len(item.command_id) != _ID_BYTES or item.command_id in seen:
            raise Rejected(Reason.FIELD_INVALID, field=f"items[{number}].command_id")
        seen.add(item.command_id)


def rejected(rejection: Rejected, stream_id: str = "") -> Outcome:
    """The outcome of an item that was refused before it became a command."""
    kind = VerdictKind.VERDICT_KIND_REJECTED
    return Outcome(kind, stream_id, rejection.reason.value, rejection.field or "", rejection.params)


def body(message: Any) -> bytes:
    """What the caller sent, for the recognition of another body under the same id."""
    data: bytes = message.SerializeToString(deterministic=True)
    return data


def deciding(
    decide: Callable[[Any, Any], Iterable[Message]], command: Any
) -> Callable[[Any, Guards], Iterable[Message]]:
    """A decision that needs the command and its own stream's state only."""
    return lambda state, _guards: decide(command, state)


def verdicts(outcomes: Iterable[Outcome]) -> list[ItemVerdict]:
    """Outcomes as messages."""
    return [one.verdict() for one in outcomes]


def reached(service: str, outcomes: Iterable[Outcome]) -> Cursor:
    """The position that these outcomes reached; empty if they recorded nothing."""
    position = max((one.position for one in outcomes), default=0)
    return Cursor(positions={service: position} if position else {})


def recorded(service: str, store: EventStore) -> Cursor:
    """How far this service's own log is now."""
    return Cursor(positions={service: store.head().next_position - 1})
