"""Persons and employments: what an import records, ends, transfers, duplicates."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral.common.v1.types_pb2 import Sealed
from netral.registry.v1.events_pb2 import (
    EmploymentChanged,
    EmploymentClass,
    EmploymentEnded,
    EmploymentRetracted,
    EmploymentStarted,
    EndCause,
    IdentifierCorrected,
    IdentityCommitted,
    MergeUndone,
    PersonRegistered,
    PersonRenamed,
    PersonsMerged,
    PersonTransferred,
    PostClass,
    UnitKind,
)
from netral_messages import Reason
from netral_registry.domain import person
from netral_registry.domain.person import (
    Employment,
    EndEmployment,
    MergePerson,
    RecordEmployee,
    TransferPerson,
    decide_end,
    decide_merge,
    decide_record,
    decide_transfer,
    decide_undo,
)
from netral_registry.domain.timeline import OPEN, Observation, Segment, Timeline
from netral_registry.domain.unit import Unit, UnitFacts
from registry_scenario import Scenario

PERSON, OTHER = b"p" * 16, b"q" * 16
SCHOOL, OFFICE = b"s" * 16, b"o" * 16
KNOWN = Unit("A", Timeline((Observation(0, UnitFacts("A", UnitKind.UNIT_KIND_DINAS, b""), 0),)))
NOBODY = Scenario(person.INITIAL, person.evolve)
THL = EmploymentClass.EMPLOYMENT_CLASS_THL
PNS = EmploymentClass.EMPLOYMENT_CLASS_PNS
TEACHER = Employment(SCHOOL, PNS, "Guru", PostClass.POST_CLASS_JF)
CLERK = Employment(OFFICE, PNS, "", PostClass.POST_CLASS_UNSPECIFIED)


def row(**changes):
    return replace(
        RecordEmployee(
            person_id=PERSON, tenant="51.04", as_of=100, since=40, employment=TEACHER, unit_code="A", name=Sealed(),
            name_mark=b"n1", identifiers=Sealed(), nip_mark=b"nip1", nik_mark=b"",
        ),
        **changes,
    )  # fmt: skip


def recorded(scenario, *rows):
    for one in rows:
        scenario = scenario.when(lambda state, one=one: decide_record(one, state, KNOWN)).after
    return scenario


def record(one, unit=KNOWN):
    return lambda state: decide_record(one, state, unit)


def test_a_first_row_registers_the_person_commits_the_identity_and_starts_the_employment_at_its_tmt():
    asked = NOBODY.when(record(row())).then(PersonRegistered, IdentityCommitted, EmploymentStarted)
    assert (asked.facts[-1].from_day, asked.facts[-1].until_day) == (40, OPEN)
    assert asked.facts[1].subject == b"nip1"


def test_the_same_row_again_is_no_event():
    recorded(NOBODY, row()).when(record(row())).then_nothing()


def test_a_newer_file_with_the_same_content_is_no_event():
    recorded(NOBODY, row()).when(record(row(as_of=130, since=130))).then_nothing()


def test_a_difference_holds_from_the_day_of_its_file():
    asked = recorded(NOBODY, row()).when(record(row(as_of=130, employment=CLERK))).then(EmploymentChanged)
    assert (asked.facts[0].from_day, asked.facts[0].until_day) == (130, OPEN)


def test_an_older_file_changes_only_the_days_up_to_the_next_known_fact():
    asked = (
        recorded(NOBODY, row(), row(as_of=130, employment=CLERK))
        .when(record(row(as_of=120, employment=replace(TEACHER, employment_class=THL))))
        .then(EmploymentChanged)
    )
    assert (asked.facts[0].from_day, asked.facts[0].until_day) == (120, 130)


def test_an_older_file_that_starts_later_retracts_the_days_before_it():
    asked = (
        recorded(NOBODY, row(as_of=130, since=40))
        .when(record(row(as_of=100, since=90)))
        .then(EmploymentRetracted, EmploymentStarted)
    )
    assert (asked.facts[0].from_day, asked.facts[0].until_day) == (40, 90)


def test_an_unknown_unit_is_refused_with_its_code():
    asked = NOBODY.when(record(row(), unit=Unit()))
    asked.then_rejected(Reason.UNKNOWN_UNIT, "unit_code")
    assert asked.refused.params == {"unit": "A"}


def test_another_name_in_a_newer_file_renames():
    recorded(NOBODY, row()).when(record(row(as_of=130, name_mark=b"n2"))).then(PersonRenamed)


def test_another_name_in_an_older_file_changes_nothing():
    recorded(NOBODY, row()).when(record(row(as_of=90, name_mark=b"n2"))).then_nothing()


def test_somebody_known_by_nik_who_gets_a_nip_gets_a_new_commitment():
    asked = (
        recorded(NOBODY, row(nip_mark=b"", nik_mark=b"nik"))
        .when(record(row(as_of=130, nip_mark=b"nip2", nik_mark=b"nik")))
        .then(IdentifierCorrected, IdentityCommitted)
    )
    assert asked.facts[0].nik_mark == b""
    assert asked.facts[1].subject == b"nip2"


def test_a_nik_learned_later_leaves_the_commitment_as_it_is():
    recorded(NOBODY, row()).when(record(row(as_of=90, nik_mark=b"nik"))).then(IdentifierCorrected)


def test_a_row_without_a_number_takes_none_away():
    recorded(NOBODY, row(nik_mark=b"nik")).when(record(row(as_of=130, nip_mark=b""))).then_nothing()


def test_an_end_is_recorded_once_and_overrules_later_lists():
    command = EndEmployment(PERSON, "51.04", 110, EndCause.END_CAUSE_RETIRED)
    ended = recorded(NOBODY, row(), row(as_of=130, employment=CLERK)).when(lambda s: decide_end(command, s))
    ended.then(EmploymentEnded)
    assert (ended.facts[0].from_day, ended.facts[0].until_day) == (111, OPEN)
    ended.after.when(lambda s: decide_end(command, s)).then_nothing()


def test_an_employment_nobody_knows_of_cannot_end():
    command = EndEmployment(PERSON, "51.04", 30, EndCause.END_CAUSE_RETIRED)
    recorded(NOBODY, row()).when(lambda s: decide_end(command, s)).then_rejected(Reason.EMPLOYMENT_UNKNOWN)


def test_nobody_unregistered_can_leave():
    command = EndEmployment(PERSON, "51.04", 30, EndCause.END_CAUSE_RETIRED)
    NOBODY.when(lambda s: decide_end(command, s)).then_rejected(Reason.PERSON_UNKNOWN)


def test_who_comes_back_after_an_end_starts_a_new_employment():
    command = EndEmployment(PERSON, "51.04", 110, EndCause.END_CAUSE_CONTRACT_ENDED)
    left = recorded(NOBODY, row()).when(lambda s: decide_end(command, s)).after
    asked = left.when(record(row(as_of=200, since=150))).then(EmploymentStarted)
    assert asked.facts[0].from_day == 150


def transfer(day=150):
    return TransferPerson(PERSON, "51.04", "51.03", CLERK, "B", day)


def test_a_transfer_is_one_fact_that_ends_here_and_starts_there():
    asked = recorded(NOBODY, row()).when(lambda s: decide_transfer(transfer(), s, KNOWN)).then(PersonTransferred)
    state = asked.after.state
    assert state.employment("51.04").segments() == (Segment(40, 150, TEACHER),)
    assert state.employment("51.03").segments() == (Segment(150, OPEN, CLERK),)
    asked.after.when(lambda s: decide_transfer(transfer(), s, KNOWN)).then_nothing()


def test_a_transfer_that_the_new_employer_announced_first_keeps_what_it_said():
    ahead = recorded(NOBODY, row(), row(tenant="51.03", as_of=160, since=160))
    asked = ahead.when(lambda s: decide_transfer(transfer(), s, KNOWN)).then(PersonTransferred)
    assert asked.facts[0].until_day == 160
    assert asked.after.state.employment("51.03").at(160) == TEACHER


def test_nobody_is_transferred_from_an_employer_he_does_not_work_for():
    recorded(NOBODY, row()).when(lambda s: decide_transfer(transfer(30), s, KNOWN)).then_rejected(
        Reason.EMPLOYMENT_UNKNOWN
    )


def test_a_duplicate_is_merged_once_takes_no_more_rows_and_can_be_split_again():
    into = recorded(NOBODY, row(person_id=OTHER)).state
    command = MergePerson(PERSON, OTHER)
    merged = recorded(NOBODY, row()).when(lambda s: decide_merge(command, s, into)).then(PersonsMerged).after
    merged.when(lambda s: decide_merge(command, s, into)).then_nothing()
    merged.when(record(row(as_of=130))).then_rejected(Reason.PERSON_MERGED)
    apart = merged.when(lambda s: decide_undo(command, s)).then(MergeUndone).after
    apart.when(lambda s: decide_undo(command, s)).then_rejected(Reason.NOT_MERGED)


def test_nobody_is_merged_into_himself():
    NOBODY.when(lambda s: decide_merge(MergePerson(PERSON, PERSON), s, s)).then_rejected(Reason.SAME_PERSON)


def test_nobody_is_merged_into_a_duplicate():
    duplicate = replace(recorded(NOBODY, row()).state, merged_into=b"z" * 16)
    recorded(NOBODY, row()).when(lambda s: decide_merge(MergePerson(PERSON, OTHER), s, duplicate)).then_rejected(
        Reason.PERSON_MERGED, "into_person_id"
    )


@st.composite
def rows(draw):
    as_of = draw(st.integers(min_value=100, max_value=120))
    return row(
        as_of=as_of,
        since=draw(st.integers(min_value=80, max_value=as_of)),
        employment=draw(st.sampled_from([TEACHER, CLERK])),
        name_mark=draw(st.sampled_from([b"n1", b"n2"])),
        nip_mark=draw(st.sampled_from([b"", b"nip1", b"nip2"])),
        nik_mark=draw(st.sampled_from([b"nik1", b"nik2"])),
    )


@given(rows())
def test_any_row_imported_twice_leaves_one_set_of_events(one):
    recorded(NOBODY, one).when(record(one)).then_nothing()


@given(rows(), rows())
def test_two_files_in_either_order_end_in_the_same_person(one, other):
    if one.as_of == other.as_of:
        return
    first, second = recorded(NOBODY, one, other).state, recorded(NOBODY, other, one).state
    assert first.employment("51.04").segments() == second.employment("51.04").segments()
    assert (first.name_mark, first.nip_mark, first.nik_mark, first.subject) == (
        second.name_mark,
        second.nip_mark,
        second.nik_mark,
        second.subject,
    )


@pytest.mark.parametrize("killed_after", range(4))
def test_an_import_killed_between_events_ends_as_if_it_had_not_been(killed_after):
    asked = NOBODY.when(record(row()))
    half = NOBODY.given(*asked.facts[:killed_after])
    assert recorded(half, row()).state == recorded(NOBODY, row()).state
