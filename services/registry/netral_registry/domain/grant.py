"""The rights of one subject: its accounts, roles, publisher keys; or the mandate of an institution outside the tenants.

Authority is facts; a token only says who speaks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from google.protobuf.message import Message
from netral.common.v1.options_pb2 import Role
from netral.registry.v1.events_pb2 import (
    AccountLinked,
    GrantGiven,
    GrantRevoked,
    MandateGiven,
    MandateWithdrawn,
    PublisherKeyRegistered,
    PublisherKeyRevoked,
)
from netral_messages import Reason, Rejected

from netral_registry.domain.post import Post
from netral_registry.domain.timeline import Interval


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """The account is that of a person, or acts for a post; empty where not."""

    subject: str
    person_id: bytes
    post_id: bytes


class Right(NamedTuple):
    """A role within a scope; `51` covers `51.04`, `00` is national."""

    role: Role
    scope: str


@dataclass(frozen=True, slots=True)
class GiveGrant:
    """`term` is half open, in days."""

    subject: str
    right: Right
    term: Interval


@dataclass(frozen=True, slots=True)
class RevokeGrant:
    """`from_day` is the first day without the right."""

    subject: str
    right: Right
    from_day: int


@dataclass(frozen=True, slots=True)
class GiveMandate:
    """An institution may oversee `scopes` during `term`."""

    party: str
    scopes: tuple[str, ...]
    term: Interval


@dataclass(frozen=True, slots=True)
class WithdrawMandate:
    """`from_day` is the first day without the mandate."""

    party: str
    from_day: int


@dataclass(frozen=True, slots=True)
class RegisterKey:
    """`key_id` is the first 16 bytes of the SHA-256 of the Ed25519 `public_key`."""

    subject: str
    tenant: str
    key_id: bytes
    public_key: bytes


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """The key speaks for nobody any more."""

    subject: str
    key_id: bytes


@dataclass(frozen=True, slots=True)
class Mandate:
    """What an institution may oversee, and when."""

    scopes: tuple[str, ...]
    term: Interval


@dataclass(frozen=True, slots=True)
class Rights:
    """What one subject may. `keys` maps key ids to whether they are in force."""

    person_id: bytes = b""
    post_id: bytes = b""
    grants: Mapping[Right, Interval] = field(default_factory=dict)
    mandate: Mandate | None = None
    keys: Mapping[bytes, bool] = field(default_factory=dict)


INITIAL = Rights()

Command = GiveGrant | RevokeGrant | GiveMandate | WithdrawMandate | RegisterKey | RevokeKey


def decide(command: Command, rights: Rights) -> Iterator[Message]:
    """The fact that follows; nothing if it is already so.

    Rejects the end of a right or mandate that is not in force, a key that is not known and one that was known before.
    """
    match command:
        case GiveGrant():
            if rights.grants.get(command.right) != command.term:
                yield GrantGiven(
                    subject=command.subject, role=command.right.role, scope=command.right.scope,
                    from_day=command.term.start, until_day=command.term.end,
                )  # fmt: skip
        case RevokeGrant():
            yield from _revoke(command, rights)
        case GiveMandate():
            if rights.mandate != Mandate(command.scopes, command.term):
                yield MandateGiven(
                    party=command.party, scopes=command.scopes, from_day=command.term.start, until_day=command.term.end
                )
        case WithdrawMandate():
            yield from _withdraw(command, rights)
        case RegisterKey():
            if command.key_id in rights.keys and not rights.keys[command.key_id]:
                raise Rejected(Reason.KEY_KNOWN, field="public_key")
            if command.key_id not in rights.keys:
                yield PublisherKeyRegistered(
                    subject=command.subject, tenant=command.tenant, key_id=command.key_id, public_key=command.public_key
                )
        case RevokeKey():
            if command.key_id not in rights.keys:
                raise Rejected(Reason.NOT_FOUND, field="public_key")
            if rights.keys[command.key_id]:
                yield PublisherKeyRevoked(subject=command.subject, key_id=command.key_id)


def decide_link(command: LinkAccount, rights: Rights, post: Post | None) -> Iterator[Message]:
    """`AccountLinked`; nothing if it is already so. Rejects a post that nobody knows; `None`: none is named."""
    if post is not None and not post.known:
        raise Rejected(Reason.POST_UNKNOWN, field="post_code")
    if (command.person_id, command.post_id) != (rights.person_id, rights.post_id):
        yield AccountLinked(subject=command.subject, person_id=command.person_id, post_id=command.post_id)


def _revoke(command: RevokeGrant, rights: Rights) -> Iterator[Message]:
    term = rights.grants.get(command.right)
    if term is None or command.from_day > term.end:
        raise Rejected(Reason.GRANT_UNKNOWN, field="scope")
    if command.from_day < term.end:
        yield GrantRevoked(
            subject=command.subject, role=command.right.role, scope=command.right.scope, from_day=command.from_day
        )


def _withdraw(command: WithdrawMandate, rights: Rights) -> Iterator[Message]:
    mandate = rights.mandate
    if mandate is None or command.from_day > mandate.term.end:
        raise Rejected(Reason.MANDATE_UNKNOWN, field="party", params={"party": command.party})
    if command.from_day < mandate.term.end:
        yield MandateWithdrawn(party=command.party, from_day=command.from_day)


def evolve(rights: Rights, event: Message) -> Rights:
    """The rights after an event."""
    match event:
        case AccountLinked():
            return replace(rights, person_id=event.person_id, post_id=event.post_id)
        case GrantGiven():
            term = Interval(event.from_day, event.until_day)
            return replace(rights, grants={**rights.grants, Right(event.role, event.scope): term})
        case GrantRevoked():
            right = Right(event.role, event.scope)
            term = _cut(rights.grants[right], event.from_day)
            return replace(rights, grants={**rights.grants, right: term})
        case MandateGiven():
            mandate = Mandate(tuple(event.scopes), Interval(event.from_day, event.until_day))
            return replace(rights, mandate=mandate)
        case MandateWithdrawn():
            assert rights.mandate is not None, "only what was given is withdrawn"
            mandate = replace(rights.mandate, term=_cut(rights.mandate.term, event.from_day))
            return replace(rights, mandate=mandate)
        case PublisherKeyRegistered():
            return replace(rights, keys={**rights.keys, event.key_id: True})
        case PublisherKeyRevoked():
            return replace(rights, keys={**rights.keys, event.key_id: False})
    return rights


def _cut(term: Interval, day: int) -> Interval:
    return Interval(min(term.start, day), min(term.end, day))
