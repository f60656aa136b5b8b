"""Where an event came from: its command, its request, its cause, and an actor whom nobody can name."""

import uuid

import pytest
from house import House, item
from netral.common.v1 import operations_pb2 as pb
from netral.common.v1.types_pb2 import Cursor, EventMeta
from netral_chassis.store import NewEvent
from netral_chassis.tracing import masked_actor, trace
from netral_messages import Reason, Rejected
from noted import TYPES, Noted

FIRST, SECOND = uuid.uuid4().bytes, uuid.uuid4().bytes


def event(number: int, correlation: bytes, causation: bytes = b"") -> NewEvent:
    meta = EventMeta(
        tenant="51.04", correlation_id=correlation, causation_id=causation, actor="user:somebody",
        seen=Cursor(positions={"beta": number}),
    )  # fmt: skip
    return NewEvent("test.noted", Noted(number=number).SerializeToString(), meta.SerializeToString())


def asked(house: House, **request: object) -> pb.TraceLogResponse:
    return trace(house.store, TYPES, pb.TraceLogRequest(**request))  # type: ignore[arg-type]


def test_an_event_is_traced_to_its_command_and_to_all_of_its_request(house: House) -> None:
    commands = [uuid.uuid4().bytes for _ in range(3)]
    house.store.append([item("a/1", 0, [event(1, FIRST), event(2, FIRST)], commands[0])])
    cause = house.store.read(2, 1)[0].event_id
    house.store.append(
        [item("a/2", 0, [event(3, SECOND)], commands[1]), item("a/1", 2, [event(4, FIRST, cause)], commands[2])]
    )
    (one,) = asked(house, position=2).events
    assert (one.event.position, one.command_id, one.correlation_id, one.event_id) == (2, commands[0], FIRST, cause)
    assert (one.event.tenant, dict(one.seen.positions), one.causation_id) == ("51.04", {"beta": 2}, b"")
    assert one.actor == masked_actor("user:somebody")
    assert "somebody" not in one.actor
    chain = asked(house, correlation_ids=[FIRST]).events
    assert [(each.event.position, each.command_id, each.causation_id) for each in chain] == [
        (1, commands[0], b""),
        (2, commands[0], b""),
        (4, commands[2], cause),
    ]
    assert [each.event.version for each in asked(house, stream="a/1").events] == [1, 2, 3]
    assert not asked(house, position=99).events
    assert not asked(house, stream="a/9").events


def test_more_events_than_asked_for_are_told_of(house: House) -> None:
    house.store.append([item(f"a/{number}", 0, [event(number, FIRST)]) for number in range(5)])
    for request in ({"correlation_ids": [FIRST]}, {"stream": "a/1"}):
        full = asked(house, **request, limit=5)
        assert not full.more
    cut = asked(house, correlation_ids=[FIRST], limit=3)
    assert (len(cut.events), cut.more) == (3, True)


def test_bytes_that_only_look_like_the_request_are_not_taken_for_it(house: House) -> None:
    house.store.append([item("a/1", 0, [event(1, FIRST)]), item("a/2", 0, [event(2, SECOND, FIRST)])])
    assert [one.event.position for one in asked(house, correlation_ids=[FIRST]).events] == [1]


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"position": 1, "stream": "a/1"},
        {"correlation_ids": [b"short"]},
        {"correlation_ids": [FIRST] * 101},
        {"position": 2**63},
    ],
    ids=["nothing", "two things", "short", "many", "far"],
)
def test_a_question_names_exactly_one_thing(house: House, request_: dict[str, object]) -> None:
    with pytest.raises(Rejected) as no:
        asked(house, **request_)
    assert no.value.reason is Reason.FIELD_INVALID


def test_services_and_systems_are_named_and_persons_are_not() -> None:
    assert masked_actor("service:registry") == "service:registry"
    assert masked_actor("system:51.04/simpeg") == "system:51.04/simpeg"
    assert masked_actor("") == ""
    marks = {masked_actor(f"user:{name}") for name in ("one", "two")}
    assert len(marks) == 2
    assert all(mark.startswith("user:") and len(mark) == 13 for mark in marks)
