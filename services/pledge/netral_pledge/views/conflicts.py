"""Where what is said contradicts what is on record, of instruments and of ceremonies."""

from collections.abc import Iterable
from typing import ClassVar

from netral.pledge.v1.events_pb2 import ClaimConflict
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, select

conflict = view_table(
    "pledge_conflict",
    Column("version", Integer),
    Column("conflict", LargeBinary),  # a `ClaimConflict`
    key=("version",),
)


class Conflicts(View):
    """A row per conflict."""

    source = "pledge"
    tables = (conflict,)
    types: ClassVar = frozenset({"netral.pledge.claim-conflict"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data.SerializeToString(deterministic=True)
        rows[conflict].put({"version": event.version, "conflict": data})


def conflicts_of(reading: Reading, streams: Iterable[str]) -> dict[str, list[ClaimConflict]]:
    """Conflicts of each of these streams that has some, the oldest first."""
    statement = select(conflict.c.stream_id, conflict.c.conflict).where(conflict.c.stream_id.in_(list(streams)))
    found: dict[str, list[ClaimConflict]] = {}
    for stream, data in fetch(reading, statement.order_by(conflict.c.stream_id, conflict.c.version)):
        found.setdefault(stream, []).append(ClaimConflict.FromString(data))
    return found
