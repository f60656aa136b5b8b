"""Seed 001: the Sekda of Bali on the four duties of the appointing authority, Tuesday 14 November 2023."""

import pytest
from netral.common.v1.types_pb2 import Count, CountKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import DutyRef, Evidence, MandatedDuty
from netral.pledge.v1.service_pb2 import DutyState
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.events_pb2 import Assignment, EmploymentClass, PostClass, PostRole, UnitKind
from office import PACT, PLEDGE, REJECTED, Office, day, new_id
from running import System

SOCIALISATION = DutyRef(mandated=MandatedDuty.MANDATED_DUTY_SOCIALISATION)


@pytest.fixture(scope="module")
def office(system: System) -> Office:
    """A regency of its own: duties are counted over all units of a tenant."""
    return Office(system, "51.01")


def who_is(office: Office, role: int, on: str) -> list[registry.PostHolder]:
    request = registry.WhoIsRequest(tenant=office.tenant, role=role, day=day(on), after=office.seen)
    return list(office.registry.WhoIs(request).posts)


def duties(office: Office, on: str) -> pledge.ListDutiesResponse:
    request = pledge.ListDutiesRequest(tenant=office.tenant, on=day(on), after=office.seen)
    return office.pledge.ListDuties(request)


def test_b_1_1_the_appointing_authority_of_a_day_is_told_and_an_interim_head_is_flagged(system: System):
    bali = Office(system, "51")
    bali.units("SETDA-11")
    head = {"post_class": PostClass.POST_CLASS_KEPALA_DAERAH, "role": PostRole.POST_ROLE_PPK}
    elected = {"assignment": Assignment.ASSIGNMENT_D, "holder_name": "Kepala Contoh Terpilih"}
    interim = {"assignment": Assignment.ASSIGNMENT_PJ, "holder_name": "Kepala Contoh Sementara"}
    bali.post("GUBERNUR", "SETDA-11", as_of="2022-01-01", **head, **elected)
    bali.post("GUBERNUR", "SETDA-11", as_of="2023-09-05", **head, **interim)

    for on, assignment in (("2023-11-14", Assignment.ASSIGNMENT_PJ), ("2023-09-04", Assignment.ASSIGNMENT_D)):
        (found,) = who_is(bali, PostRole.POST_ROLE_PPK, on)
        assert (found.code, found.assignment) == ("GUBERNUR", assignment)
    assert (found.from_day, found.until_day) == (day("2022-01-01"), day("2023-09-05"))


def test_b_1_1_a_sekda_who_acts_is_flagged_and_a_vacant_post_says_so(system: System):
    bali = Office(system, "51")
    bali.units("SETDA-11B")
    sekda = {"post_class": PostClass.POST_CLASS_JPT_MADYA, "role": PostRole.POST_ROLE_PYB}
    (row,) = bali.rows(1, "SETDA-11B")
    (person,) = bali.employ([row])
    bali.post("SEKDA", "SETDA-11B", as_of="2023-01-01", **sekda)
    bali.post("SEKDA", "SETDA-11B", as_of="2023-10-02", assignment=Assignment.ASSIGNMENT_PLT, nip=row.nip, **sekda)

    (vacant,) = who_is(bali, PostRole.POST_ROLE_PYB, "2023-10-01")
    assert (vacant.assignment, vacant.person_id) == (Assignment.ASSIGNMENT_UNSPECIFIED, b"")
    (acting,) = who_is(bali, PostRole.POST_ROLE_PYB, "2023-11-14")
    assert (acting.assignment, acting.person_id) == (Assignment.ASSIGNMENT_PLT, person)


def test_b_1_2_a_unit_without_a_session_by_the_due_day_is_overdue(office: Office):
    trained, idle = office.units("DIDIK", "LALAI")
    items = [
        pledge.NewDuty(command_id=new_id(), unit_id=one, duty=SOCIALISATION, due_on=day("2023-11-14"))
        for one in (trained, idle)
    ]
    office.note(office.pledge.RequireDuties(pledge.RequireDutiesRequest(tenant=office.tenant, items=items)))
    session = pledge.FulfilledDuty(
        command_id=new_id(),
        unit_id=trained,
        duty=SOCIALISATION,
        fulfilled_on=day("2023-11-10"),
        persons=Count(value=41, kind=CountKind.COUNT_KIND_EXACT),
        evidence=[Evidence(title="Materi", reference="arsip/1", sha256=bytes(range(32)))],
    )
    office.note(office.pledge.FulfilDuties(pledge.FulfilDutiesRequest(tenant=office.tenant, items=[session])))

    def states(on: str) -> dict[str, int]:
        found = [one for one in duties(office, on).entries if one.duty == SOCIALISATION]
        return {one.unit_code: one.state for one in found}

    met, open_, overdue = (getattr(DutyState, f"DUTY_STATE_{name}") for name in ("MET", "OPEN", "OVERDUE"))
    assert states("2023-11-14") == {"DIDIK": met, "LALAI": open_}
    assert states("2023-11-15") == {"DIDIK": met, "LALAI": overdue}
    (entry,) = [one for one in duties(office, "2023-11-15").entries if one.unit_code == "DIDIK" and one.duty.mandated]
    assert (entry.persons.value, entry.evidence[0].sha256) == (41, bytes(range(32)))


def test_b_1_2_an_overdue_unit_shows_on_the_board_and_in_the_metric(system: System):
    office = Office(system, "51.06")
    taught, idle = office.units("DIDIK", "LALAI")
    items = [
        pledge.NewDuty(command_id=new_id(), unit_id=one, duty=SOCIALISATION, due_on=day("2023-11-14"))
        for one in (taught, idle)
    ]
    office.note(office.pledge.RequireDuties(pledge.RequireDutiesRequest(tenant=office.tenant, items=items)))

    def told() -> list[str]:
        sample = 'netral_pledge_duties_overdue{duty="MANDATED/SOCIALISATION",tenant="51.06"} '
        return [one.removeprefix(sample) for one in system.metrics("pledge").splitlines() if one.startswith(sample)]

    system.children["pledge"].wait_until(lambda: told() == ["2.0"])
    session = pledge.FulfilledDuty(
        command_id=new_id(),
        unit_id=taught,
        duty=SOCIALISATION,
        fulfilled_on=day("2023-11-20"),
        evidence=[Evidence(title="Daftar hadir", reference="arsip/2")],
    )
    office.note(office.pledge.FulfilDuties(pledge.FulfilDutiesRequest(tenant=office.tenant, items=[session])))
    system.children["pledge"].wait_until(lambda: told() == ["1.0"])
    board = office.pledge.Board(pledge.BoardRequest(tenant=office.tenant, after=office.seen))
    assert {one.tenant: dict(one.units) for one in board.overdue} == {"51.06": {"MANDATED/SOCIALISATION": 1}}


def test_b_1_2_sessions_are_counted_with_whom_they_were_meant_for(system: System):
    office = Office(system, "51.07")
    (unit,) = office.units("DIDIK-DUA")
    pns, thl = EmploymentClass.EMPLOYMENT_CLASS_PNS, EmploymentClass.EMPLOYMENT_CLASS_THL
    items = [
        pledge.FulfilledDuty(
            command_id=new_id(),
            unit_id=unit,
            duty=SOCIALISATION,
            fulfilled_on=day(on),
            persons=Count(value=20, kind=CountKind.COUNT_KIND_EXACT),
            classes=[meant],
            evidence=[Evidence(title="Materi", reference="arsip/3", sha256=bytes(32))],
        )
        for on, meant in (("2023-11-10", pns), ("2023-11-12", thl))
    ]
    office.note(office.pledge.FulfilDuties(pledge.FulfilDutiesRequest(tenant=office.tenant, items=items)))
    (entry,) = [one for one in duties(office, "2023-11-14").entries if one.duty == SOCIALISATION]
    assert (entry.times, list(entry.classes)) == (2, [pns, thl])


def test_b_1_2_a_session_without_anything_that_shows_it_is_not_recorded(office: Office):
    (unit,) = office.units("TANPA-BUKTI")
    item = pledge.FulfilledDuty(command_id=new_id(), unit_id=unit, duty=SOCIALISATION, fulfilled_on=day("2023-11-10"))
    reply = office.pledge.FulfilDuties(pledge.FulfilDutiesRequest(tenant=office.tenant, items=[item]))
    assert [(one.kind, one.field) for one in reply.verdicts] == [(REJECTED, "evidence")]


def mandated(office: Office) -> dict[str, bool]:
    found = duties(office, "2023-11-30").mandated
    return {MandatedDuty.Name(one.duty).removeprefix("MANDATED_DUTY_"): one.met for one in found}


def test_b_1_3_the_duty_to_pledge_is_met_by_a_ceremony_on_record(system: System):
    office = Office(system, "51.02")
    assert mandated(office) == {"SOCIALISATION": False, "PLEDGE": False, "PACT": False}
    campaign = office.campaign(PLEDGE, template_id="IKRAR-2024")
    assert mandated(office)["PLEDGE"] is False
    ceremony = office.ceremony("2023-11-14", campaign_id=campaign)
    (shown,) = [one for one in duties(office, "2023-11-30").mandated if one.met]
    assert shown.duty == MandatedDuty.MANDATED_DUTY_PLEDGE
    assert [bytes.fromhex(one.removeprefix("ceremony/").replace("-", "")) for one in shown.evidence] == [ceremony]


def test_b_1_4_the_duty_to_sign_is_met_by_a_campaign_that_somebody_signed(system: System):
    office = Office(system, "51.03")
    (unit,) = office.units("BKPSDM")
    (person,) = office.hire(1, "BKPSDM")
    campaign = office.campaign(PACT, unit_ids=[unit])
    assert mandated(office)["PACT"] is False
    office.sign(campaign, [person])
    assert mandated(office) == {"SOCIALISATION": False, "PLEDGE": False, "PACT": True}


def test_b_1_6_guidance_by_bawaslu_is_counted_against_the_units_of_the_day(system: System):
    office = Office(system, "51.05")
    units = office.units("OPD-1", "OPD-2", "OPD-3", kind=UnitKind.UNIT_KIND_BADAN)
    office.units("OPD-BARU", as_of="2023-12-01")

    def guide(unit_ids: list[bytes]) -> None:
        items = [
            pledge.NewGuidance(command_id=new_id(), unit_id=one, body="BAWASLU", received_on=day("2023-11-14"))
            for one in unit_ids
        ]
        office.note(office.pledge.RecordGuidance(pledge.RecordGuidanceRequest(tenant=office.tenant, items=items)))

    def counted(on: str) -> tuple[int, int]:
        found = duties(office, on)
        return found.units_guided, found.units

    guide(units[:2])
    assert counted("2023-11-14") == (2, 3)
    guide(units[2:])
    assert (counted("2023-11-13"), counted("2023-11-14"), counted("2023-12-01")) == ((0, 3), (3, 3), (3, 4))
    assert {one.body for one in duties(office, "2023-11-14").entries} == {"BAWASLU"}
