"""Tokens: Ed25519, at most 15 minutes, from our issuer, for us."""

import time
from collections.abc import Mapping
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from netral_chassis.access import NotSignedIn, TokenExpired
from netral_chassis.tokens import issue, issuer_key, new_issuer_key, subject_of

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key()


def token(changes: Mapping[str, object], key: object = KEY, algorithm: str = "EdDSA") -> str:
    now = int(time.time())
    claims = {"sub": "user:1", "iss": "netral-local", "aud": "netral", "iat": now, "exp": now + 60, **changes}
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm)  # type: ignore[arg-type]


def test_a_token_says_whose_it_is() -> None:
    assert subject_of(issue(KEY, "user:operator"), PUBLIC) == "user:operator"


def test_a_token_is_never_good_for_more_than_15_minutes() -> None:
    claims = jwt.decode(issue(KEY, "user:1", seconds=86_400), options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 900


def test_a_signed_token_of_16_minutes_is_refused() -> None:
    now = int(time.time())
    with pytest.raises(NotSignedIn) as refusal:
        subject_of(token({"iat": now, "exp": now + 960}), PUBLIC)
    assert not isinstance(refusal.value, TokenExpired)


def test_an_expired_token_says_so() -> None:
    now = int(time.time())
    with pytest.raises(TokenExpired):
        subject_of(token({"iat": now - 100, "exp": now - 10}), PUBLIC)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"aud": "another"},
        {"iat": int(time.time()) + 3_600, "exp": int(time.time()) + 3_700},
        {"sub": None},
        {"exp": None},
        {"iat": None},
        {"aud": None},
        {"iss": None},
        {"sub": 7},
        {"exp": "soon"},
    ],
)
def test_a_token_with_a_wrong_or_missing_claim_is_refused(changes: Mapping[str, object]) -> None:
    with pytest.raises(NotSignedIn):
        subject_of(token(changes), PUBLIC)


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(NotSignedIn):
        subject_of(issue(Ed25519PrivateKey.generate(), "user:1"), PUBLIC)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "…"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(NotSignedIn):
        subject_of(text, PUBLIC)


def test_unsigned_and_symmetric_tokens_are_refused() -> None:
    with pytest.raises(NotSignedIn):
        subject_of(token({}, None, "none"), PUBLIC)
    with pytest.raises(NotSignedIn):
        subject_of(token({}, "a shared secret that is long enough for it", "HS256"), PUBLIC)


def test_an_issuer_key_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    path.write_bytes(new_issuer_key())
    assert subject_of(issue(issuer_key(path), "user:1"), issuer_key(path).public_key()) == "user:1"


def test_a_key_of_another_kind_is_no_issuer_key(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    rsa = generate_private_key(65_537, 2_048)
    path.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(NotSignedIn):
        issuer_key(path)
