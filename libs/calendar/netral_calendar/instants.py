"""How days and instants are stored: days as int32 since 1970-01-01, instants as int64 microseconds UTC. Pure."""

from datetime import UTC, date, datetime, timedelta

_EPOCH_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def day_number(day: date) -> int:
    """Days since 1970-01-01; negative before it. Every `date` fits an int32."""
    return (day - _EPOCH_DAY).days


def day_of_number(number: int) -> date:
    """The inverse of `day_number`. Raises `ValueError` outside the years 1 to 9999."""
    try:
        return _EPOCH_DAY + timedelta(days=number)
    except OverflowError:
        raise ValueError("day number out of range") from None


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z, exact. Raises `ValueError` for a datetime without an offset."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs an offset")
    return (instant - _EPOCH) // _MICROSECOND


def instant_of_microseconds(number: int) -> datetime:
    """The inverse of `microseconds`, in UTC. Raises `ValueError` outside the years 1 to 9999."""
    try:
        return _EPOCH + number * _MICROSECOND
    except OverflowError:
        raise ValueError("instant out of range") from None
