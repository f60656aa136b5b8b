"""What every request of this service has in common: who asks for which tenant, and what its events say of that."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from netral.common.v1.types_pb2 import EventMeta
from netral_calendar import NATIONAL, Region, Zone, day_number, instant_of_microseconds, tenant_day
from netral_chassis.access import Principal
from netral_chassis.store import Item, Verdict, VerdictOn
from netral_chassis.writer import Writer
from netral_messages import Reason, Rejected

MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the tenant it speaks for and who sent it."""

    tenant: str
    actor: str
    correlation_id: bytes = field(default_factory=lambda: os.urandom(16))

    def meta(self, subject: bytes = b"") -> EventMeta:
        """What its events say beside their content; `subject` is whom they are about."""
        return EventMeta(tenant=self.tenant, subject=subject, correlation_id=self.correlation_id, actor=self.actor)


def call(tenant: str, caller: Principal) -> Call:
    """The request of a caller for a tenant."""
    return Call(tenant, caller.subject)


@dataclass(frozen=True, slots=True)
class Regions:
    """Every region of the decree on region codes, by its code."""

    known: dict[str, Region]

    def zone(self, tenant: str) -> Zone:
        """Zone of a tenant. Raises `TENANT_UNKNOWN`."""
        return Zone.WIB if tenant == NATIONAL else self._region(tenant).zone

    def name(self, tenant: str) -> str:
        """Name of a tenant. Raises `TENANT_UNKNOWN`."""
        return "Nasional" if tenant == NATIONAL else self._region(tenant).name_id

    def _region(self, tenant: str) -> Region:
        region = self.known.get(tenant)
        if region is None:
            raise Rejected(Reason.TENANT_UNKNOWN, field="tenant", params={"tenant": tenant})
        return region

    def today(self, tenant: str, now: int) -> date:
        """The day that an instant (microseconds UTC) is in a tenant's zone. Raises `TENANT_UNKNOWN`."""
        return tenant_day(instant_of_microseconds(now), self.zone(tenant))

    def check_as_of(self, tenant: str, as_of: int, now: int) -> None:
        """Raises `AS_OF_IN_FUTURE` if that day has not come in the tenant's zone, `TENANT_UNKNOWN`."""
        if as_of > day_number(self.today(tenant, now)):
            raise Rejected(Reason.AS_OF_IN_FUTURE, field="as_of")


def check_batch(items: Sequence[object], name: str) -> None:
    """Raises `FIELD_INVALID` if there are more items than one batch takes."""
    if len(items) > MOST_ITEMS:
        raise Rejected(Reason.FIELD_INVALID, field=name, params={"field": name, "expected": f"1–{MOST_ITEMS}"})


class Rehearsal(Writer):
    """Says of everything that it was accepted, and writes nothing: for dry runs."""

    def __init__(self) -> None:
        """No thread, no store."""

    def append(self, items: Sequence[Item]) -> list[Verdict]:
        return [Verdict(VerdictOn.ACCEPTED) for _ in items]
