"""Receipts: made by the log, checked by anybody offline."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from netral_messages.reason import Reason

from netral_receipts.merkle import Tree, verify_inclusion
from netral_receipts.note import (
    Checkpoint,
    KeyMalformed,
    NoteMalformed,
    SignatureWrong,
    SignerKey,
    VerifierKey,
    sign_checkpoint,
    verify_checkpoint,
)
from netral_receipts.statement import Opening, Statement, leaf_of
from netral_receipts.strict import Malformed, fields, parse, require_count, require_text

FORMAT = "netral-receipt/1"

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the statement stands in the tree: siblings of 32 bytes from the leaf to the root. Raises `Malformed`."""

    leaf_index: int
    tree_size: int
    hashes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        require_count(self.leaf_index, where="proof.leaf_index")
        require_count(self.tree_size, where="proof.tree_size")

    def as_json(self) -> dict[str, Any]:
        """The object a receipt holds."""
        return {
            "leaf_index": self.leaf_index,
            "tree_size": self.tree_size,
            "hashes": [sibling.hex() for sibling in self.hashes],
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Reads what `as_json` returns. Raises `Malformed`."""
        found = fields(value, ("leaf_index", "tree_size", "hashes"), where="proof")
        if not isinstance(found["hashes"], list):
            raise Malformed("proof.hashes")
        for sibling in found["hashes"]:
            require_text(sibling, _HASH, where="proof.hashes")
        return cls(found["leaf_index"], found["tree_size"], tuple(map(bytes.fromhex, found["hashes"])))


@dataclass(frozen=True, slots=True)
class Receipt:
    """A statement, its place in the signed tree and, for who may show it, whose it is. Nothing is verified yet."""

    statement: Statement
    proof: Proof
    checkpoint: str
    opening: Opening | None

    def to_bytes(self) -> bytes:
        """The receipt as a file: JSON in one line of UTF-8 with no byte to spare, so that no other byte fits."""
        document = {
            "format": FORMAT,
            "statement": self.statement.as_json(),
            "proof": self.proof.as_json(),
            "checkpoint": self.checkpoint,
        }
        if self.opening is not None:
            document["opening"] = self.opening.as_json()
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Reads a file. Raises `Malformed`; the checkpoint is only known to be text."""
        document = parse(data)
        names = {"format", "statement", "proof", "checkpoint"}
        if isinstance(document, dict) and "opening" in document:
            names.add("opening")
        found = fields(document, names, where="receipt")
        if found["format"] != FORMAT:
            raise Malformed("format")
        if not isinstance(found["checkpoint"], str):
            raise Malformed("checkpoint")
        return cls(
            statement=Statement.from_json(found["statement"]),
            proof=Proof.from_json(found["proof"]),
            checkpoint=found["checkpoint"],
            opening=Opening.from_json(found["opening"]) if "opening" in found else None,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a receipt. `reason` is `None` and `statement` known if, and only if, it is valid.

    Valid means that the log's key stands for the statement: look at `statement.status`, for a revocation has receipts
    too. Without `opened` it is known only that somebody signed.
    """

    valid: bool
    reason: Reason | None
    statement: Statement | None
    opened: bool


class CheckpointWrong(ValueError):
    """The checkpoint is not over these leaves."""


def checkpoint_over(statements: Iterable[Statement], *, origin: str, key: SignerKey) -> str:
    """A signed checkpoint of a log whose leaves, in its order, are these. Raises `ValueError` for another log's."""
    tree = _tree(statements, origin)
    return sign_checkpoint(origin, len(tree), root=tree.root(len(tree)), key=key)


def receipts_under(
    checkpoint: str, statements: Sequence[Statement], openings: Mapping[str, Opening], *, key: VerifierKey
) -> Iterator[Receipt]:
    """A receipt for every leaf of a log, in its order, under a checkpoint that somebody signed over just these.

    `openings` are those that may be shown, by the subject they open. Before the first receipt raises `SignatureWrong`,
    `NoteMalformed`, `CheckpointWrong`, and `ValueError` if an opening does not open its subject.
    """
    if any(opening.subject != subject for subject, opening in openings.items()):
        raise ValueError("an opening does not open its subject")
    signed = verify_checkpoint(checkpoint, key)
    try:
        tree = _tree(statements, signed.origin)
    except ValueError:
        raise CheckpointWrong("a statement is of another log") from None
    size = len(tree)
    if (size, tree.root(size)) != (signed.size, signed.root):
        raise CheckpointWrong("the leaves are others")
    return (
        Receipt(
            statement=statement,
            proof=Proof(index, size, tuple(tree.proof(index, size))),
            checkpoint=checkpoint,
            opening=openings.get(statement.subject),
        )
        for index, statement in enumerate(statements)
    )


def _tree(statements: Iterable[Statement], origin: str) -> Tree:
    tree = Tree()
    for statement in statements:
        if statement.origin != origin:
            raise ValueError("a statement is of another log")
        tree.append(leaf_of(statement))
    return tree


def verify(receipt: bytes, verifier_key: bytes) -> Verdict:
    """Judges a receipt by a key, both as they stand in their files. Raises nothing, whatever the bytes.

    The first of these that fails is the reason: `KEY_MALFORMED`, `RECEIPT_MALFORMED`, `SIGNATURE_WRONG`, `PROOF_WRONG`
    (also if statement, proof and checkpoint are not of one log and one size), `SUBJECT_WRONG`.
    """
    try:
        key = _key(verifier_key)
    except (KeyMalformed, UnicodeDecodeError):
        return _refused(Reason.KEY_MALFORMED)
    try:
        read = Receipt.parse(receipt)
        checkpoint = _checkpoint(read.checkpoint, key)
    except (Malformed, NoteMalformed):
        return _refused(Reason.RECEIPT_MALFORMED)
    except SignatureWrong:
        return _refused(Reason.SIGNATURE_WRONG)
    if not _is_proven(read, checkpoint):
        return _refused(Reason.PROOF_WRONG)
    if read.opening is not None and read.opening.subject != read.statement.subject:
        return _refused(Reason.SUBJECT_WRONG)
    return Verdict(valid=True, reason=None, statement=read.statement, opened=read.opening is not None)


# The receipts of one campaign have one checkpoint and one key: checking both once is half of the work (P13).
@lru_cache(maxsize=16)
def _key(verifier_key: bytes) -> VerifierKey:
    return VerifierKey.parse(verifier_key.decode())


@lru_cache(maxsize=16)
def _checkpoint(text: str, key: VerifierKey) -> Checkpoint:
    return verify_checkpoint(text, key)


def _is_proven(receipt: Receipt, checkpoint: Checkpoint) -> bool:
    proof = receipt.proof
    return (
        checkpoint.origin == receipt.statement.origin
        and checkpoint.size == proof.tree_size
        and verify_inclusion(
            leaf_of(receipt.statement),
            index=proof.leaf_index,
            size=proof.tree_size,
            hashes=proof.hashes,
            root=checkpoint.root,
        )
    )


def _refused(reason: Reason) -> Verdict:
    return Verdict(valid=False, reason=reason, statement=None, opened=False)
