"""How many of an audience came, where some were counted without a list: honest intervals instead of one number."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Persons of one unit: how many are known to have come (or signed), and of how many nothing is known."""

    unit_id: bytes
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A gathering of these units (empty: of all) without a list: at least `low` came and fewer than `end`."""

    unit_ids: frozenset[bytes]
    low: int
    end: int


def bounds(groups: Sequence[Group], counted: Sequence[Counted]) -> tuple[int, int]:
    """At least and at most so many of the audience came. Who was counted is taken to be of the audience.

    Those who were counted and those who are known may be the same persons. Gatherings of different units add up; where
    they share units somebody may have been counted twice, so only the one that says most is taken.
    """
    known = sum(group.known for group in groups)
    possible = known + sum(group.unknown for group in groups)
    if not counted:
        return known, possible
    parts = [_bounds_of(groups, one) for one in counted]
    if _share_no_unit(counted):
        return known + sum(more for more, _ in parts), possible - sum(fewer for _, fewer in parts)
    return known + max(more for more, _ in parts), possible


def _bounds_of(groups: Sequence[Group], counted: Counted) -> tuple[int, int]:
    """How many more than the known ones came at least, and how many fewer than possible at most."""
    mine = [group for group in groups if not counted.unit_ids or group.unit_id in counted.unit_ids]
    known, unknown = sum(group.known for group in mine), sum(group.unknown for group in mine)
    at_least = min(counted.low - known, unknown)
    return max(0, at_least), max(0, unknown - (counted.end - 1))


def _share_no_unit(counted: Sequence[Counted]) -> bool:
    if len(counted) == 1:
        return True
    every = [unit for one in counted for unit in one.unit_ids]
    return all(one.unit_ids for one in counted) and len(every) == len(set(every))
