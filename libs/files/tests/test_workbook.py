"""How XLSX is read, and what is not opened."""

import io
import os
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from netral_files import FileRefused, detect, read_table
from netral_files.headers import PACTS, POSTS, UNITS

HEADER = ("kode_unit", "nama_unit", "jenis_unit")
ROW = ("01", "Satu", "DINAS")


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as error:
        read_table(path, UNITS)
    return error.value.code


def workbook(path: Path, **sheets: list[tuple[str, ...]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def replaced(path: Path, name: str, content: bytes) -> Path:
    """The workbook with another content of one of its parts."""
    parts = {entry: zipfile.ZipFile(path).read(entry) for entry in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, old in parts.items():
            archive.writestr(entry, content if entry == name else old)
    return path


def test_the_first_sheet_whose_header_fits_is_read(tmp_path, cells_of):
    path = workbook(
        tmp_path / "b.xlsx",
        Petunjuk=[("Isi lembar Data",)],
        Kosong=[],
        Data=[HEADER, ROW],
        Lain=[HEADER, ("99", "Lain", "DINAS")],
    )
    table = read_table(path, UNITS)
    assert (table.sheet, cells_of(table)) == ("Data", [ROW])


def test_without_a_fitting_sheet_the_nearest_one_is_named(tmp_path):
    path = workbook(tmp_path / "b.xlsx", Petunjuk=[("Isi lembar Data",)], Data=[HEADER[:2], ROW[:2]])
    with pytest.raises(FileRefused) as error:
        read_table(path, UNITS)
    assert (error.value.code, error.value.found) == ("COLUMN_MISSING", "kode_unit, nama_unit")
    assert error.value.expected == "jenis_unit"


def test_row_numbers_are_those_of_the_spreadsheet(xlsx_file):
    table = read_table(xlsx_file([HEADER, ROW, (), ("", " ", ""), ROW]), UNITS)
    assert [row.number for row in table.rows] == [2, 5]


def test_a_table_that_starts_further_down_and_right_keeps_its_place(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(2, 3, HEADER)
        page.write_row(4, 3, ROW)
    table = read_table(tmp_path / "b.xlsx", UNITS)
    assert table.headings == ("", "", "", *HEADER)
    assert [(row.number, row.cells[3:]) for row in table.rows] == [(5, ROW)]


def test_numbers_days_and_times_keep_their_kind(xlsx_file, cells_of):
    moment = datetime(2023, 11, 20, 7, 33, 20)
    rows = [
        ("nip", "status", "waktu", "metode"),
        (198609262015051001, True, moment, date(2023, 11, 20)),
        ("x", "", "", 5),
    ]
    first, second = cells_of(read_table(xlsx_file(rows), PACTS))
    assert first == (198609262015051001.0, 1, moment, date(2023, 11, 20))
    assert type(first[3]) is date
    assert second == ("x", "", "", 5.0)


def test_a_sheet_without_rows_and_one_without_cells_are_refused(tmp_path):
    assert refused(workbook(tmp_path / "a.xlsx", Data=[HEADER])) == "FILE_NO_ROWS"
    assert refused(workbook(tmp_path / "b.xlsx", Data=[])) == "FILE_EMPTY"


def test_cells_beyond_the_header_make_a_row_too_long(xlsx_file):
    table = read_table(xlsx_file([HEADER, ROW, (*ROW, "", "x")]), UNITS)
    assert [row.found for row in table.rows] == [3, 5]


def test_an_xlsx_that_is_a_csv_is_refused(csv_file):
    assert refused(csv_file("kode_unit,nama_unit,jenis_unit\n01,Satu,DINAS\n", name="b.xlsx")) == "FILE_NOT_WHAT_NAMED"


def test_an_empty_xlsx_is_refused(csv_file):
    assert refused(csv_file(b"", name="b.xlsx")) == "FILE_EMPTY"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(tmp_path / "b.xlsx") == "FILE_NOT_WHAT_NAMED"


def test_an_encrypted_workbook_is_refused(csv_file):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert refused(csv_file(ole, name="a.xlsx")) == "WORKBOOK_ENCRYPTED"
    assert refused(csv_file(ole + "EncryptedPackage".encode("utf-16-le"), name="b.xlsx")) == "WORKBOOK_ENCRYPTED"


def test_a_zip_with_encrypted_parts_is_refused(xlsx_file):
    path = xlsx_file([HEADER, ROW])
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(content)
    assert refused(path) == "WORKBOOK_ENCRYPTED"


def test_a_workbook_of_before_2007_is_refused_as_what_it_is(csv_file):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le")
    assert refused(csv_file(ole, name="b.xlsx")) == "FILE_NOT_WHAT_NAMED"


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_truncated_workbook_is_refused(xlsx_file, kept):
    path = xlsx_file([HEADER, *[ROW] * 500])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert refused(path) == "FILE_UNREADABLE"


def test_a_workbook_with_damaged_xml_is_refused(xlsx_file):
    path = replaced(xlsx_file([HEADER, ROW]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c")
    assert refused(path) == "FILE_UNREADABLE"


def test_a_bomb_is_refused_by_the_sizes_it_declares(xlsx_file):
    path = replaced(xlsx_file([HEADER, ROW]), "xl/worksheets/sheet1.xml", bytes(60_000_000))
    assert path.stat().st_size < 200_000
    assert refused(path) == "WORKBOOK_INFLATED"


def test_a_bomb_that_lies_about_its_sizes_is_refused(xlsx_file):
    name = b"xl/worksheets/sheet1.xml"
    path = replaced(xlsx_file([HEADER, ROW]), name.decode(), b" " * 30_000_000)
    content = path.read_bytes()
    assert content.count(struct.pack("<I", 30_000_000)) == 2
    path.write_bytes(content.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 3_000)))
    assert refused(path) == "FILE_UNREADABLE"


@pytest.mark.parametrize("column", [100, 16_383])
def test_two_cells_far_apart_do_not_take_all_memory(tmp_path, column):
    """The first grid would fit into this machine, at 2.5 GB, if the child were not limited."""
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write(1_048_575, column, "x")
    assert refused(tmp_path / "b.xlsx") == "WORKBOOK_INFLATED"


def test_parts_that_lie_on_top_of_each_other_are_refused(xlsx_file):
    path = replaced(xlsx_file([HEADER, ROW]), "xl/theme/theme1.xml", os.urandom(50_000))
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
        entries = len(archive.infolist())
    size = struct.unpack_from("<I", content, content.index(b"PK\x05\x06") + 12)[0]
    directory = content[start : start + size]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries * 3, entries * 3, size * 3, start, 0)
    path.write_bytes(content[:start] + directory * 3 + end)
    assert refused(path) == "WORKBOOK_INFLATED"


def test_thousands_of_parts_are_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/{number}", b"")
    (tmp_path / "b.xlsx").write_bytes(buffer.getvalue())
    assert refused(tmp_path / "b.xlsx") == "WORKBOOK_INFLATED"


def test_units_and_posts_are_told_apart_by_their_header(write):
    posts = ("kode_jabatan", "nama_jabatan", "kode_unit", "kelas_jabatan")
    assert detect(write([HEADER, ROW]), [UNITS, POSTS]) is UNITS
    assert detect(write([posts, ("K1", "Kepala", "01", "JPT_PRATAMA")]), [UNITS, POSTS]) is POSTS


@pytest.mark.parametrize("specs", [[UNITS, POSTS], [POSTS, UNITS]])
def test_a_file_that_is_neither_units_nor_posts_is_refused_by_the_nearer_one(write, specs):
    with pytest.raises(FileRefused) as error:
        detect(write([("kode jabatan", "nama jabatan", "kode unit"), ("K1", "Kepala", "01")]), specs)
    assert (error.value.code, error.value.expected) == ("COLUMN_MISSING", "kelas_jabatan")


def test_no_child_process_is_left_behind(xlsx_file):
    def children() -> str:
        return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()

    path = xlsx_file([HEADER, *[ROW] * 20_000])
    before = children()
    detect(path, [UNITS])
    read_table(path, UNITS)
    with pytest.raises(FileRefused):
        read_table(path, POSTS)
    assert children() == before
