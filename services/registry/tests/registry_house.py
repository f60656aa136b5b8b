"""The registry on a fresh home, without a process around it: views follow when they are told to."""

import os
import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import EmploymentClass, UnitKind
from netral_calendar import day_number
from netral_calendar.loader import data_directory, load_regions
from netral_chassis import access
from netral_chassis.access import Grant, Principal
from netral_chassis.clock import SetClock
from netral_chassis.commands import Commands
from netral_chassis.consumer import Consumer
from netral_chassis.generations import Generations
from netral_chassis.home import Home
from netral_chassis.log_sqlite import SqliteLog
from netral_chassis.projector import Projector
from netral_chassis.reading import Reader
from netral_chassis.relay import Relay
from netral_chassis.service import App
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.store import EventStore
from netral_chassis.vault import Vault
from netral_chassis.writer import Writer
from netral_registry.api import Registry
from netral_registry.asking import Regions
from netral_registry.service import VIEWS
from netral_registry.streams import TYPES
from sqlalchemy import select

GIANYAR, BADUNG = "51.04", "51.03"
REGISTRAR = Principal("user:registrar", (Grant(Role.ROLE_REGISTRAR, "51"), Grant(Role.ROLE_CLERK, "51")))
NOON = day_number(date(2023, 12, 1)) * 86_400_000_000


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


@dataclass
class House:
    path: Path
    postgres_url: str = ""
    clock: SetClock = field(default_factory=lambda: SetClock(NOON))

    def __post_init__(self) -> None:
        url = self.postgres_url
        self.storage: Storage = PostgresStorage(url, url) if url else SqliteStorage(self.path, "registry")
        self.store = EventStore(self.storage.core, self.clock)
        self.store.create()
        self.vault = Vault(self.storage.vault, bytes(32))
        self.vault.create()
        generations = Generations(self.store, self.clock)
        generations.begin("shape")
        self.projector = Projector(self.storage.views(1), VIEWS, TYPES, self.clock)
        self.projector.create()
        self.writer = Writer(self.store, lambda: None)
        reader = Reader(self.storage, generations, self.clock, sources=["registry"], threads=8)
        commands = Commands(self.store, self.writer, TYPES)
        self.app = App(Home(self.path), self.clock, self.store, commands, reader, self.vault)
        self.regions = Regions(load_regions(data_directory()))
        self.api = Registry(self.app, self.regions)
        self._logs = [SqliteLog(self.path, "netral.registry.v1") for _ in range(2)]
        self._relay = Relay(self.store, self._logs[0])
        self._consumer = Consumer("registry", self._logs[1], self.projector)

    def close(self) -> None:
        self.writer.stop()
        for log in self._logs:
            log.close()
        for database in (self.storage.core, self.storage.vault, self.storage.views(1)):
            database.close()

    def follow(self) -> None:
        """Let the views see everything."""
        while self._consumer.position < self.events:
            self._relay.step()
            self._consumer.step(0.0)
        assert self.projector.parked() == []

    @property
    def events(self) -> int:
        return self.store.head().next_position - 1

    def granted(self, subject: str) -> list[tuple[Any, ...]]:
        """Rights of a subject as every service sees them."""
        table = access.GRANT
        columns = (table.c.role, table.c.scope, table.c.valid_from, table.c.valid_to)
        with self.app.reader.open() as reading:
            return [tuple(row) for row in reading.execute(select(*columns).where(table.c.subject == subject))]

    def ask(self, procedure: str, request: Any, caller: Principal = REGISTRAR) -> Any:
        """The reply; what was written is seen by the next question."""
        reply = getattr(self.api, procedure)(request, caller)
        self.follow()
        return reply

    def units(self, *rows: tuple[str, str], tenant: str = GIANYAR, as_of: str = "2023-10-01") -> Any:
        """Import units given by code and parent's code."""
        kind = UnitKind.UNIT_KIND_DINAS
        made = [
            pb.UnitRow(command_id=os.urandom(16), row=n, code=code, name=f"Unit {code}", kind=kind, parent_code=parent)
            for n, (code, parent) in enumerate(rows, 2)
        ]
        return self.ask("ImportUnits", pb.ImportUnitsRequest(tenant=tenant, as_of=day(as_of), rows=made))

    def staff(self, *rows: pb.StaffRow, tenant: str = GIANYAR, as_of: str = "2023-11-01", dry_run: bool = False) -> Any:
        request = pb.ImportStaffRequest(tenant=tenant, as_of=day(as_of), rows=rows, dry_run=dry_run)
        return self.ask("ImportStaff", request)

    def employed(self, on: str, tenant: str = GIANYAR, **more: Any) -> Any:
        return self.ask("Employed", pb.EmployedRequest(tenant=tenant, day=day(on), **more))

    def resolve(self, *nips: str, tenant: str = GIANYAR) -> list[bytes]:
        asked = [pb.Identifier(kind="IDENTIFIER_KIND_NIP", value=nip) for nip in nips]
        request = pb.ResolveIdentifiersRequest(tenant=tenant, identifiers=asked)
        return list(self.ask("ResolveIdentifiers", request).person_ids)


def nip(number: int) -> str:
    """A NIP that nobody has: born on a day of the year 1900 that follows from the number."""
    return f"1900{number % 12 + 1:02}{number // 12 % 28 + 1:02}1950{number // 336 % 12 + 1:02}1{number // 4032 + 1:03}"


def nik(number: int) -> str:
    """A NIK in a region that does not exist."""
    return f"990101{number % 28 + 1:02}{number // 28 % 12 + 1:02}00{number // 336 + 1:04}"


def employee(number: int, unit: str = "A", **changes: Any) -> pb.StaffRow:
    """A generated row."""
    given = {
        "name": f"Pegawai Contoh {number}",
        "employment_class": EmploymentClass.EMPLOYMENT_CLASS_PNS,
        "nip": nip(number),
        "position": "Guru",
        **changes,
    }
    return pb.StaffRow(command_id=os.urandom(16), row=number + 2, unit_code=unit, **given)


def many(count: int, units: list[str], seed: int = 1) -> list[pb.StaffRow]:
    """Generated rows of four classes, a quarter of them known by NIK only."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        if number % 4 == 3:
            who = {"nip": "", "nik": nik(number), "employment_class": EmploymentClass.EMPLOYMENT_CLASS_THL}
        else:
            who = {"nik": nik(number)}
        rows.append(employee(number, chance.choice(units), **who))
    return rows
