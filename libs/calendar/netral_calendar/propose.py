"""Proposes the national calendar of a year: `python -m netral_calendar.propose YEAR > data/calendars/id-YEAR.csv`.

The `holidays` library only proposes. What counts is the file that somebody has compared with the joint decree (SKB) of
the year and listed in `calendars.toml`; the differences to the file at hand go to standard error.
"""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from typing import TextIO

import holidays

from netral_calendar.loader import data_directory, load_calendars
from netral_calendar.regions import NATIONAL
from netral_calendar.years import Kind, NamedDay

_CATEGORIES = {Kind.HOLIDAY: "public", Kind.COLLECTIVE_LEAVE: "government"}


def proposed(year: int) -> list[NamedDay]:
    """The days the library knows for the year, in order. A day in both categories is a holiday."""
    source = f"holidays {version('holidays')}"
    days: dict[date, NamedDay] = {}
    for kind, category in reversed(_CATEGORIES.items()):
        for day, name in holidays.country_holidays("ID", years=year, language="id", categories=(category,)).items():
            days[day] = NamedDay(day=day, kind=kind, name_id=name, source=source)
    return [days[day] for day in sorted(days)]


def differences(proposal: Iterable[NamedDay], published: Iterable[NamedDay]) -> list[str]:
    """What a proposal would add (`+`) to and take (`-`) from a published calendar, a line per day and kind."""
    new = {(day.day, day.kind): day.name_id for day in proposal}
    old = {(day.day, day.kind): day.name_id for day in published}
    return [
        f"{'+' if key in new else '-'} {key[0]} {key[1]} {new.get(key) or old.get(key)}"
        for key in sorted(new.keys() ^ old.keys())
    ]


def write(days: Iterable[NamedDay], out: TextIO) -> None:
    """The days in the form of `data/calendars/id-<year>.csv`."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("day", "kind", "name_id", "source"))
    rows.writerows((day.day.isoformat(), day.kind, day.name_id, day.source) for day in days)


def main(arguments: list[str] | None = None) -> int:
    """Writes the proposal to standard output and the differences to standard error. Exit code 2: wrong usage."""
    parser = ArgumentParser(prog="python -m netral_calendar.propose", description="Propose a national calendar.")
    parser.add_argument("year", type=int, choices=range(2000, 2100), metavar="YEAR")
    year = parser.parse_args(arguments).year
    proposal = proposed(year)
    write(proposal, sys.stdout)
    for calendar in load_calendars(data_directory()):
        if (calendar.scope, calendar.year) == (NATIONAL, year):
            for line in differences(proposal, calendar.days) or ["no difference"]:
                sys.stderr.write(f"{calendar.label}: {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
