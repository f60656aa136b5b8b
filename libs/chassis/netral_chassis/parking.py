"""Records that could not be applied: they wait in order, with all later ones of their stream, and nobody else waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text

from netral_chassis.record import EventRow
from netral_chassis.views import VIEWS

PARKED = Table(
    "parked",
    VIEWS,
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("event_id", LargeBinary, nullable=False),
    Column("type", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("meta", LargeBinary, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Parked:
    """One waiting record. `reason` is the error's class, or `after <position>` for those that wait behind it."""

    source: str
    row: EventRow
    reason: str

    def values(self) -> tuple[object, ...]:
        """In the order of the table's columns."""
        row = self.row
        return (
            self.source, row.position, row.stream_id, row.version, row.event_id, row.type, row.data, row.meta,
            row.recorded_at, row.hash, self.reason,
        )  # fmt: skip


class TooManyParked(Exception):
    """So many streams cannot be applied that the code is wrong, not the records: the projector halts."""


@dataclass(frozen=True, slots=True)
class ParkingLimits:
    """When to halt: streams parked in all, and the share of new parkings in one batch of 1,000 or more."""

    streams: int = 100
    share: float = 0.01

    def judge(self, waiting: Mapping[str, int], parked: Iterable[Parked], read: int) -> None:
        """Raises `TooManyParked`. `waiting` are the streams before a batch of `read` events that parked `parked`."""
        new = len({one.row.stream_id for one in parked} - waiting.keys())
        if len(waiting) + new > self.streams:
            raise TooManyParked(f"{len(waiting) + new} streams")
        if read >= 1_000 and new > self.share * read:
            raise TooManyParked(f"{new} new streams in a batch of {read}")
