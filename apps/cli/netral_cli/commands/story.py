"""`netral demo`: a fresh home, and a pledge day told by real events."""

import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from netral_cli.commands import coverage
from netral_cli.commands.up import Asked, keep_up, listen_for_the_end, supervised, wait_until_ready
from netral_cli.demo.story import told
from netral_cli.failures import REFUSED, Failed
from netral_cli.session import Session, session_of


def demo(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="option.once")] = False,
) -> None:
    """help.demo"""
    session = session_of(ctx)
    if session.has_own_home and (session.home / "netral.json").exists():
        raise Failed("DEMO_HOME_USED", REFUSED)
    fresh = nullcontext(str(session.home)) if session.has_own_home else tempfile.TemporaryDirectory(prefix="netral-")
    try:
        with fresh as folder:
            session.home = Path(folder)
            listen_for_the_end()
            _told(session, once)
    except Asked:
        session.note(session.text("cli.stopped"))


def _told(session: Session, once: bool) -> None:
    session.note(session.text("demo.home", home=str(session.home)))
    with supervised(session) as supervisor:
        wait_until_ready(session, supervisor)
        session.note(session.text("demo.story"))
        document = told(session, supervisor.watch)
        session.answer(document, lambda: _show(session, document))
        if not once:
            session.note(session.text("demo.stays"))
            keep_up(supervisor)


def _show(session: Session, document: dict[str, Any]) -> None:
    session.line(session.text("demo.summary"), "bold")
    coverage.show(session, document["coverage"] | {"persons": document["missing"]}, "class")
    units = document["coverage_by_unit"]
    names = ("denominator", "signed", "missing")
    headings = [session.text("coverage.unit"), *(session.text(f"coverage.{name}") for name in names)]
    rows = [[one["key"], *(one[name] for name in names)] for one in units["groups"] if one["missing"]]
    session.table(headings, rows, session.text("coverage.by_unit"))
    receipts = document["receipts"]
    session.line(session.text("demo.receipts", exported=receipts["exported"], valid=receipts["valid"]))
