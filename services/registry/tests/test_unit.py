"""Units and their tree."""

from hypothesis import given
from hypothesis import strategies as st
from netral.registry.v1.events_pb2 import UnitChanged, UnitClosed, UnitKind, UnitOpened
from netral_messages import Reason
from netral_registry.domain import unit
from netral_registry.domain.unit import (
    CloseUnit,
    RecordUnit,
    Unit,
    UnitFacts,
    circular,
    decide_close,
    decide_record,
    parents_first,
)
from registry_scenario import Scenario

NOTHING = Scenario(unit.INITIAL, unit.evolve)
ID = b"u" * 16


def row(name="Dinas", as_of=100, parent=b""):
    return RecordUnit(ID, "D1", UnitFacts(name, UnitKind.UNIT_KIND_DINAS, parent), "P", as_of)


def record(one, parent=None):
    return lambda state: decide_record(one, state, parent)


def test_a_first_row_opens_the_unit_on_the_day_of_its_file():
    asked = NOTHING.when(record(row())).then(UnitOpened)
    assert asked.facts[0].from_day == 100
    asked.after.when(record(row())).then_nothing()


def test_another_name_in_a_newer_file_holds_from_that_day():
    opened = NOTHING.when(record(row())).after
    asked = opened.when(record(row("Badan", 120))).then(UnitChanged)
    assert asked.facts[0].from_day == 120
    assert asked.after.state.timeline.at(110).name == "Dinas"


def test_a_unit_does_not_stand_below_a_parent_nobody_knows():
    NOTHING.when(record(row(parent=b"p" * 16), Unit())).then_rejected(Reason.UNKNOWN_PARENT, "parent_code")


def test_a_unit_is_closed_once():
    command = CloseUnit(ID, "D1", 150)
    closed = NOTHING.when(record(row())).after.when(lambda s: decide_close(command, s)).then(UnitClosed).after
    assert closed.state.timeline.at(150) is None
    closed.when(lambda s: decide_close(command, s)).then_nothing()


def test_a_unit_nobody_knows_cannot_close():
    NOTHING.when(lambda s: decide_close(CloseUnit(ID, "D1", 150), s)).then_rejected(Reason.UNKNOWN_UNIT)


def test_a_closed_unit_opens_again_with_a_newer_file():
    closed = NOTHING.when(record(row())).after.when(lambda s: decide_close(CloseUnit(ID, "D1", 150), s)).after
    closed.when(record(row(as_of=200))).then(UnitOpened)


def test_units_in_a_circle_are_found_and_those_below_it_are_not_blamed():
    assert circular({"a": "b", "b": "c", "c": "a", "d": "a", "e": "", "f": "f"}) == {"a", "b", "c", "f"}


@given(st.permutations(["a", "b", "c", "d"]))
def test_parents_come_before_their_children_in_whatever_order_the_file_has_them(codes):
    ordered = parents_first(codes, {"a": "", "b": "a", "c": "b", "d": "a"})
    assert sorted(ordered) == ["a", "b", "c", "d"]
    assert ordered.index("a") < ordered.index("b") < ordered.index("c")
    assert ordered.index("a") < ordered.index("d")
