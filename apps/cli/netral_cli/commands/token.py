"""`netral token issue`: the facts that give a right, and a token that says who."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer
from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import service_pb2 as registry
from netral_calendar import day_number, tenant_day
from netral_chassis import tokens
from netral_chassis.home import Home

from netral_cli.arguments import choice, choices, region_zone
from netral_cli.failures import Failed, accepted
from netral_cli.session import session_of

_ROLES = choices(Role, "ROLE_")


def issue(
    ctx: typer.Context,
    role: Annotated[str, typer.Option(help="option.role")],
    scope: Annotated[str, typer.Option(help="option.scope")],
    post: Annotated[str, typer.Option(help="option.post")] = "",
    subject: Annotated[str, typer.Option(help="option.subject")] = "",
) -> None:
    """help.token_issue"""
    session = session_of(ctx)
    number = choice(role, _ROLES, "--role")
    zone = region_zone(scope)
    who = subject or f"user:{uuid4()}"
    try:
        key = tokens.issuer_key(Home(session.home).secret("issuer.pem"))
    except (OSError, ValueError):
        raise Failed("NOT_RUNNING") from None
    connection = session.connection
    link = registry.AccountLink(command_id=uuid4().bytes, subject=who)
    if post:
        link.post_tenant, link.post_code = scope, post
        reply = connection.call(connection.registry.LinkAccounts, registry.LinkAccountsRequest(links=[link]))
        accepted(reply.verdicts[0])
    grant = registry.Grant(
        command_id=uuid4().bytes,
        subject=who,
        role=number,
        scope=scope,
        from_day=day_number(tenant_day(datetime.now(UTC), zone)),
    )
    reply = connection.call(connection.registry.GiveGrants, registry.GiveGrantsRequest(grants=[grant]))
    accepted(reply.verdicts[0])
    token = tokens.issue(key, who)
    document = {
        "subject": who,
        "role": number.removeprefix("ROLE_"),
        "scope": scope,
        "token": token,
        "seconds": tokens.MAX_SECONDS,
    }
    session.answer(document, lambda: session.line(token))
    session.note(session.text("cli.token_issued", subject=who, minutes=tokens.MAX_SECONDS // 60))
