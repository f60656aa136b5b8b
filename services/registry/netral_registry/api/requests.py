"""What is told to the registry fact by fact: messages of a request become commands and are decided as a batch."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from google.protobuf.message import Message
from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import EmploymentClass, EndCause
from netral_calendar import Zone
from netral_chassis.commands import Aggregate, Guards, Outcome, Request
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_registry.asking import Call, check_batch
from netral_registry.domain import calendar, grant, person, tenant, unit
from netral_registry.domain.calendar import Day, Edition, PublishCalendar
from netral_registry.domain.grant import (
    Command,
    GiveGrant,
    GiveMandate,
    LinkAccount,
    RegisterKey,
    RevokeGrant,
    RevokeKey,
    Right,
    WithdrawMandate,
)
from netral_registry.domain.ids import key_of, post_id, rights_id, unit_id
from netral_registry.domain.person import Employment, EndEmployment, MergePerson, TransferPerson
from netral_registry.domain.tenant import RegisterTenant
from netral_registry.domain.timeline import OPEN, Interval
from netral_registry.domain.unit import CloseUnit
from netral_registry.outcomes import Outcomes
from netral_registry.rows import TEXT_LENGTH, check_text, known, one_line
from netral_registry.streams import CALENDAR, PERSON, POST, RIGHTS, TENANT, UNIT

Decide = Callable[[Any, Guards], Iterable[Message]]


def run(app: App, items: Sequence[Any], request: Callable[[Any], Request]) -> list[Outcome]:
    """Outcomes in the order of `items`; `request` makes the command of one, or raises what is wrong with it."""
    check_batch(items, "items")
    made: dict[int, Request] = {}

    def check(numbered: tuple[int, Any]) -> None:
        number, item = numbered
        if len(item.command_id) != 16:
            raise Rejected(Reason.FIELD_INVALID, field="command_id", params={"field": "command_id", "expected": "16"})
        made[number] = request(item)

    outcomes = Outcomes(list(enumerate(items)), check)
    outcomes.fill(made, app.commands.run(list(made.values())))
    return outcomes.all()


def _request(
    item: Any, call: Call, aggregate: Aggregate[Any], key: str, decide: Decide, guards: Any = (), subject: bytes = b""
) -> Request:
    body = item.SerializeToString(deterministic=True)
    return Request(item.command_id, body, aggregate, key, decide, call.meta(subject), guards)


def register_tenant(call: Call, item: pb.NewTenant, name: str, zone: Zone) -> Request:
    """The command of `RegisterTenants`."""
    command = RegisterTenant(item.code, name, zone.value)
    return _request(item, call, TENANT, item.code, lambda state, _: tenant.decide(command, state))


def close_unit(call: Call, item: pb.UnitToClose) -> Request:
    """The command of `CloseUnits`."""
    own = unit_id(call.tenant, item.code)
    command = CloseUnit(own, item.code, item.from_day)
    return _request(item, call, UNIT, key_of(own), lambda state, _: unit.decide_close(command, state))


def end_employment(call: Call, item: pb.EmploymentEnd) -> Request:
    """The command of `EndEmployments`."""
    if not known(EndCause, item.cause):
        raise _missing("cause")
    command = EndEmployment(_id(item.person_id, "person_id"), call.tenant, item.last_day, item.cause)
    key = key_of(item.person_id)
    return _request(item, call, PERSON, key, lambda state, _: person.decide_end(command, state), subject=item.person_id)


def transfer(call: Call, item: pb.Transfer) -> Request:
    """The command of `TransferPersons`."""
    if not known(EmploymentClass, item.employment_class):
        raise Rejected(Reason.STATUS_MISSING, field="employment_class")
    check_text("position", item.position, TEXT_LENGTH)
    where = unit_id(item.to_tenant, item.unit_code)
    employment = Employment(where, item.employment_class, one_line(item.position), item.post_class)
    command = TransferPerson(
        _id(item.person_id, "person_id"), call.tenant, item.to_tenant, employment, item.unit_code, item.from_day
    )

    def decide(state: person.Person, guards: Guards) -> Iterator[Message]:
        return person.decide_transfer(command, state, guards.state(UNIT, key_of(where)))

    guards = ((UNIT, key_of(where)),)
    return _request(item, call, PERSON, key_of(item.person_id), decide, guards, item.person_id)


def merge(call: Call, item: pb.Merge) -> Request:
    """The command of `MergePersons`."""
    command = MergePerson(_id(item.person_id, "person_id"), _id(item.into_person_id, "into_person_id"))
    into = key_of(item.into_person_id)

    def decide(state: person.Person, guards: Guards) -> Iterator[Message]:
        return person.decide_merge(command, state, guards.state(PERSON, into))

    return _request(item, call, PERSON, key_of(item.person_id), decide, ((PERSON, into),), item.person_id)


def undo_merge(call: Call, item: pb.Merge) -> Request:
    """The command of `UndoMerges`."""
    command = MergePerson(_id(item.person_id, "person_id"), _id(item.into_person_id, "into_person_id"))
    key = key_of(item.person_id)
    return _request(
        item, call, PERSON, key, lambda state, _: person.decide_undo(command, state), subject=item.person_id
    )


def link_account(call: Call, item: pb.AccountLink) -> Request:
    """The command of `LinkAccounts`."""
    post = post_id(item.post_tenant, item.post_code) if item.post_code else b""
    person_id = _id(item.person_id, "person_id") if item.person_id else b""
    command = LinkAccount(_text(item.subject, "subject"), person_id, post)

    def decide(state: grant.Rights, guards: Guards) -> Iterator[Message]:
        return grant.decide_link(command, state, guards.state(POST, key_of(post)) if post else None)

    guards = ((POST, key_of(post)),) if post else ()
    return _request(item, call, RIGHTS, key_of(rights_id(item.subject)), decide, guards)


def give_grant(call: Call, item: pb.Grant) -> Request:
    """The command of `GiveGrants`."""
    return _right(call, item, item.subject, GiveGrant(_text(item.subject, "subject"), _role(item), _term(item)))


def revoke_grant(call: Call, item: pb.Grant) -> Request:
    """The command of `RevokeGrants`."""
    return _right(call, item, item.subject, RevokeGrant(_text(item.subject, "subject"), _role(item), item.from_day))


def give_mandate(call: Call, item: pb.Mandate) -> Request:
    """The command of `GiveMandates`."""
    if not item.scopes:
        raise _missing("scopes")
    for scope in item.scopes:
        _text(scope, "scopes")
    command = GiveMandate(_text(item.party, "party"), tuple(sorted(set(item.scopes))), _term(item))
    return _right(call, item, f"party:{item.party}", command)


def withdraw_mandate(call: Call, item: pb.Mandate) -> Request:
    """The command of `WithdrawMandates`."""
    return _right(call, item, f"party:{item.party}", WithdrawMandate(_text(item.party, "party"), item.from_day))


def register_key(call: Call, item: pb.PublisherKey) -> Request:
    """The command of `RegisterPublisherKeys`."""
    subject = _publisher(item)
    command = RegisterKey(subject, item.tenant, _key_id(item), item.public_key)
    return _right(call, item, subject, command)


def revoke_key(call: Call, item: pb.PublisherKey) -> Request:
    """The command of `RevokePublisherKeys`."""
    subject = _publisher(item)
    return _right(call, item, subject, RevokeKey(subject, _key_id(item)))


def publish_calendar(call: Call, item: pb.Calendar) -> Request:
    """The command of `PublishCalendars`."""
    if not 1 <= item.year < 9_999:
        raise Rejected(Reason.FIELD_INVALID, field="year", params={"field": "year"})
    if not item.version:
        raise _missing("version")
    days = tuple(sorted(Day(day.day, day.kind, one_line(day.name)) for day in item.days))
    check_text("source", item.source, TEXT_LENGTH)
    for day in item.days:
        check_text("days", day.name)
    command = PublishCalendar(_text(item.scope, "scope"), item.year, Edition(item.version, item.source, days))
    key = f"{item.scope}-{item.year}"
    return _request(item, call, CALENDAR, key, lambda state, _: calendar.decide(command, state))


def _right(call: Call, item: Any, holder: str, command: Command) -> Request:
    key = key_of(rights_id(holder))
    return _request(item, call, RIGHTS, key, lambda state, _: grant.decide(command, state))


def _publisher(item: pb.PublisherKey) -> str:
    return f"system:{_text(item.tenant, 'tenant')}/{_text(item.source, 'source')}"


def _key_id(item: pb.PublisherKey) -> bytes:
    if len(item.public_key) != 32:
        raise Rejected(Reason.KEY_MALFORMED, field="public_key")
    return hashlib.sha256(item.public_key).digest()[:16]


def _role(item: pb.Grant) -> Right:
    if not known(Role, item.role):
        raise _missing("role")
    return Right(item.role, _text(item.scope, "scope"))


def _term(item: pb.Grant | pb.Mandate) -> Interval:
    if not item.HasField("last_day"):
        return Interval(item.from_day, OPEN)
    if item.last_day < item.from_day:
        raise Rejected(Reason.FIELD_INVALID, field="last_day", params={"field": "last_day"})
    return Interval(item.from_day, min(item.last_day + 1, OPEN))


def _id(value: bytes, field: str) -> bytes:
    if len(value) != 16:
        raise Rejected(Reason.FIELD_INVALID, field=field, params={"field": field, "expected": "16"})
    return value


def _text(value: str, field: str) -> str:
    if not value:
        raise _missing(field)
    check_text(field, value)
    return value


def _missing(field: str) -> Rejected:
    return Rejected(Reason.FIELD_MISSING, field=field, params={"field": field})
