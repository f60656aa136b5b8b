"""Units, posts, attendance, pacts and contacts; each test runs for CSV and for XLSX."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from netral_files import (
    Code,
    ContactRow,
    Level,
    UnitRow,
    parse_attendance,
    parse_contacts,
    parse_pacts,
    parse_posts,
    parse_units,
    read_table,
)
from netral_files.headers import ATTENDANCE, CONTACTS, PACTS, POSTS, UNITS
from netral_files.values import (
    AssignmentMode,
    AttendanceStatus,
    Channel,
    PactStatus,
    PostRole,
    SigningMethod,
    UnitKind,
)

AS_OF = date(2023, 11, 20)
NOW = datetime(2023, 11, 20, 4, 0, tzinfo=UTC)
WITA = ZoneInfo("Asia/Makassar")
NIP, NIK = "198609262015051001", "5104012609860001"
POST = {
    "kode_jabatan": "K1",
    "nama_jabatan": "Kepala Dinas",
    "kode_unit": "01",
    "kelas_jabatan": "JPT_PRATAMA",
    "peran": "PYB",
    "atasan": "K0",
    "penugasan": "PLT",
    "nip": NIP,
    "nik": "",
    "nama_pejabat": "Pejabat Contoh",
    "mulai": "2023-01-01",
    "selesai": "2025-12-31",
}


def told(parsed):
    assert parsed.total == len(parsed.rows) + len(parsed.rejected) + len(parsed.duplicates)
    return [(f.row, f.column, f.code, f.level.value) for f in parsed.findings]


@pytest.fixture
def units(write):
    return lambda *rows: parse_units(
        read_table(write([("kode_unit", "nama_unit", "jenis_unit", "kode_induk"), *rows]), UNITS)
    )


@pytest.fixture
def post(write):
    return lambda **said: parse_posts(
        read_table(write([tuple(POST), tuple((POST | said).values())]), POSTS), as_of=AS_OF
    )


@pytest.fixture
def attendance(write):
    return lambda *rows: parse_attendance(
        read_table(write([("nip", "nik", "status", "alasan"), *rows]), ATTENDANCE), as_of=AS_OF
    )


@pytest.fixture
def pacts(write):
    heading = ("nip", "status", "waktu", "metode", "alasan")
    return lambda *rows: parse_pacts(read_table(write([heading, *rows]), PACTS), now=NOW, zone=WITA)


@pytest.fixture
def contacts(write):
    heading = ("nip", "kode_jabatan", "saluran", "alamat")
    return lambda *rows: parse_contacts(read_table(write([heading, *rows]), CONTACTS), as_of=AS_OF)


def test_units_are_read(units):
    parsed = units(("01", "Dinas Contoh", "dinas", ""), ("01.1", "RS Contoh", "Rumah Sakit", "01"))
    assert parsed.rows == (
        (2, UnitRow("01", "Dinas Contoh", UnitKind.DINAS, None)),
        (3, UnitRow("01.1", "RS Contoh", UnitKind.RUMAH_SAKIT, "01")),
    )


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "Dinas", "DINAS", ""), "kode_unit", Code.UNKNOWN_UNIT),
        (("01", "", "DINAS", ""), "nama_unit", Code.NAME_MISSING),
        (("01", "x" * 201, "DINAS", ""), "nama_unit", Code.TEXT_INVALID),
        (("01", "Dinas", "", ""), "jenis_unit", Code.UNKNOWN_CLASS),
        (("01", "Dinas", "DINSA", ""), "jenis_unit", Code.UNKNOWN_CLASS),
    ],
)
def test_a_bad_unit_is_rejected(units, row, column, code):
    assert told(units(row)) == [(2, column, code, "rejected")]


def test_a_unit_twice_is_a_duplicate_or_a_conflict(units):
    parsed = units(
        ("01", "A", "DINAS", ""), ("01", "A", "DINAS", ""), ("02", "B", "BADAN", ""), ("02", "C", "BADAN", "")
    )
    assert told(parsed) == [
        (3, "kode_unit", Code.DUPLICATE_ROW, "warned"),
        (4, "kode_unit", Code.DUPLICATE_CONFLICT, "rejected"),
        (5, "kode_unit", Code.DUPLICATE_CONFLICT, "rejected"),
    ]


def test_a_post_with_its_holder_is_read(post):
    ((_, row),) = post().rows
    assert (row.role, row.superior_code, row.assignment) == (PostRole.PYB, "K0", AssignmentMode.PLT)
    assert (row.nip, row.holder_name) == (NIP, "Pejabat Contoh")
    assert (row.starts_on, row.ends_on) == (date(2023, 1, 1), date(2025, 12, 31))


def test_an_elected_head_without_nip_stands_by_name_alone(post):
    parsed = post(nip="", kelas_jabatan="KEPALA_DAERAH", penugasan="D")
    assert parsed.findings == ()
    assert (parsed.rows[0][1].nip, parsed.rows[0][1].holder_name) == (None, "Pejabat Contoh")


def test_a_post_without_assignment_is_vacant(post):
    parsed = post(penugasan="", nip="", nama_pejabat="", mulai="", selesai="")
    assert parsed.findings == ()
    assert parsed.rows[0][1].assignment is None


@pytest.mark.parametrize(
    ("said", "column"),
    [({"penugasan": ""}, "penugasan"), ({"nip": "-", "nama_pejabat": ""}, "nama_pejabat")],
)
def test_a_holder_without_assignment_or_the_reverse_leaves_the_post_vacant_with_a_warning(post, said, column):
    parsed = post(**said)
    assert told(parsed) == [(2, column, Code.HOLDER_INCOMPLETE, "warned")]
    row = parsed.rows[0][1]
    assert (row.assignment, row.nip, row.holder_name, row.starts_on) == (None, None, None, None)


def test_the_term_of_a_holder_may_lie_in_the_future(post):
    assert post(mulai="2030-01-01", selesai="2031-01-01").findings == ()


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("kode_jabatan", "", Code.IDENTITY_MISSING),
        ("nama_jabatan", "", Code.NAME_MISSING),
        ("kode_unit", "", Code.UNKNOWN_UNIT),
        ("kelas_jabatan", "", Code.UNKNOWN_CLASS),
        ("kelas_jabatan", "ESELON", Code.UNKNOWN_CLASS),
        ("peran", "BUPATI", Code.UNKNOWN_STATUS),
        ("penugasan", "PJS", Code.UNKNOWN_STATUS),
        ("nip", "123", Code.NIP_MALFORMED),
        ("nik", "123", Code.NIK_MALFORMED),
        ("mulai", "kemarin", Code.DATE_UNREADABLE),
        ("selesai", "2022-12-31", Code.PERIOD_REVERSED),
        ("nama_pejabat", "x" * 201, Code.TEXT_INVALID),
    ],
)
def test_a_bad_post_is_rejected(post, column, written, code):
    assert told(post(**{column: written})) == [(2, column, code, "rejected")]


def test_attendance_is_read_by_nip_or_nik(attendance):
    parsed = attendance((NIP, "", "hadir", ""), ("", NIK, "Tidak Hadir", "sakit"))
    assert [row.status for _, row in parsed.rows] == [AttendanceStatus.HADIR, AttendanceStatus.TIDAK_HADIR]
    assert parsed.rows[1][1].reason == "sakit"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "", "HADIR", ""), "nip", Code.IDENTITY_MISSING),
        ((NIP, "", "", "sakit"), "status", Code.STATUS_MISSING),
        ((NIP, "", "DATANG", ""), "status", Code.UNKNOWN_STATUS),
        ((NIP, "", "IZIN", "x" * 2_001), "alasan", Code.TEXT_INVALID),
    ],
)
def test_bad_attendance_is_rejected(attendance, row, column, code):
    assert told(attendance(row)) == [(2, column, code, "rejected")]


def test_attendance_of_one_person_cannot_be_two_things(attendance):
    parsed = attendance((NIP, "", "HADIR", ""), (NIP, NIK, "IZIN", "sakit"))
    assert [code for _, _, code, _ in told(parsed)] == [Code.DUPLICATE_CONFLICT] * 2


def test_a_signature_has_an_instant_and_a_method(pacts):
    ((_, row),) = pacts((NIP, "TANDA_TANGAN", "2023-11-20 08:05", "BASAH", "")).rows
    assert row.at == datetime(2023, 11, 20, 0, 5, tzinfo=UTC)
    assert (row.status, row.method) == (PactStatus.TANDA_TANGAN, SigningMethod.BASAH)


def test_a_refusal_needs_no_method(pacts):
    parsed = pacts((NIP, "MENOLAK", "2023-11-20", "", "keyakinan"))
    assert parsed.findings == ()
    assert (parsed.rows[0][1].method, parsed.rows[0][1].reason) == (None, "keyakinan")


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "TANDA_TANGAN", "2023-11-20", "OTP", ""), "nip", Code.IDENTITY_MISSING),
        ((NIP, "", "2023-11-20", "OTP", ""), "status", Code.STATUS_MISSING),
        ((NIP, "TTD", "2023-11-20", "OTP", ""), "status", Code.UNKNOWN_STATUS),
        ((NIP, "TANDA_TANGAN", "", "OTP", ""), "waktu", Code.DATE_UNREADABLE),
        ((NIP, "TANDA_TANGAN", "20 Nov", "OTP", ""), "waktu", Code.DATE_UNREADABLE),
        ((NIP, "TANDA_TANGAN", "2023-11-20 12:01", "OTP", ""), "waktu", Code.DATE_IN_FUTURE),
        ((NIP, "TANDA_TANGAN", "2023-11-20", "", ""), "metode", Code.UNKNOWN_METHOD),
        ((NIP, "TANDA_TANGAN", "2023-11-20", "TTE", ""), "metode", Code.UNKNOWN_METHOD),
    ],
)
def test_a_bad_pact_is_rejected(pacts, row, column, code):
    assert told(pacts(row)) == [(2, column, code, "rejected")]


def test_a_signature_of_this_very_instant_is_not_in_the_future(pacts):
    assert pacts((NIP, "TANDA_TANGAN", "2023-11-20T12:00:00+08:00", "SSO", "")).findings == ()


def test_the_same_instant_written_in_two_zones_is_the_same_signature(pacts):
    parsed = pacts(
        (NIP, "TANDA_TANGAN", "2023-11-20 08:05", "BASAH", ""), (NIP, "TANDA_TANGAN", "2023-11-20T00:05Z", "BASAH", "")
    )
    assert told(parsed) == [(3, "nip", Code.DUPLICATE_ROW, "warned")]


def test_contacts_are_of_a_person_or_of_a_post(contacts):
    parsed = contacts((NIP, "", "SUREL", "a@contoh.id"), ("", "K1", "WhatsApp", "+628120000001"))
    assert [row for _, row in parsed.rows] == [
        ContactRow(NIP, None, Channel.SUREL, "a@contoh.id"),
        ContactRow(None, "K1", Channel.WHATSAPP, "+628120000001"),
    ]


def test_one_person_may_have_several_channels_but_one_address_on_each(contacts):
    parsed = contacts(
        (NIP, "", "SUREL", "a@contoh.id"),
        (NIP, "", "SMS", "0812"),
        ("", "K1", "SUREL", "a@contoh.id"),
        ("", "K1", "SUREL", "b@contoh.id"),
    )
    assert parsed.rejected == {4, 5}
    assert [number for number, _ in parsed.rows] == [2, 3]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("", "", "SUREL", "a@contoh.id"), "nip", Code.IDENTITY_MISSING),
        ((NIP, "", "", "a@contoh.id"), "saluran", Code.UNKNOWN_METHOD),
        ((NIP, "", "FAKS", "0361"), "saluran", Code.UNKNOWN_METHOD),
        ((NIP, "", "SUREL", ""), "alamat", Code.STATUS_MISSING),
    ],
)
def test_a_bad_contact_is_rejected(contacts, row, column, code):
    assert told(contacts(row)) == [(2, column, code, "rejected")]


def test_a_nip_of_no_kind_is_a_warning_where_the_type_is_not_known(attendance):
    assert told(attendance(("198609262015151001", "", "HADIR", ""))) == [
        (2, "nip", Code.NIP_CLASS_MISMATCH, Level.WARNED.value)
    ]
