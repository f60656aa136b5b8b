"""Texts, version by version."""

from collections.abc import Sequence
from typing import ClassVar

from netral.pledge.v1.events_pb2 import TemplatePublished
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

template = view_table(
    "pledge_template",
    Column("version", Integer),
    Column("id", Text),
    Column("sha256", LargeBinary),
    Column("published", LargeBinary),  # a `TemplatePublished`
    key=("version",),
    indexes=[("id",)],
)


class Templates(View):
    """A row per version."""

    source = "pledge"
    tables = (template,)
    types: ClassVar = frozenset({"netral.pledge.template-published"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, TemplatePublished)
        rows[template].put(
            {
                "version": data.template.version,
                "id": data.template.id,
                "sha256": data.template.sha256,
                "published": data.SerializeToString(deterministic=True),
            }
        )


def published(reading: Reading, scopes: Sequence[str], id_: str, version: int) -> TemplatePublished | None:
    """A text of the narrowest of these tenants that has it, widest first; version 0 is the newest."""
    statement = select(template.c.tenant, template.c.published).where(
        template.c.id == id_, template.c.tenant.in_(list(scopes))
    )
    if version:
        statement = statement.where(template.c.version == version)
    rows = [(scopes.index(tenant), data) for tenant, data in fetch(reading, statement.order_by(template.c.version))]
    if not rows:
        return None
    narrowest = max(place for place, _ in rows)
    return TemplatePublished.FromString([data for place, data in rows if place == narrowest][-1])
