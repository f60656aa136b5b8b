"""Clocks of the law: when a deadline starts, pauses and falls due, and how late an answer is, each explained. Pure.

A deadline breaks at one instant, `due_at`: the first that is late. Lateness is told in the unit of the rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from netral_calendar.counting import MAX_COUNT, Skipped, Unit, Week, Why, days_between, skipped, walk
from netral_calendar.years import Calendar
from netral_calendar.zones import Zone, first_instant_after, tenant_day

_ONE_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MICROSECOND = timedelta(microseconds=1)


class ClockUnit(StrEnum):
    """What a clock counts."""

    WORKING = "working"
    """Working days (hari kerja)."""
    CALENDAR = "calendar"
    """Calendar days (hari)."""
    HOUR = "hour"
    """Hours, by day and night (UU 27/2022: 3 x 24 hours)."""


class Start(StrEnum):
    """Which day counts first. Hours always count from the instant."""

    NEXT_DAY = "next_day"
    """The day after the start, as usual in administrative law."""
    SAME_DAY = "same_day"
    """The day of the start, if it is one that counts."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock of a rule pack. `count` is a number of `unit`; with `collective_leave`, cuti bersama does not count."""

    name: str
    unit: ClockUnit
    count: int
    collective_leave: bool
    week: Week = 5
    start: Start = Start.NEXT_DAY
    pausable: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from `began` until `ended`; `None`: it still does.

    A day does not count if the clock stands still when it ends, so a pause within one day changes nothing.
    """

    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_on` is the last day in time, in the zone; `due_at` the first instant that is late, in UTC.

    `skipped` are the days on the way that did not count; `calendar_version` names the calendars it was counted by.
    """

    starts_on: date
    due_on: date
    due_at: datetime
    skipped: tuple[Skipped, ...]
    calendar_version: str


def deadline(
    rule: ClockRule, starts: datetime, *, zone: Zone, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> Deadline | None:
    """When a clock that starts at `starts` falls due; `None` while it stands still.

    `pauses` in the order of time. Raises `ValueError` for a count outside 1 to `MAX_COUNT`, pauses that overlap, end
    before they begin or are not allowed; `CalendarMissing` if working days reach a year without a calendar.
    """
    if not 1 <= rule.count <= MAX_COUNT:
        raise ValueError(f"a deadline has 1 to {MAX_COUNT} days or hours")
    _check(rule, pauses)
    if rule.unit is ClockUnit.HOUR:
        return _hours(rule, starts, zone, pauses)
    starts_on = tenant_day(starts, zone)
    before = starts_on if rule.start is Start.NEXT_DAY else starts_on - _ONE_DAY
    try:
        due_on, passed = walk(before, rule.count, _reason(rule, zone, calendar, pauses))
    except _StandsStill:
        return None
    labels = calendar.labels(before + _ONE_DAY, due_on) if rule.unit is ClockUnit.WORKING else ()
    return Deadline(starts_on, due_on, first_instant_after(due_on, zone), passed, " ".join(labels))


def late_by(rule: ClockRule, due: Deadline, answered: datetime, *, zone: Zone, calendar: Calendar) -> int:
    """How late an answer is, in the unit of the rule; 0 if it is in time, and never 0 if it is not.

    Days are those after the due day up to and with that of the answer; a late answer on a day that does not count is
    late by 1. Raises `CalendarMissing` as `deadline` does.
    """
    if answered < due.due_at:
        return 0
    if rule.unit is ClockUnit.HOUR:
        return (answered - due.due_at) // _HOUR + 1
    days = days_between(
        due.due_on,
        tenant_day(answered, zone),
        unit=Unit(rule.unit.value),
        calendar=calendar,
        collective_leave=rule.collective_leave,
        week=rule.week,
    )
    return max(1, days)


class _StandsStill(Exception):
    """A pause that has not ended: no further day counts."""


def _reason(
    rule: ClockRule, zone: Zone, calendar: Calendar, pauses: Sequence[Pause]
) -> Callable[[date], Skipped | None]:
    def reason(day: date) -> Skipped | None:
        end = first_instant_after(day, zone)
        for pause in pauses:
            if pause.began < end and (pause.ended is None or pause.ended >= end):
                if pause.ended is None:
                    raise _StandsStill
                return Skipped(day, Why.PAUSED)
        if rule.unit is ClockUnit.CALENDAR:
            return None
        return skipped(day, calendar=calendar, collective_leave=rule.collective_leave, week=rule.week)

    return reason


def _hours(rule: ClockRule, starts: datetime, zone: Zone, pauses: Sequence[Pause]) -> Deadline | None:
    at, left = starts, rule.count * _HOUR
    for pause in pauses:
        if pause.began >= at + left:
            break
        if pause.ended is None:
            return None
        left -= max(pause.began - at, timedelta())
        at = max(at, pause.ended)
    due_at = at + left
    return Deadline(tenant_day(starts, zone), tenant_day(due_at - _MICROSECOND, zone), due_at, (), "")


def _check(rule: ClockRule, pauses: Sequence[Pause]) -> None:
    if pauses and not rule.pausable:
        raise ValueError(f"the clock {rule.name} does not pause")
    for number, pause in enumerate(pauses):
        if pause.ended is None and number < len(pauses) - 1:
            raise ValueError("only the last pause may be open")
        if pause.ended is not None and pause.ended < pause.began:
            raise ValueError("a pause ends after it begins")
        before = pauses[number - 1].ended if number else None
        if before is not None and pause.began < before:
            raise ValueError("pauses follow each other")
