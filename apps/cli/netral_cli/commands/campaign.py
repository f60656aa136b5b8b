"""`netral campaign`: opened, closed, listed, shown."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from netral.common.v1.types_pb2 import VerdictKind
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.events_pb2 import CampaignKind
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_calendar import day_number, day_of_number

from netral_cli.arguments import choice, choices, day, existing, id_bytes, optional_day, region_zone
from netral_cli.batches import content_id
from netral_cli.failures import REFUSED, Failed, accepted
from netral_cli.session import Session, session_of

OPEN_END = 2_147_483_647
KINDS = choices(CampaignKind, "CAMPAIGN_KIND_")
CLASSES = choices(EmploymentClass, "EMPLOYMENT_CLASS_")
_LARGEST_TEXT = 200_000  # bytes; an event holds 256 KiB


def open_campaign(
    ctx: typer.Context,
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    kind: Annotated[str, typer.Option(help="option.campaign_kind")],
    title: Annotated[str, typer.Option(help="option.title")],
    text: Annotated[Path, typer.Option(help="option.text")],
    opens: Annotated[str, typer.Option(help="option.opens")],
    closes: Annotated[str, typer.Option(help="option.closes")],
    target: Annotated[str | None, typer.Option(help="option.target")] = None,
    audience: Annotated[str, typer.Option(help="option.audience")] = "",
    basis: Annotated[list[str] | None, typer.Option(help="option.basis")] = None,
) -> None:
    """help.campaign_open"""
    session = session_of(ctx)
    region_zone(tenant)
    content = existing(text).read_bytes() if existing(text).is_file() else b""
    if not content or len(content) > _LARGEST_TEXT:
        raise Failed("FILE_EMPTY" if not content else "EVENT_TOO_LARGE", REFUSED)
    classes = [choice(word, CLASSES, "--audience") for word in audience.split(",") if word.strip()]
    days = (day_number(day(opens, "--opens")), day_number(day(closes, "--closes")))
    target_day = optional_day(target, "--target")
    number = choice(kind, KINDS, "--kind")
    item = pledge.NewCampaign(
        kind=number,
        title=title,
        text=content,
        opens=days[0],
        closes=days[1],
        target=target_day,
        classes=classes,
        basis_numbers=basis or [],
    )
    campaign = opened(session, tenant, item)
    session.answer({"campaign": campaign}, lambda: session.line(session.text("cli.campaign_opened", id=campaign)))


def opened(session: Session, tenant: str, item: pledge.NewCampaign) -> str:
    """Open it; its id. The same campaign again is the same one. Raises `Failed`."""
    item.command_id = content_id("campaign", tenant, item.SerializeToString(deterministic=True).hex())
    request = pledge.OpenCampaignsRequest(tenant=tenant, items=[item], after=session.connection.after())
    reply = session.connection.call(session.connection.pledge.OpenCampaigns, request)
    return accepted(reply.verdicts[0]).stream_id.partition("/")[2]


def close_campaign(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Argument(help="option.campaign")],
    last_day: Annotated[str | None, typer.Option(help="option.last_day")] = None,
) -> None:
    """help.campaign_close"""
    session = session_of(ctx)
    key = id_bytes(campaign, "ID")
    last = optional_day(last_day, "--last-day")
    item = pledge.ClosedCampaign(command_id=content_id("close", campaign, last), campaign_id=key, last_day=last)
    reply = session.connection.call(
        session.connection.pledge.CloseCampaigns, pledge.CloseCampaignsRequest(items=[item])
    )
    verdict = accepted(reply.verdicts[0])
    document = {"campaign": campaign, "changed": verdict.kind == VerdictKind.VERDICT_KIND_ACCEPTED}
    session.answer(document, lambda: session.line(session.text("cli.campaign_closed", id=campaign)))


def list_campaigns(
    ctx: typer.Context,
    tenant: Annotated[str, typer.Option(help="option.tenant")],
) -> None:
    """help.campaign_list"""
    session = session_of(ctx)
    request = pledge.ListCampaignsRequest(tenant=tenant, after=session.connection.after())
    reply = session.connection.call(session.connection.pledge.ListCampaigns, request)
    campaigns = [described(one) for one in reply.campaigns]
    session.answer({"campaigns": campaigns}, lambda: _show_list(session, campaigns))


def show_campaign(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Argument(help="option.campaign")],
) -> None:
    """help.campaign_show"""
    session = session_of(ctx)
    document = described(campaign_of(session, id_bytes(campaign, "ID")))
    session.answer(document, lambda: _show_one(session, document))


def campaign_of(session: Session, campaign: bytes) -> pledge.Campaign:
    """The campaign as it stands. Raises `Failed`."""
    request = pledge.ShowCampaignRequest(campaign_id=campaign, after=session.connection.after())
    reply: pledge.ShowCampaignResponse = session.connection.call(session.connection.pledge.ShowCampaign, request)
    return reply.campaign


def described(campaign: pledge.Campaign) -> dict[str, Any]:
    """A campaign as people see it: ids as UUIDs, days in ISO form."""
    opened = campaign.opened
    return {
        "campaign": str(UUID(bytes=opened.campaign_id)),
        "tenant": opened.tenant,
        "kind": CampaignKind.Name(opened.kind).removeprefix("CAMPAIGN_KIND_").lower(),
        "title": opened.title,
        "opens": day_of_number(opened.opens).isoformat(),
        "closes": day_of_number(campaign.closes).isoformat(),
        "closed": campaign.closed,
        "target": day_of_number(opened.target).isoformat(),
        "audience": [EmploymentClass.Name(one).removeprefix("EMPLOYMENT_CLASS_") for one in opened.classes],
        "template": {
            "id": opened.template.id,
            "version": opened.template.version,
            "sha256": opened.template.sha256.hex(),
        },
        "basis": [one.number for one in opened.bases],
        "zone": opened.zone,
        "binding_until": (
            None if opened.binding_until == OPEN_END else day_of_number(opened.binding_until).isoformat()
        ),
        "pacts": campaign.pacts,
        "offers": campaign.offers,
    }


def _show_list(session: Session, campaigns: list[dict[str, Any]]) -> None:
    if not campaigns:
        session.line(session.text("cli.no_campaign"))
        return
    names = ("campaign", "kind", "title", "opens", "closes", "pacts")
    headings = [session.text(f"cli.heading_{name}") for name in names]
    session.table(headings, [[one[name] for name in names] for one in campaigns])


def _show_one(session: Session, document: dict[str, Any]) -> None:
    rows = []
    for name, value in document.items():
        if isinstance(value, dict):
            shown = f"{value['id']} v{value['version']} {value['sha256']}"
        elif isinstance(value, list):
            shown = ", ".join(value)
        elif isinstance(value, bool):
            shown = session.text("cli.yes" if value else "cli.no")
        else:
            shown = "" if value is None else str(value)
        rows.append([session.text(f"cli.heading_{name}"), shown])
    session.table([session.text("cli.heading_what"), session.text("cli.heading_value")], rows)
