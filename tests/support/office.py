"""One tenant as its own people work in it: units, staff, campaigns, ceremonies, and questions that saw them.

Persons are generated: nobody was born in 1900 and holds such a number.
"""

import itertools
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from netral.common.v1.types_pb2 import Cursor, ItemVerdict, VerdictKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import AttendanceStatus, CampaignKind, CeremonyHeld, CeremonyKind, CeremonyMode
from netral.pledge.v1.service_pb2 import CoverageBy, PactAnswer
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import EmploymentClass, UnitKind
from netral.registry.v1.privacy_pb2 import (
    ApproveErasuresRequest,
    Erasure,
    ErasureApproval,
    ErasureRequest,
    RequestErasuresRequest,
    ShowErasureRequest,
)
from netral_calendar import day_number, microseconds
from running import OPERATOR, System

ACCEPTED = VerdictKind.VERDICT_KIND_ACCEPTED
UNCHANGED = VerdictKind.VERDICT_KIND_UNCHANGED
DUPLICATE = VerdictKind.VERDICT_KIND_DUPLICATE
REJECTED = VerdictKind.VERDICT_KIND_REJECTED
PACT, PLEDGE = CampaignKind.CAMPAIGN_KIND_PACT, CampaignKind.CAMPAIGN_KIND_PLEDGE
PNS = EmploymentClass.EMPLOYMENT_CLASS_PNS
TEXT = b"Pakta integritas: kami netral sebelum, selama, dan sesudah pemilihan.\n"
_numbers = itertools.count(1)


def new_id() -> bytes:
    """A fresh command id."""
    return uuid.uuid4().bytes


def day(text: str) -> int:
    """Days since 1970-01-01 of an ISO day."""
    return day_number(date.fromisoformat(text))


def at(text: str) -> int:
    """Microseconds UTC of an ISO instant with an offset."""
    return microseconds(datetime.fromisoformat(text))


def id_of(verdict: ItemVerdict) -> bytes:
    """The 16 bytes of the stream that an item wrote to."""
    return uuid.UUID(verdict.stream_id.rpartition("/")[2]).bytes


def nip(number: int) -> str:
    """A NIP that nobody has, 18 digits, another one for each number up to 300,000."""
    birthday, serial = divmod(number, 999)
    return f"1900{birthday % 12 + 1:02}{birthday // 12 + 1:02}1950011{serial + 1:03}"


def nik(number: int) -> str:
    """A NIK of a region that does not exist, 16 digits, another one for each number up to 250,000."""
    return f"990101{number % 28 + 1:02}0100{number // 28 + 1:04}"


def kinds(reply: Any) -> list[int]:
    """Kinds of the verdicts of a reply."""
    return [one.kind for one in reply.verdicts]


def accepted(reply: Any) -> Any:
    """The reply, once every item of it was accepted."""
    assert {(one.kind, one.reason, one.field) for one in reply.verdicts} <= {(ACCEPTED, "", "")}
    return reply


class Office:
    """Acts as `subject` in one tenant. Every question has seen all that was written here before."""

    def __init__(self, system: System, tenant: str, subject: str = OPERATOR) -> None:
        self.tenant = tenant
        self.system = system
        self.registry = system.caller(subject).registry
        self.pledge = system.caller(subject).pledge
        self.erasures = system.caller(subject).erasures
        self._seen: dict[str, int] = {}

    @property
    def seen(self) -> Cursor:
        """How far the logs were after what was written here."""
        return Cursor(positions=self._seen)

    def note(self, reply: Any) -> Any:
        """The reply of a write whose items were all accepted; later questions see it."""
        return self.saw(accepted(reply))

    def saw(self, reply: Any) -> Any:
        """The reply of a write; later questions see it."""
        for service, position in reply.cursor.positions.items():
            self._seen[service] = max(position, self._seen.get(service, 0))
        return reply

    # organisation and staff

    def units(
        self, *codes: str, kind: int = UnitKind.UNIT_KIND_DINAS, parent: str = "", as_of: str = "2020-01-01"
    ) -> list[bytes]:
        """Ids of units that exist from `as_of` on."""
        rows = [
            registry.UnitRow(command_id=new_id(), row=n, code=code, name=f"Unit {code}", kind=kind, parent_code=parent)
            for n, code in enumerate(codes, 2)
        ]
        request = registry.ImportUnitsRequest(tenant=self.tenant, as_of=day(as_of), rows=rows)
        return [id_of(one) for one in self.note(self.registry.ImportUnits(request)).verdicts]

    def post(self, code: str, unit: str, *, as_of: str, **fields: Any) -> bytes:
        """Id of a post; `fields` are those of a `PostRow`."""
        fields.setdefault("name", f"Jabatan {code}")
        row = registry.PostRow(command_id=new_id(), row=2, code=code, unit_code=unit, **fields)
        request = registry.ImportPostsRequest(tenant=self.tenant, as_of=day(as_of), rows=[row])
        return id_of(self.note(self.registry.ImportPosts(request)).verdicts[0])

    def rows(self, count: int, unit: str, employment_class: int = PNS, **fields: Any) -> list[registry.StaffRow]:
        """Rows of new persons of a unit; without a NIP if `nik_only`."""
        nik_only = fields.pop("nik_only", False)
        return [
            registry.StaffRow(
                command_id=new_id(),
                row=n,
                name=f"Pegawai Contoh {number}",
                employment_class=employment_class,
                unit_code=unit,
                nip="" if nik_only else nip(number),
                nik=nik(number),
                **fields,
            )
            for n, number in enumerate(itertools.islice(_numbers, count), 2)
        ]

    def employ(self, rows: Sequence[registry.StaffRow], as_of: str = "2023-01-01") -> list[bytes]:
        """Import rows; ids of the persons."""
        request = registry.ImportStaffRequest(tenant=self.tenant, as_of=day(as_of), rows=rows)
        return [id_of(one) for one in self.note(self.registry.ImportStaff(request)).verdicts]

    def hire(self, count: int, unit: str, employment_class: int = PNS, **fields: Any) -> list[bytes]:
        """Ids of new persons of a unit, employed since the first day of 2023."""
        return self.employ(self.rows(count, unit, employment_class, **fields))

    def leaver(self, unit: str) -> bytes:
        """A new person of a unit whose erasure was asked for."""
        (person,) = self.hire(1, unit)
        self.ask_erasure(person)
        return person

    def ask_erasure(self, person: bytes) -> Any:
        """The reply to the request to erase a person, accepted."""
        item = ErasureRequest(command_id=new_id(), person_id=person)
        return self.note(self.erasures.RequestErasures(RequestErasuresRequest(tenant=self.tenant, items=[item])))

    def approve_erasure(self, person: bytes) -> Any:
        """The reply to the approval of an erasure, whatever it says."""
        item = ErasureApproval(command_id=new_id(), person_id=person)
        return self.saw(self.erasures.ApproveErasures(ApproveErasuresRequest(items=[item])))

    def erasure(self, person: bytes) -> Erasure:
        """An erasure as it stands."""
        return self.erasures.ShowErasure(ShowErasureRequest(person_id=person, after=self.seen)).erasure

    # campaigns and pacts

    def open(self, kind: int = PACT, *, opens: str = "2023-11-01", closes: str = "2023-11-30", **fields: Any) -> Any:
        """The reply to the opening of one campaign."""
        text = {} if "template_id" in fields else {"text": TEXT}
        item = pledge.NewCampaign(
            command_id=new_id(), kind=kind, opens=day(opens), closes=day(closes), **{"title": "Uji", **text, **fields}
        )
        self.system.settle(self.seen)
        return self.saw(self.pledge.OpenCampaigns(pledge.OpenCampaignsRequest(tenant=self.tenant, items=[item])))

    def campaign(self, kind: int = PACT, **fields: Any) -> bytes:
        """Id of a new campaign."""
        return id_of(accepted(self.open(kind, **fields)).verdicts[0])

    def signatures(self, persons: Iterable[bytes], signed_at: str, **fields: Any) -> list[pledge.NewPact]:
        """Answers of persons who sign on paper."""
        fields = {"answer": PactAnswer.PACT_ANSWER_SIGNED, "method": "SIGNING_METHOD_BASAH", **fields}
        return [pledge.NewPact(command_id=new_id(), person_id=one, at=at(signed_at), **fields) for one in persons]

    def record(self, campaign: bytes, items: Sequence[pledge.NewPact]) -> Any:
        """The reply to a batch of answers."""
        request = pledge.RecordPactsRequest(campaign_id=campaign, items=items, after=self.seen)
        return self.saw(self.pledge.RecordPacts(request))

    def sign(
        self, campaign: bytes, persons: Iterable[bytes], signed_at: str = "2023-11-20T08:05:00+08:00", **fields: Any
    ) -> Any:
        """The reply to a batch of signatures, all accepted."""
        return accepted(self.record(campaign, self.signatures(persons, signed_at, **fields)))

    def coverage(self, campaign: bytes, by: int = CoverageBy.COVERAGE_BY_NONE, **fields: Any) -> Any:
        """Figures of a campaign."""
        return self.pledge.Coverage(pledge.CoverageRequest(campaign_id=campaign, by=by, after=self.seen, **fields))

    def shown(self, campaign: bytes) -> pledge.Campaign:
        """A campaign as it stands."""
        request = pledge.ShowCampaignRequest(campaign_id=campaign, after=self.seen)
        return self.pledge.ShowCampaign(request).campaign

    # ceremonies

    def hold(self, on: str | Sequence[str], **fields: Any) -> Any:
        """The reply to the record of one ceremony; `fields` are those of `CeremonyHeld`."""
        days = [on] if isinstance(on, str) else on
        held = CeremonyHeld(
            **{
                "kind": CeremonyKind.CEREMONY_KIND_APEL,
                "mode": CeremonyMode.CEREMONY_MODE_READ_ALOUD,
                "day": {"candidates": [day(one) for one in days]},
                **fields,
            }
        )
        item = pledge.NewCeremony(command_id=new_id(), ceremony=held)
        self.system.settle(self.seen)
        return self.saw(self.pledge.RecordCeremonies(pledge.RecordCeremoniesRequest(tenant=self.tenant, items=[item])))

    def ceremony(self, on: str | Sequence[str], **fields: Any) -> bytes:
        """Id of a new ceremony."""
        return id_of(accepted(self.hold(on, **fields)).verdicts[0])

    def attend(
        self, ceremony: bytes, persons: Iterable[bytes], status: int = AttendanceStatus.ATTENDANCE_STATUS_HADIR
    ) -> Any:
        """The reply to a list of attendance, all accepted."""
        items = [pledge.NewAttendance(command_id=new_id(), person_id=one, status=status) for one in persons]
        request = pledge.RecordAttendanceRequest(ceremony_id=ceremony, items=items, after=self.seen)
        return self.note(self.pledge.RecordAttendance(request))

    def ceremony_shown(self, ceremony: bytes, **fields: Any) -> pledge.Ceremony:
        """A ceremony as it is known, or was known at `known_at`."""
        request = pledge.ShowCeremonyRequest(ceremony_id=ceremony, after=self.seen, **fields)
        return self.pledge.ShowCeremony(request).ceremony

    def ceremonies(self, **fields: Any) -> list[pledge.Ceremony]:
        """Ceremonies of the tenant."""
        request = pledge.ListCeremoniesRequest(tenant=self.tenant, after=self.seen, **fields)
        return list(self.pledge.ListCeremonies(request).ceremonies)
