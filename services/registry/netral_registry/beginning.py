"""Facts that a fresh system starts with: the nation, its calendars, and the rights of who runs a local system."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import CalendarDay, DayKind
from netral_calendar import NATIONAL, Kind, Status, YearCalendar, day_number
from netral_calendar.loader import data_directory, load_calendars
from netral_chassis.commands import Request
from netral_chassis.service import App

from netral_registry.api import requests
from netral_registry.asking import Call, Regions

LOCAL_OPERATOR = "user:operator"
"""Subject of the token that the first start makes for who runs a local system."""

_ROLES = tuple(Role.Name(number) for number in sorted(Role.values()) if number != Role.ROLE_UNSPECIFIED)
_NAMESPACE = UUID("0b6a5a52-2d5e-5f3b-8a53-1f0a4a2f6c11")
_KINDS = {Kind.HOLIDAY: DayKind.DAY_KIND_HOLIDAY, Kind.COLLECTIVE_LEAVE: DayKind.DAY_KIND_COLLECTIVE_LEAVE}


def begin(app: App, regions: Regions) -> None:
    """Record what is missing of these facts; nothing at the second start. A newer calendar is a newer version."""
    app.commands.run(list(_requests(regions)))


def _requests(regions: Regions) -> Iterator[Request]:
    call = Call(NATIONAL, "service:registry")
    nation = pb.NewTenant(command_id=_command("tenant/00"), code=NATIONAL)
    yield requests.register_tenant(call, nation, regions.name(NATIONAL), regions.zone(NATIONAL))
    for role in _ROLES:
        yield requests.give_grant(call, _grant(role))
    for calendar in load_calendars(data_directory()):
        if calendar.status is Status.PUBLISHED:
            yield requests.publish_calendar(call, _calendar(calendar))


def _grant(role: str) -> pb.Grant:
    command_id = _command(f"grant/{LOCAL_OPERATOR}/{role}")
    return pb.Grant(command_id=command_id, subject=LOCAL_OPERATOR, role=role, scope=NATIONAL, from_day=0)


def _calendar(calendar: YearCalendar) -> pb.Calendar:
    return pb.Calendar(
        command_id=_command(f"calendar/{calendar.label}"),
        scope=calendar.scope,
        year=calendar.year,
        version=calendar.version,
        source=calendar.source,
        days=[CalendarDay(day=day_number(one.day), kind=_KINDS[one.kind], name=one.name_id) for one in calendar.days],
    )


def _command(what: str) -> bytes:
    return uuid5(_NAMESPACE, what).bytes
