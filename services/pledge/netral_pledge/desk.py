"""What procedures, claims and reactions share: states, the caller's right to one object, zones and days."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from netral.pledge.v1 import service_pb2
from netral_calendar import NATIONAL, Contest, Region, Zone, day_number, instant_of_microseconds, tenant_day
from netral_chassis import access, desk
from netral_chassis.access import Principal
from netral_chassis.commands import Aggregate, Outcome, Request
from netral_chassis.events import EventTypes
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_pledge.domain import campaign, ids
from netral_pledge.streams import CAMPAIGN, SERVICE

S = TypeVar("S")
cursor = partial(desk.reached, SERVICE)
"""The position that these outcomes reached in the own log."""


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
        return desk.states(self.app.store, self._types, aggregate, keys)

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
