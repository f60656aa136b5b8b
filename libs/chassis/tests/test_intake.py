"""An intake appends beside the service's own process, and like it never behind the topic."""

import uuid

import pytest
from counting import meta, request
from house import House, drain, wipe_events
from netral.common.v1.submissions_pb2 import Submission, SubmissionStatus
from netral.common.v1.types_pb2 import EventMeta
from netral_chassis.commands import Commands
from netral_chassis.intake import looking
from netral_chassis.recovery import recover
from netral_chassis.store import EventStore
from netral_chassis.submission_decisions import Claim, Decider, Handler, Noting
from netral_chassis.writer import Halted, Writer
from netral_messages import Reason
from noted import TYPES, Noted, noted

TYPE = "netral.alpha.note"


def sent(number: int) -> Submission:
    body = Noted(number=number).SerializeToString()
    return Submission(submission_id=uuid.uuid4().bytes, subject_key="s", type=TYPE, body=body)


def decider(store: EventStore, writer: Writer, awaits: frozenset[Reason] = frozenset()) -> Decider:
    """Notes numbers; of one that is refused, that it was: as its opposite plus a million."""

    def decide(claims: list[Claim]) -> list[Noting]:
        return [one(claim) for claim in claims]

    def one(claim: Claim) -> Noting:
        number = claim.message.number  # type: ignore[attr-defined]
        return Noting(claim.adopt(request(number)), lambda _outcome: request(1_000_000 - number))

    handler = Handler(Noted, decide, awaits)  # type: ignore[arg-type]
    return Decider("alpha", {TYPE: handler}, Commands(store, writer, TYPES))


def test_nothing_is_decided_while_the_topic_knows_more_than_the_table(house: House) -> None:
    house.append(*((f"a/{number:05}", 0, [noted(number, "n")]) for number in range(10)))
    drain(house.relay(), house.consumer())
    wipe_events(house, 6)
    restored = EventStore(house.storage.core, house.clock)
    writer = Writer(restored, lambda: None)
    look = looking(restored, house.relay(), writer)
    look()
    with pytest.raises(Halted, match="LOG_AHEAD_OF_STORE"):
        decider(restored, writer).decide("51.04", "simpeg", [sent(1)])
    assert restored.head().next_position == 6
    recover(restored, house.log())
    look()
    (ruling,) = decider(restored, writer).decide("51.04", "simpeg", [sent(1)])
    assert (ruling.status, ruling.position) == (SubmissionStatus.SUBMISSION_STATUS_ACCEPTED, 11)
    writer.stop()


def test_a_rejection_is_noted_and_a_wait_is_not(house: House) -> None:
    writer = Writer(house.store, lambda: None)
    (held,) = decider(house.store, writer, frozenset({Reason.FIELD_INVALID})).decide("51.04", "simpeg", [sent(-1)])
    assert (held.status, held.reason) == (SubmissionStatus.SUBMISSION_STATUS_HELD, "FIELD_INVALID")
    assert house.store.head().next_position == 1
    (rejected,) = decider(house.store, writer).decide("51.04", "simpeg", [sent(-1)])
    assert (rejected.status, rejected.field) == (SubmissionStatus.SUBMISSION_STATUS_REJECTED, "number")
    (row,) = house.store.read(1, 10)
    assert Noted.FromString(row.data).number == 1_000_001  # type: ignore[attr-defined]
    writer.stop()


def test_an_adopted_command_says_who_claimed_it_and_keeps_no_readable_body() -> None:
    claim = Claim("51.04", "simpeg", sent(1), Noted(number=1), b"c" * 16, EventMeta(published_at=7, actor="system:x"))
    adopted = claim.adopt(request(1, body=b"190012311950011996"))
    assert (adopted.command_id, adopted.body) == (b"c" * 16, b"")
    assert (adopted.meta.tenant, adopted.meta.actor, adopted.meta.published_at) == (meta().tenant, "system:x", 7)
