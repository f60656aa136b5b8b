"""What systems of a tenant claim, decided by the running services as people's own calls are."""

import json
import uuid
from pathlib import Path

import grpc
import pytest
from google.protobuf import descriptor_pool, json_format, message_factory
from netral.common.v1 import submissions_pb2 as rpc
from netral.pledge.v1 import service_pb2 as pledge
from netral.pledge.v1.service_pb2 import PactAnswer
from netral.registry.v1 import service_pb2 as registry
from office import Office, at, day, new_id
from running import System
from sources import Source, claim, status

TENANT, OTHER = "52.01", "52.02"
SIGNED_AT = at("2023-11-20T08:05:00+08:00")
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "claims"
SIGN, ATTEND, WITHDRAW = (f"netral.pledge.{name}" for name in ("sign-pact", "record-attendance", "withdraw"))
PERSON, CAMPAIGN, CEREMONY = (f"example-{name}".encode() for name in ("person-1", "campaign", "ceremony"))


@pytest.fixture(scope="module")
def office(system: System) -> Office:
    return Office(system, TENANT)


@pytest.fixture(scope="module")
def source(system: System, tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Source(system, TENANT, tmp_path_factory.mktemp("key"))


@pytest.fixture(scope="module")
def campaign(office: Office) -> bytes:
    office.units("KLAIM")
    return office.campaign()


def answer(campaign: bytes, person: bytes, **fields: object) -> pledge.RecordPactsRequest:
    given = {"at": SIGNED_AT, "answer": PactAnswer.PACT_ANSWER_SIGNED, "method": "SIGNING_METHOD_SSO"}
    item = pledge.NewPact(person_id=person, **{**given, **fields})
    return pledge.RecordPactsRequest(campaign_id=campaign, items=[item])


def subject(person: bytes) -> str:
    return str(uuid.UUID(bytes=person))


def example(type: str, **ids: bytes) -> rpc.Submission:
    """The submission that an example of the guide describes, with ids that exist."""
    document = json.loads((EXAMPLES / f"{type}.json").read_text())
    assert document.keys() == {"type", "subject_key", "body"}
    assert document["type"] == type
    service, message = MESSAGES[type]
    kind = message_factory.GetMessageClass(
        descriptor_pool.Default().FindMessageTypeByName(f"netral.{service}.v1.{message}")
    )
    body = json_format.ParseDict(document["body"], kind())
    given = {PERSON: ids.get("person", PERSON), CAMPAIGN: ids.get("campaign", CAMPAIGN), CEREMONY: ids.get("ceremony")}
    serialised = body.SerializeToString()
    for written, real in given.items():
        serialised = serialised.replace(written, real or written)
    key = document["subject_key"].replace(subject(PERSON), subject(ids.get("person", PERSON)))
    return rpc.Submission(submission_id=new_id(), subject_key=key, type=type, body=serialised)


MESSAGES = {
    "netral.registry.record-unit": ("registry", "ImportUnitsRequest"),
    "netral.registry.record-post": ("registry", "ImportPostsRequest"),
    "netral.registry.record-employee": ("registry", "ImportStaffRequest"),
    "netral.registry.end-employment": ("registry", "EndEmploymentsRequest"),
    "netral.pledge.sign-pact": ("pledge", "RecordPactsRequest"),
    "netral.pledge.record-ceremony": ("pledge", "RecordCeremoniesRequest"),
    "netral.pledge.record-attendance": ("pledge", "RecordAttendanceRequest"),
}


def test_every_type_that_is_taken_has_an_example_and_a_line_in_the_guide_and_no_other(source: Source):
    taken = set()
    for service in ("registry", "pledge"):
        (verdict,) = source.send(service, claim(f"netral.{service}.nothing", None, "guide"))
        assert (verdict.reason, verdict.field) == ("FIELD_INVALID", "type")
        taken |= set(verdict.params["expected"].split(", "))
    assert taken == MESSAGES.keys() == {path.stem for path in EXAMPLES.iterdir()}
    guide = (EXAMPLES.parents[1] / "publishers.md").read_text()
    for type, (_, message) in MESSAGES.items():
        assert f"| `{type}` | `{message}`" in guide


def test_the_examples_of_the_guide_are_accepted_one_after_the_other(system: System, source: Source, office: Office):
    def accepted(service: str, submission: rpc.Submission) -> bytes:
        (verdict,) = source.send(service, submission)
        if status(verdict) == "HELD":
            verdict = source.becomes(service, submission.submission_id, "ACCEPTED")
        assert (status(verdict), verdict.reason) == ("ACCEPTED", "")
        system.settle()
        return uuid.UUID(verdict.stream_id.partition("/")[2]).bytes

    for type in ("netral.registry.record-unit", "netral.registry.record-post"):
        accepted("registry", example(type))
    person = accepted("registry", example("netral.registry.record-employee"))
    campaign = office.campaign(kind=2, template_id="IKRAR-2024")
    pact = office.campaign()
    ids = {"person": person, "campaign": campaign}
    accepted("pledge", example(SIGN, person=person, campaign=pact))
    ceremony = accepted("pledge", example("netral.pledge.record-ceremony", **ids))
    accepted("pledge", example(ATTEND, ceremony=ceremony, **ids))
    accepted("registry", example("netral.registry.end-employment", person=person))
    assert office.coverage(pact, valid_at=day("2023-11-20")).total.signed == 1
    assert office.ceremony_shown(ceremony).present == 1


def test_a_signature_of_somebody_who_is_not_here_yet_is_held_and_decided_when_he_comes(
    system: System, source: Source, office: Office, campaign: bytes
):
    elsewhere = Office(system, OTHER)
    elsewhere.units("ASAL")
    rows = elsewhere.rows(1, "ASAL")
    (person,) = elsewhere.employ(rows)
    sent = claim(SIGN, answer(campaign, person), subject(person))
    behind = claim(SIGN, answer(campaign, person), subject(person))
    first, second = source.send("pledge", sent, behind)
    assert (status(first), first.reason, first.field) == ("HELD", "PERSON_UNKNOWN", "person_id")
    assert status(second) == "RECEIVED"
    rows[0].command_id, rows[0].unit_code = new_id(), "KLAIM"
    assert office.employ(rows) == [person]
    assert source.becomes("pledge", sent.submission_id, "ACCEPTED").position > 0
    assert status(source.verdict("pledge", behind.submission_id)) == "ACCEPTED"


def test_a_claim_on_a_campaign_that_is_not_here_yet_is_held(source: Source, office: Office, campaign: bytes):
    (person,) = office.hire(1, "KLAIM")
    (verdict,) = source.send("pledge", claim(SIGN, answer(new_id(), person), subject(person)))
    assert (status(verdict), verdict.reason) == ("HELD", "CAMPAIGN_UNKNOWN")
    attendance = pledge.RecordAttendanceRequest(
        ceremony_id=new_id(), items=[pledge.NewAttendance(person_id=person, status=1)]
    )
    (verdict,) = source.send("pledge", claim(ATTEND, attendance, "ceremony-x"))
    assert (status(verdict), verdict.reason) == ("HELD", "CEREMONY_UNKNOWN")


def test_what_a_claim_is_rejected_for_is_what_the_api_rejects_it_for(
    system: System, source: Source, office: Office, campaign: bytes
):
    persons = office.hire(3, "KLAIM")
    system.settle()
    wrong = [
        answer(campaign, persons[0], method=0),
        answer(campaign, persons[1], at=at("2030-01-01T00:00:00+08:00")),
        answer(campaign, persons[2], at=at("2023-12-24T08:00:00+08:00")),
    ]
    verdicts = source.send("pledge", *(claim(SIGN, one, subject(one.items[0].person_id)) for one in wrong))
    for one in wrong:
        one.items[0].command_id = new_id()
    asked = [office.record(campaign, one.items).verdicts[0] for one in wrong]
    assert [(one.reason, one.field) for one in verdicts] == [(one.reason, one.field) for one in asked]
    assert [status(one) for one in verdicts] == ["REJECTED"] * 3


def test_attendance_is_all_or_none_and_names_the_entry_that_is_wrong(
    system: System, source: Source, office: Office, campaign: bytes
):
    persons = office.hire(3, "KLAIM")
    ceremony = office.ceremony("2023-11-20")
    system.settle()
    items = [pledge.NewAttendance(person_id=one, status=1) for one in persons]
    items[2].status = 77
    request = pledge.RecordAttendanceRequest(ceremony_id=ceremony, items=items)
    (verdict,) = source.send("pledge", sent := claim(ATTEND, request, subject(ceremony)))
    assert (status(verdict), verdict.reason, verdict.field) == ("REJECTED", "UNKNOWN_STATUS", "items[2].status")
    assert office.ceremony_shown(ceremony).present == 0
    request.items[2].status = 1
    repair = claim(ATTEND, request, subject(ceremony), repairs=sent.submission_id)
    assert [status(one) for one in source.send("pledge", repair)] == ["ACCEPTED"]
    system.settle()
    assert office.ceremony_shown(ceremony).present == 3


@pytest.mark.parametrize("count", [0, 2])
def test_a_claim_with_none_or_two_entries_is_no_claim(source: Source, count: int):
    request = registry.ImportUnitsRequest(as_of=day("2023-01-01"))
    for number in range(count):
        request.rows.add(code=f"DUA-{number}", name="Dua", kind=1)
    (verdict,) = source.send("registry", claim("netral.registry.record-unit", request, f"count-{count}"))
    assert (status(verdict), verdict.reason, verdict.field) == ("REJECTED", "FIELD_INVALID", "rows")


def test_a_claim_that_is_taken_back_lets_the_next_one_through(
    system: System, source: Source, office: Office, campaign: bytes
):
    (person,) = office.hire(1, "KLAIM")
    system.settle()
    wrong = claim(SIGN, answer(campaign, person, method=0), subject(person))
    right = claim(SIGN, answer(campaign, person), subject(person))
    assert [status(one) for one in source.send("pledge", wrong, right)] == ["REJECTED", "RECEIVED"]
    source.send("pledge", claim(WITHDRAW, None, subject(person), repairs=wrong.submission_id))
    assert status(source.verdict("pledge", right.submission_id)) == "ACCEPTED"


def test_a_key_of_a_source_asks_the_registry_who_is_meant(
    system: System, source: Source, office: Office, campaign: bytes
):
    rows = office.rows(1, "KLAIM")
    (person,) = office.employ(rows)
    caller = system.bearing(lambda: source.key.token(TENANT, source.name)).registry
    identifiers = [registry.Identifier(kind="IDENTIFIER_KIND_NIP", value=rows[0].nip)]
    request = registry.ResolveIdentifiersRequest(tenant=TENANT, identifiers=identifiers, after=office.seen)
    assert list(caller.ResolveIdentifiers(request).person_ids) == [person]
    request.tenant = OTHER
    with pytest.raises(grpc.RpcError) as refused:
        caller.ResolveIdentifiers(request)
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
