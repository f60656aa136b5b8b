"""Who publishes: a registered Ed25519 key speaks for one source of one tenant, on a batch and in a call."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import jwt
import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from google.protobuf.message import DecodeError
from netral.common.v1.options_pb2 import Role
from netral.common.v1.submissions_pb2 import SignedBatch, SubmissionBatch
from netral_messages import Rejected

from netral_chassis import tokens
from netral_chassis.access import Grant, NotAllowed, NotSignedIn, Principal
from netral_chassis.submission_decisions import Handlers
from netral_chassis.submissions import check

_CONTEXT = b"netral-batch-v1\x00"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PublisherKey:
    """A key in force: whom it speaks for, and its 32 public bytes."""

    tenant: str
    source: str
    public_key: bytes


KeyOf = Callable[[bytes], PublisherKey | None]
"""The key in force with this id (first 16 bytes of the SHA-256 of the public key); `None`: there is none."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a service adds for its publishers: how their claims are decided, and whose key is whose."""

    handlers: Handlers
    key_of: KeyOf


class Refusal(StrEnum):
    """Why a record of an intake topic is passed over. The names are labels of a metric."""

    UNREADABLE = "unreadable"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_WRONG = "signature_wrong"
    TENANT_FORGED = "tenant_forged"


class RecordRefused(Exception):
    """A record that is no batch of a registered publisher. Its sender is not who he says, so nobody is told."""

    def __init__(self, refusal: Refusal, key_id: bytes = b"") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.key_id = key_id


def opened(record: bytes, key_of: KeyOf) -> SubmissionBatch:
    """The batch in a record of an intake topic, known to be its source's own. Raises `RecordRefused`."""
    try:
        signed = SignedBatch.FromString(record)
    except DecodeError:
        raise RecordRefused(Refusal.UNREADABLE) from None
    if len(signed.key_id) != 16:
        raise RecordRefused(Refusal.UNREADABLE)
    key = key_of(signed.key_id)
    if key is None:
        raise RecordRefused(Refusal.KEY_UNKNOWN, signed.key_id)
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(signed.signature, _CONTEXT + signed.batch)
    except (InvalidSignature, ValueError):  # a registered key of another length can sign nothing
        raise RecordRefused(Refusal.SIGNATURE_WRONG, signed.key_id) from None
    try:
        batch = SubmissionBatch.FromString(signed.batch)
        check(batch)
    except (DecodeError, Rejected):
        raise RecordRefused(Refusal.UNREADABLE) from None
    if (batch.tenant, batch.source) != (key.tenant, key.source):
        raise RecordRefused(Refusal.TENANT_FORGED, signed.key_id)
    return batch


def principal(token: str, key_of: KeyOf) -> Principal | None:
    """The publisher whose own key signed this token; `None` if the token names no key (`kid`).

    It may publish for its tenant, and nothing else. Raises `NotSignedIn`, `TokenExpired`, and `NotAllowed` if it says
    that it is another: that is audited here, under the key that signed.
    """
    try:
        named = jwt.get_unverified_header(token).get("kid")
        if named is None:
            return None
        key = key_of(bytes.fromhex(str(named)))
    except (jwt.PyJWTError, ValueError):
        raise NotSignedIn from None
    if key is None:
        raise NotSignedIn
    subject = tokens.subject_of(token, Ed25519PublicKey.from_public_bytes(key.public_key))
    if subject != f"system:{key.tenant}/{key.source}":
        _log.warning("audited", step="sign-in", refused=Refusal.TENANT_FORGED.name, key_id=named)
        raise NotAllowed
    return Principal(subject, (Grant(Role.ROLE_PUBLISHER, key.tenant),))
