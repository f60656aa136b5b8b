"""Where a running system keeps what it knows, by profile: files of its home, or the servers of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assembly import producer_settings, sqlite_durability
from netral_chassis import topics
from netral_chassis.database import Database, SqliteDatabase
from netral_chassis.database_postgres import PostgresDatabase
from netral_chassis.log import EventLog, topic
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.log_sqlite import SqliteLog
from netral_cli.connection import SERVICES
from servers import Servers, postgres_durability


class Profile(Protocol):
    """How `netral up` is told of it, and how to look behind its back."""

    environment: Mapping[str, str]

    def log(self, service: str) -> EventLog:
        """A service's topic."""

    def database(self, service: str, name: str) -> Database:
        """`core` or `views_g1` of a service, through connections as the service opens them."""

    def durability(self, service: str) -> dict[str, str]:
        """What its databases wait for at COMMIT, and its topic before it acknowledges."""


@dataclass
class Embedded:
    """SQLite files below a home."""

    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def log(self, service: str) -> EventLog:
        return SqliteLog(self.home / "data", topic(service))

    def database(self, service: str, name: str) -> Database:
        return SqliteDatabase(self.home / "data" / f"{service}.{name}.db")

    def durability(self, service: str) -> dict[str, str]:
        found = _committing(self, service, sqlite_durability)
        log = SqliteLog(self.home / "data", topic(service))
        log.topic_id()
        found |= {f"topic.{key}": value for key, value in sqlite_durability(log._conn).items()}
        log.close()
        return found


class OnServers:
    """A database and a vault a service, and topics, as `deploy/server/up.py` makes and names them."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._urls = {service: servers.database() for service in SERVICES}
        topics.ensure(servers.bootstrap, topics.of_logs(SERVICES), 1)
        named = {
            f"NETRAL_{service.upper()}_{kind}": url
            for service, url in self._urls.items()
            for kind in ("DATABASE", "VAULT_DATABASE")
        }
        self.environment = {"NETRAL_PROFILE": "server", "NETRAL_BOOTSTRAP": servers.bootstrap, **named}

    def log(self, service: str) -> EventLog:
        return KafkaLog(self._servers.bootstrap, topic(service), source=f"netral://{service}")

    def database(self, service: str, name: str) -> Database:
        return PostgresDatabase(self._urls[service], name)

    def durability(self, service: str) -> dict[str, str]:
        found = _committing(self, service, postgres_durability)
        with producer_settings() as settings:
            self.log(service)._new_producer()  # the service makes its own of the same settings
        return {**found, **settings, **self._servers.topic_durability(topic(service))}


def _committing(profile: Profile, service: str, durability_of: Any) -> dict[str, str]:
    found = {}
    for name, schema in (("core", "core"), ("views", "views_g1")):
        database = profile.database(service, schema)
        with database.read() as conn:
            said = durability_of(conn.connection.driver_connection)
        found |= {f"{name}.{key}": value for key, value in said.items()}
        database.close()
    return found
