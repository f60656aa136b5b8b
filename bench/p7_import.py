"""P7: a regency's staff from CSV by the command line: read, checked, resolved, sealed, recorded, visible."""

import statistics
import time

import system
from assembly import sqlite_durability
from floors import import_rows as floor
from measuring import Counts, Figure, Goal, Report, Run, alternate, first, timing
from servers import Servers


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    ready: list[float] = []
    runs = alternate(
        rounds,
        {"netral": lambda: _netral(servers, small, ready), "floor": lambda: _floor(servers, small)},
    )
    starts = Figure(
        "P12: start to ready, all services", "s", {"netral": statistics.median(ready)}, (Goal("netral", 6),)
    )
    return Report(
        "P7",
        "Import of staff, embedded",
        (timing("file to visible", runs, (Goal("netral", 5),)), starts),
        *first(runs),
    )


def _netral(servers: Servers, small: bool, ready: list[float]) -> Run:
    with system.started(servers, small=small) as made:
        ready.append(made.ready_seconds)
        used = made.processor()
        seconds = system.staff_imported(made)
        used = made.processor() - used
        persons = [row.stream_id for row in made.log("registry") if row.type == "netral.registry.person-registered"]
        counts = Counts(made.persons, len(persons), len(set(persons)), len(made.persons_at_work()))
        found = {
            name[5:]: value for name, value in made.profile.durability("registry").items() if name.startswith("core.")
        }
        return Run(seconds, used, counts, found)


def _floor(servers: Servers, small: bool) -> Run:
    folder = servers.folder()
    files, employees = system.written(folder, small=small)
    conn = floor.opened(folder / "floor.db")
    begun, used = time.perf_counter(), time.process_time()
    rows = floor.copied(conn, files.staff)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    distinct = conn.execute("SELECT count(DISTINCT nip || nik) FROM staff").fetchone()[0]
    found = sqlite_durability(conn)
    conn.close()
    return Run(seconds, used, Counts(len(employees), rows, distinct, rows), found)
