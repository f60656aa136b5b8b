"""What a benchmark says: figures beside those of a floor or rival, the durability of both sides, and counts."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Durability = Mapping[str, str]
LESS = {"s", "ms", "MB", "%"}


class NotComparable(Exception):
    """One side makes weaker promises than the other, so its speed says nothing."""


class Miscounted(Exception):
    """Something was lost or is there twice, so the speed says nothing."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Events sent, records and distinct positions read back from the log, and rows that the answer counts."""

    sent: int
    records: int
    distinct: int
    shown: int

    def check(self, who: str) -> None:
        """Raises `Miscounted` unless all four agree."""
        if not self.sent == self.records == self.distinct == self.shown:
            raise Miscounted(f"{who}: {self}")


@dataclass(frozen=True, slots=True)
class Run:
    """One side, once: seconds on the clock, seconds of processor time, and proof of what it did."""

    seconds: float
    processor: float
    counts: Counts
    durability: Durability

    @property
    def cost(self) -> float:
        """Microseconds of processor time an event, of this side's own process; the servers' are not in it."""
        return self.processor / self.counts.sent * 1e6

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.counts.sent / self.seconds


@dataclass(frozen=True, slots=True)
class Goal:
    """At least (for times: at most) `value`, as a ratio to `against`, or absolute if that is "netral"."""

    against: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `values` holds "netral" and what it is compared with; less is better in `LESS`.

    `costs` are microseconds of processor time an event: they hardly move when others use the machine too.
    """

    what: str
    unit: str
    values: Mapping[str, float]
    goals: tuple[Goal, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)

    def ratio(self, against: str) -> float:
        """netral over the other."""
        return self.values["netral"] / self.values[against]

    def reached(self, goal: Goal) -> bool:
        """Whether a goal is met."""
        value = self.values["netral"] if goal.against == "netral" else self.ratio(goal.against)
        return value <= goal.value if self.unit in LESS else value >= goal.value


@dataclass(frozen=True, slots=True)
class Report:
    """All that one benchmark found out. `counts` and `durability` are by side."""

    id: str
    title: str
    figures: tuple[Figure, ...]
    counts: Mapping[str, Counts]
    durability: Mapping[str, Durability]
    notes: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON has it, with ratios and verdicts worked out."""
        figures = []
        for figure in self.figures:
            others = [name for name in figure.values if name != "netral"]
            goals = [{**asdict(goal), "reached": figure.reached(goal)} for goal in figure.goals]
            figures.append(
                {
                    "what": figure.what,
                    "unit": figure.unit,
                    "values": dict(figure.values),
                    "ratios": {name: figure.ratio(name) for name in others},
                    "goals": goals,
                    "processor_us": dict(figure.costs),
                }
            )
        counts = {side: asdict(one) for side, one in self.counts.items()}
        durability = {side: dict(one) for side, one in self.durability.items()}
        return {
            "id": self.id,
            "title": self.title,
            "figures": figures,
            "counts": counts,
            "durability": durability,
            "notes": list(self.notes),
        }


def alternate(rounds: int, sides: Mapping[str, Callable[[], Run]]) -> dict[str, list[Run]]:
    """Every side `rounds` times; as `alternate_parts` of one part each."""
    return alternate_parts(rounds, {name: lambda run=run: {"": run()} for name, run in sides.items()})[""]


def alternate_parts(
    rounds: int, sides: Mapping[str, Callable[[], Mapping[str, Run]]]
) -> dict[str, dict[str, list[Run]]]:
    """Every side `rounds` times, in turns, so that a busy moment of the machine falls on all; by part, then by side.

    Raises `Miscounted`, and `NotComparable` if two sides differ in a promise.
    """
    runs: dict[str, dict[str, list[Run]]] = {}
    for _ in range(rounds):
        for name, run in sides.items():
            gc.collect()
            gc.freeze()  # the data of the benchmark are nobody's garbage, whichever side runs
            for part, done in run().items():
                done.counts.check(name)
                runs.setdefault(part, {}).setdefault(name, []).append(done)
    for of in runs.values():
        compare({name: done[0].durability for name, done in of.items()})
    return runs


def compare(durability: Mapping[str, Durability]) -> None:
    """Raises `NotComparable` unless all sides say the same of every setting."""
    distinct = {tuple(sorted(one.items())) for one in durability.values()}
    if len(distinct) > 1:
        raise NotComparable(str({side: dict(one) for side, one in durability.items()}))


def figure(what: str, runs: Mapping[str, list[Run]], goals: tuple[Goal, ...] = ()) -> Figure:
    """Median rates and processor times of all sides."""
    costs = {name: statistics.median(run.cost for run in of) for name, of in runs.items()}
    return Figure(what, "events/s", rates(runs), goals, costs)


def timing(what: str, runs: Mapping[str, list[Run]], goals: tuple[Goal, ...], unit: str = "s") -> Figure:
    """Median seconds (or milliseconds) of all sides."""
    scale = 1000 if unit == "ms" else 1
    return Figure(
        what, unit, {name: scale * statistics.median(run.seconds for run in of) for name, of in runs.items()}, goals
    )


def first(runs: Mapping[str, list[Run]]) -> tuple[dict[str, Counts], dict[str, Durability]]:
    """Counts and durability of each side's first run."""
    return {side: of[0].counts for side, of in runs.items()}, {side: of[0].durability for side, of in runs.items()}


class Stopwatch:
    """Seconds on the clock and of this process's processor time since it was made."""

    def __init__(self) -> None:
        self._begun, self._used = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Both, until now."""
        return time.perf_counter() - self._begun, time.process_time() - self._used


def rates(runs: Mapping[str, list[Run]]) -> dict[str, float]:
    """The median rate of each side."""
    return {name: statistics.median(run.rate for run in of) for name, of in runs.items()}


def machine() -> dict[str, Any]:
    """Where and when, for whoever compares two results."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gib": memory,
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }
