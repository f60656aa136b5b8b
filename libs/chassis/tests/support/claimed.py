"""A service that takes claims of type `netral.note.write`: each writes one `Noted` to the stream of its subject.

Text decides what happens: `wrong` is rejected, `later` waits for a foreign fact, `fault` is a bug of the handler,
`huge` makes an event that is too large, anything else is written.
"""

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netral.common.v1.submissions_pb2 import Submission, SubmissionBatch, SubmissionVerdict
from netral.common.v1.submissions_pb2 import SubmissionStatus as Status
from netral_chassis.clock import Clock
from netral_chassis.commands import Aggregate, Commands, Guards, Request
from netral_chassis.generations import Generations
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.store import EventStore
from netral_chassis.submission_decisions import Claim, Decider, Decision, Handler, Hold
from netral_chassis.submissions import Submissions
from netral_chassis.vault import Vault
from netral_chassis.writer import Writer
from netral_messages import Reason, Rejected
from noted import TYPES, Noted

TENANT, SOURCE, TYPE, WITHDRAW = "51.04", "simpeg", "netral.note.write", "netral.note.withdraw"
HOUR = 3_600 * 1_000_000
NOTE: Aggregate[int] = Aggregate("note", 0, lambda total, event: total + event.number)  # type: ignore[attr-defined]


@dataclass
class Facts:
    """What the handler knows of the rest of the world: a file, so that a test can tell another process."""

    path: Path
    asked: list[int] = field(default_factory=list)

    def come(self) -> None:
        self.path.touch()

    def here(self) -> bool:
        return self.path.exists()


def handlers(facts: Facts, clock: Clock) -> dict[str, Handler]:
    def decide(claims: Sequence[Claim]) -> list[Decision]:
        facts.asked.append(len(claims))
        return [one(claim) for claim in claims]

    def one(claim: Claim) -> Decision:
        message: Any = claim.message
        if message.text == "later" and not facts.here():
            return Hold(Reason.PERSON_UNKNOWN, clock.now() + 48 * HOUR, "number")
        if message.text == "fault":
            raise RuntimeError

        def note(_state: int, _guards: Guards) -> Iterator[Any]:
            if message.text == "wrong":
                raise Rejected(Reason.COUNT_INVALID, field="number", params={"limit": 7})
            yield Noted(number=message.number, text="x" * 300_000 if message.text == "huge" else message.text)

        return Request(claim.command_id, claim.body, NOTE, claim.submission.subject_key, note, claim.meta)

    return {TYPE: Handler(Noted, decide)}


class Desk:
    """Submissions of the service on a storage, and what it wrote."""

    def __init__(self, storage: Storage, clock: Clock, facts: Facts, master_key: bytes = bytes(32)) -> None:
        self.storage = storage
        self.facts = facts
        self.store = EventStore(storage.core, clock)
        self.store.create()
        generations = Generations(self.store, clock)
        if generations.live() is None:
            generations.begin("notes")
        self.vault = Vault(storage.vault, master_key)
        self.vault.create()
        self.writer = Writer(self.store, lambda: None)
        self.handlers = handlers(facts, clock)
        decider = Decider("note", self.handlers, Commands(self.store, self.writer, TYPES))
        self.submissions = Submissions(storage.core, self.vault, decider, clock)

    def send(self, *submissions: Submission, source: str = SOURCE) -> list[SubmissionVerdict]:
        return list(self.submissions.submit(batch(*submissions, source=source)).verdicts)

    def notes(self) -> list[tuple[str, int]]:
        """Subject and number of every event, in order."""
        rows = self.store.read(1, 100_000)
        return [(row.stream_id.partition("/")[2], Noted.FromString(row.data).number) for row in rows]  # type: ignore[attr-defined]

    def close(self) -> None:
        self.writer.stop()


def batch(*submissions: Submission, tenant: str = TENANT, source: str = SOURCE) -> SubmissionBatch:
    return SubmissionBatch(tenant=tenant, source=source, submissions=submissions)


def claim(
    number: int,
    text: str = "",
    *,
    subject: str = "subject-1",
    repairs: bytes = b"",
    id: bytes | None = None,
    type: str = TYPE,
) -> Submission:
    return Submission(
        submission_id=id or uuid.uuid4().bytes,
        subject_key=subject,
        repairs=repairs,
        type=type,
        body=b"" if type == WITHDRAW else Noted(number=number, text=text).SerializeToString(),
    )


def statuses(verdicts: Sequence[SubmissionVerdict]) -> list[str]:
    return [Status.Name(one.status).removeprefix("SUBMISSION_STATUS_") for one in verdicts]


def storage_of(where: str) -> Storage:
    """PostgreSQL by address, else SQLite files in a folder."""
    return PostgresStorage(where, where) if where.startswith("postgres") else SqliteStorage(Path(where), "note")


def in_threads(count: int, run: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
