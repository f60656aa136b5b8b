"""`netral privacy`: a copy for the person, and an erasure that needs two."""

import json
from uuid import UUID, uuid4

import pytest
from leaving import Leaver, Leaving
from netral.pledge.v1 import service_pb2 as pledge
from netral_testing.waiting import eventually
from office import accepted, new_id
from running import System

TENANT = "53.04"
SOMEBODY, OTHER = Leaver(7), Leaver(8)


@pytest.fixture(scope="module")
def place(system: System) -> Leaving:
    """Two persons who came to the same ceremony."""
    leaving = Leaving(system, TENANT)
    leaving.hire(SOMEBODY, OTHER)
    ceremony = leaving.office.ceremony("2023-11-20")
    items = [
        pledge.NewAttendance(command_id=new_id(), person_id=person, status=2, reason=one.reason)
        for one, person in leaving.persons.items()
    ]
    request = pledge.RecordAttendanceRequest(ceremony_id=ceremony, items=items, after=leaving.office.seen)
    accepted(leaving.office.pledge.RecordAttendance(request))
    system.settle()
    return leaving


def text(id_: bytes) -> str:
    return str(UUID(bytes=id_))


def test_a_copy_holds_all_that_is_known_of_the_person_and_nothing_of_others(place: Leaving):
    code, document = place.netral("privacy", "export", "--tenant", TENANT, "--nip", typed=f"{SOMEBODY.nip}\n")
    assert (code, document["person"]) == (0, text(place.persons[SOMEBODY]))
    told = json.dumps(document, ensure_ascii=False)
    assert all(one in told for one in (SOMEBODY.name, SOMEBODY.nip, SOMEBODY.nik, SOMEBODY.reason))
    assert not any(one in told for one in (*OTHER.texts, place.persons[OTHER].hex()))
    types = {fact["type"] for service in document["services"].values() for fact in service["facts"]}
    wanted = ("registry.person-registered", "registry.employment-started", "registry.post-held")
    assert {f"netral.{one}" for one in (*wanted, "pledge.pact-signed", "pledge.attendance-recorded")} <= types


def test_a_number_is_read_from_standard_input_in_any_way_people_write_it(place: Leaving):
    for option, number in (("--nip", SOMEBODY.nip), ("--nik", SOMEBODY.nik)):
        typed = f" {number[:8]} {number[8:]}\r\n"
        code, document = place.netral("privacy", "export", "--tenant", TENANT, option, typed=typed)
        assert (code, document["person"]) == (0, text(place.persons[SOMEBODY]))


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "reason"),
    [
        ((), "", 2, "WHOSE_ERASURE"),
        (("--nip", "--nik"), "1", 2, "WHOSE_ERASURE"),
        (("--person", "7"), "", 2, "ID_MALFORMED"),
        (("--nip",), "", 4, "IDENTITY_MISSING"),
        (("--nip",), "123\n", 4, "NIP_MALFORMED"),
        (("--nik",), "9902022711000399\n", 4, "PERSON_UNKNOWN"),
        (("--person", str(uuid4())), "", 4, "PERSON_UNKNOWN"),
    ],
)
def test_who_is_not_meant_clearly_is_not_erased(
    place: Leaving, arguments: tuple[str, ...], typed: str, code: int, reason: str
):
    found, document = place.netral("privacy", "erase", "--tenant", TENANT, *arguments, typed=typed)
    assert (found, document["error"]["code"]) == (code, reason)
    assert "123" not in document["error"]["message"]


def test_an_erasure_is_asked_by_one_and_approved_by_another_token(place: Leaving, monkeypatch: pytest.MonkeyPatch):
    before = place.office.coverage(place.campaign).total
    code, document = place.netral("privacy", "erase", "--tenant", TENANT, "--nik", typed=f"{SOMEBODY.nik}\n")
    erasure = document["erasure"]
    assert (code, document["state"]) == (0, "requested")
    code, document = place.netral("privacy", "approve", erasure)
    assert (code, document["error"]["code"]) == (4, "FOUR_EYES")
    _, issued = place.netral("token", "issue", "--role", "PRIVACY", "--scope", TENANT)
    monkeypatch.setenv("NETRAL_TOKEN", issued["token"])
    assert eventually(lambda: place.netral("privacy", "approve", erasure)[0] == 0, timeout=10, what="a right in force")
    monkeypatch.delenv("NETRAL_TOKEN")

    def shown() -> dict:
        return place.netral("privacy", "show", erasure)[1]

    eventually(lambda: shown()["state"] == "erased", timeout=30, what="a certificate")
    assert {name: one["state"] for name, one in shown()["services"].items()} == {
        "pledge": "confirmed",
        "registry": "confirmed",
    }
    assert place.netral("privacy", "list", "--tenant", TENANT)[1]["erasures"] == [shown()]
    after = place.office.coverage(place.campaign).total
    assert after == before
    code, document = place.netral("privacy", "export", "--tenant", TENANT, "--person", erasure)
    told = json.dumps(document)
    assert code == 0
    assert "netral.registry.person-erased" in told
    assert not any(one in told for one in SOMEBODY.texts)


def test_a_missing_person_who_was_erased_is_shown_as_such(place: Leaving):
    absent = Leaver(9)
    (person,) = place.office.employ([place.row(absent)])
    place.persons[absent] = person
    place.system.settle(place.office.seen)
    place.erase(absent)
    code, document = place.netral("coverage", "--campaign", text(place.campaign), "--missing")
    assert code == 0
    (told,) = [one for one in document["persons"] if one["person"] == text(person)]
    assert (told["name"], told["erased"]) == (None, True)


def test_what_nobody_asked_for_cannot_be_approved_or_shown(place: Leaving):
    for task in ("approve", "show"):
        code, document = place.netral("privacy", task, uuid4())
        assert (code, document["error"]["code"]) == (4, "ERASURE_UNKNOWN")


def test_who_has_no_right_gets_no_copy(place: Leaving, monkeypatch: pytest.MonkeyPatch):
    _, issued = place.netral("token", "issue", "--role", "REGISTRAR", "--scope", TENANT)
    monkeypatch.setenv("NETRAL_TOKEN", issued["token"])
    person = text(place.persons[OTHER])
    code, document = place.netral("privacy", "export", "--tenant", TENANT, "--person", person)
    assert (code, document["error"]["code"]) == (4, "NOT_ALLOWED")
