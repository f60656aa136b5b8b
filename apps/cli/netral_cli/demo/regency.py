"""A generated Kabupaten Gianyar: units, posts and staff that look like a regency's and belong to nobody."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from netral_calendar import Zone

from netral_cli.demo.names import name

TENANT = "51.04"
PLEDGE_DAY = date(2023, 11, 20)
SIGNERS = 10_996
"""How many signed on that day. Source: Sekda of Gianyar, 20 November 2023."""

SILENT = 24
_SEED = 5_104
_BORN = range(1965, 2001)
_ZONE = Zone.WITA.offset
_FIRST_SIGNATURE = datetime(2023, 11, 20, 7, 30, tzinfo=_ZONE)
_SIGNING_SECONDS = 5_400
_SHARES = (("PNS", 0.473), ("PPPK", 0.264), ("HARIAN", 0.137), ("THL", 0.126))
_AGENCIES = (
    *(("DINAS", each) for each in ("Pendidikan", "Kesehatan", "Pekerjaan Umum", "Sosial", "Perhubungan", "Pertanian")),
    *(("DINAS", each) for each in ("Lingkungan Hidup", "Pariwisata", "Kebudayaan", "Komunikasi dan Informatika")),
    *(("DINAS", each) for each in ("Kependudukan dan Pencatatan Sipil", "Koperasi", "Perindustrian", "Perikanan")),
    *(("BADAN", each) for each in ("Kepegawaian", "Keuangan", "Perencanaan", "Kesatuan Bangsa dan Politik")),
)
_DISTRICTS = ("Gianyar", "Blahbatuh", "Sukawati", "Ubud", "Tegallalang", "Tampaksiring", "Payangan")


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the file of units; `weight` is its share of the staff."""

    code: str
    name: str
    kind: str
    parent: str
    weight: float


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who does not exist."""

    name: str = field(repr=False)
    employment: str
    unit: str
    nip: str = field(repr=False)
    nik: str = field(repr=False)
    position: str
    position_class: str
    since: date


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of the regency were written, as people would send them."""

    units: Path
    posts: Path
    staff: Path
    pacts: Path
    attendance: Path


def units() -> list[Unit]:
    """The regency and what belongs to it."""
    found = [
        Unit("KAB", "Pemerintah Kabupaten Gianyar", "KABUPATEN", "", 0.2),
        Unit("SETDA", "Sekretariat Daerah", "SEKRETARIAT", "KAB", 3),
        Unit("SETWAN", "Sekretariat DPRD", "SEKRETARIAT", "KAB", 1),
        Unit("INSP", "Inspektorat", "INSPEKTORAT", "KAB", 1),
        Unit("RSUD", "Rumah Sakit Umum Daerah", "RUMAH_SAKIT", "KAB", 9),
    ]
    for number, (kind, about) in enumerate(_AGENCIES, 1):
        found.append(Unit(f"OPD{number:02}", f"{kind.capitalize()} {about}", kind, "KAB", 2))
    for number, district in enumerate(_DISTRICTS, 1):
        found.append(Unit(f"KEC{number}", f"Kecamatan {district}", "KECAMATAN", "KAB", 1))
        found.append(Unit(f"PKM{number}", f"Puskesmas {district}", "PUSKESMAS", "OPD02", 2))
        found += [
            Unit(f"SD{number}{school:02}", f"SD Negeri {school} {district}", "SEKOLAH", "OPD01", 0.5)
            for school in range(1, 11)
        ]
        found += [
            Unit(f"SMP{number}{school}", f"SMP Negeri {school} {district}", "SEKOLAH", "OPD01", 1.2)
            for school in range(1, 4)
        ]
    return found


def staff(count: int) -> list[Employee]:
    """So many employees, always the same ones for the same count."""
    random = Random(_SEED)  # noqa: S311 - a story, not a secret
    workplaces = units()
    weights = [unit.weight for unit in workplaces]
    makers = _Numbers(random)
    found = []
    for employment, share in _classes(count):
        for _ in range(share):
            unit = random.choices(workplaces, weights)[0]
            found.append(_employee(random, makers, employment, unit))
    random.shuffle(found)
    return found


def posts(employees: Sequence[Employee]) -> Iterator[list[str]]:
    """Rows of the file of posts: the heads, and who holds them among the PNS of their unit."""
    by_unit: dict[str, Employee] = {}
    for one in employees:
        if one.employment == "PNS":
            by_unit.setdefault(one.unit, one)
    roles = {"SETDA": "PYB", "INSP": "INSPEKTORAT", "OPD15": "BKPSDM", "OPD18": "KESBANGPOL"}
    yield ["BUPATI", "Bupati Gianyar", "KAB", "KEPALA_DAERAH", "PPK", "", "", "", "", ""]
    for unit in units():
        if unit.code == "KAB":
            continue
        holder = by_unit.get(unit.code)
        is_high = unit.kind in ("SEKRETARIAT", "DINAS", "BADAN", "INSPEKTORAT", "RUMAH_SAKIT")
        superior = "BUPATI" if unit.code == "SETDA" else ("K-SETDA" if unit.parent == "KAB" else f"K-{unit.parent}")
        position = "JPT_PRATAMA" if is_high else "ADMINISTRATOR"
        held = ["D", holder.nip, holder.name, "2022-01-03"] if holder else ["", "", "", ""]
        yield [f"K-{unit.code}", f"Kepala {unit.name}", unit.code, position, roles.get(unit.code, ""), superior, *held]


def write(folder: Path, signers: int = SIGNERS, silent: int = SILENT) -> tuple[Files, list[Employee]]:
    """Write the five files; also the employees, of whom the last `silent` neither came nor signed."""
    folder.mkdir(parents=True, exist_ok=True)
    employees = staff(signers + silent)
    files = Files(*(folder / f"{each}.csv" for each in ("unit", "jabatan", "pegawai", "pakta", "hadir")))
    _write(
        files.units,
        ["kode_unit", "nama_unit", "jenis_unit", "kode_induk"],
        ([unit.code, unit.name, unit.kind, unit.parent] for unit in units()),
    )
    _write(
        files.posts,
        ["kode_jabatan", "nama_jabatan", "kode_unit", "kelas_jabatan", "peran", "atasan", "penugasan", "nip",
         "nama_pejabat", "mulai"],
        posts(employees),
    )  # fmt: skip
    _write(
        files.staff,
        ["nama", "nip", "nik", "jenis_pegawai", "kode_unit", "jabatan", "kelas_jabatan", "tmt"],
        ([e.name, e.nip, e.nik, e.employment, e.unit, e.position, e.position_class, e.since.isoformat()]
         for e in employees),
    )  # fmt: skip
    step = timedelta(seconds=_SIGNING_SECONDS) / max(1, signers)
    times = ((_FIRST_SIGNATURE + number * step).isoformat(timespec="seconds") for number in range(signers))
    signing = zip(employees[:signers], times, strict=True)
    _write(
        files.pacts,
        ["nip", "nik", "status", "waktu", "metode"],
        ([e.nip, "" if e.nip else e.nik, "TANDA_TANGAN", at, "BASAH"] for e, at in signing),
    )
    _write(
        files.attendance,
        ["nip", "nik", "status", "alasan"],
        (_attendance(e, number < signers) for number, e in enumerate(employees)),
    )
    return files, employees


def _attendance(employee: Employee, came: bool) -> list[str]:
    return [employee.nip, "" if employee.nip else employee.nik, "HADIR" if came else "TIDAK_HADIR", ""]


def _write(path: Path, headings: list[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def _classes(count: int) -> Iterator[tuple[str, int]]:
    left = count
    for name_, share in _SHARES[1:]:
        part = round(count * share)
        left -= part
        yield name_, part
    yield _SHARES[0][0], left


class _Numbers:
    """Identifiers that are plausible, and never the same twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: set[str] = set()

    def born(self) -> date:
        first = date(_BORN.start, 1, 1)
        return first + timedelta(days=self._random.randrange((date(_BORN.stop, 1, 1) - first).days))

    def nip(self, born: date, since: date, *, female: bool, agreement: bool) -> str:
        middle = f"{since.year}21" if agreement else f"{since:%Y%m}"
        start = f"{born:%Y%m%d}{middle}{2 if female else 1}"
        return self._unused(start, 3)

    def nik(self, born: date, *, female: bool) -> str:
        day = born.day + (40 if female else 0)
        start = f"5104{self._random.randrange(1, 8):02}{day:02}{born:%m%y}"
        return self._unused(start, 4)

    def _unused(self, start: str, digits: int) -> str:
        serial = 1
        while f"{start}{serial:0{digits}}" in self._used:
            serial += 1
        number = f"{start}{serial:0{digits}}"
        self._used.add(number)
        return number


def _employee(random: Random, numbers: _Numbers, employment: str, unit: Unit) -> Employee:
    female = random.random() < 0.52
    born = numbers.born()
    has_nip = employment in ("PNS", "PPPK")
    first_year = 2021 if employment == "PPPK" else max(born.year + 21, 1990)
    since = date(random.randrange(first_year, 2023), random.randrange(1, 13), 1)
    nip = numbers.nip(born, since, female=female, agreement=employment == "PPPK") if has_nip else ""
    position, position_class = _position(random, employment, unit)
    nik = numbers.nik(born, female=female)
    return Employee(name(random, female=female), employment, unit.code, nip, nik, position, position_class, since)


def _position(random: Random, employment: str, unit: Unit) -> tuple[str, str]:
    if employment in ("HARIAN", "THL"):
        return random.choice(("Tenaga Kebersihan", "Tenaga Keamanan", "Tenaga Administrasi", "Pengemudi")), "PELAKSANA"
    if unit.kind == "SEKOLAH":
        return "Guru Ahli Pertama", "JF"
    if unit.kind in ("PUSKESMAS", "RUMAH_SAKIT"):
        return random.choice(("Perawat Terampil", "Bidan Terampil", "Dokter Ahli Pertama")), "JF"
    return random.choice(
        (("Pengadministrasi Umum", "PELAKSANA"), ("Analis Kebijakan", "JF"), ("Kepala Seksi", "PENGAWAS"))
    )
