"""Procedures on campaigns."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

from google.protobuf.message import Message
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import CampaignKind, Source, TemplateKind, TemplateRef
from netral_calendar import NATIONAL, Zone, scopes_of
from netral_chassis.access import Principal
from netral_chassis.commands import Aggregate, Guards, Outcome, Request
from netral_chassis.desk import body, checked, deciding, meta, rejected, verdicts
from netral_chassis.reading import Behind, Reading
from netral_messages import Reason, Rejected

from netral_pledge.desk import Desk, cursor
from netral_pledge.domain import campaign as domain
from netral_pledge.domain import ids, template
from netral_pledge.domain.instrument import normalised
from netral_pledge.streams import CAMPAIGN, INSTRUMENT, TEMPLATE
from netral_pledge.views import campaigns as view
from netral_pledge.views import instruments as instrument_view
from netral_pledge.views.coverage import audience


class Campaigns(Desk):
    """Campaigns from opening to closing."""

    def OpenCampaigns(self, request: rpc.OpenCampaignsRequest, caller: Principal) -> rpc.OpenCampaignsResponse:  # noqa: N802
        """Opens campaigns; a text that came with one is published only if the campaign can be opened."""
        checked(request.items)
        zone = self.zone(request.tenant)
        with self.app.reader.open(request.after) as reading:
            national = instrument_view.national_keys(reading, NATIONAL)
            named = [
                instrument_view.keys_by_number(reading, scopes_of(request.tenant), item.basis_numbers)
                for item in request.items
            ]
            numbers_known = instrument_view.printed_numbers(reading, scopes_of(request.tenant))
        plan: list[Request | Outcome] = []
        last: list[int] = []  # index in the plan of each item's own outcome
        for item, numbers in zip(request.items, named, strict=True):
            try:
                command = _command(item, request.tenant, zone)
                text = _Text(item, request.tenant)
                plan.extend(self._opening(item, command, text, {*national, *numbers}, caller))
            except Rejected as no:
                stream = CAMPAIGN.stream(ids.key_of(ids.campaign_id(item.command_id)))
                plan.append(rejected(_with_nearest(no, numbers_known), stream))
            last.append(len(plan) - 1)
        outcomes = self.run(plan)
        return rpc.OpenCampaignsResponse(verdicts=verdicts(outcomes[one] for one in last), cursor=cursor(outcomes))

    def _opening(
        self,
        item: rpc.NewCampaign,
        command: domain.OpenCampaign,
        text: "_Text",
        instrument_keys: Iterable[str],
        caller: Principal,
    ) -> list[Request | Outcome]:
        """The requests that open a campaign, the opening itself last. Raises what it would be refused for."""
        keys = sorted(set(instrument_keys))
        states = self.states(INSTRUMENT, keys)
        texts = self.states(TEMPLATE, text.keys)
        opened = self.state(CAMPAIGN, ids.key_of(command.campaign_id))
        expected = text.given_ref() if text.given is not None else text.chosen(list(texts.values()))
        for _ in domain.decide_open(command, opened, expected, list(states.values())):
            pass
        about = meta(caller, command.tenant, subject=command.campaign_id)

        def decide(state: domain.Campaign, guards: Guards) -> Iterable[Message]:
            ref = text.chosen([guards.state(TEMPLATE, key) for key in text.keys])
            return domain.decide_open(command, state, ref, [guards.state(INSTRUMENT, key) for key in keys])

        guards: list[tuple[Aggregate[Any], str]] = [(TEMPLATE, key) for key in text.keys]
        guards.extend((INSTRUMENT, key) for key in keys)
        opening = Request(
            item.command_id, body(item), CAMPAIGN, ids.key_of(command.campaign_id), decide, about, tuple(guards)
        )
        return [opening] if text.given is None else [self._publishing(item, text, caller), opening]

    def _publishing(self, item: rpc.NewCampaign, text: "_Text", caller: Principal) -> Request:
        assert text.given is not None
        command = template.PublishTemplate(
            owner=text.tenant,
            id=text.id,
            kind=TemplateKind.TEMPLATE_KIND_PACT
            if item.kind == CampaignKind.CAMPAIGN_KIND_PACT
            else TemplateKind.TEMPLATE_KIND_PLEDGE,
            title="",
            text=text.given,
            clauses=(),
            source=Source(),
        )

        def decide(state: template.Template, _guards: Guards) -> Iterable[Message]:
            return () if state.versions else template.decide(command, state)

        command_id = ids.derived(item.command_id, "template")
        return Request(command_id, body(item), TEMPLATE, text.keys[0], decide, meta(caller, text.tenant))

    def CloseCampaigns(self, request: rpc.CloseCampaignsRequest, caller: Principal) -> rpc.CloseCampaignsResponse:  # noqa: N802
        """Closes campaigns."""
        checked(request.items)
        plan: list[Request | Outcome] = []
        for item in request.items:
            state = self.campaign(caller, "CloseCampaigns", item.campaign_id)
            day = item.last_day if item.HasField("last_day") else min(self.today(state.zone), state.closes)
            command = domain.CloseCampaign(day)
            plan.append(
                Request(
                    item.command_id,
                    body(item),
                    CAMPAIGN,
                    ids.key_of(item.campaign_id),
                    deciding(domain.decide_close, command),
                    meta(caller, state.tenant, subject=item.campaign_id),
                )
            )
        outcomes = self.run(plan)
        return rpc.CloseCampaignsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def FreezeAudience(self, request: rpc.FreezeAudienceRequest, caller: Principal) -> rpc.FreezeAudienceResponse:  # noqa: N802
        """Records who belongs to the audience."""
        checked([request])
        state = self.campaign(caller, "FreezeAudience", request.campaign_id)
        with self.app.reader.open(request.after) as reading:
            persons = audience(reading, self._row(reading, request.campaign_id))
            seen = reading.freshness().cursor
        command = domain.FreezeAudience(persons, tuple(sorted(seen.positions.items())))
        outcomes = self.run(
            [
                Request(
                    request.command_id,
                    request.campaign_id,
                    CAMPAIGN,
                    ids.key_of(request.campaign_id),
                    deciding(domain.decide_freeze, command),
                    meta(caller, state.tenant, subject=request.campaign_id, seen=seen),
                )
            ]
        )
        return rpc.FreezeAudienceResponse(
            verdict=outcomes[0].verdict(),
            count=len(persons),
            digest=domain.audience_digest(persons),
            cursor=cursor(outcomes),
        )

    def ListCampaigns(self, request: rpc.ListCampaignsRequest, _caller: Principal) -> rpc.ListCampaignsResponse:  # noqa: N802
        """Campaigns of a tenant."""
        with self.app.reader.open(request.after) as reading:
            found = view.campaigns_of(reading, request.tenant, request.kind)
            return rpc.ListCampaignsResponse(campaigns=[_message(one) for one in found], freshness=reading.freshness())

    def ShowCampaign(self, request: rpc.ShowCampaignRequest, caller: Principal) -> rpc.ShowCampaignResponse:  # noqa: N802
        """One campaign."""
        self.campaign(caller, "ShowCampaign", request.campaign_id)
        with self.app.reader.open(request.after) as reading:
            found = self._row(reading, request.campaign_id)
            return rpc.ShowCampaignResponse(campaign=_message(found), freshness=reading.freshness())

    def _row(self, reading: Reading, campaign_id: bytes) -> view.CampaignRecord:
        """The campaign's row. Raises `Behind` while the views have not seen its opening."""
        found = view.campaign_of(reading, campaign_id)
        if found is None:
            raise Behind
        return found


class _Text:
    """The text that a campaign names or brings: its streams, and which version it means."""

    def __init__(self, item: rpc.NewCampaign, tenant: str) -> None:
        self.tenant = tenant
        self.given: str | None = None
        self.id = item.template_id
        self._version = item.template_version
        self.keys = [ids.template_key(scope, item.template_id) for scope in reversed(scopes_of(tenant))]
        if item.text:
            self._sha256 = sha256(item.text).digest()
            self.given = _words(item.text)
            self.id = item.template_id or ids.text_id(self._sha256)
            self.keys = [ids.template_key(tenant, self.id)]
            self._version = 1

    def given_ref(self) -> TemplateRef:
        """The text that came with the campaign, in its only version."""
        return TemplateRef(id=self.id, version=1, sha256=self._sha256, owner=self.tenant)

    def chosen(self, states: Sequence[template.Template]) -> TemplateRef | None:
        """The version meant, of the narrowest owner that has the text; `None` if there is none."""
        for state in states:
            ref = state.ref(self._version)
            if ref is not None:
                return None if self.given is not None and ref.sha256 != self._sha256 else ref
        return None


def _words(text: bytes) -> str:
    """The exact text of a file. Raises `FIELD_MISSING`, `FIELD_INVALID` for anything but UTF-8 of at most 128 KiB."""
    if len(text) > template.MAX_TEXT_BYTES:
        raise Rejected(Reason.FIELD_INVALID, field="text")
    try:
        words = text.decode()
    except UnicodeDecodeError:
        raise Rejected(Reason.FIELD_INVALID, field="text") from None
    if not words.strip():
        raise Rejected(Reason.FIELD_MISSING, field="text")
    return words


def _with_nearest(no: Rejected, known: Sequence[str]) -> Rejected:
    """The refusal; of an unknown number, with the number on record that is written most like it."""
    if no.reason is not Reason.BASIS_UNKNOWN:
        return no
    by_form = {normalised(number): number for number in known}
    nearest = get_close_matches(normalised(str(no.params["number"])), by_form, n=1, cutoff=0.4)
    params = {**no.params, "nearest": by_form[nearest[0]]} if nearest else no.params
    return Rejected(no.reason, field=no.field, params=params)


def _command(item: rpc.NewCampaign, tenant: str, zone: Zone) -> domain.OpenCampaign:
    if any(len(unit_id) != ids.ID_BYTES for unit_id in item.unit_ids):
        raise Rejected(Reason.UNKNOWN_UNIT, field="unit_ids")
    return domain.OpenCampaign(
        campaign_id=ids.campaign_id(item.command_id),
        tenant=tenant,
        kind=item.kind,
        title=item.title,
        opens=item.opens,
        closes=item.closes,
        target=item.target if item.HasField("target") else None,
        classes=frozenset(item.classes),
        unit_ids=tuple(item.unit_ids),
        basis_numbers=tuple(item.basis_numbers),
        zone=zone,
        binding_until=item.binding_until if item.HasField("binding_until") else None,
    )


def _message(record: view.CampaignRecord) -> rpc.Campaign:
    return rpc.Campaign(
        opened=record.opened,
        closes=record.closes,
        closed=record.closed,
        frozen_count=record.frozen_count,
        pacts=record.pacts,
        offers=record.offers,
    )
