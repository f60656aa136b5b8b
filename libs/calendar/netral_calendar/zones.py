"""Days in a tenant's zone. Pure."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum


class Zone(StrEnum):
    """The three zones of Indonesia, by IANA name. Source: Keppres 41/1987.

    Their offsets have not moved since 1988, so they are constants here: the answer to "which day was it" must not
    depend on the time zone files of a machine.
    """

    WIB = "Asia/Jakarta"
    WITA = "Asia/Makassar"
    WIT = "Asia/Jayapura"

    @property
    def label(self) -> str:
        """What people write behind a time: WIB, WITA or WIT."""
        return self.name

    @property
    def offset(self) -> timezone:
        """The fixed offset, named as people name it."""
        return _OFFSETS[self]


_OFFSETS = {
    zone: timezone(timedelta(hours=hours), zone.name) for zone, hours in ((Zone.WIB, 7), (Zone.WITA, 8), (Zone.WIT, 9))
}


def local_time(instant: datetime, zone: Zone) -> datetime:
    """The same instant as clocks in the zone show it.

    Raises `ValueError` for a datetime without an offset or at the very ends of the years 1 to 9999.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs an offset")
    try:
        return instant.astimezone(zone.offset)
    except OverflowError:
        raise ValueError("instant out of range") from None


def tenant_day(instant: datetime, zone: Zone) -> date:
    """The calendar day in the zone at that instant. Raises `ValueError` as `local_time` does."""
    return local_time(instant, zone).date()


def first_instant_of(day: date, zone: Zone) -> datetime:
    """Midnight at the start of the day in the zone, in UTC. Raises `ValueError` for the first day of year 1."""
    try:
        return datetime.combine(day, time(), tzinfo=zone.offset).astimezone(UTC)
    except OverflowError:
        raise ValueError("day out of range") from None


def first_instant_after(day: date, zone: Zone) -> datetime:
    """The first instant that no longer belongs to the day: a deadline on `day` breaks at it. In UTC.

    Raises `ValueError` for the last day of year 9999.
    """
    if day == date.max:
        raise ValueError("day out of range")
    return first_instant_of(day + timedelta(days=1), zone)


def day_bounds(day: date, zone: Zone) -> tuple[datetime, datetime]:
    """`(first instant of the day, first instant after it)` in UTC, half open. Raises `ValueError` as both do."""
    return first_instant_of(day, zone), first_instant_after(day, zone)
