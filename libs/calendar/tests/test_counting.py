"""Deadlines in working and calendar days, against the vectors measured for the design (features.md, D3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral_calendar import (
    Calendar,
    CalendarMissing,
    Kind,
    NamedDay,
    Skipped,
    Status,
    Unit,
    Week,
    Why,
    YearCalendar,
    calendar_of,
    days_between,
    due,
    skipped,
)
from netral_calendar.loader import data_directory, load_calendars

PUBLISHED = load_calendars(data_directory())
NATION = calendar_of("00", PUBLISHED)

VECTORS = [
    # start, count, calendar days, weekends and holidays, collective leave too
    ("2024-02-07", 3, "2024-02-10", "2024-02-13", "2024-02-15"),
    ("2024-02-07", 7, "2024-02-14", "2024-02-20", "2024-02-21"),
    ("2024-04-01", 7, "2024-04-08", "2024-04-12", "2024-04-18"),
    ("2024-04-01", 14, "2024-04-15", "2024-04-23", "2024-04-29"),
    ("2023-12-18", 14, "2024-01-01", "2024-01-09", "2024-01-10"),
    ("2024-11-26", 3, "2024-11-29", "2024-12-02", "2024-12-02"),
    ("2023-11-20", 14, "2023-12-04", "2023-12-08", "2023-12-08"),
    ("2026-03-13", 7, "2026-03-20", "2026-03-25", "2026-03-31"),
]


def due_on(start: str, count: int, *, leave: bool, calendar: Calendar = NATION, week: Week = 5) -> str:
    counted = due(
        date.fromisoformat(start), count, unit=Unit.WORKING, calendar=calendar, collective_leave=leave, week=week
    )
    return counted.due_on.isoformat()


@pytest.mark.parametrize(("start", "count", "calendar_days", "working", "with_leave"), VECTORS)
def test_a_deadline_falls_on_the_day_that_was_measured(
    start: str, count: int, calendar_days: str, working: str, with_leave: str
) -> None:
    in_calendar_days = due(
        date.fromisoformat(start), count, unit=Unit.CALENDAR, calendar=NATION, collective_leave=True, week=5
    )
    assert in_calendar_days.due_on.isoformat() == calendar_days
    assert due_on(start, count, leave=False) == working
    assert due_on(start, count, leave=True) == with_leave


def test_every_day_that_did_not_count_is_told_with_its_reason() -> None:
    counted = due(date(2024, 4, 1), 14, unit=Unit.WORKING, calendar=NATION, collective_leave=True, week=5)
    reasons = [skip.why for skip in counted.skipped]
    assert (reasons.count(Why.WEEKEND), reasons.count(Why.HOLIDAY), reasons.count(Why.COLLECTIVE_LEAVE)) == (8, 2, 4)
    assert counted.skipped[0] == Skipped(date(2024, 4, 6), Why.WEEKEND)
    assert Skipped(date(2024, 4, 10), Why.HOLIDAY, "Hari Raya Idul Fitri") in counted.skipped
    assert counted.calendar_version == "00/2024.1"


def test_a_deadline_over_new_year_names_both_calendars() -> None:
    counted = due(date(2023, 12, 18), 14, unit=Unit.WORKING, calendar=NATION, collective_leave=True, week=5)
    assert counted.calendar_version == "00/2023.1 00/2024.1"


def test_the_day_a_deadline_starts_on_needs_no_calendar() -> None:
    counted = due(date(2022, 12, 31), 1, unit=Unit.WORKING, calendar=NATION, collective_leave=True, week=5)
    assert (counted.due_on, counted.calendar_version) == (date(2023, 1, 2), "00/2023.1")
    counted = due(date(2023, 12, 31), 1, unit=Unit.WORKING, calendar=NATION, collective_leave=True, week=5)
    assert counted.calendar_version == "00/2024.1"


def test_a_deadline_counted_by_a_draft_says_so() -> None:
    counted = due(date(2027, 2, 1), 3, unit=Unit.WORKING, calendar=NATION, collective_leave=True, week=5)
    assert counted.calendar_version == "00/2027.1-draft"


def test_calendar_days_skip_nothing_and_need_no_calendar() -> None:
    counted = due(date(1999, 1, 1), 2, unit=Unit.CALENDAR, calendar=NATION, collective_leave=True, week=5)
    assert (counted.due_on, counted.skipped, counted.calendar_version) == (date(1999, 1, 3), (), "")


def test_saturday_counts_in_a_week_of_six_days_and_sunday_never() -> None:
    assert due_on("2023-11-24", 1, leave=True, week=6) == "2023-11-25"
    assert due_on("2023-11-25", 1, leave=True, week=6) == "2023-11-27"
    assert due_on("2023-11-24", 1, leave=True, week=5) == "2023-11-27"


def test_a_holiday_on_a_weekend_is_a_weekend_day_that_keeps_its_name() -> None:
    skip = skipped(date(2024, 2, 10), calendar=NATION, collective_leave=True, week=5)
    assert skip == Skipped(date(2024, 2, 10), Why.WEEKEND, "Tahun Baru Imlek")
    skip = skipped(date(2024, 2, 10), calendar=NATION, collective_leave=True, week=6)
    assert skip == Skipped(date(2024, 2, 10), Why.HOLIDAY, "Tahun Baru Imlek")


def test_a_year_without_a_calendar_is_an_error_and_not_a_year_without_holidays() -> None:
    with pytest.raises(CalendarMissing) as missing:
        due_on("2027-12-30", 5, leave=True)
    assert missing.value.year == 2028


@pytest.mark.parametrize("count", [0, -1, 3_661])
def test_a_count_that_is_no_deadline_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 3660"):
        due(date(2024, 1, 1), count, unit=Unit.CALENDAR, calendar=NATION, collective_leave=True, week=5)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_deadline_past_the_last_day_of_time_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="10000"):
        due(date.max, 1, unit=unit, calendar=NATION, collective_leave=True, week=5)


def overlay(scope: str, day: date, kind: Kind = Kind.HOLIDAY, version: int = 1, name: str = "Galungan") -> YearCalendar:
    return YearCalendar(
        scope=scope,
        year=day.year,
        version=version,
        status=Status.PUBLISHED,
        days=(NamedDay(day=day, kind=kind, name_id=name, source="test"),),
        source="test",
    )


def test_a_regional_holiday_counts_in_its_region_and_below_and_nowhere_else() -> None:
    published = [*PUBLISHED, overlay("51", date(2024, 2, 28))]
    for tenant, expected in (("51", "2024-02-29"), ("51.04", "2024-02-29"), ("00", "2024-02-28"), ("5", "2024-02-28")):
        assert due_on("2024-02-27", 1, leave=True, calendar=calendar_of(tenant, published)) == expected
    skip = skipped(date(2024, 2, 28), calendar=calendar_of("51.04", published), collective_leave=False, week=5)
    assert skip == Skipped(date(2024, 2, 28), Why.REGIONAL_HOLIDAY, "Galungan")


def test_a_regency_lays_its_own_days_over_those_of_its_province() -> None:
    published = [*PUBLISHED, overlay("51", date(2024, 2, 28)), overlay("51.04", date(2024, 2, 29))]
    counted = due(
        date(2024, 2, 27),
        1,
        unit=Unit.WORKING,
        calendar=calendar_of("51.04", published),
        collective_leave=True,
        week=5,
    )
    assert counted.due_on == date(2024, 3, 1)
    assert counted.calendar_version == "00/2024.1 51/2024.1 51.04/2024.1"


def test_a_regional_holiday_on_collective_leave_never_counts() -> None:
    calendar = calendar_of("51", [*PUBLISHED, overlay("51", date(2024, 2, 9))])
    skip = skipped(date(2024, 2, 9), calendar=calendar, collective_leave=False, week=5)
    assert skip is not None
    assert skip.why is Why.REGIONAL_HOLIDAY


def test_the_newest_version_of_a_calendar_counts_in_whatever_order_it_came() -> None:
    old, new = overlay("51", date(2024, 2, 28)), overlay("51", date(2024, 2, 29), version=2)
    for published in ([*PUBLISHED, old, new], [*PUBLISHED, new, old]):
        assert due_on("2024-02-27", 1, leave=True, calendar=calendar_of("51", published)) == "2024-02-28"


def test_a_region_alone_does_not_make_a_calendar() -> None:
    with pytest.raises(CalendarMissing):
        due_on("2024-02-27", 1, leave=True, calendar=calendar_of("51", [overlay("51", date(2024, 2, 28))]))


def test_lateness_counts_the_days_after_the_due_day() -> None:
    def late(until: date, unit: Unit = Unit.WORKING) -> int:
        return days_between(date(2024, 4, 29), until, unit=unit, calendar=NATION, collective_leave=True, week=5)

    assert [late(date(2024, 4, 28)), late(date(2024, 4, 29)), late(date(2024, 4, 30))] == [0, 0, 1]
    assert late(date(2024, 5, 6)) == 4  # 1 May is a holiday, 4 and 5 May a weekend
    assert late(date(2024, 5, 6), Unit.CALENDAR) == 7


DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))
COUNTS = st.integers(1, 90)


@given(start=DAYS, count=COUNTS, leave=st.booleans(), week=st.sampled_from((5, 6)))
def test_the_days_on_the_way_are_those_that_counted_and_those_that_were_skipped(
    start: date, count: int, leave: bool, week: Week
) -> None:
    counted = due(start, count, unit=Unit.WORKING, calendar=NATION, collective_leave=leave, week=week)
    assert (counted.due_on - start).days == count + len(counted.skipped)
    assert counted.due_on not in {skip.day for skip in counted.skipped}
    assert (
        days_between(start, counted.due_on, unit=Unit.WORKING, calendar=NATION, collective_leave=leave, week=week)
        == count
    )


@given(start=DAYS, count=COUNTS, leave=st.booleans())
def test_a_later_start_a_longer_count_or_leaving_out_leave_never_makes_a_deadline_earlier(
    start: date, count: int, leave: bool
) -> None:
    def due_day(start: date, count: int, leave: bool) -> date:
        return due(start, count, unit=Unit.WORKING, calendar=NATION, collective_leave=leave, week=5).due_on

    reference = due_day(start, count, leave)
    assert due_day(start + timedelta(days=1), count, leave) >= reference
    assert due_day(start, count + 1, leave) > reference
    assert due_day(start, count, True) >= reference
