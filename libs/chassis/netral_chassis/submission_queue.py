"""Whose turn it is: submissions of one subject are decided in order; a correction takes the place of what it repairs.

Pure: entries come in, entries change; whoever holds the queue reads and writes the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netral.common.v1.submissions_pb2 import Submission
from netral.common.v1.submissions_pb2 import SubmissionStatus as Status
from netral_messages import Reason

from netral_chassis.submission_decisions import FOR_EVER, Ruling

HOLD_MICROSECONDS = 24 * 3_600 * 1_000_000
# Rejections that speak of the correction itself: nothing of the subject waits for them.
_OF_NO_PLACE = frozenset({Reason.REPAIR_TARGET_UNKNOWN.value, Reason.REPAIR_TARGET_ACCEPTED.value})
_WAITING = frozenset({Status.SUBMISSION_STATUS_RECEIVED, Status.SUBMISSION_STATUS_HELD})


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission as it is kept. Times in microseconds UTC, 0: not yet.

    `sequence` is the order of arrival within the source, `place` the order within the subject: that of the submission
    it repairs, or its own sequence.
    """

    submission_id: bytes
    sequence: int
    place: int
    subject_key: str
    type: str
    body_hash: bytes
    repairs: bytes
    received_at: int
    status: Status = Status.SUBMISSION_STATUS_RECEIVED
    reason: str = ""
    field: str = ""
    params: tuple[tuple[str, str], ...] = ()
    stream_id: str = ""
    position: int = 0
    decided_at: int = 0
    hold_until: int = 0

    @property
    def waits(self) -> bool:
        """It is still to be decided."""
        return self.status in _WAITING

    @property
    def holds_place(self) -> bool:
        """Later ones of its subject wait for it."""
        return self.waits or (self.status == Status.SUBMISSION_STATUS_REJECTED and self.reason not in _OF_NO_PLACE)


class Queue:
    """Submissions of one source: all that a batch names, all that its subjects wait for, all in the repaired places."""

    def __init__(self, entries: Iterable[Entry], next_sequence: int) -> None:
        self._entries = {entry.submission_id: entry for entry in entries}
        self._next = next_sequence
        self.added: dict[bytes, Entry] = {}
        self.changed: dict[bytes, Entry] = {}
        self._subjects: dict[str, dict[int, bytes]] = {}  # subject to its open places and who holds each
        self._places: dict[int, bytes] = {}  # place to the newest submission in it
        for entry in sorted(self._entries.values(), key=lambda one: one.sequence):
            self._index(entry)

    def get(self, submission_id: bytes) -> Entry | None:
        """As it stands now."""
        return self._entries.get(submission_id)

    def add(self, submission: Submission, body_hash: bytes, now: int) -> Entry:
        """Put a submission that is not known yet in its place."""
        entry = Entry(
            submission_id=submission.submission_id,
            sequence=self._next,
            place=self._next,
            subject_key=submission.subject_key,
            type=submission.type,
            body_hash=body_hash,
            repairs=submission.repairs,
            received_at=now,
        )
        self._next += 1
        if submission.repairs:
            entry = self._repairing(entry, now)
        self.added[entry.submission_id] = entry
        self._keep(entry)
        return entry

    def _repairing(self, entry: Entry, now: int) -> Entry:
        """The entry in the place of what it repairs, or rejected: what stands there now is what counts."""
        named = self._entries.get(entry.repairs)
        standing = self._entries.get(self._places.get(named.place, b"")) if named is not None else None
        if standing is None or standing.subject_key != entry.subject_key:
            return _refused(entry, Reason.REPAIR_TARGET_UNKNOWN, now)
        if standing.status == Status.SUBMISSION_STATUS_ACCEPTED:
            return _refused(entry, Reason.REPAIR_TARGET_ACCEPTED, now)
        if not standing.holds_place:
            return _refused(entry, Reason.REPAIR_TARGET_UNKNOWN, now)
        self._keep(replace(standing, status=Status.SUBMISSION_STATUS_SUPERSEDED, decided_at=now))
        return replace(entry, place=standing.place)

    def heads(self, tried: Iterable[bytes]) -> list[Entry]:
        """The first of each subject, where it waits to be decided and is not in `tried`; in order of arrival."""
        passed = frozenset(tried)
        firsts = (self._entries[places[min(places)]] for places in self._subjects.values() if places)
        return sorted(
            (entry for entry in firsts if entry.waits and entry.submission_id not in passed),
            key=lambda one: one.sequence,
        )

    def rule(self, entry: Entry, ruling: Ruling, now: int) -> None:
        """Let the ruling stand. A hold that has lasted its time is a rejection for the same reason."""
        status, until = ruling.status, 0
        if status == Status.SUBMISSION_STATUS_HELD:
            ours = ruling.until == FOR_EVER
            until = FOR_EVER if ours else min(ruling.until, entry.received_at + HOLD_MICROSECONDS)
            if now >= until:
                status, until = Status.SUBMISSION_STATUS_REJECTED, 0
        ruled = replace(
            entry,
            status=status,
            reason=ruling.reason,
            field=ruling.field,
            params=_texts(ruling.params),
            stream_id=ruling.stream_id,
            position=ruling.position,
            decided_at=now,
            hold_until=until,
        )
        if replace(ruled, decided_at=entry.decided_at) != entry:  # still held for the same: nothing to write
            self._keep(ruled)

    def _keep(self, entry: Entry) -> None:
        self._entries[entry.submission_id] = entry
        (self.added if entry.submission_id in self.added else self.changed)[entry.submission_id] = entry
        self._index(entry)

    def _index(self, entry: Entry) -> None:
        newest = self._entries.get(self._places.get(entry.place, b""))
        if newest is None or newest.sequence <= entry.sequence:
            self._places[entry.place] = entry.submission_id
        places = self._subjects.setdefault(entry.subject_key, {})
        if entry.holds_place:
            places[entry.place] = entry.submission_id
        elif places.get(entry.place) == entry.submission_id:
            del places[entry.place]


def _refused(entry: Entry, reason: Reason, now: int) -> Entry:
    return replace(
        entry,
        status=Status.SUBMISSION_STATUS_REJECTED,
        reason=reason.value,
        field="repairs",
        decided_at=now,
    )


def _texts(params: Mapping[str, str | int]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in params.items()))
