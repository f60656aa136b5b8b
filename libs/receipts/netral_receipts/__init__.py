"""Receipts of signings that anybody can check offline. The format is explained in `docs/verify/FORMAT.md`.

Makes and checks; keeps nothing, asks nobody, knows no service.
"""

from netral_receipts.merkle import Tree, leaf_hash, node_hash, verify_inclusion
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
from netral_receipts.receipt import (
    CheckpointWrong,
    Proof,
    Receipt,
    Verdict,
    checkpoint_over,
    receipts_under,
    verify,
)
from netral_receipts.statement import Opening, Statement, TemplateRef, leaf_of, subject_of
from netral_receipts.strict import Malformed

__all__ = [
    "Checkpoint",
    "CheckpointWrong",
    "KeyMalformed",
    "Malformed",
    "NoteMalformed",
    "Opening",
    "Proof",
    "Receipt",
    "SignatureWrong",
    "SignerKey",
    "Statement",
    "TemplateRef",
    "Tree",
    "Verdict",
    "VerifierKey",
    "checkpoint_over",
    "leaf_hash",
    "leaf_of",
    "node_hash",
    "receipts_under",
    "sign_checkpoint",
    "subject_of",
    "verify",
    "verify_checkpoint",
    "verify_inclusion",
]
