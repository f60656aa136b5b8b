"""P6: append with expected version on PostgreSQL, one event a command and 1,000 a command, against pyeventsourcing.

One event a command from one caller, who waits for the disk each time, and from many at once, as a server has them: each
side with as many threads, the rival with as many connections too.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import facts
import psycopg
from assembly import PACT, Assembly, in_table, on_postgres, request
from floors import append as floor
from google.protobuf.message import Message
from measuring import Counts, Goal, Report, Run, Stopwatch, alternate, figure
from netral.common.v1.types_pb2 import EventMeta, VerdictKind
from netral.pledge.v1.events_pb2 import PactSigned
from netral_chassis.commands import Commands, Guards, Request
from netral_chassis.store import Item, NewEvent, Write
from netral_chassis.writer import Writer
from servers import Servers, postgres_durability

ROOT = Path(__file__).parents[1]
MANY = 1_000
CALLERS = (16, 64)


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    singles, many = (20, 2) if small else (2_000, 30)
    _rival_environment()
    one = alternate(
        rounds,
        {
            "netral": lambda: _netral(servers, singles, 1),
            "store": lambda: _store(servers, singles, 1),
            "floor": lambda: _floor(servers, singles, 1),
            "pyeventsourcing": lambda: _rival(servers, singles, 0),
        },
    )
    crowds = {
        callers: alternate(
            rounds,
            {
                "netral": lambda callers=callers: _netral(servers, 5 * singles, 1, callers),
                "pyeventsourcing": lambda callers=callers: _rival(servers, 2 * singles, 0, callers),
            },
        )
        for callers in CALLERS
    }
    thousand = alternate(
        rounds,
        {
            "netral": lambda: _netral(servers, many, MANY),
            "store": lambda: _store(servers, many, MANY),
            "floor": lambda: _floor(servers, many, MANY),
            "pyeventsourcing": lambda: _rival(servers, 0, many),
        },
    )
    goals = (Goal("pyeventsourcing", 2.0),), (Goal("pyeventsourcing", 3.0),)
    return Report(
        "P6",
        "Append with expected version",
        (
            figure("one event a command", _without(one, "store"), goals[0]),
            figure("the same, store alone", _without(one, "netral")),
            *(figure(f"the same, {callers} callers at once", runs, goals[0]) for callers, runs in crowds.items()),
            figure("1,000 a command", _without(thousand, "store"), goals[1]),
            figure("the same, store alone", _without(thousand, "netral")),
        ),
        {side: of[0].counts for side, of in thousand.items()},
        {side: of[0].durability for side, of in thousand.items()},
    )


def _without(runs: dict[str, list[Run]], left_out: str) -> dict[str, list[Run]]:
    """Without one of netral's two entrances; the other is called netral."""
    return {"netral" if name == "store" else name: of for name, of in runs.items() if name != left_out}


def _netral(servers: Servers, commands: int, size: int, callers: int = 1) -> Run:
    """Through `Commands`: load, decide, append. Each caller gives one command at a time."""
    sent = facts.pacts(commands)
    with on_postgres(servers) as made:
        writer = Writer(made.store, lambda: None)
        runner = Commands(made.store, writer, facts.TYPES)
        ready = [request(one) if size == 1 else _growing(one, size) for one in sent]

        def call(mine: Sequence[Request]) -> None:
            for one in mine:
                if runner.run([one])[0].kind != VerdictKind.VERDICT_KIND_ACCEPTED:
                    raise ValueError("not accepted")

        watch = Stopwatch()
        with ThreadPoolExecutor(callers) as threads:
            for done in [threads.submit(call, ready[number::callers]) for number in range(callers)]:
                done.result()
        spent = watch.read()
        writer.stop()
        return _done(made, spent, commands * size)


def _growing(sent: facts.Sent, size: int) -> Request:
    signed = PactSigned.FromString(sent.body)

    def decide(_state: object, _guards: Guards) -> Iterator[Message]:
        for number in range(size):
            event = PactSigned()
            event.CopyFrom(signed)
            event.signed_at = facts.AT + number
            yield event

    return Request(sent.command_id, sent.body, PACT, sent.key, decide, EventMeta.FromString(sent.meta))


def _store(servers: Servers, commands: int, size: int) -> Run:
    """`EventStore.append` alone, of bytes that are ready."""
    items = []
    for one in facts.pacts(commands):
        events = (NewEvent(facts.TYPE, one.body, one.meta),) * size
        items.append(Item(one.command_id, one.body[:32], (Write(f"pact/{one.key}", 0, events),)))
    with on_postgres(servers) as made:
        watch = Stopwatch()
        for item in items:
            made.store.append([item])
        return _done(made, watch.read(), commands * size)


def _done(made: Assembly, spent: tuple[float, float], count: int) -> Run:
    records, distinct = in_table(made.store)
    found = {name.removeprefix("core."): value for name, value in made.durability().items() if name.startswith("core.")}
    return Run(*spent, Counts(count, records, distinct, made.store.head().next_position - 1), found)


def _floor(servers: Servers, commands: int, size: int) -> Run:
    url = servers.database()
    ready = [
        (one.command_id, one.body, [(f"pact/{one.key}", 1 + n, facts.TYPE, one.body, one.meta) for n in range(size)])
        for one in facts.pacts(commands)
    ]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(floor.TABLES)
        watch = Stopwatch()
        for one in ready:
            floor.append(conn, [one])
        spent = watch.read()
        records, distinct = conn.execute("SELECT count(*), count(DISTINCT event_id) FROM core.event").fetchone()
        last = conn.execute("SELECT next_position - 1 FROM core.head").fetchone()[0]
        found = postgres_durability(conn)
    servers.drop(url)
    return Run(*spent, Counts(commands * size, records, distinct, last), found)


def _rival_environment() -> None:
    subprocess.run([ROOT / "bench" / "rivals" / "setup"], check=True)


def _rival(servers: Servers, singles: int, many: int, callers: int = 1) -> Run:
    url = servers.database()
    python, script = ROOT / ".cache" / "rivals" / "bin" / "python", ROOT / "bench" / "rivals" / "pyeventsourcing.py"
    sizes = map(str, (singles, many, MANY, callers))
    done = subprocess.run([python, script, url, *sizes], check=True, capture_output=True, text=True)
    said = json.loads(done.stdout)
    servers.drop(url)
    count = singles + many * MANY
    # one aggregate more was saved to warm up
    counts = Counts(count, said["rows"] - 1, said["distinct"] - 1, said["rows"] - 1)
    return Run(*(said["single"] if singles else said["batched"]), counts, said["durability"])
