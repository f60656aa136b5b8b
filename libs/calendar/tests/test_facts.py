"""The published calendars and elections, the loader that reads them, and what the library proposes."""

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from netral_calendar import Kind, NamedDay, Phase, Status, phase_of, phases_of
from netral_calendar.loader import DataInvalid, data_directory, load_calendars, load_contests, load_regions
from netral_calendar.propose import differences, main, proposed, write

CALENDARS = {calendar.year: calendar for calendar in load_calendars(data_directory())}
CONTESTS = {contest.code: contest for contest in load_contests(data_directory())}


def test_there_is_a_national_calendar_for_every_year_from_2023_to_2027() -> None:
    assert {(calendar.scope, calendar.year) for calendar in CALENDARS.values()} == {
        ("00", year) for year in range(2023, 2028)
    }
    assert len(load_calendars(data_directory())) == len(CALENDARS)


def test_every_file_of_days_is_listed() -> None:
    folder = data_directory() / "calendars"
    assert {file.name for file in folder.glob("*.csv")} == {f"id-{year}.csv" for year in CALENDARS}


@pytest.mark.parametrize(
    ("year", "holidays", "leave"),
    [(2023, 16, 11), (2024, 17 + 2, 10), (2025, 17, 11), (2026, 17, 8)],  # + 2: the voting days of 2024
)
def test_a_published_year_has_as_many_days_as_its_decree(year: int, holidays: int, leave: int) -> None:
    kinds = Counter(day.kind for day in CALENDARS[year].days)
    assert kinds == {Kind.HOLIDAY: holidays, Kind.COLLECTIVE_LEAVE: leave}
    assert CALENDARS[year].status is Status.PUBLISHED
    assert all(day.source.startswith(("SKB ", "Keppres ")) for day in CALENDARS[year].days)


def test_a_year_that_nobody_compared_with_its_decree_is_a_draft() -> None:
    assert CALENDARS[2027].status is Status.DRAFT


def test_both_voting_days_of_2024_are_holidays() -> None:
    holidays = {day.day: day.source for day in CALENDARS[2024].days if day.kind is Kind.HOLIDAY}
    assert holidays[date(2024, 2, 14)] == "Keppres 10/2024"
    assert holidays[date(2024, 11, 27)] == "Keppres 33/2024"


@pytest.mark.parametrize("year", sorted(CALENDARS))
def test_the_library_proposes_the_days_that_stand(year: int) -> None:
    assert differences(proposed(year), CALENDARS[year].days) == []


def test_a_difference_says_what_would_be_added_and_taken() -> None:
    old = NamedDay(day=date(2025, 8, 18), kind=Kind.COLLECTIVE_LEAVE, name_id="Cuti Bersama", source="x")
    new = NamedDay(day=date(2025, 8, 18), kind=Kind.HOLIDAY, name_id="Libur", source="x")
    assert differences([new], [old]) == ["- 2025-08-18 collective_leave Cuti Bersama", "+ 2025-08-18 holiday Libur"]


def test_a_proposal_is_written_in_the_form_of_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["2027"]) == 0
    written = capsys.readouterr()
    assert written.out == (data_directory() / "calendars" / "id-2027.csv").read_text(encoding="utf-8")
    assert written.err == "00/2027.1-draft: no difference\n"


def test_a_year_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["soon"])
    assert stopped.value.code == 2


def test_a_name_with_a_comma_is_quoted() -> None:
    out = io.StringIO()
    write([NamedDay(day=date(2025, 1, 1), kind=Kind.HOLIDAY, name_id="a, b", source="c")], out)
    assert out.getvalue() == 'day,kind,name_id,source\n2025-01-01,holiday,"a, b",c\n'


@pytest.mark.parametrize(
    ("contest", "day", "phase"),
    [
        ("PEMILU-2024", "2023-11-17", Phase.BEFORE),
        ("PEMILU-2024", "2023-11-27", Phase.BEFORE),
        ("PEMILU-2024", "2023-11-28", Phase.CAMPAIGN),
        ("PEMILU-2024", "2024-02-10", Phase.CAMPAIGN),
        ("PEMILU-2024", "2024-02-11", Phase.QUIET),
        ("PEMILU-2024", "2024-02-13", Phase.QUIET),
        ("PEMILU-2024", "2024-02-14", Phase.VOTE),
        ("PEMILU-2024", "2024-02-15", Phase.AFTER),
        ("PILKADA-2024", "2024-09-24", Phase.BEFORE),
        ("PILKADA-2024", "2024-09-25", Phase.CAMPAIGN),
        ("PILKADA-2024", "2024-11-23", Phase.CAMPAIGN),
        ("PILKADA-2024", "2024-11-24", Phase.QUIET),
        ("PILKADA-2024", "2024-11-27", Phase.VOTE),
        ("PILKADA-2024", "2024-11-28", Phase.AFTER),
    ],
)
def test_a_day_lies_in_the_phase_of_the_election(contest: str, day: str, phase: Phase) -> None:
    assert phase_of(date.fromisoformat(day), CONTESTS[contest]) is phase


def test_a_day_can_be_after_one_election_and_in_the_campaign_of_another() -> None:
    assert phases_of(date(2024, 10, 1), CONTESTS.values()) == {
        "PEMILU-2024": Phase.AFTER,
        "PILKADA-2024": Phase.CAMPAIGN,
    }


def spoilt(folder: Path, file: str, text: str) -> Path:
    data = folder / "data"
    for part in ("regions", "calendars"):
        (data / part).mkdir(parents=True)
        for source in (data_directory() / part).iterdir():
            (data / part / source.name).write_bytes(source.read_bytes())
    (data / file).write_text(text, encoding="utf-8")
    return data


HEADER = "day,kind,name_id,source\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEADER + "2024-02-30,holiday,x,y\n", "id-2024.csv, line 2"),
        (HEADER + "2023-01-01,holiday,x,y\n", "id-2024.csv, line 2"),
        (HEADER + "2024-01-01,feast,x,y\n", "id-2024.csv, line 2"),
        (HEADER + "2024-01-01,holiday,x,y\n2024-01-01,holiday,x,y\n", "id-2024.csv, line 3"),
        (HEADER + "2024-01-01,holiday\n", "id-2024.csv, line 2"),
        (HEADER + '2024-01-01,holiday,"x,y\n', "id-2024.csv"),
        ("tanggal\n2024-01-01\n", "id-2024.csv, line 2"),
    ],
)
def test_a_spoilt_calendar_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(DataInvalid) as invalid:
        load_calendars(spoilt(tmp_path, "calendars/id-2024.csv", text))
    assert str(invalid.value).startswith(f"{place}: ")


@pytest.mark.parametrize("text", ["", "[[calendar]\n", '[[calendar]]\nscope = "00"\n', "calendar = 1\n"])
def test_a_spoilt_list_of_calendars_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataInvalid, match=r"calendars\.toml"):
        load_calendars(spoilt(tmp_path, "calendars/calendars.toml", text))


def test_an_election_whose_phases_are_out_of_order_is_refused(tmp_path: Path) -> None:
    text = (data_directory() / "calendars" / "elections.toml").read_text(encoding="utf-8")
    with pytest.raises(DataInvalid, match="PEMILU-2024 are out of order"):
        load_contests(spoilt(tmp_path, "calendars/elections.toml", text.replace("2024-02-11", "2024-02-15", 1)))


@pytest.mark.parametrize("row", ["51,Bali,PROVINSI,maybe,,,x", "97,Nowhere,PROVINSI,yes,,,x", "51,Bali,DUSUN,yes,,,x"])
def test_a_spoilt_region_is_refused(tmp_path: Path, row: str) -> None:
    header = "code,name_id,kind,own_government,valid_from,valid_to,source\n"
    with pytest.raises(DataInvalid, match=r"regions\.csv, line 2"):
        load_regions(spoilt(tmp_path, "regions/regions.csv", header + row + "\n"))


def test_missing_facts_are_told_and_not_a_traceback_of_the_file_system(tmp_path: Path) -> None:
    for load in (load_regions, load_calendars, load_contests):
        with pytest.raises(DataInvalid):
            load(tmp_path)
