"""Campaigns, and who was asked to sign."""

from dataclasses import dataclass
from typing import Any, ClassVar

from netral.pledge.v1.events_pb2 import AudienceFrozen, CampaignClosed, CampaignOpened, PactsOffered
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Select, func, select

from netral_pledge.domain import ids
from netral_pledge.views.pacts import SIGNED, pact
from netral_pledge.views.terms import known, valid

campaign = view_table(
    "pledge_campaign",
    Column("campaign_id", LargeBinary),
    Column("kind", Integer),
    Column("opened", LargeBinary),  # a `CampaignOpened`
    Column("closes", Integer),  # last day of signing
    Column("closed", Boolean),
    Column("frozen_count", Integer),
    Column("frozen_at", BigInteger),  # position of the registry that the count had seen
    Column("position", BigInteger),
    indexes=[("tenant",)],
)
offer = view_table(
    "pledge_offer",
    Column("person_id", LargeBinary),
    Column("campaign_id", LargeBinary),
    Column("offered_on", Integer),
    Column("known_from", BigInteger),
    key=("person_id",),
    indexes=[("campaign_id", "person_id")],
)


class Campaigns(View):
    """A row per campaign."""

    source = "pledge"
    tables = (campaign,)
    types: ClassVar = frozenset(
        {"netral.pledge.campaign-opened", "netral.pledge.campaign-closed", "netral.pledge.audience-frozen"}
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        match event.data:
            case CampaignOpened() as opened:
                rows[campaign].put(
                    {
                        "campaign_id": opened.campaign_id,
                        "kind": opened.kind,
                        "opened": opened.SerializeToString(deterministic=True),
                        "closes": opened.closes,
                        "closed": False,
                        "frozen_count": 0,
                        "frozen_at": 0,
                        "position": event.position,
                    }
                )
            case CampaignClosed(last_day=last_day):
                _change(rows, closes=last_day, closed=True)
            case AudienceFrozen() as frozen:
                _change(rows, frozen_count=frozen.count, frozen_at=frozen.cursor.positions.get("registry", 0))


def _change(rows: StreamRows, **values: Any) -> None:
    row = rows[campaign].get()
    assert row is not None, "a campaign is opened before anything else"
    rows[campaign].put({**row, **values})


class Offers(View):
    """A row per person who was asked."""

    source = "pledge"
    tables = (offer,)
    types: ClassVar = frozenset({"netral.pledge.pacts-offered"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, PactsOffered)
        for person_id in data.person_ids:
            rows[offer].put(
                {
                    "person_id": person_id,
                    "campaign_id": data.campaign_id,
                    "offered_on": data.offered_on,
                    "known_from": event.recorded_at,
                }
            )


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """A campaign as it stands."""

    opened: CampaignOpened
    closes: int
    closed: bool
    frozen_count: int
    frozen_at: int
    pacts: int
    offers: int


def campaign_of(reading: Reading, campaign_id: bytes, *, counted: bool = True) -> CampaignRecord | None:
    """One campaign; its pacts and offers are 0 unless they are `counted`."""
    found = _records(reading, _rows().where(campaign.c.stream_id == stream_of(campaign_id)), counted=counted)
    return found[0] if found else None


def campaigns_of(reading: Reading, tenant: str, kind: int) -> list[CampaignRecord]:
    """Campaigns of a tenant, the newest first; kind 0: both."""
    statement = _rows().where(campaign.c.tenant == tenant).order_by(campaign.c.position.desc())
    return _records(reading, statement.where(campaign.c.kind == kind) if kind else statement)


def newest_of(reading: Reading, tenant: str, kind: int) -> CampaignRecord | None:
    """The newest campaign of a tenant and kind, its pacts and offers not counted."""
    statement = _rows().where(campaign.c.tenant == tenant, campaign.c.kind == kind)
    found = _records(reading, statement.order_by(campaign.c.position.desc()).limit(1), counted=False)
    return found[0] if found else None


def stream_of(campaign_id: bytes) -> str:
    """Stream id of a campaign."""
    return f"campaign/{ids.key_of(campaign_id)}"


def _rows() -> Select[Any]:
    columns = ("opened", "closes", "closed", "frozen_count", "frozen_at")
    return select(campaign.c.campaign_id, *(campaign.c[name] for name in columns))


def _records(reading: Reading, statement: Select[Any], *, counted: bool = True) -> list[CampaignRecord]:
    found = fetch(reading, statement)
    wanted = [row[0] for row in found] if counted else []
    signed = (
        select(pact.c.campaign_id, func.count())
        .where(pact.c.campaign_id.in_(wanted), pact.c.status == SIGNED, known(pact, None), valid(pact, None))
        .group_by(pact.c.campaign_id)
    )
    offered = select(offer.c.campaign_id, func.count()).where(offer.c.campaign_id.in_(wanted))
    pacts = dict(_pairs(reading, signed)) if wanted else {}
    offers = dict(_pairs(reading, offered.group_by(offer.c.campaign_id))) if wanted else {}
    return [
        CampaignRecord(
            CampaignOpened.FromString(opened), closes, closed, count, at, pacts.get(id_, 0), offers.get(id_, 0)
        )
        for id_, opened, closes, closed, count, at in found
    ]


def _pairs(reading: Reading, statement: Select[Any]) -> list[tuple[bytes, int]]:
    return [(id_, count) for id_, count in fetch(reading, statement)]
