"""How each tenant's newest campaigns stand, kept beside the views for metrics and boards that show all tenants.

One tenant's coverage takes tens of milliseconds, the nation's half a minute: so a figure is computed when its campaign
or its staff changed, and then remembered. Rows survive a rebuild; they can be computed anew at any time.
"""

import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from netral.pledge.v1.events_pb2 import CampaignKind, DecreePoint, MandatedDuty
from netral_chassis import migrations
from netral_chassis.access import covers
from netral_chassis.database import Database
from netral_chassis.metrics import Described, Metrics
from netral_chassis.reading import Reading
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

from netral_pledge.migrations import CHAIN
from netral_pledge.views import coverage as view
from netral_pledge.views.campaigns import CampaignRecord

METRICS = (
    Described(
        "netral_pledge_coverage_persons",
        "gauge",
        ("tenant", "kind", "state"),
        "Persons of the audience of a tenant's newest campaign of a kind, by what became of the request.",
    ),
    Described(
        "netral_pledge_coverage_at_least_persons",
        "gauge",
        ("tenant", "kind"),
        "At least so many of that audience signed or came, with those who were counted without a list.",
    ),
    Described(
        "netral_pledge_duties_overdue",
        "gauge",
        ("tenant", "duty"),
        "Units of a tenant, or the tenant itself, that have not met a duty by its last day.",
    ),
)
DUTIES = (
    *(f"MANDATED/{name.removeprefix('MANDATED_DUTY_')}" for name in MandatedDuty.keys()[1:]),
    *(f"DECREE/{name.removeprefix('DECREE_POINT_')}" for name in DecreePoint.keys()[1:]),
)
"""Codes of the duties that somebody can be made to meet."""
_TABLES = MetaData(schema="core")
_SUMMARY = Table(
    "pledge_summary",
    _TABLES,
    Column("tenant", Text, primary_key=True),
    Column("kind", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", LargeBinary, nullable=False),
    Column("signed", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("excused", Integer, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("at_least", Integer, nullable=False),
    Column("at_most", Integer, nullable=False),
    Column("computed_at", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Persons of the audience of a tenant's newest campaign of a kind. `computed_at` in microseconds UTC."""

    tenant: str
    kind: int
    campaign_id: bytes
    signed: int
    refused: int
    excused: int
    missing: int
    unknown: int
    at_least: int
    at_most: int
    computed_at: int

    @property
    def denominator(self) -> int:
        """The whole audience."""
        return self.signed + self.refused + self.excused + self.missing + self.unknown


class Summaries:
    """What was computed last."""

    def __init__(self, core: Database) -> None:
        self._core = core

    def create(self) -> None:
        """Make or upgrade the table. Raises what `migrations.upgrade` does."""
        migrations.upgrade(self._core, CHAIN)

    def put(self, summary: Summary) -> None:
        """Replace that of the same tenant and kind."""
        with self._core.write() as conn:
            self._core.merge(conn, _SUMMARY, [astuple(summary)])

    def below(self, scope: str) -> Iterator[Summary]:
        """Those of a tenant and of the tenants below it, by tenant and kind."""
        with self._core.read() as conn:
            rows = self._core.fetch(conn, "SELECT * FROM {s}pledge_summary ORDER BY tenant, kind", ())
        return (one for one in (Summary(*row) for row in rows) if covers(scope, one.tenant))


def summarised(reading: Reading, campaign: CampaignRecord, now: int) -> Summary:
    """Computed from the views as they are."""
    found = view.coverage(reading, view.Asked(campaign))
    counts = dict.fromkeys(view.STATE_NAMES.values(), 0)
    for cell in found.cells:
        counts[view.STATE_NAMES[cell.state]] += cell.count
    return Summary(
        tenant=campaign.opened.tenant,
        kind=campaign.opened.kind,
        campaign_id=campaign.opened.campaign_id,
        at_least=found.at_least,
        at_most=found.at_most,
        computed_at=now,
        **counts,
    )


def show(metrics: Metrics, summary: Summary) -> None:
    """Put a summary where Prometheus reads it."""
    kind = CampaignKind.Name(summary.kind).removeprefix("CAMPAIGN_KIND_").lower()
    for state in view.STATE_NAMES.values():
        metrics.put("netral_pledge_coverage_persons", getattr(summary, state), summary.tenant, kind, state)
    metrics.put("netral_pledge_coverage_at_least_persons", summary.at_least, summary.tenant, kind)


def show_overdue(metrics: Metrics, tenant: str, owed: dict[str, int]) -> None:
    """Put the overdue duties of a tenant where Prometheus reads them, also those that are no longer overdue."""
    for code in DUTIES:
        metrics.put("netral_pledge_duties_overdue", owed.get(code, 0), tenant, code)


class Pace:
    """Lets summaries take a tenth of the time at most: who comes too early is told when to come again."""

    def __init__(self) -> None:
        self._free_at = 0
        self._next = 0
        self._took = 0

    def wait(self, now: int) -> int | None:
        """When to come again, microseconds UTC; `None`: now. Each who waits gets a time of his own."""
        if now >= self._free_at:
            return None
        self._next = max(self._next, self._free_at) + 10 * self._took
        return self._next

    def took(self, now: int, begun: float) -> None:
        """Something was computed, begun at this value of `time.perf_counter`."""
        self._took = int((time.perf_counter() - begun) * 1e6)
        self._free_at = now + 10 * self._took
