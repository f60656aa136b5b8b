"""How headings become columns."""

import pytest
from netral_files import FileRefused, read_table
from netral_files.findings import Code, Level
from netral_files.headers import SPECS, STAFF, UNITS, folded, matched

PROMISED = {
    "units": "kode_unit* nama_unit* jenis_unit* kode_induk",
    "posts": "kode_jabatan* nama_jabatan* kode_unit* kelas_jabatan* peran atasan penugasan nip nik nama_pejabat mulai "
    "selesai",
    "staff": "nama* jenis_pegawai* kode_unit* nip nik jabatan kelas_jabatan tmt email telepon",
    "attendance": "nip nik status* alasan",
    "pacts": "nip nik status* waktu* metode* alasan",
    "contacts": "nip kode_jabatan saluran* alamat*",
}
ONE_OF = {
    "staff": ("nip", "nik"),
    "attendance": ("nip", "nik"),
    "pacts": ("nip", "nik"),
    "contacts": ("nip", "kode_jabatan"),
}


@pytest.mark.parametrize("kind", PROMISED)
def test_every_kind_of_file_has_the_promised_columns(kind):
    promised = PROMISED[kind].split()
    required = {(column.rstrip("*"),) for column in promised if column.endswith("*")}
    groups = {ONE_OF[kind]} if kind in ONE_OF else set()
    assert set(SPECS[kind].columns) == {column.rstrip("*") for column in promised}
    assert set(SPECS[kind].required) == required | groups


@pytest.mark.parametrize("heading", ["KODE UNIT", " kode_unit ", "Kode.Unit", "kodeunit", "Kode\nUnit", "kode\xa0unit"])
def test_case_spaces_dots_and_underscores_of_headings_do_not_count(write, heading):
    table = read_table(write([(heading, "Nama Unit", "Jenis.Unit"), ("01", "Satu", "DINAS")]), UNITS)
    assert table.columns == ("kode_unit", "nama_unit", "jenis_unit")


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.kind)
def test_no_alias_is_another_columns_name(spec):
    assert all(spec.aliases[folded(column)] == column for column in spec.columns)


def test_aliases_in_both_languages_are_known():
    headings = ["Nama Lengkap", "Employment Type", "Unit Code", "Nomor Induk Pegawai", "No. KTP", "E-mail", "No. HP"]
    expected = ("nama", "jenis_pegawai", "kode_unit", "nip", "nik", "email", "telepon")
    assert matched(headings, STAFF).columns == expected


def test_a_missing_required_column_refuses_the_file_with_what_was_found(write):
    with pytest.raises(FileRefused) as refused:
        read_table(write([("Nama", "NIP", "gaji"), ("Pegawai", "1", "2")]), STAFF)
    assert refused.value.code == "COLUMN_MISSING"
    assert refused.value.found == "Nama, NIP, gaji"
    assert refused.value.expected == "jenis_pegawai, kode_unit"


def test_staff_without_a_column_for_either_identifier_is_refused(write):
    with pytest.raises(FileRefused) as refused:
        read_table(write([("nama", "jenis_pegawai", "kode_unit"), ("Pegawai", "PNS", "01")]), STAFF)
    assert (refused.value.code, refused.value.expected) == ("COLUMN_MISSING", "nip / nik")


@pytest.mark.parametrize("second", ["kode_unit", "KODE UNIT", "Unit Code"])
def test_a_column_twice_refuses_the_file(write, second):
    with pytest.raises(FileRefused) as refused:
        read_table(write([("kode_unit", "nama_unit", "jenis_unit", second), ("01", "Satu", "DINAS", "01")]), UNITS)
    assert (refused.value.code, refused.value.expected) == ("COLUMN_TWICE", "kode_unit")
    assert refused.value.found == f"kode_unit, {second}"


def test_unknown_columns_are_named_in_a_warning_and_ignored(write):
    rows = [("kode_unit", "nama_unit", "jenis_unit", "kode_indukk", "catatan"), ("01", "Satu", "DINAS", "", "x")]
    table = read_table(write(rows), UNITS)
    assert table.columns == ("kode_unit", "nama_unit", "jenis_unit", None, None)
    assert [(f.row, f.column, f.code, f.level) for f in table.warnings] == [
        (1, "kode_indukk", Code.COLUMN_UNKNOWN, Level.WARNED),
        (1, "catatan", Code.COLUMN_UNKNOWN, Level.WARNED),
    ]
    assert table.warnings[0].params["nearest"] == "kode_induk"
