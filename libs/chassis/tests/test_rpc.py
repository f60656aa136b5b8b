"""The gate in front of every procedure, over a real connection: who calls, whether he may, how errors look."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from called import CALLED, Answered, Asked, Called, servicer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status
from netral.common.v1.options_pb2 import Role
from netral_chassis import tokens
from netral_chassis.access import Grant, Principal
from netral_chassis.database import DatabaseGone, DiskFull
from netral_chassis.log import LogUnavailable
from netral_chassis.metrics import Metrics
from netral_chassis.reading import Behind
from netral_chassis.rpc import NotFound, Server
from netral_chassis.settings import PortTaken
from netral_chassis.store import EventTooLarge
from netral_chassis.writer import Overloaded
from netral_messages import Reason, Rejected

GRANTS = {
    "user:clerk": (Grant(Role.ROLE_CLERK, "51"),),
    "user:operator": (Grant(Role.ROLE_OPERATOR, "00"),),
}


class Line:
    """A server and one connection to it."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.called = Called()
        self.metrics = Metrics()
        self.server = self.serve(0)
        self.server.start()
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.server.port}")

    def serve(self, port: int) -> Server:
        return Server(
            port,
            [servicer(self.called)],
            key=self.key.public_key(),
            authority=lambda subject: GRANTS.get(subject, ()),
            metrics=self.metrics,
        )

    def call(self, method: str, request: Any = None, subject: str | None = "user:clerk", token: str = "") -> str:
        metadata = []
        if subject is not None:
            metadata.append(("authorization", f"Bearer {token or tokens.issue(self.key, subject)}"))
        procedure = self.channel.unary_unary(
            f"/{CALLED.full_name}/{method}",
            request_serializer=Asked.SerializeToString,
            response_deserializer=Answered.FromString,
        )
        answer: str = procedure(request or Asked(), metadata=metadata, timeout=10).text
        return answer

    def refused(self, method: str, *arguments: Any, **named: Any) -> "Refused":
        with pytest.raises(grpc.RpcError) as error:
            self.call(method, *arguments, **named)
        return Refused(error.value)

    def metric(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


class Refused:
    """An error as a client sees it."""

    def __init__(self, error: Any) -> None:
        self.code: grpc.StatusCode = error.code()
        self.text = str(error) + repr(error.trailing_metadata())
        status = rpc_status.from_call(error)
        assert status is not None
        self.info = error_details_pb2.ErrorInfo()
        self.fields: list[str] = []
        self.retry: Duration | None = None
        for detail in status.details:
            if detail.Unpack(self.info):
                continue
            bad, retry = error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
            if detail.Unpack(bad):
                self.fields = [violation.field for violation in bad.field_violations]
            elif detail.Unpack(retry):
                self.retry = retry.retry_delay

    @property
    def reason(self) -> str:
        return self.info.reason


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.channel.close()
    made.server.stop()


def test_a_caller_who_may_gets_his_answer(line: Line) -> None:
    assert line.call("OfTenant", Asked(tenant="51.04")) == "user:clerk"
    assert line.metric("netral_rpc_requests_total", method="OfTenant", code="OK") == 1
    assert line.metric("netral_rpc_duration_seconds_count", method="OfTenant") == 1


@pytest.mark.parametrize("method", ["Anyone", "OfTenant", "OfObject", "National"])
def test_nobody_calls_without_signing_in(line: Line, method: str) -> None:
    refused = line.refused(method, Asked(tenant="51"), subject=None)
    assert (refused.code, refused.reason) == (grpc.StatusCode.UNAUTHENTICATED, "NOT_SIGNED_IN")
    assert line.metric("netral_access_refusals_total", method=method, reason="NOT_SIGNED_IN") == 1


@pytest.mark.parametrize(("seconds", "reason"), [(-60, "TOKEN_EXPIRED"), (0, "NOT_SIGNED_IN")])
def test_a_token_that_does_not_hold_is_refused(line: Line, seconds: int, reason: str) -> None:
    token = (
        tokens.issue(line.key, "user:clerk", seconds) if seconds else tokens.issue(Ed25519PrivateKey.generate(), "x")
    )
    refused = line.refused("Anyone", token=token)
    assert (refused.code, refused.reason) == (grpc.StatusCode.UNAUTHENTICATED, reason)


@pytest.mark.parametrize(
    ("method", "tenant", "subject"),
    [
        ("OfTenant", "52", "user:clerk"),
        ("OfTenant", "", "user:clerk"),
        ("National", "", "user:clerk"),
        ("OfTenant", "51", "user:operator"),
        ("OfObject", "", "user:nobody"),
    ],
)
def test_a_caller_without_the_right_is_refused(line: Line, method: str, tenant: str, subject: str) -> None:
    line.called.act = lambda *_: pytest.fail("called")
    refused = line.refused(method, Asked(tenant=tenant), subject=subject)
    assert (refused.code, refused.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_ALLOWED")
    assert line.metric("netral_access_refusals_total", method=method, reason="NOT_ALLOWED") == 1


def test_a_procedure_about_an_object_may_still_refuse(line: Line) -> None:
    def act(_: Any, caller: Principal) -> None:
        caller.require([Role.ROLE_CLERK], "52")

    line.called.act = act
    assert line.refused("OfObject").reason == "NOT_ALLOWED"


def raising(line: Line, error: Exception) -> Refused:
    def act(*_: Any) -> None:
        raise error

    line.called.act = act
    return line.refused("Anyone")


def test_a_rejection_with_a_field_is_an_invalid_argument_that_names_it(line: Line) -> None:
    refused = raising(line, Rejected(Reason.FIELD_INVALID, field="items[3].signed_at", params={"most": 5}))
    assert (refused.code, refused.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID")
    assert refused.fields == ["items[3].signed_at"]
    assert dict(refused.info.metadata) == {"most": "5"}
    assert refused.info.domain == "netral"


def test_a_rejection_without_a_field_is_a_failed_precondition(line: Line) -> None:
    refused = raising(line, Rejected(Reason.CAMPAIGN_NOT_OPEN))
    assert (refused.code, refused.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "CAMPAIGN_NOT_OPEN")
    assert refused.fields == []


def test_a_fault_of_ours_tells_a_number_and_nothing_else(line: Line) -> None:
    refused = raising(line, RuntimeError("a name that nobody may read"))
    assert (refused.code, refused.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert len(refused.info.metadata["correlation"]) == 32
    assert "nobody may read" not in refused.text
    assert line.metric("netral_rpc_requests_total", method="Anyone", code="INTERNAL") == 1


@pytest.mark.parametrize(
    ("error", "code", "reason", "retry"),
    [
        (NotFound(), grpc.StatusCode.NOT_FOUND, "NOT_FOUND", None),
        (Behind(), grpc.StatusCode.UNAVAILABLE, "BEHIND", Duration(nanos=200_000_000)),
        (Overloaded(), grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS", Duration(seconds=1)),
        (EventTooLarge(), grpc.StatusCode.INVALID_ARGUMENT, "EVENT_TOO_LARGE", None),
        (DiskFull("x"), grpc.StatusCode.UNAVAILABLE, "DISK_FULL", Duration(seconds=5)),
        (DatabaseGone("x"), grpc.StatusCode.UNAVAILABLE, "DATABASE_GONE", Duration(seconds=1)),
        (LogUnavailable("x"), grpc.StatusCode.UNAVAILABLE, "BROKER_GONE", Duration(seconds=1)),
    ],
)
def test_errors_have_one_form(
    line: Line, error: Exception, code: grpc.StatusCode, reason: str, retry: Duration | None
) -> None:
    refused = raising(line, error)
    assert (refused.code, refused.reason, refused.retry) == (code, reason, retry)
    assert Reason(reason)


def test_health_follows_readiness_without_signing_in(line: Line) -> None:
    health = health_pb2_grpc.HealthStub(line.channel)
    asked = health_pb2.HealthCheckRequest(service=CALLED.full_name)
    assert health.Check(asked).status == health_pb2.HealthCheckResponse.NOT_SERVING
    line.server.ready(True)
    assert health.Check(asked).status == health_pb2.HealthCheckResponse.SERVING
    assert health.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING
    line.server.ready(False)
    assert health.Check(asked).status == health_pb2.HealthCheckResponse.NOT_SERVING


def test_reflection_lists_the_services_without_signing_in(line: Line) -> None:
    names = set(ProtoReflectionDescriptorDatabase(line.channel).get_services())
    assert names >= {CALLED.full_name, "grpc.health.v1.Health"}


def test_a_procedure_nobody_has_is_unimplemented(line: Line) -> None:
    with pytest.raises(grpc.RpcError) as error:
        line.call("Unknown")
    assert error.value.code() is grpc.StatusCode.UNIMPLEMENTED  # type: ignore[attr-defined]


def test_a_taken_port_is_told(line: Line) -> None:
    with pytest.raises(PortTaken, match=str(line.server.port)):
        line.serve(line.server.port)
