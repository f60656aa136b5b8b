"""One service's store, relay and projector on a profile, as `service` wires them, with a hand on every step."""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from confluent_kafka.admin import AdminClient, NewTopic
from netral_chassis.clock import SystemClock
from netral_chassis.consumer import Consumer
from netral_chassis.generations import Generations
from netral_chassis.log import EventLog
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.log_sqlite import SqliteLog
from netral_chassis.parking import ParkingLimits
from netral_chassis.projector import Projector
from netral_chassis.reading import Reader
from netral_chassis.relay import Relay
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.store import EventStore, Item, NewEvent, Verdict, Write
from noted import LINE, NOTE, TYPES, Notes
from sqlalchemy import Connection


@dataclass
class House:
    storage: Storage
    open_log: Callable[[], EventLog]
    lose_topic: Callable[[], None]
    clock: SystemClock = field(default_factory=SystemClock)
    logs: list[EventLog] = field(default_factory=list)
    superuser: str = ""
    """On the server profile: to look where the service itself may not."""

    def __post_init__(self) -> None:
        self.store = EventStore(self.storage.core, self.clock)
        self.store.create()
        self.generations = Generations(self.store, self.clock)
        if self.generations.live() is None:
            self.generations.begin("shape-1")
        self.projector(1).create()

    def log(self) -> EventLog:
        log = self.open_log()
        self.logs.append(log)
        return log

    def relay(self) -> Relay:
        return Relay(self.store, self.log())

    def projector(self, generation: int, limits: ParkingLimits | None = None) -> Projector:
        return Projector(self.storage.views(generation), [Notes()], TYPES, self.clock, limits)

    def consumer(self, generation: int = 1, limits: ParkingLimits | None = None) -> Consumer:
        return Consumer("alpha", self.log(), self.projector(generation, limits))

    def reader(self) -> Reader:
        return Reader(self.storage, self.generations, self.clock, sources=["alpha"], threads=8)

    def append(self, *streams: tuple[str, int, Sequence[NewEvent]]) -> list[Verdict]:
        return self.store.append([item(stream, version, events) for stream, version, events in streams])

    def lines(self, generation: int = 1) -> list[tuple[object, ...]]:
        return self._table(generation, "line", "stream_id, number, text, stream_version")

    def notes(self, generation: int = 1) -> list[tuple[object, ...]]:
        return self._table(generation, "note", "stream_id, total, text, stream_version")

    def _table(self, generation: int, table: str, columns: str) -> list[tuple[object, ...]]:
        assert {NOTE.name, LINE.name} >= {table}
        database = self.storage.views(generation)
        with database.read() as conn:
            return database.fetch(conn, f"SELECT {columns} FROM {{s}}{table} ORDER BY 1, 2", ())

    def close(self) -> None:
        for log in self.logs:
            log.close()
        self.storage.core.close()
        self.storage.vault.close()
        for one in self.generations_seen():
            self.storage.views(one).close()

    def generations_seen(self) -> list[int]:
        return list(self.storage._views)  # type: ignore[attr-defined]


def item(stream: str, version: int, events: Sequence[NewEvent], command: bytes | None = None) -> Item:
    body = hashlib.sha256(b"".join(event.data for event in events)).digest()
    return Item(command or uuid.uuid4().bytes, body, (Write(stream, version, tuple(events)),))


def drain(relay: Relay, *consumers: Consumer) -> None:
    """Publish everything that waits, and let each consumer apply it."""
    while relay.step():
        pass
    end = relay._store.head().next_position - 1
    deadline = time.monotonic() + 10.0
    for consumer in consumers:
        while consumer.position < end and time.monotonic() < deadline:
            consumer.step(0.3)


def drain_now(relay: Relay, *consumers: Consumer) -> None:
    """As `drain`, without waiting for what may still come."""
    while relay.step():
        pass
    idle = 0
    while idle < 3:
        idle = 0 if sum(consumer.step(0.0) for consumer in consumers) else idle + 1


def embedded(directory: Path) -> House:
    topic = "netral.alpha.v1"

    def lose_topic() -> None:
        for suffix in ("", "-wal", "-shm"):
            (directory / f"{topic}.log.db{suffix}").unlink(missing_ok=True)

    return House(SqliteStorage(directory, "alpha"), lambda: SqliteLog(directory, topic), lose_topic)


def server(storage: PostgresStorage, bootstrap: str, topic: str, superuser: str = "") -> House:
    make_topic(bootstrap, topic)

    def lose_topic() -> None:
        admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
        admin.delete_topics([topic])[topic].result(10)
        make_topic(bootstrap, topic)

    def open_log() -> EventLog:
        return KafkaLog(bootstrap, topic, source="netral://alpha", send_seconds=10.0)

    return House(storage, open_log, lose_topic, superuser=superuser)


def make_topic(bootstrap: str, topic: str) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    config = {"retention.ms": "-1", "cleanup.policy": "delete"}
    for _ in range(100):
        try:
            admin.create_topics([NewTopic(topic, 1, 1, config=config)])[topic].result(10)
            return
        except Exception as error:  # a deleted topic's name is free only when the broker is done with it
            last = error
    raise last


@contextmanager
def without_triggers(conn: Connection) -> Iterator[None]:
    """What somebody with rights of his own can do: events may be changed inside this block."""
    if conn.dialect.name == "sqlite":
        found = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _ in found:
            conn.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for _, sql in found:
            conn.exec_driver_sql(sql)
    else:
        conn.exec_driver_sql('ALTER TABLE "core".event DISABLE TRIGGER USER')
        yield
        conn.exec_driver_sql('ALTER TABLE "core".event ENABLE TRIGGER USER')


def wipe_events(house: House, from_position: int) -> None:
    """What restoring an old backup does: the newest rows are gone."""
    with house.storage.core.alter() as conn, without_triggers(conn):
        schema = "" if house.storage.core.kind == "sqlite" else '"core".'
        conn.exec_driver_sql(f"DELETE FROM {schema}event WHERE position >= {from_position}")
        conn.exec_driver_sql(
            f"UPDATE {schema}head SET next_position = {from_position}, "
            f"hash = (SELECT hash FROM {schema}event WHERE position = {from_position - 1})"
        )
