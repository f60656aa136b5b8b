"""Receipts as the log makes them: all of them hold, in both verifiers, from a log of any size."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from netral_messages import Level, level
from netral_messages.reason import Reason
from netral_receipts import (
    CheckpointWrong,
    Malformed,
    Opening,
    Receipt,
    SignatureWrong,
    SignerKey,
    Statement,
    TemplateRef,
    checkpoint_over,
    receipts_under,
    verify,
)
from receipt_maker import make_receipts

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
digits = st.text("0123456789", min_size=18, max_size=18)
openings = st.builds(
    Opening, st.binary(min_size=32, max_size=32), digits.map("NIP:{}".format) | digits.map(lambda d: f"NIK:{d[:16]}")
)
templates = st.builds(
    TemplateRef,
    id=st.from_regex(r"[A-Za-z0-9._:/-]{1,100}", fullmatch=True),
    version=st.integers(1, 10**15 - 1),
    sha256=hashes,
)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
statements = st.builds(
    Statement,
    tenant=st.just("33"),
    campaign=st.just("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
    template=templates,
    subject=hashes,
    status=st.sampled_from(["SIGNED", "REVOKED"]),
    signed_at=st.datetimes(timezones=zones).map(datetime.isoformat),
    method=st.sampled_from(["BASAH", "OTP", "SSO", "TTE_BSRE"]),
)


def test_every_receipt_of_a_log_holds_in_both_verifiers(log, judged):
    assert [judged(receipt.to_bytes(), log.key_file) for receipt in log.receipts] == [None] * 11


@given(st.lists(st.tuples(statements, openings, st.booleans()), min_size=1, max_size=20))
@settings(deadline=None, max_examples=50)
def test_receipts_of_any_statements_hold_in_both_verifiers(judged, leaves):
    key = SignerKey.generate("netral.example/any")
    made = [replace(statement, subject=opening.subject) for statement, opening, _ in leaves]
    shown = {opening.subject: opening for _, opening, is_shown in leaves if is_shown}
    for receipt in make_receipts(made, shown, origin=made[0].origin, key=key):
        assert judged(receipt.to_bytes(), str(key.verifier).encode()) is None
        assert Receipt.parse(receipt.to_bytes()) == receipt


def test_a_receipt_has_the_promised_shape(log):
    document = json.loads(log.receipts[3].to_bytes())
    assert list(document) == ["format", "statement", "proof", "checkpoint", "opening"]
    assert document["format"] == "netral-receipt/1"
    assert list(document["statement"]) == [
        "kind", "tenant", "campaign", "template", "subject", "status", "signed_at", "method",
    ]  # fmt: skip
    assert list(document["statement"]["template"]) == ["id", "version", "sha256"]
    assert document["proof"]["leaf_index"] == 3
    assert document["proof"]["tree_size"] == 11
    origin, size, _, empty, signature, end = document["checkpoint"].split("\n")
    assert (origin, size, empty, end) == ("netral/51.04/6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "11", "", "")
    assert signature.startswith("— netral.example/log ")
    assert document["opening"] == {"salt": log.openings[3].salt.hex(), "identity": log.openings[3].identity}


def test_a_receipt_file_has_no_byte_to_spare(log):
    document = log.receipts[3].to_bytes()
    assert document == json.dumps(json.loads(document), ensure_ascii=False, separators=(",", ":")).encode()


def test_a_valid_verdict_names_what_was_stated_and_an_invalid_one_nothing(log):
    receipt = log.receipts[-1]
    verdict = verify(receipt.to_bytes(), log.key_file)
    assert (verdict.valid, verdict.reason, verdict.opened) == (True, None, True)
    assert verdict.statement == receipt.statement
    assert verdict.statement.status == "REVOKED"
    verdict = verify(receipt.to_bytes()[:-1], log.key_file)
    assert (verdict.valid, verdict.reason, verdict.opened) == (False, Reason.RECEIPT_MALFORMED, False)
    assert verdict.statement is None


def test_without_an_opening_a_receipt_still_shows_that_somebody_signed(log, judged):
    closed = replace(log.receipts[3], opening=None).to_bytes()
    assert b"opening" not in closed
    assert judged(closed, log.key_file) is None
    assert not verify(closed, log.key_file).opened


def test_a_receipt_from_before_the_tree_grew_still_holds(log, judged):
    early = list(make_receipts(log.statements[:6], {}, origin=log.statements[0].origin, key=log.key))
    assert [judged(receipt.to_bytes(), log.key_file) for receipt in early] == [None] * 6


def test_a_log_without_leaves_has_no_receipts(log):
    assert list(make_receipts([], {}, origin=log.statements[0].origin, key=log.key)) == []


def test_a_statement_of_another_campaign_or_tenant_gets_no_receipt(log):
    other_campaign = replace(log.statements[0], campaign="00000000-0000-4000-8000-000000000000")
    for stray in (other_campaign, replace(log.statements[0], tenant="51")):
        with pytest.raises(ValueError, match="another log"):
            make_receipts([log.statements[0], stray], {}, origin=log.statements[0].origin, key=log.key)


def test_a_checkpoint_that_is_not_over_just_these_leaves_makes_no_receipt(log):
    origin, shown = log.statements[0].origin, {}
    checkpoint = checkpoint_over(log.statements, origin=origin, key=log.key)
    assert len(list(receipts_under(checkpoint, log.statements, shown, key=log.key.verifier))) == len(log.statements)
    swapped = [log.statements[1], log.statements[0], *log.statements[2:]]
    moved = [replace(one, tenant="51") for one in log.statements]
    for others in (log.statements[:-1], swapped, moved, []):
        with pytest.raises(CheckpointWrong):
            receipts_under(checkpoint, others, shown, key=log.key.verifier)


def test_a_checkpoint_that_another_key_signed_makes_no_receipt(log):
    checkpoint = checkpoint_over(log.statements, origin=log.statements[0].origin, key=log.key)
    with pytest.raises(SignatureWrong):
        receipts_under(checkpoint, log.statements, {}, key=SignerKey.generate(log.key.name).verifier)


def test_an_opening_of_somebody_else_gets_no_receipt(log):
    swapped = {log.openings[0].subject: log.openings[1]}
    with pytest.raises(ValueError, match="does not open"):
        make_receipts(log.statements, swapped, origin=log.statements[0].origin, key=log.key)


def test_a_malformed_receipt_says_where_and_never_what(log):
    data = log.receipts[0].to_bytes().replace(b"NIP:", b"NIP;")
    with pytest.raises(Malformed) as caught:
        Receipt.parse(data)
    assert str(caught.value) == "opening.identity"
    with pytest.raises(Malformed) as caught:
        Receipt.parse(data[:-2])
    assert str(caught.value) == "json"
    assert caught.value.__cause__ is None


def test_every_reason_has_words_for_people():
    for code in ("RECEIPT_MALFORMED", "SIGNATURE_WRONG", "PROOF_WRONG", "SUBJECT_WRONG"):
        assert level(Reason(code)) is Level.REJECTED
    assert level(Reason.KEY_MALFORMED) is Level.REFUSED
