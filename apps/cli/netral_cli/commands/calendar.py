"""`netral calendar due`: the due day, and every day that did not count."""

from typing import Annotated, Any

import typer
from netral_calendar import CalendarMissing, Due, Unit, Week, calendar_of, due
from netral_calendar.loader import data_directory, load_calendars

from netral_cli.arguments import day, region_zone
from netral_cli.failures import REFUSED, WRONG_USAGE, Failed
from netral_cli.session import Session, session_of

_WEEK: Week = 5  # working days


def due_day(
    ctx: typer.Context,
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    start: Annotated[str, typer.Option("--from", help="option.from_day")],
    count: Annotated[int, typer.Option(help="option.count")],
    unit: Annotated[str, typer.Option(help="option.unit")] = "working",
    collective_leave: Annotated[bool, typer.Option("--collective-leave", help="option.collective_leave")] = False,
) -> None:
    """help.calendar_due"""
    session = session_of(ctx)
    region_zone(tenant)
    if unit not in set(Unit):
        raise Failed("CHOICE_UNKNOWN", WRONG_USAGE, option="--unit", known=", ".join(Unit))
    try:
        found = due(
            day(start, "--from"),
            count,
            unit=Unit(unit),
            calendar=calendar_of(tenant, load_calendars(data_directory())),
            collective_leave=collective_leave,
            week=_WEEK,
        )
    except CalendarMissing as missing:
        raise Failed("CALENDAR_UNKNOWN", REFUSED, year=str(missing.year)) from None
    except ValueError:
        raise Failed("COUNT_OUT_OF_RANGE", WRONG_USAGE) from None
    document = {
        "due_on": found.due_on.isoformat(),
        "skipped": [{"day": one.day.isoformat(), "why": one.why.value, "name": one.name_id} for one in found.skipped],
        "calendar_version": found.calendar_version,
    }
    session.answer(document, lambda: _show(session, found, document))


def _show(session: Session, found: Due, document: dict[str, Any]) -> None:
    session.line(session.text("cli.due_on", day=document["due_on"]), "bold")
    rows = [
        [session.text("cli.day", day=one.day.isoformat()), session.text(f"why.{one.why}"), one.name_id or ""]
        for one in found.skipped
    ]
    if rows:
        session.table([session.text(f"cli.heading_{name}") for name in ("day", "why", "name")], rows)
