"""Floor of P13: canonical JSON, commitments, the tree with every proof, one signature; then all of it checked again."""

import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def levels(leaves: list[bytes]) -> list[list[bytes]]:
    """The tree, bottom first; an odd last node rises unchanged, which is the tree of RFC 6962."""
    tree = [leaves]
    while len(tree[-1]) > 1:
        row = tree[-1]
        above = [_node(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        tree.append(above + row[len(above) * 2 :])
    return tree


def proof(tree: list[list[bytes]], index: int) -> list[tuple[bool, bytes]]:
    """Siblings on the way up; true: it stands left."""
    found = []
    for row in tree[:-1]:
        sibling = index ^ 1
        if sibling < len(row):
            found.append((sibling < index, row[sibling]))
        index //= 2
    return found


def made_and_checked(count: int) -> int:
    """How many of `count` receipts hold."""
    key = Ed25519PrivateKey.generate()
    openings = [(os.urandom(32), b"NIP:%018d" % number) for number in range(count)]
    leaves = []
    for number, (salt, identity) in enumerate(openings):
        statement = {"campaign": "x" * 36, "kind": "pact", "signed_at": "2023-11-20T08:05:00+08:00", "number": number}
        statement["subject"] = hmac.digest(salt, identity, "sha256").hex()
        text = json.dumps(statement, sort_keys=True, separators=(",", ":"))
        leaves.append(hashlib.sha256(b"\0" + text.encode()).digest())
    tree = levels(leaves)
    root = tree[-1][0]
    signature = key.sign(root)
    valid = 0
    for index, leaf in enumerate(leaves):
        at = leaf
        for is_left, sibling in proof(tree, index):
            at = _node(sibling, at) if is_left else _node(at, sibling)
        key.public_key().verify(signature, root)
        valid += at == root
    return valid
