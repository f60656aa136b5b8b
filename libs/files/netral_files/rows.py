"""The typed rows of each kind of file, and how a table becomes them.

Field names are the glossary's; each docstring says which column a field comes from where the name does not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TypeVar

from netral_files.cells import NAME_LENGTH
from netral_files.duplicates import Claim, sort_out
from netral_files.exam import RowExam
from netral_files.findings import Code, Finding, Level, Params, Parsed
from netral_files.table import Table, TableRow
from netral_files.values import (
    AssignmentMode,
    AttendanceStatus,
    Channel,
    EmploymentType,
    PactStatus,
    PositionClass,
    PostRole,
    SigningMethod,
    UnitKind,
)

_NAMED_ROWS = 20  # a conflict names the others up to here; a file of one person 250,000 times stays small

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`kode_unit`, `nama_unit`, `jenis_unit`, `kode_induk`."""

    code: str
    name: str
    kind: UnitKind
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post; without `assignment` (`penugasan`) it is vacant and the fields after it are `None`.

    `role` is `peran`, `superior_code` `atasan`, `holder_name` `nama_pejabat`, `starts_on` and `ends_on` `mulai` and
    `selesai`, both included.
    """

    code: str
    name: str
    unit_code: str
    position_class: PositionClass
    role: PostRole | None
    superior_code: str | None
    assignment: AssignmentMode | None
    nip: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    holder_name: str | None = field(repr=False)
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An employee; at least one of `nip` and `nik` is there. `effective_from` is `tmt`."""

    name: str = field(repr=False)
    employment_type: EmploymentType
    unit_code: str
    nip: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    position: str | None
    position_class: PositionClass | None
    effective_from: date | None
    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Who came; `reason` is `alasan`."""

    nip: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    status: AttendanceStatus
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PactRow:
    """Who signed, refused or could not; `at` (`waktu`) is in UTC. `method` is there whenever the pact was signed."""

    nip: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    status: PactStatus
    at: datetime
    method: SigningMethod | None
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Where a person (`nip`) or the holder of a post (`post_code`) is reached; at least one of the two is there."""

    nip: str | None = field(repr=False)
    post_code: str | None
    channel: Channel
    address: str = field(repr=False)


def parse_units(table: Table) -> Parsed[UnitRow]:
    """Rows that repeat a `kode_unit` are duplicates."""

    def unit(exam: RowExam) -> UnitRow | None:
        code = exam.code("kode_unit", missing=Code.UNKNOWN_UNIT)
        name = exam.text("nama_unit", missing=Code.NAME_MISSING, limit=NAME_LENGTH)
        kind = exam.choice("jenis_unit", UnitKind, Code.UNKNOWN_CLASS, missing=Code.UNKNOWN_CLASS)
        parent_code = exam.code("kode_induk")
        exam.key("kode_unit", code)
        return UnitRow(code, name, kind, parent_code) if code and name and kind else None

    return _parsed(table, unit)


def parse_posts(table: Table, *, as_of: date) -> Parsed[PostRow]:
    """Rows that repeat a `kode_jabatan` are duplicates. `as_of` is a day on which the holders were alive."""

    def post(exam: RowExam) -> PostRow | None:
        code = exam.code("kode_jabatan", missing=Code.IDENTITY_MISSING)
        name = exam.text("nama_jabatan", missing=Code.NAME_MISSING, limit=NAME_LENGTH)
        unit_code = exam.code("kode_unit", missing=Code.UNKNOWN_UNIT)
        position_class = exam.choice("kelas_jabatan", PositionClass, Code.UNKNOWN_CLASS, missing=Code.UNKNOWN_CLASS)
        role = exam.choice("peran", PostRole, Code.UNKNOWN_STATUS)
        superior_code = exam.code("atasan")
        assignment = exam.choice("penugasan", AssignmentMode, Code.UNKNOWN_STATUS)
        nip, nik = exam.person(as_of)
        holder_name = exam.text("nama_pejabat", limit=NAME_LENGTH)
        starts_on, ends_on = exam.day("mulai"), exam.day("selesai")
        if starts_on and ends_on and ends_on < starts_on:
            exam.reject("selesai", Code.PERIOD_REVERSED)
        exam.key("kode_jabatan", code)
        if not (code and name and unit_code and position_class):
            return None
        post = (code, name, unit_code, position_class, role, superior_code)
        named = nip or nik or holder_name
        if bool(assignment) != bool(named) and not exam.rejected:
            exam.warn("nama_pejabat" if assignment else "penugasan", Code.HOLDER_INCOMPLETE)
        if not (assignment and named):
            return PostRow(*post, None, None, None, None, None, None)
        return PostRow(*post, assignment, nip, nik, holder_name, starts_on, ends_on)

    return _parsed(table, post)


def parse_staff(table: Table, *, as_of: date) -> Parsed[StaffRow]:
    """Rows that share a NIP or a NIK are one person. `as_of` is the day the file speaks of."""

    def employee(exam: RowExam) -> StaffRow | None:
        name = exam.text("nama", missing=Code.NAME_MISSING, limit=NAME_LENGTH)
        employment_type = exam.choice("jenis_pegawai", EmploymentType, Code.UNKNOWN_CLASS, missing=Code.STATUS_MISSING)
        unit_code = exam.code("kode_unit", missing=Code.UNKNOWN_UNIT)
        nip, nik = _one_person(exam, as_of, employment_type)
        position = exam.text("jabatan")
        position_class = exam.choice("kelas_jabatan", PositionClass, Code.UNKNOWN_CLASS)
        effective_from = exam.day("tmt", latest=as_of)
        email, phone = exam.text("email"), exam.text("telepon")
        if not (name and employment_type and unit_code):
            return None
        return StaffRow(
            name, employment_type, unit_code, nip, nik, position, position_class, effective_from, email, phone
        )

    return _parsed(table, employee)


def parse_attendance(table: Table, *, as_of: date) -> Parsed[AttendanceRow]:
    """Rows that share a NIP or a NIK are one person. `as_of` is a day on which they were alive."""

    def attendance(exam: RowExam) -> AttendanceRow | None:
        nip, nik = _one_person(exam, as_of)
        status = exam.choice("status", AttendanceStatus, Code.UNKNOWN_STATUS, missing=Code.STATUS_MISSING)
        reason = exam.text("alasan")
        return AttendanceRow(nip, nik, status, reason) if status else None

    return _parsed(table, attendance)


def parse_pacts(table: Table, *, now: datetime, zone: tzinfo) -> Parsed[PactRow]:
    """Rows that share a NIP or a NIK are one person. `zone` is the tenant's, for times without an offset."""
    today = now.astimezone(zone).date()

    def pact(exam: RowExam) -> PactRow | None:
        nip, nik = _one_person(exam, today)
        status = exam.choice("status", PactStatus, Code.UNKNOWN_STATUS, missing=Code.STATUS_MISSING)
        at = exam.instant("waktu", zone=zone, now=now)
        # who refuses or cannot sign does so by no method
        missing = Code.UNKNOWN_METHOD if status is PactStatus.TANDA_TANGAN else None
        method = exam.choice("metode", SigningMethod, Code.UNKNOWN_METHOD, missing=missing)
        reason = exam.text("alasan")
        return PactRow(nip, nik, status, at, method, reason) if status and at else None

    return _parsed(table, pact)


def parse_contacts(table: Table, *, as_of: date) -> Parsed[ContactRow]:
    """Rows of one person or post and one channel are duplicates. `as_of` is a day on which the persons were alive."""

    def contact(exam: RowExam) -> ContactRow | None:
        number = exam.nip(as_of)
        nip = None if number is None else number.text
        post_code = exam.code("kode_jabatan")
        if nip is None and post_code is None and exam.is_empty("nip") and exam.is_empty("kode_jabatan"):
            exam.reject("nip", Code.IDENTITY_MISSING, columns="nip, kode_jabatan")
        channel = exam.choice("saluran", Channel, Code.UNKNOWN_METHOD, missing=Code.UNKNOWN_METHOD)
        address = exam.text("alamat", missing=Code.STATUS_MISSING)
        exam.key("nip", nip, channel)
        exam.key("kode_jabatan", post_code, channel)
        return ContactRow(nip, post_code, channel, address) if channel and address else None

    return _parsed(table, contact)


def _one_person(
    exam: RowExam, as_of: date, employment_type: EmploymentType | None = None
) -> tuple[str | None, str | None]:
    """NIP and NIK of a row that must have one of them; either makes it the same person as another row."""
    nip, nik = exam.person(as_of, employment_type)
    if nip is None and nik is None and exam.is_empty("nip") and exam.is_empty("nik"):
        exam.reject("nip", Code.IDENTITY_MISSING, columns="nip, nik")
    exam.key("nip", nip)
    exam.key("nik", nik)
    return nip, nik


def _parsed(table: Table, build: Callable[[RowExam], RowT | None]) -> Parsed[RowT]:
    """Examines every row, then rows of the same thing against each other.

    A row that is faulty in itself still contradicts the others of its person: while the file says two things of
    somebody, none of them is taken.
    """
    positions = {column: index for index, column in enumerate(table.columns) if column is not None}
    findings: list[Finding] = []
    built: dict[int, RowT] = {}
    claims: list[Claim] = []
    for row in table.rows:
        exam = RowExam(row, positions)
        value = _examined(exam, row, len(table.headings), build)
        if value is not None:
            built[row.number] = value
        if exam.keys:
            claims.append(Claim(row.number, tuple(exam.keys), row.cells if value is None else value))
        findings.extend(exam.findings)
    sorted_out = sort_out(claims)
    key_columns = {claim.row: claim.keys[0][0] for claim in claims}
    findings.extend(_repeated(sorted_out.repeats, key_columns, built))
    findings.extend(_contradicted(sorted_out.conflicts, key_columns))
    findings.sort(key=lambda finding: finding.row or 0)
    rejected = frozenset(f.row for f in findings if f.row is not None and f.level is Level.REJECTED)
    duplicates = {row: first for row, first in sorted_out.repeats.items() if row not in rejected}
    rows = tuple((n, value) for n, value in built.items() if n not in rejected and n not in duplicates)
    return Parsed(len(table.rows), rows, duplicates, rejected, tuple(findings))


def _examined(exam: RowExam, row: TableRow, width: int, build: Callable[[RowExam], RowT | None]) -> RowT | None:
    if row.found != width:
        exam.reject(None, Code.ROW_RAGGED, found=row.found, expected=width)
        return None
    value = build(exam)
    assert exam.rejected or value is not None, "a row that cannot be built has a finding that says why"
    return None if exam.rejected else value


def _repeated(repeats: dict[int, int], columns: dict[int, str], built: dict[int, RowT]) -> Iterator[Finding]:
    for row, first in repeats.items():
        if row in built:  # a faulty row is rejected for its fault, however often it comes
            yield Finding(row, columns[row], Code.DUPLICATE_ROW, Level.WARNED, {"rows": str(first)})


def _contradicted(conflicts: list[tuple[int, ...]], columns: dict[int, str]) -> Iterator[Finding]:
    for rows in conflicts:
        named = rows[: _NAMED_ROWS + 1]
        for row in rows:
            others = [str(other) for other in named if other != row][:_NAMED_ROWS]
            params: Params = {"rows": ", ".join(others), "count": len(rows) - 1}
            yield Finding(row, columns[row], Code.DUPLICATE_CONFLICT, Level.REJECTED, params)
