"""Texts of pledges and pacts: versions that never change, each with the hash of its exact words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from google.protobuf.message import Message
from netral.pledge.v1.events_pb2 import Clause, Source, TemplateKind, TemplatePublished, TemplateRef
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
class Version:
    """One version. `extras` is a digest of what is published with the text."""

    sha256: bytes
    kind: int
    extras: bytes


@dataclass(frozen=True, slots=True)
class Template:
    """What is remembered: version n stands at index n - 1."""

    owner: str = ""
    id: str = ""
    versions: tuple[Version, ...] = ()

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


def evolve(state: Template, event: Message) -> Template:
    """The state after an event of its stream."""
    if isinstance(event, TemplatePublished):
        return Template(event.template.owner, event.template.id, (*state.versions, _version(event)))
    return state


def _version(event: TemplatePublished) -> Version:
    extras = TemplatePublished(title=event.title, clauses=event.clauses, source=event.source)
    return Version(event.template.sha256, event.kind, sha256(extras.SerializeToString(deterministic=True)).digest())
