"""Kills real processes at random during a pledge day, mends what nobody else mends, and lets a judge look at the end.

    storm.py --kills 200 --profile server --seed 7

Two clients import a regency's staff and signatures, part after part, each until its command says that it is done; then
they send parts again, which must change nothing. Meanwhile services, supervisor, clients, broker and database die by
SIGKILL. Exit code 0: every promise held; 1: those that did not are listed.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom
from types import FrameType
from typing import NoReturn

import pledge_day
from installation import SERVICES, Answer, Installation
from judge import judge
from netral_testing.processes import Child, ChildFailed
from netral_testing.waiting import eventually
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

KINDS = {
    "embedded": ("registry", "pledge", "staff", "pact", "up"),
    "server": ("registry", "pledge", "staff", "pact", "up", "broker", "database", "backend"),
}
"""What dies; `staff` and `pact` are the clients that import, `backend` is one process of the database server."""

_SETTLED = 0.6  # share of kills that wait for a system that is ready; the others hit it while it comes up
_LONGEST_CALM = 2.0
_LONGEST_OUTAGE = 3.0  # of a broker or a database
_MEND_SECONDS = 60.0
_END_SECONDS = 300.0
_AGAIN_SECONDS = 0.2
_TOLD_EVERY = 20  # kills; where nobody watches a bar
_LAST_WORDS = 4_000  # characters of each log


class Storm:
    """One run over an installation whose files are `day`. `tell(kind, dead)` hears of each kill."""

    def __init__(
        self,
        town: Installation,
        day: pledge_day.PledgeDay,
        *,
        kills: int,
        seed: int,
        tell: Callable[[str, Counter[str]], None],
    ) -> None:
        self._town = town
        self._day = day
        self._kills = kills
        self._seed = seed
        self._random = Random(seed)
        self._tell = tell
        self.dead: Counter[str] = Counter()
        self.broken: list[str] = []
        self._system: Child | None = None
        self._clients: dict[str, Child] = {}
        self._recorded = [threading.Event() for _ in day.staff]
        self._calm = threading.Event()  # the last kill is over
        self._over = threading.Event()  # clients stop, done or not
        self._campaign = ""

    def run(self, out: Path) -> list[str]:
        """Every promise that did not hold; receipts go to the folder `out`."""
        self._mend()
        self._town.wait_ready()
        for group, file in self._day.files()[:2]:
            self._town.asked(*pledge_day.importing(group, file))
        self._campaign = self._town.asked(*pledge_day.opening(self._day))["campaign"]
        clients = [threading.Thread(target=each, daemon=True) for each in (self._import_staff, self._import_pacts)]
        for client in clients:
            client.start()
        try:
            while self.dead.total() < self._kills and not self.broken:
                self._kill_one()
            self._calm.set()
            self._finish(clients)
        finally:
            self._over.set()
        return self.broken or self._judged(out)

    # the clients

    def _import_staff(self) -> None:
        random = Random(f"{self._seed} staff")
        for part, file in enumerate(self._day.staff):
            self._until_done("staff", pledge_day.importing("staff", file), is_new=True)
            self._recorded[part].set()
        while not self._calm.is_set() and not self._over.is_set():
            again = pledge_day.importing("staff", random.choice(self._day.staff))
            self._until_done("staff", again, is_new=False)

    def _import_pacts(self) -> None:
        random = Random(f"{self._seed} pact")
        for part, file in enumerate(self._day.pacts):
            while not self._recorded[part].wait(0.1):
                if self._over.is_set():
                    return
            self._until_done("pact", pledge_day.signing(file, self._campaign), is_new=True)
        while not self._calm.is_set() and not self._over.is_set():
            again = pledge_day.signing(random.choice(self._day.pacts), self._campaign)
            self._until_done("pact", again, is_new=False)

    def _until_done(self, kind: str, command: tuple[object, ...], *, is_new: bool) -> None:
        """Run an import again and again until it is done, as its user would."""
        while not self._over.is_set():
            answer = self._run(kind, command)
            if answer.code == 0:
                document = json.loads(answer.out)
                if document["accepted"] and not is_new:
                    self.broken.append(f"{kind}: {document['accepted']} rows of a file sent again changed something")
                return
            if answer.code not in (1, -signal.SIGKILL):
                self.broken.append(f"{kind}: exit code {answer.code}: {_codes(answer)}")
                return
            self._over.wait(_AGAIN_SECONDS)

    def _run(self, kind: str, command: tuple[object, ...]) -> Answer:
        with self._town.client(*command, "--json") as child:
            self._clients[kind] = child
            while child.exit_code is None and not self._over.wait(0.02):
                pass
            if child.exit_code is None:
                child.kill()
            answer = Answer(child.wait(), child.stdout, child.stderr)
        if "Traceback" in answer.err:
            self.broken.append(f"{kind}: a traceback: {answer.err[-1000:]}")
        return answer

    # the deaths

    def _kill_one(self) -> None:
        if self._random.random() < _SETTLED:
            self._mend_until_ready()
            time.sleep(self._random.uniform(0, _LONGEST_CALM))
        kind = self._random.choice(KINDS[self._town.profile])
        self._mend()
        pid = self._find(kind)
        if not pid:
            time.sleep(0.05)
            return
        if kind in ("broker", "database"):
            self._town.kill_server(pid)
            time.sleep(self._random.uniform(0, _LONGEST_OUTAGE))
        else:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                return
        self.dead[kind] += 1
        self._tell(kind, self.dead)

    def _find(self, kind: str) -> int:
        """Process id of the victim, 0 if there is none just now."""
        if kind == "up":
            return self._system.pid if self._system is not None and self._system.exit_code is None else 0
        if kind in ("staff", "pact"):
            child = self._clients.get(kind)
            return child.pid if child is not None and child.exit_code is None else 0
        if kind in ("broker", "database"):
            return self._town.broker() if kind == "broker" else self._town.database()
        if kind == "backend":
            return self._random.choice(self._town.backends() or [0])
        return self._town.service(kind)

    def _mend(self) -> None:
        """Start what nobody starts again by itself: broker and database, and the supervisor."""
        town = self._town
        if self._system is not None and town.profile == "server" and not (town.broker() and town.database()):
            town.start_servers()
        if self._system is None or self._system.exit_code is not None:
            self._start_system()

    def _start_system(self) -> None:
        """As an operator would: once the services of a killed supervisor are gone, for they hold the ports."""
        if self._system is not None:
            if self._system.exit_code not in (1, -signal.SIGKILL):
                self.broken.append(f"`netral up` ended with {self._system.exit_code}: {self._system.stderr[-1000:]}")
            self._await_end_of_services()
            self._system.close()
        self._system = self._town.up()

    def _await_end_of_services(self) -> None:
        """Raises `AssertionError` if one outlives its supervisor; its log says where its threads were then."""

        def left() -> list[str]:
            return [name for name in SERVICES if self._town.service(name)]

        try:
            eventually(lambda: not left(), timeout=_MEND_SECONDS)
        except TimeoutError:
            names = left()
            for name in names:
                os.kill(self._town.service(name), signal.SIGABRT)
            eventually(lambda: not left(), timeout=_MEND_SECONDS)
            raise AssertionError(f"{names} outlived a killed supervisor by {_MEND_SECONDS:g} s") from None

    def _mend_until_ready(self) -> None:
        def is_ready() -> bool:
            self._mend()
            return self._town.is_ready()

        eventually(is_ready, timeout=_END_SECONDS, what="a system that is ready again")

    # the end

    def _finish(self, clients: list[threading.Thread]) -> None:
        """No more deaths: everybody finishes."""

        def is_done() -> bool:
            self._mend()
            return bool(self.broken) or not any(client.is_alive() for client in clients)

        eventually(is_done, timeout=_END_SECONDS, what="clients that are done")
        self._mend_until_ready()

    def _judged(self, out: Path) -> list[str]:
        town = self._town
        eventually(self._is_published, timeout=_MEND_SECONDS, what="everything published and seen")
        broken = judge(self._day.sent(), pledge_day.shown(town, self._campaign, out))
        if not pledge_day.verified(town, out):
            broken.append("a receipt does not prove itself")
        before = self._ends()
        for command in (
            *(pledge_day.importing(group, file) for group, file in self._day.files()),
            *(pledge_day.signing(file, self._campaign) for file in self._day.pacts),
        ):
            again = town.asked(*command)
            if again["unchanged"] != again["rows"]:
                broken.append(f"{command[0]}: a file sent again changed {again['accepted']} rows")
        if self._ends() != before:
            broken.append("files sent again left events")
        audit = town.netral("audit", "--json")
        if audit.code != 0:
            broken.append(f"audit: {audit.out[:1000]}")
        return broken

    def _ends(self) -> dict[str, int]:
        return {name: one["events"] for name, one in self._town.asked("status")["services"].items()}

    def _is_published(self) -> bool:
        status = self._town.asked("status")
        for one in status["services"].values():
            if one["parked"] or one["relay_halted"] or any(view["halted"] for view in one["views"].values()):
                raise AssertionError(f"a service stands still: {status}")
        return bool(status["ready"]) and all(
            one["outbox"] == 0 and not any(view["lag"] for view in one["views"].values())
            for one in status["services"].values()
        )


def _codes(answer: Answer) -> str:
    """Codes of what an import refused; the rows' content stays out."""
    try:
        document = json.loads(answer.out)
    except ValueError:
        return answer.err[-500:]
    found = Counter(item["code"] for item in document.get("items", ()))
    return str(document.get("error", {}).get("code") or dict(found))


def storm(
    profile: str, *, kills: int, seed: int, persons: int, parts: int, tell: Callable[[str, Counter[str]], None]
) -> list[str]:
    """One storm from a fresh home to the judge; every promise that did not hold. Leaves nothing running."""
    with tempfile.TemporaryDirectory() as files, Installation(profile) as town:
        day = pledge_day.write(Path(files), persons=persons, silent=3, parts=parts)
        try:
            return Storm(town, day, kills=kills, seed=seed, tell=tell).run(Path(files) / "receipts")
        except (AssertionError, TimeoutError, ChildFailed) as error:
            return [str(error), *_last_words(town)]


def _last_words(town: Installation) -> list[str]:
    logs = sorted((town.home / "logs").glob("*.log"))
    return [f"{log.name}: …{log.read_text(errors='replace')[-_LAST_WORDS:]}" for log in logs]


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--profile", choices=sorted(KINDS), default="embedded")
    parser.add_argument("--seed", type=int, default=None, help="the same decisions again; the clock decides the rest")
    parser.add_argument("--persons", type=int, default=2_000)
    parser.add_argument("--parts", type=int, default=20, help="files that the staff comes in")
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    signal.signal(signal.SIGTERM, _interrupt)
    console = Console(stderr=True)
    console.print(f"storm: {chosen.kills} kills, {chosen.profile}, seed {seed}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("…", total=chosen.kills)

        def tell(_kind: str, dead: Counter[str]) -> None:
            described = " ".join(f"{name} {dead[name]}" for name in KINDS[chosen.profile])
            progress.update(task, completed=dead.total(), description=described)
            if not console.is_terminal and dead.total() % _TOLD_EVERY == 0:
                console.print(f"{dead.total()} kills: {described}")

        broken = storm(
            chosen.profile,
            kills=chosen.kills,
            seed=seed,
            persons=chosen.persons,
            parts=chosen.parts,
            tell=tell,
        )
    for line in broken:
        console.print(line, style="red", markup=False, highlight=False)
    console.print(f"{len(broken)} promises broken (seed {seed})" if broken else "every promise held")
    sys.exit(1 if broken else 0)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
