"""Where one service keeps what is durable: core (never rebuilt), vault (apart), and generations of views."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from netral_chassis.database import Database, SqliteDatabase
from netral_chassis.database_postgres import PostgresDatabase


class Storage(Protocol):
    """The databases of one service."""

    @property
    def core(self) -> Database:
        """Events, outcomes, submissions, todo: never rebuilt."""

    @property
    def vault(self) -> Database:
        """Keys: backed up apart from the rest."""

    def views(self, generation: int) -> Database:
        """The views of one generation."""


@dataclass
class SqliteStorage:
    """Files `<service>.{core,vault,views_g<n>}.db` in one directory."""

    directory: Path
    service: str

    def __post_init__(self) -> None:
        self.core: Database = SqliteDatabase(self.directory / f"{self.service}.core.db")
        self.vault: Database = SqliteDatabase(self.directory / f"{self.service}.vault.db", wipe=True)
        self._views: dict[int, Database] = {}

    def views(self, generation: int) -> Database:
        if generation not in self._views:
            path = self.directory / f"{self.service}.views_g{generation}.db"
            self._views[generation] = SqliteDatabase(path)
        return self._views[generation]


@dataclass
class PostgresStorage:
    """Schemas `core` and `views_g<n>` of one database, schema `vault` of another.

    The owner's addresses, where they are given, are used to change tables and for nothing else.
    """

    url: str
    vault_url: str
    owner_url: str = ""
    owner_vault_url: str = ""

    def __post_init__(self) -> None:
        self.core: Database = PostgresDatabase(self.url, "core", self.owner_url)
        self.vault: Database = PostgresDatabase(self.vault_url, "vault", self.owner_vault_url)
        self._views: dict[int, Database] = {}

    def views(self, generation: int) -> Database:
        if generation not in self._views:
            self._views[generation] = PostgresDatabase(self.url, f"views_g{generation}")
        return self._views[generation]
