"""`netral status`: services, positions, lag."""

from typing import Any

import typer
from netral.common.v1.operations_pb2 import StatusRequest, StatusResponse

from netral_cli.connection import SERVICES
from netral_cli.failures import NOT_NOW, Failed
from netral_cli.session import Session, session_of


def status(ctx: typer.Context) -> None:
    """help.status"""
    session = session_of(ctx)
    found: dict[str, StatusResponse | Failed] = {}
    for service in SERVICES:
        try:
            found[service] = session.connection.call(
                session.connection.operations(service).Status, StatusRequest(), timeout=10.0
            )
        except Failed as failed:
            if failed.exit_code != NOT_NOW:
                raise
            found[service] = failed
    answers = [one for one in found.values() if not isinstance(one, Failed)]
    if not answers:
        raise next(one for one in found.values() if isinstance(one, Failed))
    document = {
        "ready": all(not isinstance(one, Failed) and one.ready for one in found.values()),
        "services": {service: _service(one) for service, one in found.items()},
    }
    session.answer(document, lambda: _show(session, document))


def _service(answer: StatusResponse | Failed) -> dict[str, Any]:
    if isinstance(answer, Failed):
        return {"ready": False, "reachable": False, "reason": answer.reason}
    return {
        "ready": answer.ready,
        "reachable": True,
        "events": answer.events,
        "outbox": answer.outbox,
        "parked": answer.parked,
        "generation": answer.generation,
        "relay_halted": answer.relay_halted or None,
        "views": {
            one.source: {
                "position": one.position,
                "lag": one.lag,
                "held": one.held,
                "halted": one.halted or None,
            }
            for one in answer.sources
        },
    }


def _show(session: Session, document: dict[str, Any]) -> None:
    rows = []
    for service, one in document["services"].items():
        if not one["reachable"]:
            rows.append([service, session.text("status.unreachable"), None, None, None, None, None])
            continue
        state = session.text("status.ready" if one["ready"] else "status.not_ready")
        for source, view in one["views"].items():
            rows.append([service, state, one["events"], one["outbox"], one["parked"], source, view["lag"]])
            state = ""
    names = ("service", "ready", "events", "outbox", "parked", "source", "lag")
    session.table([session.text(f"status.{name}") for name in names], rows)
