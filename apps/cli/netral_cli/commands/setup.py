"""`netral setup server`: everything that a server installation needs, checked, and made where it is missing."""

import re
from typing import Annotated, Any

import typer
from netral_chassis.home import Home, surroundings

from netral_cli.failures import DONE, NOT_NOW, REFUSED, SOME_REFUSED, WRONG_USAGE, Failed
from netral_cli.session import Session, session_of

_PUBLISHER = re.compile(r"[0-9]{2}(\.[0-9]{2})?/[A-Za-z0-9._-]{1,64}")
_UNREACHABLE = frozenset({"database_silent", "broker_silent"})


def server(
    ctx: typer.Context,
    admin: Annotated[str, typer.Option(envvar="NETRAL_ADMIN_DATABASE", help="option.admin")] = "",
    bootstrap: Annotated[str, typer.Option(help="option.bootstrap")] = "",
    replication: Annotated[int, typer.Option(min=0, max=32_767, help="option.replication")] = 0,
    host: Annotated[list[str] | None, typer.Option(help="option.host")] = None,
    publisher: Annotated[list[str] | None, typer.Option(help="option.publisher")] = None,
    development: Annotated[bool, typer.Option("--development", help="option.development")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="option.setup_dry_run")] = False,
) -> int:
    """help.setup_server"""
    from netral_cli.installing import Plan, steps  # Kafka's and PostgreSQL's libraries: no other command needs them

    session = session_of(ctx)
    for one in publisher or ():
        if not _PUBLISHER.fullmatch(one):
            raise Failed("PUBLISHER_MALFORMED", WRONG_USAGE)
    said = surroundings(session.home)
    plan = Plan(
        home=Home(session.home),
        said=said,
        admin=admin,
        bootstrap=bootstrap or said.get("NETRAL_BOOTSTRAP", ""),
        replication=replication,
        hosts=tuple(host or ()),
        publishers=tuple(publisher or ()),
        development=development,
        dry_run=dry_run,
    )
    found = [_told(session, one) for one in steps(plan)]
    wrong = [one for one in found if one["state"] == "wrong"]
    document = {"ok": not wrong, "dry_run": dry_run, "steps": found}
    session.answer(document, lambda: _show(session, found))
    return _exit_code(wrong)


def _exit_code(wrong: list[dict[str, Any]]) -> int:
    codes = {one["code"] for one in wrong}
    if not codes:
        return DONE
    if codes == {"SAMPLE"}:
        return REFUSED
    return NOT_NOW if codes <= {code.upper() for code in _UNREACHABLE} else SOME_REFUSED


def _told(session: Session, one: Any) -> dict[str, Any]:
    finding = session.text(f"setup.{one.key}", **one.params) if one.key else session.text(f"setup.{one.state}")
    wrong = one.state == "wrong"
    return {
        "step": one.step,
        "name": one.name,
        "state": one.state,
        "code": one.key.upper() if wrong else None,
        "finding": finding,
        "cure": session.text(f"setup.{one.key}_cure", **one.params) if wrong else None,
        "statements": list(one.statements),
    }


def _show(session: Session, found: list[dict[str, Any]]) -> None:
    marks = {"there": "✓", "made": "+", "missing": "…", "wrong": "✗"}
    headings = [session.text(key) for key in ("setup.heading_step", "cli.heading_finding", "status.cure")]
    rows = [[f"{marks[one['state']]} {one['step']} {one['name']}", one["finding"], one["cure"] or ""] for one in found]
    session.table(headings, rows)
    for one in found:
        for statement in one["statements"]:
            session.line(f"  {statement};")
