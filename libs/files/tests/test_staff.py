"""Every row of the table of codes that a staff file can show; each test runs for CSV and for XLSX."""

from datetime import date

import pytest
from netral_files import Code, Level, StaffRow, parse_staff, read_table
from netral_files.headers import STAFF
from netral_files.values import EmploymentType, PositionClass

REJECTED, WARNED = Level.REJECTED, Level.WARNED


def remarks(parsed):
    return [(f.row, f.column, f.code, f.level) for f in parsed.findings]


def adds_up(parsed):
    return parsed.total == len(parsed.rows) + len(parsed.rejected) + len(parsed.duplicates)


def test_a_good_row_becomes_an_employee(staff, employee):
    parsed = staff(employee(nama="Pegawai\nContoh", nip="19860926 201505 1 001", nik="'5104012609860001"))
    assert parsed.findings == ()
    assert parsed.rows == (
        (
            2,
            StaffRow(
                "Pegawai Contoh",
                EmploymentType.PNS,
                "51.04.01",
                "198609262015051001",
                "5104012609860001",
                "Analis",
                PositionClass.PELAKSANA,
                date(2015, 5, 1),
                "pegawai1@contoh.id",
                None,
            ),
        ),
    )


def test_one_identifier_is_enough(staff, employee):
    parsed = staff(employee(nip=""), employee(nik="-"))
    assert [(row.nip is None, row.nik is None) for _, row in parsed.rows] == [(True, False), (False, True)]


def test_what_is_not_required_may_be_empty(staff, employee):
    parsed = staff(employee(jabatan="", kelas_jabatan="", tmt="", email=""))
    row = parsed.rows[0][1]
    assert (row.position, row.position_class, row.effective_from, row.email) == (None, None, None, None)
    assert parsed.findings == ()


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("nama", "", Code.NAME_MISSING),
        ("nama", " \u00a0 ", Code.NAME_MISSING),
        ("jenis_pegawai", "", Code.STATUS_MISSING),
        ("jenis_pegawai", "\u200b", Code.STATUS_MISSING),
        ("nip", "1,98609E+17", Code.DIGITS_LOST),
        ("nik", "5,10401E+15", Code.DIGITS_LOST),
        ("nip", "19860926201505100", Code.NIP_MALFORMED),
        ("nip", "198602302015051001", Code.NIP_MALFORMED),
        ("nip", "198609262015053001", Code.NIP_MALFORMED),
        ("nip", "198609262015051000", Code.NIP_MALFORMED),
        ("nip", "198609261985051001", Code.NIP_MALFORMED),
        ("nik", "510401260986001", Code.NIK_MALFORMED),
        ("nik", "5104013009860000", Code.NIK_MALFORMED),
        ("jenis_pegawai", "PEGAWAI TETAP", Code.UNKNOWN_CLASS),
        ("kelas_jabatan", "ESELON II", Code.UNKNOWN_CLASS),
        ("kode_unit", "", Code.UNKNOWN_UNIT),
        ("tmt", "1 Mei 2015", Code.DATE_UNREADABLE),
        ("tmt", "2023-11-21", Code.DATE_IN_FUTURE),
        ("nama", "Pegawai\x07Contoh", Code.TEXT_INVALID),
        ("nama", "x" * 201, Code.TEXT_INVALID),
        ("jabatan", "x" * 2_001, Code.TEXT_INVALID),
        ("email", "a\x00b", Code.TEXT_INVALID),
    ],
)
def test_a_bad_cell_rejects_its_row_and_no_other(staff, employee, column, written, code):
    parsed = staff(employee(), employee(**{column: written}), employee())
    assert remarks(parsed) == [(3, column, code, REJECTED)]
    assert [number for number, _ in parsed.rows] == [2, 4]
    assert parsed.rejected == {3}
    assert adds_up(parsed)


@pytest.mark.parametrize(("nip", "nik"), [("", ""), ("-", "\u200b"), (" ", "'")])
def test_a_row_without_nip_and_nik_has_no_identity(staff, employee, nip, nik):
    parsed = staff(employee(nip=nip, nik=nik))
    assert remarks(parsed) == [(2, "nip", Code.IDENTITY_MISSING, REJECTED)]
    assert adds_up(parsed)


def test_an_unreadable_identifier_is_not_called_missing_too(staff, employee):
    assert remarks(staff(employee(nip="123", nik=""))) == [(2, "nip", Code.NIP_MALFORMED, REJECTED)]


def test_everything_wrong_with_a_row_is_told_at_once(staff, employee):
    parsed = staff(employee(nama="", jenis_pegawai="X", tmt="X"))
    assert {code for _, _, code, _ in remarks(parsed)} == {
        Code.NAME_MISSING,
        Code.UNKNOWN_CLASS,
        Code.DATE_UNREADABLE,
    }
    assert (parsed.total, parsed.rejected) == (1, {2})


def test_a_text_of_the_greatest_length_is_accepted(staff, employee):
    assert staff(employee(nama="x" * 200, jabatan="x" * 2_000)).findings == ()


def test_the_day_of_the_file_is_not_in_the_future(staff, employee):
    assert staff(employee(tmt="2023-11-20")).findings == ()


@pytest.mark.parametrize(
    ("written", "nearest"), [("P3K", "PPPK"), ("pppk paruh waktu", "PPPK_PW"), ("honor", "HONORER"), ("PNSS", "PNS")]
)
def test_an_unknown_class_comes_with_the_nearest_known_one(staff, employee, written, nearest):
    (finding,) = staff(employee(jenis_pegawai=written)).findings
    assert finding.params["nearest"] == nearest
    assert finding.params["known"] == "PNS, CPNS, PPPK, PPPK_PW, PPNPN, HONORER, HARIAN, THL, OUTSOURCED"


@pytest.mark.parametrize("written", ["pppk_pw", "PPPK PW", " Pppk-Pw "])
def test_capitals_spaces_and_dashes_of_a_class_do_not_count(staff, employee, written):
    parsed = staff(employee(jenis_pegawai=written, nip="198609262022211001"))
    assert parsed.rows[0][1].employment_type is EmploymentType.PPPK_PW


@pytest.mark.parametrize(
    ("employment_type", "middle"), [("PPPK", "05"), ("PNS", "21"), ("PNS", "00"), ("PPPK", "13"), ("THL", "05")]
)
def test_a_nip_of_another_class_is_a_warning(staff, employee, employment_type, middle):
    parsed = staff(employee(jenis_pegawai=employment_type, nip=f"198609262015{middle}1001"))
    assert remarks(parsed) == [(2, "nip", Code.NIP_CLASS_MISMATCH, WARNED)]
    assert len(parsed.rows) == 1


@pytest.mark.parametrize("nik", ["5104012609870001", "5104016609860001"])
def test_a_nip_and_a_nik_that_differ_in_birth_or_sex_are_a_warning(staff, employee, nik):
    parsed = staff(employee(nik=nik))
    assert remarks(parsed) == [(2, "nik", Code.NIP_NIK_MISMATCH, WARNED)]
    assert len(parsed.rows) == 1


def test_a_row_with_too_many_cells_is_ragged(staff, employee):
    parsed = staff(employee(), [*employee(), "lebih"], employee())
    assert remarks(parsed) == [(3, None, Code.ROW_RAGGED, REJECTED)]
    assert adds_up(parsed)


def test_a_row_with_too_few_cells_is_ragged(csv_file):
    table = read_table(csv_file("nama,jenis_pegawai,kode_unit,nip,email\nPegawai,PNS,01,198609262015051001\n"), STAFF)
    (finding,) = parse_staff(table, as_of=date(2023, 11, 20)).findings
    assert (finding.row, finding.code, dict(finding.params)) == (2, Code.ROW_RAGGED, {"found": 4, "expected": 5})


def test_a_numeric_cell_of_more_than_15_digits_has_lost_some(xlsx_file):
    heading = ("nama", "jenis_pegawai", "kode_unit", "nip", "nik")
    rows = [("Pegawai", "PNS", "01", 198609262015051001, ""), ("Pegawai", "THL", "01", "", 5104012609860001)]
    parsed = parse_staff(read_table(xlsx_file([heading, *rows]), STAFF), as_of=date(2023, 11, 20))
    assert remarks(parsed) == [(2, "nip", Code.DIGITS_LOST, REJECTED), (3, "nik", Code.DIGITS_LOST, REJECTED)]


def test_spreadsheet_dates_are_days(xlsx_file):
    heading = ("nama", "jenis_pegawai", "kode_unit", "nip", "tmt")
    rows = [("Pegawai", "PNS", 5104, "198609262015051001", date(2015, 5, 1))]
    ((_, row),) = parse_staff(read_table(xlsx_file([heading, *rows]), STAFF), as_of=date(2023, 11, 20)).rows
    assert (row.effective_from, row.unit_code) == (date(2015, 5, 1), "5104")


def test_columns_may_come_in_any_order_and_under_aliases(write):
    heading = ("Email Address", "NIK", "Status Kepegawaian", "Nama Lengkap", "Kode OPD")
    row = ("a@contoh.id", "5104012609860001", "thl", "Pegawai Contoh", "01")
    ((_, employee),) = parse_staff(read_table(write([heading, row]), STAFF), as_of=date(2023, 11, 20)).rows
    assert (employee.name, employee.employment_type, employee.email) == ("Pegawai Contoh", "THL", "a@contoh.id")


def test_an_employee_does_not_show_in_a_log(staff, employee):
    parsed = staff(employee())
    assert not any(secret in repr(parsed) + repr(parsed.rows[0]) for secret in ("1986", "Contoh", "@"))


def test_no_finding_repeats_what_stands_in_the_cell(staff, employee):
    parsed = staff(employee(nama="x" * 300, nip="19860926201505100X", nik="51040126098600", jenis_pegawai="Rahasia"))
    assert not any(secret in repr(parsed.findings) for secret in ("xxx", "1986", "5104", "Rahasia"))
