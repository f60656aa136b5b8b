"""Erasure of a subject: keys are destroyed first, said so in the own log second, and again before a vault is opened.

An event is for ever and its ciphertext too; what erases is the loss of the key. The log therefore holds every erasure
that a service confirmed, and replays them on its vault: a vault put back from an old backup forgets again what it had
forgotten, before anybody can ask it anything.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import structlog
from google.protobuf.message import Message
from netral.common.v1.erasure_pb2 import ErasureConfirmed, ErasureRefused, RefusalCause
from netral.common.v1.types_pb2 import EventMeta, VerdictKind
from netral.registry.v1.erasure_pb2 import ErasureOrdered

from netral_chassis.commands import Aggregate, Commands, Guards, Request
from netral_chassis.store import ERASURE_CONFIRMED, EventStore
from netral_chassis.todo import Reaction, Task
from netral_chassis.vault import Vault

ORDERED = "netral.registry.erasure-ordered"
CONFIRMED = ERASURE_CONFIRMED
REFUSED = "netral.common.erasure-refused"
_MICROSECONDS_A_DAY = 86_400_000_000
_SAID = frozenset(
    {
        VerdictKind.VERDICT_KIND_ACCEPTED,
        VerdictKind.VERDICT_KIND_UNCHANGED,
        VerdictKind.VERDICT_KIND_DUPLICATE,
    }
)
_log = structlog.get_logger()


class Unsaid(Exception):
    """A reaction's facts could not be recorded; it is tried again."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A record that the law wants kept. `until` is the first day (UTC, since 1970-01-01) on which it may go."""

    rule: str
    until: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What this service has said about a subject so far."""

    confirmed: bool = False
    held: Hold | None = None


INITIAL = Answer()


def evolve(state: Answer, event: Message) -> Answer:
    """The state after an event of its stream."""
    match event:
        case ErasureConfirmed():
            return Answer(confirmed=True)
        case ErasureRefused():
            return replace(state, held=Hold(event.rule, event.until))
    return state


ANSWER = Aggregate("erasure", INITIAL, evolve)


def decide_confirm(order: ErasureOrdered, service: str, state: Answer) -> Iterator[Message]:
    """The confirmation, once."""
    if not state.confirmed:
        yield ErasureConfirmed(subject=order.person_id, subjects=order.subjects, service=service)


def decide_refuse(order: ErasureOrdered, service: str, hold: Hold, state: Answer) -> Iterator[Message]:
    """The refusal; nothing if it was said already, or all is destroyed."""
    if not state.confirmed and state.held != hold:
        yield ErasureRefused(
            subject=order.person_id,
            service=service,
            cause=RefusalCause.REFUSAL_CAUSE_LEGAL_HOLD,
            until=hold.until,
            rule=hold.rule,
        )


class Obedience:
    """How a service answers an order: it destroys and confirms, or says until when the law holds its record.

    `held(subjects, day)` is the hold that lasts longest on that day (UTC), or `None`.
    """

    def __init__(
        self, service: str, commands: Commands, vault: Vault, held: Callable[[Sequence[bytes], int], Hold | None]
    ) -> None:
        self._service = service
        self._commands = commands
        self._vault = vault
        self._held = held

    def reaction(self) -> Reaction:
        """What follows from an order in the registry's log."""
        return Reaction("obey-erasure", "registry", ORDERED, lambda event: event.recorded_at, self._act)

    def _act(self, task: Task) -> int | None:
        order = task.event.data
        assert isinstance(order, ErasureOrdered)
        if self._service not in order.services:
            return None
        hold = self._held(order.subjects, task.now // _MICROSECONDS_A_DAY)
        if hold is not None:
            command_id = uuid.uuid5(uuid.UUID(bytes=task.command_id), f"{hold.rule}/{hold.until}").bytes
            self._say(task, command_id, lambda state, _: decide_refuse(order, self._service, hold, state))
            return hold.until * _MICROSECONDS_A_DAY
        self._vault.destroy(order.subjects, task.event.position)
        self._say(task, task.command_id, lambda state, _: decide_confirm(order, self._service, state))
        return None

    def _say(self, task: Task, command_id: bytes, decide: Callable[[Answer, Guards], Iterable[Message]]) -> None:
        key = str(uuid.UUID(bytes=task.event.data.person_id))  # type: ignore[attr-defined]
        said(self._commands, Request(command_id, b"", ANSWER, key, decide, meta_of(task, self._service)))


def said(commands: Commands, request: Request) -> None:
    """Run one command of a reaction. Raises `Unsaid` unless its facts are recorded, now or before."""
    (outcome,) = commands.run([request])
    if outcome.kind not in _SAID:
        raise Unsaid(outcome.reason)


def meta_of(task: Task, service: str) -> EventMeta:
    """What is recorded beside an answer to the event of `task`."""
    asked = task.event.meta
    return EventMeta(
        tenant=asked.tenant,
        subject=asked.subject,
        correlation_id=asked.correlation_id,
        causation_id=task.event.event_id,
        actor=f"service:{service}",
    )


def replay(store: EventStore, vault: Vault) -> int:
    """Destroy what the log says was destroyed and the vault still has; returns how many subjects that were.

    Run before anybody may use the vault. Raises `DatabaseGone`: then the vault must stay closed.
    """
    positions: dict[bytes, int] = {}
    for row in store.confirmed_erasures():
        for subject in ErasureConfirmed.FromString(row.data).subjects:
            positions[subject] = row.position
    missing = vault.not_destroyed(positions)
    if missing:
        vault.destroy(missing, max(positions[one] for one in missing))
        _log.warning("erasures replayed on a vault that did not know them", subjects=len(missing))
    return len(missing)
