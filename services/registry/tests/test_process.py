"""The registry as a process of its own, asked over gRPC with a token."""

import os
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from netral.common.v1.types_pb2 import Cursor
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import UnitKind
from netral.registry.v1.service_pb2_grpc import RegistryServiceStub
from netral_chassis import tokens
from netral_chassis.home import Home
from netral_registry.beginning import LOCAL_OPERATOR
from netral_testing.ports import free_base
from netral_testing.processes import Child
from registry_house import GIANYAR, day, employee


class Running:
    """A running registry and a connection to it."""

    def __init__(self, home: Path, port: int, child: Child) -> None:
        self.child = child
        self._home = home
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.stub = RegistryServiceStub(self.channel)

    def serving(self) -> bool:
        check = health_pb2_grpc.HealthStub(self.channel).Check
        try:
            return check(health_pb2.HealthCheckRequest(), timeout=1).status == 1
        except grpc.RpcError:
            return False

    def ask(self, procedure: str, request, subject: str = LOCAL_OPERATOR):
        token = tokens.issue(tokens.issuer_key(Home(self._home).secret("issuer.pem")), subject)
        return getattr(self.stub, procedure)(request, timeout=20, metadata=(("authorization", f"Bearer {token}"),))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    base = free_base()
    environment = {"NETRAL_HOME": str(tmp_path), "NETRAL_PORT_BASE": str(base)}
    with Child("netral_registry", environment=environment) as child:
        registry = Running(tmp_path, base + 1, child)
        child.wait_until(registry.serving)
        yield registry
        registry.channel.close()


def test_it_starts_imports_answers_and_ends_when_asked(running: Running):
    unit = pb.UnitRow(command_id=os.urandom(16), row=2, code="A", name="Unit A", kind=UnitKind.UNIT_KIND_DINAS)
    as_of = day("2023-11-01")
    reply = running.ask("ImportUnits", pb.ImportUnitsRequest(tenant=GIANYAR, as_of=as_of, rows=[unit]))
    assert [one.reason for one in reply.verdicts] == [""]
    request = pb.ImportStaffRequest(tenant=GIANYAR, as_of=as_of, rows=[employee(1), employee(2)])
    reply = running.ask("ImportStaff", request)
    assert [one.reason for one in reply.verdicts] == ["", ""]
    asked = pb.EmployedRequest(tenant=GIANYAR, day=as_of, after=Cursor(positions=reply.cursor.positions))
    found = running.ask("Employed", asked)
    assert found.total == 2
    names = running.ask(
        "NamesForDisplay",
        pb.NamesForDisplayRequest(tenant=GIANYAR, person_ids=[one.person_id for one in found.employees]),
    )
    assert sorted(names.person_names) == ["Pegawai Contoh 1", "Pegawai Contoh 2"]
    assert "Contoh" not in running.child.stdout + running.child.stderr
    assert running.child.terminate() == 0


def test_who_holds_no_right_is_refused(running: Running):
    with pytest.raises(grpc.RpcError) as refusal:
        running.ask("ListUnits", pb.ListUnitsRequest(tenant=GIANYAR), subject="user:nobody")
    assert refusal.value.code() is grpc.StatusCode.PERMISSION_DENIED
