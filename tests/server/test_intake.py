"""Claims through a real broker: services, intakes and publishers are processes, and whoever is killed comes back."""

import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from confluent_kafka import Consumer, TopicPartition
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient
from leaks import leaks, leaks_below
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import service_pb2 as registry
from netral_chassis import intake, topics
from netral_chassis.log import VERDICTS, intake_topic, topic
from netral_cli.connection import TAKING_CLAIMS
from netral_client import NotDelivered, Publisher
from netral_testing.kafka import Cluster
from netral_testing.ports import free_base
from netral_testing.postgres import Server
from netral_testing.processes import Child
from office import Office, day, nip
from running import OFFSETS, System
from sources import Source, claim, status

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

TENANT, UNIT = "51.05", "DINKES"
SIGN, EMPLOY = "netral.pledge.sign-pact", "netral.registry.record-employee"
CANARY, NUMBER = "Zqxvmuara", nip(299_001)


@dataclass
class Town:
    """Both services on Kafka and PostgreSQL, intakes on demand, and a source that knows the broker alone."""

    system: System
    cluster: Cluster
    database: Server
    environment: dict[str, str]
    office: Office
    source: Source
    campaign: bytes
    folder: Path

    def intake(self, service: str) -> Child:
        return Child(f"netral_{service}.intake", environment=self.environment)

    def publisher(self, *, tenant: str = TENANT) -> Publisher:
        """Its outbox is new, its key always the same."""
        outbox = self.folder / uuid.uuid4().hex
        return Publisher(
            tenant=tenant,
            source=self.source.name,
            key_file=self.source.key_file,
            outbox_dir=outbox,
            bootstrap=self.cluster.bootstrap,
        )

    def signature(self, person: bytes, **fields: object) -> pledge.RecordPactsRequest:
        (item,) = self.office.signatures([person], "2023-11-20T08:05:00+08:00", **fields)
        return pledge.RecordPactsRequest(campaign_id=self.campaign, items=[item])

    def signed(self) -> int:
        self.system.settle()
        return int(self.office.coverage(self.campaign).total.signed)

    def counted(self, service: str) -> dict[str, float]:
        """What an intake says of the records it has seen; nothing before it serves."""
        port = int(self.environment["NETRAL_PORT_BASE"]) + intake.METRICS_OFFSET + OFFSETS[service]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                lines = answer.read().decode().splitlines()
        except OSError:
            return {}
        prefix = 'netral_intake_records_total{outcome="'
        found = (line.removeprefix(prefix).split('"} ') for line in lines if line.startswith(prefix))
        return {name: float(value) for name, value in found}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    home, base = tmp_path_factory.mktemp("home"), free_base()
    with Cluster() as cluster, Server() as server, ExitStack() as stack:
        topics.ensure(cluster.bootstrap, topics.of_logs(OFFSETS) | topics.of_intake(TAKING_CLAIMS), 1)
        environment = {
            "NETRAL_HOME": str(home),
            "NETRAL_PORT_BASE": str(base),
            "NETRAL_PROFILE": "server",
            "NETRAL_BOOTSTRAP": cluster.bootstrap,
        }
        for service in OFFSETS:
            for name in ("DATABASE", "VAULT_DATABASE"):
                environment[f"NETRAL_{service.upper()}_{name}"] = server.create_database()
        system = System(home, base)
        stack.callback(system.close)
        for service in OFFSETS:
            system.start(service, **environment)
        for service, child in system.children.items():
            child.wait_until(lambda service=service: system.serving(service), timeout=180)
        system.settle()
        office = Office(system, TENANT)
        office.units(UNIT)
        source = Source(system, TENANT, tmp_path_factory.mktemp("key"))
        folder = tmp_path_factory.mktemp("outboxes")
        yield Town(system, cluster, server, environment, office, source, office.campaign(), folder)
        assert [child.exit_code for child in system.children.values()] == [None, None]


def test_with_the_intake_killed_no_verdict_arrives_and_with_it_back_all_do(town: Town) -> None:
    persons = town.office.hire(12, UNIT)
    town.system.settle()
    before = town.signed()
    with town.publisher() as publisher:
        publisher.submit(SIGN, town.signature(persons[0]), subject_key=str(uuid.UUID(bytes=persons[0])))
        with pytest.raises(NotDelivered):
            publisher.flush(timeout=4)
        assert town.signed() == before
        with town.intake("pledge") as child:
            child.wait_until(lambda: publisher.flush(timeout=150) == 0, timeout=180)
            assert [status(one) for one in publisher.verdicts()] == ["ACCEPTED"]
            child.kill()
        for person in persons[1:]:
            publisher.submit(SIGN, town.signature(person), subject_key=str(uuid.UUID(bytes=person)))
        with pytest.raises(NotDelivered):
            publisher.flush(timeout=4)
        assert town.signed() == before + 1
        with town.intake("pledge") as child:
            child.wait_until(lambda: publisher.flush(timeout=150) == 0, timeout=180)
            assert [status(one) for one in publisher.verdicts()] == ["ACCEPTED"] * 11
            assert child.terminate() == 0
    assert town.signed() == before + 12


def test_what_is_claimed_of_staff_and_what_waits_for_it_meet_over_both_topics(town: Town) -> None:
    elsewhere = Office(town.system, "51.06")
    elsewhere.units("ASAL")
    rows = elsewhere.rows(1, "ASAL")
    (person,) = elsewhere.employ(rows)
    row = rows[0]
    row.unit_code = UNIT
    with town.publisher() as publisher, town.intake("registry") as first, town.intake("pledge") as second:
        publisher.submit(SIGN, town.signature(person), subject_key=str(uuid.UUID(bytes=person)))
        second.wait_until(lambda: publisher.flush(timeout=150) == 1, timeout=180)
        employed = registry.ImportStaffRequest(as_of=day("2023-01-01"), rows=[row])
        publisher.submit(EMPLOY, employed, subject_key="staff/1")
        publisher.start()
        first.wait_until(lambda: publisher.open_count() == 0, timeout=180)
        assert {status(one) for one in publisher.verdicts()} == {"ACCEPTED"}


def test_b_5_1_a_batch_for_another_tenant_is_passed_over_counted_and_audited(town: Town) -> None:
    (person,) = town.office.hire(1, UNIT)
    town.system.settle()
    before = town.signed()
    with town.publisher(tenant="51.06") as forger, town.publisher() as publisher, town.intake("pledge") as child:
        child.wait_until(lambda: "tenant_forged" in town.counted("pledge"), timeout=60)
        forger.submit(SIGN, town.signature(person), subject_key="s")
        with pytest.raises(NotDelivered):
            forger.flush(timeout=3)
        publisher.submit(SIGN, town.signature(person, method=0), subject_key="s")
        child.wait_until(lambda: publisher.flush(timeout=150) >= 0, timeout=180)
        child.wait_until(lambda: town.counted("pledge")["tenant_forged"] >= 1, timeout=60)
        line = child.wait_for_line("TENANT_FORGED").string
        assert all(word in line for word in ('"audited"', town.source.key.id.hex()))
    assert town.signed() == before


def test_no_group_but_the_intakes_reads_the_intake_topics(town: Town) -> None:
    wanted = {f"netral-{service}-intake": {intake_topic(service)} for service in TAKING_CLAIMS}
    admin = KafkaAdminClient(bootstrap_servers=town.cluster.bootstrap)

    def readers() -> dict[str, set[str]]:
        names = [group["group_id"] for group in admin.list_groups()]
        return {name: {one.topic for one in admin.list_group_offsets(name)[name]} for name in names}

    with town.publisher() as publisher, town.intake("registry") as first, town.intake("pledge"):
        for service in TAKING_CLAIMS:
            publisher.submit(f"netral.{service}.nothing", pledge.RecordPactsRequest(), subject_key="groups")
        first.wait_until(lambda: publisher.flush(timeout=150) == 0, timeout=180)
        first.wait_until(lambda: readers() == wanted, timeout=120)
    admin.close()


def test_what_claims_hold_stands_in_the_intake_topic_and_nowhere_else(town: Town) -> None:
    row = registry.StaffRow(name=f"{CANARY} Contoh", nip=NUMBER, employment_class=1, unit_code=UNIT)
    bad = registry.StaffRow(name=f"{CANARY} Contoh", nip=NUMBER, employment_class=1, unit_code="TIDAK-ADA")
    requests = [registry.ImportStaffRequest(as_of=day("2023-01-01"), rows=[one]) for one in (row, bad)]
    with town.publisher() as publisher, town.intake("registry") as child:
        for number, request in enumerate(requests):
            publisher.submit(EMPLOY, request, subject_key=f"canary/{number}")
        child.wait_until(lambda: publisher.flush(timeout=150) == 0, timeout=180)
        verdicts = list(publisher.verdicts())
        assert [status(one) for one in verdicts] == ["ACCEPTED", "REJECTED"]
        forged = town.source.key.signed(
            town.source.batch(claim(EMPLOY, requests[0], "s"), tenant="51.06").SerializeToString()
        )
        producer = KafkaProducer(bootstrap_servers=town.cluster.bootstrap)
        producer.send(intake_topic("registry"), value=forged.SerializeToString()).get(timeout=30)
        producer.close()
        child.wait_for_line("TENANT_FORGED")
        assert list(leaks((child.stdout + child.stderr).encode(), [CANARY, NUMBER])) == []
    planted = [CANARY, NUMBER]
    assert list(leaks(b"".join(one.SerializeToString() for one in verdicts), planted)) == []
    found = {name: bytes_of(town.cluster, name) for name in (*map(topic, OFFSETS), VERDICTS)}
    assert all(found.values())
    assert [name for name, content in found.items() if list(leaks(content, planted))] == []
    assert list(leaks(bytes_of(town.cluster, intake_topic("registry")), [CANARY]))
    for child in town.system.children.values():
        assert list(leaks((child.stdout + child.stderr).encode(), planted)) == []
    assert list(leaks_below(town.system.home.path, planted)) == []
    assert list(leaks_below(Path(town.database.folder), planted)) == []


def bytes_of(cluster: Cluster, name: str) -> bytes:
    """Everything that a topic holds."""
    settings = {"group.id": "unused", "enable.auto.commit": False, "enable.partition.eof": True, "log_level": 0}
    consumer = Consumer({"bootstrap.servers": cluster.bootstrap, **settings})
    left = set(consumer.list_topics(name).topics[name].partitions)
    consumer.assign([TopicPartition(name, number, 0) for number in left])
    content = b""
    while left:
        for message in consumer.consume(500, timeout=1.0):
            if message.error():
                left.discard(message.partition())
            else:
                content += (message.key() or b"") + (message.value() or b"")
    consumer.close()
    return content
