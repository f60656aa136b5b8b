"""A service's databases and roles on a real PostgreSQL server, as an installation has them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from netral_chassis import provisioning
from netral_chassis.storage import PostgresStorage
from netral_testing.postgres import Server

PASSWORD = "s3cret/with@signs"


@dataclass(frozen=True)
class Provisioned:
    server: Server
    service: str

    @property
    def names(self) -> provisioning.Names:
        return provisioning.Names(self.service)

    def url(self, role: str, database: int = 0) -> str:
        """Of `app` or `owner` in the main database (0) or the vault (1)."""
        name = getattr(self.names, role)
        return provisioning.url(self.server.url, self.names.databases[database], name, PASSWORD)

    def storage(self, *, owner: bool = True) -> PostgresStorage:
        """As the app; the owner's addresses are known or not."""
        owners = (self.url("owner"), self.url("owner", 1)) if owner else ()
        return PostgresStorage(self.url("app"), self.url("app", 1), *owners)


@contextmanager
def provisioned(server: Server) -> Iterator[Provisioned]:
    made = Provisioned(server, f"t{uuid.uuid4().hex[:20]}")
    provisioning.provision(server.url, made.service, PASSWORD, PASSWORD)
    try:
        yield made
    finally:
        with psycopg.connect(server.url, autocommit=True) as conn:
            for database in made.names.databases:
                conn.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            for role in (made.names.owner, made.names.app):
                conn.execute(f'DROP ROLE IF EXISTS "{role}"')
