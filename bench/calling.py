"""Calls to a running system from many threads, as a publisher makes them: one channel a service, one token."""

import threading
import time
from pathlib import Path
from typing import Any

import grpc
from netral.common.v1.types_pb2 import Cursor
from netral.pledge.v1.service_pb2_grpc import PledgeServiceStub
from netral.registry.v1.service_pb2_grpc import RegistryServiceStub
from netral_chassis import tokens
from netral_chassis.home import Home
from netral_cli.failures import retry_seconds

LARGEST = 64 * 1024 * 1024
PATIENCE_SECONDS = 30.0


class Caller:
    """The local operator. Remembers what he wrote, so that he can ask for answers that have seen it."""

    def __init__(self, home: Path, port_base: int) -> None:
        options = [("grpc.max_receive_message_length", LARGEST), ("grpc.max_send_message_length", LARGEST)]
        self._channels = [grpc.insecure_channel(f"127.0.0.1:{port_base + number}", options) for number in (1, 2)]
        self.registry, self.pledge = RegistryServiceStub(self._channels[0]), PledgeServiceStub(self._channels[1])
        self._key = tokens.issuer_key(Home(home).secret("issuer.pem"))
        self._lock = threading.Lock()
        self._seen: dict[str, int] = {}

    def call(self, method: Any, request: Any) -> Any:
        """The reply; repeated while the service asks for a moment."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            token = tokens.issue(self._key, "user:operator")
            try:
                reply = method(request, timeout=120, metadata=(("authorization", f"Bearer {token}"),))
            except grpc.RpcError as error:
                delay = retry_seconds(error)
                if delay is None or time.monotonic() + delay > end:
                    raise
                time.sleep(delay)
                continue
            if "cursor" in reply.DESCRIPTOR.fields_by_name:
                self.saw(reply.cursor.positions)
            return reply

    def saw(self, positions: Any) -> None:
        """Note what was written, also by others."""
        with self._lock:
            for service, position in positions.items():
                self._seen[service] = max(self._seen.get(service, 0), position)

    def after(self) -> Cursor:
        """What an answer must have seen."""
        with self._lock:
            return Cursor(positions=self._seen)

    def close(self) -> None:
        """Close the channels."""
        for channel in self._channels:
            channel.close()
