"""Why employments ended: what to say of somebody whom a file still lists."""

from collections.abc import Iterable

from netral.registry.v1.events_pb2 import EmploymentEnded, EndCause, PersonTransferred
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch, in_pieces
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, select

ENDING = view_table(
    "ending",
    Column("number", Integer),  # version of the event that says so
    Column("person_id", LargeBinary),
    Column("from_day", Integer),
    Column("cause", Integer),
    key=("number",),
    indexes=[("person_id",)],
)


class Endings(View):
    """Rows per person and end; `tenant` is the employer who was left, `from_day` the first day without."""

    source = "registry"
    tables = (ENDING,)
    types = frozenset({"netral.registry.employment-ended", "netral.registry.person-transferred"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, EmploymentEnded | PersonTransferred)
        left = data.from_tenant if isinstance(data, PersonTransferred) else data.tenant
        rows[ENDING].put(
            {
                "number": event.version,
                "tenant": left,
                "person_id": data.person_id,
                "from_day": data.from_day,
                "cause": EndCause.END_CAUSE_MOVED if isinstance(data, PersonTransferred) else data.cause,
            }
        )


def endings(reading: Reading, tenant: str, person_ids: Iterable[bytes], day: int) -> dict[bytes, EndCause]:
    """Why the last employment of each of the persons with the tenant ended, of those that ended by the day."""
    found: dict[bytes, EndCause] = {}
    for chunk in in_pieces(person_ids):
        statement = (
            select(ENDING.c.person_id, ENDING.c.cause)
            .where(ENDING.c.tenant == tenant, ENDING.c.person_id.in_(chunk), ENDING.c.from_day <= day)
            .order_by(ENDING.c.number)
        )
        found.update(fetch(reading, statement))
    return found
