"""Texts, version by version."""

from collections.abc import Sequence
from typing import ClassVar

from netral.pledge.v1.events_pb2 import ClauseAlias, ClausesAligned, TemplatePublished
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

from netral_pledge.domain.ids import template_key

template = view_table(
    "pledge_template",
    Column("version", Integer),
    Column("id", Text),
    Column("sha256", LargeBinary),
    Column("published", LargeBinary),  # a `TemplatePublished`
    key=("version",),
    indexes=[("id",)],
)
alias = view_table(
    "pledge_clause_alias",
    Column("clause", Text),
    Column("alias", LargeBinary),  # a `ClauseAlias`
    key=("clause",),
)


class Templates(View):
    """A row per version, and per point that is a point of another text."""

    source = "pledge"
    tables = (template, alias)
    types: ClassVar = frozenset({"netral.pledge.template-published", "netral.pledge.clauses-aligned"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        if isinstance(data, ClausesAligned):
            for one in data.aliases:
                rows[alias].put({"clause": one.clause, "alias": one.SerializeToString(deterministic=True)})
            return
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


def aliases_of(reading: Reading, owner: str, id_: str) -> dict[str, ClauseAlias]:
    """Points of a text that are points of other texts, by their ids here."""
    statement = select(alias.c.clause, alias.c.alias).where(alias.c.stream_id == f"template/{template_key(owner, id_)}")
    return {clause: ClauseAlias.FromString(data) for clause, data in fetch(reading, statement)}
