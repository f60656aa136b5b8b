"""Histories of observations, in any order of arrival."""

from hypothesis import given
from hypothesis import strategies as st
from netral_registry.domain.timeline import OPEN, Interval, Observation, Segment, Timeline, end, observe

DAYS = st.integers(min_value=0, max_value=30)


@st.composite
def observations(draw: st.DrawFn) -> Observation[str]:
    day = draw(DAYS)
    return Observation(day, draw(st.sampled_from("xyz")), draw(st.integers(min_value=-5, max_value=day)))


def seen(*several: Observation[str]) -> Timeline[str]:
    timeline: Timeline[str] = Timeline()
    for one in several:
        change = observe(timeline, one)
        timeline = change.timeline if change else timeline
    return timeline


def painted(days: dict[int, str], interval: Interval, value: str | None) -> None:
    for day in range(interval.start, min(interval.end, 40)):
        if value is None:
            days.pop(day, None)
        else:
            days[day] = value


def by_day(timeline: Timeline[str]) -> dict[int, str]:
    return {
        day: value for s in timeline.segments() for day, value in ((d, s.value) for d in range(s.start, min(s.end, 40)))
    }


def test_a_first_observation_holds_from_its_claimed_start():
    assert seen(Observation(10, "x", 3)).segments() == (Segment(3, OPEN, "x"),)


def test_a_later_difference_holds_from_its_own_day():
    assert seen(Observation(10, "x", 3), Observation(20, "y", 1)).segments() == (
        Segment(3, 20, "x"),
        Segment(20, OPEN, "y"),
    )


def test_an_older_source_changes_only_the_days_up_to_the_next_known_fact():
    timeline = seen(Observation(10, "x", 10), Observation(20, "y", 20))
    change = observe(timeline, Observation(15, "z", 15))
    assert change is not None
    assert change.held == (15, 20)
    assert change.timeline.at(20) == "y"


def test_an_older_source_that_starts_later_takes_days_away():
    change = observe(seen(Observation(20, "x", 3)), Observation(10, "x", 8))
    assert change is not None
    assert change.lost == (Interval(3, 8),)
    assert change.held == (8, 20)
    assert change.starts


def test_what_comes_back_after_its_end_starts_anew():
    ended = end(seen(Observation(10, "x", 3)), 15)
    assert ended is not None
    change = observe(ended.timeline, Observation(20, "x", 3))
    assert change is not None
    assert change.starts
    assert change.timeline.segments() == (Segment(3, 15, "x"), Segment(20, OPEN, "x"))


def test_an_end_overrules_later_observations_of_what_ended():
    ended = end(seen(Observation(10, "x", 3), Observation(20, "y", 3)), 15)
    assert ended is not None
    assert ended.timeline.segments() == (Segment(3, 15, "x"),)


def test_a_list_that_an_end_has_denied_does_not_bring_anybody_back_when_it_is_sent_again():
    listed = Observation(20, "x", 3)
    ended = end(seen(listed), 15)
    assert ended is not None
    assert observe(ended.timeline, listed) is None
    assert observe(ended.timeline, Observation(21, "x", 3)) is not None


def test_an_end_leaves_what_started_anew_after_a_gap():
    first = end(seen(Observation(10, "x", 3)), 15)
    assert first is not None
    again = end(seen(*first.timeline.observations, Observation(20, "y", 20)), 12)
    assert again is not None
    assert again.timeline.segments() == (Segment(3, 12, "x"), Segment(20, OPEN, "y"))


def test_an_end_before_the_only_observation_keeps_the_days_before_it():
    ended = end(seen(Observation(20, "x", 3)), 10)
    assert ended is not None
    assert ended.timeline.segments() == (Segment(3, 10, "x"),)


@given(observations())
def test_the_same_observation_again_changes_nothing(one: Observation[str]):
    assert observe(seen(one), one) is None


@given(observations(), observations())
def test_two_sources_of_different_days_end_in_the_same_history_in_either_order(
    one: Observation[str], other: Observation[str]
):
    if one.day != other.day:
        assert seen(one, other).segments() == seen(other, one).segments()


@given(st.lists(observations(), max_size=6, unique_by=lambda one: one.day))
def test_repeating_all_sources_in_order_of_day_settles_the_history(several: list[Observation[str]]):
    ordered = sorted(several, key=lambda one: one.day)
    assert seen(*several, *ordered, *ordered).segments() == seen(*several, *ordered).segments()


@given(st.lists(st.one_of(observations(), DAYS), max_size=8))
def test_painting_the_intervals_of_changes_gives_the_history(steps: list[Observation[str] | int]):
    timeline: Timeline[str] = Timeline()
    days: dict[int, str] = {}
    for step in steps:
        change = end(timeline, step) if isinstance(step, int) else observe(timeline, step)
        if change is None:
            continue
        timeline = change.timeline
        for interval in change.lost:
            painted(days, interval, None)
        if change.held is not None and not isinstance(step, int):
            painted(days, change.held, step.value)
        assert days == by_day(timeline)
