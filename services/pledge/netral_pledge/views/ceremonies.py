"""Ceremonies, the days they were thought to be on, and who came."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from netral.common.v1.types_pb2 import DayClaim
from netral.pledge.v1.events_pb2 import (
    AttendanceRecorded,
    AttendanceStatus,
    CeremonyDayCorrected,
    CeremonyHeld,
    ClaimConflict,
    CoverageClaimContradicted,
)
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import OPEN_TIME, StreamRows, View, view_table
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Select, Text, func, or_, select

from netral_pledge.domain import ids
from netral_pledge.domain.bounds import Counted
from netral_pledge.domain.ceremony import interval
from netral_pledge.views.conflicts import conflicts_of
from netral_pledge.views.terms import known

HADIR = int(AttendanceStatus.ATTENDANCE_STATUS_HADIR)
IZIN = int(AttendanceStatus.ATTENDANCE_STATUS_IZIN)
TIDAK_HADIR = int(AttendanceStatus.ATTENDANCE_STATUS_TIDAK_HADIR)
SUSULAN = int(AttendanceStatus.ATTENDANCE_STATUS_SUSULAN)

ceremony = view_table(
    "pledge_ceremony",
    Column("ceremony_id", LargeBinary),
    Column("campaign_id", LargeBinary),
    Column("place_tenant", Text),
    Column("held", LargeBinary),  # a `CeremonyHeld`
    Column("claimed_gap", Integer),  # persons without a record, by the last contradiction
    Column("claimed_digest", LargeBinary),
    Column("all_came", Boolean),  # the source says so: "without exception"
    Column("position", BigInteger),
    indexes=[("tenant",), ("place_tenant",), ("campaign_id",)],
)
claim = view_table(
    "pledge_ceremony_day",
    Column("version", Integer),
    Column("claim", LargeBinary),  # a `DayClaim`
    Column("known_from", BigInteger),
    Column("known_to", BigInteger),
    Column("corrected_by", Text),
    key=("version",),
)
attendance = view_table(
    "pledge_attendance",
    Column("person_id", LargeBinary),
    Column("number", Integer),  # of the statement on this person, from 0
    Column("campaign_id", LargeBinary),  # of the ceremony; empty: none
    Column("status", Integer),  # an `AttendanceStatus`
    Column("known_from", BigInteger),
    Column("known_to", BigInteger),
    key=("person_id", "number"),
    indexes=[("campaign_id", "person_id")],
)


class Ceremonies(View):
    """A row per ceremony, per claim of its day, and per statement on a person, the last of each person being open."""

    source = "pledge"
    tables = (ceremony, claim, attendance)
    types: ClassVar = frozenset(
        {
            "netral.pledge.ceremony-held",
            "netral.pledge.ceremony-day-corrected",
            "netral.pledge.attendance-recorded",
            "netral.pledge.coverage-claim-contradicted",
        }
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        match event.data:
            case CeremonyHeld() as held:
                rows[ceremony].put(
                    {
                        "ceremony_id": held.ceremony_id,
                        "campaign_id": held.campaign_id,
                        "place_tenant": held.place_tenant,
                        "held": held.SerializeToString(deterministic=True),
                        "claimed_gap": 0,
                        "claimed_digest": b"",
                        "all_came": held.without_exception,
                        "position": event.position,
                    }
                )
                _claim(rows, event, held.day, "")
            case CeremonyDayCorrected(day=day):
                _claim(rows, event, day, event.meta.actor)
            case AttendanceRecorded() as recorded:
                _attend(rows, event, recorded)
            case CoverageClaimContradicted() as found:
                row = rows[ceremony].get()
                assert row is not None, "a ceremony is recorded before anything else"
                before = row["claimed_gap"] if row["claimed_digest"] == found.digest else 0
                gap = before + len(found.person_ids)
                rows[ceremony].put({**row, "claimed_gap": gap, "claimed_digest": found.digest})


def _claim(rows: StreamRows, event: Recorded, day: DayClaim, by: str) -> None:
    for row in rows[claim].all():
        if row["known_to"] == OPEN_TIME:
            rows[claim].put({**row, "known_to": event.recorded_at})
    rows[claim].put(
        {
            "version": event.version,
            "claim": day.SerializeToString(deterministic=True),
            "known_from": event.recorded_at,
            "known_to": OPEN_TIME,
            "corrected_by": by,
        }
    )


def _attend(rows: StreamRows, event: Recorded, recorded: AttendanceRecorded) -> None:
    mine, held = rows[attendance], rows[ceremony].get()
    assert held is not None, "a ceremony is recorded before anything else"
    for one in recorded.persons:
        number = 0
        while (row := mine.get(one.person_id, number)) is not None:
            number += 1
            if row["known_to"] == OPEN_TIME:
                mine.put({**row, "known_to": event.recorded_at})
        mine.put(
            {
                "person_id": one.person_id,
                "number": number,
                "campaign_id": held["campaign_id"],
                "status": one.status,
                "known_from": event.recorded_at,
                "known_to": OPEN_TIME,
            }
        )


@dataclass(slots=True)
class CeremonyRecord:
    """A ceremony. `day` is the claim as known at the instant asked for; `None`: the ceremony was not known then."""

    held: CeremonyHeld
    gap: int
    day: DayClaim | None = None
    days: list[tuple[DayClaim, int, str]] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    conflicts: list[ClaimConflict] = field(default_factory=list)


def ceremony_of(reading: Reading, ceremony_id: bytes, known_at: int | None) -> CeremonyRecord | None:
    """One ceremony."""
    found = _records(reading, _rows().where(ceremony.c.stream_id == f"ceremony/{ids.key_of(ceremony_id)}"), known_at)
    return found[0] if found else None


def ceremonies_of(reading: Reading, tenant: str, campaign_id: bytes, known_at: int | None) -> list[CeremonyRecord]:
    """Ceremonies that a tenant held or that were held in it, the newest first."""
    statement = _rows().where(or_(ceremony.c.tenant == tenant, ceremony.c.place_tenant == tenant))
    if campaign_id:
        statement = statement.where(ceremony.c.campaign_id == campaign_id)
    return _records(reading, statement.order_by(ceremony.c.position.desc()), known_at)


def _rows() -> Select[Any]:
    return select(ceremony.c.stream_id, ceremony.c.held, ceremony.c.claimed_gap)


def _records(reading: Reading, statement: Select[Any], known_at: int | None) -> list[CeremonyRecord]:
    found = {
        stream: CeremonyRecord(CeremonyHeld.FromString(held), gap) for stream, held, gap in fetch(reading, statement)
    }
    if not found:
        return []
    _add_days(reading, found, known_at)
    counts = (
        select(attendance.c.stream_id, attendance.c.status, func.count())
        .where(attendance.c.stream_id.in_(list(found)), known(attendance, known_at))
        .group_by(attendance.c.stream_id, attendance.c.status)
    )
    for stream, status, count in fetch(reading, counts):
        found[stream].counts[status] = count
    for stream, conflicts in conflicts_of(reading, found).items():
        found[stream].conflicts = conflicts
    return [one for one in found.values() if one.day is not None]


def _add_days(reading: Reading, found: dict[str, CeremonyRecord], known_at: int | None) -> None:
    statement = select(claim).where(claim.c.stream_id.in_(list(found))).order_by(claim.c.version)
    for row in reading.execute(statement):
        day = DayClaim.FromString(row.claim)
        instant = OPEN_TIME - 1 if known_at is None else known_at
        if row.known_from <= instant < row.known_to:
            found[row.stream_id].day = day
        if row.known_from <= instant:
            found[row.stream_id].days.append((day, row.known_from, row.corrected_by))


@dataclass(frozen=True, slots=True)
class Occasion:
    """A ceremony of a campaign, as its coverage sees it. `listed`: a list of who came has arrived."""

    stream_id: str
    listed: bool
    counted: Counted


def occasions_of(reading: Reading, campaign_id: bytes, *, held_by: int | None, known_at: int | None) -> list[Occasion]:
    """Ceremonies of a campaign as known at an instant, of those on `held_by` or before it; `None`: now, any day."""
    instant = OPEN_TIME - 1 if known_at is None else known_at
    arrived = (
        select(attendance.c.stream_id)
        .where(attendance.c.stream_id == ceremony.c.stream_id, attendance.c.known_from <= instant)
        .exists()
    )
    statement = (
        select(ceremony.c.stream_id, ceremony.c.held, claim.c.claim, arrived)
        .join(claim, claim.c.stream_id == ceremony.c.stream_id)
        .where(ceremony.c.campaign_id == campaign_id, claim.c.known_from <= instant, instant < claim.c.known_to)
        .order_by(ceremony.c.stream_id)
    )
    return [
        Occasion(stream, bool(listed), _counted(CeremonyHeld.FromString(held)))
        for stream, held, day, listed in fetch(reading, statement)
        if held_by is None or DayClaim.FromString(day).candidates[0] <= held_by
    ]


def _counted(held: CeremonyHeld) -> Counted:
    """What was said of how many came; several counts are all true, or a conflict is on record."""
    low, end = interval(held.attended)
    witnessed = [interval(one.counted)[0] for one in held.witnesses]
    return Counted(frozenset(held.unit_ids), min(max([low, *witnessed]), end - 1), end)


def claiming(reading: Reading, tenant: str) -> list[bytes]:
    """Ceremonies of a tenant of which a source says that all came, and for which a list of who came has arrived."""
    listed = select(attendance.c.stream_id).where(attendance.c.stream_id == ceremony.c.stream_id).exists()
    statement = select(ceremony.c.ceremony_id).where(ceremony.c.tenant == tenant, ceremony.c.all_came.is_(True), listed)
    return [ceremony_id for (ceremony_id,) in fetch(reading, statement)]


def present(counts: dict[int, int], statuses: Iterable[int]) -> int:
    """How many persons have one of these statuses."""
    return sum(counts.get(status, 0) for status in statuses)
