"""A pledge day in rounds, during which services die at named crash points, and everything that it leaves.

In each round two persons are imported and sign; each service may be struck once in it, and its views are built anew if
that is what it is to be struck at. Struck services come back, undisturbed. The same rounds without a strike leave the
same: log, views, receipts and coverage, once what is random is renamed.
"""

import contextlib
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pledge_day
from installation import READY_SECONDS, SERVICES, Answer, Installation
from netral_testing.processes import Child, ChildFailed
from netral_testing.waiting import eventually
from parity import Renamer, tables_of_file, tables_of_schema

_HERE = Path(__file__).parent
_COMMON = (
    "append.locked",
    "append.inserted",
    "append.committed",
    "relay.read",
    "relay.sent",
    "relay.checkpointed",
    "consume.read",
    "feed.committed",
    "project.folded",
    "project.written",
    "project.committed",
    "rebuild.created",
    "rebuild.read",
    "rebuild.filled",
    "rebuild.written",
    "rebuild.caught_up",
    "rebuild.compared",
    "rebuild.switched",
)
PASSED = {
    "registry": (*_COMMON, "vault.reserved", "vault.sealed"),
    "pledge": (*_COMMON, "work.executed", "work.done"),
}
"""Points that a service passes on a pledge day."""
NOT_PASSED = frozenset({"vault.destroyed", "vault.wiped", "park.released", "submission.decided", "migrate.changed"})
"""Nobody is erased, nothing is parked, no publisher submits and no table changes on that day; libs/chassis does."""
HOWS = ("exit", "raise", "freeze")
ROUNDS = max(map(len, PASSED.values()))
_A_ROUND = 2  # persons
_FROZEN_SECONDS = 0.5  # how long a probe takes to find that a process is stopped, or lacks a thread
_DRAIN_SECONDS = 1.5  # how long a process that lacks a thread gets for ending in order
_STRUCK_SECONDS = 30.0
_LOOK_SECONDS = 0.05


class Strike(NamedTuple):
    """At the next passing of `point`, `service` ends: killed, by an error in that thread, or stopped where it is."""

    service: str
    point: str
    how: str


def schedule(how: Callable[[str, int], str]) -> list[list[Strike]]:
    """Strikes by round: each service once at each point it passes; `how(service, number)` says how it ends."""
    return [
        [
            Strike(service, points[number], how(service, number))
            for service, points in PASSED.items()
            if number < len(points)
        ]
        for number in range(ROUNDS)
    ]


def write(folder: Path) -> pledge_day.PledgeDay:
    """The files of the day; one part more than there are rounds, of persons who do not sign."""
    return pledge_day.write(folder, persons=_A_ROUND * (ROUNDS + 1), silent=_A_ROUND, parts=ROUNDS + 1)


class Town:
    """An installation whose two services run under a watch of ours: what was struck and ended is started again."""

    def __init__(self, installation: Installation, day: pledge_day.PledgeDay, campaign: str = "") -> None:
        self.installation = installation
        self.day = day
        self.campaign = campaign
        self.children: dict[str, Child] = {}
        self.never: list[Strike] = []
        """Strikes that did not come to pass."""
        self._closing = threading.Event()
        self._watch: threading.Thread | None = None
        self._failed = ""

    # its services

    def start(self) -> None:
        """Both services, and from now on again whichever ends, until `end` or `close`."""
        for service in SERVICES:
            self._start(service)
        self._closing.clear()
        self._watch = threading.Thread(target=self._start_again, name="watch")
        self._watch.start()

    def _start(self, service: str) -> None:
        self._folder(service).mkdir(parents=True, exist_ok=True)
        self.children[service] = Child(
            "armed",
            f"netral_{service}",
            str(self._folder(service)),
            environment=self.installation.service_environment,
            cwd=_HERE,
        )

    def _start_again(self) -> None:
        while not self._closing.wait(_LOOK_SECONDS):
            for service, child in list(self.children.items()):
                if child.exit_code is None:
                    continue
                if child.exit_code not in (0, -signal.SIGKILL):
                    self._failed = f"{service} ended with {child.exit_code}: {child.stderr[-4000:]}"
                    return
                child.close()
                self._start(service)

    def _folder(self, service: str) -> Path:
        return self.installation.home / "points" / service

    def said(self, service: str) -> list[str]:
        """Lines of the service's watch, of all its lives here."""
        file = self._folder(service) / "said"
        return file.read_text().splitlines() if file.exists() else []

    def stop(self, service: str) -> None:
        """End a service in order; it stays away until `bring_back`."""
        child = self.children.pop(service)
        code = child.terminate()
        child.close()
        assert code == 0, child.stderr

    def bring_back(self, service: str) -> None:
        """Start a service that was stopped."""
        self._start(service)

    def mend(self) -> None:
        """Until all services that should run are ready. Raises `AssertionError` if one ended as it should not."""
        eventually(self._is_ready, timeout=READY_SECONDS, what="a system that is ready")

    def _is_ready(self) -> bool:
        assert not self._failed, self._failed
        return all(self.installation.serves(service) for service in list(self.children))

    def end(self) -> None:
        """Both services, in order."""
        self._unwatch()
        codes = {service: child.terminate() for service, child in self.children.items()}
        self.close()
        assert set(codes.values()) == {0}, codes

    def close(self) -> None:
        """Whatever still runs of them."""
        self._unwatch()
        for child in self.children.values():
            child.close()

    def _unwatch(self) -> None:
        self._closing.set()
        if self._watch is not None:
            self._watch.join()

    # its commands

    def asked(self, *arguments: object) -> Any:
        """The document of a command that is repeated, as its user would, until it is done."""

        def done() -> Answer | None:
            self.mend()
            answer = self.installation.inside(*arguments)
            assert answer.code in (0, 1), f"{arguments[:2]}: exit code {answer.code}\n{answer.out}{answer.err}"
            return answer if answer.code == 0 else None

        return eventually(done, timeout=READY_SECONDS, what=f"`netral {arguments[0]} {arguments[1:2]}`").document

    # its day

    def hold_the_eve(self) -> None:
        """Units, posts and the campaign are on record; then nothing runs."""
        self.start()
        eventually(self._has_rights, timeout=READY_SECONDS, what="views that know the operator's rights")
        for group, file in self.day.files()[:2]:
            self.asked(*pledge_day.importing(group, file))
        self.campaign = self.asked(*pledge_day.opening(self.day))["campaign"]
        eventually(self.is_settled, timeout=30, what="everything published and seen")
        self.end()
        for service in SERVICES:
            shutil.rmtree(self._folder(service))

    def hold_the_day(self, rounds: Sequence[Sequence[Strike]]) -> None:
        """All rounds with their strikes, then the whole files again, which change nothing."""
        self.start()
        self.mend()
        for number, strikes in enumerate(rounds):
            self._hold_round(number, strikes)
        assert self.asked(*pledge_day.importing("staff", self.day.staff[-1]))["rows"] == _A_ROUND
        staff, pacts = self.day.whole
        for command in (pledge_day.importing("staff", staff), pledge_day.signing(pacts, self.campaign)):
            again = self.asked(*command)
            assert again["unchanged"] == again["rows"]

    def _hold_round(self, number: int, strikes: Sequence[Strike]) -> None:
        with contextlib.ExitStack() as watched:
            for strike in strikes:
                watched.enter_context(self._struck(strike))
            assert self.asked(*pledge_day.importing("staff", self.day.staff[number]))["rows"] == _A_ROUND
            assert self.asked(*pledge_day.signing(self.day.pacts[number], self.campaign))["rows"] == _A_ROUND
            for service, points in PASSED.items():
                if number < len(points) and points[number].startswith("rebuild."):
                    self.asked("rebuild", service)
        self.mend()

    @contextlib.contextmanager
    def _struck(self, strike: Strike) -> Iterator[None]:
        """Arm it, and end a process that is frozen or lacks a thread, as an operator or a probe would."""
        victim = self.children[strike.service]
        before = len(self.said(strike.service))
        (self._folder(strike.service) / "order").write_text(f"{strike.point} {strike.how}")
        os.kill(victim.pid, signal.SIGUSR1)

        def has(word: str) -> bool:
            return f"{word} {strike.point} {strike.how}" in self.said(strike.service)[before:]

        eventually(lambda: has("armed"), timeout=10, what=f"{strike.service} to be armed")
        leaving = threading.Event()
        watcher = threading.Thread(target=self._end_struck, args=(strike, victim, has, leaving))
        watcher.start()
        try:
            yield
        finally:
            leaving.set()
            watcher.join()

    def _end_struck(self, strike: Strike, victim: Child, has: Callable[[str], bool], leaving: threading.Event) -> None:
        end = 0.0
        while not has("struck"):
            end = end or (time.monotonic() + _STRUCK_SECONDS if leaving.is_set() else 0.0)
            if end and (time.monotonic() > end or victim.exit_code is not None):
                self.never.append(strike)
                return
            time.sleep(_LOOK_SECONDS)
        if strike.how != "exit":
            time.sleep(_FROZEN_SECONDS)
        if strike.how == "raise":
            os.kill(victim.pid, signal.SIGTERM)
            with contextlib.suppress(ChildFailed):
                victim.wait(timeout=_DRAIN_SECONDS)
        victim.kill()

    def is_settled(self) -> bool:
        """Whether everything recorded is published and seen."""
        return _is_settled(self.asked("status"))

    def _has_rights(self) -> bool:
        """On a fresh home the operator's rights are events like any other: until they are seen, he is nobody."""
        self.mend()
        answer = self.installation.inside("status")
        return answer.code == 0 and _is_settled(answer.document)

    # what it leaves

    def shown(self, out: Path) -> dict[str, Any]:
        """All that can be seen of the day, without what is random; receipts go to the folder `out`."""
        eventually(self.is_settled, timeout=30, what="everything published and seen")
        status = self.asked("status")["services"]
        renamer = Renamer(self.asked("log", "show", "--limit", 100_000)["events"])
        receipts = self.asked("receipt", "export", "--campaign", self.campaign, "--out", out)
        proven = self.installation.inside("verify", out, "--key", out / "verifier.key")
        return {
            "log": renamer.log,
            "views": {name: renamer.views(self._tables(name, one["generation"])) for name, one in status.items()},
            "parked": [one["parked"] for one in status.values()],
            "coverage": {by: self._coverage(by) for by in ("class", "unit")},
            "receipts": (receipts["exported"], receipts["opened"], receipts["tree_size"], proven.code),
            "audit": self.asked("audit")["ok"],
        }

    def _tables(self, service: str, generation: int) -> dict[str, list[tuple[Any, ...]]]:
        name = f"views_g{generation}"
        if self.installation.profile == "embedded":
            return tables_of_file(self.installation.home / "data" / f"{service}.{name}.db")
        return tables_of_schema(self.installation.service_environment[f"NETRAL_{service.upper()}_DATABASE"], name)

    def _coverage(self, by: str) -> Any:
        document = self.asked("coverage", "--campaign", self.campaign, "--by", by)
        return {key: value for key, value in document.items() if key != "age_seconds"}


def _is_settled(status: Any) -> bool:
    services = status["services"].values()
    return all(one["outbox"] == 0 and not any(view["lag"] for view in one["views"].values()) for one in services)


@contextlib.contextmanager
def on_the_eve(profile: str, day: pledge_day.PledgeDay) -> Iterator[Town]:
    """A fresh installation on which nothing runs, its units, posts and campaign on record."""
    with Installation(profile) as installation:
        town = Town(installation, day)
        try:
            town.hold_the_eve()
            yield town
        finally:
            town.close()


@contextlib.contextmanager
def copied(eve: Town) -> Iterator[Town]:
    """Another embedded home on the same eve."""
    with Installation() as installation:
        shutil.copytree(eve.installation.home, installation.home)
        town = Town(installation, eve.day, eve.campaign)
        try:
            yield town
        finally:
            town.close()


def held(town: Town, rounds: Sequence[Sequence[Strike]], out: Path) -> dict[str, Any]:
    """What the town shows after the day; its services ended in order."""
    town.hold_the_day(rounds)
    found = town.shown(out)
    town.end()
    return found


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The first difference of each part that is not equal."""
    return [f"{name}: {_first(found[name], expected[name])}" for name in expected if found[name] != expected[name]]


def _first(one: Any, other: Any) -> str:
    if isinstance(one, list) and isinstance(other, list):
        pairs = (f"{x}\n  instead of {y}" for x, y in zip(one, other, strict=False) if x != y)
        return next(pairs, f"{len(one)} instead of {len(other)}")
    if isinstance(one, dict) and isinstance(other, dict):
        return next(
            f"{key}: {_first(one.get(key), other.get(key))}"
            for key in sorted(one.keys() | other.keys(), key=str)
            if one.get(key) != other.get(key)
        )
    return f"{json.dumps(one)}\n  instead of {json.dumps(other)}"
