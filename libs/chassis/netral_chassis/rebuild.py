"""Views built anew from the log, beside the live ones, which go on answering and following."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from netral_chassis import crash
from netral_chassis.bulk import Bulk
from netral_chassis.clock import Clock
from netral_chassis.consumer import Consumer
from netral_chassis.database import Database
from netral_chassis.events import EventTypes
from netral_chassis.generations import Generations, State
from netral_chassis.log import EventLog, LogUnavailable
from netral_chassis.parking import ParkingLimits
from netral_chassis.projector import Projector
from netral_chassis.storage import Storage
from netral_chassis.views import VIEWS, View

BATCH = 5_000
_READ_SECONDS = 5.0


class NotCaughtUp(Exception):
    """The new generation is not as far as the live one, so it cannot answer yet."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one source of the new generation is: applied and known events."""

    source: str
    applied: int
    end: int


class Rebuild:
    """One run of a rebuild: in bulk up to the logs' ends of its start, then as the live views follow.

    Killed anywhere and run again, it begins anew, or goes on where it was once the bulk is done.
    """

    def __init__(
        self,
        storage: Storage,
        generations: Generations,
        views: Sequence[View],
        types: EventTypes,
        clock: Clock,
        logs: Mapping[str, Callable[[], EventLog]],
        *,
        shape: str,
        limits: ParkingLimits | None = None,
        scratch: Path | None = None,
    ) -> None:
        self._storage = storage
        self._generations = generations
        self._views = views
        self._types = types
        self._clock = clock
        self._logs = logs
        self._shape = shape
        self._limits = limits or ParkingLimits()
        self._scratch = scratch

    def run(self, report: Callable[[Progress], None]) -> int:
        """Build, catch up and switch; returns the new live generation's number."""
        number = self._resumed()
        database = self._storage.views(number)
        live = Projector(self._storage.views(self._live()), self._views, self._types, self._clock)
        with ExitStack() as opened:
            logs = {source: opened.enter_context(closing(open_log())) for source, open_log in self._logs.items()}
            if not database.exists():
                self._fill(database, logs, report)
            projector = Projector(database, self._views, self._types, self._clock, self._limits)
            projector.create()
            crash.point("rebuild.created")
            consumers = {source: Consumer(source, log, projector) for source, log in logs.items()}
            while not self._switched(number, projector, live):
                for source, consumer in consumers.items():
                    consumer.step(0.1, BATCH)
                    report(Progress(source, consumer.position, live.checkpoint(source).next_position - 1))
        crash.point("rebuild.switched")
        return number

    def _fill(self, database: Database, logs: Mapping[str, EventLog], report: Callable[[Progress], None]) -> None:
        """Everything up to the ends that the logs have now, at once; what cannot be read by then is left for later."""
        ends = {source: log.end() for source, log in logs.items()}
        with ExitStack() as opened:
            place = opened.enter_context(database.filling(VIEWS))
            bulk = opened.enter_context(closing(Bulk(place, self._views, self._types, self._limits, self._scratch)))
            for source, log in logs.items():
                consumer = Consumer(source, log, bulk)
                before = -1
                while before < consumer.offset < ends[source]:
                    before = consumer.offset
                    self._read(consumer)
                    report(Progress(source, consumer.position, ends[source]))
            crash.point("rebuild.read")
            bulk.finish()
            crash.point("rebuild.filled")

    @staticmethod
    def _read(consumer: Consumer) -> None:
        try:
            consumer.step(_READ_SECONDS, BATCH)
        except LogUnavailable:
            if not consumer.position:
                raise

    def _live(self) -> int:
        live = self._generations.live()
        assert live is not None
        return live

    def _resumed(self) -> int:
        """The generation that an earlier run began with the same definitions; others of its kind are given up."""
        building = [one for one in self._generations.all() if one.state is State.BUILDING]
        same = [one.number for one in building if one.shape == self._shape]
        for one in building:
            if one.number not in same[-1:]:
                self._generations.retire(one.number)
                self._storage.views(one.number).drop()
        return same[-1] if same else self._generations.begin(self._shape)

    def _caught_up(self, new: Projector, live: Projector) -> bool:
        return all(
            new.checkpoint(source).next_position >= live.checkpoint(source).next_position for source in self._logs
        )

    def _switched(self, number: int, new: Projector, live: Projector) -> bool:
        """Switch if the new generation has caught up; the live one may have moved on when it is looked at again."""
        if not self._caught_up(new, live):
            return False
        crash.point("rebuild.caught_up")
        try:
            self.switch(number)
        except NotCaughtUp:
            return False
        return True

    def switch(self, number: int) -> None:
        """Let `number` answer, forwards or back. Raises `NotCaughtUp` if a reader would see an older state."""
        new = Projector(self._storage.views(number), self._views, self._types, self._clock)
        live = Projector(self._storage.views(self._live()), self._views, self._types, self._clock)
        with live.held() as shown:
            for source in self._logs:
                if new.checkpoint(source).next_position < shown.get(source, 1):
                    raise NotCaughtUp
            crash.point("rebuild.compared")
            self._generations.switch(number)
