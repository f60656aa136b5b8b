"""The pledge day of a generated Gianyar, from the first unit to the last receipt."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from uuid import UUID

from netral.pledge.v1 import events_pb2 as events
from netral.pledge.v1 import service_pb2 as pledge
from netral_calendar import day_number

from netral_cli.commands import attendance, ceremony, coverage, org, pact, receipt, staff
from netral_cli.commands.campaign import opened
from netral_cli.demo import documents, regency
from netral_cli.failures import NOT_NOW, Failed
from netral_cli.session import Session
from netral_cli.tally import Tally

_CLASSES = tuple(f"EMPLOYMENT_CLASS_{each}" for each in ("PNS", "PPPK", "HARIAN", "THL"))
_ORGANISED = date(2023, 11, 1)
_LAST_DAY = date(2023, 11, 30)


def told(
    session: Session,
    watch: Callable[[], None],
    *,
    signers: int = regency.SIGNERS,
    silent: int = regency.SILENT,
) -> dict[str, Any]:
    """Tell it; the promised object and what the summary shows. `watch` looks after the services. Raises `Failed`."""
    folder = session.home / "demo"
    for title in documents.record(session):
        session.note(session.text("demo.document", title=title))
    session.note(session.text("demo.generating", count=signers + silent))
    files, employees = regency.write(folder, signers, silent)
    watch()
    _organisation(session, files)
    rows = _done(staff.imported(session, files.staff, regency.TENANT, _ORGANISED))
    session.note(session.text("demo.staff", count=rows))
    watch()
    pledge_id, pact_id = _campaigns(session)
    _pledge_day(session, files, pledge_id, signers, len(employees))
    watch()
    signed = _done(pact.imported(session, files.pacts, pact_id))
    session.note(session.text("demo.pacts", count=signed))
    receipts = _receipts(session, pact_id, folder / "receipts")
    by_class = _coverage(session, pact_id, pledge.COVERAGE_BY_CLASS)
    document = coverage.described(by_class)
    return {
        "coverage": document,
        "coverage_by_unit": coverage.described(_coverage(session, pact_id, pledge.COVERAGE_BY_UNIT)),
        "missing": coverage.missing_persons(session, pact_id, by_class, None, None),
        "receipts": receipts,
    }


def _organisation(session: Session, files: regency.Files) -> None:
    units = _done(org.imported(session, files.units, regency.TENANT, _ORGANISED))
    posts = _done(org.imported(session, files.posts, regency.TENANT, _ORGANISED))
    session.note(session.text("demo.organisation", units=units, posts=posts))


def _campaigns(session: Session) -> tuple[bytes, bytes]:
    both = []
    for kind, title, text, closes in (
        (events.CAMPAIGN_KIND_PLEDGE, "Ikrar Netralitas Kabupaten Gianyar", "ikrar.txt", regency.PLEDGE_DAY),
        (events.CAMPAIGN_KIND_PACT, "Pakta Integritas Kabupaten Gianyar", "pakta.txt", _LAST_DAY),
    ):
        item = pledge.NewCampaign(
            kind=kind,
            title=title,
            text=(package_files(__package__) / text).read_bytes(),
            opens=day_number(regency.PLEDGE_DAY),
            closes=day_number(closes),
            target=day_number(regency.PLEDGE_DAY),
            classes=_CLASSES,
            basis_numbers=["800/8827/BKPSDM/2023"],
        )
        both.append(UUID(opened(session, regency.TENANT, item)).bytes)
    session.note(session.text("demo.campaigns"))
    return both[0], both[1]


def _pledge_day(session: Session, files: regency.Files, campaign: bytes, signers: int, persons: int) -> None:
    held = events.CeremonyHeld(
        campaign_id=campaign,
        place_tenant=regency.TENANT,
        place="Serentak di seluruh kantor",
        leader=events.Leader(title="Sekretaris Daerah"),
        day=ceremony.claimed([day_number(regency.PLEDGE_DAY)]),
        kind=events.CEREMONY_KIND_APEL,
        mode=events.CEREMONY_MODE_READ_ALOUD,
        attended=ceremony.counted(str(signers)),
        source=events.Source(
            title="Sekda Gianyar, 20 November 2023",
            published_on=day_number(regency.PLEDGE_DAY),
            grade=events.SOURCE_GRADE_PRESS,
        ),
    )
    key = UUID(ceremony.recorded(session, regency.TENANT, held)).bytes
    rows = _done(attendance.imported(session, files.attendance, key))
    assert rows == persons
    session.note(session.text("demo.ceremony"))


def _receipts(session: Session, campaign: bytes, out: Path) -> dict[str, int]:
    exported = receipt.exported(session, campaign, out)["exported"]
    verdicts = receipt.verified([out], out / receipt.KEY_FILE)["receipts"]
    valid = sum(one["valid"] for one in verdicts)
    session.note(session.text("demo.receipts", exported=exported, valid=valid))
    return {"exported": exported, "valid": valid}


def _coverage(session: Session, campaign: bytes, by: pledge.CoverageBy) -> pledge.CoverageResponse:
    request = pledge.CoverageRequest(campaign_id=campaign, by=by, after=session.connection.after())
    reply: pledge.CoverageResponse = session.connection.call(session.connection.pledge.Coverage, request)
    return reply


def _done(result: tuple[Tally, int]) -> int:
    """How many rows are in. Raises `Failed` if one was refused: the story's own files hold no fault."""
    tally, rows = result
    if tally.rejected:
        raise Failed("INTERNAL", NOT_NOW, correlation=tally.remarks[0].code)
    return rows
