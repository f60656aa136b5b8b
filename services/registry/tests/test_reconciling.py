"""A file of staff beside the record: differences by cause, what would settle them, and nothing recorded."""

import os
from collections import Counter
from typing import Any

import pytest
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import EmploymentClass, EndCause
from netral_messages import Reason, Rejected
from registry_house import BADUNG, GIANYAR, House, day, employee, nik, nip

ON = "2023-12-01"


def file(*rows: pb.StaffRow, **more: Any) -> pb.ReconcileStaffRequest:
    return pb.ReconcileStaffRequest(tenant=GIANYAR, as_of=day(ON), rows=rows, **more)


def causes(reply: pb.ReconcileStaffResponse) -> dict[str, int]:
    """Counted causes; the count agrees with the list."""
    counted = {pb.DifferenceCause.Name(one.cause).removeprefix("DIFFERENCE_CAUSE_"): one.count for one in reply.counts}
    listed = Counter(pb.DifferenceCause.Name(one.cause).removeprefix("DIFFERENCE_CAUSE_") for one in reply.differences)
    assert counted == listed
    return counted


@pytest.fixture
def staffed(registry: House) -> House:
    """Forty employees in two units."""
    registry.units(("A", ""), ("B", ""))
    registry.staff(*(employee(number, "AB"[number % 2]) for number in range(40)))
    return registry


def test_a_file_that_says_what_is_known_has_no_difference(staffed: House) -> None:
    reply = staffed.ask("ReconcileStaff", file(*(employee(number, "AB"[number % 2]) for number in range(40))))
    assert (reply.known, causes(reply), list(reply.differences)) == (40, {}, [])


def test_every_change_is_told_with_the_event_that_would_settle_it_and_none_is_recorded(staffed: House) -> None:
    rows = [employee(number, "AB"[number % 2]) for number in range(40)]
    rows[0].employment_class = EmploymentClass.EMPLOYMENT_CLASS_PPPK
    rows[1].unit_code = "A"
    rows[2].position = "Kepala Sekolah"
    rows[3].name = "Pegawai Lain"
    rows[4].nik = nik(4)
    rows.append(employee(99))
    del rows[5]
    before = staffed.events
    reply = staffed.ask("ReconcileStaff", file(*rows))
    assert staffed.events == before
    told = {(pb.DifferenceCause.Name(one.cause)[17:], one.row, one.event) for one in reply.differences}
    assert told == {
        ("CLASS_DIFFERS", 2, "EmploymentChanged"),
        ("UNIT_DIFFERS", 3, "EmploymentChanged"),
        ("POSITION_DIFFERS", 4, "EmploymentChanged"),
        ("NAME_DIFFERS", 5, "PersonRenamed"),
        ("IDENTIFIER_DIFFERS", 6, "IdentifierCorrected"),
        ("UNKNOWN_IN_REGISTRY", 101, "EmploymentStarted"),
        ("ABSENT_FROM_FILE", 0, "EmploymentEnded"),
    }
    assert [one.person_id for one in reply.differences][-1] == staffed.resolve(nip(5))[0]


def test_the_record_says_why_somebody_whom_the_file_still_lists_is_gone(staffed: House) -> None:
    ended = {0: EndCause.END_CAUSE_RETIRED, 1: EndCause.END_CAUSE_DIED, 2: EndCause.END_CAUSE_CONTRACT_ENDED}
    people = staffed.resolve(*(nip(number) for number in range(4)))
    ends = [
        pb.EmploymentEnd(command_id=os.urandom(16), person_id=people[n], last_day=day("2023-11-15"), cause=cause)
        for n, cause in ended.items()
    ]
    staffed.ask("EndEmployments", pb.EndEmploymentsRequest(tenant=GIANYAR, ends=ends))
    staffed.units(("B-1", ""), tenant=BADUNG)
    move = pb.Transfer(
        command_id=os.urandom(16), person_id=people[3], to_tenant=BADUNG, unit_code="B-1",
        employment_class=EmploymentClass.EMPLOYMENT_CLASS_PNS, from_day=day("2023-11-20"),
    )  # fmt: skip
    staffed.ask("TransferPersons", pb.TransferPersonsRequest(tenant=GIANYAR, transfers=[move]))
    staffed.staff(employee(77, "B-1"), tenant=BADUNG)
    rows = [*(employee(number, "AB"[number % 2]) for number in range(40)), employee(77)]
    reply = staffed.ask("ReconcileStaff", file(*rows))
    assert causes(reply) == {"RETIRED": 1, "DIED": 1, "CONTRACT_ENDED": 1, "MOVED": 1, "EMPLOYED_ELSEWHERE": 1}
    assert {one.event for one in reply.differences} == {"", "PersonTransferred"}
    assert reply.known == 36


def test_whoever_stands_in_an_unreadable_row_is_not_absent(staffed: House) -> None:
    rows = [employee(number, "AB"[number % 2]) for number in range(38)]
    kind = "IDENTIFIER_KIND_NIP"
    present = [pb.Identifier(kind=kind, value=nip(38)), pb.Identifier(kind=kind, value=nip(39))]
    assert causes(staffed.ask("ReconcileStaff", file(*rows, present=present))) == {}
    assert causes(staffed.ask("ReconcileStaff", file(*rows))) == {"ABSENT_FROM_FILE": 2}


def test_a_row_that_cannot_be_decided_on_is_counted_with_its_reason(staffed: House) -> None:
    rows = [employee(number, "AB"[number % 2]) for number in range(39)]
    rows[0].name = ""
    rows[1].nip = "123"
    rows[2].nip, rows[2].nik = nip(2), ""
    conflict = employee(500, nip=nip(3), nik="")
    conflict.nik = nik(3)
    staffed.staff(employee(600, nip="", nik=nik(3)))
    reply = staffed.ask("ReconcileStaff", file(*rows, conflict))
    refused = {(one.row, one.reason) for one in reply.differences if one.reason}
    assert refused == {(2, "NAME_MISSING"), (3, "NIP_MALFORMED")}
    assert causes(reply)["IDENTITY_CONFLICT"] == 1
    absent = {one.person_id for one in reply.differences if one.event == "EmploymentEnded"}
    assert staffed.resolve(nip(0))[0] not in absent
    assert {staffed.resolve(nip(1))[0], staffed.resolve(nip(39))[0]} <= absent


def test_the_77_of_a_regency_whose_two_systems_count_differently_are_found_cause_by_cause(registry: House) -> None:
    """8,162 in the personnel system, 8,085 in the payroll: dead, retired, moved away, invalid numbers (in small)."""
    registry.units(("A", ""))
    people = [employee(number) for number in range(816)]
    registry.staff(*people)
    ids = registry.resolve(*(one.nip for one in people[:60]))
    spans = {EndCause.END_CAUSE_DIED: range(11), EndCause.END_CAUSE_RETIRED: range(11, 40)}
    ends = [
        pb.EmploymentEnd(command_id=os.urandom(16), person_id=ids[n], last_day=day("2023-11-10"), cause=cause)
        for cause, span in spans.items()
        for n in span
    ]
    registry.ask("EndEmployments", pb.EndEmploymentsRequest(tenant=GIANYAR, ends=ends))
    registry.units(("B-1", ""), tenant=BADUNG)
    moves = [
        pb.Transfer(
            command_id=os.urandom(16), person_id=ids[n], to_tenant=BADUNG, unit_code="B-1",
            employment_class=EmploymentClass.EMPLOYMENT_CLASS_PNS, from_day=day("2023-11-20"),
        )
        for n in range(40, 60)
    ]  # fmt: skip
    registry.ask("TransferPersons", pb.TransferPersonsRequest(tenant=GIANYAR, transfers=moves))
    for number in range(60, 77):
        people[number].nip = people[number].nip[:-1]
    reply = registry.ask("ReconcileStaff", file(*people))
    found = causes(reply)
    assert found == {"DIED": 11, "RETIRED": 29, "MOVED": 20, "ROW_REFUSED": 17, "ABSENT_FROM_FILE": 17}
    assert sum(count for cause, count in found.items() if cause != "ABSENT_FROM_FILE") == 77


def test_a_file_of_tomorrow_and_one_of_nowhere_are_refused(staffed: House) -> None:
    for wrong, reason in (
        ({"as_of": day("2023-12-03")}, Reason.AS_OF_IN_FUTURE),
        ({"tenant": "99.99"}, Reason.TENANT_UNKNOWN),
    ):
        request = file()
        for name, value in wrong.items():
            setattr(request, name, value)
        with pytest.raises(Rejected) as no:
            staffed.ask("ReconcileStaff", request)
        assert no.value.reason is reason
