"""A publisher and a service that speak by gRPC."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from claimed import SOURCE, TENANT, TYPE, WITHDRAW, statuses
from door import Door
from netral.common.v1.options_pb2 import Role
from netral.common.v1.submissions_pb2 import SubmissionBatch
from netral_chassis.access import Grant
from netral_chassis.database import DatabaseGone
from netral_chassis.submissions import Decided
from netral_client import (
    Draft,
    DraftWrong,
    NotDelivered,
    OutboxFull,
    OutboxInUse,
    OutboxOfAnother,
    Publisher,
    Refused,
    SubmissionClash,
)
from netral_testing.processes import Child
from netral_testing.waiting import eventually
from noted import Noted

Make = Callable[..., Publisher]
SUPPORT = os.pathsep.join(
    str(Path(__file__).parents[2] / folder / "tests" / "support") for folder in ("client", "chassis")
)


def write(publisher: Publisher, number: int, text: str = "", **more: object) -> bytes:
    return publisher.submit(TYPE, Noted(number=number, text=text), **({"subject_key": "s"} | more))  # type: ignore[arg-type]


def test_what_is_submitted_becomes_facts_in_order_and_its_verdicts_come_back(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    ids = [write(sender, number) for number in range(20)]
    assert door.desk.notes() == []
    assert sender.flush() == 0
    verdicts = list(sender.verdicts())
    assert [one.submission_id for one in verdicts] == ids
    assert statuses(verdicts) == ["ACCEPTED"] * 20
    assert door.desk.notes() == [("s", number) for number in range(20)]
    assert list(sender.verdicts()) == []


def test_a_verdict_is_seen_again_until_it_was_handled(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    for number in range(3):
        write(sender, number)
    sender.flush()
    seen = 0
    for seen, _verdict in enumerate(sender.verdicts()):
        if seen == 1:
            break
    sender.close()
    assert len(list(publisher(door.endpoint).verdicts())) == 2


def test_a_publisher_repairs_what_was_rejected_and_the_rest_follows(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    wrong = write(sender, 1, "wrong")
    write(sender, 2)
    assert sender.flush() == 1
    (verdict,) = sender.verdicts()
    assert (statuses([verdict]), verdict.reason, verdict.field) == (["REJECTED"], "COUNT_INVALID", "number")
    write(sender, 1, repairs=wrong)
    sender.start()
    eventually(lambda: sender.open_count() == 0, timeout=30, what="verdicts on all")
    assert statuses(list(sender.verdicts())) == ["ACCEPTED", "ACCEPTED"]
    assert door.desk.notes() == [("s", 1), ("s", 2)]


def test_a_publisher_withdraws_what_was_rejected(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    wrong = write(sender, 1, "wrong")
    sender.submit(WITHDRAW, None, subject_key="s", repairs=wrong)
    write(sender, 2)
    assert sender.flush() == 0
    assert door.desk.notes() == [("s", 2)]


def test_a_held_one_is_asked_after_until_it_is_decided(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    write(sender, 1, "later")
    assert sender.flush() == 1
    assert list(sender.verdicts()) == []
    door.desk.facts.come()
    door.desk.submissions.retry_held()
    sender.start()
    eventually(lambda: sender.open_count() == 0, timeout=30, what="the verdict on what was held")
    assert statuses(list(sender.verdicts())) == ["ACCEPTED"]


def test_a_service_that_is_away_is_waited_for(door: Door, publisher: Make) -> None:
    door.shut()
    sender = publisher(door.endpoint)
    write(sender, 1)
    with pytest.raises(NotDelivered, match="UNAVAILABLE"):
        sender.flush(timeout=0.5)
    assert sender.open_count() == 1
    sender.start()
    eventually(lambda: sender.trouble is not None, what="trouble that can be seen")
    door.open()
    eventually(lambda: sender.open_count() == 0, timeout=30, what="delivery")
    assert sender.trouble is None
    assert door.desk.notes() == [("s", 1)]


def test_a_busy_service_says_when_to_come_back_and_that_is_kept(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    write(sender, 1)
    with door.desk.submissions._turn(TENANT, SOURCE), pytest.raises(NotDelivered, match="TOO_MANY_REQUESTS"):
        sender.flush(timeout=0.8)
    assert sender.flush() == 0


def test_an_answer_that_is_lost_makes_nothing_double(
    door: Door, publisher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = publisher(door.endpoint)
    for number in range(5):
        write(sender, number)
    take = door.desk.submissions.submit
    lost: list[int] = []

    def lose_twice(batch: SubmissionBatch) -> Decided:
        decided = take(batch)
        if len(lost) < 2:
            lost.append(len(door.desk.notes()))
            raise DatabaseGone
        return decided

    monkeypatch.setattr(door.desk.submissions, "submit", lose_twice)
    assert sender.flush() == 0
    assert lost == [5, 5]
    assert door.desk.notes() == [("s", number) for number in range(5)]


def test_an_unregistered_key_is_refused_and_nothing_is_lost(door: Door, publisher: Make) -> None:
    grants, door.grants = door.grants, {}
    sender = publisher(door.endpoint)
    write(sender, 1)
    with pytest.raises(Refused) as refusal:
        sender.flush()
    assert refusal.value.reason == "NOT_ALLOWED"
    door.grants = grants
    assert sender.flush() == 0


def test_nobody_publishes_for_another_tenant_or_another_source(door: Door, publisher: Make, tmp_path: Path) -> None:
    door.grants[f"system:{TENANT}/other"] = (Grant(Role.ROLE_PUBLISHER, TENANT),)
    door.grants["system:51.05/simpeg"] = (Grant(Role.ROLE_PUBLISHER, "51.05"),)
    for number, (tenant, source) in enumerate(((TENANT, "other"), ("51.05", SOURCE))):
        sender = publisher(door.endpoint, tenant=tenant, source=source, outbox_dir=tmp_path / f"outbox-{number}")
        sender._tenant, sender._source = TENANT, SOURCE
        write(sender, 1)
        with pytest.raises(Refused) as refusal:
            sender.flush()
        assert refusal.value.reason == "NOT_ALLOWED"
    assert door.desk.notes() == []


def test_what_a_restored_service_no_longer_knows_is_sent_again(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    write(sender, 1, "later")
    sender.flush()
    with door.desk.storage.core.write() as conn:
        door.desk.storage.core.fetch(conn, "DELETE FROM {s}submission", ())
    door.desk.facts.come()
    sender.start()
    eventually(lambda: sender.open_count() == 0, timeout=30, what="the verdict")
    assert door.desk.notes() == [("s", 1)]


def test_a_full_outbox_takes_no_more_until_verdicts_are_handled(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint, capacity=3)
    for number in range(3):
        write(sender, number)
    with pytest.raises(OutboxFull):
        write(sender, 3)
    sender.flush()
    assert len(list(sender.verdicts())) == 3
    write(sender, 3)


def test_all_of_a_batch_of_drafts_is_kept_or_nothing(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint, capacity=3)
    with pytest.raises(OutboxFull):
        sender.submit_all([Draft(TYPE, Noted(number=number), "s") for number in range(4)])
    assert sender.open_count() == 0


def test_more_than_one_batch_is_sent_at_a_time(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    sender.submit_all([Draft(TYPE, Noted(number=number), f"s-{number}") for number in range(1_200)])
    assert sender.flush() == 0
    assert door.desk.facts.asked == [500, 500, 200]


def test_the_same_id_again_is_the_same_submission(door: Door, publisher: Make) -> None:
    sender = publisher(door.endpoint)
    id = uuid.uuid4().bytes
    write(sender, 1, submission_id=id)
    write(sender, 1, submission_id=id)
    assert sender.open_count() == 1
    with pytest.raises(SubmissionClash):
        write(sender, 2, submission_id=id)


@pytest.mark.parametrize(
    "draft",
    [
        Draft("pledge.sign", Noted(), "s"),
        Draft(TYPE, None, "s"),
        Draft(WITHDRAW, None, "s"),
        Draft(TYPE, Noted(), ""),
        Draft(TYPE, Noted(), "NIP:" + "1" * 18),
        Draft(TYPE, Noted(), "s", repairs=b"1"),
        Draft(TYPE, Noted(), "s", submission_id=b"1"),
        Draft(TYPE, Noted(text="x" * 200_000), "s"),
    ],
)
def test_a_draft_that_netral_would_not_keep_is_refused_at_once(publisher: Make, draft: Draft) -> None:
    with pytest.raises(DraftWrong):
        publisher("127.0.0.1:1").submit_all([draft])


def test_an_outbox_belongs_to_one_process_and_one_source(publisher: Make) -> None:
    first = publisher("127.0.0.1:1")
    with pytest.raises(OutboxInUse):
        publisher("127.0.0.1:1")
    first.close()
    with pytest.raises(OutboxOfAnother):
        publisher("127.0.0.1:1", source="other")


def test_a_publisher_killed_at_any_moment_loses_and_doubles_nothing(door: Door, key_file: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": SUPPORT}
    arguments = (door.endpoint, str(key_file), str(tmp_path / "outbox"), "400")
    for seen in (30, 150, 300):
        with Child("publishing", *arguments, environment=environment) as child:
            child.wait_until(lambda seen=seen: len(door.desk.notes()) >= seen, timeout=60)
            child.kill()
    with Child("publishing", *arguments, environment=environment) as child:
        assert child.wait(timeout=60) == 0, child.stderr
    assert sorted(number for _, number in door.desk.notes()) == list(range(400))
    for subject in range(7):
        own = [number for key, number in door.desk.notes() if key == f"s-{subject}"]
        assert own == sorted(own)
    handled = [int(line) for line in (tmp_path / "outbox" / "handled").read_text().split()]
    assert set(handled) == set(range(400))
