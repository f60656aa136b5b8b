"""P4: views built anew from the Kafka log while the live ones answer, against consuming and COPY alone."""

import threading
import time
from collections.abc import Mapping

import facts
import psycopg
from assembly import SHAPE, Assembly, counted, on_server
from floors import chain_server as floor
from measuring import Counts, Figure, Goal, Report, Run, Stopwatch, alternate, figure
from netral_chassis.rebuild import Rebuild
from servers import Servers, postgres_durability
from sqlalchemy import select

BATCH = 20_000
ASK_SECONDS = 0.1


class Asking:
    """Asks the live views one thing again and again, and remembers the longest wait for an answer."""

    def __init__(self, made: Assembly) -> None:
        self._made = made
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.longest = 0.0
        self.answers = 0
        self.wrong = 0

    def __enter__(self) -> "Asking":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        question = select(facts.PACT.c.person_id).where(facts.PACT.c.tenant == facts.TENANT).limit(1)
        while not self._stop.wait(ASK_SECONDS):
            begun = time.perf_counter()
            with self._made.reader.open() as reading:
                found = reading.execute(question).all()
            self.longest = max(self.longest, time.perf_counter() - begun)
            self.answers += 1
            self.wrong += len(found) != 1


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    count = 2_000 if small else 200_000
    topic = servers.topic()
    asked: list[Asking] = []
    with on_server(servers, topic) as made:
        made.append(facts.pacts(count))
        made.publish()
        made.project(count)
        log = counted(made.open_log())
        runs = alternate(
            rounds,
            {
                "netral": lambda: _netral(made, count, log, asked),
                "floor": lambda: _floor(servers, topic, count, log),
            },
        )
    return Report(
        "P4",
        "Rebuild from the Kafka log",
        (
            figure("rebuild, live queries served", runs, (Goal("netral", 60_000), Goal("floor", 0.6))),
            _longest(asked),
        ),
        {side: of[0].counts for side, of in runs.items()},
        {side: of[0].durability for side, of in runs.items()},
        (f"{sum(one.answers for one in asked)} live answers while rebuilding, none wrong",),
    )


def _longest(asked: list[Asking]) -> Figure:
    wrong = sum(one.wrong for one in asked)
    if wrong:
        raise ValueError(f"{wrong} live answers were wrong")
    longest = 1000 * max(one.longest for one in asked)
    return Figure("longest live answer meanwhile", "ms", {"netral": longest}, (Goal("netral", 1_000),))


def _netral(made: Assembly, count: int, log: tuple[int, int], asked: list[Asking]) -> Run:
    rebuild = Rebuild(
        made.storage, made.generations, [facts.Pacts()], facts.TYPES, made.clock, _logs(made), shape=SHAPE
    )
    with Asking(made) as asking:
        watch = Stopwatch()
        number = rebuild.run(lambda _progress: None)
        spent = watch.read()
    asked.append(asking)
    if made.generations.live() != number:
        raise ValueError("not switched")
    found = {name: value for name, value in made.durability().items() if name.startswith("views.")}
    return Run(*spent, Counts(count, *log, made.shown()), found)


def _logs(made: Assembly) -> Mapping[str, object]:
    return {facts.SOURCE: made.open_log}


def _floor(servers: Servers, topic: str, count: int, log: tuple[int, int]) -> Run:
    url = servers.database()
    with psycopg.connect(url, autocommit=True) as conn:
        floor.create(conn, indexed=False)
        consumer = floor.reader(servers.bootstrap, topic)
        watch = Stopwatch()
        floor.wait_for(lambda _done: floor.project(conn, consumer, BATCH), count)
        conn.execute(floor.INDEXES)
        spent = watch.read()
        consumer.close()
        shown = conn.execute("SELECT count(*) FROM views.pact WHERE tenant = %s", (facts.TENANT,)).fetchone()[0]
        found = {f"views.{name}": value for name, value in postgres_durability(conn).items()}
    servers.drop(url)
    return Run(*spent, Counts(count, *log, shown), found)
