"""What follows from events without anybody asking."""

from typing import Any

from netral.common.v1.types_pb2 import Count, CountKind
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import (
    AudienceFrozen,
    CampaignKind,
    ClaimConflict,
    CoverageClaimContradicted,
    DutyRef,
    Evidence,
    InstrumentIssued,
    MandatedDuty,
    Witness,
)
from netral_pledge.domain import ids
from netral_pledge.reactions import QUIET
from pledge_stage import ANYBODY, GIANYAR, OPEN, Stage, at, day, ended, new_id

HADIR, ABSENT = 1, 3
PLEDGE = {"kind": CampaignKind.CAMPAIGN_KIND_PLEDGE, "template_id": "IKRAR-2024", "text": b""}
SOCIALISATION = DutyRef(mandated=MandatedDuty.MANDATED_DUTY_SOCIALISATION)


def after_the_list(stage: Stage) -> None:
    """Long enough after it for the list to have ended."""
    stage.pass_time(QUIET // 1_000_000 + 1)
    stage.react()


def facts(stage: Stage, stream: str, kind: type) -> list[Any]:
    return [one for one in stage.events(stream) if isinstance(one, kind)]


def contradictions(stage: Stage, ceremony: bytes) -> list[list[bytes]]:
    found = facts(stage, f"ceremony/{ids.key_of(ceremony)}", CoverageClaimContradicted)
    return [list(one.person_ids) for one in found]


def metric(stage: Stage, name: str, **labels: str) -> float | None:
    return stage.app.metrics.registry.get_sample_value(name, labels)


def test_without_exception_is_contradicted_once_the_list_has_ended(stage: Stage) -> None:
    persons = stage.hire(5, stage.unit("DINAS"))
    ceremony = stage.hold(b"", dict.fromkeys(persons[:2], HADIR), without_exception=True)
    stage.react()
    assert contradictions(stage, ceremony) == []
    stage.attend(ceremony, {persons[2]: HADIR})
    after_the_list(stage)
    assert contradictions(stage, ceremony) == [sorted(persons[3:])]


def test_a_claim_without_a_list_is_not_contradicted_by_what_has_not_arrived(stage: Stage) -> None:
    stage.hire(5, stage.unit("DINAS"))
    ceremony = stage.hold(b"", {}, without_exception=True)
    after_the_list(stage)
    assert contradictions(stage, ceremony) == []


def test_a_claim_is_held_against_staff_that_arrives_later_and_against_staff_that_left(stage: Stage) -> None:
    unit = stage.unit("DINAS")
    persons = stage.hire(2, unit)
    ceremony = stage.hold(b"", dict.fromkeys(persons, HADIR), without_exception=True)
    after_the_list(stage)
    assert contradictions(stage, ceremony) == []
    (late,) = stage.hire(1, unit)
    after_the_list(stage)
    assert contradictions(stage, ceremony) == [[late]]
    (other,) = stage.hire(1, unit)
    stage.about(late, ended(late, "2023-11-01"))
    after_the_list(stage)
    assert contradictions(stage, ceremony) == [[late], [other]]


def test_a_corrected_day_is_held_against_the_staff_of_that_day(stage: Stage) -> None:
    unit = stage.unit("DINAS")
    persons = stage.hire(1, unit)
    ceremony = stage.hold(b"", dict.fromkeys(persons, HADIR), without_exception=True)
    (newcomer,) = stage.hire(1, unit, since="2023-11-25")
    after_the_list(stage)
    assert contradictions(stage, ceremony) == []
    right = rpc.CeremonyDay(command_id=new_id(), ceremony_id=ceremony, day=day("2023-11-27"), reason="salah tanggal")
    stage.api.CorrectCeremonyDays(rpc.CorrectCeremonyDaysRequest(items=[right]), ANYBODY)
    after_the_list(stage)
    assert contradictions(stage, ceremony) == [[newcomer]]


def test_a_replay_of_everything_changes_nothing(stage: Stage) -> None:
    unit = stage.unit("DINAS")
    persons = stage.hire(4, unit)
    stage.hold(b"", dict.fromkeys(persons[:2], HADIR), without_exception=True)
    stage.sign(stage.open(), persons)
    issue(stage, "SKB 2/2022", ["A"])
    after_the_list(stage)
    length = stage.log_length()
    stage.react(again=True)
    stage.pass_time()
    stage.react(again=True)
    assert stage.log_length() == length


def test_a_list_that_is_longer_than_the_exact_number_of_the_source_is_a_conflict(stage: Stage) -> None:
    persons = stage.hire(4, stage.unit("DINAS"))
    said = Count(value=2, kind=CountKind.COUNT_KIND_EXACT)
    ceremony = stage.hold(b"", dict.fromkeys(persons, HADIR), attended=said)
    after_the_list(stage)
    (found,) = facts(stage, f"ceremony/{ids.key_of(ceremony)}", ClaimConflict)
    assert (found.ceremony_id, found.field, found.claimed, found.canonical) == (ceremony, "attended", "2", "4")
    shown = stage.api.ShowCeremony(rpc.ShowCeremonyRequest(ceremony_id=ceremony), ANYBODY).ceremony
    assert list(shown.conflicts) == [found]


def test_counts_of_source_and_witness_that_cannot_both_be_right_are_a_conflict_at_once(stage: Stage) -> None:
    exact = Count(value=200, kind=CountKind.COUNT_KIND_EXACT)
    witness = Witness(body="KESBANGPOL", counted=Count(value=252, kind=CountKind.COUNT_KIND_AT_LEAST))
    ceremony = stage.hold(b"", {}, attended=exact, witnesses=[witness])
    (found,) = facts(stage, f"ceremony/{ids.key_of(ceremony)}", ClaimConflict)
    assert (found.field, found.claimed, found.canonical) == ("counted/KESBANGPOL", ">=252", "200")
    agreed = stage.hold(b"", {}, attended=Count(value=300, kind=CountKind.COUNT_KIND_EXACT), witnesses=[witness])
    assert facts(stage, f"ceremony/{ids.key_of(agreed)}", ClaimConflict) == []


def test_the_audience_is_noted_when_its_day_is_over_and_again_if_it_changed_by_the_closing_day(stage: Stage) -> None:
    stage.clock.put(at("2026-11-10T08:00:00+08:00"))
    unit = stage.unit("DINAS")
    stage.hire(3, unit)
    days = {"opens": day("2026-11-01"), "target": day("2026-11-20"), "closes": day("2026-11-30")}
    campaign = stage.open(**days)

    def noted(when: str) -> list[int]:
        stage.clock.put(at(when))
        stage.react()
        found = facts(stage, f"campaign/{ids.key_of(campaign)}", AudienceFrozen)
        assert all(one.as_of == days["target"] for one in found)
        return [one.count for one in found]

    assert noted("2026-11-20T23:59:59+08:00") == []
    assert noted("2026-11-21T00:00:00+08:00") == [3]
    stage.hire(1, unit)
    assert noted("2026-11-30T23:59:59+08:00") == [3]
    assert noted("2026-12-01T00:00:00+08:00") == [3, 4]


def test_a_campaign_that_is_closed_early_has_its_audience_noted_when_that_day_is_over(stage: Stage) -> None:
    stage.clock.put(at("2026-11-10T08:00:00+08:00"))
    stage.hire(2, stage.unit("DINAS"))
    campaign = stage.open(opens=day("2026-11-01"), closes=day("2026-11-30"))
    closed = rpc.ClosedCampaign(command_id=new_id(), campaign_id=campaign, last_day=day("2026-11-12"))
    stage.api.CloseCampaigns(rpc.CloseCampaignsRequest(items=[closed]), ANYBODY)
    stage.react()
    assert facts(stage, f"campaign/{ids.key_of(campaign)}", AudienceFrozen) == []
    stage.clock.put(at("2026-11-13T00:00:00+08:00"))
    stage.react()
    assert [one.count for one in facts(stage, f"campaign/{ids.key_of(campaign)}", AudienceFrozen)] == [2]


def issue(stage: Stage, number: str, issuers: list[str], tenant: str = GIANYAR) -> bytes:
    content = InstrumentIssued(
        number=number, title=number, issuers=issuers, issued_on=day("2022-09-22"), first_day=day("2022-09-22"),
        last_day=OPEN, classes=[1],
    )  # fmt: skip
    items = [rpc.NewInstrument(command_id=new_id(), instrument=content)]
    reply = stage.api.IssueInstruments(rpc.IssueInstrumentsRequest(tenant=tenant, items=items), ANYBODY)
    stage.catch_up()
    return ids.id_of(reply.verdicts[0].stream_id.partition("/")[2])


def test_two_documents_that_contradict_each_other_are_a_conflict_and_the_wider_one_is_canonical(stage: Stage) -> None:
    own = issue(stage, "SKB 2/2022", ["BKN", "BAWASLU", "KEMENPANRB", "KEMENDAGRI"])
    stage.react()
    (found,) = facts(stage, f"instrument/{ids.key_of(own)}", ClaimConflict)
    assert (found.field, found.claimed, found.canonical, found.canonical_owner) == ("issuers", "4", "5", "00")
    request = rpc.ListInstrumentsRequest(tenant=GIANYAR, number="SKB 2/2022")
    stage.catch_up()
    conflicts = {
        one.issued.instrument_id: list(one.conflicts) for one in stage.api.ListInstruments(request, ANYBODY).instruments
    }
    assert conflicts.pop(own) == [found]
    assert list(conflicts.values()) == [[]]


def test_it_does_not_matter_which_of_two_documents_came_first(stage: Stage) -> None:
    own = issue(stage, "SE 9/2022", ["SEKDA"])
    stage.react()
    issue(stage, "SE 9/2022", ["MENTERI", "KEPALA"], tenant="51")
    stage.react()
    (found,) = facts(stage, f"instrument/{ids.key_of(own)}", ClaimConflict)
    assert (found.claimed, found.canonical, found.canonical_owner) == ("1", "2", "51")


def test_board_metric_and_coverage_say_the_same_of_the_newest_campaign(stage: Stage) -> None:
    persons = stage.hire(5, stage.unit("DINAS"))
    stage.sign(stage.open(title="Yang lama"), persons[:1])
    campaign = stage.open(title="Yang baru")
    stage.sign(campaign, persons[:3])
    stage.react()
    total = stage.coverage(campaign).total
    (row,) = stage.api.Board(rpc.BoardRequest(tenant="00"), ANYBODY).rows
    assert (row.tenant, row.campaign_id, row.figures) == (GIANYAR, campaign, total)
    assert list(stage.api.Board(rpc.BoardRequest(tenant="51"), ANYBODY).rows) == [row]
    assert list(stage.api.Board(rpc.BoardRequest(tenant="52"), ANYBODY).rows) == []
    for state in ("signed", "missing", "refused", "excused", "unknown"):
        told = metric(stage, "netral_pledge_coverage_persons", tenant=GIANYAR, kind="pact", state=state)
        assert told == getattr(total, state)


def test_figures_follow_the_staff_and_take_a_tenth_of_the_time_at_most(stage: Stage) -> None:
    unit = stage.unit("DINAS")
    persons = stage.hire(2, unit)
    stage.sign(stage.open(), persons)
    stage.react()
    stage.hire(2, unit)
    after_the_list(stage)
    stage.pass_time()
    stage.react()
    assert metric(stage, "netral_pledge_coverage_persons", tenant=GIANYAR, kind="pact", state="missing") == 2


def test_a_duty_is_overdue_on_board_and_metric_from_the_day_after_until_it_is_met(stage: Stage) -> None:
    stage.clock.put(at("2026-11-10T08:00:00+08:00"))
    unit = stage.unit("DINAS")
    item = rpc.NewDuty(command_id=new_id(), unit_id=unit, duty=SOCIALISATION, due_on=day("2026-11-14"))
    stage.api.RequireDuties(rpc.RequireDutiesRequest(tenant=GIANYAR, items=[item]), ANYBODY)

    def owed(when: str) -> tuple[float | None, dict[str, int]]:
        stage.clock.put(at(when))
        stage.react()
        board = stage.api.Board(rpc.BoardRequest(tenant="51"), ANYBODY).overdue
        code = "MANDATED/SOCIALISATION"
        return metric(stage, "netral_pledge_duties_overdue", tenant=GIANYAR, duty=code), {
            one.tenant: one.units[code] for one in board
        }

    assert owed("2026-11-14T23:59:59+08:00") == (None, {})
    assert owed("2026-11-15T00:00:00+08:00") == (1, {GIANYAR: 1})
    met = rpc.FulfilledDuty(
        command_id=new_id(),
        unit_id=unit,
        duty=SOCIALISATION,
        fulfilled_on=day("2026-11-15"),
        evidence=[Evidence(title="daftar hadir")],
    )
    stage.api.FulfilDuties(rpc.FulfilDutiesRequest(tenant=GIANYAR, items=[met]), ANYBODY)
    assert owed("2026-11-15T09:00:00+08:00") == (0, {})
