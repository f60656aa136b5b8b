"""Who should have, who has, who is missing and why. Seeds 000, 003 and 004."""

from google.protobuf.json_format import MessageToDict
from netral.pledge.v1 import service_pb2 as rpc
from netral.registry.v1 import events_pb2 as registry
from pledge_stage import (
    ANYBODY,
    OPEN,
    Class,
    Stage,
    at,
    day,
    ended,
    excused,
    new_id,
    refused,
    signed,
)

FIGURES = ("denominator", "signed", "refused", "excused", "missing", "unknown")


def figures(of: rpc.Figures) -> tuple[int, ...]:
    return tuple(getattr(of, name) for name in FIGURES)


def sums(of: rpc.CoverageResponse) -> None:
    """Every figure is the sum of its parts."""
    total = of.total
    assert total.denominator == total.signed + total.refused + total.excused + total.missing + total.unknown
    assert sum(of.causes.values()) == total.missing
    for name in FIGURES:
        assert not of.groups or sum(getattr(group.figures, name) for group in of.groups) == getattr(total, name)


def test_the_parts_of_coverage_add_up_by_every_grouping(stage: Stage) -> None:
    office, school = stage.unit("DISKOMINFO"), stage.unit("SMAN1")
    staff = stage.hire(4, office) + stage.hire(3, school, Class.EMPLOYMENT_CLASS_THL)
    campaign = stage.open()
    stage.answer(campaign, signed(staff[0]), signed(staff[4]), refused(staff[1], reason="generated"), excused(staff[5]))
    for by in rpc.CoverageBy.values():
        found = stage.coverage(campaign, by)
        assert figures(found.total) == (7, 2, 1, 1, 3, 0)
        sums(found)
    by_class = {group.key: figures(group.figures) for group in stage.coverage(campaign, rpc.COVERAGE_BY_CLASS).groups}
    assert by_class == {"PNS": (4, 1, 1, 0, 2, 0), "THL": (3, 1, 0, 1, 1, 0)}
    by_unit = {group.key: figures(group.figures) for group in stage.coverage(campaign, rpc.COVERAGE_BY_UNIT).groups}
    assert by_unit == {"DISKOMINFO": (4, 1, 1, 0, 2, 0), "SMAN1": (3, 1, 0, 1, 1, 0)}


def test_each_missing_person_has_the_cause_that_is_known(stage: Stage) -> None:
    rejected, absent, offered, never = stage.hire(4, stage.unit("DINAS"))
    campaign = stage.open()
    late = stage.answer(campaign, signed(rejected, "2023-11-21T00:01:00+08:00"))
    assert late[0].reason == "CAMPAIGN_NOT_OPEN"
    stage.hold(campaign, {absent: 3})
    stage.api.OfferPacts(
        rpc.OfferPactsRequest(command_id=new_id(), campaign_id=campaign, person_ids=[offered, new_id()]), ANYBODY
    )
    stage.catch_up()
    assert stage.missing(campaign) == {
        rejected: "ROW_REJECTED", absent: "ABSENT", offered: "OFFERED", never: "NEVER_OFFERED"
    }  # fmt: skip
    found = stage.coverage(campaign)
    assert dict(found.causes) == {"row_rejected": 1, "absent": 1, "offered": 1, "never_offered": 1}
    stage.sign(campaign, [rejected])
    assert stage.missing(campaign).keys() == {absent, offered, never}


def test_who_is_not_of_the_audience_stands_outside_with_the_reason(stage: Stage) -> None:
    unit = stage.unit("DINAS")
    stays, retires, moves, other, transferred = stage.hire(5, unit)
    late = stage.hire(2, unit, since="2023-11-25")
    later = stage.hire(1, unit, since="2023-11-15")
    elsewhere = stage.unit("LAIN", "51.71")
    stage.about(retires, ended(retires, "2023-11-10"))
    stage.about(moves, ended(moves, "2023-11-12", registry.END_CAUSE_MOVED))
    stage.about(
        transferred,
        registry.PersonTransferred(
            person_id=transferred, from_tenant="51.04", to_tenant="51.71", unit_id=elsewhere,
            employment_class=registry.EMPLOYMENT_CLASS_PNS, from_day=day("2023-11-18"), left_until_day=OPEN,
            until_day=OPEN,
        ),
    )  # fmt: skip
    campaign = stage.open()
    stage.sign(campaign, [stays, moves, retires], "2023-11-05T09:00:00+08:00")
    found = stage.coverage(campaign)
    assert figures(found.total) == (3, 1, 0, 0, 2, 0)
    assert dict(found.outside) == {"retired": 1, "moved": 2, "joined_later": 2}
    assert found.outside_signed == 2
    assert stage.missing(campaign).keys() == {other, *later}
    assert not stage.missing(campaign).keys() & set(late)


def test_a_pact_of_whom_the_registry_no_longer_knows_is_of_an_unknown_person(stage: Stage) -> None:
    person, _ = stage.hire(2, stage.unit("DINAS"))
    campaign = stage.open()
    stage.sign(campaign, [person])
    stage.about(
        person,
        registry.EmploymentRetracted(person_id=person, tenant="51.04", from_day=day("2020-01-01"), until_day=OPEN),
    )
    found = stage.coverage(campaign)
    assert dict(found.outside) == {"unknown_person": 1}
    assert figures(found.total) == (1, 0, 0, 0, 1, 0)


def test_a_late_record_changes_what_was_but_not_what_was_known(stage: Stage) -> None:
    person, _ = stage.hire(2, stage.unit("DINAS"))
    campaign = stage.open()
    before = stage.pass_time()
    stage.sign(campaign, [person], "2023-11-17T10:00:00+08:00")
    assert stage.coverage(campaign, valid_at=day("2023-11-17")).total.signed == 1
    assert stage.coverage(campaign, valid_at=day("2023-11-16")).total.signed == 0
    assert stage.coverage(campaign, valid_at=day("2023-11-17"), known_at=before).total.signed == 0
    assert stage.coverage(campaign, valid_at=day("2023-11-17"), known_at=before).total.denominator == 2


def test_the_audience_has_the_units_and_classes_of_the_target_day(stage: Stage) -> None:
    old, new = stage.unit("LAMA"), stage.unit("BARU")
    (person,) = stage.hire(1, old)
    changed = registry.EmploymentChanged(
        person_id=person, tenant="51.04", unit_id=new, employment_class=registry.EMPLOYMENT_CLASS_PPPK,
        from_day=day("2023-11-10"), until_day=OPEN,
    )  # fmt: skip
    stage.about(person, changed)
    early = stage.open(target=day("2023-11-09"))
    late = stage.open()
    assert [group.key for group in stage.coverage(early, rpc.COVERAGE_BY_UNIT).groups] == ["LAMA"]
    assert [group.key for group in stage.coverage(late, rpc.COVERAGE_BY_UNIT).groups] == ["BARU"]
    only = stage.open(classes=[registry.EMPLOYMENT_CLASS_PNS], unit_ids=[old])
    assert stage.coverage(only).total.denominator == 0
    assert dict(stage.coverage(only).outside) == {"moved": 1}


def test_nothing_known_of_anybody_is_an_empty_audience_and_no_division(stage: Stage) -> None:
    found = stage.coverage(stage.open())
    assert figures(found.total) == (0, 0, 0, 0, 0, 0)
    assert MessageToDict(found)["tenant"] == "51.04"


def test_a_frozen_audience_that_has_not_arrived_is_unknown(stage: Stage) -> None:
    stage.hire(3, stage.unit("DINAS"))
    campaign = stage.open()
    frozen = stage.api.FreezeAudience(rpc.FreezeAudienceRequest(command_id=new_id(), campaign_id=campaign), ANYBODY)
    assert frozen.count == 3
    stage.catch_up()
    stage.forget_the_registry()
    assert figures(stage.coverage(campaign).total) == (3, 0, 0, 0, 0, 3)


def test_a_person_whose_pact_cannot_be_applied_is_unknown_and_not_missing(stage: Stage) -> None:
    one, _ = stage.hire(2, stage.unit("DINAS"))
    campaign = stage.open()
    stage.park(campaign, one)
    found = stage.coverage(campaign)
    assert figures(found.total) == (2, 0, 0, 0, 1, 1)
    assert one not in stage.missing(campaign)


def test_a_duplicate_counts_for_whom_it_turned_out_to_be(stage: Stage) -> None:
    unit = stage.unit("DINAS")
    real, double = stage.hire(2, unit)
    campaign = stage.open()
    stage.sign(campaign, [double])
    stage.about(double, registry.PersonsMerged(person_id=double, into_person_id=real))
    assert figures(stage.coverage(campaign).total) == (1, 1, 0, 0, 0, 0)
    stage.about(double, registry.MergeUndone(person_id=double, into_person_id=real))
    assert figures(stage.coverage(campaign).total) == (2, 1, 0, 0, 1, 0)


def test_attendance_is_the_answer_in_a_campaign_of_pledges(stage: Stage) -> None:
    came, away, absent, nothing = stage.hire(4, stage.unit("DINAS"))
    campaign = stage.open(kind=1)
    stage.hold(campaign, {came: 1, away: 2, absent: 3})
    found = stage.coverage(campaign)
    assert figures(found.total) == (4, 1, 0, 1, 2, 0)
    assert stage.missing(campaign) == {absent: "ABSENT", nothing: "NEVER_OFFERED"}
    stage.hold(campaign, {absent: 4})
    assert stage.coverage(campaign).total.signed == 2


def test_coverage_before_anybody_was_known_shows_nobody(stage: Stage) -> None:
    start = stage.pass_time()
    unit = stage.unit("DINAS")
    stage.hire(2, unit)
    campaign = stage.open()
    assert stage.coverage(campaign, known_at=start).total.denominator == 0
    assert stage.coverage(campaign, known_at=at("2027-01-01T00:00:00+08:00")).total.denominator == 2
