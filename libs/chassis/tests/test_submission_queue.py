"""Whatever comes in whatever order: one holder a place, and only the first of a subject is decided."""

from hypothesis import given
from hypothesis import strategies as st
from netral.common.v1.submissions_pb2 import Submission
from netral.common.v1.submissions_pb2 import SubmissionStatus as Status
from netral_chassis.submission_decisions import Ruling
from netral_chassis.submission_queue import Entry, Queue
from netral_messages import Reason

ACCEPT = Ruling(Status.SUBMISSION_STATUS_ACCEPTED)
REJECT = Ruling(Status.SUBMISSION_STATUS_REJECTED, Reason.COUNT_INVALID.value)
HOLD = Ruling(Status.SUBMISSION_STATUS_HELD, Reason.PERSON_UNKNOWN.value, until=1_000)
RULINGS = (ACCEPT, REJECT, HOLD)
# (subject, which earlier submission it repairs, how it is ruled when its turn comes)
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.none() | st.integers(0, 30), st.sampled_from(RULINGS)), min_size=1, max_size=30
)


@given(STEPS, st.booleans())
def test_a_subject_is_accepted_in_the_order_of_its_places(
    steps: list[tuple[int, int | None, Ruling]], reloaded: bool
) -> None:
    entries: dict[bytes, Entry] = {}
    accepted: dict[str, list[int]] = {"0": [], "1": []}
    queue = Queue([], 1)
    for number, (subject, repaired, _) in enumerate(steps):
        if reloaded:  # as from the rows, after every batch
            queue = Queue(entries.values(), number + 1)
        repairs = bytes([repaired]) * 16 if repaired is not None and repaired < number else b""
        new = Submission(submission_id=bytes([number]) * 16, subject_key=str(subject), repairs=repairs)
        queue.add(new, b"", number)
        tried: set[bytes] = set()
        while heads := queue.heads(tried):
            assert len({head.subject_key for head in heads}) == len(heads)
            for head in heads:
                tried.add(head.submission_id)
                ruling = steps[head.submission_id[0]][2]
                queue.rule(head, ruling, number)
                if ruling is ACCEPT:
                    accepted[head.subject_key].append(head.place)
        entries |= queue.changed | queue.added
        standing = [one.place for one in entries.values() if one.holds_place]
        assert len(standing) == len(set(standing))
        for key, places in accepted.items():
            assert places == sorted(set(places))
            first = min(
                (one.place for one in entries.values() if one.holds_place and one.subject_key == key), default=99
            )
            assert all(place < first for place in places)


@given(STEPS)
def test_what_was_rejected_keeps_its_reason_when_it_is_repaired(steps: list[tuple[int, int | None, Ruling]]) -> None:
    queue = Queue([], 1)
    reasons: dict[bytes, str] = {}
    for number, (subject, repaired, _) in enumerate(steps):
        repairs = bytes([repaired]) * 16 if repaired is not None and repaired < number else b""
        queue.add(
            Submission(submission_id=bytes([number]) * 16, subject_key=str(subject), repairs=repairs), b"", number
        )
        for head in queue.heads(()):
            queue.rule(head, steps[head.submission_id[0]][2], number)
        for id, entry in queue.added.items():
            if entry.status == Status.SUBMISSION_STATUS_REJECTED:
                reasons[id] = entry.reason
            if entry.status == Status.SUBMISSION_STATUS_SUPERSEDED and id in reasons:
                assert entry.reason == reasons[id]
