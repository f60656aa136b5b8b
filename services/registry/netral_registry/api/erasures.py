"""gRPC to commands and questions about erasures: `netral.registry.v1.ErasureService`. Translation only."""
# ruff: noqa: N802  (procedures are named by their contract)

from collections.abc import Sequence

from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import privacy_pb2 as pb
from netral_chassis.access import Principal
from netral_chassis.commands import Request
from netral_chassis.desk import recorded
from netral_chassis.reading import Reading
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_registry.api.requests import Decide, run
from netral_registry.asking import Call, call, check_batch
from netral_registry.domain import erasure
from netral_registry.domain.erasure import OWN, ApproveErasure, RequestErasure
from netral_registry.domain.ids import key_of
from netral_registry.erasing import SERVICES
from netral_registry.streams import ERASURE
from netral_registry.views.employments import ever_employed, tenants_of
from netral_registry.views.erasures import ErasureRecord, answers, erasure_of, erasures
from netral_registry.views.persons import aliases, duplicates
from netral_registry.views.rights import persons_of

_APPROVERS = (Role.ROLE_PRIVACY,)
_READERS = (Role.ROLE_PRIVACY, Role.ROLE_AUDITOR)


class Erasures:
    """The procedures of erasure. Whoever asks or approves needs the right for every tenant of the person."""

    def __init__(self, app: App) -> None:
        self._app = app

    def RequestErasures(self, request: pb.RequestErasuresRequest, caller: Principal) -> pb.RequestErasuresResponse:
        check_batch(request.items, "items")
        asked = call(request.tenant, caller)
        with self._app.reader.open(recorded(OWN, self._app.store)) as reading:
            into = duplicates(reading)
            meant = {item.person_id: into.get(item.person_id, item.person_id) for item in request.items}
            inside = ever_employed(reading, request.tenant, [*meant, *meant.values()])
            tenants = tenants_of(reading, aliases(into, meant.values()))

        def make(item: pb.ErasureRequest) -> Request:
            person_id = meant[item.person_id]
            if not inside.intersection((item.person_id, person_id)):
                raise Rejected(Reason.PERSON_UNKNOWN, field="person_id")
            if not all(caller.may(_APPROVERS, one) for one in tenants[person_id]):
                raise Rejected(Reason.ERASURE_ELSEWHERE, field="person_id")
            command = RequestErasure(person_id, caller.subject)
            return _request(asked, item, person_id, lambda state, _: erasure.decide_request(command, state))

        outcomes = run(self._app, request.items, make)
        return pb.RequestErasuresResponse(
            verdicts=[one.verdict() for one in outcomes], cursor=recorded(OWN, self._app.store)
        )

    def ApproveErasures(self, request: pb.ApproveErasuresRequest, caller: Principal) -> pb.ApproveErasuresResponse:
        check_batch(request.items, "items")
        wanted = [item.person_id for item in request.items]
        with self._app.reader.open(recorded(OWN, self._app.store)) as reading:
            meant = aliases(duplicates(reading), wanted)
            tenants = tenants_of(reading, meant)
            asked = {one: _known(reading, one) for one in meant}
            eyes = persons_of(reading, {caller.subject, *(one.requested_by for one in asked.values())})
        for person_id in meant:
            for tenant in {asked[person_id].tenant, *tenants[person_id]}:
                caller.require(_APPROVERS, tenant)

        def make(item: pb.ErasureApproval) -> Request:
            if caller.subject in eyes and eyes[caller.subject] == eyes.get(asked[item.person_id].requested_by):
                raise Rejected(Reason.FOUR_EYES, field="person_id")  # two accounts of one person
            subjects = (item.person_id, *sorted(meant[item.person_id] - {item.person_id}))
            command = ApproveErasure(item.person_id, caller.subject, subjects, SERVICES)
            own = call(asked[item.person_id].tenant, caller)
            return _request(own, item, item.person_id, lambda state, _: erasure.decide_approve(command, state))

        outcomes = run(self._app, request.items, make)
        return pb.ApproveErasuresResponse(
            verdicts=[one.verdict() for one in outcomes], cursor=recorded(OWN, self._app.store)
        )

    def ShowErasure(self, request: pb.ShowErasureRequest, caller: Principal) -> pb.ShowErasureResponse:
        with self._app.reader.open(request.after if request.HasField("after") else None) as reading:
            found = _known(reading, request.person_id)
            caller.require(_READERS, found.tenant)
            (told,) = _told(reading, [found])
            return pb.ShowErasureResponse(erasure=told, freshness=reading.freshness())

    def ListErasures(self, request: pb.ListErasuresRequest, _caller: Principal) -> pb.ListErasuresResponse:
        with self._app.reader.open(request.after if request.HasField("after") else None) as reading:
            told = _told(reading, erasures(reading, request.tenant))
            return pb.ListErasuresResponse(erasures=told, freshness=reading.freshness())


def _known(reading: Reading, person_id: bytes) -> ErasureRecord:
    found = erasure_of(reading, person_id)
    if found is None:
        raise Rejected(Reason.ERASURE_UNKNOWN, field="person_id")
    return found


def _told(reading: Reading, records: Sequence[ErasureRecord]) -> list[pb.Erasure]:
    known = answers(reading, (one.person_id for one in records))
    return [
        pb.Erasure(
            **one._asdict(), answers=[pb.ErasureAnswer(**each._asdict()) for each in known.get(one.person_id, ())]
        )
        for one in records
    ]


def _request(asked: Call, item: pb.ErasureRequest | pb.ErasureApproval, person_id: bytes, decide: Decide) -> Request:
    body = item.SerializeToString(deterministic=True)
    return Request(item.command_id, body, ERASURE, key_of(person_id), decide, asked.meta(person_id))
