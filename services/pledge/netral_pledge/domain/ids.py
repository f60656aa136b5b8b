"""Ids that follow from what they stand for, so that the same thing sent twice is never two things."""

from hashlib import sha1
from uuid import UUID, uuid5

_NAMESPACE = UUID("b0a3a7c5-6a3c-5f3e-8d1c-2f0b7f4f9c11")
ID_BYTES = 16


def key_of(id_: bytes) -> str:
    """How a 16-byte id stands in a stream id: lower-case UUID with dashes."""
    return str(UUID(bytes=id_))


def id_of(key: str) -> bytes:
    """The inverse of `key_of`. Raises `ValueError` for anything else."""
    return UUID(key).bytes


def instrument_id(tenant: str, normalised: str) -> bytes:
    """Instrument of an issuing tenant by its normalised number."""
    return uuid5(_NAMESPACE, f"instrument/{tenant}/{normalised}").bytes


def template_key(owner: str, id_: str) -> str:
    """Stream key of a text: ids of texts are unique within their owner only."""
    return f"{owner}/{id_}"


def text_id(sha256: bytes) -> str:
    """Id of a text that came with a campaign and without an id of its own."""
    return f"NASKAH-{sha256.hex()[:16].upper()}"


def campaign_id(command_id: bytes) -> bytes:
    """Campaign that a command opens."""
    return uuid5(_NAMESPACE, f"campaign/{command_id.hex()}").bytes


def ceremony_id(command_id: bytes) -> bytes:
    """Ceremony that a command records."""
    return uuid5(_NAMESPACE, f"ceremony/{command_id.hex()}").bytes


def pact_key(campaign: UUID, person: bytes) -> str:
    """Stream key of the pact of a person in a campaign: there can be only one.

    It is `uuid5(campaign, hex of person)`, written out: one a signature, and `uuid` takes three times as long.
    """
    digest = bytearray(sha1(campaign.bytes + person.hex().encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    key = digest.hex()
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def duty_id(tenant: str, unit_id: bytes, duty: str) -> bytes:
    """Entry of the checklist of a tenant, or of a unit of it."""
    return uuid5(_NAMESPACE, f"duty/{tenant}/{unit_id.hex()}/{duty}").bytes


def derived(command_id: bytes, part: str) -> bytes:
    """Command id of a part of a command."""
    return uuid5(_NAMESPACE, f"part/{command_id.hex()}/{part}").bytes
