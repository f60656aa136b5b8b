"""A real process of `note_service`, and what a client sees of it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import grpc
import note_service
from called import CALLED, Answered, Asked
from grpc_health.v1 import health_pb2, health_pb2_grpc
from netral.common.v1 import operations_pb2, operations_pb2_grpc
from netral_chassis import tokens
from netral_testing.ports import free_base

T = TypeVar("T")
WAIT_SECONDS = 60.0


def until(ask: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
    """The first true answer; errors of a process that is not there yet count as none."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = ask()
        except (OSError, grpc.RpcError):
            answer = None  # type: ignore[assignment]
        if answer:
            return answer
        assert time.monotonic() < deadline, "no answer in time"
        time.sleep(0.02)


def start(home: Path, port_base: int, changes: Mapping[str, str | None] | None = None) -> subprocess.Popen[str]:
    """A process of the service; `changes` to its environment, `None` takes a variable away."""
    environment: dict[str, str | None] = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "NETRAL_HOME": str(home),
        "NETRAL_PORT_BASE": str(port_base),
        **(changes or {}),
    }
    wanted = {name: value for name, value in environment.items() if value is not None}
    return subprocess.Popen([sys.executable, note_service.__file__], env=wanted, stderr=subprocess.PIPE, text=True)


class Running:
    """A process that was started, ended and started again on one home."""

    def __init__(self, home: Path, **changes: str) -> None:
        self.home = home
        self.changes = changes
        self.base = free_base()
        self.process: subprocess.Popen[str] | None = None
        self.channel: grpc.Channel | None = None

    def __enter__(self) -> "Running":
        return self.begin()

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)

    def begin(self) -> "Running":
        self.arise()
        until(self.healthy)
        return self

    def arise(self) -> None:
        """Start it, whether or not it becomes ready."""
        self.process = start(self.home, self.base, self.changes)
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.base}", [("grpc.max_reconnect_backoff_ms", 200)])

    def healthy(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.process.stderr.read() if self.process.stderr else ""
        answer = health_pb2_grpc.HealthStub(self.channel).Check(health_pb2.HealthCheckRequest(), timeout=2)
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

    def end(self, number: int) -> int:
        """Send the signal and wait; returns the exit code."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(number)
        process.communicate(timeout=WAIT_SECONDS)
        return process.returncode

    def metadata(self, subject: str) -> list[tuple[str, str]]:
        key = tokens.issuer_key(self.home / "secrets" / "issuer.pem")
        return [("authorization", f"Bearer {tokens.issue(key, subject)}")]

    def note(self, number: int, method: str = "Anyone", subject: str = "user:somebody") -> int:
        """Note a number; returns the position of its event."""
        assert self.channel is not None
        procedure = self.channel.unary_unary(
            f"/{CALLED.full_name}/{method}",
            request_serializer=Asked.SerializeToString,
            response_deserializer=Answered.FromString,
        )
        return int(procedure(Asked(text=str(number)), metadata=self.metadata(subject), timeout=10).text)

    def operate(self, method: str, request: Any, subject: str = "user:operator") -> Any:
        stub = operations_pb2_grpc.OperationsServiceStub(self.channel)
        return getattr(stub, method)(request, metadata=self.metadata(subject), timeout=30)

    def status(self) -> operations_pb2.StatusResponse:
        answer: operations_pb2.StatusResponse = self.operate("Status", operations_pb2.StatusRequest())
        return answer

    def settled(self, events: int) -> operations_pb2.StatusResponse:
        """The status once the log has so many events, all published and shown."""

        def all_shown() -> operations_pb2.StatusResponse | None:
            status = self.status()
            shown = all(source.position == events for source in status.sources)
            return status if status.events == events and status.outbox == 0 and shown else None

        return until(all_shown)  # type: ignore[return-value]

    def metrics(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.base + 10}/metrics", timeout=5) as answer:
            return str(answer.read().decode())
