"""What of a vault stands in files, and an old backup of it put back."""

from pathlib import Path

import psycopg
from house import House
from netral_chassis.vault import ERASED, IDENTIFIER, KEY, SALT
from sqlalchemy import Table

Backup = dict[Table, list[tuple[object, ...]]]


def wrapped(house: House, table: Table, subject: bytes) -> list[bytes]:
    """The wrapped keys, or the salt, of a subject."""
    database = house.storage.vault
    with database.read() as conn:
        sql = f"SELECT wrapped FROM {{s}}{table.name} WHERE subject = ?"
        return [row[0] for row in database.fetch(conn, sql, (subject,))]


def files(house: House) -> list[Path]:
    """Every file of the vault's database; on the server the checkpoint brings the kept rows to disk first."""
    if house.storage.vault.kind == "sqlite":
        where = Path(house.storage.vault.where)
        found = sorted(where.parent.glob(f"{where.name}*"))
        assert len(found) >= 2, "the journal is gone: nothing would be tested"
        return found
    with house.storage.vault.read() as conn:
        name = house.storage.vault.fetch(conn, "SELECT current_database()", ())[0][0]
    with psycopg.connect(house.superuser, autocommit=True) as root:
        root.execute("CHECKPOINT")
        asked = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s"
        found_row = root.execute(asked, (name,)).fetchone()
        assert found_row is not None
        directory, database = found_row
    return [path for path in (Path(directory) / "base" / str(database)).iterdir() if path.is_file()]


def analyse(house: House) -> None:
    """What the server does by itself now and then: keep samples of the columns."""
    if house.storage.vault.kind == "postgres":
        with house.storage.vault.alter() as conn:
            conn.exec_driver_sql("ANALYZE")


def backup(house: House) -> Backup:
    """All rows of the vault."""
    database = house.storage.vault
    with database.read() as conn:
        return {
            table: database.fetch(conn, f"SELECT * FROM {{s}}{table.name}", ())
            for table in (KEY, IDENTIFIER, SALT, ERASED)
        }


def put_back(house: House, rows: Backup) -> None:
    """Let the vault hold these rows and no others."""
    database = house.storage.vault
    with database.alter() as conn:
        for table, content in rows.items():
            database.fetch(conn, f"DELETE FROM {{s}}{table.name}", ())
            database.insert(conn, table, content)
