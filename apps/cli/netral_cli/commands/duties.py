"""`netral duties report`: the four duties of a head of region, as the record shows them."""

from typing import Annotated, Any
from uuid import UUID

import typer
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import DecreePoint, DutyRef, MandatedDuty
from netral.pledge.v1.service_pb2 import DutyState
from netral_calendar import day_of_number

from netral_cli.arguments import optional_day, region_zone
from netral_cli.commands.campaign import OPEN_END
from netral_cli.failures import NOT_NOW, Failed
from netral_cli.session import Session, session_of

_DUTIES = ("SOCIALISATION", "PLEDGE", "PACT", "INFORMATION_SYSTEM")


def report(
    ctx: typer.Context,
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    on: Annotated[str | None, typer.Option(help="option.duties_on")] = None,
) -> None:
    """help.duties_report"""
    session = session_of(ctx)
    region_zone(tenant)
    try:
        document = _recorded(session, tenant, optional_day(on, "--on"))
    except Failed as failed:
        if failed.exit_code != NOT_NOW:
            raise
        session.note(failed.words(session.lang)[0])
        document = {"entries": [], "duties": [], "units": None, "units_guided": None}
    known = {one["duty"]: one for one in document.pop("duties")}
    # no service of violations answers yet, so the fourth duty is unmet whatever the record holds
    duties = [known.get(name, {"duty": name, "met": False, "evidence": []}) for name in _DUTIES]
    answer = {"tenant": tenant, "met": sum(one["met"] for one in duties), "duties": duties, **document}
    session.answer(answer, lambda: _show(session, answer))


def _recorded(session: Session, tenant: str, on: int | None) -> dict[str, Any]:
    request = pledge.ListDutiesRequest(tenant=tenant, on=on, after=session.connection.after())
    reply = session.connection.call(session.connection.pledge.ListDuties, request)
    return {
        "duties": [
            {
                "duty": MandatedDuty.Name(one.duty).removeprefix("MANDATED_DUTY_"),
                "met": one.met,
                "evidence": list(one.evidence),
            }
            for one in reply.mandated
        ],
        "entries": [_entry(one) for one in reply.entries],
        "units": reply.units,
        "units_guided": reply.units_guided,
    }


def _entry(entry: pledge.DutyEntry) -> dict[str, Any]:
    return {
        "unit": entry.unit_code or (str(UUID(bytes=entry.unit_id)) if entry.unit_id else None),
        "duty": _named(entry.duty) or "GUIDANCE",
        "body": entry.body or None,
        "due_on": None if entry.due_on == OPEN_END else day_of_number(entry.due_on).isoformat(),
        "fulfilled_on": None if entry.fulfilled_on == OPEN_END else day_of_number(entry.fulfilled_on).isoformat(),
        "state": DutyState.Name(entry.state).removeprefix("DUTY_STATE_").lower(),
    }


def _named(duty: DutyRef) -> str:
    if duty.mandated:
        return str(MandatedDuty.Name(duty.mandated)).removeprefix("MANDATED_DUTY_")
    return str(DecreePoint.Name(duty.point)).removeprefix("DECREE_POINT_") if duty.point else ""


def _show(session: Session, answer: dict[str, Any]) -> None:
    session.line(session.text("cli.duties_met", met=answer["met"], count=len(_DUTIES)), "bold")
    rows = [
        [
            session.text(f"duty.{one['duty'].lower()}"),
            session.text("cli.yes" if one["met"] else "cli.no"),
            ", ".join(one["evidence"]),
        ]
        for one in answer["duties"]
    ]
    session.table([session.text(f"cli.heading_{name}") for name in ("duty", "met", "evidence")], rows)
