"""Claims of publishers: kept, decided once, in the order of their subject; see `submission_queue` for the order.

A batch is a few set statements and one commit, after the commit of the facts that follow from it. Between the two a
crash changes nothing: the sender has no verdict, sends again, and the commands are recognised by their ids.
"""

import hashlib
import hmac
import json
import re
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from netral.common.v1.submissions_pb2 import Submission, SubmissionBatch, SubmissionRecord, SubmissionVerdict
from netral.common.v1.submissions_pb2 import SubmissionStatus as Status
from netral.common.v1.types_pb2 import Sealed
from netral_messages import Reason, Rejected
from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text, text

from netral_chassis import crash
from netral_chassis.clock import Clock
from netral_chassis.database import Database
from netral_chassis.store import CORE
from netral_chassis.submission_decisions import Decider, Ruling
from netral_chassis.submission_queue import Entry, Queue
from netral_chassis.vault import Secret, Vault
from netral_chassis.writer import Overloaded

MAX_BATCH = 500
MAX_BODY_BYTES = 128 * 1024

_HELD = text("status = 'HELD'")
SUBMISSION = Table(
    "submission",
    CORE,
    Column("tenant", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("submission_id", LargeBinary, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("subject_key", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("body_hash", LargeBinary, nullable=False),
    Column("repairs", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("params", Text, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("decided_at", BigInteger, nullable=False),
    Column("hold_until", BigInteger, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Index("submission_subject", "tenant", "source", "subject_key"),
    Index("submission_place", "tenant", "source", "place"),
    Index("submission_sequence", "tenant", "source", "sequence", unique=True),
    Index("submission_newest", "tenant", "received_at"),
    Index("submission_held", "tenant", "source", "submission_id", sqlite_where=_HELD, postgresql_where=_HELD),
)
_SUBJECTS = uuid.UUID("0b4f6f0e-59c5-5a0e-8a36-4d4c4f0b8a11")
_KEY = re.compile(r"[A-Za-z0-9._:/-]{1,200}")
_SOURCE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TENANT = re.compile(r"[0-9]{2}(\.[0-9]{2})?")
_NUMBER_OF_A_PERSON = re.compile(r"(?<![0-9A-Fa-f])([0-9]{16}|[0-9]{18})(?![0-9A-Fa-f])")
_TYPE = re.compile(r"[a-z0-9.-]{1,100}")
_FIELD = "body"
_PREFIX = "SUBMISSION_STATUS_"
# Its key was destroyed with its person: nothing can follow from it any more.
_ERASED = Ruling(Status.SUBMISSION_STATUS_REJECTED, Reason.NOT_FOUND.value, _FIELD)


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a batch, in its order, and of earlier submissions that it set free."""

    verdicts: tuple[SubmissionVerdict, ...]
    others: tuple[SubmissionVerdict, ...]


class Submissions:
    """The claims of one service. Safe to use from many threads and processes."""

    def __init__(self, database: Database, vault: Vault, decider: Decider, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._decider = decider
        self._clock = clock
        self._busy: set[tuple[str, str]] = set()
        self._busy_lock = threading.Lock()
        self._held_after: tuple[str, str, bytes] = ("", "", b"")

    def submit(self, batch: SubmissionBatch) -> Decided:
        """Verdicts on a batch; what they say is on disk when this returns.

        A submission sent before gets its first verdict again, or `COMMAND_CLASH` if its content is another. One whose
        envelope is wrong is told so and not kept. Raises `Rejected` for a batch that is none, and what
        `Decider.decide` raises; `Overloaded` too if a batch of this source is under way: one at a time.
        """
        check(batch)
        tenant, source = batch.tenant, batch.source
        now = self._clock.now()
        told: dict[int, SubmissionVerdict] = {}
        good: dict[int, Submission] = {}
        for number, submission in enumerate(batch.submissions):
            wrong = wrong_envelope(submission)
            if wrong is None:
                good[number] = submission
            else:
                told[number] = wrong
        clashes: set[int] = set()
        with self._turn(tenant, source):
            subjects = [_subject(tenant, one.subject_key) for one in good.values()]
            salts = self._vault.salts(subjects) if subjects else []
            queue, sealed = self._queue(tenant, source, list(good.values()))
            fresh: dict[bytes, Submission] = {}
            for (number, submission), salt in zip(good.items(), salts, strict=True):
                digest = _digest(submission, salt)
                known = queue.get(submission.submission_id)
                if known is None:
                    queue.add(submission, digest, now)
                    fresh[submission.submission_id] = submission
                elif not hmac.compare_digest(known.body_hash, digest):
                    clashes.add(number)
            about = self._settle(tenant, source, queue, fresh, sealed)
            self._save(tenant, source, queue, fresh, sealed, about)
        for number, submission in good.items():
            entry = queue.get(submission.submission_id)
            assert entry is not None
            told[number] = _clash(submission) if number in clashes else verdict_of(entry)
        own = {one.submission_id for one in good.values()}
        others = tuple(verdict_of(entry) for id, entry in queue.changed.items() if id not in own)
        return Decided(tuple(told[number] for number in range(len(batch.submissions))), others)

    def retry_held(self, limit: int = MAX_BATCH) -> list[tuple[str, str, SubmissionVerdict]]:
        """Try up to `limit` held submissions again, those after the last ones tried, all of them in turn.

        Returns tenant, source and verdict of those whose standing changed, the ones they set free included.
        """
        sql = (
            "SELECT tenant, source, submission_id, subject_key FROM {s}submission WHERE status = 'HELD' "
            "AND (tenant, source, submission_id) > (?, ?, ?) ORDER BY tenant, source, submission_id LIMIT ?"
        )
        with self._database.read() as conn:
            rows = self._database.fetch(conn, sql, (*self._held_after, limit))
        self._held_after = tuple(rows[-1][:3]) if len(rows) == limit else ("", "", b"")
        subjects: dict[tuple[str, str], set[str]] = {}
        for tenant, source, _, subject in rows:
            subjects.setdefault((tenant, source), set()).add(subject)
        moved: list[tuple[str, str, SubmissionVerdict]] = []
        for (tenant, source), keys in subjects.items():
            try:
                with self._turn(tenant, source):
                    queue, sealed = self._queue_of(tenant, source, sorted(keys))
                    about = self._settle(tenant, source, queue, {}, sealed)
                    self._save(tenant, source, queue, {}, sealed, about)
            except Overloaded:  # its publisher is being served: that tries them too
                continue
            moved += [(tenant, source, verdict_of(entry)) for entry in queue.changed.values()]
        return moved

    def verdicts(self, tenant: str, source: str, submission_ids: Sequence[bytes]) -> list[SubmissionVerdict]:
        """Of those that were received, in the order asked."""
        found = {row[2]: row for row in self._by_ids(tenant, source, submission_ids)}
        return [verdict_of(_entry(found[id])) for id in submission_ids if id in found]

    def page(
        self,
        tenant: str,
        *,
        source: str,
        statuses: Sequence[int],
        limit: int,
        token: bytes,
        submission_ids: Sequence[bytes] = (),
    ) -> tuple[list[SubmissionRecord], bytes]:
        """Records of a tenant, the newest first, and the token of the next page (empty: none). `source` may be empty.

        Of `submission_ids` only, if there are any. Raises `Rejected` for a token that no page gave.
        """
        at, id, last_source = _place_of(token)
        wanted = [_name(one) for one in statuses or Status.values() if one in Status.values()]
        sql = "SELECT * FROM {s}submission WHERE tenant = ? AND (? = '' OR source = ?) AND status {any} "
        asked: tuple[Any, ...] = (tenant, source, source, wanted)
        if submission_ids:
            sql, asked = sql + "AND submission_id {any} ", (*asked, list(submission_ids))
        sql += (
            "AND (received_at, submission_id, source) < (?, ?, ?) "
            "ORDER BY received_at DESC, submission_id DESC, source DESC LIMIT ?"
        )
        with self._database.read() as conn:
            rows = self._database.fetch(conn, sql, (*asked, at, id, last_source, limit))
        more = b""
        if len(rows) == limit:
            last = rows[-1]
            more = int(last[9]).to_bytes(8, "big") + last[2] + last[1].encode()
        return [_record(row) for row in rows], more

    def show(
        self, tenant: str, source: str, submission_id: bytes
    ) -> tuple[SubmissionRecord, bytes, list[SubmissionRecord]] | None:
        """A record, its body (empty: its person has been erased) and all that stood in its place, oldest first."""
        rows = self._by_ids(tenant, source, [submission_id])
        if not rows:
            return None
        with self._database.read() as conn:
            chain = self._database.fetch(
                conn,
                "SELECT * FROM {s}submission WHERE tenant = ? AND source = ? AND place = ? ORDER BY sequence",
                (tenant, source, rows[0][4]),
            )
        opened = self._open(tenant, source, {submission_id: rows[0][-1]})
        kept = opened[submission_id]
        return _record(rows[0]), kept.body if kept else b"", [_record(row) for row in chain]

    @contextmanager
    def _turn(self, tenant: str, source: str) -> Iterator[None]:
        """One batch of a source at a time, over all processes. Raises `Overloaded` if this process has one."""
        key = (tenant, source)
        with self._busy_lock:
            if key in self._busy:
                raise Overloaded
            self._busy.add(key)
        try:
            if self._database.kind == "sqlite":  # one process serves a file
                yield
                return
            number = int.from_bytes(hashlib.sha256(f"{tenant}/{source}".encode()).digest()[:8], "big", signed=True)
            with self._database.write() as conn:
                self._database.fetch(conn, "SELECT pg_advisory_xact_lock(?)", (number,))
                yield
        finally:
            with self._busy_lock:
                self._busy.remove(key)

    def _by_ids(self, tenant: str, source: str, ids: Sequence[bytes]) -> list[tuple[Any, ...]]:
        sql = "SELECT * FROM {s}submission WHERE tenant = ? AND source = ? AND submission_id {any}"
        with self._database.read() as conn:
            return self._database.fetch(conn, sql, (tenant, source, list(ids)))

    def _queue(self, tenant: str, source: str, submissions: Sequence[Submission]) -> tuple[Queue, dict[bytes, bytes]]:
        """All entries that bear on a batch, and the sealed bodies of those."""
        ids = {one.submission_id for one in submissions} | {one.repairs for one in submissions if one.repairs}
        named = self._by_ids(tenant, source, sorted(ids))
        repaired = {one.repairs for one in submissions}
        places = sorted({row[4] for row in named if row[2] in repaired})
        return self._queue_of(tenant, source, sorted({one.subject_key for one in submissions}), places, named)

    def _queue_of(
        self,
        tenant: str,
        source: str,
        subjects: Sequence[str],
        places: Sequence[int] = (),
        named: Sequence[tuple[Any, ...]] = (),
    ) -> tuple[Queue, dict[bytes, bytes]]:
        rows = {row[2]: row for row in named}
        of_source = "SELECT * FROM {s}submission WHERE tenant = ? AND source = ? AND "
        with self._database.read() as conn:
            fetch = self._database.fetch
            waiting = of_source + "status IN ('RECEIVED', 'HELD', 'REJECTED') AND subject_key {any}"
            rows.update((row[2], row) for row in fetch(conn, waiting, (tenant, source, list(subjects))))
            if places:
                in_places = fetch(conn, of_source + "place {any}", (tenant, source, list(places)))
                rows.update((row[2], row) for row in in_places)
            last = "SELECT max(sequence) FROM {s}submission WHERE tenant = ? AND source = ?"
            top = fetch(conn, last, (tenant, source))[0][0] or 0
        return Queue(map(_entry, rows.values()), top + 1), {id: row[-1] for id, row in rows.items()}

    def _settle(
        self, tenant: str, source: str, queue: Queue, bodies: dict[bytes, Submission], sealed: dict[bytes, bytes]
    ) -> dict[bytes, tuple[bytes, Submission]]:
        """Decide whoever's turn it is, until nobody's is; whom each turned out to be about, and its content."""
        about: dict[bytes, tuple[bytes, Submission]] = {}
        known: dict[bytes, Submission | None] = dict(bodies)
        tried: set[bytes] = set()
        while heads := queue.heads(tried):
            tried.update(head.submission_id for head in heads)
            closed = {id: sealed[id] for id in (head.submission_id for head in heads) if id not in known}
            known.update(self._open(tenant, source, closed))
            now = self._clock.now()
            readable = [(head, body) for head in heads if (body := known[head.submission_id]) is not None]
            rulings = self._decider.decide(tenant, source, [body for _, body in readable])
            for (head, body), ruling in zip(readable, rulings, strict=True):
                queue.rule(head, ruling, now)
                if ruling.about:
                    about[head.submission_id] = ruling.about, body
            for head in heads:
                if known[head.submission_id] is None:
                    queue.rule(head, _ERASED, now)
        crash.point("submission.decided")
        return about

    def _open(self, tenant: str, source: str, sealed: dict[bytes, bytes]) -> dict[bytes, Submission | None]:
        if not sealed:
            return {}
        places = [(_stream(tenant, source, id), _FIELD, Sealed.FromString(one)) for id, one in sealed.items()]
        opened = self._vault.open(places)
        return {
            id: None if plain is None else Submission.FromString(plain)
            for id, plain in zip(sealed, opened, strict=True)
        }

    def _save(
        self,
        tenant: str,
        source: str,
        queue: Queue,
        fresh: dict[bytes, Submission],
        sealed: dict[bytes, bytes],
        about: dict[bytes, tuple[bytes, Submission]],
    ) -> None:
        """Write what is new and what has changed, in one transaction.

        Sealed is what is new, and what was sealed before it was known whom it is about: now under that one's key.
        """
        if not queue.added and not queue.changed:
            return
        owners = {id: _subject(tenant, entry.subject_key) for id, entry in (queue.added | queue.changed).items()}
        known = {id: one for id, one in about.items() if id in owners}
        contents = {id: fresh[id] for id in queue.added}
        contents |= {id: body for id, (owner, body) in known.items() if owner != owners[id]}
        owners |= {id: owner for id, (owner, _) in known.items()}
        secrets = [
            Secret(owners[id], _stream(tenant, source, id), _FIELD, body.SerializeToString(deterministic=True))
            for id, body in contents.items()
        ]
        for id, one in zip(contents, self._vault.seal(secrets) if secrets else [], strict=True):
            sealed[id] = one.SerializeToString(deterministic=True)
        new = [_row(tenant, source, entry, sealed[id]) for id, entry in queue.added.items()]
        changed = [_row(tenant, source, entry, sealed[id]) for id, entry in queue.changed.items()]
        with self._database.write() as conn:
            self._database.insert(conn, SUBMISSION, new)
            self._database.merge(conn, SUBMISSION, changed)


def check(batch: SubmissionBatch) -> None:
    """Raises `Rejected` unless it has a tenant, a source and 1 to 500 submissions."""
    if not _TENANT.fullmatch(batch.tenant):
        raise Rejected(Reason.FIELD_INVALID, field="batch.tenant", params={"field": "tenant", "expected": "51.04"})
    if not _SOURCE.fullmatch(batch.source):
        known = {"field": "source", "expected": "A-Z a-z 0-9 . _ -, 1–64"}
        raise Rejected(Reason.FIELD_INVALID, field="batch.source", params=known)
    if not 1 <= len(batch.submissions) <= MAX_BATCH:
        known = {"field": "submissions", "expected": f"1–{MAX_BATCH}"}
        raise Rejected(Reason.FIELD_INVALID, field="batch.submissions", params=known)


def wrong_envelope(submission: Submission) -> SubmissionVerdict | None:
    """The verdict on a submission that cannot be kept; `None` if it can."""
    field, expected = "", ""
    if len(submission.submission_id) != 16:
        field, expected = "submission_id", "16 bytes"
    elif not _KEY.fullmatch(submission.subject_key) or _NUMBER_OF_A_PERSON.search(submission.subject_key):
        field, expected = "subject_key", "person_id"
    elif len(submission.repairs) not in (0, 16) or submission.repairs == submission.submission_id:
        field, expected = "repairs", "16 bytes"
    elif not _TYPE.fullmatch(submission.type):
        field, expected = "type", "netral.<service>.<command>"
    elif submission.published_at < 0:
        field, expected = "published_at", "microseconds UTC"
    if field:
        params = {"field": field, "expected": expected}
        return _refusal(submission, Reason.FIELD_INVALID, field, params)
    if len(submission.body) > MAX_BODY_BYTES:
        sizes = {"size": str(len(submission.body)), "limit": str(MAX_BODY_BYTES)}
        return _refusal(submission, Reason.EVENT_TOO_LARGE, "body", sizes)
    return None


def verdict_of(entry: Entry) -> SubmissionVerdict:
    """As its publisher reads it."""
    return SubmissionVerdict(
        submission_id=entry.submission_id,
        status=entry.status,
        reason=entry.reason,
        field=entry.field,
        params=dict(entry.params),
        stream_id=entry.stream_id,
        position=entry.position,
        decided_at=entry.decided_at,
    )


def _refusal(submission: Submission, reason: Reason, field: str, params: dict[str, str]) -> SubmissionVerdict:
    return SubmissionVerdict(
        submission_id=submission.submission_id,
        status=Status.SUBMISSION_STATUS_REJECTED,
        reason=reason.value,
        field=field,
        params=params,
    )


def _clash(submission: Submission) -> SubmissionVerdict:
    return _refusal(submission, Reason.COMMAND_CLASH, "submission_id", {})


def _subject(tenant: str, subject_key: str) -> bytes:
    """Whose keys seal it: the person if the key is a person id, so that an erasure reaches here too."""
    try:
        return uuid.UUID(subject_key).bytes
    except ValueError:
        return uuid.uuid5(_SUBJECTS, f"{tenant}/{subject_key}").bytes


def _digest(submission: Submission, salt: bytes) -> bytes:
    """Keyed by the subject's salt: without it, bodies that hold numbers of persons could be guessed from it."""
    content = Submission(
        subject_key=submission.subject_key, repairs=submission.repairs, type=submission.type, body=submission.body
    )
    return hmac.digest(salt, b"netral-submission-v1" + content.SerializeToString(deterministic=True), "sha256")


def _stream(tenant: str, source: str, submission_id: bytes) -> str:
    return f"submission/{tenant}/{source}/{submission_id.hex()}"


def _name(status: int) -> str:
    return Status.Name(Status.ValueType(status)).removeprefix(_PREFIX)


def _entry(row: Sequence[Any]) -> Entry:
    """Columns `submission_id` to `hold_until` are the fields of `Entry`, in its order."""
    _, _, *values, _ = row
    values[8] = Status.Value(_PREFIX + values[8])
    values[11] = tuple((name, value) for name, value in json.loads(values[11]))
    return Entry(*values)


def _row(tenant: str, source: str, entry: Entry, sealed: bytes) -> tuple[Any, ...]:
    return (
        tenant, source, entry.submission_id, entry.sequence, entry.place, entry.subject_key, entry.type,
        entry.body_hash, entry.repairs, entry.received_at, _name(entry.status),
        entry.reason, entry.field, json.dumps(entry.params), entry.stream_id, entry.position, entry.decided_at,
        entry.hold_until, sealed,
    )  # fmt: skip


def _record(row: Sequence[Any]) -> SubmissionRecord:
    entry = _entry(row)
    return SubmissionRecord(
        tenant=row[0],
        source=row[1],
        subject_key=entry.subject_key,
        type=entry.type,
        repairs=entry.repairs,
        received_at=entry.received_at,
        verdict=verdict_of(entry),
    )


def _place_of(token: bytes) -> tuple[int, bytes, str]:
    """Time, id and source after which a page starts."""
    if not token:
        return 9_223_372_036_854_775_807, b"", ""
    try:
        return int.from_bytes(token[:8], "big", signed=True), token[8:24], token[24:].decode()
    except UnicodeDecodeError:
        raise Rejected(Reason.FIELD_INVALID, field="page_token", params={"field": "page_token"}) from None
