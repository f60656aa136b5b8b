"""Histories made of observations: what held on which days, if sources speak of single days and arrive in any order.

A source says "on day D it is so". The oldest one says since when, every later one that differs changes it from its own
day on. So an older source, arriving late, changes only the days up to the next known observation, and the order of
arrival never matters. Days count from 1970-01-01, intervals are half open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

OPEN = 2_147_483_647
"""The end of an interval that has none."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Observation(Generic[V]):
    """On `day` it is `value`; `None`: from `day` on there is nothing. `since` is the claimed start, else `day`."""

    day: int
    value: V | None
    since: int


class Interval(NamedTuple):
    """Days from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment(Generic[V]):
    """Days from `start` to before `end` on which `value` holds."""

    start: int
    end: int
    value: V


@dataclass(frozen=True, slots=True)
class Timeline(Generic[V]):
    """Observations by day, one a day at most; `overruled` are those that an end has denied."""

    observations: tuple[Observation[V], ...] = ()
    overruled: frozenset[Observation[V]] = frozenset()

    def segments(self) -> tuple[Segment[V], ...]:
        """The history, neighbours of one value joined."""
        joined: list[Segment[V]] = []
        for (start, end), value in self._pieces():
            last = joined[-1] if joined else None
            if last is not None and last.end == start and last.value == value:
                joined[-1] = Segment(last.start, end, value)
            else:
                joined.append(Segment(start, end, value))
        return tuple(joined)

    def at(self, day: int) -> V | None:
        """What holds on a day."""
        for segment in self.segments():
            if segment.start <= day < segment.end:
                return segment.value
        return None

    def put(self, observation: Observation[V]) -> "Timeline[V]":
        """With one more observation; it replaces one of the same day."""
        day = observation.day
        before = (one for one in self.observations if one.day < day)
        after = (one for one in self.observations if one.day > day)
        return replace(self, observations=(*before, observation, *after))

    def without_end(self, day: int) -> "Timeline[V]":
        """Without an observation of nothing on `day`."""
        kept = tuple(one for one in self.observations if one.day != day or one.value is not None)
        return replace(self, observations=kept)

    def end(self, day: int) -> "Timeline[V]":
        """With nothing from `day` on, as far as what held on the day before went on without a gap.

        Unlike an observation of nothing this overrules later observations: who has left does not come back because a
        later list still named him.
        """
        if self.at(day - 1) is None:
            return self
        rooted = self._rooted(day)
        end = rooted._spell(day - 1).end
        denied = frozenset(one for one in rooted.observations if day <= one.day < end)
        observations = tuple(one for one in rooted.observations if one not in denied)
        return Timeline(observations, self.overruled | denied).put(Observation(day, None, day))

    def begin(self, day: int, value: V) -> "Timeline[V]":
        """With `value` from `day` on, up to the next known observation; what held before `day` stays."""
        return self._rooted(day).put(Observation(day, value, day))

    def _rooted(self, day: int) -> "Timeline[V]":
        """The same history; what held on the day before `day` is more than the claim of a later observation."""
        before = self.at(day - 1)
        former = [one for one in self.observations if one.day < day]
        if before is None or (former and former[-1].value is not None):
            return self
        return self.put(Observation(day - 1, before, self._spell(day - 1).start))

    def _spell(self, day: int) -> Interval:
        """The days around `day` on which anything held without a gap."""
        spells: list[Interval] = []
        for segment in self.segments():
            if spells and spells[-1].end == segment.start:
                spells[-1] = Interval(spells[-1].start, segment.end)
            else:
                spells.append(Interval(segment.start, segment.end))
        return next(spell for spell in spells if spell.start <= day < spell.end)

    def piece(self, day: int) -> Interval | None:
        """Days that the observation of `day` speaks for; `None` if it says that there is nothing."""
        return self._piece(next(index for index, one in enumerate(self.observations) if one.day == day))

    def _piece(self, index: int) -> Interval | None:
        observations = self.observations
        if observations[index].value is None:
            return None
        return Interval(self._start(index), observations[index + 1].day if index + 1 < len(observations) else OPEN)

    def _pieces(self) -> Iterator[tuple[Interval, V]]:
        for index, one in enumerate(self.observations):
            interval = self._piece(index)
            if interval is not None and one.value is not None:
                yield interval, one.value

    def _start(self, index: int) -> int:
        """First day of an observation: its own, or that of its claim if nothing held before it."""
        one = self.observations[index]
        before = self.observations[index - 1] if index else None
        if before is not None and (before.value is not None or one.since < before.day):
            return one.day
        return min(one.since, one.day)


@dataclass(frozen=True, slots=True)
class Change(Generic[V]):
    """What an observation does to a history: on the days of `held` its value holds, on those of `lost` nothing does."""

    timeline: Timeline[V]
    held: Interval | None
    lost: tuple[Interval, ...]
    starts: bool
    """Nothing holds on the day before `held`."""


def observe(timeline: Timeline[V], observation: Observation[V]) -> Change[V] | None:
    """The change that an observation makes; `None` if the history says the same, or an end has denied this very one."""
    if observation in timeline.overruled:
        return None
    return difference(timeline, timeline.put(observation), observation.day)


def end(timeline: Timeline[V], day: int) -> Change[V] | None:
    """The change of ending on `day`, the first without; `None` if the history says the same already."""
    return difference(timeline, timeline.end(day), day)


def difference(before: Timeline[V], after: Timeline[V], day: int) -> Change[V] | None:
    """The change that led from `before` to `after` by an observation of `day`; `None` if the histories are the same."""
    if before.segments() == after.segments():
        return None
    held = after.piece(day)
    starts = held is not None and after.at(held.start - 1) is None
    return Change(after, held, _joined(_lost(before, after)), starts)


def _lost(before: Timeline[V], after: Timeline[V]) -> Iterator[Interval]:
    """Days on which something held and nothing does."""
    kept = after.segments()
    for segment in before.segments():
        start = segment.start
        for other in kept:
            if other.end <= start or other.start >= segment.end:
                continue
            if other.start > start:
                yield Interval(start, other.start)
            start = min(other.end, segment.end)
        if start < segment.end:
            yield Interval(start, segment.end)


def _joined(intervals: Iterator[Interval]) -> tuple[Interval, ...]:
    joined: list[Interval] = []
    for interval in intervals:
        if joined and joined[-1].end == interval.start:
            joined[-1] = Interval(joined[-1].start, interval.end)
        else:
            joined.append(interval)
    return tuple(joined)
