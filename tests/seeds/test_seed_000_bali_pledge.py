"""Seed 000: the pledge of Diskominfos Bali, ASN and non-ASN, "without exception", Friday 17 November 2023."""

import pytest
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import DutyRef, InstrumentIssued, Leader, MandatedDuty, Obligation, Source
from netral.pledge.v1.service_pb2 import CoverageBy
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import Assignment, EmploymentClass, PostClass
from office import ACCEPTED, PLEDGE, REJECTED, UNCHANGED, Office, accepted, at, day, new_id
from running import System

BALI = "51"
PPNPN = EmploymentClass.EMPLOYMENT_CLASS_PPNPN
CLASSES = ("PNS", "PPPK", "PPNPN", "HARIAN", "THL")


@pytest.fixture(scope="module")
def bali(system: System) -> Office:
    return Office(system, BALI)


def circular(office: Office, number: str, first_day: str) -> None:
    """A circular of the tenant for all its non-ASN staff."""
    content = InstrumentIssued(
        number=number,
        title="Surat Edaran Sekretaris Daerah",
        issuers=["SEKDA"],
        issued_on=day(first_day),
        first_day=day(first_day),
        last_day=2_147_483_647,
        classes=[PPNPN],
    )
    items = [pledge.NewInstrument(command_id=new_id(), instrument=content)]
    office.note(office.pledge.IssueInstruments(pledge.IssueInstrumentsRequest(tenant=office.tenant, items=items)))


def test_b_0_1_a_campaign_for_ppnpn_is_refused_before_the_circular_of_the_ministry_was_in_force(bali: Office):
    (verdict,) = bali.open(opens="2023-01-02", closes="2023-01-31", classes=[PPNPN]).verdicts
    assert (verdict.kind, verdict.reason, verdict.field) == (REJECTED, "BASIS_MISSING", "classes")
    assert dict(verdict.params) == {"classes": "PPNPN", "day": "2023-01-02"}


def test_b_0_1_a_campaign_for_ppnpn_rests_on_the_circular_of_the_ministry_from_its_first_day_on(bali: Office):
    campaign = bali.campaign(opens="2023-01-03", closes="2023-01-31", classes=[PPNPN])
    (basis,) = bali.shown(campaign).opened.bases
    assert (basis.number, basis.national) == ("SE MenPANRB 1/2023", True)


def test_b_0_2_a_circular_of_the_province_does_not_stand_in_for_a_national_basis(bali: Office):
    circular(bali, "SE 1/2022/UJI/BALI", "2022-12-01")
    refused = bali.open(opens="2022-12-02", closes="2022-12-31", classes=[PPNPN], basis_numbers=["SE 1/2022/UJI/BALI"])
    assert [one.reason for one in refused.verdicts] == ["BASIS_MISSING"]


def test_b_0_2_a_circular_of_the_province_is_added_to_the_national_basis(bali: Office):
    circular(bali, "SE 2/2023/UJI/BALI", "2023-11-01")
    campaign = bali.campaign(classes=[PPNPN], basis_numbers=["SE 2/2023/UJI/BALI"])
    bases = [(one.number, one.national) for one in bali.shown(campaign).opened.bases]
    assert bases == [("SE MenPANRB 1/2023", True), ("SE 2/2023/UJI/BALI", False)]


def obliging(office: Office, number: str, within_days: int, *, waived: bool = False) -> pledge.IssueInstrumentsResponse:
    """An instrument of the office's tenant that gives contract staff so many days to be taught."""
    duty = DutyRef(mandated=MandatedDuty.MANDATED_DUTY_SOCIALISATION)
    content = InstrumentIssued(
        number=number,
        title="Pedoman sosialisasi",
        issuers=["SEKDA"],
        issued_on=day("2030-01-01"),
        first_day=day("2030-01-01"),
        last_day=2_147_483_647,
        classes=[PPNPN],
        obligations=[Obligation(duty=duty, within_days=within_days, waived=waived)],
    )
    items = [pledge.NewInstrument(command_id=new_id(), instrument=content)]
    request = pledge.IssueInstrumentsRequest(tenant=office.tenant, items=items, after=office.seen)
    return office.saw(office.pledge.IssueInstruments(request))


def test_b_0_2_a_circular_that_lengthens_a_national_deadline_or_lifts_the_duty_is_refused(system: System, bali: Office):
    nation = Office(system, "00")
    accepted(obliging(nation, "SE 3/2030/UJI/NASIONAL", 14))
    bali.saw(pledge.IssueInstrumentsResponse(cursor=nation.seen))
    for number, changed in (
        ("1/2030/UJI/BALI", {"within_days": 15}),
        ("2/2030/UJI/BALI", {"within_days": 7, "waived": True}),
    ):
        (refused,) = obliging(bali, number, **changed).verdicts
        assert (refused.kind, refused.reason, refused.field) == (REJECTED, "CANNOT_WEAKEN", "obligations")
        assert refused.params["number"] == "SE 3/2030/UJI/NASIONAL"
    for number, within_days in (("3/2030/UJI/BALI", 14), ("4/2030/UJI/BALI", 7)):
        accepted(obliging(bali, number, within_days))


def test_b_0_2_a_circular_that_a_later_national_one_is_stricter_than_is_marked(system: System):
    office, nation = Office(system, "52"), Office(system, "00")
    duty = DutyRef(mandated=MandatedDuty.MANDATED_DUTY_PACT)

    def issue(of: Office, number: str, within_days: int) -> None:
        content = InstrumentIssued(
            number=number,
            title="Pedoman pakta",
            issued_on=day("2031-01-01"),
            first_day=day("2031-01-01"),
            last_day=day("2031-12-31"),
            classes=[PPNPN],
            obligations=[Obligation(duty=duty, within_days=within_days)],
        )
        items = [pledge.NewInstrument(command_id=new_id(), instrument=content)]
        of.note(of.pledge.IssueInstruments(pledge.IssueInstrumentsRequest(tenant=of.tenant, items=items)))

    issue(office, "5/2031/UJI/NTB", 30)
    issue(nation, "SE 6/2031/UJI/NASIONAL", 10)
    office.saw(pledge.IssueInstrumentsResponse(cursor=nation.seen))
    request = pledge.ListInstrumentsRequest(tenant="52", number="5/2031/UJI/NTB", after=office.seen)
    (found,) = office.pledge.ListInstruments(request).instruments
    assert list(found.weakens) == ["SE 6/2031/UJI/NASIONAL"]


def test_b_0_3_the_post_of_the_leader_leads_to_who_held_it_on_that_day_even_after_he_moved(bali: Office):
    bali.units("DISKOMINFOS-3")
    former, latter = bali.rows(2, "DISKOMINFOS-3")
    persons = bali.employ([former, latter])
    definite = {"post_class": PostClass.POST_CLASS_JPT_PRATAMA, "assignment": Assignment.ASSIGNMENT_D}
    post = bali.post("KADIS-3", "DISKOMINFOS-3", as_of="2023-01-02", nip=former.nip, **definite)
    ceremony = bali.ceremony("2023-11-17", leader=Leader(post_id=post, title="Kepala Dinas"))
    bali.post("KADIS-3", "DISKOMINFOS-3", as_of="2024-02-01", nip=latter.nip, **definite)

    leader = bali.ceremony_shown(ceremony).held.leader.post_id
    holders = {}
    for on in ("2023-11-17", "2024-03-01"):
        request = registry.ListPostsRequest(tenant=BALI, day=day(on), after=bali.seen)
        holders[on] = [one.person_id for one in bali.registry.ListPosts(request).posts if one.post_id == leader]
    assert holders == {"2023-11-17": [persons[0]], "2024-03-01": [persons[1]]}


def test_b_0_3_a_post_that_did_not_exist_on_the_day_cannot_have_led(bali: Office):
    bali.units("DISKOMINFOS-3B")
    post = bali.post("KADIS-3B", "DISKOMINFOS-3B", as_of="2024-01-02", post_class=PostClass.POST_CLASS_JPT_PRATAMA)
    (verdict,) = bali.hold("2023-11-17", leader=Leader(post_id=post, title="Kepala Dinas")).verdicts
    assert (verdict.kind, verdict.reason) == (REJECTED, "LEADER_UNKNOWN")
    assert accepted(bali.hold("2024-01-02", leader=Leader(post_id=post, title="Kepala Dinas")))


def test_b_0_4_without_exception_is_contradicted_by_three_of_120_who_have_no_record(bali: Office):
    (unit,) = bali.units("DISKOMINFOS-4")
    persons = bali.hire(120, "DISKOMINFOS-4")
    ceremony = bali.ceremony("2023-11-17", unit_ids=[unit], without_exception=True)
    bali.attend(ceremony, persons[3:])

    def check() -> pledge.CheckCeremonyClaimResponse:
        request = pledge.CheckCeremonyClaimRequest(command_id=new_id(), ceremony_id=ceremony, after=bali.seen)
        return bali.saw(bali.pledge.CheckCeremonyClaim(request))

    found = check()
    assert found.verdict.kind == ACCEPTED
    assert found.denominator == 120
    assert list(found.person_ids) == sorted(persons[:3])
    assert bali.ceremony_shown(ceremony).without_record == 3
    assert check().verdict.kind == UNCHANGED
    bali.attend(ceremony, persons[:3])
    complete = check()
    assert (complete.verdict.kind, list(complete.person_ids)) == (UNCHANGED, [])


def test_b_0_4_the_contradiction_is_recorded_by_itself_once_the_list_of_who_came_has_ended(bali: Office):
    (unit,) = bali.units("DISKOMINFOS-4B")
    persons = bali.hire(12, "DISKOMINFOS-4B")
    ceremony = bali.ceremony("2023-11-17", unit_ids=[unit], without_exception=True)
    bali.attend(ceremony, persons[3:])
    pledge_process = bali.system.children["pledge"]
    pledge_process.wait_until(lambda: bali.ceremony_shown(ceremony).without_record == 3)


def test_b_0_5_five_classes_in_one_ceremony_are_reported_apart_and_sum_to_the_total(bali: Office):
    (unit,) = bali.units("DISKOMINFOS-5")
    hired = {
        name: bali.hire(4 + n, "DISKOMINFOS-5", getattr(EmploymentClass, f"EMPLOYMENT_CLASS_{name}"))
        for n, name in enumerate(CLASSES)
    }
    campaign = bali.campaign(PLEDGE, unit_ids=[unit], template_id="IKRAR-2024")
    ceremony = bali.ceremony("2023-11-17", campaign_id=campaign, unit_ids=[unit])
    bali.attend(ceremony, [person for persons in hired.values() for person in persons[1:]])

    found = bali.coverage(campaign, CoverageBy.COVERAGE_BY_CLASS)
    groups = {one.key: (one.figures.denominator, one.figures.signed) for one in found.groups}
    assert groups == {name: (4 + n, 3 + n) for n, name in enumerate(CLASSES)}
    assert (found.total.denominator, found.total.signed, found.total.missing) == (30, 25, 5)


def test_b_0_11_what_is_recorded_late_happened_when_it_happened_and_was_not_known_before(bali: Office):
    (unit,) = bali.units("DISKOMINFOS-11")
    campaign = bali.campaign(PLEDGE, unit_ids=[unit], template_id="IKRAR-2024")
    source = Source(title="Berita ikrar", published_on=day("2023-11-18"))
    ceremony = bali.ceremony("2023-11-17", campaign_id=campaign, unit_ids=[unit], source=source)

    shown = bali.ceremony_shown(ceremony)
    assert list(shown.held.day.candidates) == [day("2023-11-17")]
    assert shown.held.source.published_on == day("2023-11-18")
    recorded = shown.days[0].known_from
    assert recorded > at("2026-01-01T00:00:00+08:00")

    ours = {"campaign_id": campaign}
    assert [one.held.ceremony_id for one in bali.ceremonies(known_at=recorded, **ours)] == [ceremony]
    assert bali.ceremonies(known_at=at("2023-11-30T00:00:00+08:00"), **ours) == []


def test_b_0_11_a_pledge_recorded_late_counts_from_its_day_on(bali: Office):
    (unit,) = bali.units("DISKOMINFOS-11C")
    persons = bali.hire(3, "DISKOMINFOS-11C")
    campaign = bali.campaign(PLEDGE, unit_ids=[unit], template_id="IKRAR-2024")
    bali.attend(bali.ceremony("2023-11-17", campaign_id=campaign, unit_ids=[unit]), persons)
    signed = [bali.coverage(campaign, valid_at=day(one)).total.signed for one in ("2023-11-16", "2023-11-17")]
    assert signed == [0, 3]


def test_b_0_11_a_signature_recorded_late_counts_on_its_day_and_was_not_known_on_it(bali: Office):
    (unit,) = bali.units("DISKOMINFOS-11B")
    persons = bali.hire(3, "DISKOMINFOS-11B")
    campaign = bali.campaign(unit_ids=[unit])
    bali.sign(campaign, persons, "2023-11-17T09:00:00+08:00")

    def signed(**fields: int) -> int:
        return bali.coverage(campaign, **fields).total.signed

    assert [signed(valid_at=day(one)) for one in ("2023-11-16", "2023-11-17")] == [0, 3]
    assert signed(valid_at=day("2023-11-17"), known_at=at("2023-11-17T23:59:59+08:00")) == 0
