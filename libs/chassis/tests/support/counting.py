"""A decider of no service: a stream remembers its numbers, refuses one it has, and has a limit another stream sets."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.message import Message
from house import House
from netral.common.v1.types_pb2 import EventMeta
from netral_chassis.commands import Aggregate, Commands, Guards, Request
from netral_chassis.writer import Writer
from netral_messages import Reason, Rejected
from noted import TYPES, Noted


@dataclass(frozen=True, slots=True)
class Numbers:
    seen: frozenset[int] = frozenset()
    total: int = 0


def evolve(state: Numbers, event: Message) -> Numbers:
    return Numbers(state.seen | {event.number}, state.total + event.number)  # type: ignore[attr-defined]


NUMBERS = Aggregate("n", Numbers(), evolve)
LIMIT = Aggregate("limit", Numbers(), evolve)


def request(
    number: int, key: str = "1", command: bytes | None = None, *, body: bytes = b"", once: bool = True
) -> Request:
    """Note `number`; if it was noted before, nothing (`once`) or a refusal. Negative numbers are refused."""

    def decide(state: Numbers, _: Guards) -> Iterator[Message]:
        if number < 0:
            raise Rejected(Reason.FIELD_INVALID, field="number")
        if number in state.seen and not once:
            raise Rejected(Reason.ALREADY_SIGNED)
        if number not in state.seen:
            yield Noted(number=number)

    return Request(command or uuid.uuid4().bytes, body or str(number).encode(), NUMBERS, key, decide, meta())


def within_limit(number: int, key: str = "1") -> Request:
    """Note `number` if it is no more than the total of stream `limit/1`."""

    def decide(_: Numbers, guards: Guards) -> Iterator[Message]:
        if number > guards.state(LIMIT, "1").total:
            raise Rejected(Reason.NOT_ALLOWED)
        yield Noted(number=number)

    body = str(number).encode()
    return Request(uuid.uuid4().bytes, body, NUMBERS, key, decide, meta(), ((LIMIT, "1"),))


def meta() -> EventMeta:
    return EventMeta(tenant="51.04")


class Counting:
    """Commands over a house, with a writer of their own."""

    def __init__(self, house: House) -> None:
        self.writer = Writer(house.store, lambda: None)
        self.commands = Commands(house.store, self.writer, TYPES)
        self.run = self.commands.run

    def __enter__(self) -> "Counting":
        return self

    def __exit__(self, *_: object) -> None:
        self.writer.stop()
