"""The calendar of one scope and year. A change is a new version; versions only grow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from google.protobuf.message import Message
from netral.registry.v1.events_pb2 import CalendarDay, CalendarPublished, DayKind
from netral_calendar import day_number
from netral_messages import Reason, Rejected


class Day(NamedTuple):
    """Why a day (since 1970-01-01) is no ordinary working day."""

    day: int
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What one version says. `days` are in order."""

    version: int
    source: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class PublishCalendar:
    """Publish an edition for a scope (`00` national, `51`, `51.04`) and a Gregorian year."""

    scope: str
    year: int
    edition: Edition


@dataclass(frozen=True, slots=True)
class Calendar:
    """The newest edition."""

    edition: Edition | None = None


INITIAL = Calendar()


def decide(command: PublishCalendar, calendar: Calendar) -> Iterator[Message]:
    """`CalendarPublished`; nothing if this very edition is the newest. Rejects an older version, and days elsewhere."""
    edition = command.edition
    if calendar.edition == edition:
        return
    if calendar.edition is not None and edition.version <= calendar.edition.version:
        raise Rejected(
            Reason.CALENDAR_VERSION_OLD,
            field="version",
            params={"year": command.year, "version": calendar.edition.version},
        )
    first, after = day_number(date(command.year, 1, 1)), day_number(date(command.year + 1, 1, 1))
    if any(not first <= day.day < after for day in edition.days):
        raise Rejected(Reason.FIELD_INVALID, field="days")
    yield CalendarPublished(
        scope=command.scope,
        year=command.year,
        version=edition.version,
        source=edition.source,
        days=[CalendarDay(day=day.day, kind=day.kind, name=day.name) for day in edition.days],
    )


def evolve(calendar: Calendar, event: Message) -> Calendar:
    """The calendar after an event."""
    if isinstance(event, CalendarPublished):
        days = tuple(Day(day.day, day.kind, day.name) for day in event.days)
        return Calendar(Edition(event.version, event.source, days))
    return calendar
