"""`netral privacy`: what is known of a person, and the erasure of a person with four eyes."""

import json
import sys
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer
from netral.common.v1 import privacy_pb2 as common
from netral.registry.v1 import privacy_pb2 as registry
from netral.registry.v1.events_pb2 import IdentifierKind
from netral_calendar import day_of_number, instant_of_microseconds
from netral_files.cells import CellRefused
from netral_files.identifiers import nik as nik_of
from netral_files.identifiers import nip as nip_of

from netral_cli.arguments import id_bytes, region_zone
from netral_cli.connection import SERVICES
from netral_cli.failures import WRONG_USAGE, Failed, accepted
from netral_cli.people import Key, resolve
from netral_cli.session import Session, session_of

_MERGED = "netral.registry.persons-merged"
_Tenant = Annotated[str, typer.Option(help="option.tenant")]
_Nip = Annotated[bool, typer.Option("--nip", help="option.asks_nip")]
_Nik = Annotated[bool, typer.Option("--nik", help="option.asks_nik")]
_Person = Annotated[str, typer.Option(help="option.person")]


def erase(
    ctx: typer.Context,
    tenant: _Tenant,
    nip: _Nip = False,
    nik: _Nik = False,
    person: _Person = "",
) -> None:
    """help.privacy_erase"""
    session = session_of(ctx)
    whom = _person(session, tenant, nip=nip, nik=nik, person=person)
    item = registry.ErasureRequest(command_id=uuid4().bytes, person_id=whom)
    request = registry.RequestErasuresRequest(tenant=tenant, items=[item])
    reply = session.connection.call(session.connection.erasures.RequestErasures, request)
    found = accepted(reply.verdicts[0]).stream_id.partition("/")[2]
    document = {"erasure": found, "state": "requested"}
    session.answer(document, lambda: session.line(session.text("privacy.requested", id=found)))


def approve(ctx: typer.Context, erasure: Annotated[str, typer.Argument(help="option.erasure")]) -> None:
    """help.privacy_approve"""
    session = session_of(ctx)
    item = registry.ErasureApproval(command_id=uuid4().bytes, person_id=id_bytes(erasure, "ID"))
    request = registry.ApproveErasuresRequest(items=[item])
    reply = session.connection.call(session.connection.erasures.ApproveErasures, request)
    accepted(reply.verdicts[0])
    document = {"erasure": erasure, "state": "ordered"}
    session.answer(document, lambda: session.line(session.text("privacy.ordered", id=erasure)))


def show(ctx: typer.Context, erasure: Annotated[str, typer.Argument(help="option.erasure")]) -> None:
    """help.privacy_show"""
    session = session_of(ctx)
    request = registry.ShowErasureRequest(person_id=id_bytes(erasure, "ID"), after=session.connection.after())
    document = described(session.connection.call(session.connection.erasures.ShowErasure, request).erasure)
    session.answer(document, lambda: _show(session, [document]))


def list_erasures(ctx: typer.Context, tenant: _Tenant) -> None:
    """help.privacy_list"""
    session = session_of(ctx)
    request = registry.ListErasuresRequest(tenant=tenant, after=session.connection.after())
    reply = session.connection.call(session.connection.erasures.ListErasures, request)
    found = [described(one) for one in reply.erasures]
    session.answer({"erasures": found}, lambda: _show(session, found))


def export(
    ctx: typer.Context,
    tenant: _Tenant,
    nip: _Nip = False,
    nik: _Nik = False,
    person: _Person = "",
) -> None:
    """help.privacy_export"""
    session = session_of(ctx)
    whom = _person(session, tenant, nip=nip, nik=nik, person=person)
    ids = _all_ids(session, tenant, whom)
    document = {
        "person": str(UUID(bytes=whom)),
        "ids": [str(UUID(bytes=one)) for one in ids],
        "tenant": tenant,
        "services": {name: {"facts": _facts(session, name, tenant, ids)} for name in SERVICES},
    }
    written = json.dumps(document, ensure_ascii=False, indent=2)
    session.answer(document, lambda: session.line(written))


def described(erasure: registry.Erasure) -> dict[str, Any]:
    """An erasure as people see it: ids as UUIDs, instants in ISO form, `None` for what has not happened."""
    return {
        "erasure": str(UUID(bytes=erasure.person_id)),
        "tenant": erasure.tenant,
        "state": registry.ErasureState.Name(erasure.state).removeprefix("ERASURE_STATE_").lower(),
        "requested_by": erasure.requested_by,
        "requested_at": _instant(erasure.requested_at),
        "approved_by": erasure.approved_by or None,
        "ordered_at": _instant(erasure.ordered_at),
        "erased_at": _instant(erasure.erased_at),
        "services": {
            one.service: {
                "state": registry.AnswerState.Name(one.state).removeprefix("ANSWER_STATE_").lower(),
                "answered_at": _instant(one.answered_at),
                "until": day_of_number(one.until).isoformat() if one.until else None,
                "rule": one.rule or None,
            }
            for one in erasure.answers
        },
    }


def _instant(at: int) -> str | None:
    return instant_of_microseconds(at).isoformat(timespec="milliseconds") if at else None


def _show(session: Session, erasures: list[dict[str, Any]]) -> None:
    if not erasures:
        session.line(session.text("privacy.none"))
        return
    headings = [session.text(f"privacy.heading_{name}") for name in ("erasure", "state", "service", "answer", "until")]
    rows = []
    for one in erasures:
        state = session.text(f"privacy.state_{one['state']}")
        for service, answer in one["services"].items() or [("", None)]:
            told = session.text(f"privacy.answer_{answer['state']}") if answer else ""
            until = f"{answer['until']} {answer['rule']}" if answer and answer["until"] else ""
            rows.append([one["erasure"], state, service, told, until])
    session.table(headings, rows)


def _person(session: Session, tenant: str, *, nip: bool, nik: bool, person: str) -> bytes:
    """Who is meant. A number is asked for, or read from standard input: everybody on a machine sees arguments."""
    region_zone(tenant)
    if [nip, nik, bool(person)].count(True) != 1:
        raise Failed("WHOSE_ERASURE", WRONG_USAGE)
    if person:
        return id_bytes(person, "--person")
    key = _typed(session, IdentifierKind.IDENTIFIER_KIND_NIP if nip else IdentifierKind.IDENTIFIER_KIND_NIK)
    found = resolve(session, [tenant], [key]).persons.get(key)
    if found is None:
        raise Failed("PERSON_UNKNOWN")
    return found


def _typed(session: Session, kind: IdentifierKind) -> Key:
    is_nip = kind == IdentifierKind.IDENTIFIER_KIND_NIP
    if sys.stdin.isatty():
        written = typer.prompt(session.text("privacy.ask_nip" if is_nip else "privacy.ask_nik"), err=True)
    else:
        written = sys.stdin.readline(1_000)
    try:
        number = nip_of(written, datetime.now(UTC).date()) if is_nip else nik_of(written)
    except CellRefused as refused:
        raise Failed(refused.code.value) from None
    if number is None:
        raise Failed("IDENTITY_MISSING")
    return kind, number.text


def _all_ids(session: Session, tenant: str, person: bytes) -> list[bytes]:
    """The person's id and those of duplicates that were merged into it, one merge after the other."""
    known = [person]
    while True:
        facts = _facts(session, "registry", tenant, known)
        merged = [UUID(hex=one["data"]["person_id"]).bytes for one in facts if one["type"] == _MERGED]
        new = [one for one in dict.fromkeys(merged) if one not in known]
        if not new:
            return known
        known += new


def _facts(session: Session, service: str, tenant: str, ids: list[bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    position = 1
    while position:
        request = common.ExportPersonRequest(tenant=tenant, person_ids=ids, from_position=position)
        reply = session.connection.call(session.connection.privacy(service).ExportPerson, request)
        found += [
            {
                "position": one.position,
                "stream": one.stream,
                "type": one.type,
                "recorded": _instant(one.recorded_at),
                "actor": one.actor,
                "tenant": one.tenant,
                "data": json.loads(one.data_json),
            }
            for one in reply.facts
        ]
        position = reply.next_position
    return found
