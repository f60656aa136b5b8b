"""Procedures on the checklist of duties."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from google.protobuf.message import Message
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import CampaignKind, DutyFulfilled, DutyRef
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_chassis.access import Principal
from netral_chassis.commands import Outcome, Request
from netral_chassis.desk import body, checked, deciding, meta, rejected, verdicts
from netral_chassis.reading import Reading
from netral_messages import Rejected

from netral_pledge.desk import Desk, cursor
from netral_pledge.domain import duty as domain
from netral_pledge.domain import ids
from netral_pledge.streams import CAMPAIGN, CEREMONY, DUTY
from netral_pledge.views.campaigns import campaigns_of
from netral_pledge.views.ceremonies import ceremonies_of
from netral_pledge.views.duties import DutyRecord, duties_of
from netral_pledge.views.registry_units import units_on


class Duties(Desk):
    """The checklist."""

    def RequireDuties(self, request: rpc.RequireDutiesRequest, caller: Principal) -> rpc.RequireDutiesResponse:  # noqa: N802
        """Puts duties on the checklist."""

        def decider(item: rpc.NewDuty, duty_id: bytes) -> Callable[..., Iterable[Message]]:
            command = domain.RequireDuty(duty_id, request.tenant, item.unit_id, item.duty, item.due_on)
            return deciding(domain.decide_require, command)

        outcomes = self._settle(request.tenant, request.items, _duty_code, decider, caller)
        return rpc.RequireDutiesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def FulfilDuties(self, request: rpc.FulfilDutiesRequest, caller: Principal) -> rpc.FulfilDutiesResponse:  # noqa: N802
        """Records that duties were met."""

        def decider(item: rpc.FulfilledDuty, duty_id: bytes) -> Callable[..., Iterable[Message]]:
            command = domain.FulfilDuty(
                duty_id=duty_id,
                tenant=request.tenant,
                unit_id=item.unit_id,
                duty=item.duty,
                fulfilled_on=item.fulfilled_on,
                persons=item.persons,
                evidence=tuple(item.evidence),
                classes=tuple(item.classes),
            )
            return deciding(domain.decide_fulfil, command)

        outcomes = self._settle(request.tenant, request.items, _duty_code, decider, caller)
        return rpc.FulfilDutiesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def RecordGuidance(self, request: rpc.RecordGuidanceRequest, caller: Principal) -> rpc.RecordGuidanceResponse:  # noqa: N802
        """Records guidance by outside bodies."""

        def decider(item: rpc.NewGuidance, duty_id: bytes) -> Callable[..., Iterable[Message]]:
            command = domain.RecordGuidance(
                duty_id, request.tenant, item.unit_id, item.body, item.received_on, tuple(item.evidence)
            )
            return deciding(domain.decide_guidance, command)

        def code(item: rpc.NewGuidance) -> str:
            return f"{domain.GUIDANCE}/{item.body}"

        outcomes = self._settle(request.tenant, request.items, code, decider, caller)
        return rpc.RecordGuidanceResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def _settle(
        self,
        tenant: str,
        items: Sequence[Any],
        code: Callable[[Any], str],
        decider: Callable[[Any, bytes], Callable[..., Iterable[Message]]],
        caller: Principal,
    ) -> list[Outcome]:
        checked(items)
        plan: list[Request | Outcome] = []
        for item in items:
            try:
                duty_id = ids.duty_id(tenant, item.unit_id, code(item))
            except Rejected as no:
                plan.append(rejected(no))
                continue
            decide = decider(item, duty_id)
            plan.append(Request(item.command_id, body(item), DUTY, ids.key_of(duty_id), decide, meta(caller, tenant)))
        return self.run(plan)

    def ListDuties(self, request: rpc.ListDutiesRequest, _caller: Principal) -> rpc.ListDutiesResponse:  # noqa: N802
        """The checklist, and what the record says of the mandated duties."""
        day = request.on if request.HasField("on") else self.today(self.zone(request.tenant))
        with self.app.reader.open(request.after) as reading:
            entries = duties_of(reading, request.tenant)
            units = units_on(reading, request.tenant, day)
            guided = {
                one.unit_id for one in entries if one.code.startswith(domain.GUIDANCE) and one.fulfilled_on <= day
            }
            return rpc.ListDutiesResponse(
                entries=[_entry(one, units, day) for one in entries],
                mandated=_mandated(reading, request.tenant, entries, day),
                units_guided=len(guided & units.keys()),
                units=len(units),
                freshness=reading.freshness(),
            )


def _duty_code(item: rpc.NewDuty | rpc.FulfilledDuty) -> str:
    return domain.code_of(item.duty)


def _mandated(reading: Reading, tenant: str, entries: Iterable[DutyRecord], day: int) -> list[rpc.MandatedDutyState]:
    """The three mandated duties that this service can show, each with the streams that show it."""
    met: dict[str, list[str]] = {"SOCIALISATION": [], "PLEDGE": [], "PACT": []}
    for entry in entries:
        area, _, name = entry.code.partition("/")
        if area == "MANDATED" and name in met and entry.fulfilled_on <= day:
            met[name].append(entry.stream_id)
    for ceremony in ceremonies_of(reading, tenant, b"", None):
        if ceremony.held.organiser == tenant and ceremony.day is not None and ceremony.day.candidates[0] <= day:
            met["PLEDGE"].append(CEREMONY.stream(ids.key_of(ceremony.held.ceremony_id)))
    for campaign in campaigns_of(reading, tenant, CampaignKind.CAMPAIGN_KIND_PACT):
        if campaign.pacts and campaign.opened.opens <= day:
            met["PACT"].append(CAMPAIGN.stream(ids.key_of(campaign.opened.campaign_id)))
    return [
        rpc.MandatedDutyState(duty=f"MANDATED_DUTY_{name}", met=bool(shown), evidence=shown)
        for name, shown in met.items()
    ]


def _entry(record: DutyRecord, units: dict[bytes, str], day: int) -> rpc.DutyEntry:
    area, _, name = record.code.partition("/")
    entry = rpc.DutyEntry(
        unit_id=record.unit_id,
        unit_code=units.get(record.unit_id, ""),
        due_on=record.due_on,
        fulfilled_on=record.fulfilled_on,
        state=_state(record, day),
        evidence=record.fulfilled.evidence if record.fulfilled else (),
        times=record.times,
        classes=[EmploymentClass.Name(one) for one in record.classes],
    )
    if area == "MANDATED":
        entry.duty.CopyFrom(DutyRef(mandated=f"MANDATED_DUTY_{name}"))
    elif area == "DECREE":
        entry.duty.CopyFrom(DutyRef(point=f"DECREE_POINT_{name}"))
    else:
        entry.body = name
    if isinstance(record.fulfilled, DutyFulfilled):
        entry.persons.CopyFrom(record.fulfilled.persons)
    return entry


def _state(record: DutyRecord, day: int) -> rpc.DutyState:
    if record.fulfilled_on <= day:
        return rpc.DutyState.DUTY_STATE_MET
    return rpc.DutyState.DUTY_STATE_OVERDUE if record.due_on < day else rpc.DutyState.DUTY_STATE_OPEN
