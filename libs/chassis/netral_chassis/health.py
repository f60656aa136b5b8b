"""How a service process is: what `status` answers, what its metrics say, and whether it is ready."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from netral.common.v1.operations_pb2 import SourceStatus, StatusResponse

from netral_chassis.log import EventLog, OffsetGone
from netral_chassis.metrics import Metrics
from netral_chassis.record import BadRecord, row_of

if TYPE_CHECKING:
    from netral_chassis.process import Process


class Health:
    """Looks at the parts of one process."""

    def __init__(self, process: Process, metrics: Metrics) -> None:
        self._process = process
        self._metrics = metrics
        self._lock = threading.Lock()
        self._tails: dict[str, EventLog] = {}

    def status(self) -> StatusResponse:
        """Positions, lags and halts of this moment."""
        with self._lock:
            live = self._process.generations.live() or 0
            sources = [self._source(live, source) for source in self._process.service.sources]
            status = StatusResponse(
                service=self._process.service.name,
                events=self._process.store.head().next_position - 1,
                outbox=self._process.relay.behind(),
                parked=len({one.row.stream_id for one in self._process.live_projector().parked()}),
                generation=live,
                sources=sources,
                relay_halted=self._process.relay_loop.halted,
            )
        status.ready = (
            not status.relay_halted
            and not any(one.halted or one.held or one.lag > 5_000 for one in status.sources)
            and not any(feeder.halted for feeder in self._process.feeders)
        )
        return status

    def _source(self, generation: int, source: str) -> SourceStatus:
        follower = self._process.followers.get((generation, source))
        position = self._process.live_projector().checkpoint(source).next_position - 1
        last = self._last_position(source)
        return SourceStatus(
            source=source,
            position=position,
            lag=max(0, last - position),
            held=follower is not None and follower.consumer.held_since is not None,
            halted=follower.halted if follower else "",
        )

    def _last_position(self, source: str) -> int:
        """Position of the last record of a topic; 0 if it is empty."""
        log = self._tails.setdefault(source, self._process.log(source))
        try:
            end = log.end()
            placed = log.read(end - 1, 1, 1.0) if end else []
            return row_of(placed[-1].record)[0].position if placed else 0
        except (BadRecord, OffsetGone):
            return 0

    def measure(self, status: StatusResponse) -> None:
        """Put what the status says, and the age of what waits, where Prometheus reads it."""
        put = self._metrics.put
        put("netral_log_position", status.events)
        put("netral_outbox_events", status.outbox)
        put("netral_outbox_age_seconds", self._outbox_age(status))
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
            for reason in ("FORK", "TOO_MANY_PARKED", "INTERNAL"):
                put("netral_view_halted", one.halted == reason, one.source, reason)
            follower = self._process.followers.get((status.generation, one.source))
            put("netral_foreign_records", follower.consumer.foreign_records if follower else 0, one.source)

    def _outbox_age(self, status: StatusResponse) -> float:
        if not status.outbox:
            return 0.0
        rows = self._process.store.read(status.events - status.outbox + 1, 1)
        return max(0.0, (self._process.clock.now() - rows[0].recorded_at) / 1e6) if rows else 0.0
