"""Seed 003: staff of Gianyar read the pledge and sign the pact in all offices at once, Monday 20 November 2023.

200 persons stand for the 10,996 of the day.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from netral.common.v1 import operations_pb2 as operations
from netral.common.v1.types_pb2 import Count, CountKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import (
    Clause,
    DecreePoint,
    DutyRef,
    Evidence,
    InstrumentIssued,
    Leader,
    Source,
    TemplateKind,
)
from netral.pledge.v1.service_pb2 import CoverageBy, MissingCause
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import EmploymentClass, PostClass, PostRole
from office import ACCEPTED, DUPLICATE, PNS, REJECTED, UNCHANGED, Office, at, day, kinds, new_id
from running import System

CLASSES = ("PNS", "PPPK", "HARIAN", "THL")
OPEN_DAY = 2_147_483_647


@pytest.fixture(scope="module")
def gianyar(system: System) -> Office:
    return Office(system, "51.04")


def class_of(name: str) -> int:
    return EmploymentClass.Value(f"EMPLOYMENT_CLASS_{name}")


def signings_in_log(system: System, campaign: bytes) -> int:
    """Signings of a campaign in pledge's own log."""
    operator, found, position = system.caller().operations["pledge"], 0, 1
    identity = campaign.hex()
    while True:
        page = operator.ReadLog(operations.ReadLogRequest(from_position=position, limit=5_000))
        if not page.events:
            return found
        signed = [one.data_json for one in page.events if one.type == "netral.pledge.pact-signed"]
        found += sum(identity in one.replace("-", "") for one in signed)
        position = page.next_position


def issue(office: Office, **fields: object) -> None:
    content = InstrumentIssued(
        issued_on=day("2023-11-01"), first_day=day("2023-11-01"), last_day=OPEN_DAY, classes=[PNS], **fields
    )
    items = [pledge.NewInstrument(command_id=new_id(), instrument=content)]
    office.note(office.pledge.IssueInstruments(pledge.IssueInstrumentsRequest(tenant=office.tenant, items=items)))


def named(office: Office, number: str) -> list[pledge.Instrument]:
    request = pledge.ListInstrumentsRequest(tenant=office.tenant, number=number, after=office.seen)
    return list(office.pledge.ListInstruments(request).instruments)


def test_b_3_1_what_was_signed_in_a_day_is_the_same_number_in_log_view_and_coverage(gianyar: Office):
    (unit,) = gianyar.units("SEMUA-1")
    persons = gianyar.hire(200, "SEMUA-1")
    campaign = gianyar.campaign(unit_ids=[unit])
    gianyar.sign(campaign, persons)
    numbers = {
        "log": signings_in_log(gianyar.system, campaign),
        "view": gianyar.shown(campaign).pacts,
        "coverage": gianyar.coverage(campaign).total.signed,
    }
    assert numbers == {"log": 200, "view": 200, "coverage": 200}


def test_b_3_1_the_same_signatures_sent_again_are_the_same_number(gianyar: Office):
    (unit,) = gianyar.units("SEMUA-1B")
    persons = gianyar.hire(200, "SEMUA-1B")
    campaign = gianyar.campaign(unit_ids=[unit])
    items = gianyar.signatures(persons, "2023-11-20T08:05:00+08:00")
    assert kinds(gianyar.record(campaign, items)) == [ACCEPTED] * 200
    assert kinds(gianyar.record(campaign, items)) == [DUPLICATE] * 200
    others = gianyar.signatures(persons, "2023-11-20T08:05:00+08:00")
    assert kinds(gianyar.record(campaign, others)) == [UNCHANGED] * 200
    assert signings_in_log(gianyar.system, campaign) == 200
    assert (gianyar.shown(campaign).pacts, gianyar.coverage(campaign).total.signed) == (200, 200)


def test_b_3_1_the_metric_of_the_log_is_the_number_of_its_events(gianyar: Office):
    system = gianyar.system

    def told() -> float:
        lines = system.metrics("pledge").splitlines()
        return next(float(one.split()[1]) for one in lines if one.startswith("netral_log_position "))

    def events() -> int:  # what follows by itself from earlier tests may still be recorded
        return int(system.caller().operations["pledge"].Status(operations.StatusRequest()).events)

    system.children["pledge"].wait_until(lambda: told() == events())


def test_b_3_1_the_metric_of_coverage_is_the_number_that_coverage_answers(system: System):
    office = Office(system, "51.08")
    (unit,) = office.units("SEMUA-1C")
    persons = office.hire(30, "SEMUA-1C")
    campaign = office.campaign(unit_ids=[unit])
    office.sign(campaign, persons[:28])
    total = office.coverage(campaign).total
    assert (total.signed, total.missing) == (28, 2)

    def told(state: str) -> str:
        sample = f'netral_pledge_coverage_persons{{kind="pact",state="{state}",tenant="51.08"}} '
        lines = [one for one in system.metrics("pledge").splitlines() if one.startswith(sample)]
        return lines[0].removeprefix(sample) if lines else ""

    system.children["pledge"].wait_until(lambda: (told("signed"), told("missing")) == ("28.0", "2.0"), timeout=120)


def test_b_3_2_four_classes_sum_to_the_total_and_a_casual_worker_without_a_nip_signs(gianyar: Office):
    (unit,) = gianyar.units("KELAS-2")
    hired = {name: gianyar.hire(10, "KELAS-2", class_of(name), nik_only=name == "THL") for name in CLASSES}
    campaign = gianyar.campaign(unit_ids=[unit])
    gianyar.sign(campaign, [person for persons in hired.values() for person in persons])
    found = gianyar.coverage(campaign, CoverageBy.COVERAGE_BY_CLASS)
    groups = {one.key: one.figures.signed for one in found.groups}
    assert groups == dict.fromkeys(CLASSES, 10)
    assert sum(groups.values()) == found.total.signed == found.total.denominator


def test_b_3_3_the_circular_is_found_by_its_number_however_it_is_written(gianyar: Office):
    printed = "800/8827/BKPSDM/2023"
    issue(gianyar, number=printed, title="Surat Edaran Sekretaris Daerah", issuers=["SEKDA"])
    for number in (printed, f"SE No. {printed}", "se nomor 800 / 8827 / bkpsdm / 2023"):
        assert [one.issued.number for one in named(gianyar, number)] == [printed], number


def test_b_3_4_a_source_that_says_four_agencies_is_kept_beside_the_five_on_record(gianyar: Office):
    nation = Office(gianyar.system, "00")
    source = Source(title="Sekda Gianyar, 20 November 2023", published_on=day("2023-11-20"))
    claim = pledge.NewInstrumentClaim(
        command_id=new_id(), number="BKN 246/2022", field="issuers", claimed="4", source=source
    )
    nation.note(nation.pledge.RecordInstrumentClaims(pledge.RecordInstrumentClaimsRequest(tenant="00", items=[claim])))
    (found,) = named(nation, "BKN 246/2022")
    assert len(found.issued.issuers) == 5
    assert [(one.field, one.claimed, one.canonical) for one in found.conflicts] == [("issuers", "4", "5")]


def test_b_3_4_two_documents_that_disagree_are_a_conflict_by_itself(gianyar: Office):
    issue(gianyar, number="SKB 2/2022", title="Keputusan bersama 4 lembaga", issuers=["A", "B", "C", "D"])

    def conflicts() -> list[tuple[str, str, str, str]]:
        return [
            (one.field, one.claimed, one.canonical, one.canonical_owner)
            for found in named(gianyar, "SKB 2/2022")
            for one in found.conflicts
            if one.canonical_owner
        ]

    wanted = {("issuers", "4", "5", "00"), ("issued_on", "2023-11-01", "2022-09-22", "00")}
    gianyar.system.children["pledge"].wait_until(lambda: set(conflicts()) == wanted)


def test_b_3_5_the_app_reaches_fewer_than_the_pact_and_both_numbers_are_shown(gianyar: Office):
    (unit,) = gianyar.units("APLIKASI-5")
    persons = gianyar.hire(8, "APLIKASI-5")
    campaign = gianyar.campaign(unit_ids=[unit])
    gianyar.sign(campaign, persons)
    reached = {DecreePoint.DECREE_POINT_LOGO_APPLIED: 8, DecreePoint.DECREE_POINT_APP_INSTALLED: 5}
    items = [
        pledge.FulfilledDuty(
            command_id=new_id(),
            unit_id=unit,
            duty=DutyRef(point=point),
            fulfilled_on=day("2023-11-20"),
            persons=Count(value=count, kind=CountKind.COUNT_KIND_EXACT),
            evidence=[Evidence(title="Foto", reference="arsip/5")],
        )
        for point, count in reached.items()
    ]
    gianyar.note(gianyar.pledge.FulfilDuties(pledge.FulfilDutiesRequest(tenant=gianyar.tenant, items=items)))
    request = pledge.ListDutiesRequest(tenant=gianyar.tenant, on=day("2023-11-20"), after=gianyar.seen)
    entries = [one for one in gianyar.pledge.ListDuties(request).entries if one.unit_id == unit]
    assert {one.duty.point: one.persons.value for one in entries} == reached
    assert all(one.evidence for one in entries)
    assert gianyar.coverage(campaign).total.signed == 8


def test_b_3_6_forty_offices_at_once_lose_no_signature(gianyar: Office):
    codes = [f"SERENTAK-{n}" for n in range(40)]
    units = gianyar.units(*codes)
    rows = [row for code in codes for row in gianyar.rows(5, code)]
    persons = gianyar.employ(rows)
    campaign = gianyar.campaign(unit_ids=units)
    system = gianyar.system
    system.settle(gianyar.seen)

    def one_office(number: int) -> tuple[list[int], bytes]:
        office = Office(system, gianyar.tenant)
        instant = f"2023-11-20T08:{number:02}:00+08:00"  # clocks of offices differ
        ceremony = office.ceremony("2023-11-20", campaign_id=campaign, unit_ids=[units[number]])
        mine = persons[number * 5 : number * 5 + 5]
        return kinds(office.record(campaign, office.signatures(mine, instant))), ceremony

    with ThreadPoolExecutor(8) as offices:
        done = list(offices.map(one_office, range(40)))
    assert [kind for kinds_, _ in done for kind in kinds_] == [ACCEPTED] * 200
    system.settle()
    assert gianyar.coverage(campaign).total.signed == gianyar.shown(campaign).pacts == 200
    held = gianyar.ceremonies(campaign_id=campaign)
    assert {one.held.ceremony_id for one in held} == {ceremony for _, ceremony in done}


def test_b_3_7_the_words_of_gianyar_map_to_the_same_four_points(gianyar: Office):
    national = pledge.ShowTemplateRequest(tenant=gianyar.tenant, id="IKRAR-2024")
    ids = [one.id for one in gianyar.pledge.ShowTemplate(national).template.clauses]
    item = pledge.NewTemplate(
        command_id=new_id(),
        id="IKRAR-GIANYAR",
        kind=TemplateKind.TEMPLATE_KIND_PLEDGE,
        title="Ikrar Gianyar",
        text="\n".join(f"butir {n} dengan kata sendiri" for n in range(1, 5)),
        clauses=[Clause(id=one, text=f"butir {n} dengan kata sendiri") for n, one in enumerate(ids, 1)],
    )
    gianyar.note(gianyar.pledge.PublishTemplates(pledge.PublishTemplatesRequest(tenant=gianyar.tenant, items=[item])))
    asked = pledge.ShowTemplateRequest(tenant=gianyar.tenant, id="IKRAR-GIANYAR", after=gianyar.seen)
    assert [one.id for one in gianyar.pledge.ShowTemplate(asked).template.clauses] == ids
    assert len(set(ids)) == 4


def test_b_3_9_of_220_employees_the_24_who_did_not_sign_are_named(gianyar: Office):
    (unit,) = gianyar.units("SELURUH-9")
    rows = gianyar.rows(220, "SELURUH-9")
    persons = gianyar.employ(rows)
    names = dict(zip(persons, (one.name for one in rows), strict=True))
    campaign = gianyar.campaign(unit_ids=[unit])
    gianyar.sign(campaign, persons[24:])

    request = pledge.ListMissingRequest(campaign_id=campaign, after=gianyar.seen)
    missing = gianyar.pledge.ListMissing(request).persons
    assert {one.person_id for one in missing} == set(persons[:24])
    assert {one.cause for one in missing} == {MissingCause.MISSING_CAUSE_NEVER_OFFERED}
    asked = registry.NamesForDisplayRequest(tenant=gianyar.tenant, person_ids=[one.person_id for one in missing])
    assert list(gianyar.registry.NamesForDisplay(asked).person_names) == [names[one.person_id] for one in missing]
    total = gianyar.coverage(campaign).total
    assert (total.denominator, total.signed, total.missing) == (220, 196, 24)


def test_b_3_9_when_everybody_signed_nobody_is_missing(gianyar: Office):
    (unit,) = gianyar.units("SELURUH-9B")
    persons = gianyar.hire(196, "SELURUH-9B")
    campaign = gianyar.campaign(unit_ids=[unit])
    gianyar.sign(campaign, persons)
    total = gianyar.coverage(campaign).total
    assert (total.denominator, total.signed, total.missing, total.unknown) == (196, 196, 0, 0)
    request = pledge.ListMissingRequest(campaign_id=campaign, after=gianyar.seen)
    assert list(gianyar.pledge.ListMissing(request).persons) == []


def test_b_3_11_the_sekda_who_spoke_is_a_post_and_never_a_name(gianyar: Office):
    gianyar.units("SETDA-11")
    post = gianyar.post(
        "SEKDA-11",
        "SETDA-11",
        as_of="2023-01-02",
        post_class=PostClass.POST_CLASS_JPT_PRATAMA,
        role=PostRole.POST_ROLE_PYB,
    )
    leader = Leader(post_id=post, title="Sekretaris Daerah")
    ceremony = gianyar.ceremony("2023-11-20", leader=leader)
    assert gianyar.ceremony_shown(ceremony).held.leader == leader
    asked = registry.WhoIsRequest(
        tenant=gianyar.tenant, role=PostRole.POST_ROLE_PYB, day=day("2023-11-20"), after=gianyar.seen
    )
    assert [one.post_id for one in gianyar.registry.WhoIs(asked).posts] == [post]


def test_b_3_11_the_post_that_speaks_for_the_tenant_stands_in_the_source(gianyar: Office):
    gianyar.units("SETDA-11C")
    post = gianyar.post("SEKDA-11C", "SETDA-11C", as_of="2023-01-02", post_class=PostClass.POST_CLASS_JPT_PRATAMA)
    spoken = Source(title="Sekda Gianyar", published_on=day("2023-11-20"), post_id=post)
    assert gianyar.ceremony_shown(gianyar.ceremony("2023-11-20", source=spoken)).held.source == spoken
    early = Source(title="Sekda Gianyar", published_on=day("2023-01-01"), post_id=post)
    (refused,) = gianyar.hold("2023-11-20", source=early).verdicts
    assert (refused.kind, refused.reason) == (REJECTED, "SPEAKER_UNKNOWN")


def test_b_3_12_a_signature_after_midnight_in_wita_belongs_to_the_next_day(gianyar: Office):
    (unit,) = gianyar.units("TENGAH-MALAM-12")
    early, late = gianyar.hire(2, "TENGAH-MALAM-12")
    campaign = gianyar.campaign(unit_ids=[unit])
    gianyar.sign(campaign, [early], "2023-11-20T15:59:00+00:00")
    gianyar.sign(campaign, [late], "2023-11-20T16:30:00+00:00")
    signed = [gianyar.coverage(campaign, valid_at=day(f"2023-11-{n}")).total.signed for n in (19, 20, 21)]
    assert signed == [0, 1, 2]


def test_b_3_12_the_last_day_of_signing_ends_at_midnight_in_wita(gianyar: Office):
    (unit,) = gianyar.units("TENGAH-MALAM-12B")
    in_time, too_late = gianyar.hire(2, "TENGAH-MALAM-12B")
    campaign = gianyar.campaign(unit_ids=[unit], opens="2023-11-20", closes="2023-11-20")
    items = [
        *gianyar.signatures([in_time], "2023-11-20T15:59:59.999999+00:00"),
        *gianyar.signatures([too_late], "2023-11-20T16:00:00+00:00"),
    ]
    first, second = gianyar.record(campaign, items).verdicts
    assert first.kind == ACCEPTED
    assert (second.kind, second.reason, second.field) == (REJECTED, "CAMPAIGN_NOT_OPEN", "at")
    assert second.params["day"] == "2023-11-21"
    assert at("2023-11-20T16:00:00+00:00") == at("2023-11-21T00:00:00+08:00")
