"""Who may read what publishers sent: a system its own, people every source of their tenant."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from claimed import SOURCE, TENANT, Desk, Facts, batch, claim, statuses, storage_of
from netral.common.v1.options_pb2 import Role
from netral.common.v1.submissions_pb2 import (
    ListSubmissionsRequest,
    ShowSubmissionRequest,
    SubmissionStatus,
    SubmitRequest,
    VerdictsRequest,
)
from netral_chassis.access import Grant, NotAllowed, Principal
from netral_chassis.clock import SystemClock
from netral_chassis.rpc import NotFound
from netral_chassis.submission_service import SubmissionService
from netral_messages import Rejected

SYSTEM = Principal(f"system:{TENANT}/{SOURCE}", (Grant(Role.ROLE_PUBLISHER, TENANT),))
OTHER = Principal(f"system:{TENANT}/other", (Grant(Role.ROLE_PUBLISHER, TENANT),))
PROVINCE = Principal("system:51/portal", (Grant(Role.ROLE_PUBLISHER, "51"),))
CLERK = Principal("user:clerk", (Grant(Role.ROLE_CLERK, TENANT),))
OPERATOR = Principal("user:operator", (Grant(Role.ROLE_PUBLISHER, "00"), Grant(Role.ROLE_CLERK, "00")))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(storage_of(str(tmp_path / "data")), SystemClock(), Facts(tmp_path / "fact"))
    yield made
    made.close()


@pytest.fixture
def service(desk: Desk) -> SubmissionService:
    return SubmissionService("note", desk.submissions, desk.handlers, desk.store)


def test_a_person_with_the_right_publishes_for_any_source_of_the_tenant(service: SubmissionService) -> None:
    answer = service.Submit(SubmitRequest(batch=batch(claim(1), source="by-hand")), OPERATOR)
    assert statuses(answer.verdicts) == ["ACCEPTED"]
    assert dict(answer.cursor.positions) == {"note": 1}


@pytest.mark.parametrize("caller", [OTHER, PROVINCE, CLERK], ids=["other source", "province", "clerk"])
def test_nobody_else_publishes_for_a_source(service: SubmissionService, desk: Desk, caller: Principal) -> None:
    with pytest.raises(NotAllowed):
        service.Submit(SubmitRequest(batch=batch(claim(1))), caller)
    assert desk.notes() == []


def test_a_system_sees_its_own_submissions_only(service: SubmissionService, desk: Desk) -> None:
    mine, theirs = claim(1), claim(2)
    desk.send(mine)
    desk.send(theirs, source="other")
    own = service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT), SYSTEM)
    assert [one.verdict.submission_id for one in own.submissions] == [mine.submission_id]
    for ask in (
        lambda: service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT, source="other"), SYSTEM),
        lambda: service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT), PROVINCE),
        lambda: service.Verdicts(VerdictsRequest(tenant=TENANT, source="other"), SYSTEM),
        lambda: service.ShowSubmission(ShowSubmissionRequest(tenant=TENANT, source="other"), SYSTEM),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_clerk_sees_every_source_of_the_tenant_and_the_body_of_one(service: SubmissionService, desk: Desk) -> None:
    wrong, good = claim(1, "wrong"), claim(2, subject="b")
    desk.send(wrong)
    desk.send(good, source="other")
    answer = service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT), CLERK)
    assert {one.source for one in answer.submissions} == {SOURCE, "other"}
    rejected = ListSubmissionsRequest(
        tenant=TENANT, statuses=[SubmissionStatus.SUBMISSION_STATUS_REJECTED, 99], limit=10
    )
    assert [one.subject_key for one in service.ListSubmissions(rejected, CLERK).submissions] == ["subject-1"]
    request = ShowSubmissionRequest(tenant=TENANT, source=SOURCE, submission_id=wrong.submission_id)
    shown = service.ShowSubmission(request, CLERK)
    assert (shown.body, shown.submission.verdict.reason) == (wrong.body, "COUNT_INVALID")


def test_what_was_never_received_is_left_out_or_not_found(service: SubmissionService, desk: Desk) -> None:
    good = claim(1)
    desk.send(good)
    ids = [b"x" * 16, good.submission_id, b""]
    answer = service.Verdicts(VerdictsRequest(tenant=TENANT, source=SOURCE, submission_ids=ids), SYSTEM)
    assert [one.submission_id for one in answer.verdicts] == [good.submission_id]
    with pytest.raises(NotFound):
        service.ShowSubmission(ShowSubmissionRequest(tenant=TENANT, source=SOURCE, submission_id=b"x" * 16), SYSTEM)


def test_a_page_token_that_no_page_gave_is_no_fault(service: SubmissionService, desk: Desk) -> None:
    desk.send(claim(1))
    for token in (b"\xff", b"x" * 8 + b"y" * 16 + b"source"):
        service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT, page_token=token), CLERK)
    with pytest.raises(Rejected) as refused:
        service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT, page_token=b"\x00" * 24 + b"\xff"), CLERK)
    assert refused.value.field == "page_token"


def test_too_much_at_once_is_refused_with_its_field(service: SubmissionService) -> None:
    with pytest.raises(Rejected) as refused:
        service.Verdicts(VerdictsRequest(tenant=TENANT, source=SOURCE, submission_ids=[b"x" * 16] * 501), SYSTEM)
    assert refused.value.field == "submission_ids"
    with pytest.raises(Rejected) as refused:
        service.ListSubmissions(ListSubmissionsRequest(tenant=TENANT, limit=501), CLERK)
    assert refused.value.field == "limit"
