"""Publishers and a service that meet at a real broker: the intake is a process of its own, and both sides may die."""

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from claimed import SOURCE, TENANT, TYPE, Desk, Facts, batch, claim, statuses, storage_of
from door import Door
from kafka import KafkaProducer
from netral.common.v1.options_pb2 import Role
from netral_chassis import intake, topics
from netral_chassis.access import Grant
from netral_chassis.clock import SystemClock
from netral_chassis.home import Home
from netral_chassis.log import intake_topic
from netral_client import Key, NotDelivered, Publisher
from netral_testing.kafka import Cluster
from netral_testing.ports import free_ports
from netral_testing.postgres import Server
from netral_testing.processes import Child
from netral_testing.waiting import eventually
from noted import Noted

Make = Callable[..., Publisher]
SUPPORT = os.pathsep.join(
    [
        *(str(Path(__file__).parents[2] / folder / "tests" / "support") for folder in ("client", "chassis")),
        os.environ.get("PYTHONPATH", ""),
    ]
)


@dataclass
class Counter:
    """The other side of the broker: a home, its database, and intake processes on demand."""

    home: Path
    bootstrap: str
    database: str
    desk: Desk
    metrics_port: int

    def intake(self, **more: str) -> Child:
        environment = {
            "PYTHONPATH": SUPPORT,
            "NETRAL_HOME": str(self.home),
            "NETRAL_PROFILE": "server",
            "NETRAL_BOOTSTRAP": self.bootstrap,
            "NETRAL_DATABASE": self.database,
            "NETRAL_VAULT_DATABASE": self.database,
            "NETRAL_PORT_BASE": str(self.metrics_port - 20),
        }
        return Child("taking", environment=environment | more)

    def register(self, key: Key, tenant: str = TENANT, source: str = SOURCE) -> None:
        file = self.home / "keys.json"
        known = json.loads(file.read_text()) if file.exists() else {}
        known[key.id.hex()] = [tenant, source, key.public.hex()]
        file.write_text(json.dumps(known))

    def counted(self) -> dict[str, float]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        prefix = 'netral_intake_records_total{outcome="'
        found = (line.removeprefix(prefix).split('"} ') for line in lines if line.startswith(prefix))
        return {name: float(value) for name, value in found}


def opened(bootstrap: str, database: str, key_file: Path, tmp_path: Path) -> Counter:
    topics.ensure(bootstrap, topics.of_intake(["note"]), 1)
    home = Home(tmp_path / "home")
    home.path.mkdir()
    home.prepare(("note",))
    desk = Desk(storage_of(database), SystemClock(), Facts(home.path / "fact"), home.master_key("note"))
    made = Counter(home.path, bootstrap, database, desk, free_ports(1)[0])
    made.register(Key.read(key_file))
    return made


def shut(counter: Counter) -> None:
    counter.desk.close()
    counter.desk.storage.core.close()
    counter.desk.storage.vault.close()


@pytest.fixture
def counter(kafka_cluster: Cluster, postgres_url: str, key_file: Path, tmp_path: Path) -> Iterator[Counter]:
    made = opened(kafka_cluster.bootstrap, postgres_url, key_file, tmp_path)
    yield made
    shut(made)


def write(publisher: Publisher, number: int, text: str = "", subject: str = "s") -> bytes:
    return publisher.submit(TYPE, Noted(number=number, text=text), subject_key=subject)


def test_batches_through_the_broker_become_facts_and_verdicts_come_back(counter: Counter, publisher: Make) -> None:
    sender = publisher(bootstrap=counter.bootstrap)
    for number in range(50):
        write(sender, number, subject=f"s-{number % 5}")
    wrong = write(sender, 50, "wrong")
    with counter.intake() as child:
        child.wait_until(lambda: sender.flush(timeout=60) == 0, timeout=90)
        verdicts = list(sender.verdicts())
        assert statuses(verdicts) == ["ACCEPTED"] * 50 + ["REJECTED"]
        assert (verdicts[-1].submission_id, verdicts[-1].reason) == (wrong, "COUNT_INVALID")
        assert child.terminate() == 0
    for subject in range(5):
        own = [number for key, number in counter.desk.notes() if key == f"s-{subject}"]
        assert own == list(range(subject, 50, 5))


def test_with_the_intake_killed_no_verdict_arrives_and_with_it_back_all_do(counter: Counter, publisher: Make) -> None:
    sender = publisher(bootstrap=counter.bootstrap)
    with counter.intake() as child:
        write(sender, 0)
        assert sender.flush(timeout=60) == 0
        child.kill()
    for number in range(1, 20):
        write(sender, number)
    with pytest.raises(NotDelivered):
        sender.flush(timeout=4)
    assert sender.open_count() == 19
    assert len(counter.desk.notes()) == 1
    with counter.intake():
        assert sender.flush(timeout=60) == 0
    assert counter.desk.notes() == [("s", number) for number in range(20)]


def test_the_intake_killed_at_every_step_loses_and_doubles_nothing(counter: Counter, publisher: Make) -> None:
    sender = publisher(bootstrap=counter.bootstrap)
    sender.start()
    number = 0
    for point in ("append.inserted", "append.committed", "submission.decided", "vault.sealed"):
        with counter.intake(NETRAL_CRASH=f"{point}:exit:3") as child:
            while child.exit_code is None:
                write(sender, number, subject=f"s-{number % 3}")
                number += 1
                eventually(lambda: child.exit_code is not None or sender.open_count() == 0, timeout=60)
    for _ in range(20):
        write(sender, number, subject=f"s-{number % 3}")
        number += 1
    with counter.intake():
        eventually(lambda: sender.open_count() == 0, timeout=60, what="verdicts on all")
    assert statuses(list(sender.verdicts())) == ["ACCEPTED"] * number
    for subject in range(3):
        own = [one for key, one in counter.desk.notes() if key == f"s-{subject}"]
        assert own == list(range(subject, number, 3))


def test_both_sides_killed_in_the_middle_lose_and_double_nothing(
    counter: Counter, key_file: Path, tmp_path: Path
) -> None:
    arguments = ("", str(key_file), str(tmp_path / "outbox"), "300", counter.bootstrap)
    for seen in (20, 120, 220):
        with (
            counter.intake() as taking,
            Child("publishing", *arguments, environment={"PYTHONPATH": SUPPORT}) as sending,
        ):
            sending.wait_until(lambda seen=seen: len(counter.desk.notes()) >= seen, timeout=90)
            taking.kill()
            sending.kill()
    with counter.intake(), Child("publishing", *arguments, environment={"PYTHONPATH": SUPPORT}) as sending:
        assert sending.wait(timeout=90) == 0, sending.stderr
    assert sorted(number for _, number in counter.desk.notes()) == list(range(300))
    for subject in range(7):
        own = [number for key, number in counter.desk.notes() if key == f"s-{subject}"]
        assert own == sorted(own)
    handled = {int(line) for line in (tmp_path / "outbox" / "handled").read_text().split()}
    assert handled == set(range(300))


def test_records_that_are_no_batch_of_their_source_are_counted_and_passed_over(
    counter: Counter, publisher: Make, key_file: Path, tmp_path: Path
) -> None:
    key, stranger = Key.read(key_file), Key.make(tmp_path / "stranger.pem")
    good = batch(claim(1)).SerializeToString()
    forged = stranger.signed(good)
    forged.key_id = key.id
    records = [
        b"\xff not a message",
        b"",
        key.signed(b"\xff").SerializeToString(),
        key.signed(batch().SerializeToString()).SerializeToString(),
        stranger.signed(good).SerializeToString(),
        forged.SerializeToString(),
        key.signed(batch(claim(1), tenant="51.05").SerializeToString()).SerializeToString(),
        key.signed(batch(claim(1), source="other").SerializeToString()).SerializeToString(),
    ]
    producer = KafkaProducer(bootstrap_servers=counter.bootstrap)
    for record in records:
        producer.send(intake_topic("note"), key=TENANT.encode(), value=record).get(timeout=30)
    producer.close()
    sender = publisher(bootstrap=counter.bootstrap)
    write(sender, 7)
    with counter.intake() as child:
        assert sender.flush(timeout=60) == 0
        counted = counter.counted()
        assert child.wait_for_line("TENANT_FORGED")
    assert counter.desk.notes() == [("s", 7)]
    counted.pop("taken")
    assert counted["unreadable"] == 4
    assert counted["signature_wrong"] == 1
    assert counted["tenant_forged"] == 2
    assert counted["key_unknown"] >= 1


def test_what_was_held_is_told_through_the_broker_when_its_fact_came(counter: Counter, publisher: Make) -> None:
    sender = publisher(bootstrap=counter.bootstrap)
    write(sender, 1, "later")
    write(sender, 2)
    with counter.intake():
        assert sender.flush(timeout=60) == 2
        counter.desk.facts.come()
        sender.start()
        eventually(lambda: sender.open_count() == 0, timeout=60, what="the verdicts")
    assert counter.desk.notes() == [("s", 1), ("s", 2)]


def test_a_database_and_a_broker_that_are_away_are_waited_for(publisher: Make, key_file: Path, tmp_path: Path) -> None:
    with Server() as server, Cluster() as cluster:
        counter = opened(cluster.bootstrap, server.create_database(), key_file, tmp_path)
        sender = publisher(bootstrap=counter.bootstrap)
        with counter.intake() as child:
            write(sender, 0)
            assert sender.flush(timeout=60) == 0
            sender.start()
            server.kill()
            write(sender, 1)
            child.wait_for_line("DatabaseGone", timeout=60)
            server.start()
            eventually(lambda: sender.open_count() == 0, timeout=60, what="the verdict after the database is back")
            cluster.kill()
            write(sender, 2)
            eventually(lambda: sender.trouble is not None, timeout=90, what="trouble that can be seen")
            cluster.start()
            cluster.wait_ready()
            eventually(lambda: sender.open_count() == 0, timeout=120, what="the verdict after the broker is back")
            assert child.exit_code is None
        assert counter.desk.notes() == [("s", 0), ("s", 1), ("s", 2)]
        shut(counter)


def test_verdicts_of_what_went_through_the_broker_can_be_asked_for_by_call(
    counter: Counter, publisher: Make, key_file: Path
) -> None:
    door = Door(counter.desk, Key.read(key_file).public, free_ports(1)[0])
    door.grants[f"system:{TENANT}/{SOURCE}"] = (Grant(Role.ROLE_PUBLISHER, TENANT),)
    door.open()
    sender = publisher(door.endpoint, bootstrap=counter.bootstrap)
    for number in range(10):
        write(sender, number)
    with counter.intake():
        assert sender.flush(timeout=60) == 0
        sender.start()
        write(sender, 10)
        eventually(lambda: sender.open_count() == 0, timeout=30, what="the verdict in the background")
    door.shut()
    assert statuses(list(sender.verdicts())) == ["ACCEPTED"] * 11


def test_an_intake_without_its_topics_says_so_and_ends(counter: Counter, kafka_topic_prefix: str) -> None:
    wanted = topics.of_intake(["note", kafka_topic_prefix])
    found = topics.survey(counter.bootstrap, wanted)
    assert {name: what for name, what in found.items() if what} == {intake_topic(kafka_topic_prefix): "is missing"}
    with counter.intake(NETRAL_BOOTSTRAP="127.0.0.1:1") as child:
        assert child.wait(timeout=60) == 1
        assert "no broker" in child.stderr


def test_two_intakes_of_one_machine_share_the_work_under_names_of_their_own(tmp_path: Path) -> None:
    first, kept = intake.take_seat(tmp_path, "note")
    second, other = intake.take_seat(tmp_path, "note")
    assert first != second
    kept.close()
    assert intake.take_seat(tmp_path, "note")[0] == first
    other.close()
