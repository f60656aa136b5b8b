"""Procedures on legal instruments."""

from netral.pledge.v1.service_pb2 import (
    AddInstrumentAliasesRequest,
    AddInstrumentAliasesResponse,
    Instrument,
    IssueInstrumentsRequest,
    IssueInstrumentsResponse,
    ListInstrumentsRequest,
    ListInstrumentsResponse,
    RecordInstrumentClaimsRequest,
    RecordInstrumentClaimsResponse,
)
from netral_calendar import scopes_of
from netral_chassis.access import Principal
from netral_chassis.commands import Outcome, Request

from netral_pledge.api.desk import INSTRUMENT, Desk, body, checked, cursor, deciding, meta, verdicts
from netral_pledge.domain import ids
from netral_pledge.domain import instrument as domain
from netral_pledge.views import instruments as view


class Instruments(Desk):
    """Instruments and what is claimed about them."""

    def IssueInstruments(self, request: IssueInstrumentsRequest, caller: Principal) -> IssueInstrumentsResponse:  # noqa: N802
        """Puts instruments on record."""
        checked(request.items)
        plan: list[Request | Outcome] = []
        for item in request.items:
            command = domain.IssueInstrument(request.tenant, item.instrument)
            key = ids.key_of(ids.instrument_id(request.tenant, domain.normalised(item.instrument.number)))
            decide = deciding(domain.decide_issue, command)
            plan.append(Request(item.command_id, body(item), INSTRUMENT, key, decide, meta(caller, request.tenant)))
        outcomes = self.run(plan)
        return IssueInstrumentsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def AddInstrumentAliases(  # noqa: N802
        self, request: AddInstrumentAliasesRequest, caller: Principal
    ) -> AddInstrumentAliasesResponse:
        """Adds numbers."""
        checked(request.items)
        keys = self._keys(request.tenant, [item.number for item in request.items])
        plan: list[Request | Outcome] = []
        for item, key in zip(request.items, keys, strict=True):
            decide = deciding(domain.decide_alias, domain.AddAlias(item.alias))
            plan.append(Request(item.command_id, body(item), INSTRUMENT, key, decide, meta(caller, request.tenant)))
        outcomes = self.run(plan)
        return AddInstrumentAliasesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def RecordInstrumentClaims(  # noqa: N802
        self, request: RecordInstrumentClaimsRequest, caller: Principal
    ) -> RecordInstrumentClaimsResponse:
        """Records claims, and the conflicts they make."""
        checked(request.items)
        keys = self._keys(request.tenant, [item.number for item in request.items])
        plan: list[Request | Outcome] = []
        for item, key in zip(request.items, keys, strict=True):
            command = domain.RecordClaim(item.field, item.claimed, item.source)
            decide = deciding(domain.decide_claim, command)
            plan.append(Request(item.command_id, body(item), INSTRUMENT, key, decide, meta(caller, request.tenant)))
        outcomes = self.run(plan)
        return RecordInstrumentClaimsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def ListInstruments(self, request: ListInstrumentsRequest, _caller: Principal) -> ListInstrumentsResponse:  # noqa: N802
        """Instruments that reach a tenant."""
        in_force_on = request.in_force_on if request.HasField("in_force_on") else None
        with self.app.reader.open(request.after) as reading:
            found = view.instruments(
                reading, scopes_of(request.tenant), printed=request.number, in_force_on=in_force_on
            )
            return ListInstrumentsResponse(
                instruments=[
                    Instrument(issued=one.issued, numbers=one.numbers, conflicts=one.conflicts) for one in found
                ],
                freshness=reading.freshness(),
            )

    def _keys(self, tenant: str, numbers: list[str]) -> list[str]:
        """Stream keys of the tenant's instruments that these numbers name; an unknown number names an empty stream."""
        with self.app.reader.open() as reading:
            known = {number: view.keys_by_number(reading, [tenant], [number]) for number in set(numbers)}
        return [
            known[number][0] if known[number] else ids.key_of(ids.instrument_id(tenant, domain.normalised(number)))
            for number in numbers
        ]
