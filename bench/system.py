"""A whole netral, the processes that `netral up` really starts in either profile, with a generated regency."""

import contextlib
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import facts
from calling import Caller
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import service_pb2 as registry
from netral_chassis.record import EventRow, row_of
from netral_cli.demo import regency
from netral_testing.ports import free_base
from netral_testing.processes import Child
from profiles import Embedded, OnServers, Profile
from servers import Servers

AS_OF = "2023-11-01"
SILENT = 24
CLASSES = "PNS,PPPK,HARIAN,THL"


@dataclass
class System:
    """One that runs. `ready_seconds`: from its start to `ready`."""

    home: Path
    port_base: int
    child: Child
    ready_seconds: float
    caller: Caller
    files: regency.Files
    persons: int
    profile: Profile
    import_seconds: float = 0.0
    _ticks: dict[int, int] = field(default_factory=dict)

    def netral(self, *arguments: object) -> dict[str, Any]:
        """The document of a command, run as people run it. Raises `CalledProcessError`."""
        done = subprocess.run(
            [sys.executable, "-m", "netral_cli", "--json", *map(str, arguments)],
            env={**os.environ, "NETRAL_HOME": str(self.home), "NETRAL_PORT_BASE": str(self.port_base)},
            check=True,
            stdout=subprocess.PIPE,
        )
        document: dict[str, Any] = json.loads(done.stdout)
        self.caller.saw(document.get("position", {}))
        return document

    def memory(self) -> dict[str, float]:
        """Resident MB of each process, by the module that it runs."""
        found = {}
        for pid in self.child.processes():
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            status = Path(f"/proc/{pid}/status").read_text().splitlines()
            resident = next(line.split()[1] for line in status if line.startswith("VmRSS"))
            found[words[words.index("-m") + 1] if "-m" in words else str(pid)] = int(resident) / 1000
        return found

    def log(self, service: str) -> list[EventRow]:
        """Every record of a service's topic, in the order of the topic."""
        log = self.profile.log(service)
        rows: list[EventRow] = []
        offset, end = 0, log.end()
        while offset < end:
            placed = log.read(offset, 5_000, 5.0)
            rows += [row_of(one.record)[0] for one in placed]
            offset = placed[-1].offset + 1
        log.close()
        return rows

    def processor(self) -> float:
        """Seconds of processor time that all its processes have used, those included that were seen and have ended."""
        for pid in self.child.processes():
            with contextlib.suppress(OSError):  # it has ended since
                after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                self._ticks[pid] = int(after_name[11]) + int(after_name[12])
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def persons_at_work(self) -> list[bytes]:
        """Ids of all who work there on the day of signing, as the registry answers."""
        request = registry.EmployedRequest(
            tenant=regency.TENANT, day=facts.DAY, page_size=20_000, after=self.caller.after()
        )
        reply = self.caller.call(self.caller.registry.Employed, request)
        if reply.total != len(reply.employees):
            raise ValueError(f"{len(reply.employees)} of {reply.total} on the first page")
        return [one.person_id for one in reply.employees]

    def campaign(self, title: str) -> bytes:
        """Id of a new campaign of pacts for everybody there."""
        text = self.home.parent / "text.txt"
        text.write_text("Pakta integritas.\n")
        said = self.netral(
            "campaign", "open", "--tenant", regency.TENANT, "--kind", "pact", "--title", title, "--text", text,
            "--opens", "2023-11-20", "--closes", "2023-11-30", "--target", "2023-11-20", "--audience", CLASSES,
        )  # fmt: skip
        return uuid.UUID(said["campaign"]).bytes

    def coverage(self, campaign: bytes, by: int = pledge.COVERAGE_BY_UNSPECIFIED) -> pledge.CoverageResponse:
        """What the coverage query answers; it has seen all that was written here."""
        request = pledge.CoverageRequest(campaign_id=campaign, by=by, after=self.caller.after())
        reply: pledge.CoverageResponse = self.caller.call(self.caller.pledge.Coverage, request)
        return reply


@contextmanager
def started(servers: Servers, *, small: bool, on_servers: bool = False) -> Iterator[System]:
    """A system on a fresh home, ready, its units and posts imported; the staff wait in a file."""
    folder = servers.folder()
    files, employees = written(folder, small=small)
    home, base = folder / "home", free_base()
    profile: Profile = OnServers(servers) if on_servers else Embedded(home)
    environment = {**profile.environment, "NETRAL_HOME": str(home), "NETRAL_PORT_BASE": str(base)}
    begun = time.perf_counter()
    with Child("netral_cli", "up", environment=environment) as child:
        child.wait_for_line("^ready$", timeout=120)
        ready = time.perf_counter() - begun
        system = System(home, base, child, ready, Caller(home, base), files, len(employees), profile)
        for file in (files.units, files.posts):
            system.netral("org", "import", file, "--tenant", regency.TENANT, "--as-of", AS_OF)
        yield system
        system.caller.close()
        child.terminate()


def written(folder: Path, *, small: bool) -> tuple[regency.Files, list[regency.Employee]]:
    """The files of the regency, and who works there."""
    return regency.write(folder, 300 if small else regency.SIGNERS, SILENT)


def staff_imported(system: System) -> float:
    """Import the staff as people do; seconds until the registry counts all of them."""
    begun = time.perf_counter()
    said = system.netral("staff", "import", system.files.staff, "--tenant", regency.TENANT, "--as-of", AS_OF)
    shown = len(system.persons_at_work())
    seconds = time.perf_counter() - begun
    if not said["accepted"] == shown == system.persons:
        raise ValueError(f"{said['accepted']} accepted, {shown} shown, of {system.persons}")
    return seconds


def shared(servers: Servers, *, small: bool, on_servers: bool = False) -> System:
    """A regency with its staff, for every benchmark of a run that only adds to it."""

    @contextmanager
    def made() -> Iterator[System]:
        with started(servers, small=small, on_servers=on_servers) as system:
            staff_imported(system)
            yield system

    return servers.once("regency on servers" if on_servers else "regency", made)
