"""Who is not signed in is let in nowhere, and signing in alone opens nothing but what is open to everybody."""

import time
from collections.abc import Callable

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from netral_chassis import tokens
from procedures import Place, procedures, served
from running import OFFSETS, OPERATOR, System

NOWHERE = Place("51", bytes(16), bytes(16), bytes(16))
OPEN_TO_ALL = {"netral.registry.v1.RegistryService.ListTenants", "netral.registry.v1.RegistryService.ListCalendars"}
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED


def answers(system: System, token: Callable[[], str | None]) -> dict[str, grpc.StatusCode]:
    """How every procedure that is served answers to who sends this token."""
    channels = system.bearing(token).channels
    offered = {process: served(system, process) for process in OFFSETS}
    return {
        f"{process} {procedure.name}": procedure.call(channels[process], procedure.request(NOWHERE))
        for process in OFFSETS
        for procedure in procedures()
        if procedure.service in offered[process]
    }


def claims(**changes: object) -> dict[str, object]:
    """Claims of a token of the operator that would hold."""
    now = int(time.time())
    return {"sub": OPERATOR, "iss": "netral-local", "aud": "netral", "iat": now, "exp": now + 600, **changes}


@pytest.fixture
def key(system: System) -> Ed25519PrivateKey:
    return tokens.issuer_key(system.home.secret("issuer.pem"))


def test_the_token_that_the_others_are_changed_from_holds(system: System, key: Ed25519PrivateKey):
    token = jwt.encode(claims(), key, algorithm="EdDSA")
    assert UNAUTHENTICATED not in answers(system, lambda: token).values()


def test_without_a_token_nothing_answers(system: System):
    assert set(answers(system, lambda: None).values()) == {UNAUTHENTICATED}


def test_a_token_of_another_key_opens_nothing(system: System):
    token = tokens.issue(Ed25519PrivateKey.generate(), OPERATOR)
    assert set(answers(system, lambda: token).values()) == {UNAUTHENTICATED}


def test_an_expired_token_opens_nothing(system: System, key: Ed25519PrivateKey):
    token = tokens.issue(key, OPERATOR, seconds=-60)
    assert set(answers(system, lambda: token).values()) == {UNAUTHENTICATED}


@pytest.mark.parametrize(
    "changes",
    [{"aud": "another"}, {"iss": "another"}, {"exp": int(time.time()) + 86_400}, {"iat": None}, {"sub": None}],
    ids=["another audience", "another issuer", "for a day", "without its time of issue", "of nobody"],
)
def test_a_token_of_the_right_key_that_says_the_wrong_thing_opens_nothing(
    system: System, key: Ed25519PrivateKey, changes: dict[str, object]
):
    said = {name: value for name, value in claims(**changes).items() if value is not None}
    token = jwt.encode(said, key, algorithm="EdDSA")
    assert set(answers(system, lambda: token).values()) == {UNAUTHENTICATED}


@pytest.mark.parametrize("token", ["", "x", "a.b.c", jwt.encode(claims(), "", algorithm="none")])
def test_what_is_no_signed_token_opens_nothing(system: System, token: str):
    assert set(answers(system, lambda: token).values()) == {UNAUTHENTICATED}


def test_somebody_without_a_right_gets_only_what_is_open_to_everybody(system: System, key: Ed25519PrivateKey):
    found = answers(system, lambda: tokens.issue(key, "user:access-nobody"))
    let_in = {name.split()[1] for name, code in found.items() if code is not grpc.StatusCode.PERMISSION_DENIED}
    assert let_in == OPEN_TO_ALL
