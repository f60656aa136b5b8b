"""`netral log why`: which command made an event, who decided, what he had seen, and what followed everywhere."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any
from uuid import UUID

import typer
from netral.common.v1 import operations_pb2 as operations
from netral_calendar import instant_of_microseconds

from netral_cli.commands.log import event_of, known_service
from netral_cli.connection import SERVICES
from netral_cli.failures import DONE, NOT_NOW, WRONG_USAGE, Failed
from netral_cli.session import Session, session_of

_MOST_REQUESTS = 100
_SHOWN = 50
_LONGEST_POSITION = 18  # digits


def why(
    ctx: typer.Context,
    service: Annotated[str, typer.Argument(help="option.service")],
    what: Annotated[str, typer.Argument(help="option.why")],
    limit: Annotated[int, typer.Option(min=1, max=5_000, help="option.why_limit")] = 1_000,
) -> int:
    """help.log_why"""
    session = session_of(ctx)
    asked = _ask(session, known_service(service), _request(what, limit))
    if not asked.events:
        raise Failed("EVENT_UNKNOWN", service=service)
    requests = list(dict.fromkeys(one.correlation_id for one in asked.events if one.correlation_id))[:_MOST_REQUESTS]
    chain: list[dict[str, Any]] = []
    silent: list[str] = []
    more = asked.more
    for each in SERVICES if requests else ():
        try:
            reply = _ask(session, each, operations.TraceLogRequest(correlation_ids=requests, limit=limit))
        except Failed as failed:
            if failed.exit_code != NOT_NOW:
                raise
            silent.append(each)
            continue
        more = more or reply.more
        chain += [_traced(each, one) for one in reply.events]
    chain.sort(key=lambda one: (one["recorded"], one["service"], one["position"]))
    document = {
        "events": [_traced(service, one) for one in asked.events],
        "chain": list(_with_causes(chain)),
        "more": more,
        "unreachable": silent,
    }
    session.answer(document, lambda: _show(session, document))
    for each in silent:
        session.note(session.text("cli.why_silent", service=each))
    return NOT_NOW if silent else DONE


def _request(what: str, limit: int) -> operations.TraceLogRequest:
    """A position if it is a number, else a stream. Raises `Failed`."""
    written = what.strip()
    if written.isascii() and written.isdecimal() and 0 < len(written) <= _LONGEST_POSITION and int(written):
        return operations.TraceLogRequest(position=int(written))
    if "/" not in written:
        raise Failed("POSITION_OR_STREAM", WRONG_USAGE)
    return operations.TraceLogRequest(stream=written, limit=limit)


def _ask(session: Session, service: str, request: operations.TraceLogRequest) -> operations.TraceLogResponse:
    reply: operations.TraceLogResponse = session.connection.call(
        session.connection.operations(service).TraceLog, request
    )
    return reply


def _traced(service: str, one: operations.TracedEvent) -> dict[str, Any]:
    return {
        **event_of(service, one.event),
        "event_id": _uuid(one.event_id),
        "command": _uuid(one.command_id),
        "correlation": _uuid(one.correlation_id),
        "caused_by": _uuid(one.causation_id),
        "actor": one.actor or None,
        "occurred": instant_of_microseconds(one.occurred_at).isoformat() if one.occurred_at else None,
        "seen": dict(sorted(one.seen.positions.items())),
    }


def _uuid(id: bytes) -> str | None:
    return str(UUID(bytes=id)) if len(id) == 16 else None


def _with_causes(chain: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each with the place of the event that caused it, if that is part of the chain."""
    places = {one["event_id"]: f"{one['service']} {one['position']}" for one in chain}
    for one in chain:
        yield {**one, "cause": places.get(one["caused_by"])}


def _show(session: Session, document: dict[str, Any]) -> None:
    headings = ("position", "recorded", "type", "stream", "command", "actor", "seen")
    rows = [
        [str(one["position"]), one["recorded"], one["type"], one["stream"], one["command"], one["actor"], _seen(one)]
        for one in document["events"][:_SHOWN]
    ]
    session.table([session.text(f"cli.heading_{name}") for name in headings], rows, session.text("cli.why_asked"))
    session.line("")
    names = ("service", "position", "recorded", "type", "stream", "cause")
    asked = session.text("cli.why_request")
    rows = [
        [one["service"], str(one["position"]), one["recorded"], one["type"], one["stream"], one["cause"] or asked]
        for one in document["chain"][:_SHOWN]
    ]
    session.table([session.text(f"cli.heading_{name}") for name in names], rows, session.text("cli.why_chain"))
    hidden = max(0, len(document["chain"]) - _SHOWN)
    if hidden or document["more"]:
        session.line(session.text("cli.why_more", count=hidden))


def _seen(one: dict[str, Any]) -> str:
    return ", ".join(f"{service} {position}" for service, position in one["seen"].items())
