"""Reads the facts of `data/regions` and `data/calendars`. The one module here that does I/O."""

import csv
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from netral_calendar.elections import Contest
from netral_calendar.regions import Region, RegionKind, province_of
from netral_calendar.years import Kind, NamedDay, Status, YearCalendar
from netral_calendar.zones import Zone

_FLAGS = {"yes": True, "no": False}


class DataInvalid(Exception):
    """A file of facts does not hold what its form says. `line` counts from 1; `None` is the file as a whole."""

    def __init__(self, file: Path, line: int | None, what: str) -> None:
        super().__init__(f"{file.name}{'' if line is None else f', line {line}'}: {what}")
        self.file, self.line, self.what = file, line, what


def data_directory() -> Path:
    """Where the facts stand: inside the package when installed from a wheel, else in the checkout's `data`."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "data"


def load_regions(data: Path) -> dict[str, Region]:
    """Every region of `regions/regions.csv` by its code, each with its province's zone. Raises `DataInvalid`."""
    zones: dict[str, Zone] = {}
    for line, row in _rows(data / "regions" / "zones.csv"):
        with _at(data / "regions" / "zones.csv", line):
            zones[row["province"]] = Zone(row["zone"])
    regions: dict[str, Region] = {}
    file = data / "regions" / "regions.csv"
    for line, row in _rows(file):
        with _at(file, line):
            if row["code"] in regions:
                raise ValueError("the code stands in two rows")
            regions[row["code"]] = Region(
                code=row["code"],
                name_id=row["name_id"],
                kind=RegionKind(row["kind"]),
                own_government=_FLAGS[row["own_government"]],
                zone=zones[province_of(row["code"])],
                valid_from=_optional_day(row["valid_from"]),
                valid_to=_optional_day(row["valid_to"]),
                source=row["source"],
            )
    return regions


def load_calendars(data: Path) -> list[YearCalendar]:
    """Every calendar that `calendars/calendars.toml` lists, with the days of its file. Raises `DataInvalid`."""
    index = data / "calendars" / "calendars.toml"
    calendars = []
    for entry in _tables(index, "calendar"):
        with _at(index, None):
            calendars.append(
                YearCalendar(
                    scope=entry["scope"],
                    year=entry["year"],
                    version=entry["version"],
                    status=Status(entry["status"]),
                    days=tuple(_named_days(data / "calendars" / entry["file"], entry["year"])),
                    source=entry["source"],
                )
            )
    return calendars


def load_contests(data: Path) -> list[Contest]:
    """The elections of `calendars/elections.toml`. Raises `DataInvalid`."""
    file = data / "calendars" / "elections.toml"
    contests = []
    for entry in _tables(file, "contest"):
        with _at(file, None):
            contests.append(Contest(**{**entry, "status": Status(entry["status"])}))
    return contests


def _named_days(file: Path, year: int) -> Iterator[NamedDay]:
    seen: set[date] = set()
    for line, row in _rows(file):
        with _at(file, line):
            day = date.fromisoformat(row["day"])
            if day.year != year or day in seen:
                raise ValueError("the day is of another year or stands in two rows")
            seen.add(day)
            yield NamedDay(day=day, kind=Kind(row["kind"]), name_id=row["name_id"], source=row["source"])


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with _at(file, None), file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for row in reader:
            if None in row or None in row.values():
                raise DataInvalid(file, reader.line_num, "the number of cells is not that of the header")
            yield reader.line_num, row


def _tables(file: Path, name: str) -> list[dict[str, Any]]:
    with _at(file, None):
        return list(tomllib.loads(file.read_text(encoding="utf-8"))[name])


def _optional_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@contextmanager
def _at(file: Path, line: int | None) -> Iterator[None]:
    """Turns what goes wrong inside the block into `DataInvalid` with its place."""
    try:
        yield
    except (KeyError, TypeError, ValueError, OSError, csv.Error) as error:
        raise DataInvalid(file, line, str(error) or type(error).__name__) from error
