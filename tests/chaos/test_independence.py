"""A service is stopped: the other goes on deciding and projecting, says what it cannot know, and both catch up."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import crash_day
import pledge_day
import psycopg
import pytest
from confluent_kafka.admin import AdminClient
from crash_day import Town
from installation import PROFILES
from judge import read
from netral.common.v1.types_pb2 import VerdictKind
from netral.pledge.v1.events_pb2 import SigningMethod
from netral.pledge.v1.service_pb2 import FreezeAudienceRequest, NewPact, PactAnswer, RecordPactsRequest
from netral_calendar import microseconds
from netral_chassis import topics
from netral_chassis.log import EventLog, topic
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.log_sqlite import SqliteLog
from netral_cli.connection import Connection
from netral_testing.waiting import eventually
from psycopg import sql

PERSONS, PARTS = 40, 2
PART = PERSONS // PARTS
TOPIC = topic("registry")
pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


@pytest.fixture(scope="module", params=PROFILES)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Both services, a campaign, and the first half of the staff, seen by both; nobody has signed."""
    day = pledge_day.write(tmp_path_factory.mktemp("files"), persons=PERSONS, silent=0, parts=PARTS)
    with crash_day.on_the_eve(request.param, day) as made:
        made.start()
        assert made.asked(*pledge_day.importing("staff", day.staff[0]))["accepted"] == PART
        eventually(made.is_settled, timeout=30, what="everything published and seen")
        yield made
        made.end()


@pytest.fixture
def line(town: Town) -> Iterator[Connection]:
    """Calls as the operator's commands make them."""
    connection = Connection(town.installation.home, town.installation.port_base, {}, None)
    yield connection
    connection.close()


def persons(town: Town) -> list[bytes]:
    """Ids of all persons that the registry's log names, oldest first."""
    events = town.asked("log", "show", "--limit", 100_000)["events"]
    return [UUID(one["data"]["person_id"]).bytes for one in events if one["type"].endswith(".person-registered")]


def sign(town: Town, line: Connection, some: list[bytes]) -> list[int]:
    """Kinds of the verdicts on the first signatures of the file, of persons who are known by their ids."""
    items = [
        NewPact(
            command_id=uuid4().bytes,
            person_id=person,
            answer=PactAnswer.PACT_ANSWER_SIGNED,
            at=microseconds(datetime.fromisoformat(row["waktu"])),
            method=SigningMethod.SIGNING_METHOD_BASAH,
        )
        for person, row in zip(some, read(town.day.pacts[0]), strict=False)
    ]
    request = RecordPactsRequest(campaign_id=UUID(town.campaign).bytes, items=items, after=line.after())
    return [one.kind for one in line.call(line.pledge.RecordPacts, request).verdicts]


def figures(town: Town) -> tuple[int, ...]:
    """Denominator, signed, missing and unknown."""
    document = town.asked("coverage", "--campaign", town.campaign)
    return tuple(document[name] for name in ("denominator", "signed", "missing", "unknown"))


def is_unreachable(town: Town, *arguments: object) -> bool:
    """Whether a command says that a service does not run."""
    answer = town.installation.inside(*arguments)
    return answer.code == 1 and answer.document["error"]["code"] == "NOT_RUNNING"


def test_pledge_decides_and_shows_while_the_registry_is_away(town: Town, line: Connection) -> None:
    known = persons(town)
    town.stop("registry")
    assert is_unreachable(town, *pledge_day.signing(town.day.pacts[0], town.campaign))
    assert sign(town, line, known[:5]) == [VerdictKind.VERDICT_KIND_ACCEPTED] * 5
    assert figures(town) == (PART, 5, PART - 5, 0)

    town.bring_back("registry")
    again = town.asked(*pledge_day.signing(town.day.pacts[0], town.campaign))
    assert (again["unchanged"], again["accepted"]) == (5, PART - 5)
    assert figures(town) == (PART, PART, 0, 0)


def test_the_registry_decides_and_shows_while_pledge_is_away(town: Town) -> None:
    town.stop("pledge")
    assert town.asked(*pledge_day.importing("staff", town.day.staff[1]))["accepted"] == PART
    whole, _ = town.day.whole
    compared = town.asked("staff", "reconcile", whole, "--tenant", "51.04", "--as-of", pledge_day.AS_OF)
    assert (compared["known"], compared["differences"]) == (PERSONS, {})
    assert is_unreachable(town, "coverage", "--campaign", town.campaign)

    town.bring_back("pledge")
    assert figures(town) == (PERSONS, PART, PERSONS - PART, 0)


def test_what_the_registry_has_not_told_again_is_unknown_until_it_does(town: Town, line: Connection) -> None:
    """Pledge's views are lost, and of the registry's topic all but its beginning, while the registry is away."""
    before = figures(town)
    freeze = FreezeAudienceRequest(command_id=uuid4().bytes, campaign_id=UUID(town.campaign).bytes)
    assert line.call(line.pledge.FreezeAudience, freeze).count == PERSONS
    town.stop("registry")
    town.stop("pledge")
    lose_views(town)
    keep_beginning_of_topic(town)

    (town.installation.home / "seen.json").unlink()  # who has written here gets no older answer; a stranger does
    town.bring_back("pledge")
    eventually(lambda: figures(town) == (PERSONS, 0, 0, PERSONS), timeout=30, what="everybody unknown")

    town.bring_back("registry")
    eventually(lambda: figures(town) == before, timeout=30, what="the figures of before")
    assert town.asked("audit")["ok"] is True


def lose_views(town: Town) -> None:
    """The read models of pledge are gone."""
    if town.installation.profile == "embedded":
        for file in (town.installation.home / "data").glob("pledge.views_g*"):
            file.unlink()
        return
    with psycopg.connect(town.installation.service_environment["NETRAL_PLEDGE_DATABASE"]) as conn:
        names = conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'views_g%'").fetchall()
        for (name,) in names:
            conn.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


def keep_beginning_of_topic(town: Town) -> None:
    """A new topic in place of the registry's, with what was recorded before the first person."""
    log = open_log(town)
    records, offset, end = [], 0, log.end()
    while offset < end:
        placed = log.read(offset, 5_000, 5.0)
        records += [one.record for one in placed]
        offset = placed[-1].offset + 1
    log.close()
    first = next(number for number, one in enumerate(records) if one.type.endswith(".person-registered"))
    lose_topic(town)
    log = open_log(town)
    log.send(records[:first])
    log.close()


def open_log(town: Town) -> EventLog:
    if town.installation.profile == "embedded":
        return SqliteLog(town.installation.home / "data", TOPIC)
    return KafkaLog(bootstrap(town), TOPIC, source="netral://registry")


def lose_topic(town: Town) -> None:
    if town.installation.profile == "embedded":
        for file in (town.installation.home / "data").glob(f"{TOPIC}.log.db*"):
            file.unlink()
        return
    admin = AdminClient({"bootstrap.servers": bootstrap(town), "log_level": 0})
    admin.delete_topics([TOPIC])[TOPIC].result(10)
    eventually(lambda: TOPIC not in admin.list_topics(timeout=5).topics, timeout=30, what="the end of the topic")
    topics.ensure(bootstrap(town), {TOPIC: topics.LOG}, 1)


def bootstrap(town: Town) -> Any:
    return town.installation.service_environment["NETRAL_BOOTSTRAP"]
