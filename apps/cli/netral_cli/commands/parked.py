"""`netral parked`: records that could not be applied, and their release."""

import json
from typing import Annotated, Any

import typer
from netral.common.v1 import operations_pb2 as operations

from netral_cli.commands.log import event_of, known_service
from netral_cli.connection import SERVICES
from netral_cli.failures import DONE, SOME_REFUSED, Failed
from netral_cli.session import Session, session_of


def list_parked(ctx: typer.Context) -> None:
    """help.parked_list"""
    session = session_of(ctx)
    records = _parked(session)
    session.answer({"parked": records}, lambda: _show(session, records))


def show(
    ctx: typer.Context,
    stream: Annotated[str, typer.Argument(help="option.stream")],
) -> None:
    """help.parked_show"""
    session = session_of(ctx)
    records = [one for one in _parked(session) if one["stream"] == stream]
    if not records:
        raise Failed("NOT_PARKED", stream=stream)
    events = {place: _event(session, *place) for place in {(one["source"], one["position"]) for one in records}}
    shown = [{**one, "event": events[one["source"], one["position"]]} for one in records]
    session.answer({"stream": stream, "parked": shown}, lambda: _show_events(session, shown))


def _parked(session: Session) -> list[dict[str, Any]]:
    records = []
    for service in SERVICES:
        stub = session.connection.operations(service)
        reply = session.connection.call(stub.ListParked, operations.ListParkedRequest())
        records += [
            {
                "service": service,
                "source": one.source,
                "position": one.position,
                "stream": one.stream,
                "type": one.type,
                "reason": one.reason,
            }
            for one in reply.records
        ]
    return records


def _event(session: Session, source: str, position: int) -> dict[str, Any] | None:
    """The event as its owner shows it; `None` if the log of the source has none there."""
    request = operations.ReadLogRequest(from_position=position, limit=1)
    events = session.connection.call(session.connection.operations(known_service(source)).ReadLog, request).events
    return event_of(source, events[0]) if events else None


def _show_events(session: Session, records: list[dict[str, Any]]) -> None:
    _show(session, records)
    for one in records:
        session.line("")
        session.line(json.dumps(one["event"], ensure_ascii=False, indent=2))


def _show(session: Session, records: list[dict[str, Any]]) -> None:
    if not records:
        session.line(session.text("cli.nothing_parked"))
        return
    names = ("service", "source", "position", "stream", "type", "reason")
    headings = [session.text(f"cli.heading_{name}") for name in names]
    session.table(headings, [[str(one[name]) for name in names] for one in records])


def release(
    ctx: typer.Context,
    stream: Annotated[str, typer.Argument(help="option.stream")],
    service: Annotated[str, typer.Option(help="option.service")],
    source: Annotated[str | None, typer.Option(help="option.source")] = None,
) -> int:
    """help.parked_release"""
    session = session_of(ctx)
    stub = session.connection.operations(known_service(service))
    request = operations.ReleaseParkedRequest(source=known_service(source or service), stream=stream)
    applied = session.connection.call(stub.ReleaseParked, request).applied
    document = {"service": service, "stream": stream, "applied": applied}
    session.answer(document, lambda: session.line(session.text("cli.released", count=applied)))
    return DONE if applied else SOME_REFUSED
