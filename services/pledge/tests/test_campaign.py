"""Campaigns, texts and legal instruments."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from google.protobuf.message import Message
from netral.pledge.v1.events_pb2 import (
    AudienceFrozen,
    CampaignClosed,
    CampaignKind,
    CampaignOpened,
    ClaimConflict,
    InstrumentAliasAdded,
    InstrumentClaimRecorded,
    InstrumentIssued,
    PactsOffered,
    Source,
    TemplateKind,
    TemplatePublished,
    TemplateRef,
)
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_calendar import Zone
from netral_messages import Reason
from netral_pledge.domain import campaign, instrument, template
from pledge_scenario import Scenario
from pledge_stage import OPEN, day

PNS, PPNPN = EmploymentClass.EMPLOYMENT_CLASS_PNS, EmploymentClass.EMPLOYMENT_CLASS_PPNPN
REF = TemplateRef(owner="51.04", id="PAKTA", version=1, sha256=b"\1" * 32)
INSTRUMENT = Scenario(instrument.INITIAL, instrument.evolve)
CAMPAIGN = Scenario(campaign.INITIAL, campaign.evolve)
TEMPLATE = Scenario(template.INITIAL, template.evolve)


def issue(number: str, *classes: int, first: str, last: int = OPEN, tenant: str = "00", **more: Any) -> Any:
    content = InstrumentIssued(
        number=number, title=number, classes=[EmploymentClass.Name(one) for one in classes], first_day=day(first),
        last_day=last, issued_on=day(first), **more,
    )  # fmt: skip
    return lambda state: instrument.decide_issue(instrument.IssueInstrument(tenant, content), state)


def issued(*given: Any, **named: Any) -> instrument.Instrument:
    state: instrument.Instrument = INSTRUMENT.when(issue(*given, **named)).after.state
    return state


SKB = issued("SKB 2/2022", PNS, first="2022-09-22")
SE = issued("SE MenPANRB 1/2023", PPNPN, first="2023-01-03")
ASKED = campaign.OpenCampaign(
    campaign_id=b"c" * 16, tenant="51.04", kind=CampaignKind.CAMPAIGN_KIND_PACT, title="Pakta", opens=day("2023-11-01"),
    closes=day("2023-11-20"), target=None, classes=frozenset({PNS}), unit_ids=(), basis_numbers=(), zone=Zone.WITA,
)  # fmt: skip


def opening(*instruments: instrument.Instrument, **changed: Any) -> Callable[[campaign.Campaign], Iterable[Message]]:
    text = changed.pop("text", REF)
    command = replace(ASKED, **changed)
    return lambda state: campaign.decide_open(command, state, text, instruments or (SKB, SE))


OPENED = CAMPAIGN.when(opening()).after


def test_a_campaign_for_a_class_without_a_national_basis_is_refused_and_with_it_accepted() -> None:
    both = frozenset({PNS, PPNPN})
    refused = CAMPAIGN.when(opening(SKB, classes=both)).then_rejected(Reason.BASIS_MISSING, "classes")
    assert refused.params["classes"] == "PPNPN"
    CAMPAIGN.when(opening(SKB, SE, classes=both)).then(CampaignOpened)


def test_an_instrument_that_is_not_yet_in_force_or_no_more_is_no_basis() -> None:
    early = {"opens": day("2022-12-01"), "closes": day("2022-12-31"), "classes": frozenset({PPNPN})}
    CAMPAIGN.when(opening(SKB, SE, **early)).then_rejected(Reason.BASIS_MISSING)
    old = issued("UU 5/2014", PNS, first="2014-01-15", last=day("2023-10-30"))
    CAMPAIGN.when(opening(old)).then_rejected(Reason.BASIS_MISSING)


def test_a_tenants_own_instrument_adds_to_the_national_ones_and_replaces_none() -> None:
    own = issued("SE 800/8827/BKPSDM/2023", PNS, first="2023-11-01", tenant="51.04")
    CAMPAIGN.when(opening(own)).then_rejected(Reason.BASIS_MISSING)
    numbers = ("800/8827/BKPSDM/2023", "9/X/2023", "skb 2/2022")
    (fact,) = CAMPAIGN.when(opening(SKB, own, basis_numbers=numbers)).then(CampaignOpened).facts
    assert [(basis.number, bool(basis.instrument_id), basis.national) for basis in fact.bases] == [
        ("SKB 2/2022", True, True),
        ("800/8827/BKPSDM/2023", True, False),
        ("9/X/2023", False, False),
    ]


def test_the_audience_is_of_the_closing_day_unless_another_day_is_named() -> None:
    assert OPENED.state.target == day("2023-11-20")
    (fact,) = CAMPAIGN.when(opening(target=day("2023-11-10"))).facts
    assert fact.target == day("2023-11-10")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"closes": day("2023-10-31")}, Reason.CAMPAIGN_DATES),
        ({"target": day("2023-11-21")}, Reason.CAMPAIGN_DATES),
        ({"closes": OPEN}, Reason.FIELD_INVALID),
        ({"title": " "}, Reason.FIELD_MISSING),
        ({"classes": frozenset({77})}, Reason.UNKNOWN_CLASS),
        ({"text": None}, Reason.TEMPLATE_UNKNOWN),
        ({"kind": CampaignKind.CAMPAIGN_KIND_UNSPECIFIED}, Reason.FIELD_MISSING),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused(changed: dict[str, Any], reason: Reason) -> None:
    CAMPAIGN.when(opening(**changed)).then_rejected(reason)


def test_the_same_opening_again_is_nothing_and_another_under_the_same_id_a_clash() -> None:
    OPENED.when(opening()).then_nothing()
    OPENED.when(opening(title="Lain")).then_rejected(Reason.COMMAND_CLASH)


def test_a_campaign_is_closed_once_and_covers_its_last_day() -> None:
    def close(on: str) -> Any:
        return lambda state: campaign.decide_close(campaign.CloseCampaign(day(on)), state)

    closed = OPENED.when(close("2023-11-15")).then(CampaignClosed).after
    assert closed.state.covers(day("2023-11-15"))
    assert not closed.state.covers(day("2023-11-16"))
    closed.when(close("2023-11-15")).then_nothing()
    closed.when(close("2023-11-16")).then_rejected(Reason.CAMPAIGN_CLOSED)
    OPENED.when(close("2023-11-21")).then_rejected(Reason.CAMPAIGN_DATES)
    CAMPAIGN.when(close("2023-11-15")).then_rejected(Reason.CAMPAIGN_UNKNOWN)


def test_nobody_is_offered_a_pact_twice() -> None:
    def offer(*persons: bytes) -> Any:
        command = campaign.OfferPacts(persons, day("2023-11-02"))
        return lambda state: campaign.decide_offer(command, state)

    once = OPENED.when(offer(b"a" * 16, b"b" * 16)).then(PactsOffered).after
    once.when(offer(b"b" * 16)).then_nothing()
    (fact,) = once.when(offer(b"b" * 16, b"c" * 16)).then(PactsOffered).facts
    assert list(fact.person_ids) == [b"c" * 16]


def test_an_audience_is_frozen_again_only_if_it_changed() -> None:
    def freeze(*persons: bytes) -> Any:
        command = campaign.FreezeAudience(frozenset(persons), (("registry", 7),))
        return lambda state: campaign.decide_freeze(command, state)

    frozen = OPENED.when(freeze(b"b", b"a")).then(AudienceFrozen)
    assert frozen.facts[0].digest == sha256(b"ab").digest()
    frozen.after.when(freeze(b"a", b"b")).then_nothing()
    frozen.after.when(freeze(b"a")).then(AudienceFrozen)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("SE No. 800/8827/BKPSDM/2023", "800 / 8827 / bkpsdm / 2023"),
        ("MenPANRB Nomor 2/2022", "menpanrb 2/2022"),
        ("UU 20 Tahun 2023", "UU-20-2023"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, same: str) -> None:
    assert instrument.normalised(written) == instrument.normalised(same)


def test_numbers_of_two_parts_keep_what_kind_they_are() -> None:
    assert instrument.normalised("UU 20/2023") != instrument.normalised("PP 20/2023")


def test_what_a_source_says_differently_is_a_conflict_and_the_record_stands() -> None:
    def claim(claimed: str, field: str = "issuers") -> Any:
        command = instrument.RecordClaim(field, claimed, Source(title="Gianyar, 20 November 2023"))
        return lambda state: instrument.decide_claim(command, state)

    five = INSTRUMENT.when(issue("SKB 2/2022", PNS, first="2022-09-22", issuers=list("abcde"))).after
    said = five.when(claim("4")).then(InstrumentClaimRecorded, ClaimConflict)
    assert (said.facts[1].claimed, said.facts[1].canonical) == ("4", "5")
    said.after.when(claim("4")).then_nothing()
    five.when(claim("5")).then(InstrumentClaimRecorded)
    five.when(claim("x", "colour")).then_rejected(Reason.FIELD_INVALID)
    INSTRUMENT.when(claim("4")).then_rejected(Reason.INSTRUMENT_UNKNOWN)


def test_an_instrument_is_on_record_once_and_may_get_more_numbers() -> None:
    asked = issue("SKB 2/2022", PNS, first="2022-09-22")
    known = INSTRUMENT.when(asked).then(InstrumentIssued).after
    known.when(asked).then_nothing()
    known.when(issue("SKB 2/2022", PPNPN, first="2022-09-22")).then_rejected(Reason.INSTRUMENT_EXISTS)

    def alias(text: str) -> Any:
        return lambda state: instrument.decide_alias(instrument.AddAlias(text), state)

    more = known.when(alias("BKN 246/2022")).then(InstrumentAliasAdded).after
    more.when(alias("bkn  no. 246 / 2022")).then_nothing()


def publish(text: str, *, title: str = "", clauses: tuple[tuple[str, str], ...] = (), id_: str = "IKRAR-2024") -> Any:
    command = template.PublishTemplate("00", id_, TemplateKind.TEMPLATE_KIND_PLEDGE, title, text, clauses, Source())
    return lambda state: template.decide(command, state)


def test_a_text_is_kept_to_the_last_space_and_every_change_of_words_is_a_version() -> None:
    first = TEMPLATE.when(publish("Kami berikrar \r\n")).then(TemplatePublished)
    assert first.facts[0].template.sha256 == sha256(b"Kami berikrar \r\n").digest()
    first.after.when(publish("Kami berikrar \r\n")).then_nothing()
    (second,) = first.after.when(publish("Kami berikrar\n")).then(TemplatePublished).facts
    assert second.template.version == 2
    first.after.when(publish("Kami berikrar \r\n", title="Lain")).then_rejected(Reason.TEMPLATE_SAME)


def test_clauses_have_ids_that_stay_and_are_not_repeated() -> None:
    TEMPLATE.when(publish("a b", clauses=(("ONE", "a"), ("ONE", "b")))).then_rejected(Reason.FIELD_INVALID, "clauses")
    TEMPLATE.when(publish("a", id_="a/b")).then_rejected(Reason.FIELD_INVALID, "id")
    TEMPLATE.when(publish(" \n")).then_rejected(Reason.FIELD_MISSING, "text")
