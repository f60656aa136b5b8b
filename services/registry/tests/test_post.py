"""Posts, their holders, acting holders and stand-ins."""

from dataclasses import replace

from netral.registry.v1.events_pb2 import (
    Assignment,
    PostChanged,
    PostClass,
    PostCreated,
    PostHeld,
    PostRole,
    PostVacated,
    UnitKind,
)
from netral_messages import Reason
from netral_registry.domain import post
from netral_registry.domain.post import Holding, Post, PostFacts, RecordPost, decide_record
from netral_registry.domain.timeline import OPEN, Observation, Segment, Timeline
from netral_registry.domain.unit import Unit, UnitFacts
from registry_scenario import Scenario

NOTHING = Scenario(post.INITIAL, post.evolve)
UNIT = Unit("A", Timeline((Observation(0, UnitFacts("A", UnitKind.UNIT_KIND_DINAS, b""), 0),)))
FACTS = PostFacts("Kepala", b"u" * 16, PostClass.POST_CLASS_JPT_PRATAMA, PostRole.POST_ROLE_UNSPECIFIED, b"")
FIRST = Holding(b"1" * 16, b"", Assignment.ASSIGNMENT_D, OPEN)
SECOND = Holding(b"2" * 16, b"", Assignment.ASSIGNMENT_D, OPEN)
ACTING = Holding(b"3" * 16, b"", Assignment.ASSIGNMENT_PLT, 200)
STAND_IN = Holding(b"4" * 16, b"", Assignment.ASSIGNMENT_PLH, 130)


def row(holding=FIRST, since=80, as_of=100, **changes):
    return replace(RecordPost(b"p" * 16, "K1", FACTS, "A", "", as_of, holding, None, since), **changes)


def record(one, unit=UNIT, superior=None):
    return lambda state: decide_record(one, state, unit, superior)


def recorded(*rows):
    scenario = NOTHING
    for one in rows:
        scenario = scenario.when(record(one)).after
    return scenario


def test_a_first_row_creates_the_post_and_its_holder_from_the_announced_day():
    asked = NOTHING.when(record(row())).then(PostCreated, PostHeld)
    assert (asked.facts[0].from_day, asked.facts[1].from_day) == (100, 80)
    asked.after.when(record(row())).then_nothing()


def test_an_unknown_unit_or_superior_is_refused():
    NOTHING.when(record(row(), unit=Unit())).then_rejected(Reason.UNKNOWN_UNIT, "unit_code")
    NOTHING.when(record(row(), superior=Post())).then_rejected(Reason.POST_UNKNOWN, "superior_code")


def test_another_holder_follows_on_his_first_day():
    after = recorded(row(), row(SECOND, since=110, as_of=120)).state
    assert after.held.segments() == (Segment(80, 110, FIRST), Segment(110, OPEN, SECOND))


def test_a_post_that_is_renamed_keeps_its_holder():
    recorded(row()).when(record(row(facts=replace(FACTS, name="Ketua"), as_of=120))).then(PostChanged)


def test_an_announced_last_day_ends_the_term():
    asked = recorded().when(record(row(ACTING, since=150))).then(PostCreated, PostHeld, PostVacated)
    assert asked.after.state.held.segments() == (Segment(150, 200, ACTING),)
    asked.after.when(record(row(ACTING, since=150))).then_nothing()


def test_an_acting_term_can_be_extended_and_shortened():
    longer, shorter = replace(ACTING, until=300), replace(ACTING, until=170)
    extended = recorded(row(ACTING, since=150), row(longer, since=150))
    assert extended.state.held.segments() == (Segment(150, 300, longer),)
    extended.when(record(row(longer, since=150))).then_nothing()
    shortened = recorded(row(ACTING, since=150), row(shorter, since=150))
    assert shortened.state.held.segments() == (Segment(150, 170, shorter),)


def test_who_stands_in_does_not_end_the_term_of_the_holder():
    after = recorded(row(), row(STAND_IN, since=110, as_of=112)).state
    assert after.held.at(115) == FIRST
    assert after.stood_in.segments() == (Segment(110, 130, STAND_IN),)


def test_a_definitive_row_ends_a_stand_in_without_an_announced_end():
    open_ended = replace(STAND_IN, until=OPEN)
    after = recorded(row(), row(open_ended, since=110, as_of=112), row(as_of=120)).state
    assert after.stood_in.segments() == (Segment(110, 120, open_ended),)


def test_a_vacant_row_ends_the_holder_on_the_day_of_its_file():
    asked = recorded(row()).when(record(row(None, as_of=120))).then(PostVacated)
    assert asked.after.state.held.segments() == (Segment(80, 120, FIRST),)


def test_an_older_vacant_row_leaves_later_holders():
    after = recorded(row(since=110, as_of=120), row(None, as_of=100)).state
    assert after.held.segments() == (Segment(110, OPEN, FIRST),)


def test_a_post_that_was_always_vacant_is_created_without_a_holder():
    NOTHING.when(record(row(None))).then(PostCreated)
