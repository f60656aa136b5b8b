"""Units, staff and questions about them, from request to answer."""

import os

import pytest
from netral.common.v1.types_pb2 import VerdictKind
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import EmploymentClass
from registry_house import BADUNG, GIANYAR, House, day, employee, many, nik, nip

ACCEPTED = VerdictKind.VERDICT_KIND_ACCEPTED
UNCHANGED = VerdictKind.VERDICT_KIND_UNCHANGED
REJECTED = VerdictKind.VERDICT_KIND_REJECTED


def kinds(reply):
    return [verdict.kind for verdict in reply.verdicts]


def reasons(reply):
    return [(verdict.reason, verdict.field) for verdict in reply.verdicts]


def test_units_come_in_any_order_and_register_their_tenant(registry: House):
    assert kinds(registry.units(("B", "A"), ("A", ""))) == [ACCEPTED, ACCEPTED]
    reply = registry.ask("ListUnits", pb.ListUnitsRequest(tenant=GIANYAR, day=day("2023-11-01")))
    assert [(one.code, bool(one.parent_id)) for one in reply.units] == [("A", False), ("B", True)]
    assert [one.code for one in registry.ask("ListTenants", pb.ListTenantsRequest()).tenants] == [GIANYAR]


def test_units_in_a_circle_and_below_nothing_are_refused_alone(registry: House):
    reply = registry.units(("A", "B"), ("B", "A"), ("C", "X"), ("D", ""))
    assert reasons(reply) == [
        ("UNIT_CYCLE", "parent_code"),
        ("UNIT_CYCLE", "parent_code"),
        ("UNKNOWN_PARENT", "parent_code"),
        ("", ""),
    ]


def test_the_same_file_of_units_again_is_no_event(registry: House):
    registry.units(("A", ""), ("B", "A"))
    before = registry.events
    assert kinds(registry.units(("A", ""), ("B", "A"))) == [UNCHANGED, UNCHANGED]
    assert registry.events == before


def test_staff_is_found_by_day_class_and_unit(anywhere: House):
    anywhere.units(("A", ""), ("B", ""))
    thl = EmploymentClass.EMPLOYMENT_CLASS_THL
    reply = anywhere.staff(
        employee(1, "A", from_day=day("2015-05-01")), employee(2, "B", nip="", nik=nik(2), employment_class=thl)
    )
    assert kinds(reply) == [ACCEPTED, ACCEPTED]
    assert anywhere.employed("2015-04-30").total == 0
    assert anywhere.employed("2015-05-01").total == 1
    everybody = anywhere.employed("2023-11-20")
    assert everybody.total == 2
    assert sorted(one.unit_code for one in everybody.employees) == ["A", "B"]
    assert all(len(one.subject) == 32 for one in everybody.employees)
    assert anywhere.employed("2023-11-20", classes=[thl]).total == 1


def test_the_same_file_of_staff_again_is_no_event_and_no_key(registry: House):
    registry.units(("A", ""))
    rows = [employee(number) for number in range(5)]
    registry.staff(*rows)
    before, keys = registry.events, _count(registry, "key")
    assert kinds(registry.staff(*[employee(number) for number in range(5)])) == [UNCHANGED] * 5
    assert (registry.events, _count(registry, "key")) == (before, keys)


def test_a_request_sent_again_gets_its_first_outcome(registry: House):
    registry.units(("A", ""))
    row = employee(1)
    registry.staff(row)
    assert kinds(registry.staff(row)) == [VerdictKind.VERDICT_KIND_DUPLICATE]


def test_a_row_in_an_unknown_unit_is_refused_and_the_others_stand(registry: House):
    registry.units(("A", ""))
    reply = registry.staff(employee(1, "X"), employee(2, "A"))
    assert reasons(reply) == [("UNKNOWN_UNIT", "unit_code"), ("", "")]


def test_rows_without_what_is_needed_are_refused_each_for_its_reason(registry: House):
    registry.units(("A", ""))
    reply = registry.staff(
        employee(1, name=""),
        employee(2, nip=""),
        employee(3, employment_class=0),
        employee(4, nip="123"),
        employee(5, nip="", nik="12"),
        employee(6, name="x" * 201),
        employee(7, from_day=day("2023-11-02")),
        employee(8, ""),
    )
    assert [reason for reason, _ in reasons(reply)] == [
        "NAME_MISSING",
        "IDENTITY_MISSING",
        "STATUS_MISSING",
        "NIP_MALFORMED",
        "NIK_MALFORMED",
        "TEXT_INVALID",
        "DATE_IN_FUTURE",
        "UNKNOWN_UNIT",
    ]


@pytest.mark.parametrize(
    ("field", "number", "reason"),
    [
        ("nip", "190013011950011001", "NIP_MALFORMED"),
        ("nip", "199001012015013001", "NIP_MALFORMED"),
        ("nip", "199001012015011000", "NIP_MALFORMED"),
        ("nip", "199001011989011001", "NIP_MALFORMED"),
        ("nip", "209901012099011001", "NIP_MALFORMED"),
        ("nik", "9901013213000001", "NIK_MALFORMED"),
        ("nik", "9901010101000000", "NIK_MALFORMED"),
    ],
)
def test_a_number_that_cannot_be_true_is_refused_whoever_sends_it(
    registry: House, field: str, number: str, reason: str
) -> None:
    registry.units(("A", ""))
    (verdict,) = registry.staff(employee(1, **{field: number})).verdicts
    assert (verdict.reason, verdict.field) == (reason, field)
    row = pb.PostRow(
        command_id=os.urandom(16), code="P", name="Kepala", unit_code="A", post_class="POST_CLASS_PENGAWAS",
        assignment="ASSIGNMENT_D", **{field: number},
    )  # fmt: skip
    (verdict,) = registry.ask(
        "ImportPosts", pb.ImportPostsRequest(tenant=GIANYAR, as_of=day("2023-11-01"), rows=[row])
    ).verdicts
    assert (verdict.reason, verdict.field) == (reason, field)


def test_a_nip_and_a_nik_of_two_persons_are_a_conflict(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1), employee(2, nip="", nik=nik(2)))
    reply = registry.staff(employee(1, nik=nik(2)), as_of="2023-11-02")
    assert reasons(reply) == [("IDENTITY_CONFLICT", "nip")]


def test_somebody_first_known_by_nik_is_found_by_the_nip_that_came_later(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1, nip="", nik=nik(1)))
    registry.staff(employee(1, nik=nik(1)), as_of="2023-11-02")
    assert registry.employed("2023-11-20").total == 1
    assert registry.resolve(nip(1)) == [registry.employed("2023-11-20").employees[0].person_id]


def test_a_dry_run_leaves_no_trace(registry: House):
    registry.units(("A", ""))
    before = registry.events
    assert kinds(registry.staff(employee(1), employee(2, "X"), dry_run=True)) == [ACCEPTED, REJECTED]
    assert registry.events == before
    assert [_count(registry, table) for table in ("key", "identifier", "salt")] == [0, 0, 0]


def test_an_import_killed_after_reserving_makes_no_second_person(registry: House):
    registry.units(("A", ""))
    reserved = registry.vault.reserve([("NIP", nip(1))], [b"o" * 16])
    registry.staff(employee(1))
    assert registry.resolve(nip(1)) == reserved


def test_two_files_in_either_order_answer_alike(tmp_path):
    answers = []
    for order in ([0, 1], [1, 0]):
        house = House(tmp_path / str(order[0]))
        house.units(("A", ""), ("B", ""))
        files = [("2023-09-01", [employee(1, "A")]), ("2023-11-01", [employee(1, "B"), employee(2, "B")])]
        for number in order:
            house.staff(*files[number][1], as_of=files[number][0])
        answers.append(
            [
                sorted((one.unit_code, one.position) for one in house.employed(on).employees)
                for on in ("2023-08-31", "2023-09-01", "2023-10-31", "2023-11-01", "2023-11-20")
            ]
        )
        house.close()
    assert answers[0] == answers[1]


def test_what_was_known_before_a_late_file_is_still_told(anywhere: House):
    anywhere.units(("A", ""), ("B", ""))
    anywhere.staff(employee(1, "A"), as_of="2023-09-01")
    known_at = anywhere.clock.now()
    anywhere.clock.put(known_at + 1_000_000)
    anywhere.staff(employee(1, "B"), as_of="2023-10-01")
    assert anywhere.employed("2023-11-20").employees[0].unit_code == "B"
    assert anywhere.employed("2023-11-20", known_at=known_at).employees[0].unit_code == "A"


def test_pages_hold_everybody_once(registry: House):
    registry.units(("A", ""))
    registry.staff(*[employee(number) for number in range(7)])
    seen, token = [], b""
    while True:
        page = registry.employed("2023-11-20", page_size=3, page_token=token)
        seen.extend(one.person_id for one in page.employees)
        token = page.next_page_token
        if not token:
            break
    assert len(seen) == len(set(seen)) == page.total == 7


def test_who_also_works_elsewhere_is_warned_of_without_naming_where(registry: House):
    registry.units(("A", ""))
    registry.units(("A", ""), tenant=BADUNG)
    registry.staff(employee(1))
    reply = registry.staff(employee(1), employee(2), tenant=BADUNG)
    assert kinds(reply) == [ACCEPTED, ACCEPTED]
    assert [(one.row, one.reason) for one in reply.warnings] == [(3, "EMPLOYED_ELSEWHERE")]


def test_ten_thousand_rows_and_their_repetition_are_quick(anywhere: House):
    anywhere.units(*[(f"U{number}", "") for number in range(40)])
    rows = many(10_996, [f"U{number}" for number in range(40)])
    assert set(kinds(anywhere.staff(*rows))) == {ACCEPTED}
    assert anywhere.employed("2023-11-20").total == 10_996
    before = anywhere.events
    again = many(10_996, [f"U{number}" for number in range(40)])
    assert set(kinds(anywhere.staff(*again, as_of="2023-11-20"))) == {UNCHANGED}
    assert anywhere.events == before


def _count(registry: House, table: str) -> int:
    database = registry.storage.vault
    with database.read() as conn:
        return database.fetch(conn, f"SELECT count(*) FROM {{s}}{table}", ())[0][0]
