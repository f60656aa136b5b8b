"""What is readable for a moment: names to be shown, and what opens a commitment. For audited procedures only."""

from collections.abc import Sequence
from typing import NamedTuple

from netral.common.v1.types_pb2 import Sealed
from netral.registry.v1.events_pb2 import Identifiers
from netral_chassis.reading import Reading
from netral_chassis.vault import Vault

from netral_registry.identities import salts
from netral_registry.sealing import HOLDER_NAME, IDENTIFIERS, NAME
from netral_registry.views.employments import ever_employed
from netral_registry.views.persons import PersonRecord, duplicates, persons
from netral_registry.views.posts import posts


class OpenedIdentity(NamedTuple):
    """The salt, `NIP:…` or `NIK:…`, and the commitment that the two make."""

    salt: bytes
    identity: str
    subject: bytes


class ShownName(NamedTuple):
    """A name to be shown; empty if nobody is known, the caller may not see him, or he was `erased`."""

    name: str = ""
    erased: bool = False


NO_NAME = ShownName()


def _shown(opened: bytes | None) -> ShownName:
    return ShownName(erased=True) if opened is None else ShownName(opened.decode())


def names_of(vault: Vault, reading: Reading, tenant: str, person_ids: Sequence[bytes]) -> list[ShownName]:
    """Names in the order of `person_ids`; empty for who never worked for the tenant, or was erased."""
    found = _in_scope(reading, tenant, person_ids)
    opened = vault.open([(one.stream_id, NAME, Sealed.FromString(one.name)) for one in found.values()])
    names = {asked: _shown(name) for asked, name in zip(found, opened, strict=True)}
    return [names.get(asked, NO_NAME) for asked in person_ids]


def holder_names(vault: Vault, reading: Reading, tenant: str, post_ids: Sequence[bytes], day: int) -> list[ShownName]:
    """Names of who acts in these posts on a day; empty if vacant.

    A registered holder is shown by the person's name, any other by the name that came with the post.
    """
    held = {one.post_id: one for one in posts(reading, tenant, day) if one.assignment}
    known = persons(reading, (one.person_id for one in held.values() if one.person_id))
    places: list[tuple[str, str, Sealed]] = []
    asked: list[bytes] = []
    for post_id in dict.fromkeys(post_ids):
        post = held.get(post_id)
        person = known.get(post.person_id) if post is not None else None
        if person is not None:
            places.append((person.stream_id, NAME, Sealed.FromString(person.name)))
        elif post is not None and post.holder_name:
            places.append((post.stream_id, HOLDER_NAME, Sealed.FromString(post.holder_name)))
        else:
            continue
        asked.append(post_id)
    names = {one: _shown(name) for one, name in zip(asked, vault.open(places), strict=True)}
    return [names.get(post_id, NO_NAME) for post_id in post_ids]


def openings(
    vault: Vault, reading: Reading, tenant: str, wanted: Sequence[tuple[bytes, bytes]]
) -> list[OpenedIdentity | None]:
    """In the order of `wanted`: (person id, commitment), an empty commitment meaning the present one.

    `None` for who never worked for the tenant or was erased, and for a commitment to a number that was corrected since.
    A commitment made before a NIP came, or to a record that is a duplicate now, opens all the same.
    """
    found = _in_scope(reading, tenant, [person_id for person_id, _ in wanted])
    own = persons(reading, found)
    places: dict[tuple[bytes, bytes], tuple[PersonRecord, bytes]] = {}
    for asked in wanted:
        person_id, subject = asked
        if person_id in found:
            records = (found[person_id], own.get(person_id, found[person_id]))
            place = _committed(records, subject or found[person_id].subject)
            if place is not None:
                places[asked] = place
    opened = vault.open([(one.stream_id, IDENTIFIERS, Sealed.FromString(sealed)) for one, sealed in places.values()])
    salted = salts(vault, (one.person_id for (one, _), plain in zip(places.values(), opened, strict=True) if plain))
    whole: dict[tuple[bytes, bytes], OpenedIdentity] = {}
    for (asked, (one, _)), plain in zip(places.items(), opened, strict=True):
        if plain is not None:
            numbers, subject = Identifiers.FromString(plain), asked[1] or found[asked[0]].subject
            identity = f"NIP:{numbers.nip}" if subject == one.nip_mark else f"NIK:{numbers.nik}"
            whole[asked] = OpenedIdentity(salted[one.person_id], identity, subject)
    return [whole.get(asked) for asked in wanted]


def _committed(records: Sequence[PersonRecord], subject: bytes) -> tuple[PersonRecord, bytes] | None:
    """The record whose number the commitment is made of, and the sealed number; `None` if none is."""
    for one in records:
        for mark, sealed in ((one.nip_mark, one.nip), (one.nik_mark, one.nik)):
            if mark and mark == subject:
                return one, sealed
    return None


def _in_scope(reading: Reading, tenant: str, person_ids: Sequence[bytes]) -> dict[bytes, PersonRecord]:
    """Records of the asked persons, of those that stand for duplicates, as far as they worked for the tenant."""
    into = duplicates(reading)
    standing = {asked: into.get(asked, asked) for asked in person_ids}
    inside = ever_employed(reading, tenant, standing.values()) | ever_employed(reading, tenant, standing)
    known = persons(reading, standing.values())
    return {asked: known[one] for asked, one in standing.items() if one in known and (one in inside or asked in inside)}
