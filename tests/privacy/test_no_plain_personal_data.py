"""Names, numbers of identity documents, telephones and addresses go in by every door and stand readable nowhere.

The doors are all fields that the contract declares `PERSONAL_DATA_PLAIN`; what is searched is everything that the
system writes: each file of the home, each line of its processes, each metric, each refusal.
"""

import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from contracts import fields
from google.protobuf.descriptor import FieldDescriptor
from leaks import leaks, leaks_below
from netral.common.v1 import submissions_pb2 as rpc
from netral.common.v1.operations_pb2 import ReadLogRequest, TraceLogRequest
from netral.common.v1.options_pb2 import PersonalData
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import EmploymentClass, IdentifierKind
from netral_chassis.options import personal_data
from office import PLEDGE, PNS, REJECTED, Office, accepted, at, day, new_id
from procedures import procedures, served
from running import OFFSETS, System
from sources import Source, claim, status

TENANT = "53.01"
MARK = "Zqxvpenanda"
"""Stands in a field that is no personal data, to show that the search sees what the services write."""
SIGNED_AT = "2023-11-20T08:05:00+08:00"
SIGNED, REFUSED, EXCUSED = (getattr(pledge, f"PACT_ANSWER_{name}") for name in ("SIGNED", "REFUSED", "EXCUSED"))


@dataclass
class Canaries:
    """Texts that occur nowhere else, by kind, each made once."""

    made: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(101))

    def _keep(self, text: str) -> str:
        self.made.append(text)
        return text

    def word(self) -> str:
        """Part of a name."""
        letters = str(next(self._numbers)).translate(str.maketrans("0123456789", "bcdfghjklm"))
        return self._keep(f"Zqxvarja{letters}")

    def name(self) -> str:
        return f"{self.word()} {self.word()}"

    def nip(self) -> str:
        return self._keep(f"190011271950012{next(self._numbers)}")

    def nik(self) -> str:
        return self._keep(f"990202271100{next(self._numbers):04}")

    def telephone(self) -> str:
        return self._keep(f"0899117733{next(self._numbers)}")

    def mail(self) -> str:
        return self._keep(f"zqxv{next(self._numbers)}.surel@contoh.invalid")

    def sentence(self) -> str:
        """A reason that says more than it should."""
        who = f"{self.name()} (NIP {self.nip()}, NIK {self.nik()})"
        return f"{who} sakit, hubungi {self.telephone()} atau {self.mail()}"


@dataclass
class Planted:
    """What was planted, through which fields, and the refusals that came back."""

    canaries: Canaries
    fields: set[str]
    persons: list[bytes]
    names: list[str]
    refusals: list[Any]

    def through(self, message: Any, *names: str) -> None:
        """Remember that these fields of a message held canaries."""
        assert all(getattr(message, name) for name in names)
        self.fields |= {f"{message.DESCRIPTOR.full_name}.{name}" for name in names}


@pytest.fixture(scope="module")
def planted(system: System, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Every door was used, with what is accepted and with what is refused."""
    office = Office(system, TENANT)
    office.units("KANARI", MARK)
    found = Planted(Canaries(), set(), [], [], [])
    _staff(office, found)
    _posts(office, found)
    _pacts(office, found)
    _ceremonies(office, found)
    _questions(office, found)
    _claims(office, found, Source(system, TENANT, tmp_path_factory.mktemp("key")))
    system.settle()
    return found


def _staff(office: Office, found: Planted) -> None:
    canaries = found.canaries

    def row(**changes: Any) -> registry.StaffRow:
        given = {"name": canaries.name(), "nip": canaries.nip(), "nik": canaries.nik(), "unit_code": "KANARI"}
        return registry.StaffRow(command_id=new_id(), row=2, **{"employment_class": PNS, **given, **changes})

    good = [row(), row(nip="", employment_class=EmploymentClass.EMPLOYMENT_CLASS_THL), row(nik=""), row()]
    found.through(good[0], "name", "nip", "nik")
    found.persons = office.employ(good)
    found.names = [one.name for one in good]
    renamed = row(nip=good[0].nip, nik=good[0].nik)
    office.employ([renamed], as_of="2023-02-01")
    found.names[0] = renamed.name

    bad = [
        row(unit_code="TIDAK-ADA"),
        row(nip=canaries.nip() + "9"),
        row(nik=canaries.nik()[:-1]),
        row(nip=good[1].nik, nik=canaries.nik()),
        row(nip=good[0].nip, nik=good[3].nik),
        row(name=f"{canaries.name()}\x00"),
        row(name=canaries.name() * 40),
        row(employment_class=EmploymentClass.EMPLOYMENT_CLASS_UNSPECIFIED),
        row(from_day=day("2023-06-01")),
    ]
    for dry_run in (True, False):
        request = registry.ImportStaffRequest(tenant=TENANT, as_of=day("2023-03-01"), rows=bad, dry_run=dry_run)
        _all_refused(found, office.registry.ImportStaff(request))
    far = registry.ImportStaffRequest(tenant=TENANT, as_of=day("2999-01-01"), rows=[row()])
    found.refusals.append(_refusal(lambda: office.registry.ImportStaff(far)))
    many = registry.ImportStaffRequest(tenant=TENANT, as_of=day("2023-01-01"), rows=[row()] * 20_001)
    found.refusals.append(_refusal(lambda: office.registry.ImportStaff(many)))
    nobody = office.system.caller("user:privacy-nobody").registry
    request = registry.ImportStaffRequest(tenant=TENANT, as_of=day("2023-01-01"), rows=[row()])
    found.refusals.append(_refusal(lambda: nobody.ImportStaff(request)))


def _posts(office: Office, found: Planted) -> None:
    canaries = found.canaries

    def row(code: str, **changes: Any) -> registry.PostRow:
        given = {"holder_name": canaries.name(), "nip": canaries.nip(), "nik": canaries.nik(), "unit_code": "KANARI"}
        fields = {"name": "Jabatan", "post_class": "POST_CLASS_JPT_PRATAMA", "assignment": "ASSIGNMENT_D"}
        return registry.PostRow(command_id=new_id(), row=2, code=code, **{**fields, **given, **changes})

    good = [row("K-1"), row("K-2", nip="", nik=""), row("K-3", nik="")]
    found.through(good[0], "holder_name", "nip", "nik")
    office.note(
        office.registry.ImportPosts(registry.ImportPostsRequest(tenant=TENANT, as_of=day("2023-01-01"), rows=good))
    )
    bad = [
        row("K-4", unit_code="TIDAK-ADA"),
        row("K-5", nip=canaries.nip() + "9"),
        row("K-6", holder_name=f"{canaries.name()}\x07"),
        row("K-7", superior_code="TIDAK-ADA"),
    ]
    request = registry.ImportPostsRequest(tenant=TENANT, as_of=day("2023-01-01"), rows=bad)
    _all_refused(found, office.registry.ImportPosts(request))


def _pacts(office: Office, found: Planted) -> None:
    canaries, campaign = found.canaries, office.campaign()
    signer, refuser, absent, other = found.persons

    def answer(person: bytes, kind: int, **changes: Any) -> pledge.NewPact:
        given = {"reason": canaries.sentence(), "evidence": [canaries.sentence().encode()], "method": 1}
        (item,) = office.signatures([person], SIGNED_AT, answer=kind, **{**given, **changes})
        return item

    good = [answer(signer, SIGNED), answer(refuser, REFUSED), answer(absent, EXCUSED)]
    found.through(good[0], "reason", "evidence")
    accepted(office.record(campaign, good))
    bad = [
        answer(other, SIGNED, evidence=[canaries.sentence().encode() * 2_000]),
        answer(signer, REFUSED),
        answer(new_id(), SIGNED),
        answer(b"pendek", SIGNED),
        answer(other, pledge.PACT_ANSWER_UNSPECIFIED),
        answer(other, SIGNED, template_id="TIDAK-ADA"),
    ]
    for item in bad:
        item.command_id = new_id()
    _all_refused(found, office.record(campaign, bad))
    found.refusals.append(_refusal(lambda: office.record(new_id(), [answer(other, SIGNED)])))

    def correct(reason: str, person: bytes) -> Any:
        item = pledge.CorrectedPact(
            command_id=new_id(), person_id=person, signed_at=at(SIGNED_AT) + 60_000_000, method=1, reason=reason
        )
        found.through(item, "reason")
        return office.saw(office.pledge.CorrectPacts(pledge.CorrectPactsRequest(campaign_id=campaign, items=[item])))

    def revoke(reason: str, person: bytes) -> Any:
        item = pledge.RevokedPact(command_id=new_id(), person_id=person, cause=2, reason=reason)
        found.through(item, "reason")
        return office.saw(office.pledge.RevokePacts(pledge.RevokePactsRequest(campaign_id=campaign, items=[item])))

    for change in (correct, revoke):
        _all_refused(found, change(canaries.sentence(), other))
        accepted(change(canaries.sentence(), signer))


def _ceremonies(office: Office, found: Planted) -> None:
    canaries = found.canaries
    campaign = office.campaign(PLEDGE, template_id="IKRAR-2024")
    ceremony = office.ceremony(("2023-11-20", "2023-11-27"), campaign_id=campaign)
    good, bad = (
        pledge.NewAttendance(command_id=new_id(), person_id=person, status=status, reason=canaries.sentence())
        for person, status in ((found.persons[1], 2), (new_id(), 3))
    )
    found.through(good, "reason")
    request = pledge.RecordAttendanceRequest(ceremony_id=ceremony, items=[good, bad], after=office.seen)
    first, second = office.saw(office.pledge.RecordAttendance(request)).verdicts
    assert (first.reason, second.kind) == ("", REJECTED)
    found.refusals.append(second)

    def correct(ceremony_id: bytes, on: int) -> Any:
        item = pledge.CeremonyDay(command_id=new_id(), ceremony_id=ceremony_id, day=on, reason=canaries.sentence())
        found.through(item, "reason")
        return office.pledge.CorrectCeremonyDays(pledge.CorrectCeremonyDaysRequest(items=[item]))

    accepted(office.saw(correct(ceremony, day("2023-11-27"))))
    told = office.pledge.ReadReasons(pledge.ReadReasonsRequest(ceremony_id=ceremony)).reasons
    assert [bool(one.reason) for one in told] == [True, True]
    _all_refused(found, correct(ceremony, 2_147_483_647))
    found.refusals.append(_refusal(lambda: correct(new_id(), day("2023-11-27"))))


def _questions(office: Office, found: Planted) -> None:
    """Questions that hold personal data, of known and of unknown persons, and one whose answer does."""
    canaries, ask = found.canaries, office.registry
    identifiers = [
        registry.Identifier(kind=IdentifierKind.IDENTIFIER_KIND_NIP, value=canaries.nip()),
        registry.Identifier(kind=IdentifierKind.IDENTIFIER_KIND_NIK, value=canaries.nik()),
    ]
    found.through(identifiers[0], "value")
    request = registry.ResolveIdentifiersRequest(tenant=TENANT, identifiers=identifiers, after=office.seen)
    found.through(request, "identifiers")
    assert list(ask.ResolveIdentifiers(request).person_ids) == [b"", b""]
    for text in (found.names[0], canaries.name()):
        search = registry.SearchPersonsRequest(tenant=TENANT, text=text, after=office.seen)
        found.through(search, "text")
        ask.SearchPersons(search)
    nobody = office.system.caller("user:privacy-nobody").registry
    found.refusals.append(_refusal(lambda: nobody.SearchPersons(search)))
    rows = [registry.StaffRow(row=2, name=canaries.name(), nip=canaries.nip(), nik=canaries.nik(), unit_code="KANARI")]
    compared = registry.ReconcileStaffRequest(
        tenant=TENANT, as_of=day("2023-06-01"), rows=rows, present=identifiers, after=office.seen
    )
    found.through(compared, "present")
    assert list(leaks(ask.ReconcileStaff(compared).SerializeToString(), canaries.made)) == []
    found.refusals.append(_refusal(lambda: nobody.ReconcileStaff(compared)))
    ask.Openings(registry.OpeningsRequest(tenant=TENANT, person_ids=found.persons))


def _claims(office: Office, found: Planted, source: Source) -> None:
    """Claims of a publisher: accepted, rejected, held, and such that are none at all."""
    canaries = found.canaries

    def employee(**changes: Any) -> Any:
        row = registry.StaffRow(name=canaries.name(), nip=canaries.nip(), nik=canaries.nik(), unit_code="KANARI")
        row.employment_class = PNS
        row.MergeFrom(registry.StaffRow(**changes))
        request = registry.ImportStaffRequest(as_of=day("2023-01-01"), rows=[row])
        return claim("netral.registry.record-employee", request, f"staff/{new_id().hex()}")

    def signature(person: bytes, campaign: bytes, **changes: Any) -> Any:
        reasons = {"reason": canaries.sentence(), "evidence": [canaries.sentence().encode()]}
        (item,) = office.signatures([person], SIGNED_AT, **reasons, **changes)
        request = pledge.RecordPactsRequest(campaign_id=campaign, items=[item])
        return claim("netral.pledge.sign-pact", request, str(uuid.UUID(bytes=person)))

    campaign = office.campaign()
    office.system.settle(office.seen)
    good = [employee(), signature(found.persons[1], campaign), signature(found.persons[2], campaign, answer=REFUSED)]
    found.through(good[0], "body")
    held = [signature(new_id(), campaign), signature(found.persons[3], new_id())]
    bad = [
        employee(unit_code="TIDAK-ADA"),
        employee(nip=canaries.nip() + "9"),
        signature(found.persons[0], campaign, method=0),
        claim("netral.pledge.sign-pact", registry.StaffRow(name=canaries.name(), nip=canaries.nip()), "s-1"),
        claim("netral.registry.nothing", registry.StaffRow(name=canaries.name()), "s-2"),
        rpc.Submission(submission_id=new_id(), subject_key=canaries.nip(), type="netral.x.y", body=b"x"),
        rpc.Submission(submission_id=b"pendek", subject_key="s", type="netral.x.y", body=canaries.name().encode()),
        rpc.Submission(submission_id=new_id(), subject_key="s", type=canaries.name(), body=canaries.name().encode()),
    ]
    ends = {"ACCEPTED": good, "HELD": held, "REJECTED": bad}
    for wanted, claims in ends.items():
        for service in OFFSETS:
            foreign = tuple(f"netral.{other}." for other in OFFSETS if other != service)
            sent = [one for one in claims if not one.type.startswith(foreign)]
            for verdict in source.send(service, *sent) if sent else ():
                assert status(verdict) == wanted, verdict.reason
                if verdict.reason:
                    found.refusals.append(verdict)
    clash = rpc.Submission(submission_id=good[0].submission_id, subject_key="s", type="netral.x.y", body=b"z")
    found.refusals += source.send("registry", clash)
    for change in ({"tenant": "53.02"}, {"name": "lain"}):
        request = rpc.SubmitRequest(batch=source.batch(employee(), **change))
        found.refusals.append(_refusal(lambda request=request: source.calls("registry").Submit(request)))


def _all_refused(found: Planted, reply: Any) -> None:
    assert {one.kind for one in reply.verdicts} == {REJECTED}
    found.refusals.extend(reply.verdicts)


def _refusal(ask: Callable[[], Any]) -> grpc.RpcError:
    with pytest.raises(grpc.RpcError) as refused:
        ask()
    return refused.value


def plain_fields(system: System) -> set[str]:
    """Full names of the readable personal fields in requests of what is served."""
    offered = set().union(*(served(system, process) for process in OFFSETS))
    return {
        _full_name(one)
        for procedure in procedures()
        if procedure.service in offered
        for _, one in fields(procedure.descriptor.input_type)
        if personal_data(one) == PersonalData.PERSONAL_DATA_PLAIN
    }


def _full_name(one: FieldDescriptor) -> str:
    return f"{one.containing_type.full_name}.{one.name}"


def test_every_readable_personal_field_of_the_contract_held_a_canary(system: System, planted: Planted):
    assert plain_fields(system) == planted.fields


def test_what_was_planted_was_really_kept_and_opens_for_who_may_see_it(system: System, planted: Planted):
    request = registry.NamesForDisplayRequest(tenant=TENANT, person_ids=planted.persons)
    assert list(system.caller().registry.NamesForDisplay(request).person_names) == planted.names


def test_a_text_that_is_no_personal_data_is_found_in_log_topic_and_views(system: System, planted: Planted):
    files = {file.removesuffix("-wal") for file, _, _ in leaks_below(system.home.path, [MARK])}
    generations = {one.name for one in system.home.data.glob("*.views_g*.db")}
    wanted = {"registry.core.db", "netral.registry.v1.log.db", *generations}
    assert {f"data/{one}" for one in wanted} <= files


def test_no_file_of_the_home_holds_a_canary_in_any_encoding(system: System, planted: Planted):
    files = [one for one in system.home.path.rglob("*") if one.is_file() and one.stat().st_size]
    assert {"registry.core.db", "registry.vault.db", "pledge.core.db", "pledge.vault.db"} <= {one.name for one in files}
    assert any(one.name.endswith("-wal") for one in files)
    assert list(leaks_below(system.home.path, planted.canaries.made)) == []


@pytest.mark.parametrize("service", OFFSETS)
def test_no_line_that_a_process_wrote_holds_a_canary(system: System, planted: Planted, service: str):
    child = system.children[service]
    assert list(leaks((child.stdout + child.stderr).encode(), planted.canaries.made)) == []


def test_the_access_audit_wrote_lines_to_look_through(system: System, planted: Planted):
    lines = system.children["registry"].stderr
    assert '"method": "NamesForDisplay"' in lines or '"method": "SearchPersons"' in lines


@pytest.mark.parametrize("service", OFFSETS)
def test_no_metric_holds_a_canary(system: System, planted: Planted, service: str):
    text = system.metrics(service)
    assert "netral_rpc_requests_total" in text
    assert list(leaks(text.encode(), planted.canaries.made)) == []


def test_no_refusal_repeats_what_was_refused(planted: Planted):
    assert len(planted.refusals) > 35
    for refusal in planted.refusals:
        if isinstance(refusal, grpc.RpcError):
            metadata = b"".join(
                value if isinstance(value, bytes) else value.encode() for _, value in refusal.trailing_metadata()
            )
            told = f"{refusal.code()} {refusal.details()} {refusal.debug_error_string()}".encode() + metadata
            assert refusal.code() is not grpc.StatusCode.INTERNAL
        else:
            told = refusal.SerializeToString()
            assert refusal.reason
        assert list(leaks(told, planted.canaries.made)) == []


def test_the_log_for_humans_shows_no_canary(system: System, planted: Planted):
    for operator in system.caller().operations.values():
        position, seen = 1, 0
        while (page := operator.ReadLog(ReadLogRequest(from_position=position))).events:
            seen += len(page.events)
            assert list(leaks(page.SerializeToString(), planted.canaries.made)) == []
            traced = [operator.TraceLog(TraceLogRequest(stream=one.stream)) for one in page.events[:20]]
            assert list(leaks(b"".join(one.SerializeToString() for one in traced), planted.canaries.made)) == []
            position = page.next_position
        assert seen
