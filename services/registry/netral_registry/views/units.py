"""The tree of units, as of any day and as known at any time."""

from typing import NamedTuple

from netral.registry.v1.events_pb2 import UnitChanged, UnitClosed, UnitOpened
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import OPEN_TIME, StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

from netral_registry.views.bitemporal import Days, on, paint, temporal_columns

UNIT = view_table(
    "unit",
    *temporal_columns(),
    Column("unit_id", LargeBinary),
    Column("code", Text),
    Column("name", Text),
    Column("kind", Integer),
    Column("parent_id", LargeBinary),
    key=("row_id",),
    indexes=[("tenant", "code"), ("unit_id",)],
)


class Units(View):
    """Rows per unit and term."""

    source = "registry"
    tables = (UNIT,)
    types = frozenset({"netral.registry.unit-opened", "netral.registry.unit-changed", "netral.registry.unit-closed"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, UnitOpened | UnitChanged | UnitClosed)
        mine = rows[UNIT]
        days = Days(data.from_day, data.until_day)
        if isinstance(data, UnitClosed):
            paint(mine, event, days, {}, None)
            return
        code = data.code if isinstance(data, UnitOpened) else mine.all()[0]["code"]
        values = {
            "unit_id": data.unit_id, "code": code, "name": data.name, "kind": data.kind, "parent_id": data.parent_id
        }  # fmt: skip
        paint(mine, event, days, {}, values)


class UnitRecord(NamedTuple):
    """A unit on a day."""

    unit_id: bytes
    code: str
    name: str
    kind: int
    parent_id: bytes


def units(reading: Reading, tenant: str, day: int) -> list[UnitRecord]:
    """Units of a tenant on a day, by code."""
    columns = [UNIT.c[name] for name in UnitRecord._fields]
    statement = select(*columns).where(UNIT.c.tenant == tenant, on(UNIT, day)).order_by(UNIT.c.code)
    return [UnitRecord(*row) for row in fetch(reading, statement)]


def codes(reading: Reading, tenant: str) -> dict[bytes, str]:
    """Unit ids of a tenant, of any day, and their codes."""
    statement = select(UNIT.c.unit_id, UNIT.c.code).where(UNIT.c.tenant == tenant).distinct()
    return dict(fetch(reading, statement))


def parents(reading: Reading, tenant: str) -> dict[str, str]:
    """Codes of a tenant's units and of the newest parent of each; empty at the top."""
    known = codes(reading, tenant)
    statement = (
        select(UNIT.c.code, UNIT.c.parent_id)
        .where(UNIT.c.tenant == tenant, UNIT.c.known_to == OPEN_TIME)
        .order_by(UNIT.c.valid_from)
    )
    return {code: known.get(parent_id, "") for code, parent_id in fetch(reading, statement)}
