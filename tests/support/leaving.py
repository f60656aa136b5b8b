"""Persons who are recorded, sign, and are erased: what they brought, and whether anything of it is left."""

import contextlib
import io
import json
import shutil
import sqlite3
import sys
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaks import leaks_below
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import privacy_pb2
from netral.registry.v1 import service_pb2 as registry
from netral_cli.main import hoisted, run
from netral_testing.waiting import eventually
from office import PNS, Office, accepted, at, new_id
from running import OFFSETS, System

UNIT = "PERGI"
SIGNED_AT = "2023-11-20T08:05:00+08:00"
OFFICER = "user:second-pair-of-eyes"


@dataclass(frozen=True)
class Leaver:
    """A generated person; every text occurs nowhere else."""

    number: int

    @property
    def name(self) -> str:
        return f"Zqxvpergi{chr(98 + self.number)} Zqxvsekali{chr(98 + self.number)}"

    @property
    def nip(self) -> str:
        return f"1900112719500127{self.number:02}"

    @property
    def nik(self) -> str:
        return f"99020227110003{self.number:02}"

    @property
    def reason(self) -> str:
        return f"{self.name} sakit, hubungi 08991177340{self.number}"

    @property
    def texts(self) -> list[str]:
        """What must be found nowhere."""
        return [*self.name.split(), self.nip, self.nik, f"08991177340{self.number}"]


@dataclass
class Leaving:
    """A tenant with a campaign; persons come by `hire` and go by `erase`."""

    system: System
    tenant: str
    persons: dict[Leaver, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._look()
        grant = registry.Grant(command_id=new_id(), subject=OFFICER, role="ROLE_PRIVACY", scope=self.tenant)
        self.office.note(self.office.registry.GiveGrants(registry.GiveGrantsRequest(grants=[grant])))
        self.office.units(UNIT)
        self.campaign = self.office.campaign()

    def _look(self) -> None:
        self.office = Office(self.system, self.tenant)
        self.officer = Office(self.system, self.tenant, OFFICER)

    def moved(self, system: System) -> "Leaving":
        """The same tenant and persons on a copy of the home."""
        there = copy(self)
        there.system = system
        there._look()
        return there

    def row(self, leaver: Leaver) -> registry.StaffRow:
        return registry.StaffRow(
            command_id=new_id(),
            row=2,
            name=leaver.name,
            nip=leaver.nip,
            nik=leaver.nik,
            employment_class=PNS,
            unit_code=UNIT,
        )

    def hire(self, *leavers: Leaver) -> None:
        """They work here, hold a post each, and signed with evidence that names them."""
        ids = self.office.employ([self.row(one) for one in leavers])
        self.persons.update(zip(leavers, ids, strict=True))
        for one in leavers:
            self.office.post(
                f"J-{one.number}", UNIT, as_of="2023-01-01", post_class="POST_CLASS_JPT_PRATAMA",
                assignment="ASSIGNMENT_D", holder_name=one.name, nip=one.nip, nik=one.nik,
            )  # fmt: skip
        items = [
            item
            for one, person in zip(leavers, ids, strict=True)
            for item in self.office.signatures([person], SIGNED_AT, evidence=[one.reason.encode()])
        ]
        accepted(self.office.record(self.campaign, items))
        for person, one in zip(ids, leavers, strict=True):
            again = pledge.CorrectedPact(
                command_id=new_id(), person_id=person, signed_at=at(SIGNED_AT) + 1, method=1, reason=one.reason
            )
            request = pledge.CorrectPactsRequest(campaign_id=self.campaign, items=[again])
            self.office.note(self.office.pledge.CorrectPacts(request))
        self.system.settle(self.office.seen)

    def order(self, leaver: Leaver) -> None:
        """One asks, another one approves."""
        self.office.ask_erasure(self.persons[leaver])
        self.system.settle(self.office.seen)
        accepted(self.officer.approve_erasure(self.persons[leaver]))
        self.system.settle(self.officer.seen)

    def erase(self, leaver: Leaver) -> None:
        """Until it is certified."""
        self.order(leaver)
        self.await_certificate(leaver)

    def await_certificate(self, leaver: Leaver) -> None:
        erased = privacy_pb2.ErasureState.ERASURE_STATE_ERASED
        eventually(lambda: self.state(leaver).state == erased, timeout=30, what="a certificate of erasure")

    def state(self, leaver: Leaver) -> privacy_pb2.Erasure:
        return self.office.erasure(self.persons[leaver])

    def names(self, *leavers: Leaver) -> list[tuple[str, bool]]:
        """Names for display, and whether they were erased."""
        request = registry.NamesForDisplayRequest(tenant=self.tenant, person_ids=[self.persons[one] for one in leavers])
        reply = self.office.registry.NamesForDisplay(request)
        return list(zip(reply.person_names, reply.persons_erased, strict=True))

    def resolved(self, leaver: Leaver) -> list[bytes]:
        """Whom both numbers lead to."""
        numbers = [
            registry.Identifier(kind="IDENTIFIER_KIND_NIP", value=leaver.nip),
            registry.Identifier(kind="IDENTIFIER_KIND_NIK", value=leaver.nik),
        ]
        request = registry.ResolveIdentifiersRequest(tenant=self.tenant, identifiers=numbers, after=self.office.seen)
        return list(self.office.registry.ResolveIdentifiers(request).person_ids)

    def found(self, text: str) -> list[bytes]:
        """Persons whose name resembles the text closely."""
        request = registry.SearchPersonsRequest(tenant=self.tenant, text=text, after=self.office.seen)
        return [one.person_id for one in self.office.registry.SearchPersons(request).candidates if one.score > 95]

    # files

    def vault(self, service: str) -> Path:
        return self.system.home.data / f"{service}.vault.db"

    def secrets(self, leaver: Leaver) -> list[bytes]:
        """Wrapped keys and salts of a person, in both vaults."""
        found: list[bytes] = []
        for service in OFFSETS:
            with contextlib.closing(sqlite3.connect(self.vault(service))) as conn:
                for table in ("key", "salt"):
                    sql = f"SELECT wrapped FROM {table} WHERE subject = ?"
                    found += [row[0] for row in conn.execute(sql, (self.persons[leaver],))]
        return found

    def holding(self, secrets: list[bytes]) -> list[str]:
        """Files of the home that hold one of these bytes."""
        return [
            path.name
            for path in self.system.home.path.rglob("*")
            if path.is_file() and any(one in path.read_bytes() for one in secrets)
        ]

    def leaks(self, leaver: Leaver) -> list[tuple[str, str, str]]:
        """Texts of the person in files of the home, in any encoding."""
        return list(leaks_below(self.system.home.path, leaver.texts))

    def backup(self, to: Path, pattern: str) -> None:
        """Copy files of databases, each with its journal, while nothing runs or all is at rest."""
        to.mkdir(parents=True, exist_ok=True)
        for path in self.system.home.data.glob(pattern):
            shutil.copy2(path, to / path.name)

    def put_back(self, kept: Path, pattern: str) -> None:
        """Let these files be as they were, and no others of their kind be there. The services must not run."""
        for path in self.system.home.data.glob(pattern):
            path.unlink()
        for path in kept.glob(pattern):
            shutil.copy2(path, self.system.home.data / path.name)

    # the command

    def netral(self, *arguments: object, typed: str = "") -> tuple[int, Any]:
        """Exit code and document of a command, run in this process with `typed` on its standard input."""
        where = ("--home", self.system.home.path, "--port-base", self.system.port_base, "--json")
        out, err, before = io.StringIO(), io.StringIO(), sys.stdin
        sys.stdin = io.StringIO(typed)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(hoisted([str(one) for one in (*where, *arguments)]))
        finally:
            sys.stdin = before
        return code, json.loads(out.getvalue()) if out.getvalue() else None
