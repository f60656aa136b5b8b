"""Counting days to a deadline, and saying which did not count and why. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from netral_calendar.regions import NATIONAL
from netral_calendar.years import Calendar, Kind

Week = Literal[5, 6]
"""Working days of a week: five, or six where Saturday is one (schools, hospitals, some regions)."""

MAX_COUNT = 3_660
"""Ten years. The longest clock known, an appeal before BPASN, is 65 working days."""

_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a deadline counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Why(StrEnum):
    """Why a day did not count."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    REGIONAL_HOLIDAY = "regional_holiday"
    COLLECTIVE_LEAVE = "collective_leave"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that did not count. `name_id` is what the calendar calls it; a plain weekend day has none."""

    day: date
    why: Why
    name_id: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a deadline, the days on the way that did not count, and the calendars it was counted by."""

    due_on: date
    skipped: tuple[Skipped, ...]
    calendar_version: str


def skipped(day: date, *, calendar: Calendar, collective_leave: bool, week: Week) -> Skipped | None:
    """Why the day is not a working day; `None` if it is one.

    `collective_leave` says whether collective leave is left out of the count. A holiday on a weekend is a weekend day:
    it would not have counted anyway. Raises `CalendarMissing` if the day's year has no calendar.
    """
    named = calendar.on(day)
    if day.weekday() >= week:
        return Skipped(day, Why.WEEKEND, next((entry.name_id for _, entry in named), None))
    for scope, entry in named:
        if entry.kind is Kind.HOLIDAY:
            return Skipped(day, Why.HOLIDAY if scope == NATIONAL else Why.REGIONAL_HOLIDAY, entry.name_id)
    if collective_leave:
        for _, entry in named:
            return Skipped(day, Why.COLLECTIVE_LEAVE, entry.name_id)
    return None


def due(start_day: date, count: int, *, unit: Unit, calendar: Calendar, collective_leave: bool, week: Week) -> Due:
    """The day on which a deadline of `count` days that starts on `start_day` falls due.

    The count starts the day after. Calendar days all count and the last one stands, weekend or not; of working days
    those count that `skipped` does not name. The due day is the last day in time: the deadline breaks at the first
    instant after it (`zones.first_instant_after`).

    Raises `ValueError` for a count outside 1 to `MAX_COUNT` or past the year 9999, `CalendarMissing` if working days
    reach a year without a calendar.
    """
    if not 1 <= count <= MAX_COUNT:
        raise ValueError(f"a deadline has 1 to {MAX_COUNT} days")
    if (date.max - start_day).days < count:
        raise ValueError("a deadline ends before the year 10000")
    if unit is Unit.CALENDAR:
        return Due(start_day + count * _ONE_DAY, (), "")
    due_on, passed = walk(
        start_day, count, lambda day: skipped(day, calendar=calendar, collective_leave=collective_leave, week=week)
    )
    return Due(due_on, passed, " ".join(calendar.labels(start_day + _ONE_DAY, due_on)))


def walk(after: date, count: int, reason: Callable[[date], Skipped | None]) -> tuple[date, tuple[Skipped, ...]]:
    """The `count`-th day after `after` for which there is no reason to skip it, and the days that were skipped."""
    day, left, passed = after, count, list[Skipped]()
    while left:
        day += _ONE_DAY
        why = reason(day)
        if why is None:
            left -= 1
        else:
            passed.append(why)
    return day, tuple(passed)


def days_between(
    after: date, until: date, *, unit: Unit, calendar: Calendar, collective_leave: bool, week: Week
) -> int:
    """How many days count from the day after `after` up to and with `until`; 0 if `until` is not later.

    With `after` a due day, it is how late an answer of `until` is. Raises `CalendarMissing` as `due` does.
    """
    span = max(0, (until - after).days)
    if unit is Unit.CALENDAR:
        return span
    return sum(
        skipped(after + number * _ONE_DAY, calendar=calendar, collective_leave=collective_leave, week=week) is None
        for number in range(1, span + 1)
    )
