"""Ed25519 tokens of at most 15 minutes. A token holds only who; what he may do are facts."""

import time
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from netral_chassis.access import NotSignedIn, TokenExpired

MAX_SECONDS = 15 * 60
_AUDIENCE = "netral"
_ISSUER = "netral-local"


def issue(key: Ed25519PrivateKey, subject: str, seconds: int = MAX_SECONDS) -> str:
    """A token for `subject`, good for `seconds`, at most 15 minutes."""
    now = int(time.time())
    claims = {"sub": subject, "iss": _ISSUER, "aud": _AUDIENCE, "iat": now, "exp": now + min(seconds, MAX_SECONDS)}
    return jwt.encode(claims, key, algorithm="EdDSA")


def subject_of(token: str, key: Ed25519PublicKey) -> str:
    """Whose token it is. Raises `TokenExpired`, `NotSignedIn`."""
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=["EdDSA"],
            audience=_AUDIENCE,
            issuer=_ISSUER,
            leeway=5,
            options={"require": ["sub", "exp", "iat", "aud", "iss"]},
        )
    except jwt.ExpiredSignatureError:
        raise TokenExpired from None
    except jwt.PyJWTError:
        raise NotSignedIn from None
    if int(claims["exp"]) - int(claims["iat"]) > MAX_SECONDS:
        raise NotSignedIn
    return str(claims["sub"])


def issuer_key(path: Path) -> Ed25519PrivateKey:
    """The private key in `path` (PEM)."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotSignedIn
    return key


def new_issuer_key() -> bytes:
    """A fresh private key as PEM."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
