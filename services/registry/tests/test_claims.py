"""Claims on staff, as the chassis hands them over: whom they are about is found out when they are decided."""

import os
import uuid

import pytest
from netral.common.v1.submissions_pb2 import Submission, SubmissionBatch, SubmissionStatus, SubmissionVerdict
from netral.registry.v1 import service_pb2 as pb
from netral_chassis.submission_service import submissions_of
from netral_chassis.submissions import Submissions
from netral_registry.claims import claims
from registry_house import GIANYAR, House, day

SOURCE = "simpeg"
ACCEPTED, REJECTED = SubmissionStatus.SUBMISSION_STATUS_ACCEPTED, SubmissionStatus.SUBMISSION_STATUS_REJECTED


@pytest.fixture
def submissions(registry: House) -> Submissions:
    registry.units(("DINKES", ""))
    return submissions_of("registry", registry.app, claims(registry.app, registry.regions))


def employee(unit: str = "DINKES", **fields: str) -> Submission:
    row = pb.StaffRow(name="Pegawai Contoh", employment_class=1, unit_code=unit, nip="190012311950011997", **fields)
    request = pb.ImportStaffRequest(as_of=day("2023-11-01"), rows=[row])
    return Submission(
        submission_id=os.urandom(16),
        subject_key=f"staff/{os.urandom(4).hex()}",
        type="netral.registry.record-employee",
        body=request.SerializeToString(),
    )


def send(registry: House, submissions: Submissions, *sent: Submission) -> list[SubmissionVerdict]:
    verdicts = submissions.submit(SubmissionBatch(tenant=GIANYAR, source=SOURCE, submissions=sent)).verdicts
    registry.follow()
    return list(verdicts)


def body(submissions: Submissions, sent: Submission) -> bytes:
    found = submissions.show(GIANYAR, SOURCE, sent.submission_id)
    assert found is not None
    return found[1]


def test_what_was_claimed_of_a_person_dies_with_his_key(registry: House, submissions: Submissions) -> None:
    sent, wrong = employee(), employee("TIDAK-ADA")
    first, second = send(registry, submissions, sent, wrong)
    assert (first.status, second.status, second.reason) == (ACCEPTED, REJECTED, "UNKNOWN_UNIT")
    assert (body(submissions, sent), body(submissions, wrong)) == (sent.body, wrong.body)
    person = uuid.UUID(first.stream_id.partition("/")[2]).bytes
    registry.vault.destroy([person], 1)
    assert (body(submissions, sent), body(submissions, wrong)) == (b"", b"")


def test_two_claims_of_one_person_in_one_batch_are_one_person(registry: House, submissions: Submissions) -> None:
    first, second = send(registry, submissions, employee(), employee(position="Perawat"))
    assert first.status == second.status == ACCEPTED
    assert first.stream_id == second.stream_id


def test_the_same_claim_again_makes_no_event_and_has_the_same_verdict(
    registry: House, submissions: Submissions
) -> None:
    sent = employee()
    first = send(registry, submissions, sent)
    events = registry.events
    assert send(registry, submissions, sent) == first
    assert registry.events == events


def test_a_day_to_come_is_refused_for_every_claim_of_that_day_alone(registry: House, submissions: Submissions) -> None:
    later, now = employee(), employee()
    request = pb.ImportStaffRequest.FromString(later.body)
    request.as_of = day("2999-01-01")
    later.body = request.SerializeToString()
    first, second = send(registry, submissions, later, now)
    assert (first.reason, second.status) == ("AS_OF_IN_FUTURE", ACCEPTED)


def test_a_claim_decides_nothing_on_trial(registry: House, submissions: Submissions) -> None:
    sent = employee()
    request = pb.ImportStaffRequest.FromString(sent.body)
    request.dry_run = True
    sent.body = request.SerializeToString()
    (verdict,) = send(registry, submissions, sent)
    assert (verdict.status, verdict.field) == (REJECTED, "dry_run")
