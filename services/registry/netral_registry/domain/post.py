"""A post of a tenant: what it is, and who holds it on which day, definitively, acting, or standing in for a while."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Sealed
from netral.registry.v1.events_pb2 import (
    Assignment,
    PostChanged,
    PostClass,
    PostCreated,
    PostHeld,
    PostRole,
    PostVacated,
)
from netral_messages import Reason, Rejected

from netral_registry.domain.timeline import OPEN, Change, Observation, Timeline, difference, observe
from netral_registry.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What a source says of a post. `superior_id` is empty at the top."""

    name: str
    unit_id: bytes
    post_class: PostClass
    role: PostRole
    superior_id: bytes


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a post and how. `person_id` is empty if only a name is known, `mark` tells names apart.

    `until` is the first day after the announced last one.
    """

    person_id: bytes
    mark: bytes
    assignment: Assignment
    until: int


@dataclass(frozen=True, slots=True)
class RecordPost:
    """A source says on day `as_of` what the post is and who holds it; `holding` is `None` if it is vacant.

    `since` is the claimed first day of the holder. Codes only name unit and superior in a rejection.
    """

    post_id: bytes
    code: str
    facts: PostFacts
    unit_code: str
    superior_code: str
    as_of: int
    holding: Holding | None
    holder_name: Sealed | None
    since: int


@dataclass(frozen=True, slots=True)
class Post:
    """What is known of a post. A stand-in (PLH) does not end the term of the holder, so it has a history of its own."""

    code: str = ""
    timeline: Timeline[PostFacts] = field(default_factory=Timeline)
    held: Timeline[Holding] = field(default_factory=Timeline)
    stood_in: Timeline[Holding] = field(default_factory=Timeline)

    @property
    def known(self) -> bool:
        """Whether any source ever spoke of it."""
        return bool(self.timeline.observations)


INITIAL = Post()


def decide_record(command: RecordPost, post: Post, unit: Unit, superior: Post | None) -> Iterator[Message]:
    """What the source says that the history does not. Rejects an unknown unit and an unknown superior (`None`: none).

    Acting modes: `jenisPenugasan` of SIASN. A vacant row ends both holder and stand-in from `as_of` on, a definitive
    one ends a stand-in without an announced end.
    """
    if not unit.known:
        raise Rejected(Reason.UNKNOWN_UNIT, field="unit_code", params={"unit": command.unit_code})
    if superior is not None and not superior.known:
        raise Rejected(Reason.POST_UNKNOWN, field="superior_code", params={"post": command.superior_code})
    yield from _facts(command, post)
    if command.holding is None:
        for stand_in in (False, True):
            yield from _vacate(command, post, stand_in=stand_in, day=command.as_of)
        return
    yield from _hold(command, command.holding, post)
    if command.holding.assignment != Assignment.ASSIGNMENT_PLH:
        standing = post.stood_in.at(command.as_of)
        if standing is not None and standing.until == OPEN:
            yield from _vacate(command, post, stand_in=True, day=command.as_of)


def _facts(command: RecordPost, post: Post) -> Iterator[Message]:
    change = observe(post.timeline, Observation(command.as_of, command.facts, command.as_of))
    if change is None or change.held is None:
        return
    facts = command.facts
    if change.starts:
        yield PostCreated(
            post_id=command.post_id, code=command.code, name=facts.name, unit_id=facts.unit_id,
            post_class=facts.post_class, role=facts.role, superior_id=facts.superior_id,
            from_day=change.held.start, until_day=change.held.end, observed_on=command.as_of,
        )  # fmt: skip
    else:
        yield PostChanged(
            post_id=command.post_id, name=facts.name, unit_id=facts.unit_id,
            post_class=facts.post_class, role=facts.role, superior_id=facts.superior_id,
            from_day=change.held.start, until_day=change.held.end, observed_on=command.as_of,
        )  # fmt: skip


def _hold(command: RecordPost, holding: Holding, post: Post) -> Iterator[Message]:
    stand_in = holding.assignment == Assignment.ASSIGNMENT_PLH
    track = post.stood_in if stand_in else post.held
    change = difference(track, _with(track, holding, command.since), command.since)
    if change is not None and change.held is not None:
        yield PostHeld(
            post_id=command.post_id, person_id=holding.person_id, holder_name=command.holder_name,
            holder_mark=holding.mark, assignment=holding.assignment, from_day=change.held.start,
            until_day=change.held.end, announced_until=holding.until,
        )  # fmt: skip
        track = change.timeline
    if holding.until < OPEN:
        yield from _vacated(command, _announced(track, holding), stand_in=stand_in)


def _with(track: Timeline[Holding], holding: Holding, since: int) -> Timeline[Holding]:
    """With a holding from `since` on; a later announced end of the same holder takes the place of the earlier one."""
    former = track.at(since)
    if former is not None and former.until < holding.until and _who(former) == _who(holding):
        track = track.without_end(former.until)
    return track.put(Observation(since, holding, since))


def _who(holding: Holding) -> tuple[bytes, bytes]:
    return holding.person_id, holding.mark


def _announced(track: Timeline[Holding], holding: Holding) -> Change[Holding] | None:
    """The end that was announced with a holding, if that holding still stands on its last day."""
    if track.at(holding.until - 1) != holding:
        return None
    return observe(track, Observation(holding.until, None, holding.until))


def _vacate(command: RecordPost, post: Post, *, stand_in: bool, day: int) -> Iterator[Message]:
    track = post.stood_in if stand_in else post.held
    yield from _vacated(command, observe(track, Observation(day, None, day)), stand_in=stand_in)


def _vacated(command: RecordPost, change: Change[Holding] | None, *, stand_in: bool) -> Iterator[Message]:
    for gone in change.lost if change is not None else ():
        yield PostVacated(post_id=command.post_id, from_day=gone.start, until_day=gone.end, stand_in=stand_in)


def evolve(post: Post, event: Message) -> Post:
    """The post after an event."""
    if isinstance(event, PostCreated | PostChanged):
        facts = PostFacts(event.name, event.unit_id, event.post_class, event.role, event.superior_id)
        code = event.code if isinstance(event, PostCreated) else post.code
        timeline = post.timeline.put(Observation(event.observed_on, facts, event.observed_on))
        return replace(post, code=code, timeline=timeline)
    if isinstance(event, PostHeld):
        holding = Holding(event.person_id, event.holder_mark, event.assignment, event.announced_until)
        if event.assignment == Assignment.ASSIGNMENT_PLH:
            return replace(post, stood_in=_with(post.stood_in, holding, event.from_day))
        return replace(post, held=_with(post.held, holding, event.from_day))
    if isinstance(event, PostVacated):
        gone: Observation[Holding] = Observation(event.from_day, None, event.from_day)
        if event.stand_in:
            return replace(post, stood_in=post.stood_in.put(gone))
        return replace(post, held=post.held.put(gone))
    return post
