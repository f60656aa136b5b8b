"""Run as a program: opens a SQLite file and upgrades it by the revisions of a folder. See test_migrations."""

import sys
from pathlib import Path

from netral_chassis.database import SqliteDatabase
from netral_chassis.database_postgres import PostgresDatabase
from netral_chassis.migrations import Chain, upgrade

if __name__ == "__main__":
    where, owner, folder = sys.argv[1:]
    database = PostgresDatabase(where, "core", owner) if "://" in where else SqliteDatabase(Path(where))
    upgrade(database, Chain(Path(folder), {"head": "UPDATE"}))
