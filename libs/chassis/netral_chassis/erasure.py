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
from netral.registry.v1.erasure_pb2 import ErasureOrdered

from netral_chassis.clock import MICROSECONDS_A_DAY
from netral_chassis.commands import Aggregate, Commands, Guards, Request
from netral_chassis.store import EventStore
from netral_chassis.todo import Reaction, Task, meta_of, settle
from netral_chassis.vault import Vault

ORDERED = "netral.registry.erasure-ordered"
REFUSED = "netral.common.erasure-refused"
_log = structlog.get_logger()


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
        hold = self._held(order.subjects, task.now // MICROSECONDS_A_DAY)
        if hold is not None:
            command_id = uuid.uuid5(uuid.UUID(bytes=task.command_id), f"{hold.rule}/{hold.until}").bytes
            self._say(task, order, command_id, lambda state, _: decide_refuse(order, self._service, hold, state))
            return hold.until * MICROSECONDS_A_DAY
        self._vault.destroy(order.subjects, task.event.position)
        self._say(task, order, task.command_id, lambda state, _: decide_confirm(order, self._service, state))
        return None

    def _say(
        self,
        task: Task,
        order: ErasureOrdered,
        command_id: bytes,
        decide: Callable[[Answer, Guards], Iterable[Message]],
    ) -> None:
        about = task.event.meta
        meta = meta_of(task, self._service, about.tenant, about.subject)
        key = str(uuid.UUID(bytes=order.person_id))
        settle(self._commands, [Request(command_id, b"", ANSWER, key, decide, meta)])


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
