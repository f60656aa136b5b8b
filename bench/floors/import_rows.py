"""Floor of P7: rows of the file into a table with an index, by the csv module and SQLite alone; one durable commit."""

import csv
import sqlite3
from pathlib import Path

from floors.chain_files import connect

TABLE = """
CREATE TABLE staff (nama TEXT, nip TEXT, nik TEXT, jenis_pegawai TEXT, kode_unit TEXT, jabatan TEXT, kelas_jabatan TEXT,
  tmt TEXT);
CREATE INDEX staff_nip ON staff (nip);
"""


def opened(path: Path) -> sqlite3.Connection:
    """The table, empty, in a new file."""
    return connect(path, TABLE)


def copied(conn: sqlite3.Connection, file: Path) -> int:
    """How many rows are in."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))[1:]
    conn.execute("BEGIN IMMEDIATE")
    conn.executemany("INSERT INTO staff VALUES (?,?,?,?,?,?,?,?)", rows)
    conn.execute("COMMIT")
    return int(conn.execute("SELECT count(*) FROM staff").fetchone()[0])
