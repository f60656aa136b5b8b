"""Strikes at every crash point that a pledge day passes, in every way, on both profiles, and says what became of it.

A run strikes both services at all their points in one way, one round a point, and then compares all that is left with
an undisturbed embedded day. Points that no pledge day passes are struck in lives of the chassis' small test service.
Exit code 0: everything was struck and every run left the same; 1: the table says what did not.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NoReturn

sys.path.append(str(Path(__file__).parents[2] / "libs" / "chassis" / "tests" / "support"))

import crash_day
from crash_day import HOWS, PASSED, ROUNDS, Strike, Town
from deaths import OFF_A_PLEDGE_DAY, another_life, dies
from house import make_topic
from installation import PROFILES
from netral_testing.kafka import Cluster
from netral_testing.postgres import Server
from pledge_day import PledgeDay
from rich.console import Console
from rich.table import Table

SMALL = "(test service)"
EQUAL, DIFFERENT, NEVER = "equal", "DIFFERENT", "NEVER STRUCK"
Cells = dict[tuple[str, Strike], str]


def struck(profile: str, how: str, eve: Town, expected: dict[str, Any], out: Path) -> tuple[Cells, list[str]]:
    """One run: what became of each strike, and what is different."""
    rounds = crash_day.schedule(lambda _service, _number: how)
    never: set[Strike] = set()
    try:
        with _town(profile, eve) as town:
            found = crash_day.differences(crash_day.held(town, rounds, out), expected)
            never = set(town.never)
    except (AssertionError, TimeoutError) as error:
        found = [str(error)]
    became = DIFFERENT if found else EQUAL
    return {(profile, one): NEVER if one in never else became for strikes in rounds for one in strikes}, found


@contextmanager
def _town(profile: str, eve: Town) -> Iterator[Town]:
    with crash_day.copied(eve) if profile == "embedded" else crash_day.on_the_eve(profile, eve.day) as town:
        yield town


def lived(profile: str, folder: Path) -> tuple[Cells, list[str]]:
    """Lives that end at each point that no pledge day passes, in every way, and another life after each."""
    cells: Cells = {}
    broken: list[str] = []
    with ExitStack() as stack:
        servers = (stack.enter_context(Cluster()), stack.enter_context(Server())) if profile == "server" else None
        for number, (point, how) in enumerate(product(OFF_A_PLEDGE_DAY, HOWS)):
            where: tuple[str, ...] = ()
            if servers is not None:
                where = (servers[1].create_database(), servers[0].bootstrap, f"life{number}.alpha.v1")
                make_topic(*where[1:])
            home = folder / f"{profile}-{point}-{how}"
            died = dies(point, how, home, *where)
            lacking = another_life(home, *where)
            broken += [f"{profile}, {point} {how}: {line}" for line in lacking]
            cells[profile, Strike(SMALL, point, how)] = NEVER if not died else DIFFERENT if lacking else EQUAL
    return cells, broken


def table(cells: Cells, profiles: Sequence[str], hows: Sequence[str]) -> Table:
    """A row a service and point, a column a profile and way."""
    made = Table("service", "point", *(f"{profile} {how}" for profile in profiles for how in hows))
    for service, points in {**PASSED, SMALL: OFF_A_PLEDGE_DAY}.items():
        for point in points:
            made.add_row(
                service, point, *(cells[profile, Strike(service, point, how)] for profile in profiles for how in hows)
            )
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
            became, found = lived(profile, folder)
            cells |= became
            differing += found
    console.print(table(cells, profiles, hows))
    console.print(Counter(cells.values()))
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
