"""One life of a small service: it appends, publishes, projects, reacts, releases what was parked, takes claims, erases.

`python life.py <directory>` on the embedded profile, `python life.py <directory> <database url> <bootstrap> <topic>` on
the server's, whose topic exists. Armed by `NETRAL_CRASH` it ends early. Every life does what the ones before left.
"""

import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

from claimed import Facts, batch, claim, handlers
from counting import Counting, request
from house import House, drain, embedded
from netral_chassis.clock import SystemClock
from netral_chassis.commands import history
from netral_chassis.consumer import Consumer
from netral_chassis.events import Recorded
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.projector import Projector
from netral_chassis.storage import PostgresStorage
from netral_chassis.submission_decisions import Decider
from netral_chassis.submissions import Submissions
from netral_chassis.todo import Feed, Reaction, Task, Worker
from netral_chassis.vault import Secret, Vault
from netral_chassis.views import StreamRows
from noted import TYPES, Noted, Notes, noted

STREAMS = 10
BATCH = 5
CLAIMS = 4
FAR = 1 << 60
LEAVER = bytes(range(16))
_CLAIMS = uuid.UUID("0c2d4f3e-6d0c-4a53-9d6d-3c1f1f6f2a77")


class MendedNotes(Notes):
    """Can apply what the parked records say."""

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mended = Noted(number=event.data.number, text="mended")  # type: ignore[attr-defined]
        super().apply(rows, event._replace(data=mended))


def home(directory: Path, *server: str) -> House:
    """The service's databases and log; `server`: database url, bootstrap, topic."""
    if not server:
        return embedded(directory)
    url, bootstrap, topic = server
    return House(
        PostgresStorage(url, url),
        lambda: KafkaLog(bootstrap, topic, source="netral://alpha", send_seconds=10.0),
        lambda: None,
    )


def live(directory: Path, *server: str) -> House:
    """The house after all was done: notes, reactions, a release, claims, an erasure; see `lacking`."""
    house = home(directory, *server)
    with Counting(house) as counting:

        def act(task: Task) -> None:
            if task.event.stream_id.startswith("a/"):
                counting.run([request(task.event.data.number, command=task.command_id)])  # type: ignore[attr-defined]

        reactions = [Reaction("note", "alpha", "test.noted", lambda event: event.recorded_at, act)]
        feed = Feed(house.storage.core, TYPES, reactions)
        feed.create()
        relay, consumers = house.relay(), (house.consumer(), Consumer("alpha", house.log(), feed))
        for start in range(0, STREAMS, BATCH):
            add(house, [f"a/{number:05}" for number in range(start, start + BATCH)], "n")
            drain(relay, *consumers)
            Worker(house.storage.core, TYPES, reactions, house.reader().seen).step(FAR)
        add(house, ["p/00001"], "inapplicable")
        vault = Vault(house.storage.vault, bytes(32))
        vault.create()
        claims(house, counting, vault, directory)
        vault.seal([Secret(LEAVER, "n/1", "text", b"generated")])
        vault.destroy([LEAVER], 1)
        drain(relay, *consumers)
        release(house)
    return house


def add(house: House, names: Sequence[str], text: str) -> None:
    """The first note of those streams that have none."""
    there = house.store.streams(names)
    missing = [name for name in names if name not in there]
    if missing:
        house.append(*((name, 0, [noted(int(name[2:]), text)]) for name in missing))


def claims(house: House, counting: Counting, vault: Vault, directory: Path) -> None:
    """Four claims on one subject, in two batches; those sent before keep their verdicts."""
    clock = SystemClock()
    decider = Decider("note", handlers(Facts(directory / "fact"), clock), counting.commands)
    submissions = Submissions(house.storage.core, vault, decider, clock)
    for start in range(0, CLAIMS, 2):
        numbers = range(start, start + 2)
        submissions.submit(batch(*(claim(one, id=uuid.uuid5(_CLAIMS, str(one)).bytes) for one in numbers)))


def release(house: House) -> None:
    """What waits can be applied by now."""
    projector = Projector(house.storage.views(1), [MendedNotes()], TYPES, house.clock)
    for stream in sorted({one.row.stream_id for one in projector.parked()}):
        projector.release("alpha", stream)


def lacking(house: House) -> list[str]:
    """What is not as after one undisturbed life."""
    expected = {
        "notes": [(f"a/{number:05}", number, "n", 1) for number in range(STREAMS)],
        "reactions": list(range(STREAMS)),
        "claims": list(range(CLAIMS)),
        "released": [("p/00001", 1, "mended", 1)],
        "parked": [],
        "keys of who left": [],
        "events": 2 * STREAMS + 1 + CLAIMS,
    }
    lines = house.lines()
    found = {
        "notes": [line for line in lines if str(line[0]).startswith("a/")],
        "reactions": sorted(event.data.number for event in history(house.store, TYPES, "n/1")),  # type: ignore[attr-defined]
        "claims": [event.data.number for event in history(house.store, TYPES, "note/subject-1")],  # type: ignore[attr-defined]
        "released": [line for line in lines if str(line[0]).startswith("p/")],
        "parked": house.projector(1).parked(),
        "keys of who left": _keys(house, LEAVER),
        "events": house.store.head().next_position - 1,
    }
    return [f"{name}: {found[name]}, not {value}" for name, value in expected.items() if found[name] != value]


def _keys(house: House, subject: bytes) -> list[tuple[object, ...]]:
    with house.storage.vault.read() as conn:
        return house.storage.vault.fetch(conn, "SELECT key_id FROM {s}key WHERE subject = ?", (subject,))


if __name__ == "__main__":
    live(Path(sys.argv[1]), *sys.argv[2:]).close()
