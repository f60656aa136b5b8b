"""The fenced batch consumer: projector and feed both read logs through it, and only ever see a gapless prefix.

A record before the next position is skipped, one after a gap is held back (everything from the gap on will be sent
again, see `relay`), one whose predecessor has another hash is a fork and halts. The Kafka offset is only a hint.
"""

import time
from dataclasses import dataclass, replace
from typing import Protocol

from netral_chassis import crash
from netral_chassis.garbage import uncollected
from netral_chassis.log import EventLog, OffsetGone, Placed
from netral_chassis.record import GENESIS, BadRecord, EventRow, row_of

BATCH = 5_000
ALARM_SECONDS = 10.0
_CHECK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a source was applied. `epoch` is raised by whoever changes the consumer's other state."""

    source: str
    next_position: int = 1
    head_hash: bytes = GENESIS
    topic_id: str = ""
    offset_hint: int = 0
    epoch: int = 0


class Sink(Protocol):
    """Where batches go: rows and checkpoint in one transaction."""

    def checkpoint(self, source: str) -> Checkpoint:
        """The stored one, or a fresh one."""

    def apply(self, rows: list[EventRow], before: Checkpoint, after: Checkpoint) -> bool:
        """Apply a contiguous batch and move the checkpoint; `False`, and nothing changed, if it is not `before`."""


class Fork(Exception):
    """The log's history is not the one that was applied. `FORK`; a person must decide."""

    def __init__(self, source: str, position: int) -> None:
        super().__init__(f"the log of {source} has another history at {position}")
        self.source = source
        self.position = position


class Consumer:
    """Reads one source for one sink. An instance belongs to one thread; `step` is called again and again."""

    def __init__(self, source: str, log: EventLog, sink: Sink) -> None:
        self.source = source
        self._log = log
        self._sink = sink
        self._at: Checkpoint | None = None
        self._offset = 0
        self._checked = 0.0
        self._seen = 0
        self.foreign_records = 0
        self.held_since: float | None = None

    @property
    def position(self) -> int:
        """Last applied position."""
        return self._at.next_position - 1 if self._at else 0

    @property
    def offset(self) -> int:
        """Where the next record is read."""
        return self._offset

    @property
    def alarmed(self) -> bool:
        """A gap has been held for more than ten seconds."""
        return self.held_since is not None and time.monotonic() - self.held_since > ALARM_SECONDS

    def step(self, timeout: float, limit: int = BATCH) -> int:
        """Apply what waits, up to `limit` records; returns how many events were applied.

        Raises `LogUnavailable`, `DatabaseGone` (try again), `Fork` (halt).
        """
        at = self._place()
        try:
            placed = self._log.read(self._offset, limit, timeout)
        except OffsetGone:
            self._at, self._offset = replace(at, topic_id="", offset_hint=0), 0
            self._checked = 0.0
            return 0
        if not placed:
            return 0
        crash.point("consume.read")
        with uncollected():
            return self._advance(at, placed)

    def _advance(self, at: Checkpoint, placed: list[Placed]) -> int:
        rows, hint, resume = self._contiguous(at, placed)
        if not rows:
            self._offset = resume
            return 0
        after = replace(at, next_position=rows[-1].position + 1, head_hash=rows[-1].hash, offset_hint=hint)
        if not self._sink.apply(rows, at, after):
            self._at = None  # somebody else was here; take his word for it
            return 0
        self._at, self._offset = after, resume
        return len(rows)

    def _place(self) -> Checkpoint:
        """The checkpoint, with the offset set to its hint if that still means the topic that is there now."""
        if self._at is not None and time.monotonic() - self._checked < _CHECK_SECONDS:
            return self._at
        topic_id = self._log.topic_id()
        self._checked = time.monotonic()
        if self._at is None:
            self._at = self._sink.checkpoint(self.source)
            self._offset = self._at.offset_hint
        if self._at.topic_id != topic_id:
            self._offset = 0
            self._at = replace(self._at, topic_id=topic_id, offset_hint=0)
        return self._at

    def _contiguous(self, at: Checkpoint, placed: list[Placed]) -> tuple[list[EventRow], int, int]:
        """The rows that continue `at`, the offset after the last of them, and the offset to read next."""
        rows: list[EventRow] = []
        expected, head, hint, seen = at.next_position, at.head_hash, at.offset_hint, self._seen
        for one in placed:
            try:
                row, prev = row_of(one)
            except BadRecord:
                self.foreign_records += 1
                continue
            if row.position == expected:
                if prev != head:
                    if rows:  # what precedes the fork is still good; the fork is met again at the next step
                        return rows, hint, one.offset
                    raise Fork(self.source, row.position)
                rows.append(row)
                expected, head, hint = expected + 1, row.hash, one.offset + 1
            elif row.position > seen:
                seen = row.position
        self._seen = seen
        if seen < expected:
            self.held_since = None
        elif self.held_since is None:
            self.held_since = time.monotonic()
        return rows, hint, placed[-1].offset + 1
