"""Reasons that stand under seal, opened for who keeps or checks the record; every call is audited."""

from collections.abc import Iterable
from uuid import UUID

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Sealed
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import AttendanceRecorded
from netral_chassis.access import Principal
from netral_chassis.desk import MAX_ITEMS
from netral_chassis.events import Recorded
from netral_messages import Reason, Rejected

from netral_pledge.desk import Desk
from netral_pledge.domain import ids
from netral_pledge.streams import CEREMONY, PACT


class Reasons(Desk):
    """Why a day was corrected, why somebody refused, stayed away, or took a signature back."""

    def ReadReasons(self, request: rpc.ReadReasonsRequest, caller: Principal) -> rpc.ReadReasonsResponse:  # noqa: N802
        """Reasons in the order of the log. Raises `FIELD_INVALID` unless a ceremony or a campaign is named."""
        if len(request.person_ids) > MAX_ITEMS or any(len(one) != ids.ID_BYTES for one in request.person_ids):
            raise Rejected(Reason.FIELD_INVALID, field="person_ids")
        if bool(request.ceremony_id) == bool(request.campaign_id):
            raise Rejected(Reason.FIELD_INVALID, field="ceremony_id")
        streams = self._of_ceremony(request, caller) if request.ceremony_id else self._of_campaign(request, caller)
        stored = self.app.store.streams(streams)
        events = [self._types.read(row) for rows in stored.values() for row in rows]
        persons = frozenset(request.person_ids)
        held = [one for event in sorted(events, key=lambda event: event.position) for one in _held(event, persons)]
        opened = self.app.vault.open([(event.stream_id, "reason", sealed) for event, _, sealed in held])
        return rpc.ReadReasonsResponse(
            reasons=[
                rpc.GivenReason(
                    person_id=person,
                    event_type=event.type,
                    recorded_at=event.recorded_at,
                    actor=event.meta.actor,
                    reason="" if plain is None else plain.decode(),
                    erased=plain is None,
                )
                for (event, person, _), plain in zip(held, opened, strict=True)
            ]
        )

    def _of_ceremony(self, request: rpc.ReadReasonsRequest, caller: Principal) -> list[str]:
        if len(request.ceremony_id) != ids.ID_BYTES:
            raise Rejected(Reason.FIELD_INVALID, field="ceremony_id")
        key = ids.key_of(request.ceremony_id)
        state = self.state(CEREMONY, key)
        if not state.ceremony_id:
            raise Rejected(Reason.CEREMONY_UNKNOWN, field="ceremony_id")
        self.allow(caller, "ReadReasons", state.organiser)
        return [CEREMONY.stream(key)]

    def _of_campaign(self, request: rpc.ReadReasonsRequest, caller: Principal) -> list[str]:
        state = self.campaign(caller, "ReadReasons", request.campaign_id)
        campaign = UUID(bytes=state.campaign_id)
        return [PACT.stream(ids.pact_key(campaign, person)) for person in request.person_ids]


def _held(event: Recorded, persons: frozenset[bytes]) -> Iterable[tuple[Recorded, bytes, Sealed]]:
    """The reasons in an event, each with whom it is about; of a list, those of `persons`, or all without any."""
    data: Message = event.data
    if isinstance(data, AttendanceRecorded):
        for one in data.persons:
            if one.HasField("reason") and (not persons or one.person_id in persons):
                yield event, one.person_id, one.reason
    elif isinstance(reason := getattr(data, "reason", None), Sealed) and data.HasField("reason"):
        yield event, getattr(data, "person_id", b""), reason
