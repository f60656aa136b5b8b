"""How CSV is read."""

import pytest
from netral_files import FileRefused, read_table
from netral_files.findings import Code
from netral_files.headers import ATTENDANCE, UNITS
from netral_files.table import MAX_ROWS

HEADER = "kode_unit,nama_unit,jenis_unit\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_comma_semicolon_and_tab_separate_cells(csv_file, cells_of, separator):
    text = HEADER + '01,"Dinas, Contoh; Satu",DINAS\n'
    path = csv_file(text.replace(",", separator).replace(f"Dinas{separator}", "Dinas,"))
    expected = ("01", "Dinas, Contoh; Satu", "DINAS")
    assert cells_of(read_table(path, UNITS)) == [expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_warning(csv_file, cells_of, encoding):
    table = read_table(csv_file(HEADER + "01,Désa Ñusa “Baru”,DINAS\n", encoding=encoding), UNITS)
    assert cells_of(table) == [("01", "Désa Ñusa “Baru”", "DINAS")]
    assert table.warnings == ()


def test_utf_16_is_read_in_both_byte_orders(csv_file, cells_of):
    text = "\ufeff" + HEADER + "01,Désa,DINAS\n"
    little = cells_of(read_table(csv_file(text.encode("utf-16-le")), UNITS))
    big = cells_of(read_table(csv_file(text.encode("utf-16-be")), UNITS))
    assert little == big == [("01", "Désa", "DINAS")]


def test_what_is_not_unicode_is_read_as_windows_1252_with_a_warning(csv_file, cells_of):
    table = read_table(csv_file(HEADER + "01,Désa “Baru”,DINAS\n", encoding="cp1252"), UNITS)
    assert cells_of(table) == [("01", "Désa “Baru”", "DINAS")]
    assert [finding.code for finding in table.warnings] == [Code.ENCODING_GUESSED]


def test_a_byte_that_is_no_letter_late_in_a_large_file_still_changes_the_encoding(csv_file):
    content = HEADER.encode() + b"01,Desa,DINAS\n" * 200_000 + b"02,D\xe9sa,DINAS\n"
    table = read_table(csv_file(content), UNITS)
    assert table.rows[-1].cells[1] == "Désa"


def test_a_line_break_inside_quotes_starts_no_row(csv_file):
    table = read_table(csv_file(HEADER + '01,"Dinas\nContoh",DINAS\n02,Dua,DINAS\n'), UNITS)
    assert [row.number for row in table.rows] == [2, 3]


def test_empty_lines_count_in_numbers_but_not_as_rows(csv_file):
    table = read_table(csv_file(HEADER + "\n01,Satu,DINAS\n,,\n  \n02,Dua,DINAS\n\n"), UNITS)
    assert [row.number for row in table.rows] == [3, 6]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(csv_file, line_end):
    path = csv_file((HEADER + "01,Satu,DINAS\n\n02,Dua,DINAS").replace("\n", line_end))
    assert [row.number for row in read_table(path, UNITS).rows] == [2, 4]


def test_the_separator_is_the_one_under_which_the_header_is_understood(csv_file, cells_of):
    path = csv_file("kode_unit;nama_unit;jenis_unit;a,b,c,d,e\n01;Satu;DINAS;x\n")
    assert cells_of(read_table(path, UNITS)) == [("01", "Satu", "DINAS", "x")]


def test_an_unclosed_quote_refuses_the_file_and_names_its_row(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER + '01,Satu,DINAS\n02,"Dua,DINAS\n03,Tiga,DINAS\n'), UNITS)
    assert refused.value.code == "QUOTE_UNCLOSED"
    assert refused.value.params["row"] == "3"


def test_an_unclosed_quote_that_a_later_cell_seems_to_close_refuses_the_file(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER + '01,"Satu,DINAS\n02,"Dua",DINAS\n'), UNITS)
    assert refused.value.code == "QUOTE_UNCLOSED"
    assert refused.value.params["row"] == "2"


def test_an_unclosed_quote_in_a_long_file_refuses_it(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER + '01,"Satu,DINAS\n' + "02,Dua,DINAS\n" * 20_000), UNITS)
    assert refused.value.code == "QUOTE_UNCLOSED"
    assert refused.value.params["row"] == "2"


@pytest.mark.parametrize("content", ["", "\n\n  \n", ",,,\n", "\ufeff"])
def test_a_file_without_a_cell_is_empty(csv_file, content):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(content), UNITS)
    assert refused.value.code == "FILE_EMPTY"


def test_a_header_without_rows_refuses_the_file(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER + "\n,,\n"), UNITS)
    assert refused.value.code == "FILE_NO_ROWS"


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><table><tr><td>kode_unit", "HTML"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "BINARY"),
        ("kode_unit,nama_unit,jenis_unit\n".encode("utf-16-le"), "BINARY"),
    ],
)
def test_a_csv_that_is_something_else_is_refused(csv_file, start, found):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(start + bytes(range(256)) * 4), UNITS)
    assert (refused.value.code, refused.value.found) == ("FILE_NOT_WHAT_NAMED", found)


def test_a_file_of_another_kind_is_refused(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER, name="berkas.ods"), UNITS)
    assert (refused.value.code, refused.value.found) == ("FILE_UNREADABLE", ".ods")


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileRefused) as refused:
        read_table(tmp_path / "folder.csv", UNITS)
    assert refused.value.code == "FILE_UNREADABLE"


def test_a_file_below_a_file_is_refused(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER) / "berkas.csv", UNITS)
    assert (refused.value.code, refused.value.found) == ("FILE_UNREADABLE", "NotADirectoryError")


def test_a_missing_file_is_not_a_bad_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "tidak-ada.csv", UNITS)


def test_250_000_rows_are_read(csv_file):
    table = read_table(csv_file("nip,status\n" + "1,HADIR\n" * MAX_ROWS), ATTENDANCE)
    assert len(table.rows) == 250_000
    assert table.rows[-1].number == 250_001


def test_250_001_rows_refuse_the_file(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file("nip,status\n" + "1,HADIR\n" * (MAX_ROWS + 1)), ATTENDANCE)
    assert refused.value.code == "TOO_MANY_ROWS"
    assert refused.value.params["limit"] == 250_000


@pytest.mark.parametrize("content", ["x" * 1_500_000, HEADER + "01," + "x" * 200_000 + ",DINAS\n"])
def test_a_line_or_cell_beyond_all_measure_is_refused(csv_file, content):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(content), UNITS)
    assert refused.value.code == "FILE_UNREADABLE"


def test_more_columns_than_anybody_needs_are_refused(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file(HEADER.strip() + ",x" * 300 + "\n01,Satu,DINAS" + ",y" * 300 + "\n"), UNITS)
    assert (refused.value.code, refused.value.found) == ("FILE_UNREADABLE", "303")


def test_a_ragged_row_is_kept_with_the_number_of_its_cells(csv_file):
    table = read_table(csv_file(HEADER + "01,Satu\n02,Dua,DINAS,x,y\n"), UNITS)
    assert [row.found for row in table.rows] == [2, 5]


def test_a_refusal_says_nothing_of_the_file_when_it_is_logged(csv_file):
    with pytest.raises(FileRefused) as refused:
        read_table(csv_file("Pegawai Contoh,198609262015051001\n"), ATTENDANCE)
    assert "198609262015051001" not in f"{refused.value!s} {refused.value!r}"
    assert "198609262015051001" in refused.value.found
