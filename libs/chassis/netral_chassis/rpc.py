"""gRPC for every service: who calls, whether he may, how errors look, how long it took. Servicers are plain functions
`Method(request, caller)` that return a response or raise."""

import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import grpc
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.descriptor import ServiceDescriptor
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status
from netral_messages import Rejected

from netral_chassis import access, publishers, tokens
from netral_chassis.access import Authority, NotAllowed, NotSignedIn, Principal, Rule, TokenExpired
from netral_chassis.database import DatabaseGone, DiskFull
from netral_chassis.log import LogUnavailable
from netral_chassis.metrics import Metrics
from netral_chassis.publishers import KeyOf
from netral_chassis.reading import Behind
from netral_chassis.store import EventTooLarge
from netral_chassis.transport import LOCAL, Transport, certified
from netral_chassis.vault import MasterKeyWrong
from netral_chassis.writer import Halted, Overloaded

THREADS = 16
MAX_MESSAGE_BYTES = 64 * 1024 * 1024
_log = structlog.get_logger()


class NotFound(Exception):
    """What the request names does not exist, or not for this caller. `NOT_FOUND`."""


@dataclass(frozen=True, slots=True)
class Servicer:
    """An implementation and where it belongs: its descriptor and the generated `add_…_to_server`."""

    descriptor: ServiceDescriptor
    add: Callable[[Any, grpc.Server], None]
    implementation: object


_ERRORS: tuple[tuple[type[Exception], int, str, float], ...] = (
    (TokenExpired, code_pb2.UNAUTHENTICATED, "TOKEN_EXPIRED", 0),
    (NotSignedIn, code_pb2.UNAUTHENTICATED, "NOT_SIGNED_IN", 0),
    (NotAllowed, code_pb2.PERMISSION_DENIED, "NOT_ALLOWED", 0),
    (NotFound, code_pb2.NOT_FOUND, "NOT_FOUND", 0),
    (Behind, code_pb2.UNAVAILABLE, "BEHIND", 0.2),
    (Overloaded, code_pb2.RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS", 1.0),
    (EventTooLarge, code_pb2.INVALID_ARGUMENT, "EVENT_TOO_LARGE", 0),
    (DiskFull, code_pb2.UNAVAILABLE, "DISK_FULL", 5.0),
    (DatabaseGone, code_pb2.UNAVAILABLE, "DATABASE_GONE", 1.0),
    (LogUnavailable, code_pb2.UNAVAILABLE, "BROKER_GONE", 1.0),
    (MasterKeyWrong, code_pb2.FAILED_PRECONDITION, "MASTER_KEY_WRONG", 0),
)


def status_of(error: Exception) -> status_pb2.Status | None:
    """The status that tells `error`; `None` for a fault of ours."""
    if isinstance(error, Rejected):
        code = code_pb2.INVALID_ARGUMENT if error.field else code_pb2.FAILED_PRECONDITION
        params = {name: str(value) for name, value in error.params.items()}
        return _status(code, error.reason.value, error.field, params, 0)
    if isinstance(error, Halted):
        return _status(code_pb2.FAILED_PRECONDITION, str(error), None, {}, 0)
    for kind, code, reason, retry in _ERRORS:
        if isinstance(error, kind):
            return _status(code, reason, None, {}, retry)
    return None


def _status(code: int, reason: str, field: str | None, params: dict[str, str], retry: float) -> status_pb2.Status:
    details = [error_details_pb2.ErrorInfo(reason=reason, domain="netral", metadata=params)]
    if field:
        wrong = error_details_pb2.BadRequest.FieldViolation(field=field, description=reason)
        details.append(error_details_pb2.BadRequest(field_violations=[wrong]))
    if retry:
        delay = duration_pb2.Duration(seconds=int(retry), nanos=int(retry % 1 * 1e9))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    status = status_pb2.Status(code=code, message=reason)
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


class _Gate(grpc.ServerInterceptor):  # type: ignore[type-arg]  # generic in the stubs only
    """In front of every procedure: sign-in, access rule, errors, metrics."""

    def __init__(
        self,
        rules: dict[str, Rule],
        key: Ed25519PublicKey,
        authority: Authority,
        key_of: KeyOf | None,
        metrics: Metrics,
    ) -> None:
        self._rules = rules
        self._key = key
        self._authority = authority
        self._key_of = key_of
        self._metrics = metrics
        for name in rules:
            metrics.begin("netral_access_refusals_total", name.rpartition("/")[2], "NOT_ALLOWED")

    def intercept_service(self, continuation: Any, details: Any) -> Any:
        handler = continuation(details)
        rule = self._rules.get(details.method)
        if handler is None or rule is None or handler.unary_unary is None:
            return handler  # health and reflection: open by design, and nothing else has no rule
        answer = handler.unary_unary
        method = details.method.rpartition("/")[2]

        def guarded(request: Any, context: grpc.ServicerContext) -> Any:
            return self._call(method, rule, answer, request, context)

        return grpc.unary_unary_rpc_method_handler(guarded, handler.request_deserializer, handler.response_serializer)

    def _call(self, method: str, rule: Rule, answer: Any, request: Any, context: grpc.ServicerContext) -> Any:
        started = time.perf_counter()
        code, caller = "OK", None
        try:
            caller = self._principal(context)
            access.check(rule, request, caller)
            if rule.audited:
                _log.info("audited", method=method, subject=caller.subject)
            return answer(request, caller)
        except Exception as error:
            status = status_of(error)
            if status is None:
                correlation = uuid.uuid4().hex
                _log.error("fault", method=method, correlation=correlation, error=type(error).__name__, exc_info=error)
                status = _status(code_pb2.INTERNAL, "INTERNAL", None, {"correlation": correlation}, 0)
            if isinstance(error, (NotAllowed, NotSignedIn)):
                self._metrics.count("netral_access_refusals_total", method, status.message)
                if caller is not None:
                    _log.warning("audited", method=method, subject=caller.subject, refused=status.message)
            code = code_pb2.Code.Name(status.code)
            context.abort_with_status(rpc_status.to_status(status))
        finally:
            self._metrics.count("netral_rpc_requests_total", method, code)
            self._metrics.observe("netral_rpc_duration_seconds", time.perf_counter() - started, method)

    def _principal(self, context: grpc.ServicerContext) -> Principal:
        for name, value in context.invocation_metadata():
            if name == "authorization" and str(value).startswith("Bearer "):
                token = str(value)[7:]
                publisher = publishers.principal(token, self._key_of) if self._key_of is not None else None
                if publisher is not None:
                    return publisher
                subject = tokens.subject_of(token, self._key)
                return Principal(subject, self._authority(subject))
        publisher = certified(context.auth_context())
        if publisher is None:
            raise NotSignedIn
        return publisher


class Server:
    """A gRPC server, on loopback unless `transport` says otherwise. With `key_of`, publishers may call with tokens of
    their own keys.

    Raises `AccessUndeclared` if a procedure has no access rule, and what `Transport.bind` does.
    """

    def __init__(
        self,
        port: int,
        servicers: Iterable[Servicer],
        *,
        key: Ed25519PublicKey,
        authority: Authority,
        metrics: Metrics,
        key_of: KeyOf | None = None,
        transport: Transport = LOCAL,
    ) -> None:
        offered = list(servicers)
        rules = access.rules(one.descriptor for one in offered)
        options = [
            ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
            ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
            ("grpc.so_reuseport", 0),
        ]
        self._server = grpc.server(
            ThreadPoolExecutor(THREADS, thread_name_prefix="rpc"),
            interceptors=[_Gate(rules, key, authority, key_of, metrics)],
            options=options,
        )
        for one in offered:
            one.add(one.implementation, self._server)
        self._health = health.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = [one.descriptor.full_name for one in offered]
        reflection.enable_server_reflection([*names, reflection.SERVICE_NAME, health.SERVICE_NAME], self._server)
        self._names = ["", *names]
        self.ready(False)
        self.port = transport.bind(self._server, port)

    def start(self) -> None:
        """Answer from now on."""
        self._server.start()

    def ready(self, is_ready: bool) -> None:
        """Tell the health service."""
        state = health_pb2.HealthCheckResponse.SERVING if is_ready else health_pb2.HealthCheckResponse.NOT_SERVING
        for name in self._names:
            self._health.set(name, state)

    def stop(self) -> None:
        """Take no new calls, finish those under way within five seconds."""
        self._health.enter_graceful_shutdown()
        self._server.stop(5.0).wait()
