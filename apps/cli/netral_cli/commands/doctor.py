"""`netral doctor`: what could stand in the way, each finding with its cure."""

import shutil
import stat
from collections.abc import Callable, Iterator
from typing import Any

import typer
from netral.common.v1.operations_pb2 import StatusRequest
from netral_chassis import tokens
from netral_chassis.home import Home

from netral_cli.connection import SERVICES
from netral_cli.failures import DONE, NOT_NOW, Failed
from netral_cli.session import Session, session_of

_ENOUGH_BYTES = 1 << 30
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def doctor(ctx: typer.Context) -> int:
    """help.doctor"""
    session = session_of(ctx)
    checks = [
        {"check": name, "ok": ok, "finding": session.text(f"doctor.{key}", **params), "cure": _cure(session, ok, key)}
        for name, found in _CHECKS.items()
        for ok, key, params in found(session)
    ]
    document = {"ok": all(one["ok"] for one in checks), "checks": checks}
    session.answer(document, lambda: _show(session, checks))
    return DONE if document["ok"] else NOT_NOW


Found = Iterator[tuple[bool, str, dict[str, Any]]]
"""(all is well, key of the finding in the phrases, what it shows)."""


def _home(session: Session) -> Found:
    if session.home.is_dir():
        yield True, "home_there", {"home": str(session.home)}
    else:
        yield False, "home_missing", {"home": str(session.home)}


def _keys(session: Session) -> Found:
    home = Home(session.home)
    try:
        tokens.issuer_key(home.secret("issuer.pem"))
        open_to_others = [one for one in home.secret("issuer.pem").parent.iterdir() if one.stat().st_mode & _OTHERS]
    except (OSError, ValueError):
        yield False, "key_missing", {}
        return
    yield (False, "key_open", {}) if open_to_others else (True, "key_there", {})


def _disk(session: Session) -> Found:
    there = next(each for each in (session.home, *session.home.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free
    yield free >= _ENOUGH_BYTES, "disk_enough" if free >= _ENOUGH_BYTES else "disk_little", {"mib": free >> 20}


def _services(session: Session) -> Found:
    for service in SERVICES:
        stub = session.connection.operations(service)
        try:
            status = session.connection.call(stub.Status, StatusRequest(), timeout=5.0)
        except Failed:
            yield False, "service_silent", {"service": service}
            continue
        if status.relay_halted or any(one.halted for one in status.sources):
            yield False, "service_halted", {"service": service}
        elif status.parked:
            yield False, "service_parked", {"service": service, "count": status.parked}
        else:
            yield bool(status.ready), "service_ready" if status.ready else "service_behind", {"service": service}


_CHECKS: dict[str, Callable[[Session], Found]] = {
    "home": _home,
    "keys": _keys,
    "disk": _disk,
    "services": _services,
}


def _cure(session: Session, ok: bool, key: str) -> str | None:
    return None if ok else session.text(f"cure.{key}")


def _show(session: Session, checks: list[dict[str, Any]]) -> None:
    headings = [session.text(key) for key in ("cli.heading_check", "cli.heading_finding", "status.cure")]
    rows = [[("✓ " if one["ok"] else "✗ ") + one["check"], one["finding"], one["cure"] or ""] for one in checks]
    session.table(headings, rows)
