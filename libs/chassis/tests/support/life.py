"""One life of a small embedded service: `python life.py <directory>` appends, publishes, projects and reacts.

Armed by `NETRAL_CRASH` it ends early. Every life does what the ones before left undone.
"""

import sys
from pathlib import Path

from counting import Counting, request
from house import House, drain_now, embedded
from netral_chassis.consumer import Consumer
from netral_chassis.todo import Feed, Reaction, Task, Worker
from noted import TYPES, noted

STREAMS = 10
BATCH = 5
FAR = 1 << 60


def live(directory: Path) -> House:
    """The house after everything was done: ten notes, and ten reactions to them noted in stream `n/1`."""
    house = embedded(directory)
    with Counting(house) as counting:

        def act(task: Task) -> None:
            if task.event.stream_id.startswith("a/"):
                counting.run([request(task.event.data.number, command=task.command_id)])  # type: ignore[attr-defined]

        reactions = [Reaction("note", "alpha", "test.noted", lambda event: event.recorded_at, act)]
        feed = Feed(house.storage.core, TYPES, reactions)
        feed.create()
        for start in range(0, STREAMS, BATCH):
            names = [f"a/{number:05}" for number in range(start, start + BATCH)]
            there = house.store.streams(names)
            missing = [name for name in names if name not in there]
            if missing:
                house.append(*((name, 0, [noted(int(name[2:]), "n")]) for name in missing))
            drain_now(house.relay(), house.consumer(), Consumer("alpha", house.log(), feed))
            Worker(house.storage.core, TYPES, reactions, house.reader().seen).step(FAR)
        drain_now(house.relay(), house.consumer())
    return house


if __name__ == "__main__":
    live(Path(sys.argv[1])).close()
