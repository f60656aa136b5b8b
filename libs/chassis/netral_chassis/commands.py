"""Commands in batches: load the streams, let the domain decide, append; conflicts are decided anew, three times."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import EventMeta, ItemVerdict, VerdictKind
from netral_messages import Rejected

from netral_chassis.events import EventTypes, Recorded
from netral_chassis.store import EventStore, Item, NewEvent, Verdict, VerdictOn, Write
from netral_chassis.writer import Writer

S = TypeVar("S")
_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Aggregate(Generic[S]):
    """A kind of stream: its category, its state before the first event, and how an event changes the state."""

    category: str
    initial: S
    evolve: Callable[[S, Message], S]

    def stream(self, key: str) -> str:
        """The stream id of one of its kind."""
        return f"{self.category}/{key}"


@dataclass(frozen=True, slots=True)
class Guards:
    """States of the guarded streams, as the decision sees them."""

    states: Mapping[str, Any]

    def state(self, aggregate: Aggregate[S], key: str) -> S:
        """State of a stream that the request guards; `KeyError` if it does not."""
        found: S = self.states[aggregate.stream(key)]
        return found


@dataclass(frozen=True, slots=True)
class Request:
    """One command. `body` is what the caller sent, so that the same id with another body is recognised.

    `decide(state, guards)` yields the facts that follow, raises `Rejected`, or yields nothing if it is already so.
    """

    command_id: bytes
    body: bytes
    aggregate: Aggregate[Any]
    key: str
    decide: Callable[[Any, Guards], Iterable[Message]]
    meta: EventMeta
    guards: tuple[tuple[Aggregate[Any], str], ...] = ()


class Outcome(NamedTuple):
    """What became of a request. `reason` and `field` as in `Rejected`; `position` of its last event, 0 if none.

    Of a request that changed nothing it is that of the stream's last event: whoever lost the first answer and asks
    again must see what he wrote.
    """

    kind: VerdictKind
    stream_id: str
    reason: str = ""
    field: str = ""
    params: Mapping[str, str | int] = MappingProxyType({})
    position: int = 0

    def verdict(self) -> ItemVerdict:
        """As a message."""
        return ItemVerdict(
            kind=self.kind,
            reason=self.reason,
            field=self.field,
            params={name: str(value) for name, value in self.params.items()} if self.params else None,
            stream_id=self.stream_id,
            position=self.position,
        )


_KINDS = {
    VerdictOn.ACCEPTED: (VerdictKind.VERDICT_KIND_ACCEPTED, ""),
    VerdictOn.DUPLICATE: (VerdictKind.VERDICT_KIND_DUPLICATE, ""),
    VerdictOn.CLASH: (VerdictKind.VERDICT_KIND_CLASH, "COMMAND_CLASH"),
    VerdictOn.CONFLICT: (VerdictKind.VERDICT_KIND_CONFLICT, "VERSION_CONFLICT"),
}


STANDS = frozenset(
    {
        VerdictKind.VERDICT_KIND_ACCEPTED,
        VerdictKind.VERDICT_KIND_UNCHANGED,
        VerdictKind.VERDICT_KIND_DUPLICATE,
    }
)
"""Verdicts after which what was asked for is on record."""


class Commands:
    """Decides and appends for one service."""

    def __init__(self, store: EventStore, writer: Writer, types: EventTypes) -> None:
        self._store = store
        self._writer = writer
        self._types = types

    def run(self, requests: Sequence[Request]) -> list[Outcome]:
        """Outcomes in the order of `requests`; later ones see the effects of earlier ones on the same streams.

        An accepted outcome is on disk. Raises `DatabaseGone`, `Overloaded`, `EventTooLarge`.
        """
        outcomes: dict[int, Outcome] = {}
        open_requests = list(enumerate(requests))
        for _ in range(1 + _AGAIN):
            open_requests = self._round(open_requests, outcomes)
            if not open_requests:
                break
        return [outcomes[number] for number in range(len(requests))]

    def _round(self, requests: list[tuple[int, Request]], outcomes: dict[int, Outcome]) -> list[tuple[int, Request]]:
        """Decide and append once; returns the requests to decide anew.

        Those are the requests in conflict, and those that were answered without an event on the strength of one that
        an earlier request of the batch was to write and did not.
        """
        world = _World(self._store, self._types, [request for _, request in requests])
        decided: list[tuple[int, Request, Item]] = []
        without: list[tuple[int, Request]] = []
        for number, request in requests:
            stream = request.aggregate.stream(request.key)
            try:
                item = world.decide(request)
            except Rejected as no:
                kind = VerdictKind.VERDICT_KIND_REJECTED
                outcomes[number] = Outcome(kind, stream, no.reason.value, no.field or "", no.params)
                without.append((number, request))
                continue
            if item is None:
                outcomes[number] = Outcome(VerdictKind.VERDICT_KIND_UNCHANGED, stream, position=world.last(stream))
                without.append((number, request))
            else:
                decided.append((number, request, item))
        undecided = self._recall(without, outcomes)
        verdicts = self._writer.append([item for _, _, item in decided]) if decided else []
        again: list[tuple[int, Request]] = []
        imagined: dict[str, int] = {}
        for (number, request, _), verdict in zip(decided, verdicts, strict=True):
            outcomes[number] = _outcome(request, verdict)
            if verdict.kind is VerdictOn.ACCEPTED:
                continue
            if verdict.kind is VerdictOn.CONFLICT:
                again.append((number, request))
            imagined.setdefault(request.aggregate.stream(request.key), number)
        for number, request in undecided:
            if any(imagined.get(stream, number) < number for stream in _streams(request)):
                outcomes[number] = _outcome(request, Verdict(VerdictOn.CONFLICT))
                again.append((number, request))
        return sorted(again, key=itemgetter(0))

    def _recall(self, requests: list[tuple[int, Request]], outcomes: dict[int, Outcome]) -> list[tuple[int, Request]]:
        """A command that was accepted before keeps its first outcome, whatever would be decided today.

        Returns the other requests.
        """
        known = self._store.known([request.command_id for _, request in requests])
        others: list[tuple[int, Request]] = []
        for number, request in requests:
            before = known.get(request.command_id)
            if before is None:
                others.append((number, request))
            else:
                outcomes[number] = _outcome(request, before.again(_digest(request)))
        return others


def _digest(request: Request) -> bytes:
    return hashlib.sha256(request.body).digest()


def _streams(request: Request) -> list[str]:
    return [request.aggregate.stream(request.key), *(aggregate.stream(key) for aggregate, key in request.guards)]


def _outcome(request: Request, verdict: Verdict) -> Outcome:
    stream = request.aggregate.stream(request.key)
    kind, reason = _KINDS[verdict.kind]
    return Outcome(kind, stream, reason, position=verdict.last_position)


class _Stream:
    """One stream as a batch sees it: what is stored, then what its requests decided. Folded when somebody asks."""

    __slots__ = ("_aggregate", "_state", "_unread", "version", "written_by")

    def __init__(self, aggregate: Aggregate[Any], stored: list[Message]) -> None:
        self._aggregate = aggregate
        self._state = aggregate.initial
        self._unread = stored
        self.version = len(stored)
        self.written_by = b""

    def state(self) -> Any:
        if self._unread:
            for event in self._unread:
                self._state = self._aggregate.evolve(self._state, event)
            self._unread = []
        return self._state

    def add(self, events: list[Message], command_id: bytes) -> None:
        self._unread += events
        self.version += len(events)
        self.written_by = command_id


class _World:
    """States and versions of all streams that a batch touches, moved on as its requests are decided."""

    def __init__(self, store: EventStore, types: EventTypes, requests: Sequence[Request]) -> None:
        self._types = types
        aggregates = {request.aggregate.stream(request.key): request.aggregate for request in requests}
        for request in requests:
            for aggregate, key in request.guards:
                aggregates[aggregate.stream(key)] = aggregate
        stored = store.streams(aggregates)
        self._last = {name: rows[-1].position for name, rows in stored.items()}
        self._streams = {
            name: _Stream(aggregate, [types.read(row).data for row in stored.get(name, ())])
            for name, aggregate in aggregates.items()
        }

    def last(self, stream: str) -> int:
        """Position of the last stored event of a stream, 0 if it has none: a reader must have seen it."""
        return self._last.get(stream, 0)

    def decide(self, request: Request) -> Item | None:
        """The item that records the decision; `None` if nothing follows. Raises `Rejected`."""
        name = request.aggregate.stream(request.key)
        stream = self._streams[name]
        guarded = [(guard, self._streams[guard]) for guard in [one.stream(key) for one, key in request.guards]]
        guards = Guards({guard: of.state() for guard, of in guarded})
        events = list(request.decide(stream.state(), guards))
        if not events:
            return None
        meta = request.meta.SerializeToString(deterministic=True)
        new = [NewEvent(self._types.name(one), one.SerializeToString(deterministic=True), meta) for one in events]
        after = {of.written_by for of in (stream, *(of for _, of in guarded)) if of.written_by}
        write = Write(name, stream.version, tuple(new))
        stream.add(events, request.command_id)
        return Item(
            request.command_id,
            _digest(request),
            (write,),
            tuple([(guard, of.version) for guard, of in guarded if of is not stream]),
            tuple(after),
        )


def history(store: EventStore, types: EventTypes, stream_id: str) -> list[Recorded]:
    """All events of one stream, oldest first."""
    return [types.read(row) for row in store.streams([stream_id]).get(stream_id, [])]
