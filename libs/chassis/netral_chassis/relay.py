"""Event table to log: what was committed is published, in order, at least once, never anything else.

Duplicates are ordinary (two relays, a crash after sending); a hole can only come from a failed batch, and the next
batch begins at or before it, because the checkpoint moves only over what was acknowledged. It is written down once a
second or every 5,000 events: what it forgets in a crash is sent again.
"""

import time
from itertools import pairwise

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from netral_chassis import crash
from netral_chassis.log import EventLog, LogUnavailable
from netral_chassis.record import BadRecord, EventRow, Record, record_of, row_of
from netral_chassis.store import CORE, EventStore

RELAY = Table(
    "relay",
    CORE,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_position", BigInteger, nullable=False),
    Column("topic_id", Text, nullable=False),
)
BATCH = 5_000
TAIL = 3 * BATCH  # two relays and what one of them sends again stand within this many last records
_CHECK_SECONDS = 1.0
_REMEMBER_SECONDS = 1.0


class LogAheadOfStore(Exception):
    """The topic holds events that the table lacks, or others in their place. `LOG_AHEAD_OF_STORE`.

    A database was restored from a backup: `netral log recover` brings the missing rows back from the topic.
    """

    def __init__(self, topic: str, store_next: int, log_last: int) -> None:
        super().__init__(f"{topic}: the table ends before {store_next}, the topic holds {log_last}")
        self.store_next = store_next
        self.log_last = log_last


class Relay:
    """Publishes one service's events. `step` is called again and again by one thread; two relays do no harm."""

    def __init__(self, store: EventStore, log: EventLog) -> None:
        self._store = store
        self._log = log
        self._next: int | None = None
        self._topic_id = ""
        self._checked = 0.0
        self._remembered = 0
        self._remembered_at = 0.0

    def step(self) -> int:
        """Publish one batch; returns how many events that were, 0 if nothing waits.

        Raises `LogUnavailable`, `DatabaseGone` (try again), `LogAheadOfStore` (a person must decide).
        """
        if self._next is None or time.monotonic() - self._checked > _CHECK_SECONDS:
            self._find_place()
        assert self._next is not None
        rows = self._store.read(self._next, BATCH)
        if not rows:
            self._remember_now_and_then()
            return 0
        before = self._store.hash_before(rows[0].position)
        assert before is not None
        crash.point("relay.read")
        try:
            self._log.send(_records(rows, before))
        except LogUnavailable:
            self._next = None
            raise
        crash.point("relay.sent")
        self._next = rows[-1].position + 1
        self._remember_now_and_then()
        return len(rows)

    def look(self) -> None:
        """Compare the topic with the table and publish nothing. Raises what `step` raises."""
        self._next = None
        self._find_place()

    def behind(self) -> int:
        """How many committed events are not known to be published."""
        return self._store.head().next_position - max(self._next or 0, self._checkpoint()[0])

    def settle(self) -> None:
        """Write down how far it came, at a clean end."""
        if self._next is not None and self._next != self._remembered:
            self._remember()

    def resend(self, position: int) -> None:
        """Publish everything from `position` on once more."""
        with self._store.database.write() as conn:
            self._store.database.merge(conn, RELAY, [(1, position, self._log.topic_id())])
        self._next = None

    def _find_place(self) -> None:
        """The first position that may be missing from the topic as it is now."""
        topic_id = self._log.topic_id()
        if self._next is not None and topic_id == self._topic_id:
            self._checked = time.monotonic()
            return
        end = self._log.end()
        known, known_topic = self._checkpoint()
        last = self._last_published(end)
        self._remembered = known if known_topic == topic_id else 1
        self._next = min(self._remembered, last + 1)
        self._topic_id, self._checked = topic_id, time.monotonic()

    def _last_published(self, end: int) -> int:
        """Highest position among the last records, each compared with the table; 0 if the topic is empty.

        Raises `LogAheadOfStore`.
        """
        rows: dict[int, EventRow] = {}
        offset = max(0, end - TAIL)
        while offset < end:
            placed = self._log.read(offset, BATCH, 5.0)
            if not placed:
                raise LogUnavailable("the topic's end cannot be read")
            offset = placed[-1].offset + 1
            for one in placed:
                try:
                    row, _ = row_of(one.record)
                except BadRecord:
                    continue
                rows[row.position] = row
        if not rows:
            return 0
        last = max(rows)
        head = self._store.head()
        if last >= head.next_position:
            raise LogAheadOfStore(self._log.topic, head.next_position, last)
        for row in self._store.read(min(rows), last - min(rows) + 1):
            if row.position in rows and rows[row.position].hash != row.hash:
                raise LogAheadOfStore(self._log.topic, row.position, last)
        return last

    def _checkpoint(self) -> tuple[int, str]:
        with self._store.database.read() as conn:
            rows = self._store.database.fetch(conn, "SELECT next_position, topic_id FROM {s}relay", ())
        return rows[0] if rows else (1, "")

    def _remember_now_and_then(self) -> None:
        assert self._next is not None
        waited = time.monotonic() - self._remembered_at > _REMEMBER_SECONDS
        if self._next != self._remembered and (waited or self._next - self._remembered >= BATCH):
            self._remember()

    def _remember(self) -> None:
        """Move the shared checkpoint forward; another relay may already have moved it further."""
        database = self._store.database
        with database.write() as conn:
            rows = database.fetch(conn, "SELECT next_position, topic_id FROM {s}relay", ())
            if not rows or rows[0][1] != self._topic_id or rows[0][0] < (self._next or 0):
                database.merge(conn, RELAY, [(1, self._next, self._topic_id)])
        self._remembered, self._remembered_at = self._next or 0, time.monotonic()
        crash.point("relay.checkpointed")


def _records(rows: list[EventRow], before: bytes) -> list[Record]:
    records = [record_of(rows[0], before)]
    records.extend(record_of(row, earlier.hash) for earlier, row in pairwise(rows))
    return records
