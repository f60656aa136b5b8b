"""A service dies at every named point of a pledge day; it comes back, the files are sent again, and nothing differs."""

import contextlib
import io
import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pledge_day
import pytest
from installation import READY_SECONDS, SERVICES, Answer, Installation
from netral_chassis.crash import POINTS
from netral_cli.main import hoisted, run
from netral_testing.processes import Child
from netral_testing.waiting import eventually
from parity import Renamer

PERSONS, SILENT = 20, 2
_HERE = Path(__file__).parent
_COMMON = {
    "append.locked": 1,
    "append.inserted": 1,
    "append.committed": 1,
    "relay.read": 1,
    "relay.sent": 1,
    "relay.checkpointed": 1,
    "consume.read": 1,
    "feed.committed": 1,
    "project.folded": 1,
    "project.written": 1,
    "project.committed": 1,
}
PASSED = {
    "registry": {**_COMMON, "vault.reserved": 1, "vault.sealed": 1},
    "pledge": {**_COMMON, "rebuild.created": 1, "rebuild.caught_up": 1, "rebuild.switched": 1},
}
"""Points that a service passes on a pledge day, and at which passing the day is under way."""
NOT_PASSED = frozenset(
    {"work.executed", "work.done", "vault.destroyed", "vault.wiped", "park.released", "submission.decided"}
)
"""Nobody is erased, so nobody reacts; nothing is parked and no publisher submits on that day."""
EXITS = [(service, point, "exit", n) for service, points in PASSED.items() for point, n in points.items()]
FREEZES = [
    *(("pledge", point, "freeze", PASSED["pledge"][point]) for point in ("append.inserted", "relay.sent")),
    ("registry", "project.written", "freeze", 1),
]
_FROZEN_SECONDS = 1.0


@dataclass
class Town:
    """An installation whose two services run without a supervisor: a test starts again what died."""

    installation: Installation
    day: pledge_day.PledgeDay
    campaign: str = ""
    children: dict[str, Child] = field(default_factory=dict)

    def netral(self, *arguments: object) -> Answer:
        """A command, run in this process."""
        where = ("--home", self.installation.home, "--port-base", self.installation.port_base, "--json")
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(hoisted([str(one) for one in (*where, *arguments)]))
        return Answer(code, out.getvalue(), err.getvalue())

    def asked(self, *arguments: object) -> Any:
        """The document of a command that is repeated, as its user would, until it is done."""

        def done() -> Answer | None:
            self.mend()
            answer = self.netral(*arguments)
            assert answer.code in (0, 1), answer.out + answer.err
            return answer if answer.code == 0 else None

        return eventually(done, timeout=READY_SECONDS, what=f"`netral {arguments[0]} {arguments[1:2]}`").document

    def start(self, service: str, environment: Mapping[str, str]) -> None:
        self.children[service] = Child(
            f"netral_{service}", environment={**self.installation.environment, **environment}
        )

    def mend(self) -> None:
        """Until both services are ready; what died, perhaps only now, is started again, undisturbed."""
        eventually(self._is_mended, timeout=READY_SECONDS, what="a system that is ready")

    def _is_mended(self) -> bool:
        for service, child in list(self.children.items()):
            if child.exit_code is not None:
                assert child.exit_code == -signal.SIGKILL, child.stderr
                child.close()
                self.start(service, {})
        return self.installation.is_ready()

    def close(self, *, in_order: bool) -> None:
        codes = {service: child.terminate() for service, child in self.children.items()} if in_order else {}
        for child in self.children.values():
            child.close()
        assert set(codes.values()) <= {0}

    def hold_the_day(self) -> None:
        """Staff, signatures, and new views."""
        assert self.asked(*pledge_day.importing("staff", self.day.staff[0]))["rows"] == PERSONS
        assert self.asked(*pledge_day.signing(self.day.pacts[0], self.campaign))["rows"] == PERSONS - SILENT
        self.asked("rebuild", "pledge")

    def hold_it_again(self) -> None:
        """The same files change nothing."""
        for command in (
            pledge_day.importing("staff", self.day.staff[0]),
            pledge_day.signing(self.day.pacts[0], self.campaign),
        ):
            again = self.asked(*command)
            assert again["unchanged"] == again["rows"]

    def is_settled(self) -> bool:
        services = self.asked("status")["services"].values()
        return all(one["outbox"] == 0 and not any(view["lag"] for view in one["views"].values()) for one in services)

    def shown(self, out: Path) -> dict[str, Any]:
        """All that can be seen of the day, without what is random."""
        eventually(self.is_settled, timeout=30, what="everything published and seen")
        status = self.asked("status")["services"]
        renamer = Renamer(self.asked("log", "show", "--limit", 100_000)["events"])
        data = self.installation.home / "data"
        receipts = self.asked("receipt", "export", "--campaign", self.campaign, "--out", out)
        proven = self.netral("verify", out, "--key", out / "verifier.key")
        return {
            "log": renamer.log,
            "views": {
                name: renamer.views(data / f"{name}.views_g{one['generation']}.db") for name, one in status.items()
            },
            "parked": [one["parked"] for one in status.values()],
            "coverage": {by: self._coverage(by) for by in ("class", "unit")},
            "receipts": (receipts["exported"], receipts["opened"], receipts["tree_size"], proven.code),
            "audit": self.asked("audit")["ok"],
        }

    def _coverage(self, by: str) -> Any:
        document = self.asked("coverage", "--campaign", self.campaign, "--by", by)
        return {key: value for key, value in document.items() if key != "age_seconds"}


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A home on the eve of the day: units, posts and the campaign are on record, nothing runs."""
    day = pledge_day.write(tmp_path_factory.mktemp("files"), persons=PERSONS, silent=SILENT)
    with Installation() as installation:
        town = Town(installation, day)
        for service in SERVICES:
            town.start(service, {})
        for group, file in day.files()[:2]:
            town.asked(*pledge_day.importing(group, file))
        town.campaign = town.asked(*pledge_day.opening(day))["campaign"]
        eventually(town.is_settled, timeout=30, what="everything published and seen")
        town.close(in_order=True)
        yield town


@contextlib.contextmanager
def copied(eve: Town) -> Iterator[Town]:
    """Another home on the same eve."""
    with Installation() as installation:
        shutil.copytree(eve.installation.home, installation.home)
        town = Town(installation, eve.day, eve.campaign)
        try:
            yield town
        except BaseException:
            town.close(in_order=False)
            raise
        town.close(in_order=True)


@pytest.fixture(scope="module")
def undisturbed(eve: Town, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a day without a death shows. The points that nobody should pass are armed."""
    with copied(eve) as town:
        for service in SERVICES:
            town.children[service] = Child(
                "armed", f"netral_{service}", *NOT_PASSED, environment=town.installation.environment, cwd=_HERE
            )
        unharmed = dict(town.children)
        town.hold_the_day()
        town.hold_it_again()
        found = town.shown(tmp_path_factory.mktemp("out") / "receipts")
        assert town.children == unharmed, "a point that is listed as passed by nobody was passed"
    return found


def test_every_point_is_passed_on_a_pledge_day_or_known_not_to_be(undisturbed: dict[str, Any]) -> None:
    passed = {point for points in PASSED.values() for point in points}
    assert passed | NOT_PASSED == POINTS
    assert not passed & NOT_PASSED
    assert undisturbed["receipts"] == (PERSONS - SILENT, PERSONS - SILENT, PERSONS - SILENT, 0)
    assert undisturbed["audit"] is True


@pytest.mark.parametrize(("service", "point", "how", "passing"), EXITS + FREEZES)
def test_a_death_at_any_point_leaves_no_trace_once_the_files_are_sent_again(
    eve: Town, undisturbed: dict[str, Any], tmp_path: Path, service: str, point: str, how: str, passing: int
) -> None:
    with copied(eve) as town:
        for name in SERVICES:
            town.start(name, {"NETRAL_CRASH": f"{point}:{how}:{passing}"} if name == service else {})
        victim = town.children[service]
        town.installation.wait_ready()
        with killed_when_frozen(victim):
            town.hold_the_day()
            eventually(lambda: victim.exit_code is not None, timeout=30, what=f"a death of {service} at {point}")
        assert victim.exit_code == -signal.SIGKILL
        town.hold_it_again()
        found = town.shown(tmp_path / "receipts")
    assert_same(found, undisturbed)


@contextlib.contextmanager
def killed_when_frozen(victim: Child) -> Iterator[None]:
    """A process that is stopped is killed a moment later, as an operator or a liveness probe would."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05) and victim.exit_code is None:
            if _state(victim.pid) == "T":
                time.sleep(_FROZEN_SECONDS)
                victim.kill()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Equal, or the first difference of each part."""
    differing = [name for name in expected if found[name] != expected[name]]
    first: Callable[[Any, Any], str] = lambda a, b: next(  # noqa: E731
        (f"{x}\n  instead of {y}" for x, y in zip(a, b, strict=False) if x != y), f"{len(a)} instead of {len(b)}"
    )
    told = [
        first(found[name], expected[name]) if name == "log" else json.dumps(found[name])[:3000] for name in differing
    ]
    assert not differing, "\n".join([f"other than undisturbed: {differing}", *told])
