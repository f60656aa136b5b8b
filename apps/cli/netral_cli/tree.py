"""The tree of commands."""

from collections.abc import Callable

import typer

from netral_cli.commands import (
    attendance,
    calendar,
    campaign,
    ceremony,
    coverage,
    doctor,
    duties,
    log,
    org,
    pact,
    parked,
    privacy,
    publisher,
    receipt,
    setup,
    staff,
    status,
    story,
    submission,
    tail,
    token,
    up,
    why,
)

Command = Callable[..., object]

_ALONE: dict[str, Command] = {
    "up": up.up,
    "demo": story.demo,
    "status": status.status,
    "doctor": doctor.doctor,
    "coverage": coverage.coverage,
    "verify": receipt.verify_files,
    "audit": log.audit,
    "rebuild": log.rebuild,
}
_GROUPS: dict[str, dict[str, Command]] = {
    "org": {"import": org.import_org},
    "staff": {"import": staff.import_staff, "reconcile": staff.reconcile},
    "campaign": {
        "open": campaign.open_campaign,
        "close": campaign.close_campaign,
        "list": campaign.list_campaigns,
        "show": campaign.show_campaign,
    },
    "ceremony": {"record": ceremony.record, "correct": ceremony.correct, "show": ceremony.show},
    "attendance": {"import": attendance.import_attendance},
    "pact": {"import": pact.import_pacts, "correct": pact.correct, "revoke": pact.revoke},
    "receipt": {"export": receipt.export},
    "submission": {
        "list": submission.list_submissions,
        "show": submission.show,
        "repair": submission.repair,
    },
    "publisher": {"register": publisher.register, "revoke": publisher.revoke},
    "token": {"issue": token.issue},
    "calendar": {"due": calendar.due_day},
    "duties": {"report": duties.report},
    "setup": {"server": setup.server},
    "log": {"show": log.show, "tail": tail.tail, "why": why.why, "recover": log.recover, "repair": log.repair},
    "parked": {"list": parked.list_parked, "show": parked.show, "release": parked.release},
    "privacy": {
        "erase": privacy.erase,
        "approve": privacy.approve,
        "show": privacy.show,
        "list": privacy.list_erasures,
        "export": privacy.export,
    },
}


def app(root: Command) -> typer.Typer:
    """Every command below `root`."""
    top = typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
    )
    top.callback()(root)
    for name, command in _ALONE.items():
        top.command(name)(command)
    for group, commands in _GROUPS.items():
        below = typer.Typer(no_args_is_help=True, help=f"help.{group}")
        for name, command in commands.items():
            below.command(name)(command)
        top.add_typer(below, name=group)
    return top
