"""Procedures on texts."""

from collections.abc import Callable, Iterable

from google.protobuf.message import Message
from netral.pledge.v1.events_pb2 import ClauseAlias, TemplatePublished
from netral.pledge.v1.service_pb2 import (
    AlignClausesRequest,
    AlignClausesResponse,
    KnownClause,
    PublishTemplatesRequest,
    PublishTemplatesResponse,
    ShowTemplateRequest,
    ShowTemplateResponse,
)
from netral_calendar import scopes_of
from netral_chassis.access import Principal
from netral_chassis.commands import Guards, Outcome, Request
from netral_chassis.desk import body, checked, deciding, meta, verdicts
from netral_messages import Reason, Rejected

from netral_pledge.desk import Desk, cursor
from netral_pledge.domain import ids
from netral_pledge.domain import template as domain
from netral_pledge.streams import TEMPLATE
from netral_pledge.views import templates as view


class Templates(Desk):
    """Texts in versions."""

    def PublishTemplates(self, request: PublishTemplatesRequest, caller: Principal) -> PublishTemplatesResponse:  # noqa: N802
        """Publishes texts."""
        checked(request.items)
        plan: list[Request | Outcome] = []
        for item in request.items:
            command = domain.PublishTemplate(
                owner=request.tenant,
                id=item.id,
                kind=item.kind,
                title=item.title,
                text=item.text,
                clauses=tuple((clause.id, clause.text) for clause in item.clauses),
                source=item.source,
            )
            key = ids.template_key(request.tenant, item.id)
            plan.append(
                Request(
                    item.command_id,
                    body(item),
                    TEMPLATE,
                    key,
                    deciding(domain.decide, command),
                    meta(caller, request.tenant),
                )
            )
        outcomes = self.run(plan)
        return PublishTemplatesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def AlignClauses(self, request: AlignClausesRequest, caller: Principal) -> AlignClausesResponse:  # noqa: N802
        """Matches points of texts with those of other texts, which are guarded."""
        checked(request.items)
        reach = set(scopes_of(request.tenant))
        plan: list[Request | Outcome] = []
        for item in request.items:
            command = domain.AlignClauses(tuple(domain.alias_of(one) for one in item.aliases))
            others = sorted({(one.owner, one.template_id) for one in item.aliases if one.owner in reach})
            key = ids.template_key(request.tenant, item.template_id)
            plan.append(
                Request(
                    item.command_id,
                    body(item),
                    TEMPLATE,
                    key,
                    _aligning(command, others),
                    meta(caller, request.tenant),
                    tuple((TEMPLATE, ids.template_key(*one)) for one in others),
                )
            )
        outcomes = self.run(plan)
        return AlignClausesResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def ShowTemplate(self, request: ShowTemplateRequest, _caller: Principal) -> ShowTemplateResponse:  # noqa: N802
        """One text, word for word."""
        with self.app.reader.open(request.after) as reading:
            found = view.published(reading, scopes_of(request.tenant), request.id, request.version)
            if found is None:
                raise Rejected(Reason.TEMPLATE_UNKNOWN, field="id")
            aliases = view.aliases_of(reading, found.template.owner, found.template.id)
            return ShowTemplateResponse(template=found, clauses=_clauses(found, aliases), freshness=reading.freshness())


def _clauses(text: TemplatePublished, aliases: dict[str, ClauseAlias]) -> list[KnownClause]:
    """Points in order; one that was matched with no other is its own."""
    ref = text.template
    return [
        KnownClause(
            number=number,
            id=one.id,
            canonical=aliases.get(
                one.id, ClauseAlias(clause=one.id, owner=ref.owner, template_id=ref.id, same_as=one.id)
            ),
        )
        for number, one in enumerate(text.clauses, 1)
    ]


def _aligning(
    command: domain.AlignClauses, others: list[tuple[str, str]]
) -> Callable[[domain.Template, Guards], Iterable[Message]]:
    def decide(state: domain.Template, guards: Guards) -> Iterable[Message]:
        texts = {one: guards.state(TEMPLATE, ids.template_key(*one)) for one in others}
        return domain.decide_align(command, state, texts)

    return decide
