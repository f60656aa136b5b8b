"""What publishers may claim of staff and organisation: one row or one end a claim, decided as the API decides it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from netral.registry.v1 import service_pb2 as pb
from netral_chassis.commands import Outcome, Request
from netral_chassis.publisher_keys import keys_of
from netral_chassis.publishers import Claims
from netral_chassis.service import App
from netral_chassis.submission_decisions import Claim, Decision, Handler
from netral_messages import Reason, Rejected

from netral_registry.api import requests
from netral_registry.asking import Call, Regions
from netral_registry.imports import Batch, Imports, Plan

Make = Callable[[Batch, Sequence[Any]], Plan]


def claims(app: App, regions: Regions) -> Claims:
    """Handlers by type. A claim needs no fact of another service here, so none is ever held."""
    imports = Imports(app, regions)
    return Claims(
        {
            "netral.registry.record-unit": Handler(pb.ImportUnitsRequest, partial(_rows, imports.plan_units)),
            "netral.registry.record-post": Handler(pb.ImportPostsRequest, partial(_rows, imports.plan_posts)),
            "netral.registry.record-employee": Handler(pb.ImportStaffRequest, partial(_rows, imports.plan_staff)),
            "netral.registry.end-employment": Handler(pb.EndEmploymentsRequest, _ends),
        },
        keys_of(app.reader),
    )


def _rows(make: Make, asked: Sequence[Claim]) -> list[Decision]:
    """Decisions on claims of one row each; those that speak for the same tenant of the same day are planned at once."""
    decided: dict[int, Decision] = {}
    alike: dict[tuple[str, int], list[tuple[int, Any]]] = {}
    for number, claim in enumerate(asked):
        message: Any = claim.message
        try:
            if message.dry_run:
                raise Rejected(Reason.FIELD_INVALID, field="dry_run", params={"field": "dry_run", "expected": "false"})
            key = (claim.tenant_named(message.tenant), message.as_of)
            alike.setdefault(key, []).append((number, claim.entry("rows")))
        except Rejected as no:
            decided[number] = no
    for (tenant, as_of), rows in alike.items():
        batch = Batch(Call(tenant, asked[0].meta.actor), as_of, dry_run=False)
        found: Sequence[Request | Outcome | Rejected]
        try:
            found = list(make(batch, [row for _, row in rows]).rows())
        except Rejected as no:
            found = [no] * len(rows)
        for (number, _), one in zip(rows, found, strict=True):
            decided[number] = asked[number].adopt(one) if isinstance(one, Request) else one
    return [decided[number] for number in range(len(asked))]


def _ends(asked: Sequence[Claim]) -> list[Decision]:
    return [_end(claim) for claim in asked]


def _end(claim: Claim) -> Decision:
    message: Any = claim.message
    try:
        tenant, item = claim.tenant_named(message.tenant), claim.entry("ends")
        return claim.adopt(requests.end_employment(Call(tenant, claim.meta.actor), item))
    except Rejected as no:
        return no
