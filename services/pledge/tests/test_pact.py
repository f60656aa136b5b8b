"""What becomes of a request to sign."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Sealed
from netral.pledge.v1.events_pb2 import (
    Assurance,
    PactCorrected,
    PactExcused,
    PactRefused,
    PactRevoked,
    PactRowRejected,
    PactSigned,
    PactSuperseded,
    RevocationCause,
    SigningMethod,
)
from netral_calendar import Zone, day_number, microseconds
from netral_messages import Reason
from netral_pledge.domain import pact
from netral_pledge.domain.campaign import ALL_CLASSES, Campaign, Term, TextRef
from pledge_scenario import Scenario
from pledge_stage import day

TEXT = TextRef("51.04", "PAKTA", 1, b"\1" * 32)
NEWER = replace(TEXT, version=2, sha256=b"\2" * 32)
CAMPAIGN = Campaign(
    campaign_id=b"c" * 16, tenant="51.04", kind=2, text=TEXT, opens=day("2023-11-01"), closes=day("2023-11-20"),
    target=day("2023-11-20"), classes=ALL_CLASSES, zone=Zone.WITA,
)  # fmt: skip
EMPLOYEE = pact.Employee(b"s" * 32, (Term(b"u" * 16, 1, day("2020-01-01"), day("2030-01-01")),))
NOW = datetime(2024, 4, 1, tzinfo=UTC)
BASAH, SSO = SigningMethod.SIGNING_METHOD_BASAH, SigningMethod.SIGNING_METHOD_SSO
ERROR, WITHDRAWN = RevocationCause.REVOCATION_CAUSE_ERROR, RevocationCause.REVOCATION_CAUSE_WITHDRAWN
WHY = Sealed(key_id=b"k" * 16)
FRESH = Scenario(pact.INITIAL, pact.evolve)
Decide = Callable[[pact.Pact], Iterable[Message]]


def sign(
    when: str = "2023-11-20T08:05:00+08:00",
    method: SigningMethod = BASAH,
    text: TextRef = TEXT,
    campaign: Campaign = CAMPAIGN,
    employee: pact.Employee = EMPLOYEE,
) -> Decide:
    command = pact.SignPact(b"p" * 16, text, datetime.fromisoformat(when), method)
    return lambda state: pact.decide_sign(command, state, campaign, employee, NOW)


def refuse(when: str = "2023-11-20T08:05:00+08:00") -> Decide:
    command = pact.RefusePact(b"p" * 16, datetime.fromisoformat(when))
    return lambda state: pact.decide_refuse(command, state, CAMPAIGN, EMPLOYEE, NOW)


def excuse(when: str = "2023-11-20T08:05:00+08:00") -> Decide:
    command = pact.ExcusePact(b"p" * 16, datetime.fromisoformat(when))
    return lambda state: pact.decide_excuse(command, state, CAMPAIGN, EMPLOYEE, NOW)


def correct(when: str, method: SigningMethod = BASAH, reason: Sealed | None = WHY) -> Decide:
    command = pact.CorrectPact(datetime.fromisoformat(when), method, reason)
    return lambda state: pact.decide_correct(command, state, CAMPAIGN, NOW)


def revoke(cause: Any = WITHDRAWN, on: str = "2023-12-01", reason: Sealed | None = WHY) -> Decide:
    command = pact.RevokePact(cause, day(on), reason)
    return lambda state: pact.decide_revoke(command, state, CAMPAIGN)


def note(reason: str = "CAMPAIGN_NOT_OPEN") -> Decide:
    command = pact.NoteRejectedRow(b"p" * 16, reason, day("2023-11-21"))
    return lambda state: pact.decide_note(command, state, CAMPAIGN)


SIGNED = FRESH.when(sign()).after


def test_a_signature_binds_a_person_to_the_exact_text_and_never_claims_more_than_paper() -> None:
    (fact,) = FRESH.when(sign()).then(PactSigned).facts
    assert fact.template.sha256 == TEXT.sha256
    assert fact.subject == EMPLOYEE.subject
    assert fact.assurance == Assurance.ASSURANCE_ATTENDED_PAPER


def test_the_same_signature_again_is_nothing() -> None:
    SIGNED.when(sign()).then_nothing()


@pytest.mark.parametrize("other", [sign("2023-11-20T08:06:00+08:00"), sign(method=SSO), refuse(), excuse()])
def test_another_answer_after_a_signature_is_refused(other: Decide) -> None:
    SIGNED.when(other).then_rejected(Reason.ALREADY_SIGNED)


@pytest.mark.parametrize(
    ("when", "signed_on"),
    [("2023-11-19T16:00:00+00:00", "2023-11-20"), ("2023-11-20T15:59:59+00:00", "2023-11-20")],
)
def test_the_day_of_signing_is_the_day_in_the_tenants_zone(when: str, signed_on: str) -> None:
    (fact,) = FRESH.when(sign(when)).then(PactSigned).facts
    assert fact.signed_on == day(signed_on)


@pytest.mark.parametrize("when", ["2023-11-20T16:00:00+00:00", "2023-10-31T23:59:59+08:00"])
@pytest.mark.parametrize("answer", [sign, refuse, excuse])
def test_an_answer_of_a_day_outside_the_campaign_is_refused(answer: Callable[[str], Decide], when: str) -> None:
    FRESH.when(answer(when)).then_rejected(Reason.CAMPAIGN_NOT_OPEN, "at")


def test_a_signature_in_the_future_is_refused() -> None:
    FRESH.when(sign("2024-04-02T00:00:00+00:00")).then_rejected(Reason.DATE_IN_FUTURE, "at")


def test_a_newer_version_of_the_text_supersedes_the_signature() -> None:
    facts = SIGNED.when(sign("2023-11-20T09:00:00+08:00", text=NEWER)).then(PactSuperseded, PactSigned).facts
    assert (facts[0].former.version, facts[1].template.version) == (1, 2)
    SIGNED.given(*facts).when(sign("2023-11-20T10:00:00+08:00")).then_rejected(Reason.ALREADY_SIGNED)


def test_another_text_than_that_of_the_campaign_is_refused() -> None:
    FRESH.when(sign(text=replace(TEXT, id="LAIN"))).then_rejected(Reason.TEMPLATE_UNKNOWN)


def test_who_never_worked_for_the_tenant_is_unknown_and_who_did_elsewhere_is_not_of_the_audience() -> None:
    FRESH.when(sign(employee=pact.Employee())).then_rejected(Reason.PERSON_UNKNOWN)
    FRESH.when(sign(employee=replace(EMPLOYEE, subject=b""))).then_rejected(Reason.PERSON_UNKNOWN)
    gone = replace(EMPLOYEE, terms=(Term(b"u" * 16, 1, day("2020-01-01"), day("2023-11-02")),))
    FRESH.when(sign(employee=gone)).then_rejected(Reason.NOT_IN_AUDIENCE)
    FRESH.when(sign("2023-11-01T08:00:00+08:00", employee=gone)).then(PactSigned)
    others = replace(CAMPAIGN, classes=frozenset({3}))
    FRESH.when(sign(campaign=others)).then_rejected(Reason.NOT_IN_AUDIENCE)


def test_who_refused_or_was_excused_may_still_sign() -> None:
    FRESH.when(refuse()).then(PactRefused).after.when(sign()).then(PactSigned)
    FRESH.when(excuse()).then(PactExcused).after.when(sign()).then(PactSigned)


def test_an_old_refusal_sent_again_does_not_undo_a_signature() -> None:
    FRESH.when(refuse("2023-11-18T08:00:00+08:00")).after.when(sign()).after.when(
        refuse("2023-11-18T08:00:00+08:00")
    ).then_nothing()


def test_a_correction_needs_a_reason_and_survives_the_original_sent_again() -> None:
    wanted = "2023-11-19T08:05:00+08:00"
    SIGNED.when(correct(wanted, reason=None)).then_rejected(Reason.REASON_MISSING)
    SIGNED.when(correct("2023-11-20T08:05:00+08:00")).then_nothing()
    corrected = SIGNED.when(correct(wanted, SSO)).then(PactCorrected).after
    corrected.when(sign()).then_nothing()
    assert corrected.state.signed_at == microseconds(datetime.fromisoformat(wanted))


def test_a_correction_cannot_move_a_signature_out_of_the_campaign() -> None:
    SIGNED.when(correct("2023-11-21T08:05:00+08:00")).then_rejected(Reason.CAMPAIGN_NOT_OPEN)


def test_a_revocation_repeats_the_signing_and_survives_it_sent_again() -> None:
    asked = SIGNED.when(revoke()).then(PactRevoked)
    assert asked.facts[0].signed_at == SIGNED.state.signed_at
    asked.after.when(sign()).then_nothing()
    asked.after.when(revoke()).then_nothing()
    asked.after.when(revoke(on="2023-12-02")).then_rejected(Reason.PACT_NOT_SIGNED)


def test_after_a_withdrawal_only_a_later_signature_is_a_new_one() -> None:
    withdrawn = SIGNED.when(revoke()).after
    withdrawn.when(sign("2023-11-20T09:00:00+08:00")).then(PactSigned)
    withdrawn.when(sign("2023-11-20T08:04:00+08:00")).then_rejected(Reason.ALREADY_SIGNED, "at")
    withdrawn.when(sign(method=SSO)).then_rejected(Reason.ALREADY_SIGNED, "at")
    SIGNED.when(revoke(ERROR)).after.when(sign("2023-11-20T08:04:00+08:00")).then(PactSigned)


def test_a_signature_that_was_taken_back_is_told_apart_from_one_that_stands() -> None:
    command = pact.SignPact(b"p" * 16, TEXT, datetime.fromisoformat("2023-11-20T08:05:00+08:00"), BASAH)
    later = replace(command, signed_at=datetime.fromisoformat("2023-11-20T09:00:00+08:00"))
    withdrawn = SIGNED.when(revoke()).after.state
    assert not pact.is_taken_back(command, SIGNED.state)
    assert pact.is_taken_back(command, withdrawn)
    assert not pact.is_taken_back(later, withdrawn)


def test_a_signature_recorded_in_error_never_stood() -> None:
    (fact,) = SIGNED.when(revoke(ERROR)).then(PactRevoked).facts
    assert fact.revoked_on == day_number(datetime(2023, 11, 20, tzinfo=UTC).date())


def test_only_what_is_signed_can_be_revoked_with_a_reason_and_not_before_its_day() -> None:
    FRESH.when(revoke()).then_rejected(Reason.PACT_UNKNOWN)
    FRESH.when(refuse()).after.when(revoke()).then_rejected(Reason.PACT_NOT_SIGNED)
    SIGNED.when(revoke(reason=None)).then_rejected(Reason.REASON_MISSING)
    SIGNED.when(revoke(on="2023-11-19")).then_rejected(Reason.FIELD_INVALID, "revoked_on")


def test_why_an_answer_is_missing_is_kept_once_and_only_until_there_is_one() -> None:
    noted = FRESH.when(note()).then(PactRowRejected).after
    noted.when(note()).then_nothing()
    noted.when(note("UNKNOWN_METHOD")).then(PactRowRejected)
    SIGNED.when(note()).then_nothing()
