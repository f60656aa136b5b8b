"""Registered tenants."""

from netral.registry.v1.events_pb2 import TenantRegistered
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Text, select

TENANT = view_table("tenant", Column("code", Text), Column("name", Text), Column("zone", Text))


class Tenants(View):
    """One row per tenant."""

    source = "registry"
    tables = (TENANT,)
    types = frozenset({"netral.registry.tenant-registered"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, TenantRegistered)
        rows[TENANT].put({"code": data.code, "name": data.name, "zone": data.zone})


def tenants(reading: Reading) -> list[tuple[str, str, str]]:
    """(code, name, zone) of all, by code."""
    statement = select(TENANT.c.code, TENANT.c.name, TENANT.c.zone).order_by(TENANT.c.code)
    return [(code, name, zone) for code, name, zone in fetch(reading, statement)]
