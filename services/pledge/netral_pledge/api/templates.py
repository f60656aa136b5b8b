"""Procedures on texts."""

from netral.pledge.v1.service_pb2 import (
    PublishTemplatesRequest,
    PublishTemplatesResponse,
    ShowTemplateRequest,
    ShowTemplateResponse,
)
from netral_calendar import scopes_of
from netral_chassis.access import Principal
from netral_chassis.commands import Outcome, Request
from netral_messages import Reason, Rejected

from netral_pledge.api.desk import TEMPLATE, Desk, body, checked, cursor, deciding, meta, verdicts
from netral_pledge.domain import ids
from netral_pledge.domain import template as domain
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

    def ShowTemplate(self, request: ShowTemplateRequest, _caller: Principal) -> ShowTemplateResponse:  # noqa: N802
        """One text, word for word."""
        with self.app.reader.open(request.after) as reading:
            found = view.published(reading, scopes_of(request.tenant), request.id, request.version)
            if found is None:
                raise Rejected(Reason.TEMPLATE_UNKNOWN, field="id")
            return ShowTemplateResponse(template=found, freshness=reading.freshness())
