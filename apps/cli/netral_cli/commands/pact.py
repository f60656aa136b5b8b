"""`netral pact`: signatures from paper or from a signing service, corrected, taken back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer
from netral.common.v1.types_pb2 import ItemVerdict, VerdictKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import RevocationCause, SigningMethod
from netral.registry.v1.events_pb2 import IdentifierKind
from netral_calendar import Zone, microseconds
from netral_files import PACTS, PactRow, parse_pacts

from netral_cli.arguments import choice, choices, id_bytes, instant, optional_day
from netral_cli.batches import CommandIds, cut, read, send
from netral_cli.commands.campaign import campaign_of
from netral_cli.failures import REFUSED, WRONG_USAGE, Failed, accepted
from netral_cli.people import Key, Resolved, identifiers, identifiers_of_refused, person_of, resolve
from netral_cli.session import Session, session_of
from netral_cli.tally import Tally, finish, report_path

METHODS = choices(SigningMethod, "SIGNING_METHOD_")
_CAUSES = choices(RevocationCause, "REVOCATION_CAUSE_")
_BATCH = 1_000
_COLUMNS = {"at": "waktu", "signed_at": "waktu", "answer": "status", "method": "metode", "reason": "alasan"}
_ANSWERS: Mapping[str, pledge.PactAnswer] = {
    "TANDA_TANGAN": pledge.PACT_ANSWER_SIGNED,
    "MENOLAK": pledge.PACT_ANSWER_REFUSED,
    "BERHALANGAN": pledge.PACT_ANSWER_EXCUSED,
}


def import_pacts(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.file")],
    campaign: Annotated[str, typer.Option(help="option.campaign")],
    report: Annotated[Path | None, typer.Option(help="option.report")] = None,
) -> int:
    """help.pact_import"""
    session = session_of(ctx)
    report = report_path(report)
    tally, rows = imported(session, file, id_bytes(campaign, "--campaign"))
    return finish(session, tally, rows, report)


def imported(session: Session, file: Path, key: bytes) -> tuple[Tally, int]:
    """The fate of every row, and how many there are. Raises `Failed`."""
    table = read(file, PACTS)
    opened = campaign_of(session, key).opened
    parsed = parse_pacts(table, now=datetime.now(UTC), zone=Zone(opened.zone).offset)
    refused = identifiers_of_refused(table, sorted(parsed.rejected))
    wanted = [each for _, row in parsed.rows for each in identifiers(row)] + list(refused.values())
    resolved = resolve(session, [opened.tenant], wanted)
    tally = Tally()
    known = [(number, row, person_of(row, number, resolved, tally)) for number, row in parsed.rows]
    ids = CommandIds()

    def call(batch: list[tuple[int, tuple[PactRow, bytes]]]) -> Any:
        items = [_pact(ids.of(number), row, person) for number, (row, person) in batch]
        request = pledge.RecordPactsRequest(campaign_id=key, items=items, after=resolved.cursor)
        return session.connection.call(session.connection.pledge.RecordPacts, request)

    rows = [(number, (row, person)) for number, row, person in known if person is not None]
    send(session, rows, tally, size=_BATCH, call=call, columns=_COLUMNS)
    tally.take(table, parsed)
    _note_refused(session, key, refused, resolved, tally)
    return tally, parsed.total


def _pact(command_id: bytes, row: PactRow, person: bytes) -> pledge.NewPact:
    return pledge.NewPact(
        command_id=command_id,
        person_id=person,
        answer=_ANSWERS[row.status],
        at=microseconds(row.at),
        method=METHODS[row.method] if row.method else None,
        reason=row.reason or "",
    )


def _note_refused(
    session: Session,
    campaign: bytes,
    refused: Mapping[int, Key],
    resolved: Resolved,
    tally: Tally,
) -> None:
    """Have it on record whose rows the file alone condemned: such persons are not simply silent."""
    codes = {remark.row: remark.code for remark in tally.remarks if remark.level == "rejected"}
    ids = CommandIds()
    items = [
        pledge.RejectedRow(command_id=ids.of(row), person_id=resolved.persons[each], reason=codes[row])
        for row, each in refused.items()
        if each in resolved.persons and row in codes
    ]
    for batch in cut(items, _BATCH):
        request = pledge.NoteRejectedRowsRequest(campaign_id=campaign, items=batch)
        tally.reach(session.connection.call(session.connection.pledge.NoteRejectedRows, request).cursor)


def correct(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Option(help="option.campaign")],
    at: Annotated[str, typer.Option(help="option.signed_at")],
    method: Annotated[str, typer.Option(help="option.method")],
    reason: Annotated[str, typer.Option(help="option.reason")],
    nip: Annotated[str, typer.Option(help="option.nip")] = "",
    nik: Annotated[str, typer.Option(help="option.nik")] = "",
) -> None:
    """help.pact_correct"""
    session = session_of(ctx)
    key = id_bytes(campaign, "--campaign")
    number = choice(method, METHODS, "--method")
    opened = campaign_of(session, key).opened
    item = pledge.CorrectedPact(
        command_id=uuid4().bytes,
        signed_at=microseconds(instant(at, "--at", Zone(opened.zone).offset)),
        method=number,
        reason=reason,
        person_id=_one_person(session, opened.tenant, nip, nik),
    )
    request = pledge.CorrectPactsRequest(campaign_id=key, items=[item])
    reply = session.connection.call(session.connection.pledge.CorrectPacts, request)
    _told(session, campaign, accepted(reply.verdicts[0]), "cli.pact_corrected")


def revoke(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Option(help="option.campaign")],
    cause: Annotated[str, typer.Option(help="option.revocation_cause")],
    reason: Annotated[str, typer.Option(help="option.reason")],
    nip: Annotated[str, typer.Option(help="option.nip")] = "",
    nik: Annotated[str, typer.Option(help="option.nik")] = "",
    on: Annotated[str | None, typer.Option(help="option.revoked_on")] = None,
) -> None:
    """help.pact_revoke"""
    session = session_of(ctx)
    key = id_bytes(campaign, "--campaign")
    number = choice(cause, _CAUSES, "--cause")
    day = optional_day(on, "--on")
    opened = campaign_of(session, key).opened
    item = pledge.RevokedPact(
        command_id=uuid4().bytes,
        cause=number,
        revoked_on=day,
        reason=reason,
        person_id=_one_person(session, opened.tenant, nip, nik),
    )
    request = pledge.RevokePactsRequest(campaign_id=key, items=[item])
    reply = session.connection.call(session.connection.pledge.RevokePacts, request)
    _told(session, campaign, accepted(reply.verdicts[0]), "cli.pact_revoked")


def _one_person(session: Session, tenant: str, nip: str, nik: str) -> bytes:
    kind = IdentifierKind.IDENTIFIER_KIND_NIP if nip else IdentifierKind.IDENTIFIER_KIND_NIK
    digits = "".join(filter(str.isdecimal, nip or nik))
    if not digits:
        raise Failed("WHO_IS_MEANT", WRONG_USAGE)
    person = resolve(session, [tenant], [(kind, digits)]).persons.get((kind, digits))
    if person is None:
        raise Failed("PERSON_UNKNOWN", REFUSED)
    return person


def _told(session: Session, campaign: str, verdict: ItemVerdict, key: str) -> None:
    document = {"campaign": campaign, "changed": verdict.kind == VerdictKind.VERDICT_KIND_ACCEPTED}
    session.answer(document, lambda: session.line(session.text(key)))
