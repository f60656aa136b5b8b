"""`netral org import`: units or posts, told apart by their header."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from netral.registry.v1 import service_pb2 as registry
from netral_calendar import day_number
from netral_files import POSTS, UNITS, PostRow, UnitRow, parse_posts, parse_units

from netral_cli.arguments import past_day
from netral_cli.batches import CommandIds, kind_of, read, send
from netral_cli.session import Session, session_of
from netral_cli.tally import Tally, finish, report_path

_BATCH = 20_000  # all of a tenant at once: rows may name a parent or superior that stands further down
_UNIT_COLUMNS = {"code": "kode_unit", "name": "nama_unit", "kind": "jenis_unit", "parent_code": "kode_induk"}
_POST_COLUMNS = {
    "code": "kode_jabatan",
    "name": "nama_jabatan",
    "unit_code": "kode_unit",
    "post_class": "kelas_jabatan",
    "role": "peran",
    "superior_code": "atasan",
    "assignment": "penugasan",
    "holder_name": "nama_pejabat",
    "from_day": "mulai",
    "last_day": "selesai",
}


def import_org(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="option.file")],
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    as_of: Annotated[str, typer.Option(help="option.as_of")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="option.dry_run")] = False,
    report: Annotated[Path | None, typer.Option(help="option.report")] = None,
) -> int:
    """help.org_import"""
    session = session_of(ctx)
    report = report_path(report)
    day = past_day(as_of, "--as-of", tenant)
    tally, rows = imported(session, file, tenant, day, dry_run=dry_run)
    return finish(session, tally, rows, report)


def imported(session: Session, file: Path, tenant: str, day: date, *, dry_run: bool = False) -> tuple[Tally, int]:
    """The fate of every row, and how many there are. Raises `Failed`."""
    tally = Tally(dry_run)
    importing = _units if kind_of(file, (UNITS, POSTS)) is UNITS else _posts
    return tally, importing(session, file, tenant, day, tally)


def _units(session: Session, file: Path, tenant: str, day: date, tally: Tally) -> int:
    table = read(file, UNITS)
    parsed = parse_units(table)
    ids = CommandIds()

    def call(batch: list[tuple[int, UnitRow]]) -> Any:
        rows = [
            registry.UnitRow(
                command_id=ids.of(number),
                row=number,
                code=row.code,
                name=row.name,
                kind=f"UNIT_KIND_{row.kind}",
                parent_code=row.parent_code or "",
            )
            for number, row in batch
        ]
        request = registry.ImportUnitsRequest(tenant=tenant, as_of=day_number(day), dry_run=tally.dry_run, rows=rows)
        return session.connection.call(session.connection.registry.ImportUnits, request)

    send(session, parsed.rows, tally, size=_BATCH, call=call, columns=_UNIT_COLUMNS)
    tally.take(table, parsed)
    return parsed.total


def _posts(session: Session, file: Path, tenant: str, day: date, tally: Tally) -> int:
    table = read(file, POSTS)
    parsed = parse_posts(table, as_of=day)
    ids = CommandIds()

    def call(batch: list[tuple[int, PostRow]]) -> Any:
        rows = [_post(ids.of(number), number, row) for number, row in batch]
        request = registry.ImportPostsRequest(tenant=tenant, as_of=day_number(day), dry_run=tally.dry_run, rows=rows)
        return session.connection.call(session.connection.registry.ImportPosts, request)

    send(session, parsed.rows, tally, size=_BATCH, call=call, columns=_POST_COLUMNS)
    tally.take(table, parsed)
    return parsed.total


def _post(command_id: bytes, number: int, row: PostRow) -> registry.PostRow:
    return registry.PostRow(
        command_id=command_id,
        row=number,
        code=row.code,
        name=row.name,
        unit_code=row.unit_code,
        post_class=f"POST_CLASS_{row.position_class}",
        role=f"POST_ROLE_{row.role}" if row.role else None,
        superior_code=row.superior_code or "",
        assignment=(f"ASSIGNMENT_{row.assignment}" if row.assignment else None),
        nip=row.nip or "",
        nik=row.nik or "",
        holder_name=row.holder_name or "",
        from_day=None if row.starts_on is None else day_number(row.starts_on),
        last_day=None if row.ends_on is None else day_number(row.ends_on),
    )
