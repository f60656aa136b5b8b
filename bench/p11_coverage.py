"""P11: coverage of one tenant of 11,000 by unit and by class, asked by gRPC, against the same join by hand."""

import statistics
import time
from collections.abc import Callable

import facts
import system
from floors import coverage_join as floor
from measuring import Counts, Figure, Goal, Report, Run, alternate, first, timing
from netral.pledge.v1 import service_pb2 as pledge
from netral_cli.demo import regency
from p2_system import sign
from servers import Servers

ASKED = 20
ALONE = "one tenant alone; the national data beside it are not there yet"


def run_files(servers: Servers, *, small: bool, rounds: int) -> Report:
    """P11 on SQLite files."""
    figures, runs = _asked(system.shared(servers, small=small), rounds, Goal("netral", 100))
    return Report("P11", "Coverage of one tenant, embedded", figures, *first(runs), (ALONE,))


def run_server(servers: Servers, *, small: bool, rounds: int) -> Report:
    """P11 on PostgreSQL, right after a bulk load: the planner has no statistics yet."""
    figures, runs = _asked(system.shared(servers, small=small, on_servers=True), rounds, Goal("netral", 50))
    return Report("P11s", "Coverage of one tenant, server", figures, *first(runs), (ALONE,))


def _asked(made: system.System, rounds: int, goal: Goal) -> tuple[tuple[Figure, ...], dict[str, list[Run]]]:
    persons = made.persons_at_work()
    campaign = made.campaign("Pakta yang dihitung")
    if not made.coverage(campaign).total.signed:
        sign(made, [campaign], persons)
    database = made.profile.database("pledge", "views_g1")
    durability = {name: value for name, value in made.profile.durability("pledge").items() if name.startswith("views.")}

    def asked(by: int) -> tuple[int, int]:
        total = made.coverage(campaign, by).total
        return total.denominator, total.signed

    def by_hand() -> tuple[int, int]:
        return floor.answered(database, campaign, regency.TENANT, facts.DAY)

    figures = []
    for what, by in (("by unit", pledge.COVERAGE_BY_UNIT), ("by class", pledge.COVERAGE_BY_CLASS)):
        sides = {
            "netral": lambda by=by: _median(lambda: asked(by), durability, len(persons)),
            "floor": lambda: _median(by_hand, durability, len(persons)),  # its connection is one of the product's kind
        }
        runs = alternate(rounds, sides)
        figures.append(timing(what, runs, (goal,), "ms"))
    database.close()
    return tuple(figures), runs


def _median(ask: Callable[[], tuple[int, int]], durability: dict[str, str], persons: int) -> Run:
    waits, used = [], time.process_time()
    for _ in range(ASKED):
        begun = time.perf_counter()
        audience, signed = ask()
        waits.append(time.perf_counter() - begun)
    used = time.process_time() - used
    return Run(statistics.median(waits), used, Counts(persons, audience, signed, signed), durability)
