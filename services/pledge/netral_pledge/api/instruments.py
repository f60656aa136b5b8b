"""Procedures on legal instruments."""

from collections.abc import Callable, Iterable
from typing import Any

from google.protobuf.message import Message
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
from netral_calendar import NATIONAL, scopes_of
from netral_chassis.access import Principal
from netral_chassis.commands import Guards, Outcome, Request
from netral_chassis.desk import body, checked, deciding, meta, rejected, verdicts
from netral_messages import Reason, Rejected

from netral_pledge.desk import Desk, cursor
from netral_pledge.domain import ids
from netral_pledge.domain import instrument as domain
from netral_pledge.streams import INSTRUMENT
from netral_pledge.views import instruments as view
from netral_pledge.views.conflicts import conflicts_of


class Instruments(Desk):
    """Instruments and what is claimed about them."""

    def IssueInstruments(self, request: IssueInstrumentsRequest, caller: Principal) -> IssueInstrumentsResponse:  # noqa: N802
        """Puts instruments on record. The national ones are guarded: a tenant's may not ask for less."""
        checked(request.items)
        with self.app.reader.open(request.after) as reading:
            national = view.national_keys(reading, NATIONAL) if request.tenant != NATIONAL else []
        plan: list[Request | Outcome] = []
        for item in request.items:
            command = domain.IssueInstrument(request.tenant, item.instrument)
            key = ids.key_of(ids.instrument_id(request.tenant, domain.normalised(item.instrument.number)))
            guarded = national if item.instrument.obligations else []
            plan.append(
                Request(
                    item.command_id,
                    body(item),
                    INSTRUMENT,
                    key,
                    _issuing(command, guarded),
                    meta(caller, request.tenant),
                    tuple((INSTRUMENT, one) for one in guarded),
                )
            )
        outcomes = self.run(plan)
        return IssueInstrumentsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def AddInstrumentAliases(  # noqa: N802
        self, request: AddInstrumentAliasesRequest, caller: Principal
    ) -> AddInstrumentAliasesResponse:
        """Adds numbers."""
        checked(request.items)
        keys = self._keys(request, [item.number for item in request.items])
        plan: list[Request | Outcome] = []
        for item, key in zip(request.items, keys, strict=True):
            if isinstance(key, Outcome):
                plan.append(key)
                continue
            decide = deciding(domain.decide_alias, domain.AddAlias(item.alias))
            plan.append(Request(item.command_id, body(item), INSTRUMENT, key, decide, meta(caller, request.tenant)))
        outcomes = self.run(plan)
        return AddInstrumentAliasesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def RecordInstrumentClaims(  # noqa: N802
        self, request: RecordInstrumentClaimsRequest, caller: Principal
    ) -> RecordInstrumentClaimsResponse:
        """Records claims, and the conflicts they make."""
        checked(request.items)
        keys = self._keys(request, [item.number for item in request.items])
        plan: list[Request | Outcome] = []
        for item, key in zip(request.items, keys, strict=True):
            if isinstance(key, Outcome):
                plan.append(key)
                continue
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
            national = [_state(one) for one in view.instruments(reading, [NATIONAL])]
            conflicts = conflicts_of(reading, [one.stream_id for one in found])
            return ListInstrumentsResponse(
                instruments=[
                    Instrument(
                        issued=one.issued,
                        numbers=one.numbers,
                        conflicts=conflicts.get(one.stream_id, ()),
                        weakens=_weakened(one, national),
                    )
                    for one in found
                ],
                freshness=reading.freshness(),
            )

    def _keys(
        self, request: AddInstrumentAliasesRequest | RecordInstrumentClaimsRequest, numbers: list[str]
    ) -> list[str | Outcome]:
        """Stream keys of the tenant's instruments that these numbers name, or the refusal of what may mean several.

        An unknown number names an empty stream.
        """
        with self.app.reader.open(request.after) as reading:
            known = {number: view.keys_by_number(reading, [request.tenant], [number]) for number in set(numbers)}
        return [_one_of(known[number], request.tenant, number) for number in numbers]


def _one_of(keys: list[str], tenant: str, number: str) -> str | Outcome:
    if len(keys) > 1:
        return rejected(Rejected(Reason.INSTRUMENT_AMBIGUOUS, field="number", params={"number": number}))
    return keys[0] if keys else ids.key_of(ids.instrument_id(tenant, domain.normalised(number)))


def _issuing(command: domain.IssueInstrument, national: list[str]) -> Callable[[Any, Guards], Iterable[Message]]:
    def decide(state: domain.Instrument, guards: Guards) -> Iterable[Message]:
        return domain.decide_issue(command, state, [guards.state(INSTRUMENT, key) for key in national])

    return decide


def _state(record: view.InstrumentRecord) -> domain.Instrument:
    return domain.evolve(domain.INITIAL, record.issued)


def _weakened(record: view.InstrumentRecord, national: list[domain.Instrument]) -> list[str]:
    """Numbers of the national instruments of which this one, issued before them, would ask less."""
    if record.tenant == NATIONAL:
        return []
    own = _state(record)
    return sorted(one.number for one in national if own.weakens(one))
