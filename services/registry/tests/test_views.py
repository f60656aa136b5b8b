"""Rows of the views against what the domain remembers of the same events."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from netral.common.v1.types_pb2 import EventMeta, Sealed
from netral.registry.v1.events_pb2 import EmploymentClass, EndCause, PostClass, UnitKind
from netral_chassis.events import Recorded
from netral_chassis.shape import modules_behind
from netral_chassis.views import OPEN_TIME, Now, Rows, StreamRows
from netral_messages import Rejected
from netral_registry.domain import person
from netral_registry.domain.person import (
    Employment,
    EndEmployment,
    RecordEmployee,
    TransferPerson,
    decide_end,
    decide_record,
    decide_transfer,
)
from netral_registry.domain.timeline import Observation, Timeline
from netral_registry.domain.unit import Unit, UnitFacts
from netral_registry.streams import TYPES
from netral_registry.views.employments import EMPLOYMENT, Employments

PERSON = b"p" * 16
KNOWN = Unit("A", Timeline((Observation(0, UnitFacts("A", UnitKind.UNIT_KIND_DINAS, b""), 0),)))
WORK = [
    Employment(unit * 16, EmploymentClass.EMPLOYMENT_CLASS_PNS, "", PostClass.POST_CLASS_JF) for unit in (b"a", b"b")
]
ROW = RecordEmployee(
    person_id=PERSON, tenant="51.04", as_of=0, since=0, employment=WORK[0], unit_code="A", name=Sealed(),
    name_mark=b"n", identifiers=Sealed(), nip_mark=b"nip", nik_mark=b"",
)  # fmt: skip
DAYS = st.integers(min_value=0, max_value=30)
TENANTS = st.sampled_from(["51.03", "51.04"])


@st.composite
def rows(draw):
    as_of = draw(DAYS)
    since = draw(st.integers(min_value=-5, max_value=as_of))
    return replace(ROW, tenant=draw(TENANTS), as_of=as_of, since=since, employment=draw(st.sampled_from(WORK)))


ENDS = st.builds(EndEmployment, st.just(PERSON), TENANTS, DAYS, st.just(EndCause.END_CAUSE_RESIGNED))
TRANSFERS = st.builds(TransferPerson, st.just(PERSON), TENANTS, TENANTS, st.sampled_from(WORK), st.just("A"), DAYS)


def decided(command, state):
    if isinstance(command, RecordEmployee):
        return decide_record(command, state, KNOWN)
    if isinstance(command, TransferPerson):
        return decide_transfer(command, state, KNOWN)
    return decide_end(command, state)


@given(st.lists(st.one_of(rows(), ENDS, TRANSFERS), max_size=10), st.booleans())
def test_what_the_view_knows_now_is_what_the_domain_knows_and_nothing_known_before_is_lost(commands, at_once):
    state, view, version = person.INITIAL, Employments(), 0
    now = Now()
    table = Rows(EMPLOYMENT, "person/p", [], now, {})
    told: list[tuple[int, object]] = []
    for number, command in enumerate(commands):
        try:
            events = list(decided(command, state))
        except Rejected:
            continue
        for data in events:
            state = person.evolve(state, data)
            version += 1
            if TYPES.name(data) in view.types:
                at = 1 if at_once else number + 1
                event = Recorded(version, "person/p", version, b"", "", at, EventMeta(tenant="51.04"), data)
                now.event = event
                view.apply(StreamRows({EMPLOYMENT: table}), event)
        told.append((number + 1, terms(state)))
        assert shown(table.all(), OPEN_TIME - 1) == told[-1][1]
    if not at_once:
        for at, known in told:
            assert shown(table.all(), at) == known


def terms(state):
    return {
        (tenant, day): segment.value.unit_id
        for tenant, timeline in state.employments.items()
        for segment in timeline.segments()
        for day in range(segment.start, min(segment.end, 40))
    }


def shown(rows, at):
    found = {}
    for row in rows:
        if row["known_from"] <= at < row["known_to"]:
            for day in range(row["valid_from"], min(row["valid_to"], 40)):
                assert (row["tenant"], day) not in found, "two rows of one day"
                found[row["tenant"], day] = row["unit_id"]
    return found


def test_a_changed_rule_of_terms_builds_the_views_anew():
    behind = modules_behind([Employments()], TYPES)
    assert {"netral_registry.views.bitemporal", "netral_registry.views.employments"} <= behind.keys()
    assert not {"netral_registry.api", "netral_registry.service"} & behind.keys()
