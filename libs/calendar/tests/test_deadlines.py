"""Clocks of the law. Another program counted the rows of `deadlines.csv`, from the days of the `holidays` library."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral_calendar import (
    Calendar,
    CalendarMissing,
    ClockRule,
    ClockUnit,
    Deadline,
    Kind,
    NamedDay,
    Pause,
    Start,
    Status,
    Why,
    YearCalendar,
    Zone,
    calendar_of,
    deadline,
    first_instant_after,
    late_by,
)
from netral_calendar.loader import data_directory, load_calendars

DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
PUBLISHED = load_calendars(data_directory())
NATION = calendar_of("00", PUBLISHED)
RULE = ClockRule("ppk_decision", ClockUnit.WORKING, 14, collective_leave=True, pausable=True)
with (Path(__file__).parent / "deadlines.csv").open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))


def with_days_off(days: Iterable[date], scope: str = "51") -> Calendar:
    years: dict[int, list[NamedDay]] = {}
    for day in days:
        years.setdefault(day.year, []).append(NamedDay(day, Kind.HOLIDAY, "Galungan", "test"))
    regional = [YearCalendar(scope, year, 1, Status.PUBLISHED, tuple(named), "test") for year, named in years.items()]
    return calendar_of("51.04", [*PUBLISHED, *regional])


def at(day: date, zone: Zone = Zone.WITA, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone.offset)


def due(rule: ClockRule, starts: datetime, calendar: Calendar = NATION, pauses: tuple[Pause, ...] = ()) -> Deadline:
    found = deadline(rule, starts, zone=Zone.WITA, calendar=calendar, pauses=pauses)
    assert found is not None
    return found


def late(rule: ClockRule, found: Deadline, answered: datetime) -> int:
    return late_by(rule, found, answered, zone=Zone.WITA, calendar=NATION)


def test_there_are_enough_rows_over_all_years() -> None:
    assert len(ROWS) >= 60
    assert {row["starts_on"][:4] for row in ROWS} == {"2023", "2024", "2025", "2026", "2027"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['starts_on']} {row['why']}")
def test_a_clock_falls_due_where_another_program_counted_it(row: dict[str, str]) -> None:
    rule = ClockRule(
        "clock",
        ClockUnit(row["unit"]),
        int(row["count"]),
        collective_leave=row["collective_leave"] == "yes",
        week=6 if row["week"] == "6" else 5,
        start=Start(row["start"]),
        pausable=True,
    )
    first, _, last = row["paused"].partition("/")
    pauses = (Pause(at(date.fromisoformat(first)), at(date.fromisoformat(last))),) if first else ()
    calendar = with_days_off(map(date.fromisoformat, row["regional"].split()))
    found = due(rule, at(date.fromisoformat(row["starts_on"])), calendar, pauses)
    assert (found.due_on.isoformat(), len(found.skipped)) == (row["due_on"], int(row["skipped"]))


@pytest.mark.parametrize(
    ("instant", "zone", "starts_on"),
    [
        ("2024-05-06T15:59:59Z", Zone.WITA, "2024-05-06"),
        ("2024-05-06T16:00:00Z", Zone.WITA, "2024-05-07"),
        ("2024-05-06T16:59:59Z", Zone.WIB, "2024-05-06"),
        ("2024-05-06T15:00:00Z", Zone.WIT, "2024-05-07"),
    ],
)
def test_the_day_of_the_start_is_that_of_the_zone(instant: str, zone: Zone, starts_on: str) -> None:
    found = deadline(RULE, datetime.fromisoformat(instant), zone=zone, calendar=NATION)
    assert found is not None
    assert found.starts_on.isoformat() == starts_on
    assert found.due_at == first_instant_after(found.due_on, zone)


def test_an_answer_in_the_last_instant_is_in_time_and_one_after_it_is_late_by_a_day() -> None:
    found = due(RULE, at(date(2024, 4, 1)))
    assert found.due_on == date(2024, 4, 29)
    assert late(RULE, found, found.due_at - MICROSECOND) == 0
    assert late(RULE, found, found.due_at) == 1


def test_lateness_counts_in_the_unit_of_the_rule() -> None:
    found = due(RULE, at(date(2024, 4, 1)))  # due on a Monday
    assert late(RULE, found, at(date(2024, 5, 6))) == 4  # 1 May is a holiday
    calendar_days = replace(RULE, unit=ClockUnit.CALENDAR, count=28)
    assert late(calendar_days, due(calendar_days, at(date(2024, 4, 1))), at(date(2024, 5, 6))) == 7


def test_a_late_answer_on_a_day_that_does_not_count_is_late_by_one() -> None:
    found = due(replace(RULE, count=4), at(date(2024, 5, 13)))
    assert found.due_on.isoformat() == "2024-05-17"  # a Friday
    assert late(RULE, found, at(date(2024, 5, 18))) == 1
    assert late(RULE, found, at(date(2024, 5, 20))) == 1
    assert late(RULE, found, at(date(2024, 5, 21))) == 2


HOURS = ClockRule("breach_report", ClockUnit.HOUR, 72, collective_leave=False, pausable=True)


def test_hours_run_by_day_and_night_and_over_holidays() -> None:
    starts = datetime(2024, 4, 9, 6, 30, tzinfo=UTC)
    found = due(HOURS, starts)
    assert found.due_at == datetime(2024, 4, 12, 6, 30, tzinfo=UTC)
    assert (found.due_on.isoformat(), found.skipped, found.calendar_version) == ("2024-04-12", (), "")
    assert [late(HOURS, found, found.due_at + timedelta(minutes=minutes)) for minutes in (-1, 0, 59, 60)] == [
        0,
        1,
        1,
        2,
    ]


def test_hours_stand_still_while_paused_to_the_microsecond() -> None:
    starts = datetime(2024, 4, 9, 6, 30, tzinfo=UTC)
    pauses = (Pause(starts + timedelta(hours=10), starts + timedelta(hours=12, microseconds=1)),)
    assert due(HOURS, starts, pauses=pauses).due_at == starts + timedelta(hours=74, microseconds=1)
    after = (Pause(starts + timedelta(hours=72), starts + timedelta(hours=100)),)
    assert due(HOURS, starts, pauses=after).due_at == starts + timedelta(hours=72)
    before = (Pause(starts - timedelta(hours=5), starts + timedelta(hours=1)),)
    assert due(HOURS, starts, pauses=before).due_at == starts + timedelta(hours=73)


@pytest.mark.parametrize("rule", [RULE, HOURS])
def test_a_clock_that_stands_still_is_never_due_unless_it_was_before(rule: ClockRule) -> None:
    starts = at(date(2024, 5, 6))
    assert deadline(rule, starts, zone=Zone.WITA, calendar=NATION, pauses=[Pause(starts + DAY, None)]) is None
    undisturbed = due(rule, starts)
    assert due(rule, starts, pauses=(Pause(undisturbed.due_at + MICROSECOND, None),)) == undisturbed


def test_paused_days_are_told_and_a_pause_within_one_day_changes_nothing() -> None:
    starts = at(date(2024, 5, 13))
    found = due(RULE, starts, pauses=(Pause(at(date(2024, 5, 14)), at(date(2024, 5, 16))),))
    assert [one.day.day for one in found.skipped if one.why is Why.PAUSED] == [14, 15]
    assert due(RULE, starts, pauses=(Pause(at(date(2024, 5, 14)), at(date(2024, 5, 14), hour=15)),)) == due(
        RULE, starts
    )


def test_a_pause_from_midnight_to_midnight_takes_exactly_the_days_between() -> None:
    starts = at(date(2024, 5, 13))
    pause = Pause(at(date(2024, 5, 15), hour=0), at(date(2024, 5, 17), hour=0))
    found = due(RULE, starts, pauses=(pause,))
    assert [one.day.day for one in found.skipped if one.why is Why.PAUSED] == [15, 16]


@pytest.mark.parametrize(
    ("pauses", "told"),
    [
        ([(3, 2)], "ends after it begins"),
        ([(1, 3), (2, 4)], "follow each other"),
        ([(3, 4), (1, 2)], "follow each other"),
        ([(1, None), (2, 3)], "only the last"),
    ],
)
def test_pauses_that_cannot_be_are_refused(pauses: list[tuple[int, int | None]], told: str) -> None:
    starts = at(date(2024, 5, 6))
    made = [Pause(starts + first * DAY, None if last is None else starts + last * DAY) for first, last in pauses]
    with pytest.raises(ValueError, match=told):
        deadline(RULE, starts, zone=Zone.WITA, calendar=NATION, pauses=made)


def test_a_clock_that_does_not_pause_is_not_paused() -> None:
    rule = replace(RULE, pausable=False)
    starts = at(date(2024, 5, 6))
    with pytest.raises(ValueError, match="does not pause"):
        deadline(rule, starts, zone=Zone.WITA, calendar=NATION, pauses=[Pause(starts, starts + DAY)])


@pytest.mark.parametrize("unit", list(ClockUnit))
@pytest.mark.parametrize("count", [0, -1, 3_661])
def test_a_count_that_is_no_clock_is_refused(unit: ClockUnit, count: int) -> None:
    with pytest.raises(ValueError, match="1 to 3660"):
        deadline(replace(RULE, unit=unit, count=count), at(date(2024, 5, 6)), zone=Zone.WITA, calendar=NATION)


def test_a_year_without_a_calendar_is_said_and_not_guessed() -> None:
    with pytest.raises(CalendarMissing):
        deadline(RULE, at(date(2027, 12, 20)), zone=Zone.WITA, calendar=NATION)


starts_on = st.dates(date(2023, 1, 1), date(2026, 6, 1))
rules = st.builds(
    ClockRule,
    st.just("clock"),
    st.sampled_from([ClockUnit.WORKING, ClockUnit.CALENDAR]),
    st.integers(1, 70),
    st.booleans(),
    st.sampled_from([5, 6]),
    st.sampled_from(list(Start)),
    st.just(True),
)


@given(starts_on, rules)
def test_every_day_on_the_way_counts_or_is_explained(day: date, rule: ClockRule) -> None:
    found = due(rule, at(day))
    first = day if rule.start is Start.SAME_DAY else day + DAY
    days = {first + number * DAY for number in range((found.due_on - first).days + 1)}
    explained = {one.day for one in found.skipped}
    assert explained < days
    assert found.due_on not in explained
    assert len(days) - len(explained) == rule.count


@given(starts_on, rules, st.lists(st.integers(1, 60), max_size=8))
def test_a_holiday_more_never_makes_a_clock_fall_due_earlier(day: date, rule: ClockRule, more: list[int]) -> None:
    later = due(rule, at(day), with_days_off({day + number * DAY for number in more}))
    assert later.due_on >= due(rule, at(day)).due_on


@given(starts_on, rules, st.integers(0, 40), st.integers(0, 20))
def test_a_pause_moves_a_clock_by_the_days_that_would_have_counted(
    day: date, rule: ClockRule, began: int, length: int
) -> None:
    pause = Pause(at(day + began * DAY), at(day + (began + length) * DAY))
    before, after = due(rule, at(day)), due(rule, at(day), pauses=(pause,))
    paused = {day + number * DAY for number in range(began, began + length)}
    not_counting = {one.day for one in before.skipped}
    first = day if rule.start is Start.SAME_DAY else day + DAY
    lost = sum(1 for one in paused if first <= one <= before.due_on and one not in not_counting)
    assert (after.due_on > before.due_on) == bool(lost)
    counted = {one.day for one in after.skipped if one.why is not Why.PAUSED}
    assert not counted & paused


@given(starts_on, rules, st.lists(st.integers(0, 2_000), min_size=2, max_size=2))
def test_the_later_the_answer_the_later_it_is_by_count(day: date, rule: ClockRule, hours: list[int]) -> None:
    found = due(rule, at(day))
    early, later = (found.due_at - DAY + number * timedelta(hours=1) for number in sorted(hours))
    assert late(rule, found, early) <= late(rule, found, later)
