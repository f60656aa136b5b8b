"""What a service makes of claims: handlers turn them into commands, commands into rulings, in batches.

A service registers a handler per type; the chassis knows no type but the withdrawal. What goes wrong with one claim
stays with that claim: bytes that are no message are its sender's to repair, a fault of ours holds it until we have
repaired ours.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any, TypeVar

import structlog
from google.protobuf.message import DecodeError, Message
from netral.common.v1.submissions_pb2 import Submission
from netral.common.v1.submissions_pb2 import SubmissionStatus as Status
from netral.common.v1.types_pb2 import EventMeta, VerdictKind
from netral_messages import Reason, Rejected

from netral_chassis.access import covers
from netral_chassis.commands import STANDS, Commands, Outcome, Request
from netral_chassis.database import DatabaseGone
from netral_chassis.log import LogUnavailable
from netral_chassis.reading import Behind
from netral_chassis.store import EventTooLarge
from netral_chassis.vault import MasterKeyWrong
from netral_chassis.writer import Halted, Overloaded

T = TypeVar("T")
FOR_EVER = 9_223_372_036_854_775_807  # microseconds, an end that never comes
_AS_LONG_AS_ALLOWED = FOR_EVER - 1  # 24 hours: see `Queue.rule`
NOT_NOW = (DatabaseGone, LogUnavailable, Behind, Overloaded, Halted, MasterKeyWrong)
_COMMANDS = uuid.UUID("6f0c9a52-0f3e-5a83-9c1b-7f6f2b1d40c7")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """A submission as a handler sees it; `message` is its decoded body.

    A request made from it has its `command_id`; `adopt` makes one of what the service's own API would run.
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

    def tenant_named(self, named: str) -> str:
        """The tenant that a body names; the sender's own if it names none. Raises `NOT_ALLOWED` for a stranger."""
        if named and not covers(self.tenant, named):
            raise self.not_allowed("tenant")
        return named or self.tenant

    def not_allowed(self, field: str) -> Rejected:
        """The rejection of a claim about what belongs to another tenant: audited."""
        _log.warning("audited", step="submission", refused="TENANT_FORGED", subject=self.meta.actor)
        return Rejected(Reason.NOT_ALLOWED, field=field)

    def entry(self, field: str) -> Any:
        """The only entry of a repeated field of the message, under this claim's command id.

        Raises `FIELD_INVALID` if there are others or none: each is a claim of its own.
        """
        entries = getattr(self.message, field)
        if len(entries) != 1:
            raise Rejected(Reason.FIELD_INVALID, field=field, params={"field": field, "expected": "1"})
        entry = type(entries[0])()
        entry.CopyFrom(entries[0])
        entry.command_id = self.command_id
        return entry

    def adopt(self, request: Request) -> Request:
        """The same command, as one that this claim led to.

        Its body is left out: submissions are told apart by a salted digest, and a plain one beside it could be guessed.
        """
        meta = EventMeta()
        meta.CopyFrom(request.meta)
        meta.published_at, meta.correlation_id = self.meta.published_at, self.meta.correlation_id
        meta.actor = self.meta.actor
        return replace(request, command_id=self.command_id, body=b"", meta=meta)


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now: a fact is missing that may still come. `until` in microseconds UTC; 24 hours after receipt at most."""

    reason: Reason
    until: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Noting:
    """A decision after which, if it is a rejection, the request that `note` makes of it is run too."""

    decision: Request | Outcome
    note: Callable[[Outcome], Request | None]


Decision = Request | Outcome | Noting | Hold | Rejected


@dataclass(frozen=True, slots=True)
class Handler:
    """How one type of claim is decided.

    `decide` gets all claims of the type that are due, and gives a decision on each, in their order: a request to run,
    the outcome where it is known without, a hold, or a rejection (given, not raised). It may read views, never write.
    Who is rejected for a reason in `awaits` is held: what is missing may still come.
    """

    message: type[Message]
    decide: Callable[[Sequence[Claim]], Sequence[Decision]]
    awaits: frozenset[Reason] = frozenset()


Handlers = Mapping[str, Handler]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided on one claim. `until` only where it is held; `position` of its last event, 0 if none.

    `about` is whom it turned out to be about, 16 bytes; empty: not known.
    """

    status: Status
    reason: str = ""
    field: str = ""
    params: Mapping[str, str | int] = default(default_factory=dict)
    stream_id: str = ""
    position: int = 0
    until: int = 0
    about: bytes = b""


_ACCEPTED = Ruling(Status.SUBMISSION_STATUS_ACCEPTED)


class Decider:
    """Decides claims of one service."""

    def __init__(self, service: str, handlers: Handlers, commands: Commands) -> None:
        self._withdrawal = f"netral.{service}.withdraw"
        self._handlers = handlers
        self._commands = commands

    def decide(self, tenant: str, source: str, submissions: Sequence[Submission]) -> list[Ruling]:
        """Rulings in the order of `submissions`; what is accepted is on disk.

        Raises `NOT_NOW`: then nothing is known of any of them, and deciding again ends the same.
        """
        rulings: dict[int, Ruling] = {}
        claims: dict[str, list[tuple[int, Claim]]] = {}
        for number, submission in enumerate(submissions):
            read = self._claim(tenant, source, submission)
            if isinstance(read, Ruling):
                rulings[number] = read
            else:
                claims.setdefault(submission.type, []).append((number, read))
        plans: dict[int, _Plan] = {}
        for kind, numbered in claims.items():
            handler = self._handlers[kind]
            decisions = self._ask(handler, [claim for _, claim in numbered])
            for (number, claim), decision in zip(numbered, decisions, strict=True):
                if isinstance(decision, Hold | Rejected):
                    rulings[number] = _awaited(_ruled(decision), handler.awaits)
                else:
                    plans[number] = _Plan(claim, handler, decision)
        rulings.update(self._carry_out(dict(sorted(plans.items()))))
        return [rulings[number] for number in range(len(submissions))]

    def _carry_out(self, plans: Mapping[int, "_Plan"]) -> dict[int, Ruling]:
        """Run all requests at once, in the order of arrival, then all notes on those that were rejected."""
        requests = {number: plan.first for number, plan in plans.items() if isinstance(plan.first, Request)}
        ended = dict(zip(requests, self._run(list(requests.values())), strict=True))
        rulings: dict[int, Ruling] = {}
        notes: list[Request] = []
        for number, plan in plans.items():
            end = ended[number] if isinstance(plan.first, Request) else plan.first
            about = plan.first.meta.subject if isinstance(plan.first, Request) else b""
            ruling = _judged(end, plan.handler.awaits) if isinstance(end, Outcome) else end
            rulings[number] = replace(ruling, about=about)
            is_rejected = rulings[number].status == Status.SUBMISSION_STATUS_REJECTED
            if is_rejected and isinstance(end, Outcome) and isinstance(plan.decision, Noting):
                note = plan.decision.note(end)
                notes += [note] if note is not None else []
        self._run(notes)
        return rulings

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

    def _run(self, requests: Sequence[Request]) -> Sequence[Outcome | Ruling]:
        return _alone_if_wrong(self._commands.run, requests, _ruled(Hold(Reason.INTERNAL, FOR_EVER)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a handler decided on a claim that it neither holds nor rejects by itself."""

    claim: Claim
    handler: Handler
    decision: Request | Outcome | Noting

    def __post_init__(self) -> None:
        assert not isinstance(self.first, Request) or self.first.command_id == self.claim.command_id

    @property
    def first(self) -> Request | Outcome:
        return self.decision.decision if isinstance(self.decision, Noting) else self.decision


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


def _judged(outcome: Outcome, awaits: frozenset[Reason]) -> Ruling:
    if outcome.kind in STANDS:
        return Ruling(Status.SUBMISSION_STATUS_ACCEPTED, stream_id=outcome.stream_id, position=outcome.position)
    if outcome.kind == VerdictKind.VERDICT_KIND_CONFLICT:  # others were faster three times: our matter, so try again
        return Ruling(Status.SUBMISSION_STATUS_HELD, outcome.reason, until=FOR_EVER)
    rejected = Status.SUBMISSION_STATUS_REJECTED
    return _awaited(Ruling(rejected, outcome.reason, outcome.field, outcome.params), awaits)


def _awaited(ruling: Ruling, awaits: frozenset[Reason]) -> Ruling:
    """A hold in place of a rejection for one of these reasons."""
    if ruling.status != Status.SUBMISSION_STATUS_REJECTED or ruling.reason not in {one.value for one in awaits}:
        return ruling
    return replace(ruling, status=Status.SUBMISSION_STATUS_HELD, until=_AS_LONG_AS_ALLOWED)
