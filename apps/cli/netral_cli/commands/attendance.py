"""`netral attendance import`: who came to a ceremony."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import AttendanceStatus
from netral_calendar import Zone, tenant_day
from netral_files import ATTENDANCE, AttendanceRow, parse_attendance

from netral_cli.arguments import choices, id_bytes
from netral_cli.batches import CommandIds, read, send
from netral_cli.commands.ceremony import ceremony_of
from netral_cli.people import identifiers, person_of, resolve
from netral_cli.session import Session, session_of
from netral_cli.tally import Tally, finish, report_path

_BATCH = 1_000
_STATUSES = choices(AttendanceStatus, "ATTENDANCE_STATUS_")
_COLUMNS = {"status": "status", "reason": "alasan", "person_id": "nip"}


def import_attendance(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.file")],
    ceremony: Annotated[str, typer.Option(help="option.ceremony")],
    report: Annotated[Path | None, typer.Option(help="option.report")] = None,
) -> int:
    """help.attendance_import"""
    session = session_of(ctx)
    report = report_path(report)
    tally, rows = imported(session, file, id_bytes(ceremony, "--ceremony"))
    return finish(session, tally, rows, report)


def imported(session: Session, file: Path, key: bytes) -> tuple[Tally, int]:
    """The fate of every row, and how many there are. Raises `Failed`."""
    table = read(file, ATTENDANCE)
    held = ceremony_of(session, key)
    parsed = parse_attendance(table, as_of=tenant_day(datetime.now(UTC), Zone(held.zone)))
    wanted = [each for _, row in parsed.rows for each in identifiers(row)]
    resolved = resolve(session, [held.organiser, held.place_tenant], wanted)
    tally = Tally()
    known = [(number, row, person_of(row, number, resolved, tally)) for number, row in parsed.rows]
    ids = CommandIds()

    def call(batch: list[tuple[int, tuple[AttendanceRow, bytes]]]) -> Any:
        items = [
            pledge.NewAttendance(
                command_id=ids.of(number), person_id=person, status=_STATUSES[row.status], reason=row.reason or ""
            )
            for number, (row, person) in batch
        ]
        request = pledge.RecordAttendanceRequest(ceremony_id=key, items=items)
        return session.connection.call(session.connection.pledge.RecordAttendance, request)

    rows = [(number, (row, person)) for number, row, person in known if person is not None]
    send(session, rows, tally, size=_BATCH, call=call, columns=_COLUMNS)
    tally.take(table, parsed)
    return tally, parsed.total
