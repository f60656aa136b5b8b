"""The hash tree of RFC 6962, section 2.1, over SHA-256. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf. Its prefix differs from that of a node, so no node can pass for a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows: roots and proofs of every earlier size can still be made.

    Built from leaf hashes of 32 bytes, in their order. It keeps the hash of every complete subtree, at most two for
    each leaf; appending costs O(1) on average, a root or a proof O(log n).
    """

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]  # level k, position p: the subtree of leaves p·2^k to (p+1)·2^k - 1
        for leaf in leaf_hashes:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> int:
        """Adds a leaf hash at the right end; returns its index. Raises `ValueError` if it is not 32 bytes."""
        if len(leaf) != HASH_BYTES:
            raise ValueError("a leaf hash has 32 bytes")
        index = position = len(self)
        self._levels[0].append(leaf)
        node = leaf
        for level in range(1, len(self._levels) + 1):
            if not position & 1:
                break
            node = node_hash(self._levels[level - 1][position - 1], node)
            position >>= 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node)
        return index

    def root(self, size: int) -> bytes:
        """Root of the first `size` leaves. Raises `IndexError` if the tree has fewer."""
        self._require(0 <= size <= len(self))
        return self._joined(list(_complete_subtrees(size)))

    def proof(self, index: int, size: int) -> list[bytes]:
        """Inclusion proof of a leaf in the tree of the first `size` leaves: siblings, from the leaf to the root.

        Raises `IndexError` unless 0 <= index < size <= leaves.
        """
        self._require(0 <= index < size <= len(self))
        subtrees = list(_complete_subtrees(size))
        mine = next(n for n, (level, position) in enumerate(subtrees) if index >> level == position)
        siblings = [self._levels[level][(index >> level) ^ 1] for level in range(subtrees[mine][0])]
        if right := subtrees[mine + 1 :]:
            siblings.append(self._joined(right))
        siblings.extend(self._levels[level][position] for level, position in reversed(subtrees[:mine]))
        return siblings

    def _joined(self, subtrees: Sequence[tuple[int, int]]) -> bytes:
        """Root over complete subtrees that lie side by side, each larger than the next."""
        if not subtrees:
            return sha256().digest()
        *others, (level, position) = subtrees
        node = self._levels[level][position]
        for level, position in reversed(others):
            node = node_hash(self._levels[level][position], node)
        return node

    @staticmethod
    def _require(in_range: bool) -> None:
        if not in_range:
            raise IndexError("no such leaf or size in this tree")


def _complete_subtrees(size: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees a tree of this size falls into, left to right, as (level, position)."""
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level


def verify_inclusion(leaf: bytes, *, index: int, size: int, hashes: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf hash is the leaf `index` of the tree of `size` leaves with this root.

    Source: RFC 9162, section 2.1.3.2, the same algorithm as RFC 6962 in words.
    """
    if not 0 <= index < size:
        return False
    node, last = leaf, size - 1
    for sibling in hashes:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while index and not index & 1:  # a node at the right edge has no sibling at these levels
                index >>= 1
                last >>= 1
        else:
            node = node_hash(node, sibling)
        index >>= 1
        last >>= 1
    return last == 0 and node == root
