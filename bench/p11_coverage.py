"""P11: coverage of one tenant of 11,000 by unit and by class, asked by gRPC, against the same join by hand."""

import statistics
import time
from collections.abc import Callable

import facts
import system
from assembly import sqlite_durability
from floors import coverage_join as floor
from measuring import Counts, Goal, Report, Run, alternate, first, timing
from netral.pledge.v1 import service_pb2 as pledge
from netral_cli.demo import regency
from p2_system import sign
from servers import Servers

ASKED = 20


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    made = system.shared(servers, small=small)
    persons = made.persons_at_work()
    campaign = made.campaign("Pakta yang dihitung")
    if not made.coverage(campaign).total.signed:
        sign(made, [campaign], persons)
    conn = floor.opened(made.home / "data" / "pledge.views_g1.db")
    durability = {name: value for name, value in made.profile.durability("pledge").items() if name.startswith("views.")}

    by_hands_durability = {f"views.{name}": value for name, value in sqlite_durability(conn).items()}

    def asked(by: int) -> tuple[int, int]:
        total = made.coverage(campaign, by).total
        return total.denominator, total.signed

    def by_hand() -> tuple[int, int]:
        return floor.answered(conn, campaign, regency.TENANT, facts.DAY)

    figures = []
    for what, by in (("by unit", pledge.COVERAGE_BY_UNIT), ("by class", pledge.COVERAGE_BY_CLASS)):
        sides = {
            "netral": lambda by=by: _median(lambda: asked(by), durability, len(persons)),
            "floor": lambda: _median(by_hand, by_hands_durability, len(persons)),
        }
        runs = alternate(rounds, sides)
        figures.append(timing(what, runs, (Goal("netral", 100),), "ms"))
    conn.close()
    note = "one tenant alone; the national data beside it are not there yet"
    return Report("P11", "Coverage of one tenant, embedded", tuple(figures), *first(runs), (note,))


def _median(ask: Callable[[], tuple[int, int]], durability: dict[str, str], persons: int) -> Run:
    waits, used = [], time.process_time()
    for _ in range(ASKED):
        begun = time.perf_counter()
        audience, signed = ask()
        waits.append(time.perf_counter() - begun)
    used = time.process_time() - used
    return Run(statistics.median(waits), used, Counts(persons, audience, signed, signed), durability)
