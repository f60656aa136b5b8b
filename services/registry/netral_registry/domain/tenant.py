"""A tenant: one local government, or the nation."""

from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.message import Message
from netral.registry.v1.events_pb2 import TenantRegistered
from netral_messages import Reason, Rejected


@dataclass(frozen=True, slots=True)
class RegisterTenant:
    """Register `code`, such as `51.04`; name and zone come from the decree on region codes."""

    code: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """What is registered; `zone` is empty before that."""

    name: str = ""
    zone: str = ""


INITIAL = Tenant()


def decide(command: RegisterTenant, tenant: Tenant) -> Iterator[Message]:
    """`TenantRegistered`; nothing if it is already so. Rejects another content under the same code."""
    if tenant == Tenant(command.name, command.zone):
        return
    if tenant.zone:
        raise Rejected(Reason.TENANT_EXISTS, field="code", params={"tenant": command.code})
    yield TenantRegistered(code=command.code, name=command.name, zone=command.zone)


def evolve(tenant: Tenant, event: Message) -> Tenant:
    """The tenant after an event."""
    if isinstance(event, TenantRegistered):
        return Tenant(event.name, event.zone)
    return tenant
