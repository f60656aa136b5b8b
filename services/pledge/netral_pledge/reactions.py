"""What follows from events without anybody asking: claims held against the record, audiences noted, summaries.

A command is the same at every attempt, and what is on record already is not recorded again: a replay changes nothing.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from netral.common.v1.types_pb2 import EventMeta
from netral.pledge.v1.events_pb2 import (
    AttendanceRecorded,
    CampaignClosed,
    CampaignKind,
    CampaignOpened,
    CeremonyDayCorrected,
    DutyRequired,
    PactExcused,
    PactRefused,
    PactRevoked,
    PactSigned,
)
from netral.registry.v1.events_pb2 import PersonTransferred
from netral_calendar import NATIONAL, Zone, day_of_number, first_instant_after, microseconds
from netral_chassis.access import covers
from netral_chassis.commands import Request
from netral_chassis.desk import deciding
from netral_chassis.events import Recorded
from netral_chassis.todo import Reaction, Task, meta_of, settle

from netral_pledge.desk import Desk
from netral_pledge.domain import campaign, ceremony, ids, instrument
from netral_pledge.streams import CAMPAIGN, CEREMONY, INSTRUMENT, SERVICE
from netral_pledge.summaries import Pace, Summaries, show, show_overdue, summarised
from netral_pledge.views.campaigns import campaign_of, newest_of
from netral_pledge.views.ceremonies import claiming
from netral_pledge.views.coverage import audience, employees
from netral_pledge.views.duties import duty, overdue
from netral_pledge.views.instruments import twins

QUIET = 5_000_000
"""Microseconds. A list of who came comes in pieces, as does a file of staff: it is judged when it has ended."""
_LAST_INSTANT = 9_223_372_036_854_775_807
_ANSWERS = ("pact-signed", "pact-refused", "pact-excused", "pact-revoked")
_STAFF = (
    "employment-started",
    "employment-changed",
    "employment-retracted",
    "employment-ended",
    "person-transferred",
    "persons-merged",
    "merge-undone",
)


class Reactions:
    """The reactions of pledge. They decide through the same domain as the procedures do."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app = desk.app
        self._summaries = Summaries(desk.app.store.database)
        self._pace = Pace()

    def all(self) -> list[Reaction]:
        """One of each; `netral_chassis.todo` runs them."""
        return [
            self._on("attendance-recorded", "check-list", self._check_list, due=_when_quiet, mark=_ceremony_id),
            self._on("ceremony-day-corrected", "check-day", self._check_list),
            self._on("campaign-opened", "freeze-at-target", self._freeze, due=_after_target),
            self._on("campaign-opened", "freeze-at-closing", self._freeze, due=_after_closing),
            self._on("campaign-closed", "freeze-when-closed", self._freeze_when_closed),
            self._on("instrument-issued", "compare-instrument", self._compare),
            self._on("instrument-alias-added", "compare-alias", self._compare),
            self._on("duty-required", "duty-due", self._owe, due=self._after_due_day),
            self._on("duty-fulfilled", "duty-met", self._owe, mark=_tenant_mark),
            self._on("campaign-opened", "summarise-opened", self._summarise_campaign),
            self._on("ceremony-held", "summarise-ceremony", self._summarise_ceremony),
            self._on("attendance-recorded", "summarise-list", self._summarise_ceremony, mark=_ceremony_id),
            *(self._on(name, f"summarise-{name}", self._summarise_campaign, mark=_campaign_id) for name in _ANSWERS),
            *(
                Reaction(f"staff-{name}", "registry", f"netral.registry.{name}", _when_quiet, self._staff, _tenant_mark)
                for name in _STAFF
            ),
        ]

    @staticmethod
    def _on(
        type_: str,
        name: str,
        act: Callable[[Task], int | None],
        *,
        due: Callable[[Recorded], int] = lambda event: event.recorded_at,
        mark: Callable[[Recorded], bytes] | None = None,
    ) -> Reaction:
        return Reaction(name, SERVICE, f"netral.{SERVICE}.{type_}", due, act, mark)

    # what is claimed of a ceremony, against the list of who came and the staff of the day

    def _check_list(self, task: Task) -> int | None:
        """Once the list has ended: without one nothing is contradicted, for what has not arrived is unknown."""
        quiet = task.event.recorded_at + QUIET
        if task.now < quiet:
            return quiet
        self._check(task, [_ceremony_id(task.event)])
        return None

    def _check(self, task: Task, ceremony_ids: Iterable[bytes]) -> None:
        states = self._desk.states(CEREMONY, map(ids.key_of, ceremony_ids))
        requests: list[Request] = []
        with self._app.reader.open() as reading:
            seen = reading.freshness().cursor
            for key, state in states.items():
                if not state.present:
                    continue
                staff = employees(reading, state.organiser, state.days[0], state.unit_ids)
                command = ceremony.CheckClaim(staff, tuple(sorted(seen.positions.items())))
                requests.append(
                    Request(
                        ids.derived(task.command_id, key),
                        key.encode(),
                        CEREMONY,
                        key,
                        deciding(ceremony.decide_check, command),
                        meta_of(task, SERVICE, state.organiser, state.campaign_id),
                    )
                )
        settle(self._app.commands, requests)

    # audiences

    def _freeze(self, task: Task) -> int | None:
        """Records who belonged to the audience as known now; nothing if that is on record."""
        campaign_id = _campaign_id(task.event)
        with self._app.reader.open() as reading:
            found = campaign_of(reading, campaign_id, counted=False)
            assert found is not None, "a reaction waits until the views show its event"
            persons, seen = audience(reading, found), reading.freshness().cursor
        command = campaign.FreezeAudience(persons, tuple(sorted(seen.positions.items())))
        meta = meta_of(task, SERVICE, found.opened.tenant, campaign_id)
        meta.seen.CopyFrom(seen)
        decide = deciding(campaign.decide_freeze, command)
        settle(
            self._app.commands, [Request(task.command_id, campaign_id, CAMPAIGN, ids.key_of(campaign_id), decide, meta)]
        )
        return None

    def _freeze_when_closed(self, task: Task) -> int | None:
        state = self._desk.state(CAMPAIGN, ids.key_of(_campaign_id(task.event)))
        closed = _end_of(state.closes, state.zone)
        return closed if task.now < closed else self._freeze(task)

    # instruments that several tenants have on record

    def _compare(self, task: Task) -> int | None:
        """Where a tenant's record of an instrument differs from that of a wider tenant, which is canonical."""
        stream = task.event.stream_id
        with self._app.reader.open() as reading:
            others = [one.stream_id for one in twins(reading, stream)]
        own = task.event.meta.tenant
        keys = [one.partition("/")[2] for one in (stream, *others)]
        owners = {task.event.key: own, **self._owners(others)}
        states = self._desk.states(INSTRUMENT, keys)
        requests = []
        for wide, narrow in _pairs(owners):
            command = instrument.Disagree(owners[wide], states[wide].canonical)
            requests.append(
                Request(
                    ids.derived(task.command_id, f"{wide}/{narrow}"),
                    narrow.encode(),
                    INSTRUMENT,
                    narrow,
                    deciding(instrument.decide_disagreement, command),
                    meta_of(task, SERVICE, owners[narrow]),
                )
            )
        settle(self._app.commands, requests)
        return None

    def _owners(self, streams: Sequence[str]) -> dict[str, str]:
        stored = self._app.store.streams(streams)
        return {stream.partition("/")[2]: EventMeta.FromString(rows[0].meta).tenant for stream, rows in stored.items()}

    # figures that metrics and boards show

    def _staff(self, task: Task) -> int | None:
        """The staff of a tenant changed: so may what is claimed of its ceremonies, and its figures."""
        later = self._pace.wait(task.now)
        if later is not None:
            return later
        for tenant in _tenants(task.event):
            with self._app.reader.open() as reading:
                claims = claiming(reading, tenant)
            self._check(task, claims)
            self._summarise(task, tenant)
        return None

    def _summarise_campaign(self, task: Task) -> int | None:
        later = self._pace.wait(task.now)
        if later is None:
            self._summarise(task, task.event.meta.tenant)
        return later

    def _summarise_ceremony(self, task: Task) -> int | None:
        later = self._pace.wait(task.now)
        if later is not None:
            return later
        held = self._desk.state(CEREMONY, task.event.key)
        if held.campaign_id:
            self._summarise(task, self._desk.state(CAMPAIGN, ids.key_of(held.campaign_id)).tenant)
        return None

    def _summarise(self, task: Task, tenant: str) -> None:
        begun = time.perf_counter()
        with self._app.reader.open() as reading:
            for kind in CampaignKind.values()[1:]:
                found = newest_of(reading, tenant, kind)
                if found is not None:
                    summary = summarised(reading, found, task.now)
                    self._summaries.put(summary)
                    show(self._app.metrics, summary)
        self._pace.took(task.now, begun)

    # duties

    def _after_due_day(self, event: Recorded) -> int:
        data = event.data
        assert isinstance(data, DutyRequired)
        return max(event.recorded_at, _end_of(data.due_on, self._desk.zone(data.tenant)))

    def _owe(self, task: Task) -> int | None:
        tenant = task.event.meta.tenant
        with self._app.reader.open() as reading:
            owed = overdue(reading, duty.c.tenant == tenant, lambda one: self._desk.today(self._desk.zone(one)))
        show_overdue(self._app.metrics, tenant, owed.get(tenant, {}))
        return None

    def show_what_is_known(self) -> None:
        """Put into the metrics what was computed before this process began."""
        for summary in self._summaries.below(NATIONAL):
            show(self._app.metrics, summary)
        with self._app.reader.open() as reading:
            owed = overdue(reading, duty.c.tenant != "", lambda one: self._desk.today(self._desk.zone(one)))
        for tenant, units in owed.items():
            show_overdue(self._app.metrics, tenant, units)


def _when_quiet(event: Recorded) -> int:
    return event.recorded_at + QUIET


def _after_target(event: Recorded) -> int:
    data = event.data
    assert isinstance(data, CampaignOpened)
    return max(event.recorded_at, _end_of(data.target, Zone(data.zone)))


def _after_closing(event: Recorded) -> int:
    data = event.data
    assert isinstance(data, CampaignOpened)
    return max(event.recorded_at, _end_of(data.closes, Zone(data.zone)))


def _end_of(day: int, zone: Zone) -> int:
    """The first instant after a day."""
    return _LAST_INSTANT if day == campaign.OPEN_DAY else microseconds(first_instant_after(day_of_number(day), zone))


def _ceremony_id(event: Recorded) -> bytes:
    data = event.data
    assert isinstance(data, AttendanceRecorded | CeremonyDayCorrected)
    return data.ceremony_id


def _campaign_id(event: Recorded) -> bytes:
    data = event.data
    assert isinstance(data, CampaignOpened | CampaignClosed | PactSigned | PactRefused | PactExcused | PactRevoked)
    return data.campaign_id


def _tenants(event: Recorded) -> tuple[str, ...]:
    """Tenants whose staff the event changes."""
    data = event.data
    if isinstance(data, PersonTransferred):
        return data.from_tenant, data.to_tenant
    return (getattr(data, "tenant", "") or event.meta.tenant,)


def _tenant_mark(event: Recorded) -> bytes:
    return sha256("/".join(_tenants(event)).encode()).digest()[: ids.ID_BYTES]


def _pairs(owners: dict[str, str]) -> list[tuple[str, str]]:
    """Stream keys of a wider and a narrower tenant's records, each pair once."""
    return [
        (wide, narrow)
        for wide, owner in owners.items()
        for narrow, other in owners.items()
        if owner != other and covers(owner, other)
    ]
