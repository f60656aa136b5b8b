"""Rows of one file that speak of the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from netral_files.exam import Key


@dataclass(frozen=True, slots=True)
class Claim:
    """A row, what it speaks of, and what it says of it."""

    row: int
    keys: tuple[Key, ...] = field(repr=False)
    content: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sorted:
    """`repeats`: row → the earlier row that says the same. `conflicts`: groups of rows that contradict each other."""

    repeats: dict[int, int]
    conflicts: list[tuple[int, ...]]


def sort_out(claims: Sequence[Claim]) -> Sorted:
    """Groups rows that share a key, directly or through other rows: a row with NIP and NIK joins those with either."""
    repeats: dict[int, int] = {}
    conflicts: list[tuple[int, ...]] = []
    for group in _groups(claims):
        first = claims[group[0]]
        rows = tuple(claims[index].row for index in group)
        if all(claims[index].content == first.content for index in group):
            repeats.update(dict.fromkeys(rows[1:], first.row))
        else:
            conflicts.append(rows)
    return Sorted(repeats, conflicts)


def _groups(claims: Sequence[Claim]) -> list[list[int]]:
    """Indexes of claims that belong together, groups of one left out, each in the order of the file (union–find)."""
    parent = list(range(len(claims)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    seen: dict[Key, int] = {}
    for index, claim in enumerate(claims):
        for key in claim.keys:
            other = root(seen.setdefault(key, index))
            mine = root(index)
            parent[max(mine, other)] = min(mine, other)
    groups: dict[int, list[int]] = {}
    for index in range(len(claims)):
        groups.setdefault(root(index), []).append(index)
    return [group for group in groups.values() if len(group) > 1]
