"""Legal instruments under all their numbers, and what sources say otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from netral.pledge.v1.events_pb2 import ClaimConflict, InstrumentAliasAdded, InstrumentIssued
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

from netral_pledge.domain import ids
from netral_pledge.domain.instrument import normalised

instrument = view_table(
    "pledge_instrument",
    Column("instrument_id", LargeBinary),
    Column("first_day", Integer),
    Column("last_day", Integer),  # inclusive
    Column("issued", LargeBinary),  # an `InstrumentIssued`
    indexes=[("tenant",)],
)
number = view_table(
    "pledge_instrument_number",
    Column("normalised", Text),
    Column("printed", Text),
    key=("normalised",),
    indexes=[("normalised",)],
)
conflict = view_table(
    "pledge_instrument_conflict",
    Column("version", Integer),
    Column("conflict", LargeBinary),  # a `ClaimConflict`
    key=("version",),
)


class Instruments(View):
    """A row per instrument, per number and per conflict."""

    source = "pledge"
    tables = (instrument, number, conflict)
    types: ClassVar = frozenset(
        {
            "netral.pledge.instrument-issued",
            "netral.pledge.instrument-alias-added",
            "netral.pledge.claim-conflict",
        }
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        match event.data:
            case InstrumentIssued() as issued:
                rows[instrument].put(
                    {
                        "instrument_id": issued.instrument_id,
                        "first_day": issued.first_day,
                        "last_day": issued.last_day,
                        "issued": issued.SerializeToString(deterministic=True),
                    }
                )
                for printed in (issued.number, *issued.aliases, *filter(None, [issued.code])):
                    rows[number].put({"normalised": normalised(printed), "printed": printed})
            case InstrumentAliasAdded(alias=alias):
                rows[number].put({"normalised": normalised(alias), "printed": alias})
            case ClaimConflict() as found:
                data = found.SerializeToString(deterministic=True)
                rows[conflict].put({"version": event.version, "conflict": data})


@dataclass(slots=True)
class InstrumentRecord:
    """An instrument, its numbers as printed, and its conflicts."""

    issued: InstrumentIssued
    numbers: list[str] = field(default_factory=list)
    conflicts: list[ClaimConflict] = field(default_factory=list)


def instruments(
    reading: Reading, scopes: Iterable[str], *, printed: str = "", in_force_on: int | None = None
) -> list[InstrumentRecord]:
    """Instruments of these tenants, the widest scope first; `printed` is any of their numbers, however written."""
    statement = select(instrument.c.stream_id, instrument.c.issued).where(instrument.c.tenant.in_(list(scopes)))
    if printed:
        same = select(number.c.stream_id).where(number.c.normalised == normalised(printed))
        statement = statement.where(instrument.c.stream_id.in_(same))
    if in_force_on is not None:
        statement = statement.where(instrument.c.first_day <= in_force_on, in_force_on <= instrument.c.last_day)
    found = {
        stream: InstrumentRecord(InstrumentIssued.FromString(issued))
        for stream, issued in fetch(reading, statement.order_by(instrument.c.tenant, instrument.c.first_day))
    }
    if not found:
        return []
    numbers = select(number.c.stream_id, number.c.printed).where(number.c.stream_id.in_(list(found)))
    for stream, one in fetch(reading, numbers.order_by(number.c.normalised)):
        found[stream].numbers.append(one)
    conflicts = select(conflict.c.stream_id, conflict.c.conflict).where(conflict.c.stream_id.in_(list(found)))
    for stream, data in fetch(reading, conflicts.order_by(conflict.c.version)):
        found[stream].conflicts.append(ClaimConflict.FromString(data))
    return list(found.values())


def keys_by_number(reading: Reading, scopes: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """Stream keys of the instruments that any of these numbers name."""
    wanted = [normalised(one) for one in numbers]
    statement = select(instrument.c.instrument_id).where(
        instrument.c.tenant.in_(list(scopes)),
        instrument.c.stream_id.in_(select(number.c.stream_id).where(number.c.normalised.in_(wanted))),
    )
    return [ids.key_of(id_) for (id_,) in fetch(reading, statement)]


def national_keys(reading: Reading, national: str) -> list[str]:
    """Stream keys of all national instruments."""
    statement = select(instrument.c.instrument_id).where(instrument.c.tenant == national)
    return [ids.key_of(id_) for (id_,) in fetch(reading, statement)]
