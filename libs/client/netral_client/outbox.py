"""What was handed over and is not settled yet, in a SQLite file that survives the process.

A submission is on disk before `submit` returns, goes out in the order it came in, and stays until its final verdict
has been read by the application.
"""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from netral.common.v1.submissions_pb2 import Submission, SubmissionStatus, SubmissionVerdict

FINAL = frozenset(
    {
        SubmissionStatus.SUBMISSION_STATUS_ACCEPTED,
        SubmissionStatus.SUBMISSION_STATUS_REJECTED,
        SubmissionStatus.SUBMISSION_STATUS_SUPERSEDED,
    }
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  submission_id BLOB NOT NULL UNIQUE,
  service TEXT NOT NULL,
  data BLOB NOT NULL,
  ask_at REAL NOT NULL DEFAULT 0,
  asked INTEGER NOT NULL DEFAULT 0,
  final INTEGER NOT NULL DEFAULT 0,
  verdict BLOB
);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (final, ask_at);
CREATE TABLE IF NOT EXISTS owner (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL);
"""


class OutboxFull(Exception):
    """As many submissions wait as the outbox may hold; nothing was kept. Wait for verdicts, then submit again."""


class OutboxInUse(Exception):
    """Another process works with this outbox."""


class OutboxOfAnother(Exception):
    """This outbox was begun for another source; submission ids count within one source only."""


class SubmissionClash(Exception):
    """The same submission id with other content."""


class Outbox:
    """The outbox of one source in `folder`; one process at a time, from any of its threads.

    Raises `OutboxInUse`, `OutboxOfAnother`.
    """

    def __init__(self, folder: Path, *, owner: str, capacity: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock_file = (folder / "outbox.lock").open("w")
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock_file.close()
            raise OutboxInUse(folder.name) from None
        self._capacity = capacity
        self._lock = threading.Lock()
        self._database = sqlite3.connect(folder / "outbox.db", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(_SCHEMA)
        self._database.execute("INSERT OR IGNORE INTO owner VALUES (1, ?)", (owner,))
        if self._database.execute("SELECT name FROM owner").fetchone()[0] != owner:
            self.close()
            raise OutboxOfAnother(owner)

    def close(self) -> None:
        """Leave it to the next process."""
        with self._lock:
            self._database.close()
            self._lock_file.close()

    def put(self, submissions: Sequence[tuple[str, Submission]]) -> None:
        """Keep them (service, submission), all or none, on disk. What is here already changes nothing.

        Raises `OutboxFull`, `SubmissionClash`.
        """
        with self._transaction() as database:
            for service, submission in submissions:
                id = submission.submission_id
                known = database.execute("SELECT data FROM outbox WHERE submission_id = ?", (id,)).fetchone()
                if known is None:
                    data = submission.SerializeToString(deterministic=True)
                    database.execute(
                        "INSERT INTO outbox (submission_id, service, data) VALUES (?, ?, ?)", (id, service, data)
                    )
                elif not _same(Submission.FromString(known[0]), submission):
                    raise SubmissionClash
            if database.execute("SELECT count(*) FROM outbox").fetchone()[0] > self._capacity:
                raise OutboxFull

    def due(self, now: float, limit: int) -> list[tuple[str, Submission, bool]]:
        """Service, submission and whether it has a verdict already, oldest first: what to send or to ask after now."""
        with self._lock:
            rows = self._database.execute(
                "SELECT service, data, verdict IS NOT NULL FROM outbox WHERE final = 0 AND ask_at <= ? "
                "ORDER BY number LIMIT ?",
                (now, limit),
            ).fetchall()
        return [(service, Submission.FromString(data), bool(told)) for service, data, told in rows]

    def asked(self, submission_ids: Sequence[bytes], now: float) -> None:
        """They were sent, or asked after: not again before a pause that doubles up to five minutes."""
        with self._transaction() as database:
            database.executemany(
                "UPDATE outbox SET asked = min(asked + 1, 8), ask_at = ? + min(300, 2 * (1 << asked)) "
                "WHERE submission_id = ?",
                [(now, id) for id in submission_ids],
            )

    def told(self, verdicts: Sequence[SubmissionVerdict]) -> None:
        """Keep what was read; a final verdict is never changed. Verdicts on what is not here are passed over."""
        with self._transaction() as database:
            database.executemany(
                "UPDATE outbox SET verdict = ?, final = ? WHERE submission_id = ? AND final = 0",
                [(one.SerializeToString(), one.status in FINAL, one.submission_id) for one in verdicts],
            )

    def untell(self, submission_ids: Sequence[bytes]) -> None:
        """They are not known at netral after all (it was restored from a backup): send them again, now."""
        with self._transaction() as database:
            database.executemany(
                "UPDATE outbox SET verdict = NULL, asked = 0, ask_at = 0 WHERE submission_id = ? AND final = 0",
                [(id,) for id in submission_ids],
            )

    def untold(self, limit: int) -> list[bytes]:
        """Ids of those that were sent and have no verdict, oldest first."""
        sql = "SELECT submission_id FROM outbox WHERE verdict IS NULL AND asked > 0 ORDER BY number LIMIT ?"
        with self._lock:
            return [row[0] for row in self._database.execute(sql, (limit,))]

    def next_ask(self) -> float | None:
        """When the next one is due; `None`: nothing is open."""
        with self._lock:
            found: float | None = self._database.execute("SELECT min(ask_at) FROM outbox WHERE final = 0").fetchone()[0]
        return found

    def open_count(self) -> int:
        """Submissions without a final verdict."""
        return self._count("SELECT count(*) FROM outbox WHERE final = 0")

    def untold_count(self) -> int:
        """Submissions without any verdict."""
        return self._count("SELECT count(*) FROM outbox WHERE verdict IS NULL")

    def _count(self, sql: str) -> int:
        with self._lock:
            return int(self._database.execute(sql).fetchone()[0])

    def final(self) -> list[SubmissionVerdict]:
        """Final verdicts that the application has not let go yet, in the order of their submissions."""
        with self._lock:
            rows = self._database.execute("SELECT verdict FROM outbox WHERE final = 1 ORDER BY number").fetchall()
        return [SubmissionVerdict.FromString(row[0]) for row in rows]

    def forget(self, submission_id: bytes) -> None:
        """The application has done with its final verdict."""
        with self._transaction() as database:
            database.execute("DELETE FROM outbox WHERE submission_id = ? AND final = 1", (submission_id,))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                self._database.execute("ROLLBACK")
                raise


def _same(one: Submission, other: Submission) -> bool:
    """The time of publishing is left out: the same fact handed over again is the same submission."""
    return (one.subject_key, one.repairs, one.type, one.body) == (
        other.subject_key, other.repairs, other.type, other.body,
    )  # fmt: skip
