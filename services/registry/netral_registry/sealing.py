"""Names and numbers are sealed before any fact is made of them; what the views show unchanged is not sealed again."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netral.common.v1.types_pb2 import Sealed
from netral.registry.v1.events_pb2 import Identifiers
from netral.registry.v1.service_pb2 import PostRow, StaffRow
from netral_chassis.service import App
from netral_chassis.vault import Secret

from netral_registry.domain.ids import key_of, post_id
from netral_registry.identities import mark, salts
from netral_registry.rows import one_line
from netral_registry.streams import PERSON, POST
from netral_registry.views.persons import PersonRecord, persons
from netral_registry.views.posts import names_about, sealed_names

NAME = "name"
IDENTIFIERS = "identifiers"
HOLDER_NAME = "holder_name"
_NO_SALT = bytes(32)


class SealedPerson(NamedTuple):
    """What a row of staff says of a person, unreadable. `None`: unchanged."""

    name: Sealed | None
    name_mark: bytes
    identifiers: Sealed | None
    nip_mark: bytes
    nik_mark: bytes


class SealedHolder(NamedTuple):
    """Name of a post holder, unreadable; `None` and empty: none given."""

    name: Sealed | None
    mark: bytes


def seal_staff(app: App, people: Sequence[tuple[StaffRow, bytes]], *, dry_run: bool) -> list[SealedPerson]:
    """In the order of `people`: rows and whom each is about. A dry run leaves no trace and seals nothing."""
    with app.reader.open() as reading:
        known = persons(reading, (person_id for _, person_id in people))
    salted = salts(app.vault, known if dry_run else (person_id for _, person_id in people))
    marked = [_marks(row, salted.get(person_id, _NO_SALT)) for row, person_id in people]
    secrets: list[Secret] = []
    for (row, person_id), marks in zip(people, marked, strict=True):
        secrets.extend(_secrets(row, person_id, marks, known.get(person_id)))
    sealed = iter([Sealed() for _ in secrets] if dry_run else app.vault.seal(secrets))
    by_place = {(secret.subject, secret.field): one for secret, one in zip(secrets, sealed, strict=True)}
    return [
        SealedPerson(by_place.get((person_id, NAME)), name, by_place.get((person_id, IDENTIFIERS)), nip, nik)
        for (_, person_id), (name, nip, nik) in zip(people, marked, strict=True)
    ]


def _marks(row: StaffRow, salt: bytes) -> tuple[bytes, bytes, bytes]:
    return mark(salt, "NAME", one_line(row.name)), mark(salt, "NIP", row.nip), mark(salt, "NIK", row.nik)


def _secrets(
    row: StaffRow, person_id: bytes, marks: tuple[bytes, bytes, bytes], known: PersonRecord | None
) -> Iterator[Secret]:
    name, nip, nik = marks
    stream = PERSON.stream(key_of(person_id))
    if known is None or name != known.name_mark:
        yield Secret(person_id, stream, NAME, one_line(row.name).encode())
    if known is None or nip not in (b"", known.nip_mark) or nik not in (b"", known.nik_mark):
        numbers = Identifiers(nip=row.nip, nik=row.nik)
        yield Secret(person_id, stream, IDENTIFIERS, numbers.SerializeToString())


def seal_holders(app: App, tenant: str, held: Sequence[tuple[PostRow, bytes]], *, dry_run: bool) -> list[SealedHolder]:
    """In the order of `held`: rows and their holders' person ids, empty where only a name is known.

    Key and salt of a name are those of the person, so that they die with the person; of the post where nobody is known.
    """
    ids = [post_id(tenant, row.code) for row, _ in held]
    owners = [person_id or post for (_, person_id), post in zip(held, ids, strict=True)]
    with app.reader.open() as reading:
        known = sealed_names(reading, tenant)
        seen = names_about(reading, tenant)
    salted = salts(app.vault, seen.intersection(owners) if dry_run else owners)
    names = [one_line(row.holder_name) for row, _ in held]
    marks = [mark(salted.get(owner, _NO_SALT), "NAME", name) for owner, name in zip(owners, names, strict=True)]
    secrets = {
        (post, marked): Secret(owner, POST.stream(key_of(post)), HOLDER_NAME, name.encode())
        for post, marked, name, owner in zip(ids, marks, names, owners, strict=True)
        if marked and (post, marked) not in known
    }
    fresh = [Sealed() for _ in secrets] if dry_run else app.vault.seal(list(secrets.values()))
    sealed = {place: Sealed.FromString(name) for place, name in known.items()}
    sealed.update(zip(secrets, fresh, strict=True))
    return [SealedHolder(sealed.get((post, marked)), marked) for post, marked in zip(ids, marks, strict=True)]
