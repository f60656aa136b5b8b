"""What a statement may hold, its canonical form and leaf, and the commitment to a person."""

import hmac
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from netral_receipts import Malformed, Opening, Statement, TemplateRef, leaf_of, subject_of

SALT = bytes(range(32))
IDENTITY = "NIP:198609262015050000"


def test_a_leaf_is_the_hash_of_the_canonical_statement(log):
    statement = log.statements[0]
    written = json.dumps(statement.as_json(), sort_keys=True, separators=(",", ":")).encode()
    assert rfc8785.dumps(statement.as_json()) == written
    assert leaf_of(statement) == sha256(b"\x00" + written).digest()


def test_a_revocation_is_another_leaf_than_the_signing_it_takes_back(log):
    signing, revocation = log.statements[-2:]
    assert replace(revocation, status="SIGNED") == signing
    assert leaf_of(revocation) != leaf_of(signing)


def test_a_statement_is_read_back_as_it_was_written(log):
    assert [Statement.from_json(statement.as_json()) for statement in log.statements] == log.statements


def test_a_time_as_python_writes_it_fits(log):
    bali = timezone(timedelta(hours=8))
    for signed_at in (datetime(2023, 11, 20, 8, 5, tzinfo=bali), datetime(2023, 11, 20, 8, 5, 0, 250_000, tzinfo=bali)):
        assert replace(log.statements[0], signed_at=signed_at.isoformat()).signed_at == signed_at.isoformat()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tenant", "51.4"),
        ("tenant", "51/04"),
        ("tenant", "51.04\n"),
        ("tenant", 51),
        ("campaign", "6F9619FF-8B86-4D01-B42D-00CF4FC964FF"),
        ("campaign", "6f9619ff8b864d01b42d00cf4fc964ff"),
        ("subject", "ab" * 31),
        ("subject", "AB" * 32),
        ("status", "signed"),
        ("status", "REFUSED"),
        ("signed_at", "2023-11-20"),
        ("signed_at", "2023-11-20T08:05:00"),
        ("signed_at", "2023-11-20T08:05:00Z"),
        ("signed_at", "2023-11-20 08:05:00+08:00"),
        ("signed_at", "2023-11-20T08:05+08:00"),
        ("signed_at", "2023-11-20T08:05:00.5+08:00"),
        ("signed_at", "2023-13-20T08:05:00+08:00"),
        ("signed_at", "2023-11-20T24:05:00+08:00"),
        ("signed_at", "2023-11-20T08:05:00+24:00"),
        ("signed_at", "２０２３-11-20T08:05:00+08:00"),
        ("method", "FAX"),
    ],
)
def test_a_statement_of_another_form_cannot_be_made(log, field, value):
    with pytest.raises(Malformed, match=rf"^statement\.{field}$"):
        replace(log.statements[0], **{field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", "a b"),
        ("id", "a" * 101),
        ("id", "naskah-é"),
        ("version", 0),
        ("version", True),
        ("version", 1.0),
        ("version", 10**15),
        ("sha256", "ab" * 33),
        ("sha256", None),
    ],
)
def test_a_template_of_another_form_cannot_be_named(field, value):
    with pytest.raises(Malformed, match=rf"^statement\.template\.{field}$"):
        replace(TemplateRef("pact-2023", 1, "ab" * 32), **{field: value})


def test_the_subject_is_the_hmac_of_the_identity_under_the_salt():
    expected = hmac.new(SALT, IDENTITY.encode(), sha256).hexdigest()
    assert subject_of(SALT, IDENTITY) == Opening(SALT, IDENTITY).subject == expected


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_salt_of_another_length_opens_nothing(length):
    with pytest.raises(Malformed, match=r"^opening\.salt$"):
        subject_of(bytes(length), IDENTITY)


@pytest.mark.parametrize(
    "identity",
    [
        "",
        "198609262015050000",
        "NIP:19860926201505000",
        "NIK:198609262015050000",
        "nip:" + "1" * 18,
        "NIP:" + "１" * 18,
    ],
)
def test_an_identity_is_a_nip_or_a_nik_with_its_name(identity):
    with pytest.raises(Malformed, match=r"^opening\.identity$"):
        subject_of(SALT, identity)


def test_an_opening_shows_neither_salt_nor_identity_when_printed():
    assert repr(Opening(SALT, IDENTITY)) == "Opening()"
