"""Published calendars, the newest version of each scope and year."""

from collections.abc import Iterable

from netral.registry.v1.events_pb2 import CalendarPublished
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

CALENDAR = view_table(
    "calendar",
    Column("scope", Text),
    Column("year", Integer),
    Column("published", LargeBinary),  # the serialised `CalendarPublished`
    indexes=[("scope", "year")],
)


class Calendars(View):
    """One row per scope and year."""

    source = "registry"
    tables = (CALENDAR,)
    types = frozenset({"netral.registry.calendar-published"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, CalendarPublished)
        published = data.SerializeToString(deterministic=True)
        rows[CALENDAR].put({"scope": data.scope, "year": data.year, "published": published})


def calendars(reading: Reading, scopes: Iterable[str] = (), years: Iterable[int] = ()) -> list[CalendarPublished]:
    """Newest versions by scope and year; empty `scopes` or `years` mean all."""
    statement = select(CALENDAR.c.published).order_by(CALENDAR.c.scope, CALENDAR.c.year)
    if wanted := sorted(set(scopes)):
        statement = statement.where(CALENDAR.c.scope.in_(wanted))
    if these := sorted(set(years)):
        statement = statement.where(CALENDAR.c.year.in_(these))
    return [CalendarPublished.FromString(published) for (published,) in fetch(reading, statement)]
