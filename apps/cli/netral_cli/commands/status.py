"""`netral status`: services, their parts, positions, lag."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import typer
from netral.common.v1.operations_pb2 import ComponentState, StatusRequest, StatusResponse

from netral_cli.connection import SERVICES
from netral_cli.failures import DONE, NOT_NOW, Failed
from netral_cli.session import Session, session_of

_SECONDS = 8.0  # a service that takes longer counts as one that does not answer
_STYLES = {"running": "green", "waiting": "yellow", "halted": "bold red"}


def status(ctx: typer.Context) -> int:
    """help.status"""
    session = session_of(ctx)
    session.connection.sign_in()
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        found = dict(zip(SERVICES, pool.map(lambda service: _asked(session, service), SERVICES), strict=True))
    failures = [one for one in found.values() if isinstance(one, Failed)]
    refusal = next((one for one in failures if one.exit_code != NOT_NOW), None)
    if refusal is not None or len(failures) == len(found):
        raise refusal or failures[0]
    document = {
        "ready": all(not isinstance(one, Failed) and one.ready for one in found.values()),
        "services": {service: _service(one) for service, one in found.items()},
    }
    session.answer(document, lambda: _show(session, document))
    for service, one in found.items():
        if isinstance(one, Failed):
            session.note(f"{service}: {one.words(session.lang)[0]}")
    return NOT_NOW if failures else DONE


def _asked(session: Session, service: str) -> StatusResponse | Failed:
    method = session.connection.operations(service).Status
    try:
        answer: StatusResponse = session.connection.call(method, StatusRequest(), timeout=_SECONDS, patience=0.0)
    except Failed as failed:
        return failed
    return answer


def _service(answer: StatusResponse | Failed) -> dict[str, Any]:
    if isinstance(answer, Failed):
        return {"ready": False, "reachable": False, "reason": answer.reason}
    return {
        "ready": answer.ready,
        "reachable": True,
        "events": answer.events,
        "outbox": answer.outbox,
        "outbox_age_seconds": round(answer.outbox_age_seconds, 3),
        "parked": answer.parked,
        "generation": answer.generation,
        "relay_halted": answer.relay_halted or None,
        "components": {
            one.name: {"state": _state(one.state), "reason": one.reason or None} for one in answer.components
        },
        "views": {
            one.source: {
                "position": one.position,
                "lag": one.lag,
                "age_seconds": round(one.age_seconds, 3),
                "held": one.held,
                "halted": one.halted or None,
            }
            for one in answer.sources
        },
    }


def _state(state: ComponentState) -> str:
    return str(ComponentState.Name(state)).removeprefix("COMPONENT_STATE_").lower()


def _show(session: Session, document: dict[str, Any]) -> None:
    rows: list[list[object]] = []
    for service, one in document["services"].items():
        if not one["reachable"]:
            rows.append([service, session.styled(session.text("status.unreachable"), "bold red"), *[None] * 7])
            continue
        key, style = ("ready", "green") if one["ready"] else ("not_ready", "bold yellow")
        beginning: list[object] = [service, session.styled(session.text(f"status.{key}"), style)]
        beginning += [one["events"], one["outbox"], _age(session, one["outbox_age_seconds"]), one["parked"]]
        for source, view in one["views"].items():
            rows.append([*beginning, source, view["lag"], _age(session, view["age_seconds"])])
            beginning = [None] * 6
    names = ("service", "ready", "events", "outbox", "outbox_age", "parked", "source", "lag", "age")
    session.table([session.text(f"status.{name}") for name in names], rows)
    session.line("")
    _show_components(session, document)


def _show_components(session: Session, document: dict[str, Any]) -> None:
    rows = [
        [service, name, session.styled(session.text(f"status.{part['state']}"), _STYLES[part["state"]]), part["reason"]]
        for service, one in document["services"].items()
        for name, part in one.get("components", {}).items()
    ]
    session.table([session.text(f"status.{name}") for name in ("service", "component", "state", "reason")], rows)


def _age(session: Session, seconds: float) -> str:
    return session.text("status.seconds", seconds=str(round(seconds)))
