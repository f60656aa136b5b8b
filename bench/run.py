"""Measures the figures of docs/performance.md, each against its floor or rival in the same run, and prints a table."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import p1_chain
import p2_system
import p3_latency
import p4_rebuild
import p6_append
import p7_import
import p8_memory
import p9_safeguards
import p11_coverage
import p13_receipts
from measuring import Figure, Report, machine
from rich.console import Console
from rich.table import Table
from servers import Servers

# A benchmark is `run(servers, small=, rounds=) -> Report` in a module of its own; one line here is all it needs.
BENCHMARKS: dict[str, Callable[..., Report]] = {
    "P6": p6_append.run,
    "P4": p4_rebuild.run,
    "P1c": p1_chain.run_server,
    "P2c": p1_chain.run_files,
    "P9": p9_safeguards.run,
    "P7": p7_import.run,
    "P2": p2_system.run_files,
    "P1": p2_system.run_server,
    "P3": p3_latency.run,
    "P11": p11_coverage.run_files,
    "P11s": p11_coverage.run_server,
    "P13": p13_receipts.run,
    "P8": p8_memory.run,
}
RESULTS = Path(__file__).parent / "results" / "latest.json"
WIDTH = 140
console = Console(stderr=True, width=WIDTH)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", metavar="P6,P4", help=f"some of {', '.join(BENCHMARKS)}")
    parser.add_argument("--small", action="store_true", help="little data: shows that it works, not how fast it is")
    parser.add_argument("--rounds", type=int, default=3, help="times each side runs, in turns; the median counts")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the JSON goes")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",") if arguments.only else list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    rounds = 1 if arguments.small else arguments.rounds
    where = machine()
    reports = []
    with Servers() as servers:
        for name in wanted:
            console.print(f"{name} …")
            reports.append(BENCHMARKS[name](servers, small=arguments.small, rounds=rounds))
    plain = {"machine": where, "small": arguments.small, "reports": [report.plain() for report in reports]}
    arguments.out.write_text(json.dumps(plain, indent=1) + "\n")
    Console(file=sys.stdout, width=WIDTH).print(table(reports))
    for report in reports:
        for side, settings in report.durability.items():
            console.print(f"{report.id} {side}: " + ", ".join(f"{name}={value}" for name, value in settings.items()))
        for note in report.notes:
            console.print(f"{report.id}: {note}")


def table(reports: list[Report]) -> Table:
    """One line a figure."""
    made = Table("", "figure", "netral", "against", "ratio", "goal", "reached", "processor")
    for report in reports:
        made.add_section()
        made.add_row(report.id, f"[bold]{report.title}")
        for figure in report.figures:
            others = [name for name in figure.values if name != "netral"]
            made.add_row(
                "",
                figure.what,
                _amount(figure.values["netral"], figure.unit),
                "\n".join(f"{name} {_amount(figure.values[name], figure.unit)}" for name in others),
                "\n".join(f"{figure.ratio(name):.2f}" for name in others),
                "\n".join(_goal(figure, number) for number in range(len(figure.goals))),
                "\n".join("yes" if figure.reached(goal) else "[red]no" for goal in figure.goals),
                "\n".join(f"{name} {cost:.1f} µs" for name, cost in figure.costs.items()),
            )
    return made


def _amount(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:,.2f} {unit}"


def _goal(figure: Figure, number: int) -> str:
    goal = figure.goals[number]
    if goal.against == "netral":
        return _amount(goal.value, figure.unit)
    return f"{goal.value:g} × {goal.against}"


if __name__ == "__main__":
    main()
