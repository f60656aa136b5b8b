"""The parts of one service as its process wires them, without gRPC: what the chassis itself costs is seen here."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import confluent_kafka
import facts
from google.protobuf.message import Message
from measuring import Stopwatch
from netral.common.v1.types_pb2 import EventMeta, VerdictKind
from netral.pledge.v1.events_pb2 import PactSigned
from netral_chassis import log_kafka
from netral_chassis.clock import SystemClock
from netral_chassis.commands import Aggregate, Commands, Guards, Request
from netral_chassis.consumer import Consumer
from netral_chassis.following import Follower, RelayLoop
from netral_chassis.generations import Generations
from netral_chassis.log import EventLog
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.log_sqlite import SqliteLog
from netral_chassis.projector import Projector
from netral_chassis.reading import Reader
from netral_chassis.record import row_of
from netral_chassis.relay import Relay
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.store import EventStore
from netral_chassis.writer import Writer
from servers import Servers, postgres_durability
from sqlalchemy import func, select

SHAPE = "bench"
MESSAGE = 500  # items of one request, as a publisher sends them
CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Signed:
    """State of a pact, as far as its decision needs it."""

    person_id: bytes = b""


def _evolve(_state: Signed, event: Message) -> Signed:
    assert isinstance(event, PactSigned)
    return Signed(event.person_id)


PACT = Aggregate("pact", Signed(), _evolve)


def request(sent: facts.Sent) -> Request:
    """The command behind what a client sent."""
    signed = PactSigned.FromString(sent.body)

    def decide(state: Signed, _guards: Guards) -> Iterator[Message]:
        if state.person_id != signed.person_id:
            yield signed

    return Request(sent.command_id, sent.body, PACT, sent.key, decide, EventMeta.FromString(sent.meta))


class Assembly:
    """Store, relay, projector and reader of one service on one profile."""

    def __init__(self, storage: Storage, open_log: Callable[[], EventLog]) -> None:
        self.storage = storage
        self.open_log = open_log
        self.clock = SystemClock()
        self.store = EventStore(storage.core, self.clock)
        self.store.create()
        self.generations = Generations(self.store, self.clock)
        self.generations.begin(SHAPE)
        self.projector().create()
        self.reader = Reader(storage, self.generations, self.clock, sources=[facts.SOURCE], threads=8)

    def projector(self, generation: int = 1) -> Projector:
        """The projector of one generation."""
        return Projector(self.storage.views(generation), [facts.Pacts()], facts.TYPES, self.clock)

    def append(self, sent: Sequence[facts.Sent], committed: Callable[[], None] = lambda: None) -> None:
        """Decide and append everything, in messages of 500 from four clients at once; returns when all is on disk."""
        writer = Writer(self.store, committed)
        commands = Commands(self.store, writer, facts.TYPES)
        errors: list[BaseException] = []

        def client(mine: range) -> None:
            try:
                for start in mine:
                    outcomes = commands.run([request(one) for one in sent[start : start + MESSAGE]])
                    if any(outcome.kind != VerdictKind.VERDICT_KIND_ACCEPTED for outcome in outcomes):
                        raise ValueError("not accepted")
            except BaseException as error:
                errors.append(error)

        starts = range(0, len(sent), MESSAGE)
        threads = [threading.Thread(target=client, args=(starts[number::CLIENTS],)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        writer.stop()
        if errors:
            raise errors[0]

    def publish(self) -> None:
        """Relay everything that waits."""
        log = self.open_log()
        relay = Relay(self.store, log)
        while relay.step():
            pass
        log.close()

    def project(self, count: int, generation: int = 1) -> None:
        """Apply the first `count` events."""
        log = self.open_log()
        consumer = Consumer(facts.SOURCE, log, self.projector(generation))
        while consumer.position < count:
            consumer.step(0.25)
        log.close()

    def run(self, sent: Sequence[facts.Sent], timeout: float = 300.0) -> tuple[float, float]:
        """Everything at once, as in a process; what it took from the first command until the query counts all."""
        log = self.open_log()
        relay = RelayLoop(Relay(self.store, log), lambda _reason: None)
        follower = Follower(facts.SOURCE, self.open_log, self.projector())
        relay.start()
        follower.start()
        watch = Stopwatch()
        self.append(sent, relay.wake)
        while follower.consumer.position < len(sent):
            if watch.read()[0] > timeout or relay.halted or follower.halted:
                raise TimeoutError(f"{relay.halted} {follower.halted} at {follower.consumer.position}")
            time.sleep(0.005)
        shown = self.shown()
        spent = watch.read()
        relay.stop()
        follower.stop()
        log.close()
        assert shown == len(sent), shown
        return spent

    def shown(self) -> int:
        """What the coverage query counts in the live generation."""
        pact = facts.PACT
        with self.reader.open() as reading:
            counted = reading.execute(select(func.count()).select_from(pact).where(pact.c.tenant == facts.TENANT))
            return int(counted.scalar_one())

    def durability(self) -> dict[str, str]:
        """What commits of the event table and of the views wait for, by the connections that the product uses."""
        found: dict[str, str] = {}
        for name, database in (("core", self.storage.core), ("views", self.storage.views(1))):
            with database.read() as conn:
                said = _durability(conn.connection.driver_connection)
            found |= {f"{name}.{key}": value for key, value in said.items()}
        return found

    def close(self) -> None:
        """Give all connections back."""
        self.storage.core.close()
        self.storage.vault.close()
        for generation in self.generations.all():
            self.storage.views(generation.number).close()


def _durability(driver: Any) -> dict[str, str]:
    if hasattr(driver, "pgconn"):
        return postgres_durability(driver)
    return sqlite_durability(driver)


def sqlite_durability(conn: Any) -> dict[str, str]:
    """What a connection waits for at COMMIT, as SQLite says."""
    return {name: str(conn.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("synchronous", "journal_mode")}


@contextmanager
def on_postgres(servers: Servers, open_log: Callable[[], EventLog] | None = None) -> Iterator[Assembly]:
    """An assembly on a new database; without `open_log` it has no log."""
    url = servers.database()
    made = Assembly(PostgresStorage(url, url), open_log or _no_log)
    try:
        yield made
    finally:
        made.close()
        servers.drop(url)


def _no_log() -> EventLog:
    raise ValueError("this assembly has no log")


@contextmanager
def on_server(servers: Servers, topic: str) -> Iterator[Assembly]:
    """An assembly on a new database and `topic`."""
    source = f"netral://{facts.SOURCE}"
    with on_postgres(servers, lambda: KafkaLog(servers.bootstrap, topic, source=source)) as made:
        yield made


@contextmanager
def on_files(servers: Servers) -> Iterator[Assembly]:
    """An assembly on new SQLite files."""
    folder = servers.folder()
    made = Assembly(SqliteStorage(folder, facts.SOURCE), lambda: SqliteLog(folder, f"netral.{facts.SOURCE}.v1"))
    try:
        yield made
    finally:
        made.close()


@contextmanager
def producer_settings() -> Iterator[dict[str, str]]:
    """What the product hands to its Kafka producers meanwhile; librdkafka does not tell it afterwards."""
    seen: dict[str, str] = {}
    original = log_kafka.Producer

    def recording(settings: dict[str, Any]) -> confluent_kafka.Producer:
        seen.update({name: str(settings[name]) for name in ("acks", "enable.idempotence")})
        return original(settings)

    log_kafka.Producer = recording  # type: ignore[misc,assignment]
    try:
        yield seen
    finally:
        log_kafka.Producer = original  # type: ignore[misc]


def counted(log: EventLog) -> tuple[int, int]:
    """Records in the log and distinct positions among them, read back from its beginning."""
    positions: list[int] = []
    offset, end = 0, log.end()
    while offset < end:
        placed = log.read(offset, 5_000, 5.0)
        positions += [row_of(one.record)[0].position for one in placed]
        offset = placed[-1].offset + 1
    log.close()
    return len(positions), len(set(positions))


def in_table(store: EventStore) -> tuple[int, int]:
    """Rows of the event table, and distinct positions among them."""
    with store.database.read() as conn:
        rows = store.database.fetch(conn, "SELECT count(*), count(DISTINCT position) FROM {s}event", ())
    return int(rows[0][0]), int(rows[0][1])


def batches(sent: Sequence[facts.Sent], size: int) -> Iterable[Sequence[facts.Sent]]:
    """In groups of `size`."""
    return (sent[start : start + size] for start in range(0, len(sent), size))
