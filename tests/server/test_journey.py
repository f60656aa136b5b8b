"""`make up-server` from start to end: a pledge day on Kafka and PostgreSQL, part of it while the broker is dead."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pledge_day
import pytest
from installation import Installation, local
from judge import judge, read
from netral.common.v1.types_pb2 import Count
from netral_cli.demo import regency
from netral_client import Key, Publisher
from netral_testing.processes import Child
from netral_testing.waiting import eventually

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

PERSONS, SILENT, PARTS = 200, 5, 2


@dataclass(frozen=True)
class Town:
    """A running system with its staff on record, a campaign, and the signatures of the first part."""

    installation: Installation
    system: Child
    day: pledge_day.PledgeDay
    campaign: str

    @property
    def asked(self):
        return self.installation.asked

    def coverage(self) -> dict:
        return self.asked("coverage", "--campaign", self.campaign)

    def signatures(self, part: int) -> int:
        return len(read(self.day.pacts[part]))

    def published(self) -> bool:
        status = self.asked("status")
        services = status["services"].values()
        return status["ready"] and all(
            one["outbox"] == 0 and all(view["lag"] == 0 for view in one["views"].values()) for one in services
        )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    day = pledge_day.write(tmp_path_factory.mktemp("files"), persons=PERSONS, silent=SILENT, parts=PARTS)
    with Installation("server") as installation, installation.up() as system:
        system.wait_for_line("^ready$", timeout=150)
        for group, file in day.files():
            imported = installation.asked(*pledge_day.importing(group, file))
            assert imported["accepted"] == imported["rows"]
        campaign = installation.asked(*pledge_day.opening(day))["campaign"]
        found = Town(installation, system, day, campaign)
        signed = installation.asked(*pledge_day.signing(day.pacts[0], campaign))
        assert signed["accepted"] == found.signatures(0)
        yield found
        assert system.terminate(timeout=60) == 0
        assert system.processes() == []
        local(installation.home, "stop")
        assert installation.processes() == []


def test_coverage_counts_who_signed(town: Town) -> None:
    figures = town.coverage()
    signed = town.signatures(0)
    assert [figures[name] for name in ("denominator", "signed", "missing", "unknown")] == [
        *(PERSONS, signed, PERSONS - signed, 0)
    ]


def test_every_receipt_proves_itself_and_the_logs_do(town: Town, tmp_path: Path) -> None:
    exported = town.asked("receipt", "export", "--campaign", town.campaign, "--out", tmp_path)
    assert exported["exported"] == exported["opened"] == town.signatures(0)
    assert pledge_day.verified(town.installation, tmp_path)
    assert town.asked("audit")["ok"] is True


def test_rebuilt_views_answer_the_same(town: Town) -> None:
    before = town.coverage()
    assert town.asked("rebuild", "pledge")["generation"] == 2
    after = town.coverage()
    assert {**after, "age_seconds": 0} == {**before, "age_seconds": 0}


def test_what_was_signed_while_the_broker_was_dead_is_published_and_seen_once_it_is_back(
    town: Town, tmp_path: Path
) -> None:
    town.installation.kill_server(town.installation.broker())
    imported = town.asked(*pledge_day.signing(town.day.pacts[1], town.campaign))
    assert imported["accepted"] == imported["rows"] == town.signatures(1)
    assert town.installation.broker() == 0

    town.installation.start_servers()
    eventually(town.published, timeout=60, what="everything published and seen")
    assert town.coverage()["signed"] == PERSONS - SILENT
    again = town.asked(*pledge_day.signing(town.day.pacts[1], town.campaign))
    assert again["unchanged"] == again["rows"]
    assert judge(town.day.sent(), pledge_day.shown(town.installation, town.campaign, tmp_path)) == []


def test_an_intake_beside_each_service_answers_publishers_and_comes_back_when_it_is_killed(
    town: Town, tmp_path: Path
) -> None:
    key = Key.make(tmp_path / "publisher.pem")
    town.asked("publisher", "register", key.public.hex(), "--tenant", regency.TENANT, "--source", "simpeg")
    bootstrap = json.loads((town.installation.home / "servers.json").read_text())["bootstrap"]
    where = {"tenant": regency.TENANT, "source": "simpeg", "key_file": tmp_path / "publisher.pem"}
    with Publisher(bootstrap=bootstrap, outbox_dir=tmp_path / "outbox", **where) as publisher:
        for service in ("registry", "pledge"):
            for killed in (False, True):
                if killed:
                    pid = eventually(lambda name=f"{service}.intake": town.installation.service(name), timeout=60)
                    os.kill(pid, signal.SIGKILL)
                publisher.submit(f"netral.{service}.nothing", Count(value=1), subject_key="s")
                publisher.flush(timeout=90)
    listed = town.asked("submission", "list", "--tenant", regency.TENANT)["submissions"]
    assert sorted(one["service"] for one in listed) == ["pledge", "pledge", "registry", "registry"]
    assert {one["status"] for one in listed} == {"REJECTED", "RECEIVED"}


def test_a_person_is_erased_and_goes_on_counting(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    before = town.coverage()
    person = town.asked("coverage", "--campaign", town.campaign, "--missing")["persons"][0]
    assert person["name"]
    where = ("--tenant", pledge_day.regency.TENANT)
    erasure = town.asked("privacy", "erase", *where, "--person", person["person"])["erasure"]
    token = town.asked("token", "issue", "--role", "PRIVACY", "--scope", where[1])["token"]
    with monkeypatch.context() as officer:
        officer.setenv("NETRAL_TOKEN", token)
        eventually(lambda: town.installation.netral("privacy", "approve", erasure).code == 0, timeout=20)
    eventually(lambda: town.asked("privacy", "show", erasure)["state"] == "erased", timeout=60)
    (shown,) = [
        one
        for one in town.asked("coverage", "--campaign", town.campaign, "--missing")["persons"]
        if one["person"] == person["person"]
    ]
    assert (shown["name"], shown["erased"]) == (None, True)
    assert {**town.coverage(), "age_seconds": 0, "position": 0} == {**before, "age_seconds": 0, "position": 0}
    assert town.asked("audit")["ok"] is True
