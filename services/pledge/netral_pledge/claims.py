"""What publishers may claim of pacts and ceremonies, decided as the API decides it.

A person, an employment, a post, a campaign or a ceremony that is not known yet is waited for: it may be on its way.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from netral.common.v1.options_pb2 import Role
from netral.pledge.v1 import service_pb2 as rpc
from netral_chassis.access import Grant, NotAllowed, Principal
from netral_chassis.commands import Outcome, Request
from netral_chassis.publisher_keys import keys_of
from netral_chassis.publishers import Claims
from netral_chassis.service import App
from netral_chassis.submission_decisions import Claim, Decision, Handler, Noting
from netral_messages import Reason, Rejected

from netral_pledge.api import PledgeApi

_PACTS = frozenset({Reason.CAMPAIGN_UNKNOWN, Reason.PERSON_UNKNOWN})
_CEREMONIES = frozenset({Reason.CAMPAIGN_UNKNOWN, Reason.LEADER_UNKNOWN})
_ATTENDANCE = frozenset({Reason.CEREMONY_UNKNOWN, Reason.PERSON_UNKNOWN})


def claims(app: App, api: PledgeApi) -> Claims:
    """Handlers by type."""
    return Claims(
        {
            "netral.pledge.sign-pact": Handler(rpc.RecordPactsRequest, partial(_pacts, api), _PACTS),
            "netral.pledge.record-ceremony": Handler(
                rpc.RecordCeremoniesRequest, partial(_ceremonies, api), _CEREMONIES
            ),
            "netral.pledge.record-attendance": Handler(
                rpc.RecordAttendanceRequest, partial(_attendance, api), _ATTENDANCE
            ),
        },
        keys_of(app.reader),
    )


def _caller(claim: Claim) -> Principal:
    return Principal(claim.meta.actor, (Grant(Role.ROLE_PUBLISHER, claim.tenant),))


def _adopted(claim: Claim, planned: Request | Outcome) -> Request | Outcome:
    return claim.adopt(planned) if isinstance(planned, Request) else planned


def _pacts(api: PledgeApi, asked: Sequence[Claim]) -> list[Decision]:
    """Decisions on claims of one answer each; those of one campaign are planned at once."""
    decided: dict[int, Decision] = {}
    campaigns: dict[bytes, list[tuple[int, rpc.NewPact]]] = {}
    for number, claim in enumerate(asked):
        message: Any = claim.message
        try:
            campaigns.setdefault(message.campaign_id, []).append((number, claim.entry("items")))
        except Rejected as no:
            decided[number] = no
    for campaign_id, items in campaigns.items():
        caller = _caller(asked[0])
        try:
            state = api.campaign(caller, "RecordPacts", campaign_id)
        except (Rejected, NotAllowed) as no:
            decided.update((number, _refusal(asked[number], no, "campaign_id")) for number, _ in items)
            continue
        answers = api.answers(state, [item for _, item in items], caller)
        for place, (number, _) in enumerate(items):
            planned = _adopted(asked[number], answers.plan[place])
            decided[number] = Noting(planned, partial(answers.note, place))
    return [decided[number] for number in range(len(asked))]


def _ceremonies(api: PledgeApi, asked: Sequence[Claim]) -> list[Decision]:
    """Decisions on claims of one ceremony each; those of one organiser are planned at once."""
    decided: dict[int, Decision] = {}
    organisers: dict[str, list[tuple[int, rpc.NewCeremony]]] = {}
    for number, claim in enumerate(asked):
        message: Any = claim.message
        try:
            organisers.setdefault(claim.tenant_named(message.tenant), []).append((number, claim.entry("items")))
        except Rejected as no:
            decided[number] = no
    for tenant, items in organisers.items():
        try:
            plan = api.plan_ceremonies(tenant, [item for _, item in items], _caller(asked[0]))
        except Rejected as no:
            decided.update((number, no) for number, _ in items)
            continue
        for (number, _), planned in zip(items, plan, strict=True):
            decided[number] = _adopted(asked[number], planned)
    return [decided[number] for number in range(len(asked))]


def _attendance(api: PledgeApi, asked: Sequence[Claim]) -> list[Decision]:
    return [_attended(api, claim) for claim in asked]


def _attended(api: PledgeApi, claim: Claim) -> Decision:
    request: Any = claim.message
    try:
        return _adopted(claim, api.plan_attendance(request, _caller(claim)))
    except (Rejected, NotAllowed) as no:
        return _refusal(claim, no, "ceremony_id")


def _refusal(claim: Claim, error: Rejected | NotAllowed, field: str) -> Rejected:
    return error if isinstance(error, Rejected) else claim.not_allowed(field)
