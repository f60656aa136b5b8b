"""What single cells say."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral_files.cells import CellRefused, code, day, digits, instant, text
from netral_files.findings import Code

WITA = ZoneInfo("Asia/Makassar")
NIP = "198609262015051001"
SPACES = "".join(c for c in map(chr, range(0x110000)) if c.isspace()) + "\u200b\u2060\ufeff"


def refused(read, *args, **options):
    with pytest.raises(CellRefused) as error:
        read(*args, **options)
    return error.value.code


@pytest.mark.parametrize(
    "written",
    [
        "19860926 201505 1 001",
        "19860926.201505.1.001",
        "19860926-201505-1-001",
        "19860926\u2013201505\u20111\u2212001",
        "'198609262015051001",
        "\u2019 198609262015051001",
        "\u202a198609262015051001\u202c",
        "198609262015051001\n",
    ],
)
def test_spaces_dots_dashes_and_a_leading_apostrophe_of_identifiers_are_dropped(written):
    assert digits(written) == NIP


@pytest.mark.parametrize("space", SPACES, ids=lambda space: f"U+{ord(space):04X}")
def test_every_unicode_space_of_identifiers_is_dropped(space):
    assert digits(f"{space}19860926{space}201505 1 001{space}") == NIP


@pytest.mark.parametrize("written", ["", "-", " \u2013 ", "\u00a0", "\u200b", "."])
def test_an_identifier_of_nothing_but_marks_is_empty(written):
    assert digits(written) == ""


def test_digits_of_other_scripts_stay_as_they_are():
    assert digits("١٩٨٦ ０９２６") == "١٩٨٦０９２６"


@pytest.mark.parametrize(
    "written",
    [
        "1,98609E+17",
        "1.98609E+17",
        "1.98609262015051e+17",
        "'1,98609E+17",
        " 2E+17 ",
        "5,10401E+15",
        2e17,
        10**15,
        1e300,
    ],
)
def test_rounded_numbers_have_lost_their_digits(written):
    assert refused(digits, written) is Code.DIGITS_LOST


def test_a_number_of_15_digits_is_still_exact():
    assert digits(198609262015051.0) == "198609262015051"


def test_a_code_that_looks_like_a_rounded_number_is_kept():
    assert code("1E5") == "1E5"
    assert code(5104.0) == "5104"
    assert code("'01") == "01"
    assert refused(code, 5.1040101e16) is Code.DIGITS_LOST


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_line_break_inside_a_cell_becomes_a_space(line_break):
    assert text(f"Dinas{line_break}Contoh") == "Dinas Contoh"


def test_text_has_plain_spaces_and_one_spelling():
    assert text("\u00a0De\u0301sa\u2003Baru\ufeff\t ") == "Désa Baru"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\t", "\x1b", "\x7f", "\x90", "\ufffd", "\u202e"])
def test_control_characters_are_refused(character):
    assert refused(text, f"Dinas{character}Contoh") is Code.TEXT_INVALID


def test_text_is_limited():
    assert len(text("x" * 2_000)) == 2_000
    assert refused(text, "x" * 2_001) is Code.TEXT_INVALID
    assert refused(text, "x" * 201, limit=200) is Code.TEXT_INVALID


def test_the_apostrophe_that_disarms_a_formula_is_taken_off_again():
    assert text("'+62812") == "+62812"
    assert text("'Abdullah") == "'Abdullah"


@pytest.mark.parametrize(
    "written",
    ["2023-11-20", "20/11/2023", "20-11-2023", " 2023-11-20 ", date(2023, 11, 20), datetime(2023, 11, 20, 8, 5)],
)
def test_days_are_read(written):
    assert day(written) == date(2023, 11, 20)


def test_a_day_with_midnight_is_that_day():
    assert day("2023-11-20 00:00:00") == day("20/11/2023 0:00") == date(2023, 11, 20)


@pytest.mark.parametrize(
    "written",
    [
        "2023-02-30",
        "31/11/2023",
        "20/11-2023",
        "11/20/2023",
        "1/2/2023",
        "20/11/23",
        "20 November 2023",
        "٢٠٢٣-١١-٢٠",
        "0203-11-20",
        "x" * 3_000,
        "2023-11-20\x00",
        45250.0,
        date(1899, 12, 31),
    ],
)
def test_other_days_are_unreadable(written):
    assert refused(day, written) is Code.DATE_UNREADABLE


def test_an_empty_day_or_time_is_none():
    assert day("  ") is None
    assert instant("", WITA) is None


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2023-11-20T08:05:00+08:00", "2023-11-20T00:05:00"),
        ("2023-11-20T08:05+0700", "2023-11-20T01:05:00"),
        ("2023-11-20T00:05:00Z", "2023-11-20T00:05:00"),
        ("2023-11-20 08:05", "2023-11-20T00:05:00"),
        ("20/11/2023 8.05", "2023-11-20T00:05:00"),
        ("20-11-2023 08:05:30.25", "2023-11-20T00:05:30.250000"),
        ("20/11/2023 08.05 WIB", "2023-11-20T01:05:00"),
        ("20/11/2023 08.05 wit", "2023-11-19T23:05:00"),
        ("2023-11-20", "2023-11-19T16:00:00"),
        (datetime(2023, 11, 20, 8, 5), "2023-11-20T00:05:00"),
        (date(2023, 11, 20), "2023-11-19T16:00:00"),
    ],
)
def test_times_have_their_offset_or_the_tenants_zone(written, utc):
    assert instant(written, WITA) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "08:05",
        "2023-11-20 25:00",
        "2023-11-20 08:60",
        "2023-11-20T08:05+24:00",
        "9999-12-31T23:59-12:00",
        "besok",
        45250.5,
    ],
)
def test_other_times_are_unreadable(written):
    assert refused(instant, written, WITA) is Code.DATE_UNREADABLE


@given(st.text() | st.floats() | st.dates() | st.datetimes())
def test_any_cell_is_read_or_refused(cell):
    for read in (text, code, digits, day, lambda cell: instant(cell, WITA)):
        with suppress(CellRefused):
            read(cell)


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9998, 1, 1)), st.integers(-23 * 60, 23 * 60))
def test_an_instant_written_with_any_offset_is_read_back(moment, offset):
    written = moment.replace(tzinfo=UTC) + timedelta(minutes=offset)
    sign = "-" if offset < 0 else "+"
    hours, minutes = divmod(abs(offset), 60)
    cell = written.replace(tzinfo=None).isoformat() + f"{sign}{hours:02}:{minutes:02}"
    assert instant(cell, WITA) == moment.replace(tzinfo=UTC)
