"""Files as people make them, and persons that do not exist."""

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from netral_files import Parsed, Table, parse_staff, read_table
from netral_files.headers import STAFF

AS_OF = date(2023, 11, 20)
STAFF_HEADINGS = ("nama", "jenis_pegawai", "kode_unit", "nip", "nik", "jabatan", "kelas_jabatan", "tmt", "email")


def write_csv(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], *, sheet: str = "Data") -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as workbook:
        day, moment = (workbook.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
        page = workbook.add_worksheet(sheet)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(r, c, cell, moment if isinstance(cell, datetime) else day)
                elif isinstance(cell, int | float):
                    page.write_number(r, c, cell)
                elif cell != "":
                    page.write_string(r, c, cell)
    return path


@pytest.fixture(params=["csv", "xlsx"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of text to a file; every test that uses it runs for CSV and for XLSX."""
    writer = write_csv if request.param == "csv" else write_xlsx
    return lambda rows: writer(tmp_path / f"berkas.{request.param}", rows)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes text, encoded, or bytes, to a file of this name."""

    def written(content: str | bytes, *, encoding: str = "utf-8", name: str = "berkas.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows of text, numbers and days to a workbook."""
    return lambda rows, **options: write_xlsx(tmp_path / "berkas.xlsx", rows, **options)


@pytest.fixture
def employee() -> Callable[..., list[str]]:
    """Staff rows of persons who differ from each other; every column of `STAFF_HEADINGS` can be said."""
    serials = count(1)

    def row(**said: str) -> list[str]:
        serial = next(serials)
        usual = {
            "nama": f"Pegawai Contoh {serial}",
            "jenis_pegawai": "PNS",
            "kode_unit": "51.04.01",
            "nip": f"198609262015051{serial:03}",
            "nik": f"510401260986{serial:04}",
            "jabatan": "Analis",
            "kelas_jabatan": "PELAKSANA",
            "tmt": "2015-05-01",
            "email": f"pegawai{serial}@contoh.id",
        }
        return [{**usual, **said}[heading] for heading in STAFF_HEADINGS]

    return row


@pytest.fixture
def staff(write: Callable[..., Path]) -> Callable[..., Parsed[Any]]:
    """What becomes of these staff rows, read from a file."""
    return lambda *rows: parse_staff(read_table(write([STAFF_HEADINGS, *rows]), STAFF), as_of=AS_OF)


@pytest.fixture
def cells_of() -> Callable[[Table], list[tuple[Any, ...]]]:
    """The cells of a table's rows."""
    return lambda table: [row.cells for row in table.rows]
