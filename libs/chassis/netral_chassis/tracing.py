"""Events for human eyes, and where each came from: request, command, cause, actor, and what its decision had seen."""

import hashlib
from collections.abc import Sequence

from netral.common.v1 import operations_pb2 as pb
from netral.common.v1.types_pb2 import EventMeta
from netral_messages import Reason, Rejected

from netral_chassis.events import EventTypes, UnknownEvent
from netral_chassis.masking import shown
from netral_chassis.record import EventRow
from netral_chassis.store import EventStore

MOST_EVENTS = 5_000
LAST_POSITION = 2**62
_MOST_REQUESTS = 100
_NOBODY = ("system:", "service:")


def log_event(row: EventRow, types: EventTypes) -> pb.LogEvent:
    """A row as people may see it; of a type that this code does not know, only its place."""
    event = pb.LogEvent(
        position=row.position,
        stream=row.stream_id,
        version=row.version,
        type=row.type,
        recorded_at=row.recorded_at,
        hash=row.hash,
    )
    try:
        read = types.read(row)
    except UnknownEvent:
        return event
    event.data_json = shown(read.data)
    event.tenant = read.meta.tenant
    return event


def trace(store: EventStore, types: EventTypes, request: pb.TraceLogRequest) -> pb.TraceLogResponse:
    """The events that the request names, oldest first. Raises `FIELD_INVALID` unless it names one thing."""
    limit = min(request.limit or MOST_EVENTS, MOST_EVENTS)
    rows = _asked(store, request, limit + 1)
    commands = _commands(store, rows[:limit])
    events = [_traced(row, types, commands.get(row.position, b"")) for row in rows[:limit]]
    return pb.TraceLogResponse(events=events, more=len(rows) > limit)


def _asked(store: EventStore, request: pb.TraceLogRequest, limit: int) -> list[EventRow]:
    ids = request.correlation_ids
    if [bool(request.position), bool(request.stream), bool(ids)].count(True) != 1 or request.position > LAST_POSITION:
        raise Rejected(Reason.FIELD_INVALID, field="position", params={"field": "position"})
    if len(ids) > _MOST_REQUESTS or any(len(one) != 16 for one in ids):
        raise Rejected(Reason.FIELD_INVALID, field="correlation_ids", params={"field": "correlation_ids"})
    if request.position:
        return store.read(request.position, 1)
    if request.stream:
        return store.streams([request.stream]).get(request.stream, [])[:limit]
    wanted = set(ids)
    rows = store.mentioning(sorted(wanted), limit)
    return [row for row in rows if EventMeta.FromString(row.meta).correlation_id in wanted]


def _commands(store: EventStore, rows: Sequence[EventRow]) -> dict[int, bytes]:
    """Command ids by position."""
    if not rows:
        return {}
    wanted = {row.position for row in rows}
    spans = store.commands_between(min(wanted), max(wanted))
    return {at: command for command, first, last in spans for at in range(first, last + 1) if at in wanted}


def _traced(row: EventRow, types: EventTypes, command_id: bytes) -> pb.TracedEvent:
    meta = EventMeta.FromString(row.meta)
    return pb.TracedEvent(
        event=log_event(row, types),
        event_id=row.event_id,
        command_id=command_id,
        correlation_id=meta.correlation_id,
        causation_id=meta.causation_id,
        actor=masked_actor(meta.actor),
        occurred_at=meta.occurred_at,
        seen=meta.seen,
    )


def masked_actor(actor: str) -> str:
    """Services and systems as they are; of a person the kind, and a mark that is the same wherever the person acts."""
    if not actor or actor.startswith(_NOBODY):
        return actor
    return f"{actor.partition(':')[0]}:{hashlib.sha256(actor.encode()).hexdigest()[:8]}"
