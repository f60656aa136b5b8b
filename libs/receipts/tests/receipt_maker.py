"""Receipts of a log whose key the test holds."""

from collections.abc import Iterator, Mapping, Sequence

from netral_receipts import Opening, Receipt, SignerKey, Statement, checkpoint_over, receipts_under


def make_receipts(
    statements: Sequence[Statement], openings: Mapping[str, Opening], *, origin: str, key: SignerKey
) -> Iterator[Receipt]:
    """A receipt for every leaf, under one checkpoint of them all."""
    return receipts_under(checkpoint_over(statements, origin=origin, key=key), statements, openings, key=key.verifier)
