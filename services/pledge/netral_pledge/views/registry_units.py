"""What pledge knows of the registry's units and posts."""

from collections.abc import Iterable
from typing import ClassVar

from netral.registry.v1.events_pb2 import PostChanged, PostCreated, UnitChanged, UnitClosed, UnitOpened
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

from netral_pledge.views.terms import known, overlay, term_columns, valid

unit = view_table(
    "pledge_unit",
    *term_columns(),
    Column("unit_id", LargeBinary),
    Column("code", Text),
    Column("kind", Integer),
    key=("row",),
    indexes=[("tenant",), ("unit_id",)],
)
post = view_table(
    "pledge_post",
    *term_columns(),
    Column("post_id", LargeBinary),
    Column("unit_id", LargeBinary),
    Column("post_class", Integer),
    key=("row",),
    indexes=[("post_id",)],
)


class Units(View):
    """A row per unit and term."""

    source = "registry"
    tables = (unit,)
    types: ClassVar = frozenset(f"netral.registry.unit-{name}" for name in ("opened", "changed", "closed"))

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine, data = rows[unit], event.data
        values = None
        match data:
            case UnitOpened():
                values = {"unit_id": data.unit_id, "code": data.code, "kind": data.kind}
            case UnitChanged():
                values = {"unit_id": data.unit_id, "code": mine.all()[0]["code"], "kind": data.kind}
        assert isinstance(data, UnitOpened | UnitChanged | UnitClosed)
        overlay(mine, values, start=data.from_day, end=data.until_day, at=event.recorded_at)


class Posts(View):
    """A row per post and term. Who holds it is the registry's to tell."""

    source = "registry"
    tables = (post,)
    types: ClassVar = frozenset({"netral.registry.post-created", "netral.registry.post-changed"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, PostCreated | PostChanged)
        values = {"post_id": data.post_id, "unit_id": data.unit_id, "post_class": data.post_class}
        overlay(rows[post], values, start=data.from_day, end=data.until_day, at=event.recorded_at)


def posts_on(reading: Reading, post_ids: Iterable[bytes], day: int) -> set[bytes]:
    """Those of the posts that exist on a day."""
    statement = select(post.c.post_id).where(post.c.post_id.in_(list(post_ids)), known(post, None), valid(post, day))
    return {post_id for (post_id,) in fetch(reading, statement)}


def units_on(reading: Reading, tenant: str, day: int) -> dict[bytes, str]:
    """Units of a tenant on a day, and their codes."""
    statement = select(unit.c.unit_id, unit.c.code).where(unit.c.tenant == tenant, known(unit, None), valid(unit, day))
    return dict(fetch(reading, statement))
