"""Seed 002: the joint decree of five agencies and the joint parade in Lampung, Monday 18 September 2023."""

from hashlib import sha256

import pytest
from netral.common.v1.types_pb2 import Count, CountKind, ItemVerdict
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import (
    CeremonyKind,
    Clause,
    ClauseAlias,
    InstrumentIssued,
    TemplateKind,
    TemplatePublished,
)
from office import ACCEPTED, PLEDGE, REJECTED, UNCHANGED, Office, accepted, day, new_id
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


def test_b_2_3_a_bare_number_finds_the_decree_while_it_can_mean_no_other(lampung: Office):
    for bare in ("2/2022", "246/2022", "246 / 2022", "No. 30 Tahun 2022", "800-5474/2022"):
        (found,) = named(lampung, bare)
        assert found.issued.code == "SKB-NETRALITAS-2022"


def test_b_2_3_a_bare_number_that_can_mean_several_is_asked_back(system: System):
    office = Office(system, "18.01")
    items = [
        pledge.NewInstrument(
            command_id=new_id(),
            instrument=InstrumentIssued(
                number=number, title=number, first_day=0, last_day=2_147_483_647, classes=["EMPLOYMENT_CLASS_PNS"]
            ),
        )
        for number in ("PERBUP 77/2023", "SE 77/2023")
    ]
    office.note(office.pledge.IssueInstruments(pledge.IssueInstrumentsRequest(tenant=office.tenant, items=items)))
    assert sorted(one.issued.number for one in named(office, "77/2023")) == ["PERBUP 77/2023", "SE 77/2023"]
    (refused,) = office.open(basis_numbers=["77/2023"]).verdicts
    assert (refused.kind, refused.reason) == (REJECTED, "INSTRUMENT_AMBIGUOUS")
    assert refused.params["candidates"] == "PERBUP 77/2023, SE 77/2023"
    campaign = office.campaign(basis_numbers=["SE No. 77 Tahun 2023", "246/2022"])
    numbers = [one.number for one in office.shown(campaign).opened.bases]
    assert "SE No. 77 Tahun 2023" in numbers
    assert numbers.count("SKB 2/2022") == 1
    assert "246/2022" not in numbers


def test_b_2_3_a_short_number_that_nobody_knows_is_refused_with_the_nearest_one(lampung: Office):
    (refused,) = lampung.open(basis_numbers=["SKB 2/2023"]).verdicts
    assert (refused.kind, refused.reason, refused.field) == (REJECTED, "BASIS_UNKNOWN", "basis_numbers")
    assert (refused.params["number"], refused.params["nearest"]) == ("SKB 2/2023", "SKB 2/2022")
    campaign = lampung.campaign(basis_numbers=["045.2/1234/VI.07/2023"])
    assert lampung.shown(campaign).opened.bases[-1].number == "045.2/1234/VI.07/2023"


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


def test_b_2_7_points_with_numbers_of_their_own_are_matched_with_the_same_four(lampung: Office):
    publish(lampung, "IKRAR-LAMPUNG", [Clause(id=str(n), text=f"butir ke-{n}") for n in range(1, 5)])
    pairs = dict(zip(("1", "2", "3", "4"), CLAUSES, strict=True))

    def align(aliases: list[ClauseAlias]) -> ItemVerdict:
        item = pledge.AlignedClauses(command_id=new_id(), template_id="IKRAR-LAMPUNG", aliases=aliases)
        request = pledge.AlignClausesRequest(tenant=lampung.tenant, items=[item])
        return lampung.saw(lampung.pledge.AlignClauses(request)).verdicts[0]

    def alias(clause: str, same_as: str, owner: str = "00") -> ClauseAlias:
        return ClauseAlias(clause=clause, owner=owner, template_id="IKRAR-2024", same_as=same_as)

    assert align([alias(*one) for one in pairs.items()]).kind == ACCEPTED
    assert align([alias("1", CLAUSES[0])]).kind == UNCHANGED
    for wrong in (alias("5", CLAUSES[0]), alias("1", "TIDAK-ADA"), alias("1", CLAUSES[0], "52")):
        assert align([wrong]).reason == "CLAUSE_UNKNOWN"
    request = pledge.ShowTemplateRequest(tenant=lampung.tenant, id="IKRAR-LAMPUNG", after=lampung.seen)
    ours = lampung.pledge.ShowTemplate(request).clauses
    request = pledge.ShowTemplateRequest(tenant=lampung.tenant, id="IKRAR-2024", after=lampung.seen)
    national = lampung.pledge.ShowTemplate(request).clauses
    assert [(one.number, one.id) for one in ours] == [(n, str(n)) for n in range(1, 5)]
    assert [one.canonical.same_as for one in ours] == [one.canonical.same_as for one in national] == CLAUSES
    assert {(one.canonical.owner, one.canonical.template_id) for one in (*ours, *national)} == {("00", "IKRAR-2024")}


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


def test_b_2_12_who_was_called_to_a_ceremony_without_list_or_number_is_unknown_and_not_missing(lampung: Office):
    called, other = lampung.units("APEL-12", "LAIN-12")
    persons = lampung.hire(4, "APEL-12")
    lampung.hire(2, "LAIN-12")
    campaign = lampung.campaign(PLEDGE, template_id="IKRAR-2024", unit_ids=[called, other])
    ceremony = lampung.ceremony("2023-11-20", campaign_id=campaign, unit_ids=[called])
    found = lampung.coverage(campaign)
    total = found.total
    assert (total.denominator, total.signed, total.missing, total.unknown) == (6, 0, 2, 4)
    assert (found.at_least, found.at_most) == (0, 4)
    lampung.attend(ceremony, persons[:3])
    found = lampung.coverage(campaign)
    assert (found.total.signed, found.total.missing, found.total.unknown) == (3, 3, 0)
    assert (found.at_least, found.at_most) == (3, 3)


def test_b_2_12_a_tenant_without_staff_on_record_has_no_denominator_to_be_zero_per_cent_of(system: System):
    office = Office(system, "18.02")
    campaign = office.campaign(PLEDGE, template_id="IKRAR-2024")
    accepted(office.hold("2023-11-20", campaign_id=campaign))
    total = office.coverage(campaign).total
    assert (total.denominator, total.signed, total.missing) == (0, 0, 0)
