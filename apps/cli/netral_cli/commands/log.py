"""`netral log show|recover|repair`, `netral audit`, `netral rebuild`: what ops teams and auditors ask of the logs."""

import json
from typing import Annotated, Any

import typer
from netral.common.v1 import operations_pb2 as operations
from netral_calendar import instant_of_microseconds

from netral_cli.connection import SERVICES
from netral_cli.failures import DONE, REFUSED, WRONG_USAGE, Failed
from netral_cli.session import Session, session_of

_PAGE = 1_000
_REBUILD_SECONDS = 3_600.0


def show(
    ctx: typer.Context,
    service: Annotated[str | None, typer.Option(help="option.service")] = None,
    start: Annotated[int, typer.Option("--from", min=1, help="option.from_position")] = 1,
    limit: Annotated[int, typer.Option(min=1, help="option.limit")] = 1_000,
    stream: Annotated[str | None, typer.Option(help="option.stream")] = None,
) -> None:
    """help.log_show"""
    session = session_of(ctx)
    wanted = [known_service(service)] if service else list(SERVICES)
    events = [event for name in wanted for event in _events(session, name, start, limit, stream)]
    session.answer({"events": events}, lambda: _show(session, events))


def _events(session: Session, service: str, start: int, limit: int, stream: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    position = start
    while len(found) < limit:
        request = operations.ReadLogRequest(from_position=position, limit=_PAGE)
        reply = session.connection.call(session.connection.operations(service).ReadLog, request)
        if not reply.events:
            break
        found += [event_of(service, one) for one in reply.events if stream is None or one.stream == stream]
        position = reply.next_position
    return found[:limit]


def event_of(service: str, event: operations.LogEvent) -> dict[str, Any]:
    """An event as the JSON answers of `netral log` show it."""
    return {
        "service": service,
        "position": event.position,
        "stream": event.stream,
        "version": event.version,
        "type": event.type,
        "recorded": instant_of_microseconds(event.recorded_at).isoformat(timespec="microseconds"),
        "hash": event.hash.hex(),
        "tenant": event.tenant or None,
        "data": json.loads(event.data_json) if event.data_json else None,
    }


def _show(session: Session, events: list[dict[str, Any]]) -> None:
    headings = [
        session.text(f"cli.heading_{name}") for name in ("position", "recorded", "stream", "version", "type", "data")
    ]
    rows = [
        [
            str(one["position"]),
            one["recorded"],
            one["stream"],
            str(one["version"]),
            one["type"],
            json.dumps(one["data"], ensure_ascii=False),
        ]
        for one in events
    ]
    session.table(headings, rows)


def audit(ctx: typer.Context) -> int:
    """help.audit"""
    session = session_of(ctx)
    services: dict[str, dict[str, Any]] = {}
    for service in SERVICES:
        stub = session.connection.operations(service)
        reply = session.connection.call(stub.Audit, operations.AuditRequest(), timeout=_REBUILD_SECONDS)
        services[service] = {"events": reply.events, "head": reply.head.hex(), "problems": list(reply.problems)}
    document = {"ok": not any(one["problems"] for one in services.values()), "services": services}
    session.answer(document, lambda: _show_audit(session, services))
    return DONE if document["ok"] else REFUSED


def _show_audit(session: Session, services: dict[str, dict[str, Any]]) -> None:
    headings = [session.text(key) for key in ("status.service", "status.events", "cli.head", "status.problem")]
    rows = [
        [name, one["events"], one["head"], "; ".join(one["problems"]) or session.text("cli.no_problem")]
        for name, one in services.items()
    ]
    session.table(headings, rows)


def rebuild(
    ctx: typer.Context,
    service: Annotated[str, typer.Argument(help="option.service")],
    back: Annotated[bool, typer.Option("--back", help="option.back")] = False,
) -> None:
    """help.rebuild"""
    session = session_of(ctx)
    stub = session.connection.operations(known_service(service))
    request = operations.RebuildRequest(back=back)
    reply = session.connection.call(stub.Rebuild, request, timeout=_REBUILD_SECONDS)
    document = {"service": service, "generation": reply.generation}
    session.answer(
        document,
        lambda: session.line(session.text("cli.rebuilt", service=service, generation=str(reply.generation))),
    )


def recover(ctx: typer.Context, service: Annotated[str, typer.Argument(help="option.service")]) -> None:
    """help.log_recover"""
    session = session_of(ctx)
    stub = session.connection.operations(known_service(service))
    reply = session.connection.call(stub.RecoverLog, operations.RecoverLogRequest(), timeout=_REBUILD_SECONDS)
    document = {"service": service, "recovered": reply.recovered}
    session.answer(
        document, lambda: session.line(session.text("cli.recovered", service=service, count=reply.recovered))
    )


def repair(
    ctx: typer.Context,
    service: Annotated[str, typer.Argument(help="option.service")],
    start: Annotated[int, typer.Option("--from", min=1, help="option.from_position")],
) -> None:
    """help.log_repair"""
    session = session_of(ctx)
    stub = session.connection.operations(known_service(service))
    reply = session.connection.call(stub.RepairLog, operations.RepairLogRequest(from_position=start))
    document = {"service": service, "sent_again": reply.sent_again}
    session.answer(
        document, lambda: session.line(session.text("cli.sent_again", service=service, count=reply.sent_again))
    )


def known_service(name: str) -> str:
    """The name itself. Raises `Failed`."""
    if name not in SERVICES:
        raise Failed("CHOICE_UNKNOWN", WRONG_USAGE, option="SERVICE", known=", ".join(SERVICES))
    return name
