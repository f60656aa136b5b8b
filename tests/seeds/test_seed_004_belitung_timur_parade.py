"""Seed 004: a parade of the province in Belitung Timur, "at least 252", and a date that cannot be right."""

import grpc
import pytest
from netral.common.v1 import operations_pb2 as operations
from netral.common.v1.options_pb2 import Role
from netral.common.v1.types_pb2 import Confidence, Count, CountKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import CeremonyKind, Leader, Source, SourceGrade, Witness
from netral.pledge.v1.service_pb2 import CoverageBy
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import PostClass, UnitKind
from netral_cli.commands.coverage import share
from office import PLEDGE, REJECTED, Office, accepted, day, new_id
from running import System

PROVINCE, REGENCY = "19", "19.06"
TWO_DAYS = ("2023-10-23", "2023-11-27")
REASON = "Artikel menyebut kampanye besok, 28 November 2023"


@pytest.fixture(scope="module")
def babel(system: System) -> Office:
    return Office(system, PROVINCE)


@pytest.fixture(scope="module")
def regency_clerk(system: System, babel: Office) -> Office:
    """A clerk of the regency alone."""
    grant = registry.Grant(
        command_id=new_id(), subject="user:clerk-19-06", role=Role.ROLE_CLERK, scope=REGENCY, from_day=0
    )
    system.settle(babel.note(babel.registry.GiveGrants(registry.GiveGrantsRequest(grants=[grant]))).cursor)
    return Office(system, REGENCY, "user:clerk-19-06")


def correction(ceremony: bytes, on: str, reason: str = REASON) -> pledge.CorrectCeremonyDaysRequest:
    item = pledge.CeremonyDay(command_id=new_id(), ceremony_id=ceremony, day=day(on), reason=reason)
    return pledge.CorrectCeremonyDaysRequest(items=[item])


def test_b_4_1_a_parade_of_the_province_in_a_regency_is_seen_by_both_and_owned_by_the_province(
    babel: Office, regency_clerk: Office
):
    ceremony = babel.ceremony("2023-10-23", place_tenant=REGENCY, place="SMA Negeri 1 Manggar")
    for office in (babel, regency_clerk):
        office.saw(pledge.RecordCeremoniesResponse(cursor=babel.seen))
        shown = office.ceremony_shown(ceremony).held
        assert (shown.organiser, shown.place_tenant, shown.place) == (PROVINCE, REGENCY, "SMA Negeri 1 Manggar")
        assert ceremony in [one.held.ceremony_id for one in office.ceremonies()]


def test_b_4_1_the_regency_sees_nothing_else_of_the_province_and_changes_nothing(babel: Office, regency_clerk: Office):
    here = babel.ceremony("2023-10-23", place_tenant=REGENCY)
    elsewhere = babel.ceremony("2023-10-23")
    refusals = (
        lambda: regency_clerk.ceremony_shown(elsewhere),
        lambda: regency_clerk.pledge.CorrectCeremonyDays(correction(here, "2023-11-27")),
        lambda: regency_clerk.attend(here, []),
    )
    for ask in refusals:
        with pytest.raises(grpc.RpcError) as refusal:
            ask()
        assert refusal.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert elsewhere not in [one.held.ceremony_id for one in regency_clerk.ceremonies()]


def test_b_4_2_at_least_252_counted_by_a_witness_stays_a_lower_bound(babel: Office):
    counted = Count(value=252, kind=CountKind.COUNT_KIND_AT_LEAST)
    witness = Witness(body="KESBANGPOL", counted=counted)
    shown = babel.ceremony_shown(babel.ceremony("2023-10-23", witnesses=[witness], attended=counted))
    assert list(shown.held.witnesses) == [witness]
    assert shown.held.attended.kind == CountKind.COUNT_KIND_AT_LEAST


def test_b_4_2_coverage_of_what_was_only_counted_is_an_interval(babel: Office):
    (unit,) = babel.units("APEL-2")
    persons = babel.hire(8, "APEL-2")
    campaign = babel.campaign(PLEDGE, unit_ids=[unit], template_id="IKRAR-2024")
    counted = Count(value=5, kind=CountKind.COUNT_KIND_AT_LEAST)
    witness = Witness(body="KESBANGPOL", counted=counted)
    ceremony = babel.ceremony("2023-11-27", campaign_id=campaign, unit_ids=[unit], witnesses=[witness])
    found = babel.coverage(campaign)
    assert (found.total.denominator, found.total.signed, found.total.unknown) == (8, 0, 8)
    assert (found.at_least, found.at_most) == (5, 8)
    assert share(found.at_least, found.at_most, 8) == "≥ 62.5 %"
    babel.attend(ceremony, persons[:6])
    found = babel.coverage(campaign)
    assert (found.at_least, found.at_most, found.total.missing) == (6, 6, 2)
    assert share(found.at_least, found.at_most, 8) == "75.0 %"


def test_b_4_2_a_number_that_is_smaller_than_what_a_witness_counted_is_a_conflict(babel: Office):
    witness = Witness(body="KESBANGPOL", counted=Count(value=252, kind=CountKind.COUNT_KIND_AT_LEAST))
    said = Count(value=200, kind=CountKind.COUNT_KIND_EXACT)
    (found,) = babel.ceremony_shown(babel.ceremony("2023-10-23", witnesses=[witness], attended=said)).conflicts
    assert (found.field, found.claimed, found.canonical) == ("counted/KESBANGPOL", ">=252", "200")


def test_b_4_3_hundreds_are_kept_as_words_and_make_no_number(babel: Office):
    words = Count(kind=CountKind.COUNT_KIND_UNKNOWN, text="ratusan")
    attended = babel.ceremony_shown(babel.ceremony("2023-10-23", attended=words)).held.attended
    assert (attended.value, attended.kind, attended.text) == (0, CountKind.COUNT_KIND_UNKNOWN, "ratusan")
    invented = Count(value=100, kind=CountKind.COUNT_KIND_UNKNOWN, text="ratusan")
    (refused,) = babel.hold("2023-10-23", attended=invented).verdicts
    assert (refused.kind, refused.reason) == (REJECTED, "COUNT_INVALID")


def test_b_4_4_a_disputed_day_is_kept_with_both_and_corrected_from_then_on(babel: Office):
    ceremony = babel.ceremony(TWO_DAYS)
    first = babel.ceremony_shown(ceremony)
    assert list(first.held.day.candidates) == [day(one) for one in TWO_DAYS]
    assert first.held.day.confidence == Confidence.CONFIDENCE_DISPUTED

    babel.note(babel.pledge.CorrectCeremonyDays(correction(ceremony, "2023-11-27")))
    now = babel.ceremony_shown(ceremony)
    assert list(now.held.day.candidates) == [day("2023-11-27")]
    assert now.held.day.confidence == Confidence.CONFIDENCE_CONFIRMED
    corrected_at = now.days[1].known_from
    before = babel.ceremony_shown(ceremony, known_at=corrected_at - 1).held.day
    assert before.candidates[0] == day("2023-10-23")
    assert list(babel.ceremony_shown(ceremony, known_at=corrected_at).held.day.candidates) == [day("2023-11-27")]


def test_b_4_4_the_correction_is_an_event_that_says_who_and_holds_why_under_seal(babel: Office):
    ceremony = babel.ceremony(TWO_DAYS)
    reply = babel.note(babel.pledge.CorrectCeremonyDays(correction(ceremony, "2023-11-27")))
    assert [one.corrected_by for one in babel.ceremony_shown(ceremony).days] == ["", "user:operator"]
    request = operations.ReadLogRequest(from_position=reply.verdicts[0].position, limit=1)
    (event,) = babel.system.caller().operations["pledge"].ReadLog(request).events
    assert (event.type, event.tenant) == ("netral.pledge.ceremony-day-corrected", PROVINCE)
    assert "reason" in event.data_json
    assert "besok" not in event.data_json


def test_b_4_4_the_reason_is_read_by_who_keeps_or_checks_the_record_and_each_reading_is_audited(
    babel: Office, regency_clerk: Office
):
    ceremony = babel.ceremony(TWO_DAYS, place_tenant=REGENCY)
    babel.note(babel.pledge.CorrectCeremonyDays(correction(ceremony, "2023-11-27")))
    request = pledge.ReadReasonsRequest(ceremony_id=ceremony)
    (found,) = babel.pledge.ReadReasons(request).reasons
    assert (found.event_type, found.actor) == ("netral.pledge.ceremony-day-corrected", "user:operator")
    assert (found.reason, found.erased) == (REASON, False)
    with pytest.raises(grpc.RpcError) as refusal:
        regency_clerk.pledge.ReadReasons(request)
    assert refusal.value.code() is grpc.StatusCode.PERMISSION_DENIED
    process = babel.system.children["pledge"]
    process.wait_until(lambda: '"method": "ReadReasons"' in process.stderr)
    assert REASON not in process.stderr


def test_b_4_4_the_phase_of_the_election_changes_from_the_correction_on(babel: Office):
    ceremony = babel.ceremony(("2023-11-27", "2023-11-28"))
    assert babel.ceremony_shown(ceremony).phases["PEMILU-2024"] == "before"
    babel.note(babel.pledge.CorrectCeremonyDays(correction(ceremony, "2023-11-28")))
    now = babel.ceremony_shown(ceremony)
    assert now.phases["PEMILU-2024"] == "campaign"
    before = babel.ceremony_shown(ceremony, known_at=now.days[1].known_from - 1)
    assert before.phases["PEMILU-2024"] == "before"


def test_b_4_4_a_correction_without_a_reason_is_refused(babel: Office):
    ceremony = babel.ceremony(TWO_DAYS)
    (refused,) = babel.pledge.CorrectCeremonyDays(correction(ceremony, "2023-11-27", "  ")).verdicts
    assert (refused.kind, refused.reason) == (REJECTED, "REASON_MISSING")


def test_b_4_5_heads_principals_camat_and_lurah_are_told_apart(babel: Office):
    codes = {
        "DINAS-5": (UnitKind.UNIT_KIND_DINAS, PostClass.POST_CLASS_JPT_PRATAMA),
        "SMAN-5": (UnitKind.UNIT_KIND_SEKOLAH, PostClass.POST_CLASS_JF),
        "KEC-5": (UnitKind.UNIT_KIND_KECAMATAN, PostClass.POST_CLASS_ADMINISTRATOR),
        "KEL-5": (UnitKind.UNIT_KIND_KELURAHAN, PostClass.POST_CLASS_PENGAWAS),
    }
    units = [babel.units(code, kind=kind)[0] for code, (kind, _) in codes.items()]
    campaign = babel.campaign(PLEDGE, unit_ids=units, template_id="IKRAR-2024")
    ceremony = babel.ceremony("2023-11-27", campaign_id=campaign)
    for n, (code, (_, post_class)) in enumerate(codes.items()):
        persons = babel.hire(2 + n, code, post_class=post_class)
        babel.attend(ceremony, persons[1:])

    by_post = babel.coverage(campaign, CoverageBy.COVERAGE_BY_POST).groups
    assert {one.key: (one.figures.denominator, one.figures.signed) for one in by_post} == {
        "JPT_PRATAMA": (2, 1),
        "JF": (3, 2),
        "ADMINISTRATOR": (4, 3),
        "PENGAWAS": (5, 4),
    }
    request = registry.ListUnitsRequest(tenant=PROVINCE, day=day("2023-11-27"), after=babel.seen)
    kinds = {one.code: one.kind for one in babel.registry.ListUnits(request).units if one.unit_id in units}
    assert kinds == {code: kind for code, (kind, _) in codes.items()}


def test_b_4_10_a_paid_article_is_recorded_and_its_grade_is_shown(babel: Office):
    source = Source(
        title="Apel netralitas (adv)",
        published_on=day("2023-10-24"),
        grade=SourceGrade.SOURCE_GRADE_ADVERTORIAL,
    )
    held = {"source": source, "kind": CeremonyKind.CEREMONY_KIND_APEL, "leader": Leader(title="Penjabat Gubernur")}
    ceremony = babel.ceremony("2023-10-23", **held)
    assert babel.ceremony_shown(ceremony).held.source == source
    assert accepted(babel.attend(ceremony, babel.hire(1, babel_unit(babel))))


def test_b_4_10_a_weak_source_lowers_how_sure_the_day_is_until_somebody_confirms_it(babel: Office):
    def sure(grade: int, days: str | tuple[str, ...] = "2023-10-23") -> int:
        source = Source(title="Apel", published_on=day("2023-10-24"), grade=grade)
        return babel.ceremony_shown(babel.ceremony(days, source=source)).held.day.confidence

    assert sure(SourceGrade.SOURCE_GRADE_OFFICIAL) == Confidence.CONFIDENCE_STATED
    assert sure(SourceGrade.SOURCE_GRADE_PRESS) == Confidence.CONFIDENCE_STATED
    assert sure(SourceGrade.SOURCE_GRADE_ADVERTORIAL) == Confidence.CONFIDENCE_WEAK
    assert sure(SourceGrade.SOURCE_GRADE_ADVERTORIAL, TWO_DAYS) == Confidence.CONFIDENCE_DISPUTED
    source = Source(title="Apel (adv)", published_on=day("2023-10-24"), grade=SourceGrade.SOURCE_GRADE_ADVERTORIAL)
    ceremony = babel.ceremony("2023-10-23", source=source)
    babel.note(babel.pledge.CorrectCeremonyDays(correction(ceremony, "2023-10-23")))
    assert babel.ceremony_shown(ceremony).held.day.confidence == Confidence.CONFIDENCE_CONFIRMED


def babel_unit(office: Office) -> str:
    office.units("ADV-10")
    return "ADV-10"
