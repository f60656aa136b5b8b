"""One service process: API, relay and projectors together, from settings to a clean end."""

import contextlib
import fcntl
import gc
import queue
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from types import FrameType

import structlog
from netral.common.v1 import operations_pb2, operations_pb2_grpc, privacy_pb2, privacy_pb2_grpc
from netral.common.v1.operations_pb2 import StatusResponse
from sqlalchemy import select

from netral_chassis import access, erasure, lines
from netral_chassis.access import Grant
from netral_chassis.clock import MICROSECONDS_A_DAY, SystemClock
from netral_chassis.commands import Commands
from netral_chassis.database import DatabaseGone
from netral_chassis.following import Follower, RelayLoop, WorkLoop
from netral_chassis.generations import Generations, State, kept
from netral_chassis.health import Health
from netral_chassis.home import Home
from netral_chassis.kafka_tls import KafkaTls
from netral_chassis.log import EventLog, LogUnavailable, topic
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.log_sqlite import SqliteLog
from netral_chassis.metrics import Metrics
from netral_chassis.operations import Operations
from netral_chassis.privacy import Privacy
from netral_chassis.projector import Projector
from netral_chassis.publishers import Claims
from netral_chassis.reading import Behind, Reader
from netral_chassis.rebuild import NotCaughtUp, Rebuild
from netral_chassis.recovery import recover
from netral_chassis.refusals import KNOWN, AlreadyRunning, refusal
from netral_chassis.relay import Relay
from netral_chassis.rpc import THREADS, Server, Servicer
from netral_chassis.service import App, Service
from netral_chassis.settings import Settings, settings_of
from netral_chassis.shape import shape_of
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.store import EventStore
from netral_chassis.submission_service import servicer, submissions_of
from netral_chassis.todo import Feed, Worker
from netral_chassis.transport import Transport, trusted_key
from netral_chassis.vault import Vault
from netral_chassis.writer import Writer

_TICK_SECONDS = 0.5
_ENDING = (signal.SIGTERM, signal.SIGINT)
_GRANT_SECONDS = 1.0
_WORK_SECONDS = 0.1
_HELD_SECONDS = 1.0
_HELD_SECONDS_BESIDE_INTAKE = 15.0
_FEED_SECONDS = 0.2
_REBUILD_AGAIN_SECONDS = 30.0
_log = structlog.get_logger()


class Process:
    """Everything of one service that runs in this process."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        self._settings = settings
        self._home = Home(settings.home)
        self._home.prepare((service.name,))
        self._lock = _lock(self._home.data / f"{service.name}.lock")
        self.clock = SystemClock()
        self.storage = self._storage()
        self.store = EventStore(self.storage.core, self.clock)
        self.store.create()
        self._vault = Vault(self.storage.vault, self._home.master_key(service.name))
        self._vault.create()
        self.generations = Generations(self.store, self.clock)
        self._shape = shape_of(service.views, service.types)
        if self.generations.live() is None:
            self.generations.begin(self._shape)
        self._metrics = Metrics(service.metrics)
        self.relay = Relay(self.store, self.log(service.name))
        self.relay_loop = RelayLoop(self.relay, self._on_halt)
        self._writer = Writer(self.store, self.relay_loop.wake)
        self._reader = Reader(self.storage, self.generations, self.clock, sources=service.sources, threads=THREADS)
        commands = Commands(self.store, self._writer, service.types)
        self._app = App(self._home, self.clock, self.store, commands, self._reader, self._vault, self._metrics)
        self.followers: dict[tuple[int, str], Follower] = {}
        self._grants: dict[str, tuple[float, tuple[Grant, ...]]] = {}
        self._vault.on_destroyed(self._grants.clear)
        self._asked_to_end: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._rebuilding = threading.Lock()
        reactions = service.reactions(self._app) if service.reactions is not None else ()
        self._feed = Feed(self.storage.core, service.types, reactions)
        self._feed.create()
        self.worker = Worker(self.storage.core, service.types, reactions, self._reader.seen)
        self.work_loop = WorkLoop("work", lambda: self.worker.step(self.clock.now()), pause=_WORK_SECONDS)
        self._work_loops = [self.work_loop]
        self.feeders = [
            Follower(source, partial(self.log, source), self._feed, rest=_FEED_SECONDS) for source in self._feed.sources
        ]
        self._health = Health(self, self._metrics)
        self._server = self._make_server()

    def _storage(self) -> Storage:
        if self._settings.profile == "embedded":
            return SqliteStorage(self._home.data, self.service.name)
        given = self._settings
        return PostgresStorage(given.database, given.vault_database, given.owner_database, given.owner_vault_database)

    def log(self, source: str, ask_seconds: float = 10.0) -> EventLog:
        """A handle on the shared log of `source`; each thread needs its own."""
        if self._settings.profile == "embedded":
            return SqliteLog(self._home.data, topic(source))
        server, tls = self._settings.bootstrap, KafkaTls.of(self._settings)
        return KafkaLog(server, topic(source), source=f"netral://{source}", ask_seconds=ask_seconds, tls=tls)

    def _make_server(self) -> Server:
        own = Servicer(
            operations_pb2.DESCRIPTOR.services_by_name["OperationsService"],
            operations_pb2_grpc.add_OperationsServiceServicer_to_server,
            Operations(self),
        )
        personal = Servicer(
            privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server,
            Privacy(self.store, self.service.types, self._vault),
        )
        offered = [own, personal, *self.service.servicers(self._app)]
        claims = self.service.claims(self._app) if self.service.claims is not None else None
        if claims is not None:
            offered.append(self._take(claims))
        return Server(
            self._settings.port_base + self.service.port_offset,
            offered,
            key=trusted_key(self._settings.issuer_key, self._home.secret("issuer.pem")),
            transport=Transport.of(self._settings),
            authority=self._authority,
            key_of=claims.key_of if claims is not None else None,
            metrics=self._metrics,
        )

    def _take(self, claims: Claims) -> Servicer:
        """Where publishers send claims by call; what is held is decided again from time to time."""
        submissions = submissions_of(self.service.name, self._app, claims)
        # An intake also tells the broker what became of them, so where one runs it goes first.
        pause = _HELD_SECONDS if self._settings.profile == "embedded" else _HELD_SECONDS_BESIDE_INTAKE
        self._work_loops.append(WorkLoop("held", lambda: len(submissions.retry_held()), pause=pause))
        return servicer(self.service.name, submissions, claims.handlers, self.store)

    def _authority(self, subject: str) -> tuple[Grant, ...]:
        known = self._grants.get(subject)
        if known and time.monotonic() - known[0] < _GRANT_SECONDS:
            return known[1]
        today = self.clock.now() // MICROSECONDS_A_DAY
        table = access.GRANT
        wanted = select(table.c.role, table.c.scope).where(
            table.c.subject == subject, table.c.valid_from <= today + 1, table.c.valid_to > today
        )
        with self._reader.open() as reading:
            grants = tuple(Grant(row.role, row.scope) for row in reading.execute(wanted))
        self._grants[subject] = (time.monotonic(), grants)
        return grants

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then drain."""
        for number in _ENDING:
            signal.signal(number, self._on_signal)
        self._follow()
        self.relay_loop.look()  # first of all: whoever appends behind its topic makes a second history
        self.relay_loop.start()
        erasure.replay(self.store, self._vault)
        if self.service.begin is not None and not self.relay_loop.halted:
            self.service.begin(self._app)
        for feeder in self.feeders:
            feeder.start()
        for loop in self._work_loops:
            loop.start()
        self._metrics.serve(self._settings.port_base + 10 + self.service.port_offset, Transport.of(self._settings))
        self._server.start()
        gc.collect()
        gc.freeze()  # what stands after the start is walked no more: 43 → 31 µs an append (docs/performance.md)
        gc.set_threshold(50_000)  # a batch makes some ten thousand objects, and none of them is a circle
        while not self._is_asked_to_end():
            try:
                self._tick()
            except (DatabaseGone, LogUnavailable, Behind):
                self._server.ready(False)
                self._metrics.put("netral_ready", 0)
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        self._stopping.set()
        self._drain()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Takes no lock: the interrupted code may hold it, and signals come several at once (one a parent's thread)."""
        self._asked_to_end.put(number)

    def _is_asked_to_end(self) -> bool:
        """Whether a signal came, now or within half a second."""
        with contextlib.suppress(queue.Empty):
            self._asked_to_end.get(timeout=_TICK_SECONDS)
            return True
        return False

    def _on_halt(self, reason: str) -> None:
        behind = reason if reason == "LOG_AHEAD_OF_STORE" else ""
        self._writer.halt(behind)
        self._vault.bar(behind)  # what was erased meanwhile stands in the part of the log that is missing

    def recover_log(self) -> int:
        """Take back from the topic what the table lacks, and go on; returns how many events that were."""
        log = self.log(self.service.name)
        try:
            recovered = recover(self.store, log)
        finally:
            log.close()
        erasure.replay(self.store, self._vault)
        was_halted = self.relay_loop.halted
        self.relay_loop.resume()
        if was_halted and not self.relay_loop.halted and self.service.begin is not None:
            self.service.begin(self._app)
        return recovered

    def repair_log(self, position: int) -> int:
        """Publish everything from `position` on once more; returns how many events that are."""
        self.relay_loop.resend(position)
        return self.store.head().next_position - position

    def _drain(self) -> None:
        self._server.stop()
        for loop in self._work_loops:
            loop.stop()
        self._writer.stop()
        self.relay_loop.stop()
        followers = [*self.feeders, *self.followers.values()]
        for follower in followers:
            follower.ask_to_stop()
        for follower in followers:
            follower.stop()

    def _tick(self) -> None:
        self._follow()
        live = next(one for one in self.generations.all() if one.state is State.LIVE)
        if live.shape != self._shape and not self._rebuilding.locked():
            threading.Thread(target=self._rebuild_for_new_code, name="rebuild", daemon=True).start()
        for number in self.generations.outlived(self.clock.now()):
            self.generations.retire(number)
            self._follow()  # nobody may write to what is dropped
            self.storage.views(number).drop()
        status = self.status()
        self._server.ready(status.ready)
        self._health.measure(status)

    def _follow(self) -> None:
        """Keep a thread for every source of every generation that is kept, and none for others."""
        wanted = {(number, source) for number in kept(self.generations.all()) for source in self.service.sources}
        for key in wanted - self.followers.keys():
            projector = self.projector(key[0])
            projector.create()
            source = key[1]
            follower = Follower(source, partial(self.log, source), projector, partial(projector.touch, source))
            self.followers[key] = follower
            follower.start()
        for key in self.followers.keys() - wanted:
            self.followers.pop(key).stop()

    def projector(self, generation: int) -> Projector:
        """The projector of one generation."""
        return Projector(self.storage.views(generation), self.service.views, self.service.types, self.clock)

    def live_projector(self) -> Projector:
        """The projector of the live generation."""
        live = self.generations.live()
        assert live is not None
        return self.projector(live)

    def _rebuild_for_new_code(self) -> None:
        """The views were made by other code than this. What goes wrong is tried again at a later tick."""
        try:
            self.rebuild()
        except Exception as error:
            _log.error("rebuild failed", error=type(error).__name__, exc_info=error)
            self._stopping.wait(_REBUILD_AGAIN_SECONDS)

    def _rebuild(self) -> Rebuild:
        logs = {source: partial(self.log, source) for source in self.service.sources}
        return Rebuild(
            self.storage, self.generations, self.service.views, self.service.types, self.clock, logs,
            shape=self._shape, scratch=self._home.data,
        )  # fmt: skip

    def rebuild(self) -> int:
        """Build the next generation and switch to it; one at a time."""
        with self._rebuilding:
            return self._rebuild().run(
                lambda progress: _log.debug("rebuilding", source=progress.source, applied=progress.applied)
            )

    def back(self) -> int | None:
        """Switch to the newest generation that still follows; `None` if there is none, or it is behind."""
        with self._rebuilding:
            following = [one.number for one in self.generations.all() if one.state is State.FOLLOWING]
            try:
                if following:
                    self._rebuild().switch(following[-1])
            except NotCaughtUp:
                return None
        return following[-1] if following else None

    def status(self) -> StatusResponse:
        """Positions, lags and halts of this moment."""
        return self._health.status()

    def views_against_log(self) -> list[str]:
        """Where the views' checkpoint of the own log is not what the log says."""
        at = self.live_projector().checkpoint(self.service.name)
        expected = self.store.hash_before(at.next_position)
        return [] if expected == at.head_hash else [f"VIEWS_DIFFER {at.next_position - 1}"]


def _lock(path: Path) -> object:
    """Hold `path` as long as this process lives. Raises `AlreadyRunning`."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise AlreadyRunning from None
    return file


def main(service: Service) -> None:
    """Entry of `python -m netral_<service>`."""
    lines.to_stderr()
    try:
        Process(service, settings_of(service.name)).run()
    except KNOWN as error:
        sys.stderr.write(refusal(service.name, error))
        sys.exit(1)
