"""Batches of publishers from the broker, by Faust: a process of its own, as many as there are partitions.

One record at a time: verified, decided in a thread, its verdicts published, and only then acknowledged. A record that
is no batch is counted and passed over; a database that is away is waited for. Crashes and rebalances bring records
again, which changes nothing.
"""

import asyncio
import fcntl
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

import faust
import structlog
from mode import CrashingSupervisor, Worker
from netral.common.v1.submissions_pb2 import SubmissionVerdict, VerdictBatch
from netral_messages import Reason

from netral_chassis import erasure, lines, topics
from netral_chassis.clock import SystemClock
from netral_chassis.commands import Commands
from netral_chassis.database import DatabaseGone
from netral_chassis.generations import GENERATION, Generations
from netral_chassis.home import Home
from netral_chassis.kafka_tls import PLAIN, KafkaTls
from netral_chassis.log import VERDICTS, LogUnavailable, intake_topic, topic
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.metrics import Metrics
from netral_chassis.publishers import KeyOf, RecordRefused, Refusal, opened
from netral_chassis.reading import Reader
from netral_chassis.refusals import KNOWN, refusal
from netral_chassis.relay import LogAheadOfStore, Relay
from netral_chassis.service import App, Service
from netral_chassis.settings import Settings, settings_of
from netral_chassis.storage import PostgresStorage
from netral_chassis.store import EventStore
from netral_chassis.submission_decisions import NOT_NOW
from netral_chassis.submission_service import submissions_of
from netral_chassis.submissions import Submissions
from netral_chassis.transport import Transport
from netral_chassis.vault import Vault
from netral_chassis.writer import Writer

_RAW: Mapping[str, Any] = {
    "key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"
}  # fmt: skip
_AGAIN_SECONDS = 0.5
_HELD_SECONDS = 1.0
_SEATS = 64
METRICS_OFFSET = 20
"""Its metrics are served ten ports above those of the service."""
_log = structlog.get_logger()


class Intake:
    """From the bytes of a record to verdicts; knows nothing of the broker. `count` gets what became of each record.

    `look` is called whenever something did not work, before it is tried again: may facts be written at all?
    """

    def __init__(
        self,
        service: str,
        submissions: Submissions,
        key_of: KeyOf,
        count: Callable[[str], None],
        look: Callable[[], None],
    ) -> None:
        self._service = service
        self._submissions = submissions
        self._key_of = key_of
        self._count = count
        self.look = look

    def take(self, record: bytes) -> list[VerdictBatch]:
        """Verdicts on a record; none if it is refused. What they say is on disk. Raises `NOT_NOW`."""
        try:
            batch = opened(record, self._key_of)
        except RecordRefused as refused:
            self._count(refused.refusal.value)
            if refused.refusal is not Refusal.UNREADABLE:
                _log.warning("audited", step="intake", refused=refused.refusal.name, key_id=refused.key_id.hex())
            return []
        decided = self._submissions.submit(batch)
        self._count("taken")
        return self._batches((batch.tenant, batch.source, one) for one in (*decided.verdicts, *decided.others))

    def retry(self) -> list[VerdictBatch]:
        """Verdicts on held submissions whose standing changed. Raises `NOT_NOW`."""
        return self._batches(self._submissions.retry_held())

    def _batches(self, verdicts: Iterable[tuple[str, str, SubmissionVerdict]]) -> list[VerdictBatch]:
        found: dict[tuple[str, str], VerdictBatch] = {}
        for tenant, source, verdict in verdicts:
            batch = found.setdefault(
                (tenant, source), VerdictBatch(service=self._service, tenant=tenant, source=source)
            )
            batch.verdicts.append(verdict)
        return list(found.values())


def application(
    intake: Intake, *, service: str, bootstrap: str, instance: str, folder: Path, tls: KafkaTls = PLAIN
) -> faust.App:
    """The Faust application. `instance` is stable, and unique among the living: see `take_seat`.

    Without static membership the group waits out the session of a killed worker; with it a restart takes 3 seconds.
    """
    app = faust.App(
        f"netral-{service}-intake",
        broker=[f"kafka://{address}" for address in bootstrap.split(",")],
        broker_credentials=tls.context(),
        store="memory://",
        processing_guarantee="at_least_once",
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        stream_wait_empty=False,
        agent_supervisor=CrashingSupervisor,
        autodiscover=False,
        datadir=str(folder),
        consumer_auto_offset_reset="earliest",
        broker_commit_interval=0.5,
        consumer_group_instance_id=instance,
        broker_session_timeout=30.0,
        broker_heartbeat_interval=2.0,
    )
    batches = app.topic(intake_topic(service), **_RAW)
    verdicts = app.topic(VERDICTS, **_RAW)

    async def tell(told: Iterable[VerdictBatch]) -> None:
        for batch in told:
            sent: Awaitable[Any] = await verdicts.send(
                key=batch.tenant.encode(), value=batch.SerializeToString(), force=True
            )
            await sent

    async def take(stream: Any) -> None:
        async for event in stream.noack().events():
            await tell(await _patiently(intake, event.message.value or b""))
            event.ack()

    async def retry() -> None:
        try:
            await tell(await asyncio.to_thread(intake.retry))
        except NOT_NOW:
            await asyncio.to_thread(intake.look)

    app.agent(batches, concurrency=1)(take)
    app.timer(interval=_HELD_SECONDS)(retry)
    return app


async def _patiently(intake: Intake, record: bytes) -> list[VerdictBatch]:
    """Take it in a thread, again and again while it cannot be done now: the record waits, and those behind it."""
    while True:
        try:
            return await asyncio.to_thread(intake.take, record)
        except NOT_NOW as error:
            _log.warning("waiting", step="intake", error=type(error).__name__)
            await asyncio.sleep(_AGAIN_SECONDS)
            await asyncio.to_thread(intake.look)


def take_seat(folder: Path, service: str) -> tuple[str, IO[str]]:
    """An instance id that no other living process of this machine has, and the lock to keep as long as it is used.

    Two living workers of one id would throw each other out for ever. Raises `OSError` if all 64 seats are taken.
    """
    for seat in range(_SEATS):
        file = (folder / f"{service}.intake.{seat}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            continue
        return f"netral-{service}-intake-{socket.gethostname()}-{seat}", file
    raise OSError(f"{_SEATS} intakes of {service} run here")


def main(service: Service) -> NoReturn:
    """Entry of an intake process: server profile only, settings as for the service's own process, which runs too."""
    lines.to_stderr()
    try:
        _run(service, settings_of(service.name))
    except KNOWN as error:
        sys.stderr.write(refusal(service.name, error))
        sys.exit(1)
    sys.exit(0)


def _run(service: Service, settings: Settings) -> None:
    if settings.profile != "server":
        sys.exit(f"{service.name} intake: the embedded profile takes batches by gRPC only")
    tls = KafkaTls.of(settings)
    try:
        found = topics.survey(settings.bootstrap, topics.of_intake([service.name]), tls)
    except LogUnavailable as error:
        sys.exit(f"{service.name} intake: no broker at {settings.bootstrap} ({error})")
    if wrong := [f"{name} {what}" for name, what in found.items() if what]:
        sys.exit(f"{service.name} intake: " + "; ".join(sorted(wrong)))
    home = Home(settings.home)
    home.prepare((service.name,))
    instance, _seat = take_seat(home.data, service.name)
    metrics = Metrics()
    metrics.serve(settings.port_base + METRICS_OFFSET + service.port_offset, Transport.of(settings))
    intake = _intake(service, settings, home, metrics)
    metrics.put("netral_ready", 1)
    worker = Worker(
        application(
            intake,
            service=service.name,
            bootstrap=settings.bootstrap,
            instance=instance,
            folder=home.data / "faust",
            tls=tls,
        ),
        loglevel="WARN",
        redirect_stdouts=False,
        override_logging=False,
    )
    worker.execute_from_commandline()


def _intake(service: Service, settings: Settings, home: Home, metrics: Metrics) -> Intake:
    """The intake of a service whose own process has made its tables; waits for that."""
    assert service.claims is not None, f"{service.name} takes no claims"
    clock = SystemClock()
    storage = PostgresStorage(settings.database, settings.vault_database)
    store = EventStore(storage.core, clock)
    generations = Generations(store, clock)
    _await_tables(storage, generations)
    vault = Vault(storage.vault, home.master_key(service.name))
    vault.create()
    erasure.replay(store, vault)
    reader = Reader(storage, generations, clock, sources=service.sources, threads=4)
    # The relay runs in the service's own process and looks for new events by itself.
    writer = Writer(store, lambda: None)
    app = App(home, clock, store, Commands(store, writer, service.types), reader, vault)
    claims = service.claims(app)
    tls = KafkaTls.of(settings)
    log = KafkaLog(settings.bootstrap, topic(service.name), source=f"netral://{service.name}", tls=tls)
    look = looking(store, Relay(store, log), writer)
    look()
    return Intake(
        service.name,
        submissions_of(service.name, app, claims),
        claims.key_of,
        lambda outcome: metrics.count("netral_intake_records_total", outcome),
        look,
    )


def looking(store: EventStore, relay: Relay, writer: Writer) -> Callable[[], None]:
    """Asks whether the topic knows more than the table: whoever appends then makes a second history.

    So it is when a database was restored from a backup, and that begins with one that could not be reached.
    """
    one_at_a_time = threading.Lock()

    def look() -> None:
        with one_at_a_time:
            try:
                store.head()  # costs little, where a look at the topic reads thousands of records
                relay.look()
            except LogAheadOfStore:
                writer.halt(Reason.LOG_AHEAD_OF_STORE.value)
            except (LogUnavailable, DatabaseGone):
                return
            else:
                writer.halt("")

    return look


def _await_tables(storage: PostgresStorage, generations: Generations) -> None:
    """Return once the service has begun: its first generation of views is the last that it makes."""
    made = f"SELECT to_regclass('{storage.core.name(GENERATION)}') IS NOT NULL"
    while True:
        try:
            with storage.core.read() as conn:
                is_made = storage.core.fetch(conn, made, ())[0][0]
            if is_made and generations.live() is not None:
                return
        except DatabaseGone:
            pass
        _log.warning("waiting", step="intake", error="tables")
        time.sleep(_AGAIN_SECONDS)
