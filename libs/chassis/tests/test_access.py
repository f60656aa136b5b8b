"""Authority: nothing is open by accident, and a scope covers its tenant and those below it, no others."""

import pytest
from called import CALLED, Access, Asked, contract
from netral.common.v1 import operations_pb2
from netral.common.v1.options_pb2 import Role, Scope
from netral_chassis.access import (
    AccessUndeclared,
    Grant,
    NotAllowed,
    Principal,
    check,
    covers,
    restrict,
    rules,
)
from sqlalchemy import Column, MetaData, Table, Text, create_engine, insert, select

CLERK = Principal("user:1", (Grant(Role.ROLE_CLERK, "51"),))
RULES = rules([CALLED])


def rule(method: str):  # type: ignore[no-untyped-def]
    return RULES[f"/chassis_tests.called.CalledService/{method}"]


@pytest.mark.parametrize(
    ("scope", "tenant", "answer"),
    [
        ("51", "51", True),
        ("51", "51.04", True),
        ("51.04", "51.04", True),
        ("00", "51.04", True),
        ("00", "00", True),
        ("51.04", "51", False),
        ("51.0", "51.04", False),
        ("5", "51", False),
        ("51", "510", False),
        ("51", "00", False),
        ("", "51", False),
        ("51", "", False),
    ],
)
def test_a_scope_covers_its_tenant_and_those_below(scope: str, tenant: str, answer: bool) -> None:
    assert covers(scope, tenant) is answer


TENANTS = ["00", "51", "51.04", "51.05", "510", "52.01", "5_.04", "51%"]


@pytest.mark.parametrize("scopes", [[], ["51"], ["51.04"], ["51.04", "52"], ["00"], ["00", "51"], ["5_"], ["%"]])
def test_a_restricted_query_shows_what_the_scopes_cover(scopes: list[str]) -> None:
    engine = create_engine("sqlite://")
    table = Table("t", MetaData(), Column("tenant", Text))
    with engine.begin() as conn:
        table.create(conn)
        conn.execute(insert(table), [{"tenant": tenant} for tenant in TENANTS])
        shown = conn.execute(select(table.c.tenant).where(restrict(table.c.tenant, scopes))).scalars().all()
    engine.dispose()
    assert list(shown) == [tenant for tenant in TENANTS if any(covers(scope, tenant) for scope in scopes)]


def test_a_grant_counts_for_its_role_and_scope_only() -> None:
    assert CLERK.may([Role.ROLE_CLERK, Role.ROLE_OFFICIAL], "51.04")
    assert not CLERK.may([Role.ROLE_OFFICIAL], "51.04")
    assert not CLERK.may([Role.ROLE_CLERK], "52")
    assert CLERK.scopes([Role.ROLE_CLERK]) == {"51"}
    assert CLERK.scopes([Role.ROLE_AUDITOR]) == frozenset()
    with pytest.raises(NotAllowed):
        CLERK.require([Role.ROLE_CLERK], "00")


def test_a_call_for_a_tenant_needs_a_role_there() -> None:
    check(rule("OfTenant"), Asked(tenant="51.04"), CLERK)
    with pytest.raises(NotAllowed):
        check(rule("OfTenant"), Asked(tenant="52"), CLERK)
    with pytest.raises(NotAllowed):
        check(rule("OfTenant"), Asked(), CLERK)


def test_a_national_call_needs_a_national_grant() -> None:
    check(rule("National"), Asked(), Principal("user:2", (Grant(Role.ROLE_OPERATOR, "00"),)))
    with pytest.raises(NotAllowed):
        check(rule("National"), Asked(), Principal("user:2", (Grant(Role.ROLE_OPERATOR, "51"),)))


def test_a_call_about_an_object_needs_the_role_somewhere() -> None:
    check(rule("OfObject"), Asked(), CLERK)
    with pytest.raises(NotAllowed):
        check(rule("OfObject"), Asked(), Principal("user:3", ()))


def test_a_call_open_to_all_who_signed_in_needs_no_grant() -> None:
    check(rule("Anyone"), Asked(), Principal("user:3", ()))


def test_the_procedures_of_every_service_have_rules() -> None:
    found = rules([operations_pb2.DESCRIPTOR.services_by_name["OperationsService"]])
    assert found["/netral.common.v1.OperationsService/Rebuild"].roles == {Role.ROLE_OPERATOR}
    assert found["/netral.common.v1.OperationsService/Rebuild"].audited


@pytest.mark.parametrize(
    ("name", "method", "access"),
    [
        ("none", "Get", None),
        ("unscoped", "Get", Access(roles=[Role.ROLE_CLERK])),
        ("roleless", "Get", Access(scope=Scope.SCOPE_TENANT)),
        ("unspecified", "Get", Access(roles=[Role.ROLE_CLERK, Role.ROLE_UNSPECIFIED], scope=Scope.SCOPE_OBJECT)),
        ("streaming", "StreamAll", Access(roles=[Role.ROLE_CLERK], scope=Scope.SCOPE_OBJECT)),
    ],
)
def test_a_procedure_without_a_whole_rule_does_not_start(name: str, method: str, access: Access | None) -> None:
    with pytest.raises(AccessUndeclared, match=method):
        rules([contract(name, {method: access})])


def test_a_rule_for_a_tenant_needs_the_field_in_the_request() -> None:
    access = Access(roles=[Role.ROLE_CLERK], scope=Scope.SCOPE_TENANT)
    with pytest.raises(AccessUndeclared, match="tenant"):
        rules([contract("tenantless", {"Get": access}, tenant=False)])
