"""Through the door: batches with a verdict per item, rights, receipts, what is shown to whom."""

from dataclasses import replace
from hashlib import sha256

import pytest
from netral.common.v1.options_pb2 import Role
from netral.common.v1.types_pb2 import DayClaim, VerdictKind
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import DutyRef, Evidence, MandatedDuty, PactRefused, Source
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_chassis.access import Grant, NotAllowed, Principal
from netral_messages import Reason, Rejected
from netral_pledge import shipped
from netral_pledge.domain import ids
from netral_receipts.statement import Statement, TemplateRef, leaf_of
from pledge_stage import (
    ACCEPTED,
    ANYBODY,
    DUPLICATE,
    GIANYAR,
    REJECTED,
    UNCHANGED,
    Stage,
    at,
    ceremony,
    day,
    new_id,
    refused,
    signed,
)

CLERK = Principal("user:badung", (Grant(Role.ROLE_CLERK, "51.03"),))
PPNPN = EmploymentClass.EMPLOYMENT_CLASS_PPNPN


def test_shipped_instruments_and_texts_are_on_record_once(stage: Stage) -> None:
    length = stage.log_length()
    shipped.record(stage.app)
    assert stage.log_length() == length
    for number in ("BKN 246/2022", "menpanrb 2/2022", "1447.1/PM.01/K.1/09/2022", "SKB-NETRALITAS-2022"):
        found = stage.api.ListInstruments(rpc.ListInstrumentsRequest(tenant=GIANYAR, number=number), ANYBODY)
        assert [one.issued.code for one in found.instruments] == ["SKB-NETRALITAS-2022"]
    text = stage.api.ShowTemplate(rpc.ShowTemplateRequest(tenant=GIANYAR, id="IKRAR-2024"), ANYBODY).template
    assert len(text.clauses) == 4
    assert text.template.sha256 == sha256(text.text.encode()).digest()


def test_a_refused_opening_leaves_nothing_behind_not_even_its_text(stage: Stage) -> None:
    length = stage.log_length()
    verdict = stage.try_open(opens=day("2022-12-01"), closes=day("2022-12-31"), classes=[PPNPN])
    assert (verdict.kind, verdict.reason) == (REJECTED, "BASIS_MISSING")
    assert stage.try_open(text=b"\xff").reason == "FIELD_INVALID"
    assert stage.try_open(text=b"", template_id="TIADA").reason == "TEMPLATE_UNKNOWN"
    assert stage.log_length() == length


def test_a_campaign_is_bound_to_the_bytes_of_its_text(stage: Stage) -> None:
    text = "\ufeffSaya berjanji netral.\r\n".encode()
    campaign = stage.open(text=text)
    opened = stage.api.ShowCampaign(rpc.ShowCampaignRequest(campaign_id=campaign), ANYBODY).campaign.opened
    assert opened.template.sha256 == sha256(text).digest()
    assert opened.zone == "Asia/Makassar"
    assert {basis.number for basis in opened.bases} >= {"SKB 2/2022", "SE MenPANRB 1/2023"}
    national = stage.open(kind=1, text=b"", template_id="IKRAR-2024")
    opened = stage.api.ShowCampaign(rpc.ShowCampaignRequest(campaign_id=national), ANYBODY).campaign.opened
    assert (opened.template.owner, opened.template.version) == ("00", 1)


def test_the_same_opening_sent_twice_is_one_campaign(stage: Stage) -> None:
    command = new_id()
    first = stage.try_open(command_id=command)
    again = stage.try_open(command_id=command)
    assert first.stream_id == again.stream_id
    assert again.kind in (UNCHANGED, DUPLICATE)
    assert stage.try_open(command_id=command, title="Lain").reason == "COMMAND_CLASH"
    stage.catch_up()
    assert len(stage.api.ListCampaigns(rpc.ListCampaignsRequest(tenant=GIANYAR), ANYBODY).campaigns) == 1


def test_a_batch_gives_each_item_its_own_verdict(stage: Stage) -> None:
    one, two, three = stage.hire(3, stage.unit("DINAS"))
    campaign = stage.open()
    verdicts = stage.answer(
        campaign,
        signed(one),
        signed(two, "2023-11-21T00:00:00+08:00"),
        signed(new_id()),
        signed(b"short"),
        refused(three),
        signed(one),
        signed(one, "2023-11-20T09:00:00+08:00"),
    )
    assert [one.kind for one in verdicts] == [
        ACCEPTED, REJECTED, REJECTED, REJECTED, ACCEPTED, UNCHANGED, REJECTED
    ]  # fmt: skip
    reasons = [one.reason for one in verdicts]
    assert reasons == ["", "CAMPAIGN_NOT_OPEN", "PERSON_UNKNOWN", "FIELD_INVALID", "", "", "ALREADY_SIGNED"]


def test_the_same_file_again_makes_not_one_new_event(stage: Stage) -> None:
    persons = stage.hire(3, stage.unit("DINAS"))
    campaign = stage.open()

    def send() -> list[VerdictKind]:
        rows = [
            signed(persons[0]),
            refused(persons[1], reason="generated"),
            signed(persons[2], "2023-11-25T08:00:00+08:00"),
        ]
        return [one.kind for one in stage.answer(campaign, *rows)]

    assert send() == [ACCEPTED, ACCEPTED, REJECTED]
    length = stage.log_length()
    assert send() == [UNCHANGED, UNCHANGED, REJECTED]
    assert stage.log_length() == length


def test_a_command_id_that_comes_twice_or_is_too_short_is_refused_as_a_whole(stage: Stage) -> None:
    campaign = stage.open()
    for item in (signed(new_id(), command_id=b"short"), signed(new_id(), command_id=b"\0" * 16)):
        with pytest.raises(Rejected) as refusal:
            stage.answer(campaign, signed(new_id(), command_id=b"\0" * 16), item)
        assert refusal.value.field == "items[1].command_id"


def test_a_reason_stands_sealed_in_its_event_and_opens_only_there(stage: Stage) -> None:
    (person,) = stage.hire(1, stage.unit("DINAS"))
    campaign = stage.open()
    verdict = stage.answer(campaign, refused(person, reason="generated reason"))[0]
    (fact,) = stage.events(verdict.stream_id)
    assert isinstance(fact, PactRefused)
    assert b"generated" not in fact.SerializeToString()
    assert stage.app.vault.open([(verdict.stream_id, "reason", fact.reason)]) == [b"generated reason"]


def test_another_tenants_clerk_sees_and_changes_nothing(stage: Stage) -> None:
    campaign = stage.open()
    for call, request in (
        (stage.api.Coverage, rpc.CoverageRequest(campaign_id=campaign)),
        (stage.api.ListMissing, rpc.ListMissingRequest(campaign_id=campaign)),
        (stage.api.RecordPacts, rpc.RecordPactsRequest(campaign_id=campaign, items=[signed(new_id())])),
        (stage.api.ListStatements, rpc.ListStatementsRequest(campaign_id=campaign)),
    ):
        with pytest.raises(NotAllowed):
            call(request, CLERK)
    with pytest.raises(Rejected) as refusal:
        stage.coverage(new_id())
    assert refusal.value.reason is Reason.CAMPAIGN_UNKNOWN


def test_leaves_are_signings_and_revocations_in_log_order_and_fit_a_receipt(stage: Stage) -> None:
    one, two = stage.hire(2, stage.unit("DINAS"))
    campaign = stage.open()
    stage.sign(campaign, [one, two])
    revoked = rpc.RevokedPact(command_id=new_id(), person_id=one, cause="REVOCATION_CAUSE_ERROR", reason="generated")
    stage.api.RevokePacts(rpc.RevokePactsRequest(campaign_id=campaign, items=[revoked]), ANYBODY)
    stage.catch_up()
    found = stage.statements(campaign)
    assert [(leaf.person_id, leaf.status, leaf.standing) for leaf in found.leaves] == [
        (one, "SIGNED", False),
        (two, "SIGNED", True),
        (one, "REVOKED", False),
    ]
    assert found.tree_size == 3
    statements = [
        Statement(
            tenant=leaf.tenant,
            campaign=ids.key_of(campaign),
            template=TemplateRef(leaf.template.id, leaf.template.version, leaf.template.sha256.hex()),
            subject=leaf.subject.hex(),
            status=leaf.status,
            signed_at=leaf.signed_at,
            method=leaf.method,
        )
        for leaf in found.leaves
    ]
    assert statements[0].signed_at == "2023-11-20T08:05:00+08:00"
    assert statements[2] == replace(statements[0], status="REVOKED")
    assert len({leaf_of(one) for one in statements}) == 3
    assert list(stage.statements(campaign, from_index=1, limit=1).leaves) == [found.leaves[1]]
    assert stage.coverage(campaign).total.signed == 1


def test_leaves_behind_a_parked_pact_wait_so_that_old_receipts_stay_valid(stage: Stage) -> None:
    one, two, three = stage.hire(3, stage.unit("DINAS"))
    campaign = stage.open()
    stage.sign(campaign, [one])
    stage.park(campaign, two)
    stage.sign(campaign, [three])
    found = stage.statements(campaign)
    assert [leaf.person_id for leaf in found.leaves] == [one]
    assert found.freshness.parked_streams == 1


def test_a_correction_changes_what_is_known_from_then_on(stage: Stage) -> None:
    (person,) = stage.hire(1, stage.unit("DINAS"))
    campaign = stage.open()
    stage.sign(campaign, [person])
    before = stage.pass_time()
    corrected = rpc.CorrectedPact(
        command_id=new_id(), person_id=person, signed_at=at("2023-11-18T08:00:00+08:00"), method="SIGNING_METHOD_BASAH",
        reason="generated",
    )  # fmt: skip
    stage.api.CorrectPacts(rpc.CorrectPactsRequest(campaign_id=campaign, items=[corrected]), ANYBODY)
    stage.catch_up()
    assert stage.coverage(campaign, valid_at=day("2023-11-18")).total.signed == 1
    assert stage.coverage(campaign, valid_at=day("2023-11-18"), known_at=before).total.signed == 0
    assert [leaf.standing for leaf in stage.statements(campaign).leaves] == [False, True]


def test_a_disputed_ceremony_is_seen_by_organiser_and_place_as_known_at_each_time(stage: Stage) -> None:
    disputed = DayClaim(candidates=[day("2023-10-23"), day("2023-11-27")])
    item = rpc.NewCeremony(command_id=new_id(), ceremony=ceremony(day=disputed, place_tenant="19.06"))
    made = stage.api.RecordCeremonies(rpc.RecordCeremoniesRequest(tenant="19", items=[item]), ANYBODY).verdicts[0]
    ceremony_id = ids.id_of(made.stream_id.partition("/")[2])
    before = stage.pass_time()
    fixed = rpc.CeremonyDay(command_id=new_id(), ceremony_id=ceremony_id, day=day("2023-11-27"), reason="generated")
    stage.api.CorrectCeremonyDays(rpc.CorrectCeremonyDaysRequest(items=[fixed]), ANYBODY)
    stage.catch_up()
    for tenant in ("19", "19.06"):
        now = stage.api.ListCeremonies(rpc.ListCeremoniesRequest(tenant=tenant), ANYBODY).ceremonies[0]
        then = stage.api.ListCeremonies(rpc.ListCeremoniesRequest(tenant=tenant, known_at=before), ANYBODY).ceremonies[
            0
        ]
        assert now.held.day.candidates[0] == day("2023-11-27")
        assert then.held.day.candidates[0] == day("2023-10-23")
        assert [one.corrected_by for one in now.days] == ["", "user:clerk"]
    shown = Principal("user:place", (Grant(Role.ROLE_CLERK, "19.06"),))
    assert (
        stage.api.ShowCeremony(rpc.ShowCeremonyRequest(ceremony_id=ceremony_id), shown).ceremony.held.organiser == "19"
    )
    with pytest.raises(NotAllowed):
        stage.api.ShowCeremony(rpc.ShowCeremonyRequest(ceremony_id=ceremony_id), CLERK)


def test_without_exception_is_compared_with_the_registry_of_the_day(stage: Stage) -> None:
    unit = stage.unit("DISKOMINFO")
    staff = stage.hire(120, unit)
    stage.hire(5, stage.unit("LAIN"))
    held = stage.hold(b"", dict.fromkeys(staff[3:], 1), unit_ids=[unit], without_exception=True)
    request = rpc.CheckCeremonyClaimRequest(command_id=new_id(), ceremony_id=held)
    found = stage.api.CheckCeremonyClaim(request, ANYBODY)
    assert (found.verdict.kind, found.denominator) == (ACCEPTED, 120)
    assert set(found.person_ids) == set(staff[:3])
    stage.catch_up()
    shown = stage.api.ShowCeremony(rpc.ShowCeremonyRequest(ceremony_id=held), ANYBODY).ceremony
    assert (shown.present, shown.without_record) == (117, 3)


def test_attendance_of_strangers_and_of_a_status_that_does_not_exist_is_refused(stage: Stage) -> None:
    (person,) = stage.hire(1, stage.unit("DINAS"))
    (later,) = stage.hire(1, stage.unit("DINAS2"), since="2023-12-01")
    held = stage.hold(b"", {person: 1})
    verdicts = stage.attend(held, {person: 1, new_id(): 1, later: 1})
    assert [(one.kind, one.reason) for one in verdicts] == [
        (UNCHANGED, ""), (REJECTED, "PERSON_UNKNOWN"), (REJECTED, "NOT_IN_AUDIENCE")
    ]  # fmt: skip
    nothing = rpc.NewAttendance(command_id=new_id(), person_id=person)
    request = rpc.RecordAttendanceRequest(ceremony_id=held, items=[nothing])
    assert stage.api.RecordAttendance(request, ANYBODY).verdicts[0].reason == "UNKNOWN_STATUS"


def test_the_checklist_shows_what_is_met_late_and_open_and_the_evidence(stage: Stage) -> None:
    unit = stage.unit("DISKOMINFO")
    stage.unit("BKPSDM")
    taught = DutyRef(mandated=MandatedDuty.MANDATED_DUTY_SOCIALISATION)
    logo = DutyRef(point=3)  # type: ignore[arg-type]
    stage.api.RequireDuties(
        rpc.RequireDutiesRequest(
            tenant=GIANYAR,
            items=[
                rpc.NewDuty(command_id=new_id(), unit_id=unit, duty=one, due_on=day("2023-11-20"))
                for one in (taught, logo)
            ],
        ),
        ANYBODY,
    )
    met = rpc.FulfilledDuty(
        command_id=new_id(),
        unit_id=unit,
        duty=taught,
        fulfilled_on=day("2023-11-14"),
        evidence=[Evidence(title="foto")],
    )
    stage.api.FulfilDuties(rpc.FulfilDutiesRequest(tenant=GIANYAR, items=[met]), ANYBODY)
    guided = rpc.NewGuidance(command_id=new_id(), unit_id=unit, body="BAWASLU", received_on=day("2023-11-14"))
    stage.api.RecordGuidance(rpc.RecordGuidanceRequest(tenant=GIANYAR, items=[guided]), ANYBODY)
    persons = stage.hire(1, unit)
    stage.sign(stage.open(), persons)

    def listed(on: str) -> rpc.ListDutiesResponse:
        return stage.api.ListDuties(rpc.ListDutiesRequest(tenant=GIANYAR, on=day(on)), ANYBODY)

    states = {(bool(one.duty.mandated), one.body): one.state for one in listed("2023-11-21").entries}
    assert states[True, ""] == rpc.DUTY_STATE_MET
    assert states[False, ""] == rpc.DUTY_STATE_OVERDUE
    assert states[False, "BAWASLU"] == rpc.DUTY_STATE_MET
    assert {one.state for one in listed("2023-11-13").entries} == {rpc.DUTY_STATE_OPEN}
    mandated = {MandatedDuty.Name(one.duty): one.met for one in listed("2023-11-21").mandated}
    assert mandated == {
        "MANDATED_DUTY_SOCIALISATION": True, "MANDATED_DUTY_PLEDGE": False, "MANDATED_DUTY_PACT": True
    }  # fmt: skip
    assert (listed("2023-11-21").units_guided, listed("2023-11-21").units) == (1, 2)


def test_a_claim_that_differs_is_shown_beside_the_record(stage: Stage) -> None:
    claim = rpc.NewInstrumentClaim(
        command_id=new_id(), number="SKB 2/2022", field="issuers", claimed="4", source=Source(title="Gianyar")
    )
    stage.api.RecordInstrumentClaims(rpc.RecordInstrumentClaimsRequest(tenant="00", items=[claim]), ANYBODY)
    stage.catch_up()
    request = rpc.ListInstrumentsRequest(tenant=GIANYAR, number="SKB 2/2022", in_force_on=day("2023-11-20"))
    (found,) = stage.api.ListInstruments(request, ANYBODY).instruments
    assert [(one.claimed, one.canonical) for one in found.conflicts] == [("4", "5")]


def test_a_region_that_does_not_exist_opens_no_campaign(stage: Stage) -> None:
    request = rpc.OpenCampaignsRequest(tenant="99.99", items=[rpc.NewCampaign(command_id=new_id())])
    with pytest.raises(Rejected) as refusal:
        stage.api.OpenCampaigns(request, ANYBODY)
    assert refusal.value.reason is Reason.TENANT_UNKNOWN


def test_a_closed_campaign_still_takes_what_was_signed_before(stage: Stage) -> None:
    early, late = stage.hire(2, stage.unit("DINAS"))
    campaign = stage.open()
    closed = rpc.ClosedCampaign(command_id=new_id(), campaign_id=campaign, last_day=day("2023-11-15"))
    stage.api.CloseCampaigns(rpc.CloseCampaignsRequest(items=[closed]), ANYBODY)
    verdicts = stage.answer(
        campaign, signed(early, "2023-11-15T23:59:00+08:00"), signed(late, "2023-11-16T00:00:00+08:00")
    )
    assert [one.kind for one in verdicts] == [ACCEPTED, REJECTED]
    shown = stage.api.ShowCampaign(rpc.ShowCampaignRequest(campaign_id=campaign), ANYBODY).campaign
    assert (shown.closed, shown.closes, shown.pacts) == (True, day("2023-11-15"), 1)
