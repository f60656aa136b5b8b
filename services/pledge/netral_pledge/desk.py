"""What procedures, claims and reactions share: states, verdicts on batches, and the caller's right to one object."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Cursor, EventMeta, ItemVerdict, VerdictKind
from netral.pledge.v1 import service_pb2
from netral_calendar import NATIONAL, Contest, Region, Zone, day_number, instant_of_microseconds, tenant_day
from netral_chassis import access
from netral_chassis.access import Principal
from netral_chassis.commands import Aggregate, Guards, Outcome, Request
from netral_chassis.events import EventTypes
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_pledge.domain import campaign, ids
from netral_pledge.streams import CAMPAIGN, SERVICE

S = TypeVar("S")
MAX_ITEMS = 5_000


class Desk:
    """What they share. Of regions it knows only the zone, of elections only the days."""

    def __init__(
        self, app: App, types: EventTypes, regions: dict[str, Region], contests: Sequence[Contest] = ()
    ) -> None:
        self.app = app
        self._types = types
        self._regions = regions
        self._contests = contests
        descriptor = service_pb2.DESCRIPTOR.services_by_name["PledgeService"]
        self._roles = {name.rpartition("/")[2]: rule.roles for name, rule in access.rules([descriptor]).items()}

    def allow(self, caller: Principal, procedure: str, tenant: str) -> None:
        """Raises `NotAllowed` unless the caller may use this procedure for the tenant of the object."""
        caller.require(self._roles[procedure], tenant)

    def may(self, caller: Principal, procedure: str, tenant: str) -> bool:
        """True if the caller may use this procedure for the tenant of an object."""
        return caller.may(self._roles[procedure], tenant)

    def states(self, aggregate: Aggregate[S], keys: Iterable[str]) -> dict[str, S]:
        """States of these streams, by key."""
        by_stream = {aggregate.stream(key): key for key in keys}
        stored = self.app.store.streams(by_stream)
        found: dict[str, S] = {}
        for stream, key in by_stream.items():
            state = aggregate.initial
            for row in stored.get(stream, ()):
                state = aggregate.evolve(state, self._types.read(row).data)
            found[key] = state
        return found

    def state(self, aggregate: Aggregate[S], key: str) -> S:
        """State of one stream."""
        return self.states(aggregate, [key])[key]

    def campaign(self, caller: Principal, procedure: str, campaign_id: bytes) -> campaign.Campaign:
        """A campaign that the caller may see or change. Raises `CAMPAIGN_UNKNOWN`, `NotAllowed`."""
        if len(campaign_id) != ids.ID_BYTES:
            raise Rejected(Reason.FIELD_INVALID, field="campaign_id")
        state = self.state(CAMPAIGN, ids.key_of(campaign_id))
        if not state.campaign_id:
            raise Rejected(Reason.CAMPAIGN_UNKNOWN, field="campaign_id")
        self.allow(caller, procedure, state.tenant)
        return state

    def now(self) -> datetime:
        """The present instant."""
        return instant_of_microseconds(self.app.clock.now())

    def today(self, zone: Zone) -> int:
        """The present day in a zone."""
        return day_number(tenant_day(self.now(), zone))

    def zone(self, tenant: str) -> Zone:
        """Zone of a tenant, of the capital for the nation. Raises `TENANT_UNKNOWN`."""
        if tenant == NATIONAL:
            return Zone.WIB
        region = self._regions.get(tenant)
        if region is None:
            raise Rejected(Reason.TENANT_UNKNOWN, field="tenant")
        return region.zone

    def run(self, plan: Sequence[Request | Outcome]) -> list[Outcome]:
        """Outcomes in order; those already known stand as they are."""
        done = iter(self.app.commands.run([one for one in plan if isinstance(one, Request)]))
        return [next(done) if isinstance(one, Request) else one for one in plan]


def meta(
    caller: Principal,
    tenant: str,
    *,
    subject: bytes = b"",
    occurred_at: int = 0,
    correlation: bytes = b"",
    seen: Cursor | None = None,
) -> EventMeta:
    """What is recorded beside an event's content."""
    return EventMeta(
        tenant=tenant,
        occurred_at=occurred_at,
        subject=subject,
        correlation_id=correlation or uuid.uuid4().bytes,
        actor=caller.subject,
        seen=seen,
    )


def checked(items: Sequence[Any]) -> None:
    """Raises `FIELD_INVALID` for too many items or a command id that is not 16 bytes or comes twice."""
    if len(items) > MAX_ITEMS:
        raise Rejected(Reason.FIELD_INVALID, field="items")
    seen: set[bytes] = set()
    for number, item in enumerate(items):
        if len(item.command_id) != ids.ID_BYTES or item.command_id in seen:
            raise Rejected(Reason.FIELD_INVALID, field=f"items[{number}].command_id")
        seen.add(item.command_id)


def rejected(rejection: Rejected, stream_id: str = "") -> Outcome:
    """The outcome of an item that was refused before it became a command."""
    kind = VerdictKind.VERDICT_KIND_REJECTED
    return Outcome(kind, stream_id, rejection.reason.value, rejection.field or "", rejection.params)


def body(message: Any) -> bytes:
    """What the caller sent, for the recognition of another body under the same id."""
    data: bytes = message.SerializeToString(deterministic=True)
    return data


def deciding(
    decide: Callable[[Any, Any], Iterable[Message]], command: Any
) -> Callable[[Any, Guards], Iterable[Message]]:
    """A decision that needs the command and its own stream's state only."""
    return lambda state, _guards: decide(command, state)


def verdicts(outcomes: Iterable[Outcome]) -> list[ItemVerdict]:
    """Outcomes as messages."""
    return [one.verdict() for one in outcomes]


def cursor(outcomes: Iterable[Outcome]) -> Cursor:
    """The position that these outcomes reached; empty if they recorded nothing."""
    position = max((one.position for one in outcomes), default=0)
    return Cursor(positions={SERVICE: position} if position else {})
