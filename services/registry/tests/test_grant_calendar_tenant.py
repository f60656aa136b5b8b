"""Rights, calendars and tenants."""

from netral.common.v1.options_pb2 import Role
from netral.registry.v1.events_pb2 import (
    AccountLinked,
    CalendarPublished,
    DayKind,
    GrantGiven,
    GrantRevoked,
    MandateGiven,
    MandateWithdrawn,
    PublisherKeyRegistered,
    PublisherKeyRevoked,
    TenantRegistered,
)
from netral_messages import Reason
from netral_registry.domain import calendar, grant, tenant
from netral_registry.domain.calendar import Day, Edition, PublishCalendar
from netral_registry.domain.grant import (
    GiveGrant,
    GiveMandate,
    LinkAccount,
    RegisterKey,
    RevokeGrant,
    RevokeKey,
    Right,
    WithdrawMandate,
)
from netral_registry.domain.post import Post
from netral_registry.domain.tenant import RegisterTenant
from netral_registry.domain.timeline import OPEN, Interval
from registry_scenario import Scenario

NO_RIGHTS = Scenario(grant.INITIAL, grant.evolve)
CLERK = Right(Role.ROLE_CLERK, "51.04")


def ask(command):
    return lambda state: grant.decide(command, state)


def test_a_right_is_given_once_and_ends_once():
    given = NO_RIGHTS.when(ask(GiveGrant("user:a", CLERK, Interval(10, OPEN)))).then(GrantGiven).after
    given.when(ask(GiveGrant("user:a", CLERK, Interval(10, OPEN)))).then_nothing()
    ended = given.when(ask(RevokeGrant("user:a", CLERK, 20))).then(GrantRevoked).after
    assert ended.state.grants[CLERK] == (10, 20)
    ended.when(ask(RevokeGrant("user:a", CLERK, 20))).then_nothing()


def test_a_right_nobody_has_cannot_end():
    NO_RIGHTS.when(ask(RevokeGrant("user:a", CLERK, 20))).then_rejected(Reason.GRANT_UNKNOWN)


def test_an_account_is_linked_once():
    command = LinkAccount("user:a", b"p" * 16, b"")

    def link(state):
        return grant.decide_link(command, state, None)

    NO_RIGHTS.when(link).then(AccountLinked).after.when(link).then_nothing()


def test_no_account_acts_for_a_post_that_nobody_knows():
    command = LinkAccount("user:a", b"", b"k" * 16)
    NO_RIGHTS.when(lambda state: grant.decide_link(command, state, Post())).then_rejected(Reason.POST_UNKNOWN)


def test_a_mandate_is_given_and_withdrawn():
    given = NO_RIGHTS.when(ask(GiveMandate("BKN", ("00",), Interval(0, OPEN)))).then(MandateGiven).after
    given.when(ask(WithdrawMandate("BKN", 50))).then(MandateWithdrawn)
    NO_RIGHTS.when(ask(WithdrawMandate("BKN", 50))).then_rejected(Reason.MANDATE_UNKNOWN)


def test_a_revoked_key_never_speaks_again():
    key = RegisterKey("system:51.04/simpeg", "51.04", b"k" * 16, b"K" * 32)
    known = NO_RIGHTS.when(ask(key)).then(PublisherKeyRegistered).after
    known.when(ask(key)).then_nothing()
    revoked = known.when(ask(RevokeKey(key.subject, key.key_id))).then(PublisherKeyRevoked).after
    revoked.when(ask(key)).then_rejected(Reason.KEY_KNOWN)
    NO_RIGHTS.when(ask(RevokeKey(key.subject, key.key_id))).then_rejected(Reason.NOT_FOUND)


def publish(version, day=19723, name="Tahun Baru"):
    edition = Edition(version, "SKB", (Day(day, DayKind.DAY_KIND_HOLIDAY, name),))
    return lambda state: calendar.decide(PublishCalendar("00", 2024, edition), state)


def test_a_calendar_changes_only_under_a_newer_version():
    first = Scenario(calendar.INITIAL, calendar.evolve).when(publish(1)).then(CalendarPublished).after
    first.when(publish(1)).then_nothing()
    first.when(publish(1, name="Lain")).then_rejected(Reason.CALENDAR_VERSION_OLD)
    first.when(publish(2, name="Lain")).then(CalendarPublished)


def test_a_calendar_names_no_day_of_another_year():
    Scenario(calendar.INITIAL, calendar.evolve).when(publish(1, day=19722)).then_rejected(Reason.FIELD_INVALID)


def test_a_tenant_is_registered_once_and_never_under_another_name():
    def register(name):
        return lambda state: tenant.decide(RegisterTenant("51.04", name, "Asia/Makassar"), state)

    known = Scenario(tenant.INITIAL, tenant.evolve).when(register("Gianyar")).then(TenantRegistered).after
    known.when(register("Gianyar")).then_nothing()
    known.when(register("Lain")).then_rejected(Reason.TENANT_EXISTS)
