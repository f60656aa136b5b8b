"""Leaves of the receipts: signings and revocations of a campaign in the order of the log."""

from typing import NamedTuple

from netral_chassis.parking import PARKED
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import OPEN_TIME
from sqlalchemy import ColumnElement, and_, func, select

from netral_pledge.views.pacts import leaf


class Leaf(NamedTuple):
    """One leaf. `standing`: the person's pact stands by it."""

    person_id: bytes
    text_id: str
    text_version: int
    sha256: bytes
    subject: bytes
    signed: bool
    signed_at: int
    method: int
    standing: bool


def leaves(reading: Reading, campaign_id: bytes, from_index: int, limit: int) -> list[Leaf]:
    """Up to `limit` leaves from an index on, counted from 0."""
    columns = [leaf.c[name] for name in Leaf._fields]
    statement = select(*columns).where(_grown(reading, campaign_id)).order_by(leaf.c.position)
    return [Leaf(*row) for row in fetch(reading, statement.offset(from_index).limit(limit))]


def tree_size(reading: Reading, campaign_id: bytes) -> int:
    """How many leaves there are."""
    return int(fetch(reading, select(func.count()).where(_grown(reading, campaign_id)))[0][0])


def _grown(reading: Reading, campaign_id: bytes) -> ColumnElement[bool]:
    """Leaves before the first parked pact: a leaf that comes in later must not move those that were given out."""
    first = select(func.min(PARKED.c.position)).where(PARKED.c.source == "pledge", PARKED.c.stream_id.like("pact/%"))
    end = fetch(reading, first)[0][0]
    return and_(leaf.c.campaign_id == campaign_id, leaf.c.position < (OPEN_TIME if end is None else end))
