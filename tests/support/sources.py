"""A system that publishes for a tenant: its own key, registered, and the calls that it signs with it."""

import os
import uuid
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from netral.common.v1 import submissions_pb2 as rpc
from netral.common.v1.submissions_pb2_grpc import SubmissionServiceStub
from netral.registry.v1 import service_pb2 as registry
from netral_client import Key
from netral_testing.waiting import eventually
from office import accepted, new_id
from running import System

PREFIX = "SUBMISSION_STATUS_"


def register(system: System, key: Key, tenant: str, source: str) -> None:
    """Let a key speak for a source, and wait until every service knows."""
    item = registry.PublisherKey(command_id=new_id(), tenant=tenant, source=source, public_key=key.public)
    reply = system.caller().registry.RegisterPublisherKeys(registry.RegisterPublisherKeysRequest(keys=[item]))
    system.settle(accepted(reply).cursor)


def claim(
    type: str, message: Message | None, subject: str, *, repairs: bytes = b"", id: bytes | None = None
) -> rpc.Submission:
    """One submission."""
    body = message.SerializeToString(deterministic=True) if message is not None else b""
    return rpc.Submission(
        submission_id=id or uuid.uuid4().bytes, subject_key=subject, repairs=repairs, type=type, body=body
    )


def status(verdict: rpc.SubmissionVerdict) -> str:
    """Where a submission stands, in one word."""
    return rpc.SubmissionStatus.Name(verdict.status).removeprefix(PREFIX)


class Source:
    """`source` of `tenant`, by call; `folder` is where its key is."""

    def __init__(self, system: System, tenant: str, folder: Path) -> None:
        self.system = system
        self.tenant, self.name = tenant, f"uji-{os.urandom(4).hex()}"
        self.key_file = folder / f"{self.name}.pem"
        self.key = Key.make(self.key_file)
        register(system, self.key, tenant, self.name)

    def calls(self, service: str, *, tenant: str = "", name: str = "") -> Any:
        """Stub of a service's `SubmissionService`; with a token that says it is another, if asked."""
        caller = self.system.bearing(lambda: self.key.token(tenant or self.tenant, name or self.name))
        return SubmissionServiceStub(caller.channels[service])

    def batch(self, *claims: rpc.Submission, tenant: str = "", name: str = "") -> rpc.SubmissionBatch:
        return rpc.SubmissionBatch(tenant=tenant or self.tenant, source=name or self.name, submissions=claims)

    def send(self, service: str, *claims: rpc.Submission) -> list[rpc.SubmissionVerdict]:
        """Verdicts on a batch."""
        request = rpc.SubmitRequest(batch=self.batch(*claims))
        return list(self.calls(service).Submit(request).verdicts)

    def verdict(self, service: str, submission_id: bytes) -> rpc.SubmissionVerdict:
        """What became of a submission so far."""
        request = rpc.VerdictsRequest(tenant=self.tenant, source=self.name, submission_ids=[submission_id])
        found: rpc.SubmissionVerdict = self.calls(service).Verdicts(request).verdicts[0]
        return found

    def becomes(self, service: str, submission_id: bytes, wanted: str) -> rpc.SubmissionVerdict:
        """The verdict, once it is `wanted`."""
        eventually(lambda: status(self.verdict(service, submission_id)) == wanted, timeout=30, what=wanted)
        return self.verdict(service, submission_id)
