"""Rows of one file that speak of the same person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral_files import Code, Level
from netral_files.duplicates import Claim, sort_out

NIP, NIK = "198609262015051001", "5104012609860001"


def told(parsed):
    return [(f.row, f.column, f.code, f.level, f.params["rows"]) for f in parsed.findings]


def adds_up(parsed):
    return parsed.total == len(parsed.rows) + len(parsed.rejected) + len(parsed.duplicates)


def test_the_same_row_again_is_a_warning_and_changes_nothing(staff, employee):
    once, other = employee(), employee()
    parsed = staff(once, other, once, once)
    assert told(parsed) == [
        (4, "nip", Code.DUPLICATE_ROW, Level.WARNED, "2"),
        (5, "nip", Code.DUPLICATE_ROW, Level.WARNED, "2"),
    ]
    assert [number for number, _ in parsed.rows] == [2, 3]
    assert parsed.duplicates == {4: 2, 5: 2}
    assert adds_up(parsed)


def test_the_same_content_written_differently_is_the_same(staff, employee):
    parsed = staff(
        employee(nip=NIP, nik=NIK, nama="Pegawai Contoh", email="", tmt="2015-05-01", jenis_pegawai="PNS"),
        employee(nip=f"'{NIP}", nik="5104.0126.0986.0001", nama="Pegawai\nContoh ", email="", tmt="01/05/2015"),
    )
    assert told(parsed) == [(3, "nip", Code.DUPLICATE_ROW, Level.WARNED, "2")]


def test_the_same_person_with_other_content_rejects_every_such_row(staff, employee):
    same = {"nip": NIP, "nik": NIK, "nama": "Pegawai Contoh", "email": ""}
    parsed = staff(employee(**same), employee(), employee(**same, kode_unit="51.04.02"), employee(**same), employee())
    assert told(parsed) == [
        (2, "nip", Code.DUPLICATE_CONFLICT, Level.REJECTED, "4, 5"),
        (4, "nip", Code.DUPLICATE_CONFLICT, Level.REJECTED, "2, 5"),
        (5, "nip", Code.DUPLICATE_CONFLICT, Level.REJECTED, "2, 4"),
    ]
    assert [number for number, _ in parsed.rows] == [3, 6]
    assert adds_up(parsed)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"nip": NIP, "nik": ""}, {"nip": NIP, "nik": "5104012609860009"}),
        ({"nip": "", "nik": NIK}, {"nip": "198609262015051009", "nik": NIK}),
        ({"nip": NIP, "nik": NIK}, {"nip": "198609262015051009", "nik": NIK}),
    ],
)
def test_rows_that_share_a_nip_or_a_nik_are_one_person(staff, employee, first, second):
    parsed = staff(employee(**first), employee(**second))
    assert parsed.rejected == {2, 3}
    assert {finding.code for finding in parsed.findings} == {Code.DUPLICATE_CONFLICT}


def test_a_row_with_both_identifiers_joins_the_rows_that_have_one_each(staff, employee):
    parsed = staff(employee(nip=NIP, nik=""), employee(nip="", nik=NIK), employee(nip=NIP, nik=NIK))
    assert [rows for *_, rows in told(parsed)] == ["3, 4", "2, 4", "2, 3"]


def test_a_row_that_is_faulty_in_itself_still_contradicts_the_other(staff, employee):
    parsed = staff(employee(nip=NIP, nik=NIK), employee(nip=NIP, nik=NIK, tmt="31/02/2020"))
    assert [(f.row, f.code) for f in parsed.findings] == [
        (2, Code.DUPLICATE_CONFLICT),
        (3, Code.DATE_UNREADABLE),
        (3, Code.DUPLICATE_CONFLICT),
    ]


def test_a_faulty_row_that_comes_twice_is_rejected_twice(staff, employee):
    faulty = employee(nama="")
    parsed = staff(faulty, faulty)
    assert [(f.row, f.code) for f in parsed.findings] == [(2, Code.NAME_MISSING), (3, Code.NAME_MISSING)]
    assert (parsed.rejected, parsed.duplicates) == ({2, 3}, {})


def test_rows_without_a_readable_identifier_are_nobodys_duplicates(staff, employee):
    parsed = staff(employee(nip="123", nik=""), employee(nip="123", nik=""))
    assert {finding.code for finding in parsed.findings} == {Code.NIP_MALFORMED}


def test_a_person_on_hundreds_of_rows_names_only_some_of_them(staff, employee):
    parsed = staff(*[employee(nip=NIP, nik="") for _ in range(200)])
    assert all(len(str(f.params["rows"]).split(", ")) == 20 and f.params["count"] == 199 for f in parsed.findings)
    assert len(parsed.rejected) == 200


keys = st.lists(st.tuples(st.sampled_from(["nip", "nik"]), st.sampled_from("abcdef")), max_size=2)


@given(st.lists(st.tuples(keys, st.integers(0, 1)), max_size=12))
def test_groups_are_the_connected_rows_whatever_their_order(drawn):
    claims = [Claim(row, tuple(keys), content) for row, (keys, content) in enumerate(drawn, start=2)]
    found = sort_out(claims)
    for claim in claims:
        connected = {claim.row}
        while True:
            known = {key for other in claims if other.row in connected for key in other.keys}
            wider = {other.row for other in claims if known & set(other.keys)} | {claim.row}
            if wider == connected:
                break
            connected = wider
        contents = {other.content for other in claims if other.row in connected}
        assert any(claim.row in group for group in found.conflicts) is (len(contents) > 1)
        repeats = len(contents) == 1 and min(connected) != claim.row
        assert found.repeats.get(claim.row) == (min(connected) if repeats else None)
