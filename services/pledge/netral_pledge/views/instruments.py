"""Legal instruments under all their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from netral.pledge.v1.events_pb2 import InstrumentAliasAdded, InstrumentIssued
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

from netral_pledge.domain import ids
from netral_pledge.domain.instrument import bare, normalised

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
    Column("short", Text),  # without the words that say whose it is
    key=("normalised",),
    indexes=[("normalised",), ("short",)],
)


class Instruments(View):
    """A row per instrument and per number."""

    source = "pledge"
    tables = (instrument, number)
    types: ClassVar = frozenset({"netral.pledge.instrument-issued", "netral.pledge.instrument-alias-added"})

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
                    _number(rows, printed)
            case InstrumentAliasAdded(alias=alias):
                _number(rows, alias)


def _number(rows: StreamRows, printed: str) -> None:
    rows[number].put({"normalised": normalised(printed), "printed": printed, "short": bare(printed)})


@dataclass(slots=True)
class InstrumentRecord:
    """An instrument of a tenant and its numbers as printed."""

    stream_id: str
    tenant: str
    issued: InstrumentIssued
    numbers: list[str] = field(default_factory=list)


def instruments(
    reading: Reading, scopes: Iterable[str], *, printed: str = "", in_force_on: int | None = None
) -> list[InstrumentRecord]:
    """Instruments of these tenants, the widest scope first; `printed` is any of their numbers, however written.

    A number that says not whose it is finds all for which it may be short, unless it is somebody's number in full.
    """
    wanted = list(scopes)
    columns = (instrument.c.stream_id, instrument.c.tenant, instrument.c.issued)
    statement = select(*columns).where(instrument.c.tenant.in_(wanted))
    if printed:
        statement = statement.where(instrument.c.stream_id.in_(_named(reading, wanted, printed)))
    if in_force_on is not None:
        statement = statement.where(instrument.c.first_day <= in_force_on, in_force_on <= instrument.c.last_day)
    found = {
        stream: InstrumentRecord(stream, tenant, InstrumentIssued.FromString(issued))
        for stream, tenant, issued in fetch(reading, statement.order_by(instrument.c.tenant, instrument.c.first_day))
    }
    if not found:
        return []
    numbers = select(number.c.stream_id, number.c.printed).where(number.c.stream_id.in_(list(found)))
    for stream, one in fetch(reading, numbers.order_by(number.c.normalised)):
        found[stream].numbers.append(one)
    return list(found.values())


def keys_by_number(reading: Reading, scopes: Iterable[str], numbers: Iterable[str]) -> list[str]:
    """Stream keys of the instruments that any of these numbers name, or may name if one is short for several."""
    wanted = list(scopes)
    streams = {stream for one in set(numbers) for stream in _named(reading, wanted, one)}
    return sorted(stream.partition("/")[2] for stream in streams)


def twins(reading: Reading, stream_id: str) -> list[InstrumentRecord]:
    """Instruments of other tenants that bear one of the numbers of this one."""
    mine = select(number.c.normalised).where(number.c.stream_id == stream_id)
    others = select(number.c.stream_id).where(number.c.normalised.in_(mine), number.c.stream_id != stream_id)
    columns = (instrument.c.stream_id, instrument.c.tenant, instrument.c.issued)
    statement = select(*columns).where(instrument.c.stream_id.in_(others)).order_by(instrument.c.stream_id)
    return [
        InstrumentRecord(stream, tenant, InstrumentIssued.FromString(issued))
        for stream, tenant, issued in fetch(reading, statement)
    ]


def printed_numbers(reading: Reading, scopes: Iterable[str]) -> list[str]:
    """All numbers of the instruments of these tenants, as printed."""
    statement = select(number.c.printed).where(number.c.tenant.in_(list(scopes))).order_by(number.c.printed)
    return [printed for (printed,) in fetch(reading, statement)]


def _named(reading: Reading, scopes: list[str], printed: str) -> list[str]:
    """Streams that bear this number; else, if it says not whose it is, those for which it may be short."""
    bearing = select(number.c.stream_id).where(number.c.tenant.in_(scopes))
    found = fetch(reading, bearing.where(number.c.normalised == normalised(printed)))
    if not found and bare(printed) == normalised(printed):
        found = fetch(reading, bearing.where(number.c.short == bare(printed)))
    return sorted({stream for (stream,) in found})


def national_keys(reading: Reading, national: str) -> list[str]:
    """Stream keys of all national instruments."""
    statement = select(instrument.c.instrument_id).where(instrument.c.tenant == national)
    return [ids.key_of(id_) for (id_,) in fetch(reading, statement)]
