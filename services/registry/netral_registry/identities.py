"""Who is meant by numbers, found and reserved in the vault before any fact is made. Batches only."""

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping, Sequence

from netral.registry.v1.events_pb2 import IdentifierKind
from netral_chassis.vault import Vault

KIND_NAMES = {IdentifierKind.IDENTIFIER_KIND_NIP: "NIP", IdentifierKind.IDENTIFIER_KIND_NIK: "NIK"}
Identifier = tuple[str, str]
"""(kind, digits): `("NIP", "…")`."""


def resolve(
    vault: Vault, people: Sequence[Sequence[Identifier]], into: Mapping[bytes, bytes], *, reserve: bool
) -> list[bytes | None]:
    """Person ids in the order of `people`, each given by all numbers known of one person; new persons get random ids.

    `into` maps duplicates to the records that stand for them. `None`: the numbers belong to two different persons. With
    `reserve` the numbers are bound to these ids from now on; what a broken import reserved is found again.
    """
    wanted = list(dict.fromkeys(identifier for one in people for identifier in one))
    found = zip(wanted, vault.identify(wanted), strict=True)
    owners = {one: into.get(owner, owner) for one, owner in found if owner is not None}
    persons: list[bytes | None] = []
    new: dict[Identifier, bytes] = {}
    for one in people:
        known = {owners[identifier] for identifier in one if identifier in owners}
        if len(known) > 1:
            persons.append(None)
            continue
        person = known.pop() if known else os.urandom(16)
        for identifier in one:
            if identifier not in owners:
                owners[identifier] = new[identifier] = person
        persons.append(person)
    if not reserve or not new:
        return persons
    first = _reserved(vault, new)
    return [first.get(person, person) if person is not None else None for person in persons]


def _reserved(vault: Vault, new: dict[Identifier, bytes]) -> dict[bytes, bytes]:
    """Bind the numbers; returns which of the new ids give way to one that somebody else bound a moment before."""
    now = dict(zip(new, vault.reserve(list(new), list(new.values())), strict=True))
    first = {new[identifier]: owner for identifier, owner in now.items() if owner != new[identifier]}
    for person, owner in first.items():
        ours = [identifier for identifier, one in new.items() if one == person and now[identifier] == person]
        vault.reassign(ours, owner)
    return first


def mark(salt: bytes, kind: str, value: str) -> bytes:
    """32 bytes that tell one value from another under a subject's salt; empty for an empty value.

    Of a number it is the commitment of receipts: HMAC-SHA256(key=salt, message=`NIP:…`).
    """
    return hmac.digest(salt, f"{kind}:{value}".encode(), hashlib.sha256) if value else b""


def salts(vault: Vault, subjects: Iterable[bytes]) -> dict[bytes, bytes]:
    """Salts of the subjects, made where they are missing."""
    wanted = list(dict.fromkeys(subjects))
    return dict(zip(wanted, vault.salts(wanted), strict=True))
