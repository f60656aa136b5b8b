"""The smallest service there is: `python -m note_service`. It notes numbers, and reacts to some with others.

`CalledService.Anyone(text=<number>)` notes the number in a stream of its own; `National` is for operators. A note whose
text is "grant" makes `user:operator` an operator; the first start makes it.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from called import Answered, Called, servicer
from counting import NUMBERS, meta
from google.protobuf.message import Message
from netral.common.v1.options_pb2 import Role
from netral.common.v1.types_pb2 import VerdictKind
from netral_chassis.access import GRANT, NATIONAL, Principal
from netral_chassis.commands import Guards, Outcome, Request
from netral_chassis.events import Recorded
from netral_chassis.process import main
from netral_chassis.record import derived_id
from netral_chassis.rpc import Servicer
from netral_chassis.service import App, Service
from netral_chassis.todo import Reaction, Task
from netral_chassis.views import OPEN_DAY, StreamRows, View
from noted import TYPES, Noted, Notes

NAMESPACE = uuid.UUID(int=7).bytes
ECHO = 1_000_000
OK = {VerdictKind.VERDICT_KIND_ACCEPTED, VerdictKind.VERDICT_KIND_DUPLICATE, VerdictKind.VERDICT_KIND_UNCHANGED}


class Grants(View):
    """The operator, once he was noted."""

    source = "alpha"
    tables = (GRANT,)
    types = frozenset({"test.noted"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        if event.data.text == "grant":  # type: ignore[attr-defined]
            rows[GRANT].put(
                {
                    "subject": "user:operator",
                    "role": Role.ROLE_OPERATOR,
                    "scope": NATIONAL,
                    "valid_from": 0,
                    "valid_to": OPEN_DAY,
                }
            )


def note(app: App, number: int, text: str, command_id: bytes) -> Outcome:
    def decide(_: Any, __: Guards) -> Iterator[Message]:
        yield Noted(number=number, text=text)

    request = Request(command_id, b"%d" % number, NUMBERS, str(number), decide, meta())
    return app.commands.run([request])[0]


def begin(app: App) -> None:
    note(app, 0, "grant", derived_id(NAMESPACE, "grant"))


def servicers(app: App) -> Sequence[Servicer]:
    def act(request: Any, caller: Principal) -> Any:
        outcome = note(app, int(request.text), "n", derived_id(NAMESPACE, request.text))
        assert outcome.kind in OK
        return Answered(text=str(outcome.position))

    called = Called()
    called.act = act
    return [servicer(called)]


def reactions(app: App) -> Sequence[Reaction]:
    def echo(task: Task) -> None:
        number = task.event.data.number  # type: ignore[attr-defined]
        if 0 < number < ECHO:
            assert note(app, ECHO + number, "echo", task.command_id).kind in OK

    return [Reaction("echo", "alpha", "test.noted", lambda event: event.recorded_at, echo)]


SERVICE = Service("alpha", 0, TYPES, [Notes(), Grants()], servicers, begin, reactions)

if __name__ == "__main__":
    main(SERVICE)
