"""How a service process is: what `status` answers, what its metrics say, and whether it is ready.

Nothing here waits for the shared log: what the log cannot tell now is answered from what it told last.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from netral.common.v1.operations_pb2 import ComponentState, ComponentStatus, SourceStatus, StatusResponse

from netral_chassis.log import EventLog, LogUnavailable, OffsetGone
from netral_chassis.metrics import FEED_REASONS, RELAY_REASONS, VIEW_REASONS, Metrics
from netral_chassis.record import BadRecord, row_of

if TYPE_CHECKING:
    from netral_chassis.following import Follower
    from netral_chassis.process import Process

_MOST_LAG = 5_000
_ASK_SECONDS = 2.0
_AGAIN_SECONDS = 5.0
WORKER = "worker"
_WAITS = {
    "LogUnavailable": "BROKER_GONE",
    "DatabaseGone": "DATABASE_GONE",
    "Behind": "BEHIND",
    "Overloaded": "TOO_MANY_REQUESTS",
    "Halted": "LOG_AHEAD_OF_STORE",
    "DiskFull": "DISK_FULL",
}


class Health:
    """Looks at the parts of one process."""

    def __init__(self, process: Process, metrics: Metrics) -> None:
        self._process = process
        self._metrics = metrics
        self._lock = threading.Lock()
        self._tails: dict[str, EventLog] = {}
        self._last: dict[str, int] = {}
        self._ask_again: dict[str, float] = {}
        self._began = process.clock.now()  # how old it is what was never current is not known

    def status(self) -> StatusResponse:
        """Positions, lags, ages and halts of this moment."""
        process = self._process
        with self._lock:
            live = process.generations.live() or 0
            shown_at = process.live_projector().current()
            sources = [self._source(live, source, shown_at) for source in process.service.sources]
            components = list(self._components(live))
            status = StatusResponse(
                service=process.service.name,
                events=process.store.head().next_position - 1,
                outbox=process.relay.behind(),
                parked=len({one.row.stream_id for one in process.live_projector().parked()}),
                generation=live,
                sources=sources,
                relay_halted=process.relay_loop.halted,
                components=components,
            )
        status.outbox_age_seconds = self._outbox_age(status)
        follow = [one for one in components if one.name != WORKER]  # reactions may come late; answers may not
        status.ready = all(one.state == ComponentState.COMPONENT_STATE_RUNNING for one in follow) and all(
            one.lag <= _MOST_LAG for one in sources
        )
        return status

    def _source(self, generation: int, source: str, shown_at: dict[str, int]) -> SourceStatus:
        follower = self._process.followers.get((generation, source))
        position = self._process.live_projector().checkpoint(source).next_position - 1
        last = self._last_position(source, follower)
        age = (self._process.clock.now() - (shown_at.get(source) or self._began)) / 1e6
        return SourceStatus(
            source=source,
            position=position,
            lag=max(0, last - position),
            held=follower is not None and follower.consumer.held_since is not None,
            halted=follower.halted if follower else "",
            age_seconds=max(0.0, age),
        )

    def _last_position(self, source: str, follower: Follower | None) -> int:
        """Position of the last record of a topic as far as is known; 0 if it is empty.

        Whoever follows the topic finds out first that the log is gone, and then nobody waits for it here.
        """
        if (follower is not None and follower.waiting_for) or time.monotonic() < self._ask_again.get(source, 0.0):
            return self._last.get(source, 0)
        if source not in self._tails:
            self._tails[source] = self._process.log(source, _ASK_SECONDS)
        log = self._tails[source]
        try:
            end = log.end()
            placed = log.read(end - 1, 1, 1.0) if end else []
            self._last[source] = row_of(placed[-1].record)[0].position if placed else 0
        except (BadRecord, OffsetGone):
            self._last[source] = 0
        except LogUnavailable:
            self._ask_again[source] = time.monotonic() + _AGAIN_SECONDS
        return self._last.get(source, 0)

    def _components(self, generation: int) -> Iterator[ComponentStatus]:
        process = self._process
        relay = process.relay_loop
        yield _component("relay", relay.halted, relay.waiting_for)
        for source in process.service.sources:
            follower = process.followers.get((generation, source))
            if follower is not None:
                held = follower.consumer.held_since is not None
                yield _component(f"projector/{source}", follower.halted, "HELD" if held else follower.waiting_for)
        for feeder in process.feeders:
            yield _component(f"feed/{feeder.source}", feeder.halted, feeder.waiting_for)
        yield _component(WORKER, "", process.work_loop.waiting_for)

    def measure(self, status: StatusResponse) -> None:
        """Put what the status says, and the age of what waits, where Prometheus reads it."""
        put = self._metrics.put
        put("netral_log_position", status.events)
        put("netral_outbox_events", status.outbox)
        put("netral_outbox_age_seconds", status.outbox_age_seconds)
        for reason in RELAY_REASONS:
            put("netral_relay_halted", status.relay_halted == reason, reason)
        put("netral_parked_streams", status.parked)
        waiting = self._process.worker.waiting(self._process.clock.now())
        put("netral_todo_due", waiting.due)
        put("netral_todo_failing", waiting.failing)
        put("netral_generation", status.generation)
        put("netral_ready", status.ready)
        for one in status.sources:
            put("netral_view_position", one.position, one.source)
            put("netral_view_lag_events", one.lag, one.source)
            put("netral_view_held", one.held, one.source)
            put("netral_view_age_seconds", one.age_seconds, one.source)
            for reason in VIEW_REASONS:
                put("netral_view_halted", one.halted == reason, one.source, reason)
            follower = self._process.followers.get((status.generation, one.source))
            put("netral_foreign_records", follower.consumer.foreign_records if follower else 0, one.source)
            feeder = next((feeder for feeder in self._process.feeders if feeder.source == one.source), None)
            for reason in FEED_REASONS:
                put("netral_feed_halted", feeder is not None and feeder.halted == reason, one.source, reason)

    def _outbox_age(self, status: StatusResponse) -> float:
        if not status.outbox:
            return 0.0
        rows = self._process.store.read(status.events - status.outbox + 1, 1)
        return max(0.0, (self._process.clock.now() - rows[0].recorded_at) / 1e6) if rows else 0.0


def _component(name: str, halted: str, waiting_for: str) -> ComponentStatus:
    state = ComponentState.COMPONENT_STATE_RUNNING
    if halted or waiting_for:
        state = ComponentState.COMPONENT_STATE_HALTED if halted else ComponentState.COMPONENT_STATE_WAITING
    return ComponentStatus(name=name, state=state, reason=halted or _WAITS.get(waiting_for, waiting_for))
