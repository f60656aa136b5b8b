"""The checklist of duties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from google.protobuf.message import Message
from netral.pledge.v1.events_pb2 import DutyFulfilled, DutyRequired, GuidanceReceived
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import OPEN_DAY, StreamRows, View, view_table
from sqlalchemy import Column, ColumnElement, Integer, LargeBinary, Text, func, select

from netral_pledge.domain.campaign import ALL_CLASSES
from netral_pledge.domain.duty import GUIDANCE, code_of

duty = view_table(
    "pledge_duty",
    Column("duty_id", LargeBinary),
    Column("unit_id", LargeBinary),  # empty: the tenant as a whole
    Column("code", Text),
    Column("due_on", Integer),  # last day; open: none was set
    Column("fulfilled_on", Integer),  # first day of fulfilment; open: none
    Column("fulfilled", LargeBinary),  # the newest `DutyFulfilled` or `GuidanceReceived`; empty: none
    Column("times", Integer),  # how often it was met
    Column("classes", Text),  # numbers of the classes reached, in order, with commas
    indexes=[("tenant",)],
)


class Duties(View):
    """A row per tenant or unit and duty."""

    source = "pledge"
    tables = (duty,)
    types: ClassVar = frozenset(
        {"netral.pledge.duty-required", "netral.pledge.duty-fulfilled", "netral.pledge.guidance-received"}
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        match event.data:
            case DutyRequired() as required:
                _change(rows, required, code_of(required.duty), due_on=required.due_on)
            case DutyFulfilled() as fulfilled:
                _fulfil(rows, fulfilled, code_of(fulfilled.duty), fulfilled.fulfilled_on)
            case GuidanceReceived() as received:
                _fulfil(rows, received, f"{GUIDANCE}/{received.body}", received.received_on)


def _fulfil(rows: StreamRows, data: DutyFulfilled | GuidanceReceived, code: str, day: int) -> None:
    before = rows[duty].get()
    first = min(day, before["fulfilled_on"]) if before else day
    reached = set(_classes(before["classes"])) if before else set()
    if isinstance(data, DutyFulfilled):
        reached |= set(data.classes) or ALL_CLASSES
    _change(
        rows,
        data,
        code,
        fulfilled_on=first,
        fulfilled=_bytes(data),
        times=(before["times"] if before else 0) + 1,
        classes=",".join(map(str, sorted(reached))),
    )


def _classes(written: str) -> list[int]:
    return [int(one) for one in written.split(",") if one]


def _change(rows: StreamRows, data: DutyRequired | DutyFulfilled | GuidanceReceived, code: str, **values: Any) -> None:
    row = rows[duty].get() or {
        "duty_id": data.duty_id,
        "unit_id": data.unit_id,
        "code": code,
        "due_on": OPEN_DAY,
        "fulfilled_on": OPEN_DAY,
        "fulfilled": b"",
        "times": 0,
        "classes": "",
    }
    rows[duty].put({**row, **values})


def _bytes(message: Message) -> bytes:
    return message.SerializeToString(deterministic=True)


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """An entry of the checklist. `fulfilled`: what met it last."""

    stream_id: str
    unit_id: bytes
    code: str
    due_on: int
    fulfilled_on: int
    fulfilled: DutyFulfilled | GuidanceReceived | None
    times: int
    classes: list[int]


def duties_of(reading: Reading, tenant: str) -> Sequence[DutyRecord]:
    """The checklist of a tenant, by unit and code."""
    columns = ("stream_id", "unit_id", "code", "due_on", "fulfilled_on", "fulfilled", "times", "classes")
    statement = select(*(duty.c[name] for name in columns)).where(duty.c.tenant == tenant)
    return [
        DutyRecord(stream_id, unit_id, code, due_on, fulfilled_on, _read(code, fulfilled), times, _classes(classes))
        for stream_id, unit_id, code, due_on, fulfilled_on, fulfilled, times, classes in fetch(
            reading, statement.order_by(duty.c.unit_id, duty.c.code)
        )
    ]


def overdue(reading: Reading, tenants: ColumnElement[bool], today: Callable[[str], int]) -> dict[str, dict[str, int]]:
    """How many units (or the tenant itself) owe what: tenant to code of the duty to number.

    `tenants` is a condition on the column `tenant`, `today` the present day of a tenant.
    """
    columns = (duty.c.tenant, duty.c.code, duty.c.due_on, duty.c.fulfilled_on)
    owed = (duty.c.due_on < OPEN_DAY, duty.c.fulfilled_on > duty.c.due_on, tenants)
    found: dict[str, dict[str, int]] = {}
    for tenant, code, due_on, fulfilled_on, count in fetch(
        reading, select(*columns, func.count()).where(*owed).group_by(*columns).order_by(*columns)
    ):
        if due_on < today(tenant) < fulfilled_on:
            of = found.setdefault(tenant, {})
            of[code] = of.get(code, 0) + count
    return found


def _read(code: str, data: bytes) -> DutyFulfilled | GuidanceReceived | None:
    if not data:
        return None
    return GuidanceReceived.FromString(data) if code.startswith(GUIDANCE) else DutyFulfilled.FromString(data)
