"""Days in the three zones, and how days and instants are stored."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral_calendar import (
    Zone,
    day_bounds,
    day_number,
    day_of_number,
    first_instant_after,
    first_instant_of,
    instant_of_microseconds,
    local_time,
    microseconds,
    tenant_day,
)

ZONES = st.sampled_from(Zone)
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_signature_counts_for_the_day_of_the_tenants_zone() -> None:
    assert tenant_day(at("2023-11-20T15:59:00+00:00"), Zone.WITA) == date(2023, 11, 20)
    assert tenant_day(at("2023-11-20T16:30:00+00:00"), Zone.WITA) == date(2023, 11, 21)


def test_one_instant_can_be_two_days_in_the_archipelago() -> None:
    instant = at("2023-11-20T23:30:00+07:00")
    assert [tenant_day(instant, zone).day for zone in (Zone.WIB, Zone.WITA, Zone.WIT)] == [20, 21, 21]


def test_zones_are_labelled_as_people_write_them() -> None:
    assert [zone.label for zone in Zone] == ["WIB", "WITA", "WIT"]
    assert local_time(at("2023-11-20T00:05:00+00:00"), Zone.WITA).strftime("%H.%M %Z") == "08.05 WITA"


@given(instant=INSTANTS, zone=ZONES)
def test_our_offsets_are_those_of_the_time_zone_database(instant: datetime, zone: Zone) -> None:
    assert local_time(instant, zone).replace(tzinfo=None) == instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def test_a_deadline_breaks_at_the_first_instant_after_its_day() -> None:
    broken = first_instant_after(date(2024, 4, 29), Zone.WITA)
    assert broken == at("2024-04-29T16:00:00+00:00")
    assert tenant_day(broken, Zone.WITA) == date(2024, 4, 30)
    assert tenant_day(broken - timedelta(microseconds=1), Zone.WITA) == date(2024, 4, 29)


@given(instant=INSTANTS, zone=ZONES)
def test_an_instant_lies_within_the_bounds_of_its_day_and_of_no_other(instant: datetime, zone: Zone) -> None:
    day = tenant_day(instant, zone)
    first, after = day_bounds(day, zone)
    assert first <= instant < after
    assert after - first == timedelta(days=1)
    assert first == first_instant_of(day, zone)
    assert first.tzinfo is UTC


@pytest.mark.parametrize("convert", [lambda it: tenant_day(it, Zone.WIB), microseconds])
def test_a_time_without_an_offset_is_refused(convert: object) -> None:
    with pytest.raises(ValueError, match="offset"):
        convert(datetime(2023, 11, 20, 8, 5))  # type: ignore[operator]


@pytest.mark.parametrize(("day", "number"), [("1970-01-01", 0), ("1969-12-31", -1), ("2023-11-20", 19_681)])
def test_days_are_counted_from_1970(day: str, number: int) -> None:
    assert day_number(date.fromisoformat(day)) == number


def test_every_day_fits_an_int32() -> None:
    assert -(2**31) <= day_number(date.min) < day_number(date.max) < 2**31


@given(day=st.dates())
def test_a_day_survives_storing(day: date) -> None:
    assert day_of_number(day_number(day)) == day


@given(number=st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999))
def test_an_instant_survives_storing_to_the_microsecond(number: int) -> None:
    assert microseconds(instant_of_microseconds(number)) == number


def test_an_instant_is_stored_in_utc_whatever_its_offset() -> None:
    assert microseconds(at("2023-11-20T08:05:00+08:00")) == microseconds(at("2023-11-20T00:05:00+00:00"))


@pytest.mark.parametrize(("read", "number"), [(day_of_number, 2**31 - 1), (instant_of_microseconds, 2**63 - 1)])
def test_a_stored_number_outside_the_calendar_is_refused(read: object, number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        read(number)  # type: ignore[operator]


def test_the_ends_of_the_calendar_are_refused_and_never_overflow() -> None:
    for refuse in (
        lambda: tenant_day(datetime.max.replace(tzinfo=UTC), Zone.WIB),
        lambda: first_instant_of(date.min, Zone.WIB),
        lambda: first_instant_after(date.max, Zone.WIB),
    ):
        with pytest.raises(ValueError, match="out of range"):
            refuse()
