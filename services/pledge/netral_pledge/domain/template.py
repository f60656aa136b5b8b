"""Texts of pledges and pacts: versions that never change, each with the hash of its exact words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from google.protobuf.message import Message
from netral.pledge.v1.events_pb2 import (
    Clause,
    ClauseAlias,
    ClausesAligned,
    Source,
    TemplateKind,
    TemplatePublished,
    TemplateRef,
)
from netral_messages import Reason, Rejected

MAX_TEXT_BYTES = 128 * 1024
_ID = re.compile(r"[A-Za-z0-9._-]{1,80}")


@dataclass(frozen=True, slots=True)
class PublishTemplate:
    """Publish a text as the next version. `text` is exact: not a space is changed."""

    owner: str
    id: str
    kind: TemplateKind
    title: str
    text: str
    clauses: tuple[tuple[str, str], ...]
    """Stable id and words of each point."""
    source: Source


@dataclass(frozen=True, slots=True)
class Alias:
    """A point of a text is point `same_as` of the text `template_id` of `owner`."""

    clause: str
    owner: str
    template_id: str
    same_as: str


@dataclass(frozen=True, slots=True)
class AlignClauses:
    """Points of this text are points of others, under other ids or numbers (B-2.7, B-3.7)."""

    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `extras` is a digest of what is published with the text."""

    sha256: bytes
    kind: int
    extras: bytes
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """What is remembered: version n stands at index n - 1."""

    owner: str = ""
    id: str = ""
    versions: tuple[Version, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def has_clause(self, id_: str) -> bool:
        """Whether one of its versions has this point."""
        return any(id_ in version.clauses for version in self.versions)

    def ref(self, version: int) -> TemplateRef | None:
        """A version as others refer to it, 0 being the newest; `None` if there is no such version."""
        wanted = version or len(self.versions)
        if not 1 <= wanted <= len(self.versions):
            return None
        return TemplateRef(id=self.id, version=wanted, sha256=self.versions[wanted - 1].sha256, owner=self.owner)


INITIAL = Template()


def decide(command: PublishTemplate, state: Template) -> Iterator[Message]:
    """The next version, or nothing if the newest is the same.

    Raises `TEMPLATE_SAME` if only title or clauses differ: a version is a change of words. `FIELD_MISSING`,
    `FIELD_INVALID` (an id with other characters, a text over 128 KiB, a clause id twice).
    """
    _check(command)
    event = TemplatePublished(
        template=TemplateRef(
            id=command.id,
            version=len(state.versions) + 1,
            sha256=sha256(command.text.encode()).digest(),
            owner=command.owner,
        ),
        kind=command.kind,
        title=command.title,
        text=command.text,
        clauses=[Clause(id=id_, text=words) for id_, words in command.clauses],
        source=command.source,
    )
    if state.versions:
        newest, new = state.versions[-1], _version(event)
        if newest == new:
            return
        if newest.sha256 == new.sha256:
            raise Rejected(Reason.TEMPLATE_SAME, field="text", params={"version": str(len(state.versions))})
    yield event


def _check(command: PublishTemplate) -> None:
    if not _ID.fullmatch(command.id):
        raise Rejected(Reason.FIELD_INVALID, field="id")
    if not command.text.strip():
        raise Rejected(Reason.FIELD_MISSING, field="text")
    if len(command.text.encode()) > MAX_TEXT_BYTES:
        raise Rejected(Reason.FIELD_INVALID, field="text")
    if command.kind == TemplateKind.TEMPLATE_KIND_UNSPECIFIED:
        raise Rejected(Reason.FIELD_MISSING, field="kind")
    clause_ids = [id_ for id_, _ in command.clauses]
    if len(set(clause_ids)) != len(clause_ids) or not all(map(_ID.fullmatch, clause_ids)):
        raise Rejected(Reason.FIELD_INVALID, field="clauses")


def decide_align(
    command: AlignClauses, state: Template, others: Mapping[tuple[str, str], Template]
) -> Iterator[Message]:
    """What is matched anew. `others` are the texts that the aliases name, by owner and id.

    A point is matched with a point that is itself matched with none, so that every chain has one link.
    Raises `TEMPLATE_UNKNOWN`, `CLAUSE_UNKNOWN`, `FIELD_MISSING`.
    """
    if not state.versions:
        raise Rejected(Reason.TEMPLATE_UNKNOWN, field="template_id")
    if not command.aliases:
        raise Rejected(Reason.FIELD_MISSING, field="aliases")
    for alias in command.aliases:
        other = others.get((alias.owner, alias.template_id), INITIAL)
        linked = any(alias.same_as == further.clause for further in other.aliases)
        here = (alias.owner, alias.template_id) == (state.owner, state.id)
        if not state.has_clause(alias.clause):
            raise Rejected(Reason.CLAUSE_UNKNOWN, field="aliases", params={"clause": alias.clause})
        if here or linked or not other.has_clause(alias.same_as):
            raise Rejected(Reason.CLAUSE_UNKNOWN, field="aliases", params={"clause": alias.same_as})
    new = [alias for alias in dict.fromkeys(command.aliases) if alias not in state.aliases]
    if new:
        yield ClausesAligned(
            owner=state.owner,
            template_id=state.id,
            aliases=[
                ClauseAlias(clause=one.clause, owner=one.owner, template_id=one.template_id, same_as=one.same_as)
                for one in new
            ],
        )


def evolve(state: Template, event: Message) -> Template:
    """The state after an event of its stream."""
    if isinstance(event, TemplatePublished):
        return replace(
            state, owner=event.template.owner, id=event.template.id, versions=(*state.versions, _version(event))
        )
    if isinstance(event, ClausesAligned):
        matched = {one.clause: one for one in state.aliases}
        matched.update({one.clause: alias_of(one) for one in event.aliases})
        return replace(state, aliases=tuple(matched.values()))
    return state


def alias_of(message: ClauseAlias) -> Alias:
    """From an event or a request."""
    return Alias(message.clause, message.owner, message.template_id, message.same_as)


def _version(event: TemplatePublished) -> Version:
    extras = TemplatePublished(title=event.title, clauses=event.clauses, source=event.source)
    digest = sha256(extras.SerializeToString(deterministic=True)).digest()
    return Version(event.template.sha256, event.kind, digest, tuple(one.id for one in event.clauses))
