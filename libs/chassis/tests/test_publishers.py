"""A publisher's key speaks for its source alone, on a batch and in a call."""

from pathlib import Path

import pytest
from claimed import SOURCE, TENANT, batch, claim
from netral.common.v1.options_pb2 import Role
from netral_chassis import tokens
from netral_chassis.access import NotAllowed, NotSignedIn
from netral_chassis.publishers import PublisherKey, RecordRefused, Refusal, opened, principal
from netral_client import Key
from structlog.testing import capture_logs


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return Key.make(tmp_path / "key.pem")


@pytest.fixture
def stranger(tmp_path: Path) -> Key:
    return Key.make(tmp_path / "stranger.pem")


def register(key: Key):  # type: ignore[no-untyped-def]
    return {key.id: PublisherKey(TENANT, SOURCE, key.public)}.get


def test_a_batch_is_its_sources_own(key: Key) -> None:
    sent = batch(claim(1))
    assert opened(key.signed(sent.SerializeToString()).SerializeToString(), register(key)) == sent


def test_a_batch_changed_by_one_bit_is_refused(key: Key) -> None:
    signed = key.signed(batch(claim(1)).SerializeToString())
    signed.batch = signed.batch[:-1] + bytes([signed.batch[-1] ^ 1])
    with pytest.raises(RecordRefused) as refused:
        opened(signed.SerializeToString(), register(key))
    assert refused.value.refusal is Refusal.SIGNATURE_WRONG


def test_a_batch_for_another_tenant_is_told_as_forged_with_the_key_it_came_by(key: Key) -> None:
    record = key.signed(batch(claim(1), tenant="51.05").SerializeToString()).SerializeToString()
    with pytest.raises(RecordRefused) as refused:
        opened(record, register(key))
    assert (refused.value.refusal, refused.value.key_id) == (Refusal.TENANT_FORGED, key.id)


def test_a_registered_key_that_is_none_refuses_and_does_not_break(key: Key) -> None:
    record = key.signed(batch(claim(1)).SerializeToString()).SerializeToString()
    with pytest.raises(RecordRefused):
        opened(record, lambda _id: PublisherKey(TENANT, SOURCE, b"short"))


def test_a_token_of_a_registered_key_may_publish_for_its_tenant_and_nothing_else(key: Key) -> None:
    caller = principal(key.token(TENANT, SOURCE), register(key))
    assert caller is not None
    assert caller.subject == f"system:{TENANT}/{SOURCE}"
    assert caller.scopes([Role.ROLE_PUBLISHER]) == {TENANT}
    assert [grant.role for grant in caller.grants] == [Role.ROLE_PUBLISHER]


def test_a_token_that_speaks_for_another_than_its_key_does_is_refused_and_audited(key: Key) -> None:
    for token in (key.token("51.05", SOURCE), key.token(TENANT, "other")):
        with capture_logs() as said, pytest.raises(NotAllowed):
            principal(token, register(key))
        assert [(one["event"], one["refused"], one["key_id"]) for one in said] == [
            ("audited", "TENANT_FORGED", key.id.hex())
        ]


def test_a_token_of_no_registered_key_is_refused(key: Key, stranger: Key) -> None:
    with pytest.raises(NotSignedIn):
        principal(stranger.token(TENANT, SOURCE), register(key))
    forged = stranger.token(TENANT, SOURCE)
    with pytest.raises(NotSignedIn):
        principal(forged, lambda _id: PublisherKey(TENANT, SOURCE, key.public))


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJhbGciOiJFZERTQSIsImtpZCI6Inh5eiJ9.e30.AAAA"])
def test_a_token_that_is_none_is_refused(key: Key, token: str) -> None:
    with pytest.raises(NotSignedIn):
        principal(token, register(key))


def test_a_token_of_the_local_issuer_is_not_a_publishers(key: Key, tmp_path: Path) -> None:
    (tmp_path / "issuer.pem").write_bytes(tokens.new_issuer_key())
    token = tokens.issue(tokens.issuer_key(tmp_path / "issuer.pem"), "user:operator")
    assert principal(token, register(key)) is None
