"""What the registry does about an erasure: it waits until every other service has confirmed, destroys, and certifies.

It reads the logs of the other services for their answers alone; of their contracts it knows the common ones.
"""

from collections.abc import Callable, Iterable, Sequence

from google.protobuf.message import Message
from netral.common.v1.erasure_pb2 import ErasureConfirmed, ErasureRefused
from netral.registry.v1.erasure_pb2 import ErasureAnswered, ErasureOrdered
from netral_chassis.commands import Guards, Request, history
from netral_chassis.erasure import ORDERED, REFUSED
from netral_chassis.service import App
from netral_chassis.store import ERASURE_CONFIRMED
from netral_chassis.todo import Reaction, Task, meta_of, settle

from netral_registry.domain import erasure
from netral_registry.domain.erasure import OWN, Erasure, NoteAnswer
from netral_registry.domain.ids import key_of
from netral_registry.streams import ERASURE, TYPES

SERVICES = ("pledge", OWN)
"""Who keeps keys of persons: what an order names. Orders given before a service was added do not name it."""
ANSWERED = "netral.registry.erasure-answered"


def reactions(app: App) -> Sequence[Reaction]:
    """To orders and answers in the own log, and to answers in the logs of all others."""

    def reaction(name: str, source: str, type_: str, act: Callable[[App, Task], None]) -> Reaction:
        return Reaction(name, source, type_, lambda event: event.recorded_at, lambda task: act(app, task))

    others = [
        reaction(f"note-{type_.rpartition('.')[2]}-of-{service}", service, type_, _note)
        for service in SERVICES
        if service != OWN
        for type_ in (ERASURE_CONFIRMED, REFUSED)
    ]
    return [
        reaction("finish-erasure", OWN, ORDERED, _finish),
        reaction("go-on-with-erasure", OWN, ANSWERED, _finish),
        *others,
    ]


def _finish(app: App, task: Task) -> None:
    """Destroy and certify, if every other service has confirmed; else its answer leads here again."""
    data = task.event.data
    assert isinstance(data, ErasureOrdered | ErasureAnswered)
    state: Erasure = erasure.INITIAL
    for event in history(app.store, TYPES, ERASURE.stream(key_of(data.person_id))):
        state = erasure.evolve(state, event.data)
    if state.only_own_is_missing:
        app.vault.destroy(state.subjects, task.event.position)
        _say(app, task, data.person_id, lambda after, _: erasure.decide_confirm(after))


def _note(app: App, task: Task) -> None:
    data, position = task.event.data, task.event.position
    if isinstance(data, ErasureConfirmed):
        answer = NoteAnswer(data.service, position, confirmed=True)
    else:
        assert isinstance(data, ErasureRefused)
        answer = NoteAnswer(data.service, position, confirmed=False, until=data.until, rule=data.rule)
    _say(app, task, data.subject, lambda state, _: erasure.decide_answer(answer, state))


def _say(app: App, task: Task, person_id: bytes, decide: Callable[[Erasure, Guards], Iterable[Message]]) -> None:
    meta = meta_of(task, OWN, task.event.meta.tenant, task.event.meta.subject)
    settle(app.commands, [Request(task.command_id, b"", ERASURE, key_of(person_id), decide, meta)])
