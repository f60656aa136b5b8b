"""Signed notes and tree checkpoints with Ed25519: C2SP `signed-note` and `tlog-checkpoint`.

A note is text, an empty line and signature lines `— <key name> <base64 of key hash and signature>`. A checkpoint is a
note of three lines: the log's origin, the number of leaves, the base64 root.
"""

import base64
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from netral_receipts.merkle import HASH_BYTES

MAX_SIGNATURES = 16
"""What every C2SP reader must accept, and the most accepted here."""

KEY_BYTES = 32

_ED25519 = b"\x01"
_GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
"""L of RFC 8032. A signature with S ≥ L is a second form of one with S < L; section 5.1.7 refuses it."""

_SIGNER_PREFIX = "PRIVATE+KEY+"
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
_KEY_HASH = re.compile(r"[0-9a-f]{8}")
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
"""Control characters, and halves of surrogate pairs, which JSON lets through and UTF-8 cannot write."""

_CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/=]+)\n")


class KeyMalformed(ValueError):
    """Not a note key with Ed25519, or its hash is another key's."""


class NoteMalformed(ValueError):
    """Not a signed note, or not a checkpoint."""


class SignatureWrong(ValueError):
    """The key did not sign this note."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key and its name. `public` is the 32 bytes of RFC 8032; the text form is that of `verifier.key`.

    Raises `KeyMalformed` if the name is empty or holds white space, control characters or `+`.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _require_key(self.name, self.public)

    @property
    def key_hash(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `<name>+<hex of the hash>+<base64 of 0x01 and the key>`; white space around it is allowed.

        Raises `KeyMalformed`.
        """
        name, key_hash, public = _key_parts(text.strip(" \t\r\n"))
        key = cls(name, public)
        if key.key_hash != key_hash:
            raise KeyMalformed
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.key_hash.hex()}+{_base64(_ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private key and its name. `seed` is the 32 bytes of RFC 8032; it is secret. Raises as `VerifierKey` does."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _require_key(self.name, self.seed)

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `encode` wrote. Raises `KeyMalformed`."""
        text = text.strip(" \t\r\n")
        if not text.startswith(_SIGNER_PREFIX):
            raise KeyMalformed
        name, key_hash, seed = _key_parts(text.removeprefix(_SIGNER_PREFIX))
        key = cls(name, seed)
        if key.verifier.key_hash != key_hash:
            raise KeyMalformed
        return key

    def encode(self) -> str:
        """`PRIVATE+KEY+<name>+<hex of the hash>+<base64 of 0x01 and the seed>`. Secret."""
        return f"{_SIGNER_PREFIX}{self.name}+{self.verifier.key_hash.hex()}+{_base64(_ED25519 + self.seed)}"

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line. `value` is 64 bytes for Ed25519, any length for other kinds of key."""

    name: str
    key_hash: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart, with nothing verified. `text` ends in a line break."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> Self:
        """Raises `NoteMalformed`, also for text after the last signature and for more than 16 signatures."""
        text, separator, lines = note.rpartition("\n\n")
        if not separator or not lines.endswith("\n") or _FORBIDDEN.search(note):
            raise NoteMalformed
        signatures = tuple(_signature(line) for line in lines.removesuffix("\n").split("\n"))
        if len(signatures) > MAX_SIGNATURES:
            raise NoteMalformed
        return cls(text + "\n", signatures)

    def verify(self, key: VerifierKey) -> None:
        """Raises `SignatureWrong` unless the key signed, and everything said to be of this key is.

        Signatures of other keys are passed over, as C2SP demands: witnesses may add theirs.
        """
        ours = [s.value for s in self.signatures if (s.name, s.key_hash) == (key.name, key.key_hash)]
        if not ours or not all(_is_signed(self.text.encode(), value, key.public) for value in ours):
            raise SignatureWrong


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """State of a log: the root, 32 bytes, over its first `size` leaves."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads the text of a note. Raises `NoteMalformed`, for extension lines too: netral writes none."""
        found = _CHECKPOINT.fullmatch(text)
        if found is None:
            raise NoteMalformed
        origin, size, root = found.groups()
        digest = _from_base64(root)
        if digest is None or len(digest) != HASH_BYTES:
            raise NoteMalformed
        return cls(origin, int(size), digest)


def sign_note(text: str, key: SignerKey) -> str:
    """The text, which ends in a line break, signed."""
    signature = _base64(key.verifier.key_hash + key.sign(text.encode()))
    return f"{text}\n— {key.name} {signature}\n"


def sign_checkpoint(origin: str, size: int, *, root: bytes, key: SignerKey) -> str:
    """A signed checkpoint. Raises `NoteMalformed` if the parts do not make one."""
    text = f"{origin}\n{size}\n{_base64(root)}\n"
    if _FORBIDDEN.search(origin) or Checkpoint.parse(text) != Checkpoint(origin, size, root):
        raise NoteMalformed
    return sign_note(text, key)


def verify_checkpoint(text: str, verifier_key: VerifierKey) -> Checkpoint:
    """The checkpoint, if the key signed it. Whose log it is, `origin` says: compare it.

    Raises `NoteMalformed` or `SignatureWrong`.
    """
    note = Note.parse(text)
    checkpoint = Checkpoint.parse(note.text)
    note.verify(verifier_key)
    return checkpoint


def _require_key(name: str, key: bytes) -> None:
    if not _KEY_NAME.fullmatch(name) or len(key) != KEY_BYTES:
        raise KeyMalformed


def _key_parts(text: str) -> tuple[str, bytes, bytes]:
    """Name, hash and key bytes of either kind of key."""
    name, _, rest = text.partition("+")
    key_hash, _, encoded = rest.partition("+")
    data = _from_base64(encoded)
    if not _KEY_HASH.fullmatch(key_hash) or data is None or not data.startswith(_ED25519):
        raise KeyMalformed
    return name, bytes.fromhex(key_hash), data[1:]


def _signature(line: str) -> Signature:
    if not line.startswith("— "):
        raise NoteMalformed
    name, _, encoded = line.removeprefix("— ").partition(" ")
    data = _from_base64(encoded)
    if not _KEY_NAME.fullmatch(name) or data is None or len(data) < 5:
        raise NoteMalformed
    return Signature(name, data[:4], data[4:])


def _is_signed(message: bytes, signature: bytes, public: bytes) -> bool:
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= _GROUP_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_base64(text: str) -> bytes | None:
    """The bytes of canonical base64; `None` for anything else: one value has one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if _base64(data) == text else None
