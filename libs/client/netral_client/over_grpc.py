"""To a service by gRPC: a batch goes out and its verdicts come back in one call."""

import ipaddress
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from netral.common.v1.submissions_pb2 import SubmissionBatch, SubmissionVerdict, SubmitRequest, VerdictsRequest
from netral.common.v1.submissions_pb2_grpc import SubmissionServiceStub

from netral_client.signing import TOKEN_SECONDS, Key
from netral_client.ways import NotNow, Refused

T = TypeVar("T")
_CALL_SECONDS = 30.0
_TOKEN_SPARE_SECONDS = 120
# UNKNOWN and INTERNAL are faults on the other side, where the publisher can do nothing but try again.
_NOT_NOW = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
    }
)


class OverGrpc:
    """A connection to the service at `endpoint` (`host:port`); beyond this machine, or with `ca_file`, by TLS, checked
    against `ca_file` or the certificates that gRPC trusts. `own` are the files of our certificate and its key, for a
    service that asks for one."""

    def __init__(
        self,
        endpoint: str,
        *,
        tenant: str,
        source: str,
        key: Key,
        ca_file: Path | None,
        own: tuple[Path, Path] | None = None,
    ) -> None:
        self._tenant = tenant
        self._source = source
        self._key = key
        self._token: tuple[str, float] = ("", 0.0)
        if _on_this_machine(endpoint) and ca_file is None:
            self._channel = grpc.insecure_channel(endpoint)
        else:
            roots = ca_file.read_bytes() if ca_file else None
            cert, cert_key = (file.read_bytes() for file in own) if own else (None, None)
            credentials = grpc.ssl_channel_credentials(roots, cert_key, cert)
            self._channel = grpc.secure_channel(endpoint, credentials)
        self._stub: Any = SubmissionServiceStub(self._channel)

    def send(self, batch: SubmissionBatch) -> list[SubmissionVerdict]:
        """Verdicts on the batch. Raises `NotNow`, `Refused`."""
        answer = self._call(self._stub.Submit, SubmitRequest(batch=batch))
        return list(answer.verdicts)

    def ask(self, submission_ids: Sequence[bytes]) -> list[SubmissionVerdict]:
        """Verdicts on up to 500 that were sent before; those that never arrived are left out. Raises as `send`."""
        request = VerdictsRequest(tenant=self._tenant, source=self._source, submission_ids=submission_ids)
        return list(self._call(self._stub.Verdicts, request).verdicts)

    def close(self) -> None:
        """Hang up."""
        self._channel.close()

    def _call(self, procedure: Callable[..., T], request: Any) -> T:
        try:
            return procedure(request, timeout=_CALL_SECONDS, metadata=(("authorization", f"Bearer {self._bearer()}"),))
        except grpc.RpcError as error:
            raise _failure(error) from None

    def _bearer(self) -> str:
        token, renew_at = self._token
        if time.monotonic() >= renew_at:
            token = self._key.token(self._tenant, self._source)
            self._token = (token, time.monotonic() + TOKEN_SECONDS - _TOKEN_SPARE_SECONDS)
        return token


def _on_this_machine(endpoint: str) -> bool:
    host = endpoint.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _failure(error: Any) -> NotNow | Refused:
    code: grpc.StatusCode = error.code()
    reason, field, retry = code.name, "", 0.0
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info, wrong, delay = (
            error_details_pb2.ErrorInfo(),
            error_details_pb2.BadRequest(),
            error_details_pb2.RetryInfo(),
        )
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(wrong) and wrong.field_violations:
            field = wrong.field_violations[0].field
        elif detail.Unpack(delay):
            retry = delay.retry_delay.seconds + delay.retry_delay.nanos / 1e9
    return NotNow(reason, retry) if code in _NOT_NOW else Refused(reason, field)
