"""Posts and who holds them, as of any day."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from netral.registry.v1.events_pb2 import Assignment, PostChanged, PostCreated, PostHeld, PostVacated
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import OPEN_TIME, StreamRows, View, view_table
from sqlalchemy import Boolean, Column, Integer, LargeBinary, Text, select

from netral_registry.views.bitemporal import Days, on, paint, temporal_columns

POST = view_table(
    "post",
    *temporal_columns(),
    Column("post_id", LargeBinary),
    Column("code", Text),
    Column("name", Text),
    Column("unit_id", LargeBinary),
    Column("post_class", Integer),
    Column("role", Integer),
    Column("superior_id", LargeBinary),
    key=("row_id",),
    indexes=[("tenant", "code"), ("post_id",)],
)
HOLDER = view_table(
    "post_holder",
    *temporal_columns(),
    Column("post_id", LargeBinary),
    Column("stand_in", Boolean),
    Column("person_id", LargeBinary),  # empty: only a name is known
    Column("holder_name", LargeBinary),  # a serialised `Sealed`; empty: none
    Column("holder_mark", LargeBinary),
    Column("assignment", Integer),
    key=("row_id",),
    indexes=[("tenant", "post_id"), ("person_id",)],
)


class Posts(View):
    """Rows per post and term, and per holder and term; a stand-in has rows of its own beside the holder's."""

    source = "registry"
    tables = (POST, HOLDER)
    types = frozenset(
        {
            "netral.registry.post-created",
            "netral.registry.post-changed",
            "netral.registry.post-held",
            "netral.registry.post-vacated",
        }
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        if isinstance(data, PostCreated | PostChanged):
            _post(rows, event, data)
        elif isinstance(data, PostHeld):
            values = {
                "post_id": data.post_id,
                "person_id": data.person_id,
                "holder_name": data.holder_name.SerializeToString() if data.HasField("holder_name") else b"",
                "holder_mark": data.holder_mark,
                "assignment": data.assignment,
            }
            of = {"stand_in": data.assignment == Assignment.ASSIGNMENT_PLH}
            paint(rows[HOLDER], event, Days(data.from_day, data.until_day), of, values)
        else:
            assert isinstance(data, PostVacated)
            paint(rows[HOLDER], event, Days(data.from_day, data.until_day), {"stand_in": data.stand_in}, None)


def _post(rows: StreamRows, event: Recorded, data: PostCreated | PostChanged) -> None:
    code = data.code if isinstance(data, PostCreated) else rows[POST].all()[0]["code"]
    values = {
        "post_id": data.post_id,
        "code": code,
        "name": data.name,
        "unit_id": data.unit_id,
        "post_class": data.post_class,
        "role": data.role,
        "superior_id": data.superior_id,
    }
    paint(rows[POST], event, Days(data.from_day, data.until_day), {}, values)


class PostRecord(NamedTuple):
    """A post on a day and who acts in it: the stand-in if there is one, else the holder. Vacant: assignment 0."""

    post_id: bytes
    stream_id: str
    code: str
    name: str
    unit_id: bytes
    post_class: int
    role: int
    superior_id: bytes
    assignment: int = 0
    person_id: bytes = b""
    holder_name: bytes = b""
    from_day: int = 0
    until_day: int = 0


def posts(reading: Reading, tenant: str, day: int) -> list[PostRecord]:
    """Posts of a tenant on a day, by code, vacant ones too.

    A post that is first described later than its holder's first day is shown as it was described first.
    """
    names = PostRecord._fields[:8]
    statement = select(*(POST.c[name] for name in names), POST.c.valid_from, POST.c.valid_to).where(
        POST.c.tenant == tenant, POST.c.known_to == OPEN_TIME
    )
    described: dict[bytes, PostRecord] = {}
    for *values, valid_from, valid_to in fetch(reading, statement.order_by(POST.c.valid_from)):
        record = PostRecord(*values)
        if valid_from <= day < valid_to or record.post_id not in described:
            described[record.post_id] = record
    held = _holders(reading, tenant, day)
    return sorted(
        (record._replace(**held.get(post_id, {})) for post_id, record in described.items()),
        key=lambda record: record.code,
    )


def _holders(reading: Reading, tenant: str, day: int) -> dict[bytes, dict[str, Any]]:
    columns = (HOLDER.c.post_id, HOLDER.c.assignment, HOLDER.c.person_id, HOLDER.c.holder_name, HOLDER.c.valid_from,
               HOLDER.c.valid_to)  # fmt: skip
    statement = select(*columns).where(HOLDER.c.tenant == tenant, on(HOLDER, day)).order_by(HOLDER.c.stand_in)
    fields = ("assignment", "person_id", "holder_name", "from_day", "until_day")
    return {post_id: dict(zip(fields, values, strict=True)) for post_id, *values in fetch(reading, statement)}


def superiors(records: Iterable[PostRecord], post_id: bytes) -> list[PostRecord]:
    """The posts above a post, nearest first; a circle ends where it closes."""
    known = {record.post_id: record for record in records}
    above: list[PostRecord] = []
    seen = {post_id}
    at = known.get(post_id)
    while at is not None and at.superior_id not in seen:
        seen.add(at.superior_id)
        at = known.get(at.superior_id)
        if at is not None:
            above.append(at)
    return above


def head_of(records: Iterable[PostRecord], unit_id: bytes) -> PostRecord | None:
    """The post that leads a unit: the one of the unit with no superior in it, of the highest class."""
    inside = [record for record in records if record.unit_id == unit_id]
    ids = {record.post_id for record in inside}
    tops = [record for record in inside if record.superior_id not in ids]
    return min(tops, key=lambda record: (record.post_class or 99, record.code), default=None)


def sealed_names(reading: Reading, tenant: str) -> dict[tuple[bytes, bytes], bytes]:
    """Names that were sealed for the tenant's posts: (post, mark) to a serialised `Sealed`."""
    statement = select(HOLDER.c.post_id, HOLDER.c.holder_mark, HOLDER.c.holder_name).where(
        HOLDER.c.tenant == tenant, HOLDER.c.holder_name != b""
    )
    return {(post_id, mark): name for post_id, mark, name in fetch(reading, statement)}


def names_about(reading: Reading, tenant: str) -> set[bytes]:
    """Whom those names are about: persons, and posts where nobody is known."""
    statement = select(HOLDER.c.post_id, HOLDER.c.person_id).where(
        HOLDER.c.tenant == tenant, HOLDER.c.holder_name != b""
    )
    return {person_id or post_id for post_id, person_id in fetch(reading, statement)}


def chain_of_person(
    records: Iterable[PostRecord], tree: Mapping[bytes, bytes], person_id: bytes, unit_id: bytes
) -> list[PostRecord]:
    """The posts above a person, nearest first: above the post he holds, else from the head of his unit on.

    `tree` maps units to their parents. A unit without a head is led by that of the unit above it.
    """
    known = list(records)
    own = next((one for one in known if one.person_id == person_id), None)
    if own is not None:
        return superiors(known, own.post_id)
    seen: set[bytes] = set()
    while unit_id and unit_id not in seen:
        seen.add(unit_id)
        head = head_of(known, unit_id)
        if head is not None:
            return [head, *superiors(known, head.post_id)]
        unit_id = tree.get(unit_id, b"")
    return []
