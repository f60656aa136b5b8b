"""Every code that a row can be answered with, in files of each kind and format, through the command to the end."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from cli_place import Place, asked

TENANT, OTHER = "51.04", "51.03"
UNITS = ("kode_unit", "nama_unit", "jenis_unit", "kode_induk")
POSTS = (
    *("kode_jabatan", "nama_jabatan", "kode_unit", "kelas_jabatan", "peran", "atasan", "penugasan"),
    *("nip", "nik", "nama_pejabat", "mulai", "selesai"),
)
STAFF = ("nama", "jenis_pegawai", "kode_unit", "nip", "nik", "jabatan", "kelas_jabatan", "tmt")
PACTS = ("nip", "nik", "status", "waktu", "metode", "alasan")
ATTENDANCE = ("nip", "nik", "status", "alasan")
HEADERS = {"units": UNITS, "posts": POSTS, "staff": STAFF, "pacts": PACTS, "attendance": ATTENDANCE}
COMMANDS = {"units": "org", "posts": "org", "staff": "staff", "pacts": "pact", "attendance": "attendance"}
PROMISED = {
    *("NAME_MISSING", "IDENTITY_MISSING", "STATUS_MISSING", "DIGITS_LOST", "NIP_MALFORMED", "NIK_MALFORMED"),
    *("NIP_CLASS_MISMATCH", "NIP_NIK_MISMATCH", "IDENTITY_CONFLICT", "UNKNOWN_CLASS", "UNKNOWN_UNIT"),
    *("UNKNOWN_STATUS", "UNKNOWN_METHOD", "DATE_UNREADABLE", "DATE_IN_FUTURE", "DUPLICATE_ROW", "DUPLICATE_CONFLICT"),
    *("ROW_RAGGED", "TEXT_INVALID", "PERSON_UNKNOWN", "NOT_IN_AUDIENCE", "CAMPAIGN_NOT_OPEN", "ALREADY_SIGNED"),
    "EMPLOYED_ELSEWHERE",
}
WARNED = {"NIP_CLASS_MISMATCH", "NIP_NIK_MISMATCH", "DUPLICATE_ROW", "EMPLOYED_ELSEWHERE"}
LONG = "A" * 201
Row = dict[str, Any]


def nip(number: int) -> str:
    """A NIP that nobody has."""
    return f"190009262015051{number:03}"


def nik(number: int) -> str:
    """A NIK that fits it, of a region that does not exist."""
    return f"990101260900{number:04}"


def employee(number: int, **said: Any) -> Row:
    name = f"Pegawai Contoh {number}"
    usual = {"nama": name, "jenis_pegawai": "PNS", "kode_unit": "A", "nip": nip(number), "nik": nik(number)}
    return {**usual, "jabatan": "Guru", "kelas_jabatan": "", "tmt": "2015-05-01", **said}


def unit(code: str, **said: Any) -> Row:
    return {"kode_unit": code, "nama_unit": f"Unit {code}", "jenis_unit": "DINAS", "kode_induk": "", **said}


def post(code: str, **said: Any) -> Row:
    usual = {"kode_jabatan": code, "nama_jabatan": "Kepala", "kode_unit": "A", "kelas_jabatan": "PENGAWAS"}
    return {**dict.fromkeys(POSTS, ""), **usual, **said}


def pact(number: int, **said: Any) -> Row:
    usual = {"nip": nip(number), "nik": "", "status": "TANDA_TANGAN", "waktu": "2023-11-20T08:05", "metode": "BASAH"}
    return {**usual, "alasan": "", **said}


def seat(number: int, **said: Any) -> Row:
    return {"nip": nip(number), "nik": "", "status": "HADIR", "alasan": "", **said}


@dataclass(frozen=True)
class Case:
    """A bad row of a file of `kind`, and the codes that it brings; `where` is the column of the first."""

    kind: str
    code: str
    where: str | None
    rows: tuple[Row, ...]
    extra: tuple[str, ...] = ()  # cells beyond the last column
    closed: bool = False

    def __str__(self) -> str:
        return f"{self.kind}-{self.code}-{self.where}"


def case(kind: str, code: str, where: str | None, *rows: Row, **more: Any) -> Case:
    return Case(kind, code, where, rows, **more)


E9 = employee(900)
CASES = [
    case("units", "NAME_MISSING", "nama_unit", unit("X1", nama_unit="")),
    case("units", "UNKNOWN_CLASS", "jenis_unit", unit("X2", jenis_unit="WARUNG")),
    case("units", "UNKNOWN_PARENT", "kode_induk", unit("X3", kode_induk="TIDAK-ADA")),
    case("units", "UNKNOWN_UNIT", "kode_unit", unit("")),
    case("units", "TEXT_INVALID", "nama_unit", unit("X4", nama_unit=LONG)),
    case("units", "DUPLICATE_ROW", None, unit("X5"), unit("X5")),
    case("units", "DUPLICATE_CONFLICT", None, unit("X6"), unit("X6", nama_unit="Lain")),
    case("units", "ROW_RAGGED", None, unit("X7"), extra=("lebih",)),
    case("posts", "NAME_MISSING", "nama_jabatan", post("P1", nama_jabatan="")),
    case("posts", "UNKNOWN_UNIT", "kode_unit", post("P2", kode_unit="TIDAK-ADA")),
    case("posts", "UNKNOWN_CLASS", "kelas_jabatan", post("P3", kelas_jabatan="RAJA")),
    case("posts", "UNKNOWN_STATUS", "peran", post("P4", peran="RAJA")),
    case("posts", "UNKNOWN_STATUS", "penugasan", post("P5", penugasan="X", nama_pejabat="Orang Contoh")),
    case("posts", "NIP_MALFORMED", "nip", post("P6", penugasan="D", nip="123")),
    case("posts", "NIK_MALFORMED", "nik", post("P7", penugasan="D", nik="123")),
    case("posts", "DIGITS_LOST", "nip", post("P8", penugasan="D", nip="1,98609E+17")),
    case("posts", "DATE_UNREADABLE", "mulai", post("P9", penugasan="D", nip=nip(1), mulai="kemarin")),
    case("posts", "IDENTITY_CONFLICT", "nip", post("P10", penugasan="D", nip=nip(1), nik=nik(2))),
    case("posts", "DUPLICATE_CONFLICT", None, post("P11"), post("P11", nama_jabatan="Lain")),
    case("posts", "TEXT_INVALID", "nama_jabatan", post("P12", nama_jabatan=LONG)),
    case("staff", "NAME_MISSING", "nama", employee(901, nama="")),
    case("staff", "IDENTITY_MISSING", "nip", employee(901, nip="", nik="")),
    case("staff", "STATUS_MISSING", "jenis_pegawai", employee(901, jenis_pegawai="")),
    case("staff", "DIGITS_LOST", "nip", employee(901, nip="1,98609E+17")),
    case("staff", "DIGITS_LOST", "nik", employee(901, nik="9,90101E+15")),
    case("staff", "NIP_MALFORMED", "nip", employee(901, nip="190013262015051001")),
    case("staff", "NIP_MALFORMED", "nip", employee(901, nip="190009262015053001")),
    case("staff", "NIK_MALFORMED", "nik", employee(901, nik="9901013213000001")),
    case("staff", "NIP_CLASS_MISMATCH", "nip", employee(902, jenis_pegawai="PPPK")),
    case("staff", "NIP_NIK_MISMATCH", "nik", employee(903, nik="9901012709000903")),
    case("staff", "IDENTITY_CONFLICT", "nip", employee(1, nik=nik(2))),
    case("staff", "UNKNOWN_CLASS", "jenis_pegawai", employee(901, jenis_pegawai="RAJA")),
    case("staff", "UNKNOWN_UNIT", "kode_unit", employee(901, kode_unit="TIDAK-ADA")),
    case("staff", "UNKNOWN_UNIT", "kode_unit", employee(901, kode_unit="")),
    case("staff", "DATE_UNREADABLE", "tmt", employee(901, tmt="kemarin")),
    case("staff", "DATE_IN_FUTURE", "tmt", employee(901, tmt="2023-11-02")),
    case("staff", "DUPLICATE_ROW", None, E9, E9),
    case("staff", "DUPLICATE_CONFLICT", None, employee(901), employee(901, kode_unit="B")),
    case("staff", "ROW_RAGGED", None, employee(901), extra=("lebih",)),
    case("staff", "TEXT_INVALID", "nama", employee(901, nama=LONG)),
    case("staff", "EMPLOYED_ELSEWHERE", None, employee(50)),
    case("pacts", "IDENTITY_MISSING", "nip", pact(1, nip="")),
    case("pacts", "STATUS_MISSING", "status", pact(1, status="")),
    case("pacts", "UNKNOWN_STATUS", "status", pact(1, status="MUNGKIN")),
    case("pacts", "UNKNOWN_METHOD", "metode", pact(1, metode="JEMPOL")),
    case("pacts", "NIP_MALFORMED", "nip", pact(1, nip="123")),
    case("pacts", "NIK_MALFORMED", "nik", pact(1, nik="123")),
    case("pacts", "DIGITS_LOST", "nip", pact(1, nip="1,98609E+17")),
    case("pacts", "DATE_UNREADABLE", "waktu", pact(1, waktu="kemarin")),
    case("pacts", "DATE_IN_FUTURE", "waktu", pact(1, waktu="2999-01-01T08:00")),
    case("pacts", "PERSON_UNKNOWN", "nip", pact(999)),
    case("pacts", "IDENTITY_CONFLICT", "nip", pact(1, nik=nik(2))),
    case("pacts", "NOT_IN_AUDIENCE", None, pact(51)),
    case("pacts", "CAMPAIGN_NOT_OPEN", "waktu", pact(1, waktu="2023-12-24T08:00")),
    case("pacts", "CAMPAIGN_NOT_OPEN", "waktu", pact(2, waktu="2023-11-21T08:05"), closed=True),
    case("pacts", "ALREADY_SIGNED", "waktu", pact(3, waktu="2023-11-21T08:00")),
    case("pacts", "DUPLICATE_ROW", None, pact(4), pact(4)),
    case("pacts", "DUPLICATE_CONFLICT", None, pact(5), pact(5, metode="OTP")),
    case("pacts", "ROW_RAGGED", None, pact(5), extra=("lebih",)),
    case("pacts", "TEXT_INVALID", "alasan", pact(5, status="MENOLAK", metode="", alasan="A" * 2_001)),
    case("attendance", "IDENTITY_MISSING", "nip", seat(1, nip="")),
    case("attendance", "STATUS_MISSING", "status", seat(1, status="")),
    case("attendance", "UNKNOWN_STATUS", "status", seat(1, status="MUNGKIN")),
    case("attendance", "NIP_MALFORMED", "nip", seat(1, nip="123")),
    case("attendance", "DIGITS_LOST", "nip", seat(1, nip="1,98609E+17")),
    case("attendance", "PERSON_UNKNOWN", "nip", seat(999)),
    case("attendance", "IDENTITY_CONFLICT", "nip", seat(1, nik=nik(2))),
    case("attendance", "DUPLICATE_ROW", None, seat(4), seat(4)),
    case("attendance", "DUPLICATE_CONFLICT", None, seat(5), seat(5, status="IZIN")),
    case("attendance", "ROW_RAGGED", None, seat(5), extra=("lebih",)),
    case("attendance", "TEXT_INVALID", "alasan", seat(5, status="IZIN", alasan="A" * 2_001)),
]
GOOD = {"units": unit("A"), "posts": post("BAIK"), "staff": employee(10), "pacts": pact(10), "attendance": seat(10)}


def written(folder: Path, suffix: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    path = folder / f"berkas.{suffix}"
    if suffix == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate([header, *rows]):
            page.write_row(number, 0, [_cell(cell) for cell in cells])
    return path


def _cell(cell: str) -> str | float:
    """As a spreadsheet holds it: an identifier that was rounded is a number there."""
    return float(cell.replace(",", ".")) if "E+" in cell else cell


@dataclass(frozen=True)
class Office:
    """A regency with staff, an open campaign, one that is closed, and a ceremony."""

    place: Place
    campaign: str
    closed: str
    ceremony: str

    def imported(self, kind: str, file: Path, *, closed: bool = False, tenant: str = TENANT) -> tuple[int, Any]:
        where: dict[str, tuple[str, str]] = {
            "pacts": ("--campaign", self.closed if closed else self.campaign),
            "attendance": ("--ceremony", self.ceremony),
        }
        target = where.get(kind, ("--tenant", tenant))
        day = () if kind in where else ("--as-of", "2023-11-01")
        return asked(self.place, COMMANDS[kind], "import", file, *target, *day)


@pytest.fixture(scope="module")
def office(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    made = Office(place, "", "", "")

    def put(kind: str, *rows: Row, tenant: str = TENANT) -> None:
        cells = [[row[name] for name in HEADERS[kind]] for row in rows]
        code, document = made.imported(kind, written(folder, "csv", HEADERS[kind], cells), tenant=tenant)
        assert code == 0, document

    put("units", unit("A"), unit("B"))
    put("units", unit("A"), tenant=OTHER)
    put("staff", *(employee(number) for number in range(1, 12)), employee(51, jenis_pegawai="CPNS"))
    put("staff", employee(50), tenant=OTHER)
    text = folder / "pakta.txt"
    text.write_text("Saya berjanji netral.\n")
    about = ("--tenant", TENANT, "--kind", "pact", "--text", text, "--audience", "PNS", "--opens", "2023-11-20")
    ids = []
    for title, closes in (("Terbuka", "2023-11-30"), ("Tertutup", "2023-11-21")):
        code, document = asked(place, "campaign", "open", *about, "--title", title, "--closes", closes)
        assert code == 0, document
        ids.append(document["campaign"])
    closing = asked(place, "campaign", "close", ids[1], "--last-day", "2023-11-20")
    assert closing[0] == 0, closing
    code, held = asked(place, "ceremony", "record", "--tenant", TENANT, "--day", "2023-11-20", "--kind", "APEL")
    assert code == 0, held
    made = Office(place, ids[0], ids[1], held["ceremony"])
    put("pacts", pact(3))
    return made


def test_every_promised_code_has_a_case() -> None:
    assert {one.code for one in CASES} - {"UNKNOWN_PARENT"} == PROMISED


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_row_is_answered_with_its_code_and_the_others_go_on(
    case: Case, suffix: str, office: Office, tmp_path: Path
) -> None:
    header = HEADERS[case.kind]
    rows = [[GOOD[case.kind][name] for name in header]]
    rows += [[*(row[name] for name in header), *case.extra] for row in case.rows]
    code, document = office.imported(case.kind, written(tmp_path, suffix, header, rows), closed=case.closed)
    told = [one for one in document["items"] if one["code"] == case.code]
    assert told, document
    assert {one["level"] for one in told} == {"warned" if case.code in WARNED else "rejected"}
    assert {one["row"] for one in told} <= set(range(3, 3 + len(case.rows)))
    assert case.where in (None, told[0]["column"])
    assert all(one["message"] and one["hint"] for one in told)
    assert document["accepted"] + document["unchanged"] + document["rejected"] == document["rows"] == len(rows)
    assert document["accepted"] + document["unchanged"] >= 1
    assert code == (3 if document["rejected"] else 0)
    assert (case.code in WARNED) == (document["rejected"] == 0)
