"""The log of the embedded profile: a SQLite file a topic, read by every process of one machine."""

import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from netral_chassis.log import LogUnavailable, OffsetGone, Placed
from netral_chassis.record import Record

_POLL_SECONDS = 0.02


class SqliteLog:
    """An `EventLog` in `<directory>/<topic>.log.db`. Offsets begin at 0."""

    def __init__(self, directory: Path, topic: str) -> None:
        self.topic = topic
        self._path = directory / f"{topic}.log.db"
        self._conn: sqlite3.Connection | None = None
        self._inode = -1

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The connection to the file that stands there now: a topic may be lost and made again under us."""
        try:
            if self._conn is not None and (not self._path.exists() or self._path.stat().st_ino != self._inode):
                self.close()
            if self._conn is None:
                self._conn = _connect(self._path)
                self._inode = self._path.stat().st_ino
            yield self._conn
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise LogUnavailable(type(error).__name__) from error

    def topic_id(self) -> str:
        with self._open() as conn:
            return str(conn.execute("SELECT id FROM topic").fetchone()[0])

    def end(self) -> int:
        with self._open() as conn:
            return _end(conn)

    def read(self, offset: int, limit: int, timeout: float) -> list[Placed]:
        deadline = time.monotonic() + timeout
        while True:
            with self._open() as conn:
                rows = conn.execute(
                    "SELECT stream_id, type, event_id, data, meta, offset FROM record WHERE offset >= ? "
                    "ORDER BY offset LIMIT ?",
                    (offset, limit),
                ).fetchall()
            if rows:
                return list(map(Placed._make, rows))
            if offset > self.end():
                raise OffsetGone
            if time.monotonic() >= deadline:
                return []
            time.sleep(_POLL_SECONDS)

    def send(self, records: Sequence[Record]) -> None:
        with self._open() as conn:
            conn.execute("BEGIN IMMEDIATE")
            try:
                placed = ((offset, *record) for offset, record in enumerate(records, start=_end(conn)))
                conn.executemany("INSERT INTO record VALUES (?,?,?,?,?,?)", placed)
                conn.execute("COMMIT")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise

    def close(self) -> None:
        if self._conn is not None:
            self._conn.close()
            self._conn = None


def _end(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT coalesce(max(offset) + 1, 0) FROM record").fetchone()[0])


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30.0)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("CREATE TABLE IF NOT EXISTS topic (id TEXT NOT NULL)")
    if conn.execute("SELECT 1 FROM topic").fetchone() is None:
        conn.execute("INSERT INTO topic VALUES (?)", (str(uuid.uuid4()),))
        conn.execute(
            "CREATE TABLE record (offset INTEGER PRIMARY KEY, stream_id TEXT NOT NULL, "
            "type TEXT NOT NULL, event_id BLOB NOT NULL, data BLOB NOT NULL, meta BLOB NOT NULL)"
        )
    conn.execute("COMMIT")
    return conn
