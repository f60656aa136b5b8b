"""Claims of publishers: told once, decided in the order of their subject, repaired by those who sent them."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from claimed import HOUR, SOURCE, TENANT, WITHDRAW, Desk, Facts, batch, claim, in_threads, statuses, storage_of
from netral.common.v1.submissions_pb2 import Submission, SubmissionBatch
from netral_chassis import crash
from netral_chassis.clock import SetClock
from netral_chassis.crash import Crashed
from netral_chassis.submissions import MAX_BODY_BYTES
from netral_chassis.writer import Overloaded
from netral_messages import Rejected

NOW = 1_700_000_000_000_000


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    url: str = request.getfixturevalue("postgres_url") if request.param == "postgres" else str(tmp_path / "data")
    return url


@pytest.fixture
def desk(where: str, clock: SetClock, tmp_path: Path) -> Iterator[Desk]:
    made = another(where, clock, tmp_path)
    yield made
    crash.disarm()
    made.close()
    made.storage.core.close()
    made.storage.vault.close()


def another(where: str, clock: SetClock, tmp_path: Path) -> Desk:
    return Desk(storage_of(where), clock, Facts(tmp_path / "fact"))


def test_a_claim_becomes_a_fact(desk: Desk) -> None:
    verdicts = desk.send(claim(1), claim(2, subject="subject-2"))
    assert statuses(verdicts) == ["ACCEPTED", "ACCEPTED"]
    assert [one.position for one in verdicts] == [1, 2]
    assert verdicts[0].stream_id == "note/subject-1"
    assert desk.notes() == [("subject-1", 1), ("subject-2", 2)]


def test_the_same_submission_again_gets_its_first_verdict_and_makes_no_second_fact(desk: Desk) -> None:
    good, bad = claim(1), claim(2, "wrong", subject="subject-2")
    first = desk.send(good, bad)
    assert desk.send(good, bad, good) == [*first, first[0]]
    assert len(desk.notes()) == 1


def test_the_same_id_with_another_body_is_told_apart(desk: Desk) -> None:
    good = claim(1)
    desk.send(good)
    other = claim(2, id=good.submission_id)
    assert [(one.reason, one.field) for one in desk.send(other)] == [("COMMAND_CLASH", "submission_id")]
    assert statuses(desk.send(good)) == ["ACCEPTED"]
    assert desk.notes() == [("subject-1", 1)]


def test_ids_of_two_sources_have_nothing_to_do_with_each_other(desk: Desk) -> None:
    good = claim(1)
    desk.send(good)
    assert statuses(desk.send(claim(2, id=good.submission_id), source="e-kinerja")) == ["ACCEPTED"]
    assert len(desk.notes()) == 2


def test_a_subject_is_decided_in_order_within_one_batch(desk: Desk) -> None:
    desk.send(*(claim(number, subject=f"subject-{number % 2}") for number in range(10)))
    assert [number for subject, number in desk.notes() if subject == "subject-1"] == [1, 3, 5, 7, 9]
    assert desk.facts.asked == [2, 2, 2, 2, 2]


def test_a_batch_of_different_subjects_is_decided_at_once(desk: Desk) -> None:
    desk.send(*(claim(number, subject=f"subject-{number}") for number in range(500)))
    assert desk.facts.asked == [500]


def test_later_ones_wait_for_the_repair_of_a_rejected_one_and_follow_in_order(desk: Desk) -> None:
    wrong = claim(1, "wrong")
    verdicts = desk.send(wrong, claim(2), claim(9, subject="subject-2"), claim(3))
    assert statuses(verdicts) == ["REJECTED", "RECEIVED", "ACCEPTED", "RECEIVED"]
    assert (verdicts[0].reason, verdicts[0].field, dict(verdicts[0].params)) == (
        "COUNT_INVALID",
        "number",
        {"limit": "7"},
    )
    assert statuses(desk.send(claim(4))) == ["RECEIVED"]
    decided = desk.submissions.submit(batch(claim(1, repairs=wrong.submission_id)))
    assert statuses(decided.verdicts) == ["ACCEPTED"]
    assert sorted(statuses(decided.others)) == ["ACCEPTED", "ACCEPTED", "ACCEPTED", "SUPERSEDED"]
    assert desk.notes() == [("subject-2", 9), ("subject-1", 1), ("subject-1", 2), ("subject-1", 3), ("subject-1", 4)]


def test_a_repaired_rejection_keeps_its_outcome(desk: Desk) -> None:
    wrong = claim(1, "wrong")
    desk.send(wrong)
    desk.send(claim(1, repairs=wrong.submission_id))
    (again,) = desk.send(wrong)
    assert (statuses([again]), again.reason, again.field) == (["SUPERSEDED"], "COUNT_INVALID", "number")


def test_a_wrong_repair_can_be_repaired_by_naming_it_or_what_it_repaired(desk: Desk) -> None:
    for number, second_names_first in enumerate((True, False)):
        subject = f"subject-{number}"
        wrong = claim(1, "wrong", subject=subject)
        repair = claim(1, "wrong", subject=subject, repairs=wrong.submission_id)
        desk.send(wrong, claim(2, subject=subject))
        assert statuses(desk.send(repair)) == ["REJECTED"]
        named = wrong if second_names_first else repair
        assert statuses(desk.send(claim(1, subject=subject, repairs=named.submission_id))) == ["ACCEPTED"]
        assert [one for one in desk.notes() if one[0] == subject] == [(subject, 1), (subject, 2)]


def test_a_rejected_submission_can_be_withdrawn(desk: Desk) -> None:
    wrong = claim(1, "wrong")
    desk.send(wrong, claim(2))
    assert statuses(desk.send(claim(0, type=WITHDRAW, repairs=wrong.submission_id))) == ["ACCEPTED"]
    assert desk.notes() == [("subject-1", 2)]


def test_what_cannot_be_repaired_is_told_and_blocks_nobody(desk: Desk) -> None:
    good = claim(1)
    desk.send(good)
    verdicts = desk.send(
        claim(2, repairs=good.submission_id),
        claim(2, repairs=uuid.uuid4().bytes),
        claim(2, repairs=good.submission_id, subject="subject-2"),
        claim(3),
    )
    reasons = ["REPAIR_TARGET_ACCEPTED", "REPAIR_TARGET_UNKNOWN", "REPAIR_TARGET_UNKNOWN", ""]
    assert [one.reason for one in verdicts] == reasons
    assert desk.notes() == [("subject-1", 1), ("subject-1", 3)]


def test_a_claim_without_its_fact_is_held_and_decided_when_the_fact_comes(desk: Desk) -> None:
    verdicts = desk.send(claim(1, "later"), claim(2), claim(3, subject="subject-2"))
    assert statuses(verdicts) == ["HELD", "RECEIVED", "ACCEPTED"]
    assert (verdicts[0].reason, verdicts[0].field) == ("PERSON_UNKNOWN", "number")
    assert desk.submissions.retry_held() == []
    desk.facts.come()
    moved = desk.submissions.retry_held()
    assert [(tenant, source) for tenant, source, _ in moved] == [(TENANT, SOURCE)] * 2
    assert statuses([one for _, _, one in moved]) == ["ACCEPTED", "ACCEPTED"]
    assert desk.notes() == [("subject-2", 3), ("subject-1", 1), ("subject-1", 2)]


def test_a_hold_ends_after_24_hours_whatever_the_handler_says(desk: Desk, clock: SetClock) -> None:
    held = claim(1, "later")
    desk.send(held)
    clock.put(NOW + 24 * HOUR - 1)
    assert desk.submissions.retry_held() == []
    clock.put(NOW + 24 * HOUR)
    assert statuses([one for _, _, one in desk.submissions.retry_held()]) == ["REJECTED"]
    (verdict,) = desk.send(held)
    assert verdict.reason == "PERSON_UNKNOWN"


def test_held_ones_are_tried_in_turns(desk: Desk) -> None:
    desk.send(*(claim(1, "later", subject=f"subject-{number}") for number in range(25)))
    desk.facts.come()
    assert [len(desk.submissions.retry_held(limit=10)) for _ in range(3)] == [10, 10, 5]
    assert len(desk.notes()) == 25


def test_a_held_claim_can_be_repaired_before_its_fact_comes(desk: Desk) -> None:
    held = claim(1, "later")
    desk.send(held, claim(2))
    assert statuses(desk.send(claim(7, repairs=held.submission_id))) == ["ACCEPTED"]
    assert desk.notes() == [("subject-1", 7), ("subject-1", 2)]


def test_bytes_that_are_no_message_and_types_nobody_knows_are_told(desk: Desk) -> None:
    broken = Submission(submission_id=b"1" * 16, subject_key="a", type="netral.note.write", body=b"\xff\xff")
    strange = claim(1, subject="b", type="netral.note.sing")
    verdicts = desk.send(broken, strange)
    assert [(one.reason, one.field) for one in verdicts] == [("FIELD_INVALID", "body"), ("FIELD_INVALID", "type")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"submission_id": b"short"}, "submission_id"),
        ({"subject_key": ""}, "subject_key"),
        ({"subject_key": "a b"}, "subject_key"),
        ({"subject_key": "x" * 201}, "subject_key"),
        ({"subject_key": "NIP:" + "1" * 18}, "subject_key"),
        ({"subject_key": "1" * 16}, "subject_key"),
        ({"repairs": b"1"}, "repairs"),
        ({"type": ""}, "type"),
        ({"published_at": -1}, "published_at"),
        ({"body": bytes(MAX_BODY_BYTES + 1)}, "body"),
    ],
)
def test_an_envelope_that_is_wrong_is_told_and_not_kept(
    desk: Desk, change: dict[str, str | bytes | int], field: str
) -> None:
    wrong = claim(1)
    for name, value in change.items():
        setattr(wrong, name, value)
    (verdict,) = desk.send(wrong)
    assert (statuses([verdict]), verdict.field) == (["REJECTED"], field)
    assert desk.submissions.verdicts(TENANT, SOURCE, [wrong.submission_id]) == []
    assert statuses(desk.send(claim(2))) == ["ACCEPTED"]


def test_a_random_person_id_of_many_digits_is_no_number_of_a_person(desk: Desk) -> None:
    hexadecimal = "1234567890123456789012345678901a"
    assert statuses(desk.send(claim(1, subject=hexadecimal))) == ["ACCEPTED"]


@pytest.mark.parametrize(
    "wrong",
    [
        SubmissionBatch(tenant="51.04", source="simpeg"),
        batch(*(claim(1) for _ in range(501))),
        batch(claim(1), tenant="Bali"),
        batch(claim(1), source=""),
        batch(claim(1), source="a/b"),
    ],
    ids=["none", "too many", "tenant", "no source", "source"],
)
def test_a_batch_that_is_none_is_refused(desk: Desk, wrong: SubmissionBatch) -> None:
    with pytest.raises(Rejected):
        desk.submissions.submit(wrong)


def test_a_fault_of_ours_holds_its_claim_alone_and_is_never_the_publishers(desk: Desk, clock: SetClock) -> None:
    verdicts = desk.send(claim(1), claim(2, "fault", subject="b"), claim(3, subject="c"))
    assert statuses(verdicts) == ["ACCEPTED", "HELD", "ACCEPTED"]
    assert verdicts[1].reason == "INTERNAL"
    clock.put(NOW + 1_000 * HOUR)
    assert desk.submissions.retry_held() == []


def test_an_event_that_is_too_large_rejects_its_claim_alone(desk: Desk) -> None:
    verdicts = desk.send(claim(1), claim(2, "huge", subject="b"), claim(3, subject="c"))
    assert statuses(verdicts) == ["ACCEPTED", "REJECTED", "ACCEPTED"]
    assert verdicts[1].reason == "EVENT_TOO_LARGE"


def test_killed_between_the_facts_and_the_verdicts_nothing_is_lost_or_double(
    desk: Desk, where: str, clock: SetClock, tmp_path: Path
) -> None:
    sent = [claim(1), claim(2, "wrong", subject="b"), claim(3, subject="b"), claim(4)]
    crash.arm("submission.decided", "raise")
    with pytest.raises(Crashed):
        desk.send(*sent)
    crash.disarm()
    assert desk.notes() == [("subject-1", 1), ("subject-1", 4)]
    after = another(where, clock, tmp_path)
    assert statuses(after.send(*sent)) == ["ACCEPTED", "REJECTED", "RECEIVED", "ACCEPTED"]
    assert after.notes() == [("subject-1", 1), ("subject-1", 4)]
    after.close()
    after.storage.core.close()
    after.storage.vault.close()


def test_many_threads_sending_the_same_make_each_fact_once(desk: Desk) -> None:
    sent = [claim(number, subject=f"subject-{number % 3}") for number in range(30)]
    seen: list[list[str]] = []

    def send(_number: int) -> None:
        while True:
            try:
                seen.append(statuses(desk.send(*sent)))
                return
            except Overloaded:
                time.sleep(0.01)

    in_threads(6, send)
    assert seen == [["ACCEPTED"] * 30] * 6
    assert len(desk.notes()) == 30


def test_two_processes_of_a_service_take_turns(postgres_url: str, clock: SetClock, tmp_path: Path) -> None:
    desks = [another(postgres_url, clock, tmp_path) for _ in range(2)]
    sent = [[claim(number, subject="s") for number in range(start, start + 10)] for start in range(0, 200, 10)]
    for group in sent:
        in_threads(2, lambda number, group=group: desks[number].send(*group) and None)  # type: ignore[misc]
    assert [number for _, number in desks[0].notes()] == list(range(200))
    for desk in desks:
        desk.close()
        desk.storage.core.close()
        desk.storage.vault.close()


def test_bodies_are_sealed_and_go_with_their_person(desk: Desk, clock: SetClock) -> None:
    person = uuid.uuid4()
    sent = claim(1, "a sentence about somebody", subject=str(person))
    held = claim(2, "later", subject=str(person))
    desk.send(sent, held)
    with desk.storage.core.read() as conn:
        rows = desk.storage.core.fetch(conn, "SELECT * FROM {s}submission", ())
    assert not any(b"a sentence" in value for row in rows for value in row if isinstance(value, bytes))
    record, body, _ = _shown(desk, sent)
    assert body == sent.body
    assert record.received_at == NOW
    desk.vault.destroy([person.bytes], 1)
    assert _shown(desk, sent)[1] == b""
    assert statuses([one for _, _, one in desk.submissions.retry_held()]) == ["REJECTED"]


def _shown(desk: Desk, submission: Submission):  # type: ignore[no-untyped-def]
    shown = desk.submissions.show(TENANT, SOURCE, submission.submission_id)
    assert shown is not None
    return shown


def test_what_stood_in_a_place_is_shown_together(desk: Desk) -> None:
    wrong = claim(1, "wrong")
    repair = claim(1, repairs=wrong.submission_id)
    desk.send(wrong)
    desk.send(repair)
    _, _, corrections = _shown(desk, repair)
    assert [one.verdict.submission_id for one in corrections] == [wrong.submission_id, repair.submission_id]
    assert desk.submissions.show(TENANT, SOURCE, uuid.uuid4().bytes) is None


def test_pages_hold_each_submission_once_the_newest_first(desk: Desk, clock: SetClock) -> None:
    for turn in range(3):
        clock.put(NOW + turn)
        for source in ("simpeg", "e-kinerja"):
            desk.send(*(claim(number, subject=f"{turn}-{number}") for number in range(4)), source=source)
    desk.send(claim(1, "wrong"))
    found, token = [], b""
    while True:
        page, token = desk.submissions.page(TENANT, source="", statuses=(), limit=7, token=token)
        found += page
        if not token:
            break
    assert len({(one.source, one.verdict.submission_id) for one in found}) == len(found) == 25
    assert [one.received_at for one in found] == sorted((one.received_at for one in found), reverse=True)
    rejected, _ = desk.submissions.page(TENANT, source="simpeg", statuses=(4,), limit=100, token=b"")
    assert [one.verdict.reason for one in rejected] == ["COUNT_INVALID"]
    assert desk.submissions.page("51.05", source="", statuses=(), limit=100, token=b"") == ([], b"")


def test_a_source_that_is_being_served_is_told_to_come_back_and_stops_no_other(desk: Desk) -> None:
    with desk.submissions._turn(TENANT, SOURCE):
        with pytest.raises(Overloaded):
            desk.send(claim(1))
        assert statuses(desk.send(claim(2), source="e-kinerja")) == ["ACCEPTED"]
    assert statuses(desk.send(claim(1))) == ["ACCEPTED"]
