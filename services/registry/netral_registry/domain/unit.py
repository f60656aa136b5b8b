"""A unit (OPD, school, ward…) of a tenant, and where it stood in the tree on which day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from google.protobuf.message import Message
from netral.registry.v1.events_pb2 import UnitChanged, UnitClosed, UnitKind, UnitOpened
from netral_messages import Reason, Rejected

from netral_registry.domain.timeline import Observation, Timeline, end, observe


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a source says of a unit. `parent_id` is empty at the top."""

    name: str
    kind: UnitKind
    parent_id: bytes


@dataclass(frozen=True, slots=True)
class RecordUnit:
    """A source says what the unit is on day `as_of`. `parent_code` only names it in a rejection."""

    unit_id: bytes
    code: str
    facts: UnitFacts
    parent_code: str
    as_of: int


@dataclass(frozen=True, slots=True)
class CloseUnit:
    """`from_day` is the first day without the unit."""

    unit_id: bytes
    code: str
    from_day: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of a unit."""

    code: str = ""
    timeline: Timeline[UnitFacts] = field(default_factory=Timeline)

    @property
    def known(self) -> bool:
        """Whether any source ever spoke of it."""
        return bool(self.timeline.observations)


INITIAL = Unit()


def decide_record(command: RecordUnit, unit: Unit, parent: Unit | None) -> Iterator[Message]:
    """`UnitOpened` or `UnitChanged`; nothing if the history says the same. `parent` is `None` at the top."""
    if parent is not None and not parent.known:
        raise Rejected(Reason.UNKNOWN_PARENT, field="parent_code", params={"parent": command.parent_code})
    change = observe(unit.timeline, Observation(command.as_of, command.facts, command.as_of))
    if change is None or change.held is None:
        return
    facts = command.facts
    if change.starts:
        yield UnitOpened(
            unit_id=command.unit_id, code=command.code, name=facts.name, kind=facts.kind, parent_id=facts.parent_id,
            from_day=change.held.start, until_day=change.held.end, observed_on=command.as_of,
        )  # fmt: skip
    else:
        yield UnitChanged(
            unit_id=command.unit_id, name=facts.name, kind=facts.kind, parent_id=facts.parent_id,
            from_day=change.held.start, until_day=change.held.end, observed_on=command.as_of,
        )  # fmt: skip


def decide_close(command: CloseUnit, unit: Unit) -> Iterator[Message]:
    """`UnitClosed`; nothing if it does not exist on that day any more. Rejects a unit nobody knows."""
    if not unit.known:
        raise Rejected(Reason.UNKNOWN_UNIT, field="code", params={"unit": command.code})
    change = end(unit.timeline, command.from_day)
    if change is not None:
        (gone,) = change.lost
        yield UnitClosed(unit_id=command.unit_id, from_day=gone.start, until_day=gone.end)


def evolve(unit: Unit, event: Message) -> Unit:
    """The unit after an event."""
    if isinstance(event, UnitOpened | UnitChanged):
        facts = UnitFacts(event.name, event.kind, event.parent_id)
        code = event.code if isinstance(event, UnitOpened) else unit.code
        return Unit(code, unit.timeline.put(Observation(event.observed_on, facts, event.observed_on)))
    if isinstance(event, UnitClosed):
        return replace(unit, timeline=unit.timeline.end(event.from_day))
    return unit


def circular(parents: Mapping[str, str]) -> frozenset[str]:
    """Codes that stand below themselves. `parents` maps the code of a unit to that of its parent, empty at the top."""
    safe: set[str] = {""}
    circle: set[str] = set()
    for code in parents:
        path: list[str] = []
        seen: set[str] = set()
        at = code
        while at not in safe and at not in circle and at not in seen:
            path.append(at)
            seen.add(at)
            at = parents.get(at, "")
        if at in seen:
            circle.update(path[path.index(at) :])
        safe.update(one for one in path if one not in circle)
    return frozenset(circle)


def parents_first(codes: Iterable[str], parents: Mapping[str, str]) -> list[str]:
    """The codes in an order in which every parent among them comes before its children; without circles."""
    left = dict.fromkeys(codes)
    ordered: list[str] = []
    while left:
        path: list[str] = []
        at = next(iter(left))
        while at in left:
            del left[at]
            path.append(at)
            at = parents.get(at, "")
        ordered.extend(reversed(path))
    return ordered
