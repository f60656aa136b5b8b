"""Anything in any order: appends, two relays, raw re-sends, holes, zombies, lost topics, restarts. The views are always
a prefix of the log, and all of it once everything has been drained."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from house import House, drain_now, embedded
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from netral_chassis.consumer import Checkpoint, Consumer
from netral_chassis.record import GENESIS, EventRow, Record, record_of
from netral_chassis.relay import Relay
from netral_chassis.store import VerdictOn
from noted import Noted, noted

STREAMS = st.integers(0, 4).map("a/{}".format)
NUMBERS = st.integers(1, 5)
TEXTS = st.sampled_from(["n", "n", "m", "forget"])
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # thousands of commits; what dies here is no machine
PARTS = st.floats(0.0, 1.0)


def folded(rows: list[EventRow]) -> list[tuple[object, ...]]:
    """What the lines must be after these events, told a second time and in another way."""
    lines: dict[tuple[str, int], tuple[object, ...]] = {}
    for row in rows:
        event = Noted.FromString(row.data)  # type: ignore[attr-defined]
        key = (row.stream_id, event.number)
        if event.text == "forget":
            lines.pop(key, None)
        else:
            lines[key] = (row.stream_id, event.number, event.text, row.version)
    return [lines[key] for key in sorted(lines)]


class Machine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.directory = Path(tempfile.mkdtemp(dir=IN_MEMORY))
        self.open()

    def open(self) -> None:
        self.house: House = embedded(self.directory)
        self.relays: list[Relay] = [self.house.relay(), self.house.relay()]
        self.consumers: list[Consumer] = [self.house.consumer(), self.house.consumer()]
        self.raw = self.house.log()

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.time_passes()
            for relay in self.relays:
                drain_now(relay, *self.consumers)
            rows = self.house.store.read(1, 100_000)
            assert self.house.projector(1).checkpoint("alpha").next_position == len(rows) + 1
            assert self.house.lines() == folded(rows)
            self.house.close()
            shutil.rmtree(self.directory)

    @rule(events=st.lists(st.tuples(STREAMS, NUMBERS, TEXTS), min_size=1, max_size=6))
    def append(self, events: list[tuple[str, int, str]]) -> None:
        versions = {stream: len(rows) for stream, rows in self.house.store.streams(s for s, _, _ in events).items()}
        writes = []
        for stream, number, text in events:
            version = versions.get(stream, 0)
            writes.append((stream, version, [noted(number, text)]))
            versions[stream] = version + 1
        assert {verdict.kind for verdict in self.house.append(*writes)} == {VerdictOn.ACCEPTED}

    @rule(which=st.integers(0, 1))
    def publish(self, which: int) -> None:
        self.relays[which].step()

    @rule(start=PARTS, end=PARTS)
    def send_a_stretch_again_or_too_early(self, start: float, end: float) -> None:
        records = self.records()
        first, last = sorted((int(start * len(records)), int(end * len(records))))
        self.raw.send(records[first:last])

    def records(self) -> list[Record]:
        rows = self.house.store.read(1, 100_000)
        hashes: Mapping[int, bytes] = {row.position: row.hash for row in rows} | {0: GENESIS}
        return [record_of(row, hashes[row.position - 1]) for row in rows]

    @rule(which=st.integers(0, 1), limit=st.sampled_from([1, 3, 5_000]))
    def project(self, which: int, limit: int) -> None:
        self.consumers[which].step(0.0, limit)

    @rule(start=PARTS, count=st.integers(1, 5))
    def a_zombie_applies_what_it_still_holds(self, start: float, count: int) -> None:
        rows = self.house.store.read(1, 100_000)
        held = rows[int(start * len(rows)) :][:count]
        if held:
            before = Checkpoint("alpha", held[0].position)
            after = Checkpoint("alpha", held[-1].position + 1, held[-1].hash)
            at = self.house.projector(1).checkpoint("alpha").next_position
            assert self.house.projector(1).apply(held, before, after) is (held[0].position == at)

    @rule()
    def lose_the_topic(self) -> None:
        self.house.lose_topic()

    @rule()
    def time_passes(self) -> None:
        """More than the second for which relays and consumers trust that the topic is the one they know."""
        for one in (*self.relays, *self.consumers):
            one._checked = 0.0

    @rule(which=st.sampled_from([[0], [1], [0, 1]]))
    def restart_relays(self, which: list[int]) -> None:
        for one in which:
            self.relays[one] = self.house.relay()

    @rule(which=st.integers(0, 1))
    def restart_a_consumer(self, which: int) -> None:
        self.consumers[which] = self.house.consumer()

    @rule()
    def restart_everything(self) -> None:
        self.house.close()
        self.open()

    @invariant()
    def the_views_are_a_prefix_of_the_log(self) -> None:
        if hasattr(self, "house"):
            at = self.house.projector(1).checkpoint("alpha")
            assert self.house.lines() == folded(self.house.store.read(1, at.next_position - 1))
            assert self.house.store.hash_before(at.next_position) == at.head_hash


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
