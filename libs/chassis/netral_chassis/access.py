"""Who may do what: authentication says who, facts say what he may, and nothing is open by accident."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from netral.common.v1.options_pb2 import Role, Scope
from sqlalchemy import Column, ColumnElement, Integer, Text, false, or_

from netral_chassis import options
from netral_chassis.views import view_table

NATIONAL = "00"
GRANT = view_table(
    "access_grant",
    Column("subject", Text),
    Column("role", Integer),
    Column("scope", Text),
    Column("valid_from", Integer),  # days since 1970-01-01
    Column("valid_to", Integer),  # first day without it
    key=("subject", "role", "scope"),
    indexes=[("subject",)],
)


class NotSignedIn(Exception):
    """No token, or none that holds. `NOT_SIGNED_IN`."""


class TokenExpired(NotSignedIn):
    """A token that held until recently. `TOKEN_EXPIRED`."""


class NotAllowed(Exception):
    """The caller has no such right for this tenant. `NOT_ALLOWED`."""


class AccessUndeclared(Exception):
    """A procedure without an access rule: the service does not start."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for a scope: a tenant code that also covers the codes below it, `00` for all."""

    role: Role
    scope: str


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller and what he may do today. `subject` is `user:<id>` or `system:<tenant>/<source>`."""

    subject: str
    grants: tuple[Grant, ...]

    def scopes(self, roles: Iterable[Role]) -> frozenset[str]:
        """The scopes of these roles."""
        wanted = frozenset(roles)
        return frozenset(grant.scope for grant in self.grants if grant.role in wanted)

    def may(self, roles: Iterable[Role], tenant: str) -> bool:
        """True if one of these roles covers `tenant`."""
        return any(covers(scope, tenant) for scope in self.scopes(roles))

    def require(self, roles: Iterable[Role], tenant: str) -> None:
        """Raises `NotAllowed` unless one of these roles covers `tenant`."""
        if not self.may(roles, tenant):
            raise NotAllowed


def covers(scope: str, tenant: str) -> bool:
    """A province sees itself and its regencies; national sees all; nothing else matches by accident."""
    return scope == NATIONAL or tenant == scope or tenant.startswith(f"{scope}.")


def restrict(column: ColumnElement[Any], scopes: Iterable[str]) -> ColumnElement[bool]:
    """The condition that leaves only rows whose tenant `column` is covered by `scopes`; without scopes, none."""
    wanted = sorted(set(scopes))
    if NATIONAL in wanted:
        return column == column
    return or_(false(), *(or_(column == scope, column.startswith(f"{scope}.", autoescape=True)) for scope in wanted))


@dataclass(frozen=True, slots=True)
class Rule:
    """The access option of one procedure."""

    roles: frozenset[Role]
    scope: Scope
    audited: bool


def rules(services: Iterable[ServiceDescriptor]) -> dict[str, Rule]:
    """Full method name (`/package.Service/Method`) to its rule. Raises `AccessUndeclared`."""
    found: dict[str, Rule] = {}
    for service in services:
        for method in service.methods:
            found[f"/{service.full_name}/{method.name}"] = _rule(method)
    return found


def _rule(method: MethodDescriptor) -> Rule:
    access = options.access(method)
    roles = frozenset(access.roles)
    if method.client_streaming or method.server_streaming:
        raise AccessUndeclared(f"{method.full_name}: the gate judges single requests only")
    known = access.scope != Scope.SCOPE_UNSPECIFIED
    if not known or (not roles and access.scope != Scope.SCOPE_SIGNED_IN) or Role.ROLE_UNSPECIFIED in roles:
        raise AccessUndeclared(method.full_name)
    if access.scope == Scope.SCOPE_TENANT and "tenant" not in method.input_type.fields_by_name:
        raise AccessUndeclared(f"{method.full_name}: the request has no field `tenant`")
    return Rule(roles, access.scope, access.audited)


def check(rule: Rule, request: Any, caller: Principal) -> None:
    """Raises `NotAllowed` unless the caller may make this call.

    For `SCOPE_OBJECT` only the role is checked here: the procedure must `require` the owner's tenant once it knows it.
    """
    if rule.scope == Scope.SCOPE_TENANT:
        caller.require(rule.roles, request.tenant)
    elif rule.scope == Scope.SCOPE_NATIONAL:
        caller.require(rule.roles, NATIONAL)
    elif rule.scope == Scope.SCOPE_OBJECT and not caller.scopes(rule.roles):
        raise NotAllowed


Authority = Callable[[str], tuple[Grant, ...]]
"""Grants that a subject holds today."""
