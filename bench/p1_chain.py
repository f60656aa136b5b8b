"""P1c and P2c, the chassis's part of P1 and P2: commands decided and appended, relayed, projected, counted by a query.

Without gRPC and without a service's own rules, in one process with the threads that a service process has. Each hop is
measured alone too, since that tells where the time of the whole goes.
"""

import threading
from collections.abc import Callable, Sequence

import facts
import psycopg
from assembly import (
    CLIENTS,
    MESSAGE,
    Assembly,
    batches,
    counted,
    on_files,
    on_server,
    producer_settings,
    sqlite_durability,
)
from confluent_kafka import Producer
from floors import chain_files, chain_server
from measuring import Counts, Goal, Report, Run, Stopwatch, alternate_parts, figure
from netral_chassis.log_kafka import KafkaLog
from servers import Servers, postgres_durability

COMMIT = MESSAGE * CLIENTS  # what the writer finds waiting at most
BATCH = 5_000
Spent = dict[str, tuple[float, float]]
Steps = dict[str, Callable[[], object]]
Side = Callable[[bool], dict[str, Run]]


def run_server(servers: Servers, *, small: bool, rounds: int) -> Report:
    """P1 on PostgreSQL and Kafka."""
    sent = facts.pacts(1_000 if small else 100_000)
    sides: dict[str, Side] = {
        "netral": lambda apart: _netral_server(servers, sent, apart),
        "floor": lambda apart: floor_server(servers, sent, apart),
    }
    goals = (Goal("netral", 15_000), Goal("floor", 0.75))
    return _report("P1c", "Chassis chain, PostgreSQL and Kafka", goals, rounds, sides)


def run_files(servers: Servers, *, small: bool, rounds: int) -> Report:
    """P2 on SQLite files."""
    sent = facts.pacts(1_000 if small else 100_000)
    sides: dict[str, Side] = {
        "netral": lambda apart: _netral_files(servers, sent, apart),
        "floor": lambda apart: floor_files(servers, sent, apart),
    }
    goals = (Goal("netral", 10_000), Goal("floor", 0.6))
    return _report("P2c", "Chassis chain, SQLite files", goals, rounds, sides)


def _report(id: str, title: str, goals: tuple[Goal, ...], rounds: int, sides: dict[str, Side]) -> Report:
    whole = alternate_parts(rounds, {name: lambda side=side: side(False) for name, side in sides.items()})["whole"]
    hops = alternate_parts(rounds, {name: lambda side=side: side(True) for name, side in sides.items()})
    return Report(
        id,
        title,
        (
            figure("whole chain", whole, goals),
            figure("decide and append alone", hops["append"]),
            figure("relay alone", hops["relay"]),
            figure("live projection alone (P5)", hops["project"], (Goal("floor", 0.7),)),
        ),
        {side: of[0].counts for side, of in whole.items()},
        {side: of[0].durability for side, of in whole.items()},
    )


def _one_by_one(steps: Steps) -> Spent:
    """What each hop takes when it has the machine to itself."""
    spent = {}
    for name, step in steps.items():
        watch = Stopwatch()
        step()
        spent[name] = watch.read()
    return spent


def _together(steps: Steps, shown: Callable[[], int]) -> Spent:
    """All hops at once, a thread each, until the query has counted."""
    threads = [threading.Thread(target=step) for step in steps.values()]
    watch = Stopwatch()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown()
    return {"whole": watch.read()}


def _of_netral(made: Assembly, sent: Sequence[facts.Sent], apart: bool) -> Spent:
    if not apart:
        return {"whole": made.run(sent)}
    return _one_by_one(
        {
            "append": lambda: made.append(sent),
            "relay": made.publish,
            "project": lambda: made.project(len(sent)),
        }
    )


def _runs(spent: Spent, counts: Counts, durability: dict[str, str]) -> dict[str, Run]:
    return {name: Run(*took, counts, durability) for name, took in spent.items()}


def _netral_server(servers: Servers, sent: Sequence[facts.Sent], apart: bool) -> dict[str, Run]:
    topic = servers.topic()
    with producer_settings() as settings, on_server(servers, topic) as made:
        spent = _of_netral(made, sent, apart)
        counts = Counts(len(sent), *counted(made.open_log()), made.shown())
        return _runs(spent, counts, {**made.durability(), **settings, **servers.topic_durability(topic)})


def _netral_files(servers: Servers, sent: Sequence[facts.Sent], apart: bool) -> dict[str, Run]:
    with on_files(servers) as made:
        spent = _of_netral(made, sent, apart)
        log = made.open_log()
        log.topic_id()
        topic = {f"topic.{name}": value for name, value in sqlite_durability(log._conn).items()}
        counts = Counts(len(sent), *counted(log), made.shown())
        return _runs(spent, counts, {**made.durability(), **topic})


def floor_server(servers: Servers, sent: Sequence[facts.Sent], apart: bool) -> dict[str, Run]:
    """The floor with PostgreSQL and Kafka: the whole, or every hop apart."""
    url, topic = servers.database(), servers.topic()
    conns = [psycopg.connect(url, autocommit=True) for _ in range(3)]
    floor = chain_server
    floor.create(conns[0], indexed=True)
    producer = Producer({**floor.PRODUCER, "bootstrap.servers": servers.bootstrap})
    consumer = floor.reader(servers.bootstrap, topic)
    steps: Steps = {
        "append": lambda: [floor.commit(conns[0], batch) for batch in batches(sent, COMMIT)],
        "relay": lambda: floor.wait_for(
            lambda done: floor.publish(conns[1], producer, topic, done + 1, BATCH), len(sent)
        ),
        "project": lambda: floor.wait_for(lambda _: floor.project(conns[2], consumer, BATCH), len(sent)),
    }

    def shown() -> int:
        sql = "SELECT count(*) FROM views.pact WHERE tenant = %s"
        return int(conns[2].execute(sql, (facts.TENANT,)).fetchone()[0])

    spent = _one_by_one(steps) if apart else _together(steps, shown)
    counts = Counts(len(sent), *counted(KafkaLog(servers.bootstrap, topic, source="netral://pledge")), shown())
    core, views = postgres_durability(conns[0]), postgres_durability(conns[2])
    durability = {f"core.{name}": value for name, value in core.items()}
    durability |= {f"views.{name}": value for name, value in views.items()}
    durability |= {name: str(floor.PRODUCER[name]) for name in ("acks", "enable.idempotence")}
    consumer.close()
    for conn in conns:
        conn.close()
    servers.drop(url)
    return _runs(spent, counts, {**durability, **servers.topic_durability(topic)})


def floor_files(servers: Servers, sent: Sequence[facts.Sent], apart: bool) -> dict[str, Run]:
    """The floor on files: the whole, or every hop apart."""
    folder, floor = servers.folder(), chain_files
    core = floor.connect(folder / "core.db", floor.CORE)
    topic = floor.connect(folder / "topic.db", floor.TOPIC)
    views = floor.connect(folder / "views.db", floor.VIEWS)
    relaying, reading = floor.connect(folder / "core.db"), floor.connect(folder / "topic.db")
    publish = floor.publish
    steps: Steps = {
        "append": lambda: [floor.commit(core, batch) for batch in batches(sent, COMMIT)],
        "relay": lambda: chain_server.wait_for(lambda done: publish(relaying, topic, done + 1, BATCH), len(sent)),
        "project": lambda: chain_server.wait_for(lambda done: floor.project(views, reading, done, BATCH), len(sent)),
    }

    def shown() -> int:
        return int(views.execute("SELECT count(*) FROM pact WHERE tenant = ?", (facts.TENANT,)).fetchone()[0])

    spent = _one_by_one(steps) if apart else _together(steps, shown)
    records = topic.execute("SELECT count(*), count(DISTINCT event_id) FROM record").fetchone()
    durability = {
        f"{name}.{key}": value
        for name, conn in (("core", core), ("views", views), ("topic", topic))
        for key, value in sqlite_durability(conn).items()
    }
    counts = Counts(len(sent), *records, shown())
    for conn in (core, topic, views, relaying, reading):
        conn.close()
    return _runs(spent, counts, durability)
