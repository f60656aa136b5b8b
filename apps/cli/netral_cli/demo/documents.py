"""The five seed documents as commands: what each says, put on record with its source. Days and numbers are theirs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from netral.common.v1.types_pb2 import Count, CountKind
from netral.pledge.v1 import events_pb2 as events
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_calendar import day_number

from netral_cli.batches import content_id
from netral_cli.commands import ceremony
from netral_cli.commands.campaign import OPEN_END
from netral_cli.failures import accepted
from netral_cli.session import Session

BALI, LAMPUNG, BABEL, EAST_BELITUNG, GIANYAR = "51", "18", "19", "19.06", "51.04"
_EVERYBODY = [name for name, number in EmploymentClass.items() if number]
_JOINT_DECREE = "SKB 2/2022"


def record(session: Session) -> Iterator[str]:
    """Record them all; the title of each when it is done. Raises `Failed`."""
    yield _bali_ceremony(session)
    yield _bali_duties(session)
    yield _lampung_parade(session)
    yield _gianyar_circular(session)
    yield _manggar_parade(session)


def _bali_ceremony(session: Session) -> str:
    title = "Ikrar ASN dan non-ASN, Diskominfos Provinsi Bali"
    held = events.CeremonyHeld(
        place_tenant=BALI,
        place="Dinas Komunikasi, Informatika dan Statistik",
        leader=events.Leader(title="Kepala Dinas"),
        day=ceremony.claimed([_day(2023, 11, 17)]),
        kind=events.CEREMONY_KIND_KANTOR,
        mode=events.CEREMONY_MODE_READ_ALOUD,
        attended=ceremony.counted("seluruh pegawai"),
        without_exception=True,
        source=_source(title, 2023, 11, 17, events.SOURCE_GRADE_OFFICIAL),
    )
    ceremony.recorded(session, BALI, held)
    return title


def _bali_duties(session: Session) -> str:
    duties = [name for name, number in events.MandatedDuty.items() if number]
    items = [
        pledge.NewDuty(
            command_id=content_id("duty", BALI, name),
            duty=events.DutyRef(mandated=name),
            due_on=_day(2023, 11, 28),
        )
        for name in duties
    ]
    request = pledge.RequireDutiesRequest(tenant=BALI, items=items)
    _all_accepted(session.connection.call(session.connection.pledge.RequireDuties, request))
    return "Empat kewajiban kepala daerah, Sekda Provinsi Bali"


def _lampung_parade(session: Session) -> str:
    title = "Apel gabungan dan deklarasi netralitas, Provinsi Lampung"
    held = events.CeremonyHeld(
        place_tenant=LAMPUNG,
        leader=events.Leader(title="Sekretaris Daerah"),
        day=ceremony.claimed([_day(2023, 9, 18)]),
        kind=events.CEREMONY_KIND_APEL_GABUNGAN,
        mode=events.CEREMONY_MODE_READ_ALOUD,
        attended=Count(kind=CountKind.COUNT_KIND_UNKNOWN),
        source=_source(title, 2023, 9, 18, events.SOURCE_GRADE_PRESS),
    )
    ceremony.recorded(session, LAMPUNG, held)
    return title


def _gianyar_circular(session: Session) -> str:
    title = "SE 800/8827/BKPSDM/2023, Kabupaten Gianyar"
    source = _source(title, 2023, 11, 20, events.SOURCE_GRADE_PRESS)
    issued = events.InstrumentIssued(
        number="800/8827/BKPSDM/2023",
        title="Surat Edaran tentang netralitas pegawai",
        issuers=["Kabupaten Gianyar"],
        issued_on=_day(2023, 11, 20),
        first_day=_day(2023, 11, 20),
        last_day=OPEN_END,
        classes=_EVERYBODY,
        source=source,
    )
    item = pledge.NewInstrument(command_id=content_id("instrument", issued.number), instrument=issued)
    request = pledge.IssueInstrumentsRequest(tenant=GIANYAR, items=[item])
    _all_accepted(session.connection.call(session.connection.pledge.IssueInstruments, request))
    claim = pledge.NewInstrumentClaim(
        command_id=content_id("claim", _JOINT_DECREE, "issuers"),
        number=_JOINT_DECREE,
        field="issuers",
        claimed="4",
        source=source,
    )
    claims = pledge.RecordInstrumentClaimsRequest(tenant="00", items=[claim])
    _all_accepted(session.connection.call(session.connection.pledge.RecordInstrumentClaims, claims))
    return title


def _manggar_parade(session: Session) -> str:
    title = "Apel di SMA Negeri 1 Manggar, Belitung Timur"
    held = events.CeremonyHeld(
        place_tenant=EAST_BELITUNG,
        place="SMA Negeri 1 Manggar",
        leader=events.Leader(title="Pj. Gubernur"),
        day=ceremony.claimed([_day(2023, 10, 23), _day(2023, 11, 27)]),
        kind=events.CEREMONY_KIND_APEL,
        mode=events.CEREMONY_MODE_READ_ALOUD,
        witnesses=[events.Witness(body="KESBANGPOL", counted=ceremony.counted(">=252"))],
        attended=ceremony.counted(">=252"),
        source=_source(title, 2023, 11, 27, events.SOURCE_GRADE_PRESS),
    )
    ceremony.recorded(session, BABEL, held)
    return title


def _source(title: str, year: int, month: int, day: int, grade: events.SourceGrade) -> events.Source:
    return events.Source(title=title, published_on=_day(year, month, day), grade=grade)


def _day(year: int, month: int, day: int) -> int:
    return day_number(date(year, month, day))


def _all_accepted(reply: Any) -> None:
    for verdict in reply.verdicts:
        accepted(verdict)
