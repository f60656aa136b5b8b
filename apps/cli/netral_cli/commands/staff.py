"""`netral staff`: imports of staff, and the comparison of a file with what is on record."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import netral_files
import typer
from netral.registry.v1 import service_pb2 as registry
from netral_calendar import day_number
from netral_files import STAFF, StaffRow, nearest, parse_staff

from netral_cli.arguments import past_day
from netral_cli.batches import CommandIds, read, send
from netral_cli.failures import DONE, SOME_REFUSED
from netral_cli.people import identifiers_of_refused
from netral_cli.session import Session, session_of
from netral_cli.tally import Remark, Tally, finish, report_path

_BATCH = 1_000
_LAST = 1 << 32  # those without a row come after all rows
_COLUMNS = {
    "name": "nama",
    "employment_class": "jenis_pegawai",
    "unit_code": "kode_unit",
    "position": "jabatan",
    "post_class": "kelas_jabatan",
    "from_day": "tmt",
}


def import_staff(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.file")],
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    as_of: Annotated[str, typer.Option(help="option.as_of")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="option.dry_run")] = False,
    report: Annotated[Path | None, typer.Option(help="option.report")] = None,
) -> int:
    """help.staff_import"""
    session = session_of(ctx)
    report = report_path(report)
    tally, rows = imported(session, file, tenant, past_day(as_of, "--as-of", tenant), dry_run=dry_run)
    return finish(session, tally, rows, report)


def imported(session: Session, file: Path, tenant: str, day: date, *, dry_run: bool = False) -> tuple[Tally, int]:
    """The fate of every row, and how many there are. Raises `Failed`."""
    table = read(file, STAFF)
    parsed = parse_staff(table, as_of=day)
    if any(row.email or row.phone for _, row in parsed.rows):
        session.note(session.text("cli.contacts_dropped"))
    tally = Tally(dry_run)
    ids = CommandIds()

    def call(batch: list[tuple[int, StaffRow]]) -> Any:
        rows = [_staff(ids.of(number), number, row) for number, row in batch]
        request = registry.ImportStaffRequest(tenant=tenant, as_of=day_number(day), dry_run=dry_run, rows=rows)
        return session.connection.call(session.connection.registry.ImportStaff, request)

    for reply in send(session, parsed.rows, tally, size=_BATCH, call=call, columns=_COLUMNS):
        for warning in reply.warnings:
            tally.warn(warning.row, _COLUMNS.get(warning.field, warning.field) or None, warning.reason)
    _suggest_units(session, tenant, day_number(day), tally, dict(parsed.rows))
    tally.take(table, parsed)
    return tally, parsed.total


def _staff(command_id: bytes, number: int, row: StaffRow) -> registry.StaffRow:
    return registry.StaffRow(
        command_id=command_id,
        row=number,
        name=row.name,
        employment_class=f"EMPLOYMENT_CLASS_{row.employment_type}",
        unit_code=row.unit_code,
        nip=row.nip or "",
        nik=row.nik or "",
        position=row.position or "",
        post_class=(f"POST_CLASS_{row.position_class}" if row.position_class else None),
        from_day=None if row.effective_from is None else day_number(row.effective_from),
    )


def _suggest_units(session: Session, tenant: str, day: int, tally: Tally, rows: dict[int, StaffRow]) -> None:
    """Name the nearest known unit where an unknown one was given."""
    unknown = [n for n, remark in enumerate(tally.remarks) if remark.code == "UNKNOWN_UNIT"]
    if not unknown:
        return
    connection = session.connection
    request = registry.ListUnitsRequest(tenant=tenant, day=day, after=connection.after())
    known = [unit.code for unit in connection.call(connection.registry.ListUnits, request).units]
    for number in unknown:
        remark = tally.remarks[number]
        hint = nearest(rows[remark.row].unit_code, known) if remark.row in rows else None
        if hint is not None:
            params = {**remark.params, "nearest": hint}
            tally.remarks[number] = Remark(remark.row, remark.column, remark.code, remark.level, params)


def reconcile(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.file")],
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    as_of: Annotated[str, typer.Option(help="option.as_of")],
    report: Annotated[Path | None, typer.Option(help="option.report")] = None,
) -> int:
    """help.staff_reconcile"""
    session = session_of(ctx)
    report = report_path(report)
    day = past_day(as_of, "--as-of", tenant)
    table = read(file, STAFF)
    parsed = parse_staff(table, as_of=day)
    reply = _compared(session, tenant, day, table, parsed)
    proposed = [*_refused(parsed), *(_proposal(one) for one in reply.differences)]
    proposed.sort(key=lambda one: one["row"] or _LAST)
    causes = Counter(one["cause"] for one in proposed)
    document = {
        "rows": parsed.total,
        "rejected": causes["row_refused"],
        "known": reply.known,
        "differences": dict(causes.most_common()),
        "proposed": proposed,
        "age_seconds": round(reply.freshness.age_seconds, 3),
    }
    if report is not None:
        headings = [session.text(f"cli.{name}") for name in ("cause", "proposal", "person", "row")]
        listed = [[one["cause"], one["event"] or "", one["person"] or "", str(one["row"] or "")] for one in proposed]
        netral_files.write_table(report, headings, listed)
        session.note(session.text("cli.report_written"))
    session.answer(document, lambda: _show(session, causes))
    return SOME_REFUSED if causes["row_refused"] else DONE


def _compared(
    session: Session, tenant: str, day: date, table: netral_files.Table, parsed: netral_files.Parsed[StaffRow]
) -> registry.ReconcileStaffResponse:
    """What the registry makes of the file. Raises `Failed`."""
    present = identifiers_of_refused(table, sorted(parsed.rejected)).values()
    request = registry.ReconcileStaffRequest(
        tenant=tenant,
        as_of=day_number(day),
        rows=[_staff(b"", number, row) for number, row in parsed.rows],
        present=[registry.Identifier(kind=kind, value=digits) for kind, digits in present],
        after=session.connection.after(),
    )
    reply: registry.ReconcileStaffResponse = session.connection.call(
        session.connection.registry.ReconcileStaff, request
    )
    return reply


def _refused(parsed: netral_files.Parsed[StaffRow]) -> list[dict[str, Any]]:
    """Rows that the file alone shows to be of no use, each with its first reason."""
    codes: dict[int, str] = {}
    for finding in parsed.findings:
        if finding.row in parsed.rejected and finding.level is netral_files.Level.REJECTED:
            codes.setdefault(finding.row, finding.code.value)
    return [
        {"cause": "row_refused", "event": None, "person": None, "row": row, "code": code} for row, code in codes.items()
    ]


def _proposal(one: registry.Difference) -> dict[str, Any]:
    return {
        "cause": registry.DifferenceCause.Name(one.cause).removeprefix("DIFFERENCE_CAUSE_").lower(),
        "event": one.event or None,
        "person": str(UUID(bytes=one.person_id)) if one.person_id else None,
        "row": one.row or None,
        "code": one.reason or None,
    }


def _show(session: Session, causes: Counter[str]) -> None:
    if not causes:
        session.line(session.text("cli.no_difference"))
        return
    headings = [session.text("cli.cause"), session.text("cli.count")]
    session.table(headings, [[session.text(f"difference.{cause}"), count] for cause, count in causes.most_common()])
