"""Calls to the running services: where they are, who calls, and what is repeated."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from netral.common.v1 import operations_pb2_grpc, privacy_pb2_grpc, submissions_pb2_grpc
from netral.common.v1.types_pb2 import Cursor
from netral.pledge.v1 import service_pb2_grpc as pledge_grpc
from netral.registry.v1 import privacy_pb2_grpc as erasure_grpc
from netral.registry.v1 import service_pb2_grpc as registry_grpc
from netral_chassis import tokens
from netral_chassis.home import Home

from netral_cli.failures import WRONG_USAGE, Failed, of_rpc, retry_seconds
from netral_cli.memory import Seen

SERVICES = {"registry": 1, "pledge": 2}
"""Services that this system has, with the offset of their port."""
TAKING_CLAIMS = ("registry", "pledge")
"""Those of them that take claims of publishers: each has an intake on the server profile."""

OPERATOR = "user:operator"
_LARGEST = 64 * 1024 * 1024
_PATIENCE_SECONDS = 20.0
_TOKEN_SECONDS = 600
_OPTIONS = [
    ("grpc.max_receive_message_length", _LARGEST),
    ("grpc.max_send_message_length", _LARGEST),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 1_000),  # who follows a log finds a service that came back within a second
]


def endpoints_of(written: str) -> dict[str, str]:
    """`registry=host:port,pledge=host:port` as a mapping. Raises `Failed`."""
    found = dict(part.strip().partition("=")[::2] for part in written.split(",") if part.strip())
    if not found.keys() <= SERVICES.keys() or not all(found.values()):
        raise Failed("ENDPOINTS_MALFORMED", 2)
    return found


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files: `ca` signed the services' certificates; `cert` and `key` are our own, where they ask for one.

    Without `ca` the connection is in the clear, as on the loopback of the embedded profile.
    """

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    def credentials(self) -> grpc.ChannelCredentials | None:
        """For a channel. Raises `Failed` if a file cannot be read."""
        if self.ca is None:
            return None
        read = {}
        for name, file in (("ca", self.ca), ("key", self.key), ("cert", self.cert)):
            try:
                read[name] = file.read_bytes() if file else None
            except OSError:
                raise Failed("CERTIFICATE_WRONG", WRONG_USAGE, which=str(file)) from None
        return grpc.ssl_channel_credentials(read["ca"], read["key"], read["cert"])


_CLEAR = Tls()


class Connection:
    """Channels to the services, opened when first used."""

    def __init__(
        self, home: Path, port_base: int, endpoints: Mapping[str, str], token: str | None, tls: Tls = _CLEAR
    ) -> None:
        self._home = Home(home)
        self._endpoints = {name: f"127.0.0.1:{port_base + offset}" for name, offset in SERVICES.items()} | dict(
            endpoints
        )
        self._given_token = token
        self._credentials = tls.credentials()
        self._token: tuple[str, float] | None = None
        self._channels: dict[str, grpc.Channel] = {}
        self.seen = Seen(home)

    @property
    def registry(self) -> Any:
        """Stub of `RegistryService`."""
        return registry_grpc.RegistryServiceStub(self._channel("registry"))

    @property
    def pledge(self) -> Any:
        """Stub of `PledgeService`."""
        return pledge_grpc.PledgeServiceStub(self._channel("pledge"))

    @property
    def erasures(self) -> Any:
        """Stub of `ErasureService`."""
        return erasure_grpc.ErasureServiceStub(self._channel("registry"))

    def privacy(self, service: str) -> Any:
        """Stub of `PrivacyService` of one service."""
        return privacy_pb2_grpc.PrivacyServiceStub(self._channel(service))

    def operations(self, service: str) -> Any:
        """Stub of `OperationsService` of one service."""
        return operations_pb2_grpc.OperationsServiceStub(self._channel(service))

    def submissions(self, service: str) -> Any:
        """Stub of `SubmissionService` of one service."""
        return submissions_pb2_grpc.SubmissionServiceStub(self._channel(service))

    def is_serving(self, service: str) -> bool:
        """Whether the health service says so; also false when nobody answers."""
        try:
            stub = health_pb2_grpc.HealthStub(self._channel(service))
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=2.0)
        except grpc.RpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

    def endpoint(self, service: str) -> str:
        """Host and port."""
        return self._endpoints[service]

    def call(self, method: Any, request: Any, *, timeout: float = 120.0, patience: float = _PATIENCE_SECONDS) -> Any:
        """The reply; repeated for `patience` seconds while the service asks for a moment. Raises `Failed`."""
        end = time.monotonic() + patience
        while True:
            try:
                reply = method(request, timeout=timeout, metadata=(("authorization", f"Bearer {self._bearer()}"),))
            except grpc.RpcError as error:
                delay = retry_seconds(error)
                if delay is None or time.monotonic() + delay > end:
                    raise of_rpc(error, self._endpoint_of(method)) from None
                time.sleep(delay)
            else:
                if "cursor" in reply.DESCRIPTOR.fields_by_name:
                    self.seen.add(reply.cursor)
                return reply

    def sign_in(self) -> None:
        """Have a token before several threads call. Raises `Failed`."""
        self._bearer()

    def after(self) -> Cursor:
        """What an answer must have seen so that this caller finds what he wrote before."""
        return self.seen.cursor()

    def close(self) -> None:
        """Close what was opened."""
        for channel in self._channels.values():
            channel.close()

    def _channel(self, service: str) -> grpc.Channel:
        if service not in self._channels:
            at = self._endpoints[service]
            self._channels[service] = (
                grpc.insecure_channel(at, options=_OPTIONS)
                if self._credentials is None
                else grpc.secure_channel(at, self._credentials, options=_OPTIONS)
            )
        return self._channels[service]

    def _endpoint_of(self, method: Any) -> str:
        path = getattr(method, "_method", b"")
        name = path.decode() if isinstance(path, bytes) else str(path)
        return next((at for service, at in self._endpoints.items() if f".{service}." in name), "")

    def _bearer(self) -> str:
        if self._given_token:
            return self._given_token
        now = time.monotonic()
        if self._token is None or self._token[1] < now:
            path = self._home.secret("issuer.pem")
            try:
                key = tokens.issuer_key(path)
            except FileNotFoundError:
                raise Failed("NOT_RUNNING", endpoint=self._endpoints["registry"]) from None
            except (OSError, ValueError):
                raise Failed("NOT_SIGNED_IN") from None
            self._token = (tokens.issue(key, OPERATOR), now + _TOKEN_SECONDS)
        return self._token[0]
