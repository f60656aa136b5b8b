"""The shared log as a port: the relay sends to it, everybody reads from it. One topic, one partition, kept for ever."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from netral_chassis.record import Record

VERDICTS = "netral.verdict.v1"
"""Topic of what publishers are told of their submissions, of all services."""


def topic(service: str) -> str:
    """Name of the shared log of a service."""
    return f"netral.{service}.v1"


def intake_topic(service: str) -> str:
    """Name of the topic that publishers send to."""
    return f"netral.{service}.intake.v1"


class LogUnavailable(Exception):
    """The log cannot be reached now: nothing is known of what was being sent. Try again. `BROKER_GONE`."""


class OffsetGone(Exception):
    """No record stands at or after this offset, and none will: the topic is another one than before."""


class Placed(NamedTuple):
    """A record and where it stands. Offsets grow, and say nothing else: positions are in the records.

    The record's fields come first, as in `Record`: a reader makes one tuple of each record, not two.
    """

    stream_id: str
    type: str
    event_id: bytes
    data: bytes
    meta: bytes
    offset: int

    @property
    def record(self) -> Record:
        return Record._make(self[:5])


class EventLog(Protocol):
    """One topic. An instance belongs to one thread."""

    topic: str

    def topic_id(self) -> str:
        """Identity of this incarnation of the topic: another one after it was lost and made again."""

    def end(self) -> int:
        """The offset that the next record will get."""

    def read(self, offset: int, limit: int, timeout: float) -> list[Placed]:
        """Up to `limit` records from `offset` on; waits `timeout` seconds at most for the first.

        Raises `OffsetGone` if `offset` lies beyond the end, `LogUnavailable`.
        """

    def send(self, records: Sequence[Record]) -> None:
        """All records are in the log, in order, each at least once, when this returns.

        Raises `LogUnavailable`: any of them may be there, now or later, in any order.
        """

    def close(self) -> None:
        """Give back connections; what is under way is dropped."""
