"""What the guide for publishers promises, on a running system: a key, a claim, its verdict, a correction by hand."""

import json
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_place import Place
from netral.pledge.v1.events_pb2 import SigningMethod
from netral.pledge.v1.service_pb2 import NewPact, PactAnswer, RecordPactsRequest
from netral_cli.demo import regency
from netral_client import Key, Publisher

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "publishers.md").read_text()
TENANT, SOURCE, STAFF = "51.04", "simpeg", 8


@dataclass
class Town:
    """A regency with staff, a campaign that is open now, and a source with a key of its own."""

    place: Place
    folder: Path
    campaign: str

    def netral(self, *arguments: object, code: int = 0) -> dict:
        answer = self.place.netral(*arguments, "--json")
        assert answer.code == code, answer.out + answer.err
        return answer.document

    @property
    def key_file(self) -> Path:
        return self.folder / "publisher.pem"

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.place.port_base + 2}"

    def missing(self) -> list[str]:
        """Persons who have not signed."""
        found = self.netral("coverage", "--campaign", self.campaign, "--missing")
        assert found["denominator"] == STAFF
        return [one["person"] for one in found["persons"]]

    def cause(self, person: str) -> str:
        found = self.netral("coverage", "--campaign", self.campaign, "--missing")["persons"]
        return next(one["cause"] for one in found if one["person"] == person)


@pytest.fixture(scope="module")
def town(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("source")
    files = regency.write(folder, 0, STAFF)[0]
    found = Town(place, folder, "")
    for group, file in (("org", files.units), ("org", files.posts), ("staff", files.staff)):
        found.netral(group, "import", file, "--tenant", TENANT, "--as-of", "2023-11-01")
    text = folder / "pakta.txt"
    text.write_text("Saya berjanji netral.\n")
    days = [str(date.today() + timedelta(days=n)) for n in (-2, 2)]
    opening = ("--kind", "pact", "--title", "Pakta", "--text", text, "--opens", days[0], "--closes", days[1])
    found.campaign = found.netral("campaign", "open", "--tenant", TENANT, *opening)["campaign"]

    (make,) = re.findall(r"```\n(openssl.*?)```", GUIDE, re.S)
    make = make.replace("python -c", f"{sys.executable} -c")
    made = subprocess.run(["bash", "-ec", make], cwd=folder, capture_output=True, text=True, check=True)
    (register,) = re.findall(r"^netral (publisher register .*)$", GUIDE, re.M)
    words = register.replace("64-DIGITS", made.stdout.strip()).split()
    assert found.netral(*words) == {"subject": f"system:{TENANT}/{SOURCE}", "changed": True}
    assert found.netral(*words)["changed"] is False
    return found


@pytest.fixture
def publisher(town: Town, tmp_path: Path) -> Iterator[Publisher]:
    with Publisher(
        town.endpoint, tenant=TENANT, source=SOURCE, key_file=town.key_file, outbox_dir=tmp_path / "outbox"
    ) as made:
        yield made


def signature(town: Town, person: str, method: int = SigningMethod.SIGNING_METHOD_SSO) -> RecordPactsRequest:
    pact = NewPact(
        person_id=uuid.UUID(person).bytes,
        answer=PactAnswer.PACT_ANSWER_SIGNED,
        method=method,
        at=time.time_ns() // 1_000,
    )
    return RecordPactsRequest(campaign_id=uuid.UUID(town.campaign).bytes, items=[pact])


def test_the_twenty_lines_of_the_guide_publish_a_signature_that_counts(town: Town) -> None:
    before = town.missing()
    person = before[0]
    program = DOCS / "examples" / "publisher.py"
    assert len(program.read_text().splitlines()) <= 25
    ended = subprocess.run(
        [sys.executable, program, town.endpoint, TENANT, town.key_file, town.campaign, person],
        cwd=town.folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert re.fullmatch(r"[0-9a-f]{32} SUBMISSION_STATUS_ACCEPTED  \n", ended.stdout)
    assert sorted(town.missing()) == sorted(set(before) - {person})
    (listed,) = [one for one in town.netral("submission", "list", "--tenant", TENANT)["submissions"]
                 if one["submission"].endswith(ended.stdout.split()[0])]  # fmt: skip
    assert (listed["status"], listed["source"], listed["subject"]) == ("ACCEPTED", SOURCE, person)


def test_a_rejected_claim_is_repaired_by_hand_and_what_waited_behind_it_follows(
    town: Town, publisher: Publisher, tmp_path: Path
) -> None:
    person, other = town.missing()[:2]
    wrong = publisher.submit("netral.pledge.sign-pact", signature(town, person, 0), subject_key=person)
    behind = publisher.submit("netral.pledge.sign-pact", signature(town, other), subject_key=person)
    assert publisher.flush() == 1
    assert {person, other} <= set(town.missing())
    assert town.cause(person) == "row_rejected"

    rejected = town.netral("submission", "list", "--tenant", TENANT, "--source", SOURCE, "--status", "rejected")
    (listed,) = rejected["submissions"]
    assert listed["submission"] == f"pledge/{TENANT}/{SOURCE}/{wrong.hex()}"
    assert (listed["reason"], listed["field"]) == ("UNKNOWN_METHOD", "method")
    assert listed["sentence"]
    assert listed["hint"]
    shown = town.netral("submission", "show", wrong.hex(), "--tenant", TENANT)
    assert shown["message"] == "netral.pledge.v1.RecordPactsRequest"
    shown["body"]["items"][0]["method"] = "SIGNING_METHOD_BASAH"
    file = tmp_path / "submission.json"
    file.write_text(json.dumps(shown))
    repaired = town.netral("submission", "repair", listed["submission"], file)
    assert (repaired["status"], repaired["repairs"]) == ("ACCEPTED", listed["submission"])

    assert not {person, other} & set(town.missing())
    publisher.start()
    stand = {one.submission_id: one for one in publisher.verdicts()}
    assert list(stand) == [wrong]
    chain = town.netral("submission", "show", repaired["submission"])["corrections"]
    assert [one["status"] for one in chain] == ["SUPERSEDED", "ACCEPTED"]
    assert town.netral("submission", "show", behind.hex(), "--tenant", TENANT)["status"] == "ACCEPTED"


def test_a_repair_that_is_wrong_again_ends_with_three_and_can_be_repaired_in_turn(
    town: Town, publisher: Publisher, tmp_path: Path
) -> None:
    person = town.missing()[0]
    wrong = publisher.submit("netral.pledge.sign-pact", signature(town, person, 0), subject_key=person)
    publisher.flush()
    place = f"pledge/{TENANT}/{SOURCE}/{wrong.hex()}"
    body = town.netral("submission", "show", place)["body"]
    file = tmp_path / "body.json"
    body["items"][0]["method"] = 99
    file.write_text(json.dumps(body))
    again = town.netral("submission", "repair", place, file, code=3)
    assert (again["status"], again["reason"]) == ("REJECTED", "UNKNOWN_METHOD")
    body["items"][0]["method"] = "SIGNING_METHOD_OTP"
    file.write_text(json.dumps(body))
    assert town.netral("submission", "repair", again["submission"], file)["status"] == "ACCEPTED"
    assert person not in town.missing()


def test_a_file_that_is_no_body_and_an_id_that_is_none_change_nothing(
    town: Town, publisher: Publisher, tmp_path: Path
) -> None:
    person = town.missing()[0]
    wrong = publisher.submit("netral.pledge.sign-pact", signature(town, person, 0), subject_key=person)
    publisher.flush()
    place = f"pledge/{TENANT}/{SOURCE}/{wrong.hex()}"
    file = tmp_path / "body.json"
    for text in ("", "[]", '{"salah": 1}', '{"items": 7}', '{"submission": "x", "body": null}'):
        file.write_text(text)
        assert town.netral("submission", "repair", place, file, code=4)["error"]["code"] == "BODY_MALFORMED"
    file.write_text("{}")
    unknown = f"pledge/{TENANT}/{SOURCE}/{uuid.uuid4().hex}"
    assert town.netral("submission", "repair", unknown, file, code=4)["error"]["code"] == "NOT_FOUND"
    asked = ("submission", "show", uuid.uuid4(), "--tenant", TENANT)
    assert town.netral(*asked, code=4)["error"]["code"] == "NOT_FOUND"
    for written in ("nothing", uuid.uuid4(), f"elsewhere/{TENANT}/{SOURCE}/{wrong.hex()}"):
        assert town.place.netral("submission", "show", written).code == 2
    assert town.netral("submission", "show", place)["status"] == "REJECTED"


def test_a_revoked_key_opens_nothing_any_more(town: Town, tmp_path: Path) -> None:
    key = Key.make(tmp_path / "second.pem")
    words = (key.public.hex(), "--tenant", TENANT, "--source", "second")
    assert town.netral("publisher", "register", *words)["changed"] is True
    assert town.netral("publisher", "revoke", *words)["changed"] is True
    assert town.netral("publisher", "register", *words, code=4)["error"]["code"] == "KEY_KNOWN"
    assert town.netral("publisher", "register", "zz", *words[1:], code=2)["error"]["code"] == "NO_SUCH_FILE"
    (tmp_path / "text.pem").write_text("no key")
    malformed = town.netral("publisher", "register", tmp_path / "text.pem", *words[1:], code=4)
    assert malformed["error"]["code"] == "KEY_MALFORMED"


def test_lists_for_people_name_verdict_and_cure(town: Town, publisher: Publisher) -> None:
    person = town.missing()[0]
    wrong = publisher.submit("netral.pledge.sign-pact", signature(town, person, 0), subject_key=f"lain-{person}")
    publisher.flush()
    for lang, verdict in (("id", "Ditolak"), ("en", "Rejected")):
        for asked in (("list",), ("show", wrong.hex())):
            answer = town.place.netral("submission", *asked, "--tenant", TENANT, "--lang", lang)
            assert answer.code == 0
            assert verdict in answer.out
