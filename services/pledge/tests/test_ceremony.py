"""Ceremonies and the checklist. Seeds 000, 001, 004."""

from typing import Any

import pytest
from netral.common.v1.types_pb2 import Confidence, Count, CountKind, DayClaim, Sealed
from netral.pledge.v1.events_pb2 import (
    AttendanceRecorded,
    CeremonyDayCorrected,
    CeremonyHeld,
    CoverageClaimContradicted,
    DecreePoint,
    DutyFulfilled,
    DutyRef,
    DutyRequired,
    Evidence,
    GuidanceReceived,
    MandatedDuty,
    Witness,
)
from netral_calendar import Zone
from netral_messages import Reason
from netral_pledge.domain import ceremony, duty
from pledge_scenario import Scenario
from pledge_stage import ceremony as content
from pledge_stage import day

CEREMONY = Scenario(ceremony.INITIAL, ceremony.evolve)
DUTY = Scenario(duty.INITIAL, duty.evolve)
WHY = Sealed(key_id=b"k" * 16)
HADIR, IZIN, ABSENT, MAKE_UP = 1, 2, 3, 4


def record(held: CeremonyHeld, *, leader_known: bool = True) -> Any:
    command = ceremony.RecordCeremony(b"c" * 16, "19", Zone.WIB, held, leader_known)
    return lambda state: ceremony.decide_record(command, state)


def attend(*persons: tuple[bytes, int]) -> Any:
    command = ceremony.RecordAttendance(tuple(ceremony.Presence(one, status) for one, status in persons))  # type: ignore[arg-type]
    return lambda state: ceremony.decide_attendance(command, state)


def check(*employees: bytes) -> Any:
    return lambda state: ceremony.decide_check(ceremony.CheckClaim(frozenset(employees), ()), state)


def test_a_ceremony_may_be_held_in_another_tenant_than_its_organisers() -> None:
    (held,) = CEREMONY.when(record(content(place_tenant="19.06"))).then(CeremonyHeld).facts
    assert (held.organiser, held.place_tenant) == ("19", "19.06")
    assert CEREMONY.when(record(content())).facts[0].place_tenant == "19"


def test_a_disputed_day_is_accepted_with_both_candidates_until_somebody_corrects_it() -> None:
    def correct(on: str, reason: Sealed | None = WHY) -> Any:
        return lambda state: ceremony.decide_correct(ceremony.CorrectDay(day(on), reason), state)

    claim = DayClaim(candidates=[day("2023-10-23"), day("2023-11-27")])
    held = CEREMONY.when(record(content(day=claim))).then(CeremonyHeld)
    assert held.facts[0].day.confidence == Confidence.CONFIDENCE_DISPUTED
    held.after.when(correct("2023-11-27", None)).then_rejected(Reason.REASON_MISSING)
    corrected = held.after.when(correct("2023-11-27")).then(CeremonyDayCorrected).after
    assert corrected.state.days == (day("2023-11-27"),)
    corrected.when(correct("2023-11-27")).then_nothing()
    stated = DayClaim(candidates=[1, 2], confidence=Confidence.CONFIDENCE_STATED)
    CEREMONY.when(record(content(day=stated))).then_rejected(Reason.FIELD_INVALID)


def test_a_vague_number_stays_words_and_at_least_stays_at_least() -> None:
    hundreds = Count(kind=CountKind.COUNT_KIND_UNKNOWN, text="ratusan")
    least = Count(kind=CountKind.COUNT_KIND_AT_LEAST, value=252)
    witnesses = [Witness(body="KESBANGPOL", counted=least)]
    (held,) = CEREMONY.when(record(content(attended=hundreds, witnesses=witnesses))).then(CeremonyHeld).facts
    assert (held.attended.value, held.attended.text) == (0, "ratusan")
    assert held.witnesses[0].counted == least
    invented = Count(kind=CountKind.COUNT_KIND_UNKNOWN, value=300, text="ratusan")
    CEREMONY.when(record(content(attended=invented))).then_rejected(Reason.COUNT_INVALID)


def test_a_leader_whose_post_nobody_knows_is_refused() -> None:
    CEREMONY.when(record(content(), leader_known=False)).then_rejected(Reason.LEADER_UNKNOWN)


def test_only_what_is_new_of_an_attendance_list_is_recorded() -> None:
    held = CEREMONY.when(record(content())).after
    came = held.when(attend((b"a", HADIR), (b"b", ABSENT))).then(AttendanceRecorded).after
    came.when(attend((b"a", HADIR), (b"b", ABSENT))).then_nothing()
    (fact,) = came.when(attend((b"a", HADIR), (b"b", MAKE_UP))).then(AttendanceRecorded).facts
    assert [one.person_id for one in fact.persons] == [b"b"]
    CEREMONY.when(attend((b"a", HADIR))).then_rejected(Reason.CEREMONY_UNKNOWN)


def test_without_exception_is_contradicted_by_those_without_a_record() -> None:
    staff = [bytes([number]) * 16 for number in range(120)]
    held = CEREMONY.when(record(content(without_exception=True))).after
    came = held.when(attend(*((one, HADIR) for one in staff[3:]))).after
    said = came.when(check(*staff)).then(CoverageClaimContradicted)
    assert (said.facts[0].denominator, list(said.facts[0].person_ids)) == (120, staff[:3])
    said.after.when(check(*staff)).then_nothing()
    said.after.when(attend((staff[0], IZIN))).after.when(check(*staff)).then_nothing()
    came.when(check(*staff[3:])).then_nothing()


def test_who_did_not_claim_everybody_is_not_contradicted() -> None:
    CEREMONY.when(record(content())).after.when(check(b"a")).then_nothing()


def test_more_than_a_thousand_missing_persons_are_several_events_of_one_comparison() -> None:
    staff = [number.to_bytes(16, "big") for number in range(2_500)]
    held = CEREMONY.when(record(content(without_exception=True))).after
    facts = held.when(check(*staff)).then(*[CoverageClaimContradicted] * 3).facts
    assert [len(fact.person_ids) for fact in facts] == [1_000, 1_000, 500]
    assert len({fact.digest for fact in facts}) == 1
    held.given(*facts).when(check(*staff)).then_nothing()


LOGO = DutyRef(point=DecreePoint.DECREE_POINT_LOGO_APPLIED)


def fulfil(duty_: DutyRef = LOGO, *evidence: str, persons: Count | None = None) -> Any:
    shown = tuple(Evidence(title=one) for one in evidence)
    command = duty.FulfilDuty(b"d" * 16, "51", b"u" * 16, duty_, day("2023-11-20"), persons or Count(), shown)
    return lambda state: duty.decide_fulfil(command, state)


def test_the_two_lists_of_four_are_not_one() -> None:
    spoken = DutyRef(mandated=MandatedDuty.MANDATED_DUTY_PLEDGE)
    assert duty.code_of(spoken) == "MANDATED/PLEDGE"
    assert duty.code_of(DutyRef(point=DecreePoint.DECREE_POINT_PLEDGE)) == "DECREE/PLEDGE"


@pytest.mark.parametrize("unclear", [DutyRef(), DutyRef(mandated=1, point=1), DutyRef(mandated=99)])
def test_a_duty_of_no_list_or_of_both_is_unknown(unclear: DutyRef) -> None:
    DUTY.when(fulfil(unclear, "foto")).then_rejected(Reason.DUTY_UNKNOWN)


def test_a_duty_is_met_by_evidence_and_recorded_once() -> None:
    DUTY.when(fulfil()).then_rejected(Reason.FIELD_MISSING, "evidence")
    met = DUTY.when(fulfil(LOGO, "foto")).then(DutyFulfilled).after
    met.when(fulfil(LOGO, "foto")).then_nothing()
    met.when(fulfil(LOGO, "foto kedua")).then(DutyFulfilled)
    DUTY.when(fulfil(LOGO, "foto", persons=Count(value=3))).then_rejected(Reason.COUNT_INVALID)


def test_a_due_day_may_move_and_guidance_needs_a_body_and_a_unit() -> None:
    def require(on: str) -> Any:
        command = duty.RequireDuty(b"d" * 16, "51", b"u" * 16, LOGO, day(on))
        return lambda state: duty.decide_require(command, state)

    due = DUTY.when(require("2023-11-20")).then(DutyRequired).after
    due.when(require("2023-11-20")).then_nothing()
    due.when(require("2023-11-27")).then(DutyRequired)

    def guide(body: str, unit: bytes = b"u" * 16) -> Any:
        command = duty.RecordGuidance(b"d" * 16, "51", unit, body, day("2023-11-14"), ())
        return lambda state: duty.decide_guidance(command, state)

    DUTY.when(guide("BAWASLU")).then(GuidanceReceived)
    DUTY.when(guide(" ")).then_rejected(Reason.FIELD_MISSING, "body")
    DUTY.when(guide("BAWASLU", b"")).then_rejected(Reason.FIELD_MISSING, "unit_id")
