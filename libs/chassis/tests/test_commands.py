"""Commands: the same id once, conflicts decided anew, later requests of a batch on what earlier ones did."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from counting import LIMIT, NUMBERS, Counting, Numbers, meta, request, within_limit
from google.protobuf.message import Message
from house import House
from netral.common.v1.types_pb2 import VerdictKind
from netral_chassis.commands import Guards, Outcome, Request, history
from netral_chassis.store import EventTooLarge
from noted import TYPES, Noted, noted

ACCEPTED = VerdictKind.VERDICT_KIND_ACCEPTED
UNCHANGED = VerdictKind.VERDICT_KIND_UNCHANGED
DUPLICATE = VerdictKind.VERDICT_KIND_DUPLICATE
REJECTED = VerdictKind.VERDICT_KIND_REJECTED
CLASH = VerdictKind.VERDICT_KIND_CLASH
CONFLICT = VerdictKind.VERDICT_KIND_CONFLICT


@pytest.fixture
def counting(house: House) -> Iterator[Counting]:
    with Counting(house) as made:
        yield made


def kinds(outcomes: Sequence[Outcome]) -> list[VerdictKind]:
    return [outcome.kind for outcome in outcomes]


def numbers(house: House, stream: str = "n/1") -> list[int]:
    return [event.data.number for event in history(house.store, TYPES, stream)]  # type: ignore[attr-defined]


def disturbed(house: House, one: Request, times: int) -> tuple[Request, Callable[[], int]]:
    """`one`, beside which somebody else writes to the same stream during each of its first `times` decisions."""
    count = 0

    def decide(state: Numbers, guards: Guards) -> Iterator[Message]:
        nonlocal count
        count += 1
        if count <= times:
            version = len(house.store.streams(["n/1"]).get("n/1", []))
            house.append(("n/1", version, [noted(1_000 + count)]))
        yield from one.decide(state, guards)

    return replace(one, decide=decide), lambda: count


def test_the_same_command_again_is_a_duplicate_with_the_first_position(house: House, counting: Counting) -> None:
    command = uuid.uuid4().bytes
    counting.run([request(7)])
    first = counting.run([request(8, command=command)])
    again = counting.run([request(8, command=command)])
    assert kinds([*first, *again]) == [ACCEPTED, DUPLICATE]
    assert first[0].position == again[0].position == 2
    assert house.store.head().next_position == 3


def test_an_accepted_command_stays_accepted_when_it_would_be_rejected_today(house: House, counting: Counting) -> None:
    command = uuid.uuid4().bytes
    counting.run([request(8, command=command, once=False)])
    assert kinds(counting.run([request(8, once=False)])) == [REJECTED]
    again = counting.run([request(8, command=command, once=False)])
    assert (again[0].kind, again[0].position, again[0].reason) == (DUPLICATE, 1, "")


def test_an_accepted_command_stays_accepted_when_more_would_follow_today(house: House, counting: Counting) -> None:
    command = uuid.uuid4().bytes
    counting.run([request(8, command=command, body=b"same")])
    again = counting.run([request(9, command=command, body=b"same")])
    assert (again[0].kind, again[0].position) == (DUPLICATE, 1)
    assert numbers(house) == [8]


@pytest.mark.parametrize("number", [8, 9, -1])
def test_the_same_id_with_another_body_clashes_whatever_would_be_decided(
    house: House, counting: Counting, number: int
) -> None:
    command = uuid.uuid4().bytes
    counting.run([request(8, command=command)])
    other = counting.run([request(number, command=command, body=b"another")])
    assert (other[0].kind, other[0].reason) == (CLASH, "COMMAND_CLASH")
    assert numbers(house) == [8]


def test_a_rejection_leaves_no_outcome_and_is_decided_anew(house: House, counting: Counting) -> None:
    guarded = within_limit(5)
    first = counting.run([guarded])
    assert (first[0].kind, first[0].reason, first[0].position) == (REJECTED, "NOT_ALLOWED", 0)
    assert house.store.known([guarded.command_id]) == {}
    house.append(("limit/1", 0, [noted(10)]))
    assert kinds(counting.run([guarded])) == [ACCEPTED]


def test_a_rejection_tells_the_field(counting: Counting) -> None:
    outcome = counting.run([request(-1)])[0]
    assert (outcome.kind, outcome.reason, outcome.field) == (REJECTED, "FIELD_INVALID", "number")
    verdict = outcome.verdict()
    assert (verdict.kind, verdict.field, verdict.stream_id) == (REJECTED, "number", "n/1")


def test_what_is_already_so_is_unchanged_and_tells_where_it_stands(house: House, counting: Counting) -> None:
    house.append(("n/2", 0, [noted(1)]))
    written = counting.run([request(8)])[0]
    again = counting.run([request(8)])[0]
    assert (again.kind, again.position) == (UNCHANGED, written.position)
    assert numbers(house) == [8]


def test_a_later_request_of_a_batch_sees_what_an_earlier_one_did(house: House, counting: Counting) -> None:
    outcomes = counting.run([request(8), request(8), request(9), request(8, once=False), request(8, key="2")])
    assert kinds(outcomes) == [ACCEPTED, UNCHANGED, ACCEPTED, REJECTED, ACCEPTED]
    assert [outcome.position for outcome in outcomes] == [1, 0, 2, 0, 3]
    assert numbers(house) == [8, 9]


def test_a_conflict_is_decided_anew_on_what_is_there_now(house: House, counting: Counting) -> None:
    one, decisions = disturbed(house, request(8), times=2)
    assert kinds(counting.run([one])) == [ACCEPTED]
    assert decisions() == 3
    assert numbers(house) == [1_001, 1_002, 8]


def test_a_conflict_is_told_after_the_third_new_decision(house: House, counting: Counting) -> None:
    one, decisions = disturbed(house, request(8), times=100)
    outcome = counting.run([one])[0]
    assert (outcome.kind, outcome.reason) == (CONFLICT, "VERSION_CONFLICT")
    assert decisions() == 4
    assert 8 not in numbers(house)


def test_two_requests_on_one_stream_both_come_through_a_conflict(house: House, counting: Counting) -> None:
    one, _ = disturbed(house, request(8), times=1)
    assert kinds(counting.run([one, request(9)])) == [ACCEPTED, ACCEPTED]
    assert numbers(house) == [1_001, 8, 9]


def test_nothing_is_unchanged_because_of_an_event_that_was_never_written(house: House, counting: Counting) -> None:
    """The first loses to somebody else and is then refused; the second must not be told that 8 is already there."""
    one, _ = disturbed(house, request(8), times=1)

    def only_when_empty(state: Numbers, guards: Guards) -> Iterator[Message]:
        yield from one.decide(state, guards) if not state.seen else request(-1).decide(state, guards)

    outcomes = counting.run([replace(one, decide=only_when_empty), request(8)])
    assert kinds(outcomes) == [REJECTED, ACCEPTED]
    assert numbers(house) == [1_001, 8]


def test_a_guarded_stream_that_moved_makes_a_new_decision(house: House, counting: Counting) -> None:
    house.append(("limit/1", 0, [noted(10)]))
    one = within_limit(5)
    closed = False

    def decide(state: Numbers, guards: Guards) -> Iterator[Message]:
        nonlocal closed
        if not closed:
            closed = True
            house.append(("limit/1", 1, [noted(-10)]))
        yield from one.decide(state, guards)

    outcome = counting.run([replace(one, decide=decide)])[0]
    assert (outcome.kind, outcome.reason) == (REJECTED, "NOT_ALLOWED")
    assert numbers(house) == []


def test_a_guard_sees_what_an_earlier_request_of_the_batch_wrote(house: House, counting: Counting) -> None:
    def raise_limit(_: Numbers, __: Guards) -> Iterator[Message]:
        yield Noted(number=10)

    raised = Request(uuid.uuid4().bytes, b"", LIMIT, "1", raise_limit, meta())
    assert kinds(counting.run([within_limit(5), raised, within_limit(5)])) == [REJECTED, ACCEPTED, ACCEPTED]


def test_a_stream_that_is_not_guarded_cannot_be_asked_for(counting: Counting) -> None:
    def decide(_: Numbers, guards: Guards) -> Iterator[Message]:
        yield Noted(number=guards.state(LIMIT, "1").total)

    with pytest.raises(KeyError):
        counting.run([Request(uuid.uuid4().bytes, b"", NUMBERS, "1", decide, meta())])


def test_an_event_that_is_too_large_is_told_to_its_caller(house: House, counting: Counting) -> None:
    def decide(_: Numbers, __: Guards) -> Iterator[Message]:
        yield Noted(text="x" * 300_000)

    with pytest.raises(EventTooLarge):
        counting.run([Request(uuid.uuid4().bytes, b"", NUMBERS, "1", decide, meta())])
    assert house.store.head().next_position == 1
