"""What a service makes of claims: handlers turn them into commands, commands into rulings, in batches.

A service registers a handler per type; the chassis knows no type but the withdrawal. What goes wrong with one claim
stays with that claim: bytes that are no message are its sender's to repair, a fault of ours holds it until we have
repaired ours.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, TypeVar

import structlog
from google.protobuf.message import DecodeError, Message
from netral.common.v1.submissions_pb2 import Submission
from netral.common.v1.submissions_pb2 import SubmissionStatus as Status
from netral.common.v1.types_pb2 import EventMeta, VerdictKind
from netral_messages import Reason, Rejected

from netral_chassis.commands import Commands, Outcome, Request
from netral_chassis.database import DatabaseGone
from netral_chassis.log import LogUnavailable
from netral_chassis.reading import Behind
from netral_chassis.store import EventTooLarge
from netral_chassis.vault import MasterKeyWrong
from netral_chassis.writer import Overloaded

T = TypeVar("T")
FOR_EVER = 9_223_372_036_854_775_807  # microseconds, an end that never comes
NOT_NOW = (DatabaseGone, LogUnavailable, Behind, Overloaded, MasterKeyWrong)
_COMMANDS = uuid.UUID("6f0c9a52-0f3e-5a83-9c1b-7f6f2b1d40c7")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """A submission as a handler sees it; `message` is its decoded body.

    A request made from it takes its `command_id`, its `body`, and its `meta`, to which the handler adds the subject and
    what is claimed of the time.
    """

    tenant: str
    source: str
    submission: Submission
    message: Message
    command_id: bytes
    meta: EventMeta

    @property
    def body(self) -> bytes:
        return self.submission.body


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now: a fact is missing that may still come. `until` in microseconds UTC; 24 hours after receipt at most."""

    reason: Reason
    until: int
    field: str = ""


Decision = Request | Hold | Rejected


@dataclass(frozen=True, slots=True)
class Handler:
    """How one type of claim is decided.

    `decide` gets all claims of the type that are due, and gives a decision on each, in their order: a request to run,
    a hold, or a rejection (given, not raised). It may read views, never write.
    """

    message: type[Message]
    decide: Callable[[Sequence[Claim]], Sequence[Decision]]


Handlers = Mapping[str, Handler]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided on one claim. `until` only where it is held; `position` of its last event, 0 if none."""

    status: Status
    reason: str = ""
    field: str = ""
    params: Mapping[str, str | int] = default(default_factory=dict)
    stream_id: str = ""
    position: int = 0
    until: int = 0


_ACCEPTED = Ruling(Status.SUBMISSION_STATUS_ACCEPTED)
_KINDS_ACCEPTED = frozenset(
    {VerdictKind.VERDICT_KIND_ACCEPTED, VerdictKind.VERDICT_KIND_UNCHANGED, VerdictKind.VERDICT_KIND_DUPLICATE}
)


class Decider:
    """Decides claims of one service."""

    def __init__(self, service: str, handlers: Handlers, commands: Commands) -> None:
        self._withdrawal = f"netral.{service}.withdraw"
        self._handlers = handlers
        self._commands = commands

    def decide(self, tenant: str, source: str, submissions: Sequence[Submission]) -> list[Ruling]:
        """Rulings in the order of `submissions`; what is accepted is on disk.

        Raises `DatabaseGone`, `Overloaded`, `Behind`, `LogUnavailable`, `MasterKeyWrong`: then nothing is known of
        any of them, and deciding again ends the same.
        """
        rulings: dict[int, Ruling] = {}
        claims: dict[str, list[tuple[int, Claim]]] = {}
        for number, submission in enumerate(submissions):
            read = self._claim(tenant, source, submission)
            if isinstance(read, Ruling):
                rulings[number] = read
            else:
                claims.setdefault(submission.type, []).append((number, read))
        requests: dict[int, Request] = {}
        for kind, numbered in claims.items():
            decisions = self._ask(self._handlers[kind], [claim for _, claim in numbered])
            for (number, claim), decision in zip(numbered, decisions, strict=True):
                if isinstance(decision, Request):
                    assert decision.command_id == claim.command_id
                    requests[number] = decision
                else:
                    rulings[number] = _ruled(decision)
        order = sorted(requests)
        rulings.update(zip(order, self._run([requests[number] for number in order]), strict=True))
        return [rulings[number] for number in range(len(submissions))]

    def _claim(self, tenant: str, source: str, submission: Submission) -> Claim | Ruling:
        if submission.type == self._withdrawal:
            return _ACCEPTED if submission.repairs else _ruled(Rejected(Reason.FIELD_MISSING, field="repairs"))
        handler = self._handlers.get(submission.type)
        if handler is None:
            known = {"field": "type", "expected": ", ".join(sorted(self._handlers))}
            return _ruled(Rejected(Reason.FIELD_INVALID, field="type", params=known))
        try:
            message = handler.message.FromString(submission.body)
        except DecodeError:
            known = {"field": "body", "expected": handler.message.DESCRIPTOR.full_name}
            return _ruled(Rejected(Reason.FIELD_INVALID, field="body", params=known))
        id = uuid.uuid5(_COMMANDS, f"{tenant}/{source}/{submission.submission_id.hex()}").bytes
        meta = EventMeta(
            tenant=tenant,
            published_at=submission.published_at,
            correlation_id=id,
            actor=f"system:{tenant}/{source}",
        )
        return Claim(tenant, source, submission, message, id, meta)

    def _ask(self, handler: Handler, claims: Sequence[Claim]) -> Sequence[Decision]:
        def ask(some: Sequence[Claim]) -> Sequence[Decision]:
            return handler.decide(some)

        return _alone_if_wrong(ask, claims, Hold(Reason.INTERNAL, FOR_EVER))

    def _run(self, requests: Sequence[Request]) -> Sequence[Ruling]:
        def run(some: Sequence[Request]) -> list[Ruling]:
            return [_judged(outcome) for outcome in self._commands.run(some)]

        return _alone_if_wrong(run, requests, _ruled(Hold(Reason.INTERNAL, FOR_EVER)))


def _alone_if_wrong(step: Callable[[Sequence[Any]], Sequence[T]], items: Sequence[Any], otherwise: T) -> Sequence[T]:
    """`step(items)`; if that fails, each item alone, so that only the wrong one gets `otherwise`."""
    if not items:
        return []
    try:
        return step(items)
    except NOT_NOW:
        raise
    except Exception as error:
        if len(items) > 1:
            return [_alone_if_wrong(step, [item], otherwise)[0] for item in items]
        if isinstance(error, EventTooLarge) and isinstance(otherwise, Ruling):
            return [_ruled(Rejected(Reason.EVENT_TOO_LARGE, field="body"))]  # type: ignore[list-item]
        _log.error("fault", step="submission", command=items[0].command_id.hex(), error=type(error).__name__,
                   exc_info=error)  # fmt: skip
        return [otherwise]


def _ruled(decision: Hold | Rejected) -> Ruling:
    if isinstance(decision, Hold):
        return Ruling(Status.SUBMISSION_STATUS_HELD, decision.reason.value, decision.field, until=decision.until)
    return Ruling(Status.SUBMISSION_STATUS_REJECTED, decision.reason.value, decision.field or "", decision.params)


def _judged(outcome: Outcome) -> Ruling:
    if outcome.kind in _KINDS_ACCEPTED:
        return Ruling(Status.SUBMISSION_STATUS_ACCEPTED, stream_id=outcome.stream_id, position=outcome.position)
    if outcome.kind == VerdictKind.VERDICT_KIND_CONFLICT:  # others were faster three times: our matter, so try again
        return Ruling(Status.SUBMISSION_STATUS_HELD, outcome.reason, until=FOR_EVER)
    return Ruling(Status.SUBMISSION_STATUS_REJECTED, outcome.reason, outcome.field, outcome.params)
