"""`netral coverage`: who should have, who has, who is missing and why."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import netral_files
import typer
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.service_pb2 import CoverageBy, MissingCause
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_calendar import Zone, day_of_number, microseconds

from netral_cli.arguments import choice, choices, id_bytes, instant, optional_day
from netral_cli.batches import cut
from netral_cli.commands.campaign import campaign_of
from netral_cli.session import Session, session_of
from netral_cli.tally import report_path

_BY = choices(CoverageBy, "COVERAGE_BY_")
_PAGE = 5_000
_NAMES = 10_000
_FIGURES = ("denominator", "signed", "refused", "excused", "missing", "unknown")


def coverage(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Option(help="option.campaign")],
    by: Annotated[str, typer.Option(help="option.by")] = "class",
    valid_at: Annotated[str | None, typer.Option(help="option.valid_at")] = None,
    known_at: Annotated[str | None, typer.Option(help="option.known_at")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="option.missing")] = False,
    report: Annotated[Path | None, typer.Option(help="option.coverage_report")] = None,
) -> None:
    """help.coverage"""
    session = session_of(ctx)
    report = report_path(report)
    key = id_bytes(campaign, "--campaign")
    group = choice(by, _BY, "--by")
    valid = optional_day(valid_at, "--valid-at")
    known = None
    if known_at is not None:
        zone = Zone(campaign_of(session, key).opened.zone)
        known = microseconds(instant(known_at, "--known-at", zone.offset))
    after = session.connection.after()
    request = pledge.CoverageRequest(campaign_id=key, by=group, valid_at=valid, known_at=known, after=after)
    reply = session.connection.call(session.connection.pledge.Coverage, request)
    document = described(reply)
    if missing:
        document["persons"] = missing_persons(session, key, reply, valid, known)
    if report is not None:
        netral_files.write_table(report, *_table(session, document))
        session.note(session.text("cli.report_written"))
    session.answer(document, lambda: show(session, document, by.lower()))


def _table(session: Session, document: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows for a file: the missing if they were asked for, else the groups; one state, one file."""
    erased = session.text("privacy.erased")
    persons = [{**one, "name": erased if one["erased"] else one["name"]} for one in document.get("persons", ())]
    listed = persons if "persons" in document else document["groups"]
    headings = ["person", "name", "unit", "class", "cause"] if "persons" in document else ["key", *_FIGURES]
    return headings, [["" if one[name] is None else str(one[name]) for name in headings] for one in listed]


def described(reply: pledge.CoverageResponse) -> dict[str, Any]:
    """The promised object."""
    return {
        "campaign": str(UUID(bytes=reply.campaign_id)),
        "tenant": reply.tenant,
        "as_of": day_of_number(reply.as_of).isoformat(),
        **_figures(reply.total),
        "causes": dict(reply.causes),
        "outside": dict(reply.outside),
        "outside_signed": reply.outside_signed,
        "at_least": reply.at_least,
        "at_most": reply.at_most,
        "share": share(reply.at_least, reply.at_most, reply.total.denominator),
        "groups": [{"key": one.key, **_figures(one.figures)} for one in reply.groups],
        "position": dict(reply.freshness.cursor.positions),
        "age_seconds": round(reply.freshness.age_seconds, 3),
        "parked_streams": reply.freshness.parked_streams,
    }


def share(at_least: int, at_most: int, denominator: int) -> str | None:
    """`98.5 %`, `≥ 62.5 %` or `62.5–75.0 %`; `None` if nothing is known: unknown is not 0 %."""
    if not denominator or (at_least == 0 and at_most == denominator):
        return None
    low, high = (f"{100 * one / denominator:.1f}" for one in (at_least, at_most))
    if at_least == at_most:
        return f"{low} %"
    return f"≥ {low} %" if at_most == denominator else f"{low}–{high} %"


def missing_persons(
    session: Session, campaign: bytes, reply: pledge.CoverageResponse, valid: int | None, known: int | None
) -> list[dict[str, Any]]:
    """Everybody who is missing, with the names that the caller may see."""
    after_person = b""
    found: list[pledge.MissingPerson] = []
    while True:
        request = pledge.ListMissingRequest(
            campaign_id=campaign,
            valid_at=valid,
            known_at=known,
            after_person_id=after_person,
            limit=_PAGE,
            after=session.connection.after(),
        )
        page = session.connection.call(session.connection.pledge.ListMissing, request)
        found += page.persons
        after_person = page.next_person_id
        if not after_person:
            break
    named = names(session, reply.tenant, reply.as_of, [one.person_id for one in found])
    return [
        {
            "person": str(UUID(bytes=one.person_id)),
            "name": name.name or None,
            "erased": name.erased,
            "unit": one.unit_code,
            "class": EmploymentClass.Name(one.employment_class).removeprefix("EMPLOYMENT_CLASS_"),
            "cause": MissingCause.Name(one.cause).removeprefix("MISSING_CAUSE_").lower(),
            "row_reason": one.row_reason or None,
        }
        for one, name in zip(found, named, strict=True)
    ]


class Name(NamedTuple):
    """Empty where there is none for this caller, or the person was `erased`."""

    name: str
    erased: bool


def names(session: Session, tenant: str, day: int, persons: Iterable[bytes]) -> list[Name]:
    """Names for display."""
    found: list[Name] = []
    for batch in cut(list(persons), _NAMES):
        request = registry.NamesForDisplayRequest(tenant=tenant, day=day, person_ids=batch)
        reply = session.connection.call(session.connection.registry.NamesForDisplay, request)
        found += [Name(*one) for one in zip(reply.person_names, reply.persons_erased, strict=True)]
    return found


def show(session: Session, document: dict[str, Any], by: str) -> None:
    """Figures, groups, and the missing by name."""
    session.line(session.text("coverage.as_of", day=document["as_of"]))
    if not document["denominator"]:
        session.line(session.text("coverage.nobody_due"))
    elif document["signed"] == document["denominator"]:
        session.line(session.text("coverage.complete", denominator=document["denominator"]), "green")
    elif document["at_least"] != document["at_most"]:
        told = document["share"]
        session.line(session.text("coverage.share", share=told) if told else session.text("coverage.share_unknown"))
    else:
        counts = {name: document[name] for name in ("signed", "denominator")}
        session.line(session.text("coverage.summary", **counts), "bold")
    headings = [session.text("coverage.group"), *(session.text(f"coverage.{name}") for name in _FIGURES)]
    rows = [[one["key"] or "–", *(one[name] for name in _FIGURES)] for one in document["groups"]]
    title = session.text(f"coverage.by_{by}") if by in ("class", "unit", "status", "post") else ""
    total = [session.text("cli.total"), *(document[name] for name in _FIGURES)]
    session.table(headings, [*rows, total], title)
    for name in ("causes", "outside"):
        parts = [f"{session.text(f'cause.{cause}')}: {count}" for cause, count in document[name].items() if count]
        if parts:
            session.line(f"{session.text(f'cli.{name}')}: {', '.join(parts)}")
    if "persons" in document:
        headings = [session.text(key) for key in ("cli.name", "coverage.unit", "coverage.class", "coverage.cause")]
        listed = [
            [
                session.text("privacy.erased") if one["erased"] else one["name"] or one["person"],
                one["unit"],
                one["class"],
                session.text(f"cause.{one['cause']}"),
            ]
            for one in document["persons"]
        ]
        session.table(headings, listed)
    session.line(session.text("coverage.age", seconds=round(document["age_seconds"])), "dim")


def _figures(figures: pledge.Figures) -> dict[str, int]:
    return {name: int(getattr(figures, name)) for name in _FIGURES}
