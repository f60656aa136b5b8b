"""`netral doctor`: what could stand in the way, each finding with its cure."""

from typing import Any

import typer
from netral_messages import Reason, fix, sentence

from netral_cli.failures import DONE, NOT_NOW
from netral_cli.session import Session, session_of


def doctor(ctx: typer.Context) -> int:
    """help.doctor"""
    from netral_cli.examining import Examination, Finding  # databases: no other command needs them

    session = session_of(ctx)

    def told(one: Finding) -> dict[str, Any]:
        finding, cure = _words(session, one.code, ok=one.ok, params=one.params)
        return {"check": one.check, "code": one.code, "ok": one.ok, "finding": finding, "cure": cure}

    checks = [told(one) for one in Examination(session).run()]
    document = {"ok": all(one["ok"] for one in checks), "checks": checks}
    session.answer(document, lambda: _show(session, checks))
    return DONE if document["ok"] else NOT_NOW


def _words(session: Session, code: str, *, ok: bool, params: dict[str, Any]) -> tuple[str, str | None]:
    """What was found, and what to do about it if it stands in the way."""
    if code in Reason.__members__:
        reason = Reason(code)
        return sentence(reason, session.lang, **params), None if ok else fix(reason, session.lang, **params)
    key = code.lower()
    return session.text(f"doctor.{key}", **params), None if ok else session.text(f"cure.{key}", **params)


def _show(session: Session, checks: list[dict[str, Any]]) -> None:
    headings = [session.text(key) for key in ("cli.heading_check", "cli.heading_finding", "status.cure")]
    rows = [[("✓ " if one["ok"] else "✗ ") + one["check"], one["finding"], one["cure"] or ""] for one in checks]
    session.table(headings, rows)
