"""Strikes at every crash point that a pledge day passes, in every way, on both profiles, and says what became of it.

A run strikes both services at all their points in one way, one round a point, and then compares all that is left with
an undisturbed embedded day. Exit code 0: everything was struck and every run left the same; 1: the table says what
did not. Points that the day does not pass are listed as such and count for nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import crash_day
from crash_day import HOWS, NOT_PASSED, PASSED, ROUNDS, Strike, Town
from installation import PROFILES
from pledge_day import PledgeDay
from rich.console import Console
from rich.table import Table

EQUAL, DIFFERENT, NEVER = "equal", "DIFFERENT", "NEVER STRUCK"
Cells = dict[tuple[str, Strike], str]


def struck(profile: str, how: str, eve: Town, expected: dict[str, Any], out: Path) -> tuple[Cells, list[str]]:
    """One run: what became of each strike, and what is different."""
    rounds = crash_day.schedule(lambda _service, _number: how)
    with _town(profile, eve) as town:
        try:
            found = crash_day.differences(crash_day.held(town, rounds, out), expected)
        except (AssertionError, TimeoutError) as error:
            found = [str(error)]
        never = set(town.never)
    became = DIFFERENT if found else EQUAL
    return {(profile, one): NEVER if one in never else became for strikes in rounds for one in strikes}, found


@contextmanager
def _town(profile: str, eve: Town) -> Iterator[Town]:
    with crash_day.copied(eve) if profile == "embedded" else crash_day.on_the_eve(profile, eve.day) as town:
        yield town


def table(cells: Cells, profiles: Sequence[str], hows: Sequence[str]) -> Table:
    """A row a service and point, a column a profile and way."""
    made = Table("service", "point", *(f"{profile} {how}" for profile in profiles for how in hows))
    for service, points in PASSED.items():
        for point in points:
            made.add_row(
                service, point, *(cells[profile, Strike(service, point, how)] for profile in profiles for how in hows)
            )
    for point in sorted(NOT_PASSED):
        made.add_row("-", point, *["not passed that day"] * len(profiles) * len(hows))
    return made


def run(profiles: Sequence[str], hows: Sequence[str], day: PledgeDay, folder: Path, console: Console) -> bool:
    """Whether all was struck and nothing is different."""
    cells: Cells = {}
    differing: list[str] = []
    with crash_day.on_the_eve("embedded", day) as eve:
        with crash_day.copied(eve) as town:
            expected = crash_day.held(town, [()] * ROUNDS, folder / "undisturbed")
        for profile in profiles:
            for how in hows:
                started = time.monotonic()
                became, found = struck(profile, how, eve, expected, folder / f"{profile}-{how}")
                cells |= became
                differing += [f"{profile}, {how}: {line}" for line in found]
                console.print(f"{profile}, {how}: {time.monotonic() - started:.0f} s")
    console.print(table(cells, profiles, hows))
    for line in differing:
        console.print(line, style="red", markup=False, highlight=False)
    return set(cells.values()) == {EQUAL}


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--profile", choices=PROFILES, action="append", help="all, if none is named")
    parser.add_argument("--how", choices=HOWS, action="append", help="all, if none is named")
    chosen = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    with tempfile.TemporaryDirectory() as folder:
        files, out = Path(folder) / "files", Path(folder) / "receipts"
        out.mkdir()
        held = run(chosen.profile or PROFILES, chosen.how or HOWS, crash_day.write(files), out, console)
    console.print("every strike left what an undisturbed day leaves" if held else "not every promise held")
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
