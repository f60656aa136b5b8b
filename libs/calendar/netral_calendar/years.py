"""Published calendars, one per scope and year, and the calendar a tenant counts by. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netral_calendar.regions import NATIONAL, scopes_of


class Kind(StrEnum):
    """Why a calendar names a day."""

    HOLIDAY = "holiday"
    """A holiday (hari libur): never a working day."""
    COLLECTIVE_LEAVE = "collective_leave"
    """Collective leave (cuti bersama): whether a clock counts it is a legal question of that clock."""


class Status(StrEnum):
    """Whether the facts are laid down."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """One day of a calendar, with the legal source that made it one."""

    day: date
    kind: Kind
    name_id: str
    source: str


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The named days of one scope (`00` national, `51` a province, `51.04` a regency) and year, in one version."""

    scope: str
    year: int
    version: int
    status: Status
    days: tuple[NamedDay, ...]
    source: str

    @property
    def label(self) -> str:
        """`00/2024.1`, with `-draft` behind a draft."""
        return f"{self.scope}/{self.year}.{self.version}{'-draft' if self.status is Status.DRAFT else ''}"


class CalendarMissing(LookupError):
    """Working days of a year were asked for that has no national calendar: holidays unknown are not holidays none."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no national calendar of {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one tenant counts by: the national days, and over them those of its province and its own."""

    years: Mapping[int, tuple[YearCalendar, ...]]
    named: Mapping[date, tuple[tuple[str, NamedDay], ...]]
    """For each day the `(scope, named day)` of every calendar that names it, widest scope first."""

    def on(self, day: date) -> tuple[tuple[str, NamedDay], ...]:
        """Who names the day. Raises `CalendarMissing` if its year has no national calendar."""
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        return self.named.get(day, ())

    def labels(self, first: date, last: date) -> tuple[str, ...]:
        """The labels of the calendars that cover the days from `first` to `last`."""
        return tuple(
            published.label for year in range(first.year, last.year + 1) for published in self.years.get(year, ())
        )


def calendar_of(tenant: str, published: Iterable[YearCalendar]) -> Calendar:
    """The calendar of a tenant: of every scope that reaches it the newest version of each year, laid over each other.

    A year without a national calendar is left out, whatever its regions published.
    """
    scopes = scopes_of(tenant)
    newest: dict[tuple[int, str], YearCalendar] = {}
    for calendar in published:
        key = (calendar.year, calendar.scope)
        if calendar.scope in scopes and (key not in newest or newest[key].version < calendar.version):
            newest[key] = calendar
    years = {
        year: tuple(newest[year, scope] for scope in scopes if (year, scope) in newest)
        for year, scope in sorted(newest)
        if scope == NATIONAL
    }
    named: dict[date, tuple[tuple[str, NamedDay], ...]] = {}
    for calendars in years.values():
        for calendar in calendars:
            for day in calendar.days:
                named[day.day] = (*named.get(day.day, ()), (calendar.scope, day))
    return Calendar(years=years, named=named)
