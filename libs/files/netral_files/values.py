"""The words that cells may hold. They are promised to the outside, so they are never renamed."""

from enum import StrEnum


class UnitKind(StrEnum):
    """`jenis_unit`."""

    PROVINSI = "PROVINSI"
    KABUPATEN = "KABUPATEN"
    KOTA = "KOTA"
    SEKRETARIAT = "SEKRETARIAT"
    DINAS = "DINAS"
    BADAN = "BADAN"
    INSPEKTORAT = "INSPEKTORAT"
    KECAMATAN = "KECAMATAN"
    KELURAHAN = "KELURAHAN"
    SEKOLAH = "SEKOLAH"
    RUMAH_SAKIT = "RUMAH_SAKIT"
    PUSKESMAS = "PUSKESMAS"
    LAINNYA = "LAINNYA"


class PositionClass(StrEnum):
    """`kelas_jabatan`."""

    KEPALA_DAERAH = "KEPALA_DAERAH"
    JPT_MADYA = "JPT_MADYA"
    JPT_PRATAMA = "JPT_PRATAMA"
    ADMINISTRATOR = "ADMINISTRATOR"
    PENGAWAS = "PENGAWAS"
    PELAKSANA = "PELAKSANA"
    JF = "JF"


class PostRole(StrEnum):
    """`peran`: what the post does in netral."""

    PPK = "PPK"
    PYB = "PYB"
    INSPEKTORAT = "INSPEKTORAT"
    BKPSDM = "BKPSDM"
    KESBANGPOL = "KESBANGPOL"


class AssignmentMode(StrEnum):
    """`penugasan`: definitive, acting, daily acting, interim."""

    D = "D"
    PLT = "PLT"
    PLH = "PLH"
    PJ = "PJ"


class EmploymentType(StrEnum):
    """`jenis_pegawai`."""

    PNS = "PNS"
    CPNS = "CPNS"
    PPPK = "PPPK"
    PPPK_PW = "PPPK_PW"
    PPNPN = "PPNPN"
    HONORER = "HONORER"
    HARIAN = "HARIAN"
    THL = "THL"
    OUTSOURCED = "OUTSOURCED"


class AttendanceStatus(StrEnum):
    """`status` of attendance: present, excused, absent, later ceremony."""

    HADIR = "HADIR"
    IZIN = "IZIN"
    TIDAK_HADIR = "TIDAK_HADIR"
    SUSULAN = "SUSULAN"


class PactStatus(StrEnum):
    """`status` of pacts: signed, refused, prevented."""

    TANDA_TANGAN = "TANDA_TANGAN"
    MENOLAK = "MENOLAK"
    BERHALANGAN = "BERHALANGAN"


class SigningMethod(StrEnum):
    """`metode`: on paper, by one-time code, by sign-on, by certified signature."""

    BASAH = "BASAH"
    OTP = "OTP"
    SSO = "SSO"
    TTE_BSRE = "TTE_BSRE"


class Channel(StrEnum):
    """`saluran`."""

    SUREL = "SUREL"
    SMS = "SMS"
    WHATSAPP = "WHATSAPP"
    TELEGRAM = "TELEGRAM"
    WEBHOOK = "WEBHOOK"
