"""The real servers of one run: PostgreSQL that waits for its disk, and a Kafka broker. Started when first asked for."""

import tempfile
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import psycopg
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, ConfigResource
from netral_testing.children import spawn
from netral_testing.kafka import Cluster
from netral_testing.ports import free_ports
from netral_testing.postgres import accepts, binary, initialise, server_options, unprivileged
from netral_testing.waiting import eventually

T = TypeVar("T")
TOPIC_CONFIG = {"retention.ms": "-1", "cleanup.policy": "delete"}


class Servers:
    """`with Servers() as servers:`; everything that was started ends with the block."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._postgres = ""
        self._cluster: Cluster | None = None
        self._kept: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], AbstractContextManager[T]]) -> T:
        """What several benchmarks share: made when first asked for, ended with the run."""
        if name not in self._kept:
            self._kept[name] = self._stack.enter_context(make())
        kept: T = self._kept[name]
        return kept

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def folder(self) -> Path:
        """An empty folder on a disk."""
        return Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="netral-bench-", dir="/var/tmp")))

    def database(self) -> str:
        """URL of a new database."""
        if not self._postgres:
            self._postgres = self._start_postgres()
        name = f"b{uuid.uuid4().hex}"
        with psycopg.connect(self._postgres, autocommit=True) as conn:
            conn.execute(f'CREATE DATABASE "{name}"')
        return self._postgres.rpartition("/")[0] + f"/{name}"

    def drop(self, url: str) -> None:
        """Remove a database, so that its dirty pages do not slow the next measurement down."""
        with psycopg.connect(self._postgres, autocommit=True) as conn:
            conn.execute(f'DROP DATABASE "{urlsplit(url).path[1:]}" WITH (FORCE)')
            conn.execute("CHECKPOINT")

    def _start_postgres(self) -> str:
        folder = self.folder()
        initialise(folder, fsync=True)
        (port,) = free_ports(1)
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        server = spawn(
            [binary("postgres"), "-D", folder / "data", *server_options(folder, port=port, fsync=True)],
            user=unprivileged(),
            death_signal="QUIT",
            cwd=folder,
        )

        def stop() -> None:
            server.terminate()
            server.wait(30)

        self._stack.callback(stop)
        eventually(lambda: accepts(url), timeout=30, what="a PostgreSQL server that answers")
        return url

    @property
    def bootstrap(self) -> str:
        """Of a broker that has served an idempotent producer before: the first one waits a second for it."""
        if self._cluster is None:
            self._cluster = self._stack.enter_context(Cluster(heap_mib=512))
            topic = self.topic()
            producer = Producer({"bootstrap.servers": self._cluster.bootstrap, "enable.idempotence": True})
            producer.produce(topic, b"warm")
            producer.flush(30)
        return self._cluster.bootstrap

    def topic(self) -> str:
        """Name of a new topic of one partition, kept for ever."""
        _ = self.bootstrap
        assert self._cluster is not None
        name = f"b{uuid.uuid4().hex}"
        self._cluster.create_topic(name, config=TOPIC_CONFIG)
        return name

    def topic_durability(self, topic: str) -> dict[str, str]:
        """What the broker promises for `topic` before it acknowledges."""
        admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})
        resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
        found = admin.describe_configs([resource])[resource].result(10)
        return {name: found[name].value for name in ("min.insync.replicas", "flush.messages")}


def postgres_durability(conn: psycopg.Connection) -> dict[str, str]:
    """What a connection waits for at COMMIT, as its server says."""
    names = ("synchronous_commit", "fsync", "full_page_writes", "wal_sync_method")
    return {name: conn.execute(f"SHOW {name}").fetchone()[0] for name in names}
