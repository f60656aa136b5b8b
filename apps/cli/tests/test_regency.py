"""The generated regency is whole, holds no fault, and is the same every time."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from netral_calendar import Zone
from netral_cli.demo import regency
from netral_files import PACTS, POSTS, STAFF, UNITS, parse_pacts, parse_posts, parse_staff, parse_units, read_table


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> regency.Files:
    return regency.write(tmp_path_factory.mktemp("regency"))[0]


def test_ten_thousand_nine_hundred_ninety_six_sign_and_twenty_four_do_not(files: regency.Files) -> None:
    staff = parse_staff(read_table(files.staff, STAFF), as_of=date(2023, 11, 1))
    assert (len(staff.rows), staff.findings) == (11_020, ())
    pacts = parse_pacts(read_table(files.pacts, PACTS), now=datetime.now(UTC), zone=Zone.WITA.offset)
    assert (len(pacts.rows), pacts.findings) == (10_996, ())
    assert {row.at.astimezone(Zone.WITA.offset).date() for _, row in pacts.rows} == {regency.PLEDGE_DAY}


def test_units_and_posts_hold_no_fault(files: regency.Files) -> None:
    assert parse_units(read_table(files.units, UNITS)).findings == ()
    assert parse_posts(read_table(files.posts, POSTS), as_of=date(2023, 11, 1)).findings == ()


def test_four_classes_work_there_and_those_without_a_nip_have_a_nik(files: regency.Files) -> None:
    rows = [row for _, row in parse_staff(read_table(files.staff, STAFF), as_of=date(2023, 11, 1)).rows]
    assert {row.employment_type for row in rows} == {"PNS", "PPPK", "HARIAN", "THL"}
    assert all(row.nik for row in rows if row.nip is None)


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (regency.write(tmp_path / name, 40, 3)[0] for name in ("a", "b"))
    assert first.staff.read_bytes() == second.staff.read_bytes()
    assert first.pacts.read_bytes() == second.pacts.read_bytes()
