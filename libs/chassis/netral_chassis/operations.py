"""The procedures that every service answers about itself: status, log, audit, parked records, rebuilds."""

from typing import TYPE_CHECKING

from netral.common.v1 import operations_pb2 as pb
from netral_messages import Reason, Rejected

from netral_chassis.access import Principal
from netral_chassis.audit import audit
from netral_chassis.recovery import ChainBroken
from netral_chassis.tracing import LAST_POSITION, MOST_EVENTS, log_event, trace

if TYPE_CHECKING:
    from netral_chassis.process import Process


class Operations:
    """`netral.common.v1.OperationsService` of one process."""

    def __init__(self, process: "Process") -> None:
        self._process = process

    def Status(self, _request: pb.StatusRequest, _caller: Principal) -> pb.StatusResponse:
        return self._process.status()

    def ReadLog(self, request: pb.ReadLogRequest, _caller: Principal) -> pb.ReadLogResponse:
        if request.from_position > LAST_POSITION:
            raise Rejected(Reason.FIELD_INVALID, field="from_position")
        limit = min(request.limit or MOST_EVENTS, MOST_EVENTS)
        rows = self._process.store.read(max(1, request.from_position), limit)
        events = [log_event(row, self._process.service.types) for row in rows]
        return pb.ReadLogResponse(events=events, next_position=rows[-1].position + 1 if rows else request.from_position)

    def TraceLog(self, request: pb.TraceLogRequest, _caller: Principal) -> pb.TraceLogResponse:
        return trace(self._process.store, self._process.service.types, request)

    def Audit(self, _request: pb.AuditRequest, _caller: Principal) -> pb.AuditResponse:
        found = audit(self._process.store)
        problems = [*found.problems, *self._process.views_against_log()]
        return pb.AuditResponse(ok=not problems, events=found.events, head=found.head, problems=problems)

    def ListParked(self, _request: pb.ListParkedRequest, _caller: Principal) -> pb.ListParkedResponse:
        return pb.ListParkedResponse(
            records=[
                pb.ParkedRecord(
                    source=one.source,
                    position=one.row.position,
                    stream=one.row.stream_id,
                    type=one.row.type,
                    reason=one.reason,
                )
                for one in self._process.live_projector().parked()
            ]
        )

    def ReleaseParked(self, request: pb.ReleaseParkedRequest, _caller: Principal) -> pb.ReleaseParkedResponse:
        return pb.ReleaseParkedResponse(applied=self._process.live_projector().release(request.source, request.stream))

    def Rebuild(self, request: pb.RebuildRequest, _caller: Principal) -> pb.RebuildResponse:
        generation = self._process.back() if request.back else self._process.rebuild()
        if generation is None:
            raise Rejected(Reason.NOT_FOUND)
        return pb.RebuildResponse(generation=generation)

    def RecoverLog(self, _request: pb.RecoverLogRequest, _caller: Principal) -> pb.RecoverLogResponse:
        try:
            return pb.RecoverLogResponse(recovered=self._process.recover_log())
        except ChainBroken as broken:
            params = {"service": self._process.service.name, "position": str(broken.position)}
            raise Rejected(Reason.FORK, params=params) from None

    def RepairLog(self, request: pb.RepairLogRequest, _caller: Principal) -> pb.RepairLogResponse:
        if not 1 <= request.from_position < self._process.store.head().next_position:
            raise Rejected(Reason.FIELD_INVALID, field="from_position")
        return pb.RepairLogResponse(sent_again=self._process.repair_log(request.from_position))
