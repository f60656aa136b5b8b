"""Kills imports of 10,996 rows at ten random moments, runs them again, and counts what they left.

    killed_imports.py --profile server --seed 7

First the staff, then their signatures: half-way through a batch either the command or the service that it talks to dies
by SIGKILL. Exit code 0: each row had exactly one effect, and the same files again not a single event; 1: not so.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom
from typing import NoReturn

import pledge_day
from installation import PROFILES, Installation
from judge import judge
from netral_testing.waiting import eventually
from rich.console import Console

ROWS = 10_996
KILLS = 10
_EVENTS = {"registry": 3, "pledge": 1}
"""That a row leaves in the log of the service."""
_BATCH_SECONDS = 0.3  # about what a batch takes
_SECONDS = 120.0


class KilledImport:
    """One command that is killed and run again until it is done. `tell` hears who died, and at which share of it."""

    def __init__(
        self,
        town: Installation,
        service: str,
        command: tuple[object, ...],
        *,
        rows: int,
        tell: Callable[[str, float], None],
    ) -> None:
        self._town = town
        self._service = service
        self._command = command
        self._rows = rows
        self._tell = tell

    def run(self, kills: int, random: Random) -> list[str]:
        """What is not as it should be."""
        before, due = self.events(), self._rows * _EVENTS[self._service]
        for number in range(kills):
            moment = before + due * (number + random.random()) / (kills + 1)
            victim = random.choice(("command", self._service))
            if self._killed(moment, victim, random):
                self._tell(victim, (self.events() - before) / due)
        last = self._town.asked(*self._command)
        broken = []
        if last["accepted"] + last["unchanged"] != self._rows:
            broken.append(f"{self._service}: {last['accepted']} accepted and {last['unchanged']} unchanged rows")
        if self.events() - before != due:
            broken.append(f"{self._service}: {self.events() - before} events of {self._rows} rows, not {due}")
        again = self._town.asked(*self._command)
        if again["unchanged"] != self._rows or self.events() - before != due:
            broken.append(f"{self._service}: the same file again changed something: {again}")
        return broken

    def events(self) -> int:
        """How many events the service has recorded."""

        def asked() -> tuple[int] | None:
            answer = self._town.inside("status")
            return (answer.document["services"][self._service]["events"],) if answer.code == 0 else None

        found = eventually(asked, timeout=_SECONDS, what="a status")
        assert found is not None
        return int(found[0])

    def _killed(self, moment: float, victim: str, random: Random) -> bool:
        """Start the command and kill somebody shortly after so many events, and after one of its own at least.

        `False` if it was done before.
        """
        moment = max(moment, self.events() + 1)
        with self._town.client(*self._command, "--json") as client:
            eventually(lambda: self.events() >= moment or client.exit_code is not None, timeout=_SECONDS)
            time.sleep(random.uniform(0, _BATCH_SECONDS))
            if client.exit_code is not None:
                return False
            os.kill(client.pid if victim == "command" else self._town.service(victim), signal.SIGKILL)
            code = client.wait(timeout=_SECONDS)
            assert code in (0, 1, -signal.SIGKILL), client.stderr  # 0: nothing was left to ask of the service
        self._town.wait_ready()
        return True


def killed_imports(profile: str, *, rows: int, kills: int, seed: int, tell: Callable[[str, float], None]) -> list[str]:
    """Both imports on a fresh installation; every promise that did not hold. Leaves nothing running."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder, Installation(profile) as town, town.up() as system:
        day = pledge_day.write(Path(folder), persons=rows, silent=0)
        system.wait_for_line("^ready$", timeout=_SECONDS)
        for group, file in day.files()[:2]:
            town.asked(*pledge_day.importing(group, file))
        campaign = town.asked(*pledge_day.opening(day))["campaign"]
        broken = []
        for service, command in (
            ("registry", pledge_day.importing("staff", day.staff[0])),
            ("pledge", pledge_day.signing(day.pacts[0], campaign)),
        ):
            broken += KilledImport(town, service, command, rows=rows, tell=tell).run(kills, random)
        return broken + judge(day.sent(), pledge_day.shown(town, campaign, Path(folder) / "receipts"))


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--profile", choices=PROFILES, action="append", help="all, if none is named")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    console = Console(stderr=True)
    broken = []
    for profile in chosen.profile or PROFILES:
        dead: Counter[str] = Counter()

        def tell(victim: str, share: float, profile: str = profile, dead: Counter[str] = dead) -> None:
            dead[victim] += 1
            console.print(f"{profile}: {victim} killed at {share:.0%}")

        found = killed_imports(profile, rows=chosen.rows, kills=chosen.kills, seed=seed, tell=tell)
        console.print(f"{profile}: {chosen.rows} rows twice, killed {dict(dead)}, {len(found)} promises broken")
        if dead.total() < 2 * chosen.kills:
            console.print(
                f"{profile}: {2 * chosen.kills - dead.total()} times the import was done before it was killed"
            )
        broken += found
    for line in broken:
        console.print(line, style="red", markup=False, highlight=False)
    console.print(f"{len(broken)} promises broken (seed {seed})" if broken else "every row had exactly one effect")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
