"""What could stand in the way of an installation, looked at whether it runs or not. Nothing here changes anything."""

import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netral.common.v1.operations_pb2 import StatusRequest, StatusResponse
from netral_chassis import migrations, tokens
from netral_chassis.certificates import RENEW_DAYS, remaining_days
from netral_chassis.database import Database, DatabaseGone
from netral_chassis.home import Home, HomeNewer, secret_names
from netral_chassis.kafka_tls import KafkaTls
from netral_chassis.log import LogUnavailable
from netral_chassis.migrations import Chain
from netral_chassis.refusals import KNOWN, reason_of
from netral_chassis.settings import Settings, settings_of
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.transport import Transport, trusted_key

from netral_cli.connection import SERVICES, TAKING_CLAIMS
from netral_cli.failures import Failed
from netral_cli.session import Session
from netral_cli.supervisor import is_free

_ENOUGH_BYTES = 1 << 30
_CLOCKS_APART_SECONDS = 2.0
_CONNECTIONS = 75  # of a service with its standby or intake at their busiest; a pool keeps those it once needed
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable: that of a reason of the catalogue, or of the phrases `doctor` and, if not `ok`, `cure`."""

    check: str
    ok: bool
    code: str
    params: dict[str, Any] = field(default_factory=dict)


Findings = Iterator[Finding]


class Examination:
    """Of the home and the settings of `session`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._home = Home(session.home)
        self._settings: dict[str, Settings] = {}
        self._statuses: dict[str, StatusResponse | None] = {}

    def run(self) -> Findings:
        """Every finding, in the order in which they would be mended."""
        looks: tuple[Callable[[], Findings], ...] = (
            *(self._configuration, self._place, self._keys, self._disk, self._certificates, self._databases),
            *(self._broker, self._ports, self._services),
        )
        told: set[tuple[str, str, str]] = set()
        for look in looks:
            for finding in look():  # two sets of tables may stand in one database
                key = (finding.check, finding.code, str(finding.params))
                if key not in told:
                    yield finding
                told.add(key)

    def _configuration(self) -> Findings:
        for service in SERVICES:
            try:
                self._settings[service] = settings_of(service, self._session.home)
            except KNOWN as error:
                reason, params = reason_of(error)
                yield Finding("configuration", False, reason, {**params, "service": service})
        if len(self._settings) == len(SERVICES):
            yield Finding("configuration", True, "SETTINGS_RIGHT", {"profile": self._any.profile})

    @property
    def _any(self) -> Settings:
        return next(iter(self._settings.values()))

    def _place(self) -> Findings:
        there = self._session.home.is_dir()
        yield Finding("home", there, "HOME_THERE" if there else "HOME_MISSING", {"home": str(self._session.home)})

    def _keys(self) -> Findings:
        folder = self._home.secret("x").parent
        try:
            tokens.issuer_key(self._home.secret("issuer.pem"))
            lacking = [name for name in secret_names(SERVICES) if not self._home.secret(name).is_file()]
            readable = [path.name for path in (folder, *folder.rglob("*")) if path.stat().st_mode & _OTHERS]
        except (OSError, ValueError):
            yield Finding("keys", False, "KEY_MISSING")
            return
        if lacking:
            yield Finding("keys", False, "KEY_MISSING")
        if readable:
            yield Finding("keys", False, "KEY_OPEN")
        if not lacking and not readable:
            yield Finding("keys", True, "KEY_THERE")

    def _disk(self) -> Findings:
        home = self._session.home
        there = next(each for each in (home, *home.absolute().parents) if each.exists())
        free = shutil.disk_usage(there).free
        enough = free >= _ENOUGH_BYTES
        yield Finding("disk", enough, "DISK_ENOUGH" if enough else "DISK_LITTLE", {"mib": free >> 20})

    def _certificates(self) -> Findings:
        for service, settings in self._settings.items():
            try:
                Transport.of(settings).credentials()
                trusted_key(settings.issuer_key, self._home.secret("issuer.pem"))
            except KNOWN as error:
                reason, params = reason_of(error)
                yield Finding("certificates", False, reason, {**params, "service": service})
                return
            except (OSError, ValueError):
                return  # of the home's own key; said above
        if self._settings and self._any.tls_cert is not None:
            days = remaining_days(self._any.tls_cert.read_bytes())
            good = days >= RENEW_DAYS
            yield Finding("certificates", good, "CERTIFICATE_GOOD" if good else "CERTIFICATE_ENDS", {"days": days})

    # databases, and the clock against them

    def _databases(self) -> Findings:
        for service, settings in self._settings.items():
            storage = self._storage(service, settings)
            if storage is None:
                continue
            for schema, chain in migrations.chains(service):
                database: Database = getattr(storage, schema)
                try:
                    yield from _examined(service, database, chain)
                finally:
                    database.close()

    def _storage(self, service: str, settings: Settings) -> Storage | None:
        """`None` where a service has never run, so that looking makes no files."""
        if settings.profile == "server":
            return PostgresStorage(settings.database, settings.vault_database)
        files = (self._home.data / f"{service}.{kind}.db" for kind in ("core", "vault"))
        return SqliteStorage(self._home.data, service) if all(file.exists() for file in files) else None

    def _broker(self) -> Findings:
        if not self._settings or self._any.profile != "server":
            return
        from netral_chassis import topics  # Kafka's library takes its time

        tls = KafkaTls.of(self._any)
        wanted = topics.of_logs(SERVICES) | topics.of_intake(TAKING_CLAIMS)
        try:
            found = topics.survey(self._any.bootstrap, wanted, tls)
        except LogUnavailable:
            yield Finding("broker", False, "BROKER_GONE")
            return
        yield Finding("broker", True, "BROKER_THERE", {"endpoint": self._any.bootstrap})
        wrong = {name: what for name, what in found.items() if what}
        for name, what in wrong.items():
            yield Finding("topics", False, "TOPIC_WRONG", {"topic": name, "what": what})
        if not wrong:
            yield Finding("topics", True, "TOPICS_RIGHT", {"count": len(found)})

    # what runs

    def _status(self, service: str) -> StatusResponse | None:
        local = self._session.port_base + SERVICES[service]
        if service not in self._statuses and not self._session.endpoints and is_free(local):
            self._statuses[service] = None  # to call would take seconds
        if service not in self._statuses:
            stub = self._session.connection.operations(service)
            try:
                self._statuses[service] = self._session.connection.call(stub.Status, StatusRequest(), timeout=5.0)
            except Failed:
                self._statuses[service] = None
        return self._statuses[service]

    def _ports(self) -> Findings:
        """Free, or ours: a service that does not answer holds none."""
        if self._session.endpoints:
            return
        taken = False
        for service, offset in SERVICES.items():
            base = self._session.port_base
            held = [port for port in (base + offset, base + 10 + offset) if not is_free(port)]
            if not held or self._status(service) is not None or self._session.connection.is_serving(service):
                continue
            taken = True
            for port in held:
                yield Finding("ports", False, "PORT_TAKEN", {"port": str(port)})
        if not taken:
            yield Finding("ports", True, "PORTS_FREE", {"port": str(self._session.port_base)})

    def _services(self) -> Findings:
        for service in SERVICES:
            status = self._status(service)
            params: dict[str, Any] = {"service": service}
            if status is None:
                yield Finding("services", False, "SERVICE_SILENT", params)
            elif status.relay_halted or any(one.halted for one in status.sources):
                yield Finding("services", False, "SERVICE_HALTED", params)
            elif status.parked:
                yield Finding("services", False, "SERVICE_PARKED", {**params, "count": status.parked})
            else:
                ready = bool(status.ready)
                yield Finding("services", ready, "SERVICE_READY" if ready else "SERVICE_BEHIND", params)


def _examined(service: str, database: Database, chain: Chain) -> Findings:
    params: dict[str, Any] = {"service": service}
    try:
        with database.read() as conn:
            current = migrations.is_current(database, conn, chain)
            there = bool(migrations.revision(database, conn, chain))
        wrong = migrations.wrong_rights(database, chain) if there else []
        if chain is migrations.CORE and there and not wrong:
            yield from _clock(service, database)
            yield from _connections(service, database)
    except HomeNewer:
        yield Finding("database", False, "HOME_NEWER")
    except DatabaseGone:
        yield Finding("database", False, "DATABASE_GONE", params)
    else:
        named = {**params, "what": Path(database.where).name}
        if wrong:
            yield Finding("database", False, "RIGHTS_WRONG", {**named, "tables": ", ".join(wrong)})
        elif current:
            yield Finding("database", True, "DATABASE_RIGHT", named)
        elif database.kind == "sqlite":
            yield Finding("database", True, "DATABASE_UPGRADES", named)
        else:
            yield Finding("database", False, "DATABASE_OLD", params)


def _clock(service: str, database: Database) -> Findings:
    """Ours against the last event's, which is never later than the present, and against that of the database server."""
    with database.read() as conn:
        if database.kind == "postgres":
            asked = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::int8"
            apart = time.time() - database.fetch(conn, asked, ())[0][0] / 1e6
            if abs(apart) > _CLOCKS_APART_SECONDS:
                yield Finding("clock", False, "CLOCK_APART", {"service": service, "seconds": round(abs(apart))})
                return
        back = database.fetch(conn, "SELECT recorded_at FROM {s}head", ())[0][0] / 1e6 - time.time()
    if back > _CLOCKS_APART_SECONDS:
        yield Finding("clock", False, "CLOCK_JUMPED", {"seconds": round(back)})
    else:
        yield Finding("clock", True, "CLOCK_RIGHT", {"service": service})


def _connections(service: str, database: Database) -> Findings:
    """Whether the server lets in as many as all services open, should they share it."""
    if database.kind != "postgres":
        return
    with database.read() as conn:
        most = int(database.fetch(conn, "SHOW max_connections", ())[0][0])
    wanted = _CONNECTIONS * len(SERVICES)
    if most < wanted:
        yield Finding("database", False, "CONNECTIONS_FEW", {"service": service, "most": most, "wanted": wanted})
