"""Hand facts over to netral: durable at once, sent in order, sent again until answered, decided once."""

import random
import re
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from google.protobuf.message import Message
from netral.common.v1.submissions_pb2 import Submission, SubmissionBatch, SubmissionVerdict

from netral_client.outbox import Outbox
from netral_client.over_grpc import OverGrpc
from netral_client.over_kafka import Listening, Sending
from netral_client.signing import Key
from netral_client.ways import NotNow

MAX_BATCH = 500
MAX_BODY_BYTES = 128 * 1024
_BATCH_BYTES = 900 * 1024
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 30.0
_LISTEN_SECONDS = 0.5
_TYPE = re.compile(r"netral\.([a-z]+)\.[a-z0-9-]+")
_KEY = re.compile(r"[A-Za-z0-9._:/-]{1,200}")
_NUMBER_OF_A_PERSON = re.compile(r"(?<![0-9A-Fa-f])([0-9]{16}|[0-9]{18})(?![0-9A-Fa-f])")


class DraftWrong(ValueError):
    """A draft that netral would not even keep; the text names the field."""


class NotDelivered(Exception):
    """Time is up and some submissions have no verdict yet. They stay in the outbox. The text says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim to be made. `message` may be `None` for a withdrawal only.

    `subject_key`: what it is about (1–200 of `A-Za-z0-9._:/-`), a random person id for a person. Claims about one
    subject are decided in their order. `repairs`: the submission that it corrects. `submission_id`: 16 bytes that are
    the same for the same fact, if the caller has such; by default random.
    """

    type: str
    message: Message | None
    subject_key: str
    repairs: bytes | None = None
    submission_id: bytes | None = None


class Publisher:
    """One source of one tenant, and its outbox.

    With `endpoint` (`host:port` of a service) by gRPC. With `bootstrap` through the broker, and verdicts from the
    verdict topic, or, if `endpoint` is given too, by gRPC. `kafka_options` go to kafka-python as they are (TLS).
    `ca_file` says who signed the service's certificate; `certificate` are the files of our own and of its key.
    Nothing is sent before `start()` or `flush()`. Safe to use from many threads.

    Raises `KeyUnusable`, `OutboxInUse`, `OutboxOfAnother`.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        *,
        tenant: str,
        source: str,
        key_file: Path,
        outbox_dir: Path,
        bootstrap: str | None = None,
        capacity: int = 100_000,
        ca_file: Path | None = None,
        certificate: tuple[Path, Path] | None = None,
        kafka_options: Mapping[str, Any] | None = None,
    ) -> None:
        if not endpoint and not bootstrap:
            raise ValueError("neither endpoint nor bootstrap is given")
        key = Key.read(key_file)
        self._tenant, self._source = tenant, source
        self._rpc = (
            OverGrpc(endpoint, tenant=tenant, source=source, key=key, ca_file=ca_file, own=certificate)
            if endpoint
            else None
        )
        options = kafka_options or {}
        self._sending = Sending(bootstrap, key=key, options=options) if bootstrap else None
        self._listening = (
            Listening(bootstrap, tenant=tenant, source=source, options=options) if bootstrap and not endpoint else None
        )
        self._outbox = Outbox(outbox_dir, owner=f"{tenant}/{source}", capacity=capacity)
        self._turn = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.trouble: Exception | None = None
        """Why nothing gets through in the background; `None` while it does."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(
        self,
        type: str,
        message: Message | None,
        *,
        subject_key: str,
        repairs: bytes | None = None,
        submission_id: bytes | None = None,
    ) -> bytes:
        """Hand over one claim; its id. On disk when this returns. Raises as `submit_all`."""
        return self.submit_all([Draft(type, message, subject_key, repairs, submission_id)])[0]

    def submit_all(self, drafts: Sequence[Draft]) -> list[bytes]:
        """Hand over claims, all or none, one write to the disk; their ids. The same id and content again is no more.

        Raises `DraftWrong`, `SubmissionClash`, and `OutboxFull`: then read verdicts first.
        """
        now = time.time_ns() // 1_000
        ready = [_submission(draft, now) for draft in drafts]
        self._outbox.put(ready)
        self._wake.set()
        return [submission.submission_id for _, submission in ready]

    def verdicts(self) -> Iterator[SubmissionVerdict]:
        """Final verdicts that have been read, each until the loop over them comes back for the next one.

        So a verdict is seen again if the application dies while it handles it.
        """
        for verdict in self._outbox.final():
            yield verdict
            self._outbox.forget(verdict.submission_id)

    def open_count(self) -> int:
        """How many submissions have no final verdict yet."""
        return self._outbox.open_count()

    def flush(self, timeout: float = 60.0) -> int:
        """Send until each submission has a verdict; how many of these are not final yet (they wait at netral).

        Raises `Refused` at once, and `NotDelivered` after `timeout` seconds, or up to 30 later if a call is under way.
        """
        end = time.monotonic() + timeout
        pause = _FIRST_PAUSE
        trouble = "no answer yet"
        while self._outbox.untold_count():
            left = end - time.monotonic()
            if left <= 0:
                raise NotDelivered(trouble)
            try:
                self._step(min(left, _LISTEN_SECONDS))
                pause = _FIRST_PAUSE
            except NotNow as error:
                trouble = str(error)
                self._stopping.wait(min(left, _jittered(max(pause, error.retry_after))))
                pause = min(_LONGEST_PAUSE, pause * 2)
        return self._outbox.open_count()

    def start(self) -> None:
        """Send in the background from now on, until `close`."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="netral-publisher", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop sending; what is not settled stays in the outbox for the next time."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        with self._turn:
            for one in (self._rpc, self._sending, self._listening, self._outbox):
                if one is not None:
                    one.close()

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self._step(_LISTEN_SECONDS)
                self.trouble, pause = None, _FIRST_PAUSE
            except NotNow as error:
                self.trouble = error
                self._stopping.wait(_jittered(max(pause, error.retry_after)))
                pause = min(_LONGEST_PAUSE, pause * 2)
                continue
            except Exception as error:  # refused, or the disk is full: people must act, and see it here
                self.trouble = error
                self._stopping.wait(_LONGEST_PAUSE)
                continue
            if self._sending is None or not self._outbox.open_count():
                next_ask = self._outbox.next_ask()
                self._wake.wait(None if next_ask is None else max(0.0, next_ask - time.time()))

    def _step(self, patience: float) -> None:
        """Send or ask once; with a verdict topic, listen for at most `patience` seconds."""
        with self._turn:
            if self._stopping.is_set():
                return
            if self._listening is not None:
                self._listening.begin()
            due = self._outbox.due(time.time(), MAX_BATCH)
            told = [submission.submission_id for _, submission, told in due if told]
            if self._rpc is not None and told:
                self._ask(self._rpc, told)
                due = [one for one in due if not one[2]]
            if due:
                self._send([(service, submission) for service, submission, _ in due])
            if self._listening is not None:
                self._outbox.told(self._listening.read(0.0 if len(due) == MAX_BATCH else patience))
            elif self._sending is not None and self._rpc is not None:
                self._follow(self._rpc, patience)

    def _ask(self, rpc: OverGrpc, ids: Sequence[bytes]) -> None:
        found = rpc.ask(ids)
        self._outbox.told(found)
        self._outbox.asked(ids, time.time())
        known = {verdict.submission_id for verdict in found}
        self._outbox.untell([id for id in ids if id not in known])

    def _follow(self, rpc: OverGrpc, patience: float) -> None:
        """Ask after what went through the broker and is not told yet."""
        untold = self._outbox.untold(MAX_BATCH)
        if untold:
            found = rpc.ask(untold)
            self._outbox.told(found)
            if not found:
                self._stopping.wait(patience)

    def _send(self, due: Sequence[tuple[str, Submission]]) -> None:
        """The first of them that fit into one batch for one service."""
        service, batch = due[0][0], SubmissionBatch(tenant=self._tenant, source=self._source)
        size = 0
        for other, submission in due:
            size += len(submission.body) + 300
            if other != service or (batch.submissions and size > _BATCH_BYTES):
                break
            batch.submissions.append(submission)
        ids = [one.submission_id for one in batch.submissions]
        if self._sending is not None:
            self._sending.send(service, batch)
        else:
            assert self._rpc is not None
            self._outbox.told(self._rpc.send(batch))
        self._outbox.asked(ids, time.time())


def _submission(draft: Draft, now: int) -> tuple[str, Submission]:
    """The service that a draft is for, and its submission. Raises `DraftWrong`."""
    known = _TYPE.fullmatch(draft.type)
    if known is None:
        raise DraftWrong("type: not of the form netral.<service>.<command>")
    if draft.message is None and not (draft.type.endswith(".withdraw") and draft.repairs):
        raise DraftWrong("message: only a withdrawal, which repairs another submission, has none")
    if not _KEY.fullmatch(draft.subject_key):
        raise DraftWrong("subject_key: 1 to 200 of A-Za-z0-9._:/-")
    if _NUMBER_OF_A_PERSON.search(draft.subject_key):
        raise DraftWrong("subject_key: holds the number of an identity document; use the person id")
    for name, id in (("repairs", draft.repairs), ("submission_id", draft.submission_id)):
        if id is not None and len(id) != 16:
            raise DraftWrong(f"{name}: not 16 bytes")
    body = draft.message.SerializeToString(deterministic=True) if draft.message is not None else b""
    if len(body) > MAX_BODY_BYTES:
        raise DraftWrong(f"message: {len(body)} bytes, {MAX_BODY_BYTES} at most")
    submission = Submission(
        submission_id=draft.submission_id or uuid.uuid4().bytes,
        subject_key=draft.subject_key,
        repairs=draft.repairs or b"",
        type=draft.type,
        body=body,
        published_at=now,
    )
    return known[1], submission


def _jittered(seconds: float) -> float:
    """At least `seconds`, so that a told delay is kept, and up to half as long again, so that not all come at once."""
    return seconds * (1 + random.random() / 2)  # noqa: S311 - nothing secret hangs on it
