"""One Ed25519 key speaks for one source: it signs batches for a broker, and the tokens of calls."""

import base64
import hashlib
import json
import os
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from netral.common.v1.submissions_pb2 import SignedBatch

TOKEN_SECONDS = 15 * 60
_CONTEXT = b"netral-batch-v1\x00"


class KeyUnusable(Exception):
    """The key file is missing, is no unencrypted Ed25519 key in PEM, or may be read by others."""


class Key:
    """The private key of a source. `public` is what an operator registers (32 bytes), `id` how netral finds it."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = hashlib.sha256(self.public).digest()[:16]

    @classmethod
    def read(cls, path: Path) -> "Key":
        """From a PEM file of mode 0600. Raises `KeyUnusable`."""
        try:
            if path.stat().st_mode & 0o077:
                raise KeyUnusable(f"others may read {path.name}: make it mode 0600")
            private = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as error:
            raise KeyUnusable(f"{path.name}: {type(error).__name__}") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyUnusable(f"{path.name} holds no Ed25519 key")
        return cls(private)

    @classmethod
    def make(cls, path: Path) -> "Key":
        """A new key in a new file of mode 0600. Raises `FileExistsError`."""
        private = Ed25519PrivateKey.generate()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return cls(private)

    def signed(self, batch: bytes) -> SignedBatch:
        """A serialised `SubmissionBatch`, signed."""
        return SignedBatch(key_id=self.id, signature=self._private.sign(_CONTEXT + batch), batch=batch)

    def token(self, tenant: str, source: str) -> str:
        """A token of `system:<tenant>/<source>` for the next 15 minutes; its `kid` names this key."""
        now = int(time.time())
        header = {"alg": "EdDSA", "typ": "JWT", "kid": self.id.hex()}
        claims = {
            "sub": f"system:{tenant}/{source}",
            "iss": "netral-local",
            "aud": "netral",
            "iat": now,
            "exp": now + TOKEN_SECONDS,
        }
        content = f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}"
        return f"{content}.{_encoded(self._private.sign(content.encode()))}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
