"""Keys and identifiers of persons, apart from everything else. What it seals only it opens; what it forgets is gone.

One AES-256-GCM key per sealed record, wrapped by the service's master key; associated data is stream id and field name,
so a ciphertext moved elsewhere does not open. Identifiers are found by keyed hash. What is destroyed leaves the files
too: see `Database.wipe`. Nothing is ever kept again for a subject that was destroyed.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from netral.common.v1.types_pb2 import Sealed
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, MetaData, Table, Text

from netral_chassis import crash, migrations
from netral_chassis.database import Database, fetch_by
from netral_chassis.writer import Halted

VAULT = MetaData(schema="vault")
KEY = Table(
    "key",
    VAULT,
    Column("key_id", LargeBinary, primary_key=True),
    Column("subject", LargeBinary, nullable=False, index=True),
    Column("wrapped", LargeBinary, nullable=False),
)
IDENTIFIER = Table(
    "identifier",
    VAULT,
    Column("keyed_hash", LargeBinary, primary_key=True),
    Column("subject", LargeBinary, nullable=False, index=True),
)
SALT = Table(
    "salt",
    VAULT,
    Column("subject", LargeBinary, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
PROOF = Table(
    "proof",
    VAULT,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
)
ERASED = Table(
    "erased",
    VAULT,
    Column("subject", LargeBinary, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("note", Text, nullable=False),  # how far the destruction came
)
_DELETED, _WIPED = "deleted", "wiped"
_OWNERS = "SELECT keyed_hash, subject FROM {s}identifier WHERE keyed_hash {any}"
_KEYS_OF = "SELECT key_id FROM {s}key WHERE subject {any}"


class MasterKeyWrong(Exception):
    """The master key is not the one that this vault was made with. `MASTER_KEY_WRONG`."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something to seal: whom it is about (16 bytes), where it will stand, and what it says."""

    subject: bytes
    stream_id: str
    field: str
    plaintext: bytes


class Vault:
    """The vault of one service. All calls take and give batches."""

    def __init__(self, database: Database, master_key: bytes) -> None:
        if len(master_key) != 32:
            raise MasterKeyWrong
        self._database = database
        self._wrap = AESGCM(hmac.digest(master_key, b"netral-vault-wrap-v1", hashlib.sha256))
        self._hash_key = hmac.digest(master_key, b"netral-vault-identifier-v1", hashlib.sha256)
        self._proof = hmac.digest(master_key, b"netral-vault-proof-v1", hashlib.sha256)
        self._barred = ""
        self._told: list[Callable[[], None]] = []

    def bar(self, reason: str) -> None:
        """Keep it closed from now on, for this reason (a code); an empty one lets it open again.

        All calls but `create` and `destroy` raise `Halted` meanwhile: the log that knows what was erased is not whole.
        """
        self._barred = reason

    def on_destroyed(self, forget: Callable[[], None]) -> None:
        """Let `forget` be called after each destruction: whoever keeps opened texts in memory drops them."""
        self._told.append(forget)

    def create(self) -> None:
        """Make or upgrade the tables, and check that the master key is theirs.

        Raises `MasterKeyWrong` and what `migrations.upgrade` does.
        """
        migrations.upgrade(self._database, migrations.VAULT)
        with self._database.write() as conn:
            rows = self._database.fetch(conn, "SELECT digest FROM {s}proof", ())
            if not rows:
                self._database.insert(conn, PROOF, [(1, self._proof)])
            elif not hmac.compare_digest(rows[0][0], self._proof):
                raise MasterKeyWrong

    def seal(self, secrets: Sequence[Secret]) -> list[Sealed]:
        """Ciphertexts in the order of `secrets`; their keys are on disk when this returns.

        About a subject that was destroyed nothing is kept: its ciphertext is one that nobody can open.
        """
        self._check()
        sealed, rows = [], []
        for secret in secrets:
            key, key_id, nonce = os.urandom(32), os.urandom(16), os.urandom(12)
            data = AESGCM(key).encrypt(nonce, secret.plaintext, _place(secret.stream_id, secret.field))
            sealed.append(Sealed(key_id=key_id, nonce=nonce, bytes=data))
            rows.append((key_id, secret.subject, self._wrapped(key, key_id)))
        with self._database.write() as conn:
            self._lock(conn, shared=True)
            gone = self._erased(conn, (subject for _, subject, _ in rows))
            self._database.insert(conn, KEY, [row for row in rows if row[1] not in gone])
        crash.point("vault.sealed")
        return sealed

    def open(self, places: Sequence[tuple[str, str, Sealed]]) -> list[bytes | None]:
        """Plaintexts of (stream id, field, sealed); `None` where the key was destroyed.

        Raises `MasterKeyWrong` if a key or a ciphertext is not what this vault made.
        """
        return self._opened(places, self._keys([sealed.key_id for _, _, sealed in places]))

    def open_of(self, subjects: Iterable[bytes], places: Sequence[tuple[str, str, Sealed]]) -> list[bytes | None]:
        """As `open`, of these subjects alone: what is about anybody else is `None` too."""
        wanted = frozenset(subjects)
        keys = self._keys([sealed.key_id for _, _, sealed in places], wanted)
        return self._opened(places, keys)

    @staticmethod
    def _opened(places: Sequence[tuple[str, str, Sealed]], keys: dict[bytes, bytes]) -> list[bytes | None]:
        plain: list[bytes | None] = []
        for stream_id, field, sealed in places:
            key = keys.get(sealed.key_id)
            if key is None:
                plain.append(None)
                continue
            try:
                plain.append(AESGCM(key).decrypt(sealed.nonce, sealed.bytes, _place(stream_id, field)))
            except InvalidTag:
                raise MasterKeyWrong from None
        return plain

    def _keys(self, key_ids: Sequence[bytes], subjects: frozenset[bytes] | None = None) -> dict[bytes, bytes]:
        self._check()
        found: dict[bytes, bytes] = {}
        sql = "SELECT key_id, wrapped, subject FROM {s}key WHERE key_id {any}"
        with self._database.read() as conn:
            for key_id, wrapped, about in fetch_by(self._database, conn, sql, key_ids):
                if subjects is None or about in subjects:
                    found[key_id] = self._unwrapped(wrapped, key_id)
        return found

    def _check(self) -> None:
        if self._barred:
            raise Halted(self._barred)

    def _erased(self, conn: Connection, subjects: Iterable[bytes]) -> set[bytes]:
        """Those of the subjects that were destroyed."""
        sql = "SELECT subject FROM {s}erased WHERE subject {any}"
        return {row[0] for row in fetch_by(self._database, conn, sql, dict.fromkeys(subjects))}

    def _wrapped(self, secret: bytes, about: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._wrap.encrypt(nonce, secret, about)

    def _unwrapped(self, wrapped: bytes, about: bytes) -> bytes:
        try:
            return self._wrap.decrypt(wrapped[:12], wrapped[12:], about)
        except InvalidTag:
            raise MasterKeyWrong from None

    def _keyed(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._hash_key, f"{kind}:{value}".encode(), hashlib.sha256)

    def identify(self, identifiers: Sequence[tuple[str, str]]) -> list[bytes | None]:
        """Whose (kind, normalised value) each is: 16 bytes, or `None` if nobody's."""
        self._check()
        hashes = [self._keyed(kind, value) for kind, value in identifiers]
        with self._database.read() as conn:
            found = dict(fetch_by(self._database, conn, _OWNERS, hashes))
        return [found.get(one) for one in hashes]

    def reserve(self, identifiers: Sequence[tuple[str, str]], subjects: Sequence[bytes]) -> list[bytes]:
        """Whose each identifier is now: the given subject, or the one that had it before.

        Reserved before anything is appended, so that two imports never make two persons of one number; a subject
        without events is an orphan of a broken import and is taken up again by the next. A subject that was destroyed
        is given back and gets nothing.
        """
        self._check()
        hashes = [self._keyed(kind, value) for kind, value in identifiers]
        with self._database.write() as conn:
            self._lock(conn)
            known = dict(fetch_by(self._database, conn, _OWNERS, hashes))
            new: dict[bytes, bytes] = {}
            for digest, subject in zip(hashes, subjects, strict=True):
                if digest not in known:
                    new.setdefault(digest, subject)
            gone = self._erased(conn, new.values())
            self._database.insert(conn, IDENTIFIER, [one for one in new.items() if one[1] not in gone])
        crash.point("vault.reserved")
        known.update(new)
        return [known[digest] for digest in hashes]

    def _lock(self, conn: Connection, *, shared: bool = False) -> None:
        """One writer at a time, or several that share: what each read is still so when it writes."""
        if self._database.kind == "postgres":
            self._database.fetch(conn, f"SELECT 1 FROM {{s}}proof FOR {'SHARE' if shared else 'UPDATE'}", ())

    def reassign(self, identifiers: Sequence[tuple[str, str]], subject: bytes) -> None:
        """Let these identifiers mean `subject` from now on (correction, merge)."""
        self._check()
        rows = {self._keyed(kind, value): subject for kind, value in identifiers}
        with self._database.write() as conn:
            self._lock(conn)
            if not self._erased(conn, [subject]):
                self._database.merge(conn, IDENTIFIER, list(rows.items()))

    def salts(self, subjects: Sequence[bytes]) -> list[bytes]:
        """The 32-byte salt of each subject, made once and kept; of a subject that was destroyed, another every time."""
        self._check()
        wanted = list(dict.fromkeys(subjects))
        sql = "SELECT subject, wrapped FROM {s}salt WHERE subject {any}"
        with self._database.write() as conn:
            self._lock(conn)
            known = fetch_by(self._database, conn, sql, wanted)
            found = {subject: self._unwrapped(wrapped, subject) for subject, wrapped in known}
            new = {subject: os.urandom(32) for subject in wanted if subject not in found}
            gone = self._erased(conn, new)
            rows = [(subject, self._wrapped(salt, subject)) for subject, salt in new.items() if subject not in gone]
            self._database.insert(conn, SALT, rows)
        found.update(new)
        return [found[subject] for subject in subjects]

    def destroy(self, subjects: Sequence[bytes], position: int) -> int:
        """Forget all keys, identifiers and the salt of `subjects`, by the order at `position`; how many keys they had.

        Raises `DatabaseGone` if their bytes may still be in a file: asking again finishes what was begun.
        """
        with self._database.write() as conn:
            self._lock(conn)
            count = len(list(fetch_by(self._database, conn, _KEYS_OF, dict.fromkeys(subjects))))
            for table in (KEY, IDENTIFIER, SALT):
                self._database.remove(conn, table, ("subject",), [(one,) for one in dict.fromkeys(subjects)])
            self._note(conn, subjects, position, _DELETED)
        crash.point("vault.destroyed")
        self._database.wipe((KEY, IDENTIFIER, SALT))
        with self._database.write() as conn:
            self._note(conn, subjects, position, _WIPED)
        crash.point("vault.wiped")
        for forget in self._told:
            forget()
        return count

    def _note(self, conn: Connection, subjects: Iterable[bytes], position: int, how_far: str) -> None:
        self._database.merge(conn, ERASED, [(subject, position, how_far) for subject in dict.fromkeys(subjects)])

    def not_destroyed(self, subjects: Iterable[bytes]) -> list[bytes]:
        """Those of the subjects that this vault does not know as destroyed to the last byte."""
        with self._database.read() as conn:
            done = self._database.fetch(conn, "SELECT subject FROM {s}erased WHERE note = ?", (_WIPED,))
        known = {row[0] for row in done}
        return [subject for subject in dict.fromkeys(subjects) if subject not in known]


def _place(stream_id: str, field: str) -> bytes:
    return f"{stream_id}\x00{field}".encode()
