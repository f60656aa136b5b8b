"""The registry and pledge as processes of one temporary embedded home, for a whole test session."""

import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from netral.common.v1.operations_pb2 import StatusRequest, StatusResponse
from netral.common.v1.operations_pb2_grpc import OperationsServiceStub
from netral.common.v1.privacy_pb2_grpc import PrivacyServiceStub
from netral.common.v1.types_pb2 import Cursor
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.service_pb2_grpc import PledgeServiceStub
from netral.registry.v1 import service_pb2 as registry
from netral.registry.v1.privacy_pb2_grpc import ErasureServiceStub
from netral.registry.v1.service_pb2_grpc import RegistryServiceStub
from netral_chassis import tokens
from netral_chassis.home import Home
from netral_cli.connection import SERVICES as OFFSETS
from netral_testing.ports import free_base
from netral_testing.processes import Child
from netral_testing.waiting import eventually

OPERATOR = "user:operator"
"""Holds every role for the nation on a fresh home."""
SECONDS = 20.0
_MESSAGE_BYTES = 64 * 1024 * 1024
_SERVING = health_pb2.HealthCheckResponse.SERVING
_AGAIN = {
    "maxAttempts": 5,
    "initialBackoff": "0.1s",
    "maxBackoff": "1s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"],  # `BEHIND`: only a few calls may wait for the views at a time
}
_OPTIONS = [
    ("grpc.max_receive_message_length", _MESSAGE_BYTES),
    ("grpc.max_send_message_length", _MESSAGE_BYTES),
    ("grpc.service_config", json.dumps({"methodConfig": [{"name": [{}], "retryPolicy": _AGAIN}]})),
]


class _Call(NamedTuple):
    """What an interceptor hands on; grpc takes any object with these attributes."""

    method: str
    timeout: float | None
    metadata: Any
    credentials: Any
    wait_for_ready: bool | None
    compression: Any


class _Signed(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc, type-arg]
    """Adds a token, made anew at each call, and a deadline."""

    def __init__(self, token: Callable[[], str | None]) -> None:
        self._token = token

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        token = self._token()
        metadata = list(details.metadata or ())
        if token is not None:
            metadata.append(("authorization", f"Bearer {token}"))
        return continuation(_Call(details.method, details.timeout or SECONDS, metadata, None, None, None), request)


@dataclass(frozen=True, slots=True)
class Caller:
    """Stubs that call as one subject; `channels`, `operations` and `privacy` are by service."""

    registry: RegistryServiceStub
    pledge: PledgeServiceStub
    erasures: ErasureServiceStub
    operations: Mapping[str, OperationsServiceStub]
    privacy: Mapping[str, PrivacyServiceStub]
    channels: Mapping[str, grpc.Channel]


class System:
    """A running system. Replies of `caller(...)` may be given to `settle`, so that the next question has seen them."""

    def __init__(self, home: Path, port_base: int) -> None:
        self.home = Home(home)
        self.children: dict[str, Child] = {}
        self._port_base = port_base
        self._channels = {
            service: grpc.insecure_channel(f"127.0.0.1:{port_base + offset}", _OPTIONS)
            for service, offset in OFFSETS.items()
        }
        self._callers: dict[str, Caller] = {}

    @property
    def port_base(self) -> int:
        """The first of its ports."""
        return self._port_base

    def start(self, service: str, **environment: str) -> None:
        """Start one service; wait with `ready`."""
        here = {"NETRAL_HOME": str(self.home.path), "NETRAL_PORT_BASE": str(self._port_base)}
        self.children[service] = Child(f"netral_{service}", environment={**here, **environment})

    def ready(self, *services: str) -> None:
        """Wait until these services, by default all, answer and are up to date."""
        for service in services or OFFSETS:
            self.children[service].wait_until(lambda service=service: self.serving(service), timeout=60)

    def end(self, service: str) -> int:
        """Stop one service in order; its exit code."""
        child = self.children.pop(service)
        code = child.terminate()
        child.close()
        return code

    def close(self) -> None:
        for channel in self._channels.values():
            channel.close()
        for child in self.children.values():
            child.close()

    def channel(self, service: str) -> grpc.Channel:
        """Without a token."""
        return self._channels[service]

    def caller(self, subject: str = OPERATOR) -> Caller:
        """Whoever that is, with a token that holds."""
        if subject not in self._callers:
            key = tokens.issuer_key(self.home.secret("issuer.pem"))
            self._callers[subject] = self.bearing(lambda: tokens.issue(key, subject))
        return self._callers[subject]

    def bearing(self, token: Callable[[], str | None]) -> Caller:
        """Whoever sends what `token` returns, `None` for no token."""
        signed = _Signed(token)
        channels = {service: grpc.intercept_channel(one, signed) for service, one in self._channels.items()}
        return Caller(
            registry=RegistryServiceStub(channels["registry"]),
            pledge=PledgeServiceStub(channels["pledge"]),
            erasures=ErasureServiceStub(channels["registry"]),
            privacy={service: PrivacyServiceStub(one) for service, one in channels.items()},
            operations={service: OperationsServiceStub(one) for service, one in channels.items()},
            channels=channels,
        )

    def settle(self, cursor: Cursor | None = None) -> None:
        """Wait until the views of both services show `cursor`; without one, everything that is recorded now."""
        caller = self.caller()
        after = cursor if cursor is not None else self._ends(caller)
        questions = (
            lambda: caller.registry.ListTenants(registry.ListTenantsRequest(after=after)),
            lambda: caller.pledge.ListCampaigns(pledge.ListCampaignsRequest(tenant="00", after=after)),
        )
        for ask in questions:
            eventually(lambda ask=ask: _answered(ask), timeout=30, what="views that show what was recorded")

    def _ends(self, caller: Caller) -> Cursor:
        def told() -> dict[str, StatusResponse] | None:
            try:
                return {service: stub.Status(StatusRequest()) for service, stub in caller.operations.items()}
            except grpc.RpcError as error:
                if error.code() is not grpc.StatusCode.PERMISSION_DENIED:
                    raise
                return None  # a new home: the operator's own rights have not reached every service yet

        status = eventually(told, timeout=30, what="an operator with his rights")
        return Cursor(positions={service: one.events for service, one in status.items()})

    def metrics(self, service: str) -> str:
        """Text of the service's `/metrics`."""
        port = self._port_base + 10 + OFFSETS[service]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=SECONDS) as answer:
            text: str = answer.read().decode()
        return text

    def serving(self, service: str) -> bool:
        """Whether the health service of a process says so."""
        try:
            check = health_pb2_grpc.HealthStub(self._channels[service]).Check
            return bool(check(health_pb2.HealthCheckRequest(), timeout=1).status == _SERVING)
        except grpc.RpcError:
            return False


def _answered(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except grpc.RpcError as error:
        if error.code() is grpc.StatusCode.UNAVAILABLE:
            return False
        raise
    return True


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Both services on a fresh home, ready; ended in order when the session is over."""
    with started(tmp_path_factory.mktemp("home")) as running:
        yield running
        codes = {service: child.terminate() for service, child in running.children.items()}
        assert codes == dict.fromkeys(OFFSETS, 0)


@contextmanager
def started(home: Path) -> Iterator[System]:
    """Both services on a home, ready; what still runs is ended at last."""
    running = System(home, free_base())
    try:
        for service in OFFSETS:
            running.start(service)
        running.ready()
        running.settle()
        yield running
    finally:
        running.close()
