"""`netral ceremony`: recorded, corrected, shown."""

import re
from typing import Annotated, Any
from uuid import UUID

import typer
from netral.common.v1.types_pb2 import Confidence, Count, CountKind, DayClaim, VerdictKind
from netral.pledge.v1 import events_pb2 as events
from netral.pledge.v1 import service_pb2 as pledge
from netral_calendar import Zone, day_number, day_of_number, instant_of_microseconds, microseconds

from netral_cli.arguments import choice, choices, day, id_bytes, instant, region_zone
from netral_cli.batches import content_id
from netral_cli.commands.campaign import OPEN_END
from netral_cli.failures import accepted
from netral_cli.session import Session, session_of

_KINDS = choices(events.CeremonyKind, "CEREMONY_KIND_")
_MODES = choices(events.CeremonyMode, "CEREMONY_MODE_")
_GRADES = choices(events.SourceGrade, "SOURCE_GRADE_")
_COUNT = re.compile(r"(>=|≥)?\s*([0-9]{1,9})")


def record(
    ctx: typer.Context,
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    day_: Annotated[list[str], typer.Option("--day", help="option.ceremony_day")],
    kind: Annotated[str, typer.Option(help="option.ceremony_kind")] = "APEL",
    mode: Annotated[str, typer.Option(help="option.ceremony_mode")] = "READ_ALOUD",
    campaign: Annotated[str | None, typer.Option(help="option.campaign")] = None,
    place: Annotated[str, typer.Option(help="option.place")] = "",
    place_tenant: Annotated[str | None, typer.Option(help="option.place_tenant")] = None,
    leader: Annotated[str, typer.Option(help="option.leader")] = "",
    witness: Annotated[list[str] | None, typer.Option(help="option.witness")] = None,
    attended: Annotated[str | None, typer.Option(help="option.attended")] = None,
    without_exception: Annotated[bool, typer.Option("--without-exception", help="option.without_exception")] = False,
    source: Annotated[str, typer.Option(help="option.source_title")] = "",
    grade: Annotated[str, typer.Option(help="option.source_grade")] = "OFFICIAL",
) -> None:
    """help.ceremony_record"""
    session = session_of(ctx)
    region_zone(tenant)
    days = [day_number(day(one, "--day")) for one in day_]
    held = events.CeremonyHeld(
        campaign_id=id_bytes(campaign, "--campaign") if campaign else b"",
        place_tenant=place_tenant or tenant,
        place=place,
        leader=events.Leader(title=leader),
        day=claimed(days),
        kind=choice(kind, _KINDS, "--kind"),
        mode=choice(mode, _MODES, "--mode"),
        witnesses=[_witness(one) for one in witness or []],
        attended=counted(attended),
        without_exception=without_exception,
        source=events.Source(title=source, published_on=OPEN_END, grade=choice(grade, _GRADES, "--grade")),
    )
    ceremony = recorded(session, tenant, held)
    session.answer({"ceremony": ceremony}, lambda: session.line(session.text("cli.ceremony_recorded", id=ceremony)))


def recorded(session: Session, tenant: str, held: events.CeremonyHeld) -> str:
    """Record it; its id. The same ceremony again is the same one. Raises `Failed`."""
    content = held.SerializeToString(deterministic=True).hex()
    item = pledge.NewCeremony(command_id=content_id("ceremony", tenant, content), ceremony=held)
    request = pledge.RecordCeremoniesRequest(tenant=tenant, items=[item], after=session.connection.after())
    reply = session.connection.call(session.connection.pledge.RecordCeremonies, request)
    return accepted(reply.verdicts[0]).stream_id.partition("/")[2]


def correct(
    ctx: typer.Context,
    ceremony: Annotated[str, typer.Argument(help="option.ceremony")],
    day_: Annotated[str, typer.Option("--day", help="option.right_day")],
    reason: Annotated[str, typer.Option(help="option.reason")],
) -> None:
    """help.ceremony_correct"""
    session = session_of(ctx)
    key = id_bytes(ceremony, "ID")
    number = day_number(day(day_, "--day"))
    before = _shown(session, key, None)
    item = pledge.CeremonyDay(
        command_id=content_id("ceremony-day", ceremony, number, reason, len(before.days)),
        ceremony_id=key,
        day=number,
        reason=reason,
    )
    request = pledge.CorrectCeremonyDaysRequest(items=[item])
    reply = session.connection.call(session.connection.pledge.CorrectCeremonyDays, request)
    verdict = accepted(reply.verdicts[0])
    document = {"ceremony": ceremony, "changed": verdict.kind == VerdictKind.VERDICT_KIND_ACCEPTED}
    session.answer(document, lambda: session.line(session.text("cli.ceremony_corrected")))


def show(
    ctx: typer.Context,
    ceremony: Annotated[str, typer.Argument(help="option.ceremony")],
    known_at: Annotated[str | None, typer.Option(help="option.known_at")] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="option.reasons")] = False,
) -> None:
    """help.ceremony_show"""
    session = session_of(ctx)
    key = id_bytes(ceremony, "ID")
    known = None
    if known_at is not None:
        zone = Zone(_shown(session, key, None).held.zone)
        known = microseconds(instant(known_at, "--known-at", zone.offset))
    document = described(_shown(session, key, known))
    if reasons:
        document["reasons"] = _reasons(session, key)
    session.answer(document, lambda: _show(session, document))


def _reasons(session: Session, key: bytes) -> list[dict[str, Any]]:
    """Why its day was corrected and why persons stayed away, for who may read it; every reading is audited."""
    request = pledge.ReadReasonsRequest(ceremony_id=key)
    reply = session.connection.call(session.connection.pledge.ReadReasons, request)
    return [
        {
            "recorded": instant_of_microseconds(one.recorded_at).isoformat(),
            "type": one.event_type,
            "person": str(UUID(bytes=one.person_id)) if one.person_id else None,
            "by": one.actor,
            "reason": None if one.erased else one.reason,
        }
        for one in reply.reasons
    ]


def ceremony_of(session: Session, key: bytes) -> events.CeremonyHeld:
    """How it was recorded. Raises `Failed`."""
    return _shown(session, key, None).held


def _shown(session: Session, key: bytes, known_at: int | None) -> pledge.Ceremony:
    request = pledge.ShowCeremonyRequest(ceremony_id=key, known_at=known_at, after=session.connection.after())
    reply: pledge.ShowCeremonyResponse = session.connection.call(session.connection.pledge.ShowCeremony, request)
    return reply.ceremony


def described(ceremony: pledge.Ceremony) -> dict[str, Any]:
    """A ceremony as people see it."""
    held = ceremony.held
    return {
        "ceremony": str(UUID(bytes=held.ceremony_id)),
        "organiser": held.organiser,
        "place_tenant": held.place_tenant,
        "place": held.place,
        "campaign": str(UUID(bytes=held.campaign_id)) if held.campaign_id else None,
        "day": _claim(held.day),
        "kind": events.CeremonyKind.Name(held.kind).removeprefix("CEREMONY_KIND_"),
        "mode": events.CeremonyMode.Name(held.mode).removeprefix("CEREMONY_MODE_"),
        "leader": held.leader.title,
        "witnesses": [{"body": one.body, "counted": _described_count(one.counted)} for one in held.witnesses],
        "attended": _described_count(held.attended),
        "without_exception": held.without_exception,
        "days": [
            {
                **_claim(one.day),
                "known_from": instant_of_microseconds(one.known_from).isoformat(),
                "corrected_by": one.corrected_by or None,
            }
            for one in ceremony.days
        ],
        "present": ceremony.present,
        "excused": ceremony.excused,
        "absent": ceremony.absent,
        "without_record": ceremony.without_record,
        "phases": dict(ceremony.phases),
        "conflicts": [
            {"field": one.field, "claimed": one.claimed, "canonical": one.canonical} for one in ceremony.conflicts
        ],
    }


def _claim(claim: DayClaim) -> dict[str, Any]:
    return {
        "candidates": [day_of_number(one).isoformat() for one in claim.candidates],
        "confidence": Confidence.Name(claim.confidence).removeprefix("CONFIDENCE_").lower(),
    }


def claimed(days: list[int]) -> DayClaim:
    """A day, or days that sources disagree on; how sure they are follows from number and source."""
    return DayClaim(candidates=days)


def counted(written: str | None) -> Count:
    """`252`, `>=252`, or the words of the source such as `ratusan`; nothing is unknown, never zero."""
    if not written:
        return Count(kind=CountKind.COUNT_KIND_UNKNOWN)
    match = _COUNT.fullmatch(written.strip())
    if match is None:
        return Count(kind=CountKind.COUNT_KIND_UNKNOWN, text=written)
    kind = CountKind.COUNT_KIND_AT_LEAST if match.group(1) else CountKind.COUNT_KIND_EXACT
    return Count(value=int(match.group(2)), kind=kind)


def _witness(written: str) -> events.Witness:
    body, _, number = written.partition("=")
    if body.endswith(">"):
        body, number = body[:-1], f">={number}"
    return events.Witness(body=body.strip(), counted=counted(number))


def _described_count(count: Count) -> dict[str, Any]:
    kind = CountKind.Name(count.kind).removeprefix("COUNT_KIND_").lower()
    is_known = count.kind in (CountKind.COUNT_KIND_EXACT, CountKind.COUNT_KIND_AT_LEAST)
    return {"value": count.value if is_known else None, "kind": kind, "text": count.text or None}


def _show(session: Session, document: dict[str, Any]) -> None:
    rows = [
        ["organiser", document["organiser"]],
        ["place", f"{document['place']} ({document['place_tenant']})"],
        ["day", f"{', '.join(document['day']['candidates'])} ({document['day']['confidence']})"],
        ["leader", document["leader"]],
        ["present", document["present"]],
        ["excused", document["excused"]],
        ["absent", document["absent"]],
        ["without_record", document["without_record"]],
    ]
    headings = [session.text("cli.heading_what"), session.text("cli.heading_value")]
    session.table(headings, [[session.text(f"cli.heading_{name}"), str(value)] for name, value in rows])
    for one in document["conflicts"]:
        session.line(session.text("cli.ceremony_conflict", **one), "yellow")
    for one in document.get("reasons", ()):
        session.line(session.text("cli.ceremony_reason", **{**one, "reason": one["reason"] or "–"}))
