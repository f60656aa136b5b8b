"""What is written for spreadsheets, read back and looked at."""

import csv
import zipfile
from datetime import date

import pytest
from netral_files import STAFF, Level, ReportLine, parse_staff, read_table, write_report, write_table
from python_calamine import CalamineWorkbook

HEADINGS = ("Baris", "Kolom", "Kode", "Tingkat", "Keterangan", "Saran")
LINES = [
    ReportLine(9, "nip", "NIP_MALFORMED", Level.REJECTED, "NIP tidak mungkin benar.", "Periksa."),
    ReportLine(3, None, "ROW_RAGGED", Level.REJECTED, "Sel kurang.", "Lengkapi."),
    ReportLine(2, "nip", "NIP_MALFORMED", Level.REJECTED, "NIP tidak mungkin benar.", "Periksa."),
    ReportLine(None, None, "ENCODING_GUESSED", Level.WARNED, "Dibaca sebagai Windows-1252.", ""),
]
DANGEROUS = ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "a;=1+1", "a\n=1+1", "a;\n=1+1"]


def written(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


@pytest.fixture(params=[".csv", ".xlsx"])
def path(request, tmp_path):
    return tmp_path / f"laporan{request.param}"


def test_a_report_lists_findings_by_cause_and_row(path):
    write_report(path, LINES, headings=HEADINGS)
    assert written(path) == [
        list(HEADINGS),
        ["", "", "ENCODING_GUESSED", "warned", "Dibaca sebagai Windows-1252.", ""],
        ["2", "nip", "NIP_MALFORMED", "rejected", "NIP tidak mungkin benar.", "Periksa."],
        ["9", "nip", "NIP_MALFORMED", "rejected", "NIP tidak mungkin benar.", "Periksa."],
        ["3", "", "ROW_RAGGED", "rejected", "Sel kurang.", "Lengkapi."],
    ]


def test_a_report_of_nothing_has_its_headings(path):
    write_report(path, [], headings=HEADINGS)
    assert written(path) == [list(HEADINGS)]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_of_a_csv_runs_as_a_formula_whatever_separates_cells(tmp_path, cell):
    write_table(tmp_path / "a.csv", ["x", "y"], [[cell, cell]])
    for separator in (",", ";", "\t"):
        with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=separator))
        assert len(rows) == 2
        assert not any(read[:1] in tuple("=+-@\t\r\n＝＋－＠") and read for row in rows for read in row)


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_of_an_xlsx_runs_as_a_formula(tmp_path, cell):
    write_table(tmp_path / "a.xlsx", ["x"], [[cell]])
    sheet = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert written(tmp_path / "a.xlsx")[1] == [cell.replace("\r", "\n")] or cell.startswith("\r")


def test_what_is_written_is_accepted_back(path, employee):
    heading = ("nama", "jenis_pegawai", "kode_unit", "nip", "nik", "jabatan", "kelas_jabatan", "tmt", "email")
    rows = [employee(jabatan="-Analis", email="+a@contoh.id", nama="Désa; Contoh"), employee(tmt=date(2015, 5, 1))]
    write_table(path, heading, rows)
    parsed = parse_staff(read_table(path, STAFF), as_of=date(2023, 11, 20))
    assert parsed.findings == ()
    first, second = (row for _, row in parsed.rows)
    assert (first.position, first.email, first.name) == ("-Analis", "+a@contoh.id", "Désa; Contoh")
    assert second.effective_from == date(2015, 5, 1)


def test_identifiers_are_written_as_text(tmp_path):
    write_table(tmp_path / "a.xlsx", ["nip"], [["198609262015051001"]])
    assert written(tmp_path / "a.xlsx")[1] == ["198609262015051001"]


def test_a_cell_longer_than_a_spreadsheet_allows_is_cut_and_not_lost(tmp_path):
    write_table(tmp_path / "a.xlsx", ["x"], [["x" * 40_000]])
    assert len(written(tmp_path / "a.xlsx")[1][0]) == 32_767


def test_a_table_longer_than_a_worksheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("netral_files.writer._SHEET_ROWS", 2)
    write_table(tmp_path / "a.xlsx", ["x"], [["1"], ["2"], ["3"]])
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] == [
        [["x"], ["1"], ["2"]],
        [["x"], ["3"]],
    ]


def test_a_file_appears_whole_or_not_at_all(path):
    path.write_bytes(b"lama")

    def rows():
        yield ["1"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(path, ["x"], rows())
    assert path.read_bytes() == b"lama"
    assert list(path.parent.iterdir()) == [path]


def test_another_kind_of_file_is_not_written(tmp_path):
    with pytest.raises(ValueError, match=r"\.pdf"):
        write_table(tmp_path / "a.pdf", ["x"], [])
    assert list(tmp_path.iterdir()) == []
