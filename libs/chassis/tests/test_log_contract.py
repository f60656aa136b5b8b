"""What everybody may expect of an `EventLog`, held against both adapters."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from confluent_kafka import Producer
from house import House, embedded, server
from netral_chassis.log import EventLog, LogUnavailable, OffsetGone
from netral_chassis.log_kafka import KafkaLog
from netral_chassis.log_sqlite import SqliteLog
from netral_chassis.record import BadRecord, Record, row_of
from netral_chassis.storage import PostgresStorage


def records(count: int, start: int = 0) -> list[Record]:
    return [
        Record(f"a/{number}", "test.noted", bytes(15) + bytes([number % 256]), b"%d" % number, bytes(52) + b"m")
        for number in range(start, start + count)
    ]


class EventLogContract:
    """Inherited by each adapter, which gives the topic (`open_log`, `lose_topic`) and a log that cannot be reached."""

    @pytest.fixture
    def topic(self) -> Iterator[House]:
        raise NotImplementedError

    @pytest.fixture
    def unreachable(self) -> EventLog:
        raise NotImplementedError

    def test_an_empty_topic_ends_at_nothing_and_gives_nothing(self, topic: House) -> None:
        log = topic.log()
        assert log.end() == 0
        assert log.read(0, 10, 0.05) == []

    def test_records_come_back_in_order_byte_by_byte(self, topic: House) -> None:
        sent = [
            *records(3),
            Record("kasus/é–1", "test.noted", bytes(16), b"", bytes(52)),
            Record("a/large", "test.noted", b"\xff" * 16, bytes(262_144), bytes(range(256))),
        ]
        log = topic.log()
        log.send(sent)
        placed = read_all(topic.log(), 5)
        assert [one.record for one in placed] == sent
        assert placed[0].offset == 0
        assert placed[-1].offset + 1 == log.end()

    def test_offsets_grow_and_name_their_record(self, topic: House) -> None:
        log = topic.log()
        log.send(records(20))
        placed = read_all(log, 20)
        offsets = [one.offset for one in placed]
        assert offsets == sorted(set(offsets))
        again = log.read(placed[12].offset, 3, 5.0)
        assert [one.record for one in again] == [one.record for one in placed[12 : 12 + len(again)]]
        assert again

    def test_no_more_than_the_limit_is_given(self, topic: House) -> None:
        log = topic.log()
        log.send(records(20))
        assert len(log.read(0, 7, 5.0)) <= 7

    def test_a_reader_at_the_end_waits_for_what_comes(self, topic: House) -> None:
        log = topic.log()
        log.send(records(2))
        reader, sender = topic.log(), topic.log()
        assert read_all(reader, 2)
        later = threading.Timer(0.2, sender.send, (records(1, start=2),))
        later.start()
        placed = reader.read(2, 10, 30.0)
        later.join()
        assert [one.record for one in placed] == records(1, start=2)

    def test_an_offset_beyond_the_end_is_gone(self, topic: House) -> None:
        log = topic.log()
        log.send(records(2))
        with pytest.raises(OffsetGone):
            log.read(3, 10, 5.0)
        assert len(read_all(log, 2)) == 2

    def test_a_reader_may_jump_back(self, topic: House) -> None:
        log = topic.log()
        log.send(records(5))
        assert read_all(log, 5)
        assert read_all(log, 5)[0].offset == 0

    def test_everybody_sees_one_topic_id(self, topic: House) -> None:
        one, two = topic.log(), topic.log()
        one.send(records(1))
        assert one.topic_id() == two.topic_id() == one.topic_id() != ""

    def test_a_topic_lost_and_made_again_is_another_one(self, topic: House) -> None:
        log = topic.log()
        log.send(records(5))
        before = log.topic_id()
        topic.lose_topic()
        again = patiently(lambda: topic.log().topic_id() not in (before, "") and topic.log().topic_id())
        assert again != before
        with pytest.raises(OffsetGone):
            patiently(lambda: topic.log().read(5, 10, 1.0))
        topic.log().send(records(1))
        assert len(read_all(topic.log(), 1)) == 1

    def test_senders_at_once_lose_nothing_and_keep_their_order(self, topic: House) -> None:
        def send(start: int) -> None:
            log = topic.open_log()
            for first in range(start, start + 100, 20):
                log.send(records(20, start=first))
            log.close()

        threads = [threading.Thread(target=send, args=(start,)) for start in (0, 1_000, 2_000)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        numbers = [int(one.record.data) for one in read_all(topic.log(), 300)]
        for start in (0, 1_000, 2_000):
            assert [number for number in numbers if start <= number < start + 100] == list(range(start, start + 100))

    def test_sending_to_a_log_that_cannot_be_reached_says_so(self, unreachable: EventLog) -> None:
        with pytest.raises(LogUnavailable):
            unreachable.send(records(1))
        unreachable.close()

    def test_a_closed_log_opens_again_when_it_is_used(self, topic: House) -> None:
        log = topic.log()
        log.send(records(1))
        log.close()
        assert len(read_all(log, 1)) == 1


def read_all(log: EventLog, count: int) -> list:  # type: ignore[type-arg]
    """The first `count` records, in as many reads as it takes."""
    placed = log.read(0, 1_000, 10.0)
    while len(placed) < count:
        more = log.read(placed[-1].offset + 1, 1_000, 10.0)
        assert more
        placed.extend(more)
    return placed


def patiently(ask: Callable[[], object]) -> object:
    """The first true answer; a cluster needs a moment to know of a new topic."""
    for _ in range(200):
        try:
            answer = ask()
        except LogUnavailable:
            answer = None
        if answer:
            return answer
        threading.Event().wait(0.05)
    raise AssertionError("no answer")


class TestSqliteLog(EventLogContract):
    @pytest.fixture
    def topic(self, tmp_path: Path) -> Iterator[House]:
        made = embedded(tmp_path)
        yield made
        made.close()

    @pytest.fixture
    def unreachable(self, tmp_path: Path) -> EventLog:
        (tmp_path / "lost.log.db").mkdir()
        return SqliteLog(tmp_path, "lost")

    def test_a_file_that_is_no_database_is_not_available(self, tmp_path: Path) -> None:
        (tmp_path / "other.log.db").write_bytes(b"something else " * 1_000)
        with pytest.raises(LogUnavailable):
            SqliteLog(tmp_path, "other").end()


class TestKafkaLog(EventLogContract):
    @pytest.fixture
    def topic(self, postgres_url: str, kafka_cluster, kafka_topic_prefix: str) -> Iterator[House]:  # type: ignore[no-untyped-def]
        made = server(
            PostgresStorage(postgres_url, postgres_url), kafka_cluster.bootstrap, f"{kafka_topic_prefix}alpha.v1"
        )
        yield made
        made.close()

    @pytest.fixture
    def unreachable(self) -> EventLog:
        return KafkaLog("127.0.0.1:1", "lost", source="netral://alpha", send_seconds=0.3)

    @pytest.mark.parametrize(
        "headers",
        [None, [("ce_id", b"not hex")], [("ce_id", None)], [("ce_id", b"00" * 16)], [("netral-meta", bytes(52))]],
    )
    def test_a_record_of_somebody_else_is_read_and_is_not_ours(
        self,
        topic: House,
        kafka_cluster,  # type: ignore[no-untyped-def]
        headers: list[tuple[str, bytes | None]] | None,
    ) -> None:
        log = topic.log()
        producer = Producer({"bootstrap.servers": kafka_cluster.bootstrap})
        producer.produce(log.topic, None, None, 0, headers=headers)
        assert producer.flush(10) == 0
        log.send(records(1))
        foreign, own = read_all(log, 2)
        with pytest.raises(BadRecord):
            row_of(foreign.record)
        assert own.record == records(1)[0]
