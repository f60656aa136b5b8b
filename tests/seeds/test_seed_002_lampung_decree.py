"""Seed 002: the joint decree of five agencies and the joint parade in Lampung, Monday 18 September 2023."""

from hashlib import sha256

import pytest
from netral.common.v1.types_pb2 import Count, CountKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import CeremonyKind, Clause, TemplateKind, TemplatePublished
from office import PLEDGE, REJECTED, Office, accepted, day, new_id
from running import System

CLAUSES = ["NEUTRAL_SERVICE", "NO_CONFLICT_OF_INTEREST", "WISE_SOCIAL_MEDIA", "NO_MONEY_POLITICS"]
NUMBERS = [
    "MenPANRB 2/2022",
    "Mendagri 800-5474/2022",
    "BKN 246/2022",
    "KASN 30/2022",
    "1447.1/PM.01/K.1/09/2022",
]


@pytest.fixture(scope="module")
def lampung(system: System) -> Office:
    return Office(system, "18")


def named(office: Office, number: str) -> list[pledge.Instrument]:
    request = pledge.ListInstrumentsRequest(tenant=office.tenant, number=number, after=office.seen)
    return list(office.pledge.ListInstruments(request).instruments)


def text_of(office: Office, template: str) -> TemplatePublished:
    request = pledge.ShowTemplateRequest(tenant=office.tenant, id=template, after=office.seen)
    return office.pledge.ShowTemplate(request).template


def publish(office: Office, template: str, clauses: list[Clause]) -> None:
    words = "\n".join(one.text for one in clauses)
    item = pledge.NewTemplate(
        command_id=new_id(),
        id=template,
        kind=TemplateKind.TEMPLATE_KIND_PLEDGE,
        title="Ikrar",
        text=words,
        clauses=clauses,
    )
    office.note(office.pledge.PublishTemplates(pledge.PublishTemplatesRequest(tenant=office.tenant, items=[item])))


@pytest.mark.parametrize("number", NUMBERS)
def test_b_2_3_each_of_the_five_numbers_finds_the_one_decree(lampung: Office, number: str):
    (found,) = named(lampung, number)
    assert found.issued.code == "SKB-NETRALITAS-2022"
    assert set(NUMBERS) <= set(found.numbers)
    assert found.issued.issued_on == day("2022-09-22")
    assert sorted(found.issued.issuers) == ["BAWASLU", "BKN", "KASN", "KEMENDAGRI", "KEMENPANRB"]


def test_b_2_6_a_joint_parade_is_stored_and_listed_as_one(lampung: Office):
    parade = CeremonyKind.CEREMONY_KIND_APEL_GABUNGAN
    ceremony = lampung.ceremony("2023-09-18", kind=parade, place="Lapangan Korpri")
    (found,) = [one.held for one in lampung.ceremonies() if one.held.ceremony_id == ceremony]
    assert (found.kind, found.place, list(found.day.candidates)) == (parade, "Lapangan Korpri", [day("2023-09-18")])


def test_b_2_7_the_pledge_has_four_points_in_order_and_the_hash_of_its_words(lampung: Office):
    found = text_of(lampung, "IKRAR-2024")
    assert (found.template.owner, found.template.version) == ("00", 1)
    assert [one.id for one in found.clauses] == CLAUSES
    assert found.template.sha256 == sha256(found.text.encode()).digest()
    places = [found.text.index(one.text) for one in found.clauses]
    assert places == sorted(places)


def test_b_2_7_another_wording_keeps_the_ids_of_the_points(lampung: Office):
    publish(lampung, "IKRAR-UJI", [Clause(id=one, text=f"kata lain untuk butir {n}") for n, one in enumerate(CLAUSES)])
    ours, national = text_of(lampung, "IKRAR-UJI"), text_of(lampung, "IKRAR-2024")
    assert [one.id for one in ours.clauses] == [one.id for one in national.clauses]
    assert [one.text for one in ours.clauses] != [one.text for one in national.clauses]
    assert ours.template.sha256 != national.template.sha256


def test_b_2_10_a_pledge_binds_beyond_its_last_day_of_signing(lampung: Office):
    fields = {"template_id": "IKRAR-2024", "opens": "2023-09-18", "closes": "2023-09-30"}
    campaign = lampung.campaign(PLEDGE, binding_until=day("2024-12-31"), **fields)
    opened = lampung.shown(campaign).opened
    assert (opened.closes, opened.binding_until) == (day("2023-09-30"), day("2024-12-31"))
    (refused,) = lampung.open(PLEDGE, binding_until=day("2023-09-29"), **fields).verdicts
    assert (refused.kind, refused.field) == (REJECTED, "binding_until")


def test_b_2_12_a_number_that_nobody_gave_is_unknown_and_not_zero(lampung: Office):
    for attended in (Count(), Count(kind=CountKind.COUNT_KIND_UNKNOWN)):
        shown = lampung.ceremony_shown(lampung.ceremony("2023-09-18", attended=attended))
        assert shown.held.attended == attended
        assert shown.held.attended.kind != CountKind.COUNT_KIND_EXACT


def test_b_2_12_zero_is_a_number_only_if_somebody_says_so(lampung: Office):
    none = Count(value=0, kind=CountKind.COUNT_KIND_EXACT)
    assert lampung.ceremony_shown(lampung.ceremony("2023-09-18", attended=none)).held.attended == none
    some = Count(value=1, kind=CountKind.COUNT_KIND_UNKNOWN)
    (refused,) = lampung.hold("2023-09-18", attended=some).verdicts
    assert (refused.kind, refused.reason) == (REJECTED, "COUNT_INVALID")


def test_b_2_12_a_tenant_without_staff_on_record_has_no_denominator_to_be_zero_per_cent_of(lampung: Office):
    campaign = lampung.campaign(PLEDGE, template_id="IKRAR-2024")
    accepted(lampung.hold("2023-11-20", campaign_id=campaign))
    total = lampung.coverage(campaign).total
    assert (total.denominator, total.signed, total.missing) == (0, 0, 0)
