"""gRPC to commands: requests become batches, outcomes become verdicts. Translation only."""
# ruff: noqa: N802  (procedures are named by their contract)

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import service_pb2 as pb
from netral_calendar import NATIONAL
from netral_chassis.access import Principal
from netral_chassis.commands import Outcome, Request
from netral_chassis.desk import recorded
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_registry.api import requests
from netral_registry.asking import Call, Regions, call
from netral_registry.domain.erasure import OWN
from netral_registry.imports import Batch, Imports
from netral_registry.views.employments import ever_employed

REGISTRARS = (Role.ROLE_REGISTRAR,)
Make = Callable[[Call, Any], Request]
R = TypeVar("R")


class Writes:
    """The procedures that change something."""

    def __init__(self, app: App, regions: Regions) -> None:
        self._app = app
        self._regions = regions
        self._imports = Imports(app, regions)

    def _answer(self, response: Callable[..., R], outcomes: Sequence[Outcome]) -> R:
        return response(verdicts=[one.verdict() for one in outcomes], cursor=recorded(OWN, self._app.store))

    def _run(self, response: Callable[..., R], asked: Call, items: Sequence[Any], make: Make) -> R:
        return self._answer(response, requests.run(self._app, items, lambda item: make(asked, item)))

    def _national(self, response: Callable[..., R], caller: Principal, items: Sequence[Any], make: Make) -> R:
        return self._run(response, call(NATIONAL, caller), items, make)

    def RegisterTenants(self, request: pb.RegisterTenantsRequest, caller: Principal) -> pb.RegisterTenantsResponse:
        def make(_asked: Call, item: pb.NewTenant) -> Request:
            code = item.code
            return requests.register_tenant(
                call(code, caller), item, self._regions.name(code), self._regions.zone(code)
            )

        return self._national(pb.RegisterTenantsResponse, caller, request.tenants, make)

    def ImportUnits(self, request: pb.ImportUnitsRequest, caller: Principal) -> pb.ImportUnitsResponse:
        batch = Batch(call(request.tenant, caller), request.as_of, request.dry_run)
        return self._answer(pb.ImportUnitsResponse, self._imports.units(batch, request.rows))

    def ImportPosts(self, request: pb.ImportPostsRequest, caller: Principal) -> pb.ImportPostsResponse:
        batch = Batch(call(request.tenant, caller), request.as_of, request.dry_run)
        return self._answer(pb.ImportPostsResponse, self._imports.posts(batch, request.rows))

    def ImportStaff(self, request: pb.ImportStaffRequest, caller: Principal) -> pb.ImportStaffResponse:
        batch = Batch(call(request.tenant, caller), request.as_of, request.dry_run)
        outcomes, elsewhere = self._imports.staff(batch, request.rows)
        reply = self._answer(pb.ImportStaffResponse, outcomes)
        reason = Reason.EMPLOYED_ELSEWHERE.value
        reply.warnings.extend(pb.RowWarning(row=request.rows[index].row, reason=reason) for index in elsewhere)
        return reply

    def CloseUnits(self, request: pb.CloseUnitsRequest, caller: Principal) -> pb.CloseUnitsResponse:
        asked = call(request.tenant, caller)
        return self._run(pb.CloseUnitsResponse, asked, request.units, requests.close_unit)

    def EndEmployments(self, request: pb.EndEmploymentsRequest, caller: Principal) -> pb.EndEmploymentsResponse:
        asked = call(request.tenant, caller)
        return self._run(pb.EndEmploymentsResponse, asked, request.ends, requests.end_employment)

    def TransferPersons(self, request: pb.TransferPersonsRequest, caller: Principal) -> pb.TransferPersonsResponse:
        def make(asked: Call, item: pb.Transfer) -> Request:
            if not caller.may(REGISTRARS, item.to_tenant):
                raise Rejected(Reason.NOT_ALLOWED, field="to_tenant", params={"scope": item.to_tenant})
            return requests.transfer(asked, item)

        asked = call(request.tenant, caller)
        return self._run(pb.TransferPersonsResponse, asked, request.transfers, make)

    def MergePersons(self, request: pb.MergePersonsRequest, caller: Principal) -> pb.MergePersonsResponse:
        asked = call(request.tenant, caller)
        return self._run(pb.MergePersonsResponse, asked, request.merges, self._inside(request, requests.merge))

    def UndoMerges(self, request: pb.UndoMergesRequest, caller: Principal) -> pb.UndoMergesResponse:
        asked = call(request.tenant, caller)
        return self._run(pb.UndoMergesResponse, asked, request.merges, self._inside(request, requests.undo_merge))

    def _inside(self, request: pb.MergePersonsRequest | pb.UndoMergesRequest, make: Make) -> Make:
        """`make` for merges of persons who both worked for the tenant; others are unknown here."""
        asked = {one for merge in request.merges for one in (merge.person_id, merge.into_person_id)}
        with self._app.reader.open() as reading:
            inside = ever_employed(reading, request.tenant, asked)

        def checked(asked: Call, item: pb.Merge) -> Request:
            for field, person_id in (("person_id", item.person_id), ("into_person_id", item.into_person_id)):
                if person_id not in inside:
                    raise Rejected(Reason.PERSON_UNKNOWN, field=field)
            return make(asked, item)

        return checked

    def LinkAccounts(self, request: pb.LinkAccountsRequest, caller: Principal) -> pb.LinkAccountsResponse:
        return self._national(pb.LinkAccountsResponse, caller, request.links, requests.link_account)

    def GiveGrants(self, request: pb.GiveGrantsRequest, caller: Principal) -> pb.GiveGrantsResponse:
        return self._national(pb.GiveGrantsResponse, caller, request.grants, requests.give_grant)

    def RevokeGrants(self, request: pb.RevokeGrantsRequest, caller: Principal) -> pb.RevokeGrantsResponse:
        return self._national(pb.RevokeGrantsResponse, caller, request.grants, requests.revoke_grant)

    def GiveMandates(self, request: pb.GiveMandatesRequest, caller: Principal) -> pb.GiveMandatesResponse:
        return self._national(pb.GiveMandatesResponse, caller, request.mandates, requests.give_mandate)

    def WithdrawMandates(self, request: pb.WithdrawMandatesRequest, caller: Principal) -> pb.WithdrawMandatesResponse:
        return self._national(pb.WithdrawMandatesResponse, caller, request.mandates, requests.withdraw_mandate)

    def RegisterPublisherKeys(
        self, request: pb.RegisterPublisherKeysRequest, caller: Principal
    ) -> pb.RegisterPublisherKeysResponse:
        return self._national(pb.RegisterPublisherKeysResponse, caller, request.keys, requests.register_key)

    def RevokePublisherKeys(
        self, request: pb.RevokePublisherKeysRequest, caller: Principal
    ) -> pb.RevokePublisherKeysResponse:
        return self._national(pb.RevokePublisherKeysResponse, caller, request.keys, requests.revoke_key)

    def PublishCalendars(self, request: pb.PublishCalendarsRequest, caller: Principal) -> pb.PublishCalendarsResponse:
        return self._national(pb.PublishCalendarsResponse, caller, request.calendars, requests.publish_calendar)
