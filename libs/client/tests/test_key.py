"""A key file is read only if it is one, and nobody else's business."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from netral_client import Key, KeyUnusable
from netral_client.over_grpc import _on_this_machine


def test_a_key_is_the_same_when_read_again(tmp_path: Path) -> None:
    made = Key.make(tmp_path / "key.pem")
    assert (Key.read(tmp_path / "key.pem").id, len(made.id), len(made.public)) == (made.id, 16, 32)
    with pytest.raises(FileExistsError):
        Key.make(tmp_path / "key.pem")


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    Key.make(tmp_path / "key.pem")
    (tmp_path / "key.pem").chmod(0o640)
    with pytest.raises(KeyUnusable, match="0600"):
        Key.read(tmp_path / "key.pem")


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: bytes | None) -> None:
    other = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(other if content is None else content)
    (tmp_path / "key.pem").chmod(0o600)
    with pytest.raises(KeyUnusable):
        Key.read(tmp_path / "key.pem")
    with pytest.raises(KeyUnusable):
        Key.read(tmp_path / "missing.pem")


@pytest.mark.parametrize(
    ("endpoint", "here"),
    [
        ("127.0.0.1:7402", True),
        ("localhost:7402", True),
        ("[::1]:7402", True),
        ("pledge.example.go.id:7402", False),
        ("127.0.0.1.example.go.id:7402", False),
        ("10.0.0.1:7402", False),
    ],
)
def test_a_token_goes_in_clear_to_this_machine_only(endpoint: str, here: bool) -> None:
    assert _on_this_machine(endpoint) is here
