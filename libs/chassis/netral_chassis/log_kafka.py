"""The log of the server profile: one partition of Apache Kafka, through librdkafka."""

import time
from binascii import unhexlify
from collections.abc import Callable, Sequence
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient

from netral_chassis.garbage import uncollected
from netral_chassis.kafka_tls import PLAIN, KafkaTls
from netral_chassis.log import LogUnavailable, OffsetGone, Placed
from netral_chassis.record import Record

_PARTITION = 0
_CONTENT_TYPE = b"application/protobuf"
_Delivered = Callable[[KafkaError | None, Message], None]


class KafkaLog:
    """An `EventLog` in partition 0 of `topic`. `send_seconds`: how long to wait for acknowledgements;
    `ask_seconds`: for an answer about the topic."""

    def __init__(
        self,
        bootstrap: str,
        topic: str,
        *,
        source: str,
        send_seconds: float = 30.0,
        ask_seconds: float = 10.0,
        tls: KafkaTls = PLAIN,
    ) -> None:
        self.topic = topic
        self._broker: dict[str, str | int | bool] = {
            "bootstrap.servers": bootstrap,
            "log_level": 0,
            **tls.librdkafka(),
        }
        self._source = source.encode()
        self._send_seconds = send_seconds
        self._ask_seconds = ask_seconds
        self._consumer: Consumer | None = None
        self._producer: Producer | None = None
        self._admin: AdminClient | None = None
        self._at = -1

    def topic_id(self) -> str:
        if self._admin is None:
            self._admin = AdminClient(dict(self._broker))
        try:
            found = self._admin.describe_topics(TopicCollection([self.topic]), request_timeout=self._ask_seconds)
            return str(found[self.topic].result().topic_id)
        except KafkaException as error:
            raise LogUnavailable(_code(error)) from error

    def end(self) -> int:
        try:
            _, high = self._reader().get_watermark_offsets(TopicPartition(self.topic, _PARTITION), self._ask_seconds)
        except KafkaException as error:
            raise LogUnavailable(_code(error)) from error
        return int(high)

    def _reader(self) -> Consumer:
        if self._consumer is None:
            self._consumer = Consumer(
                {
                    **self._broker,
                    "group.id": "unused",  # the checkpoint stands beside the rows, never in a group
                    "enable.auto.commit": False,
                    "enable.partition.eof": True,
                    "auto.offset.reset": "error",
                    "check.crcs": True,
                    "fetch.queue.backoff.ms": 5,
                }
            )
            self._at = -1
        return self._consumer

    def read(self, offset: int, limit: int, timeout: float) -> list[Placed]:
        reader = self._reader()
        try:
            if self._at != offset:
                reader.assign([TopicPartition(self.topic, _PARTITION, offset)])
                self._at = offset
            return self._fetch(reader, limit, timeout)
        except KafkaException as error:
            self._forget_reader()
            raise LogUnavailable(_code(error)) from error

    def _fetch(self, reader: Consumer, limit: int, timeout: float) -> list[Placed]:
        """What one or more fetches bring; an end-of-partition mark is news of nothing, so the wait goes on."""
        deadline = time.monotonic() + timeout
        while True:
            wait = max(0.0, min(0.25, deadline - time.monotonic()))
            messages = reader.consume(limit, wait) or []
            with uncollected():
                placed = self._placed(messages)
            if placed:
                self._at = placed[-1].offset + 1
                return placed
            if time.monotonic() >= deadline:
                return []

    def _placed(self, messages: list[Message]) -> list[Placed]:
        placed: list[Placed] = []
        for message in messages:
            error = message.error()
            if error is None:
                placed.append(_record(message))
            elif error.code() == KafkaError._AUTO_OFFSET_RESET:
                self._forget_reader()
                raise OffsetGone
            elif error.code() != KafkaError._PARTITION_EOF and not error.retriable():
                self._forget_reader()
                raise LogUnavailable(error.name())
        return placed

    def send(self, records: Sequence[Record]) -> None:
        producer = self._producer or self._new_producer()
        acknowledged = 0
        failed: list[str] = []

        def delivered(error: KafkaError | None, _message: Message) -> None:
            nonlocal acknowledged
            if error is None:
                acknowledged += 1
            else:
                failed.append(error.name())

        try:
            for record in records:
                self._produce(producer, record, delivered)
            producer.flush(self._send_seconds)
        except (KafkaException, BufferError) as error:
            failed.append(type(error).__name__)
        if failed or acknowledged != len(records):
            producer.purge(in_queue=True, in_flight=True)
            self._producer = None  # a new one gets a new identity: nothing of the old one is sent again behind us
            raise LogUnavailable(failed[0] if failed else "not acknowledged in time")

    def _produce(self, producer: Producer, record: Record, delivered: _Delivered) -> None:
        headers: list[tuple[str, str | bytes | None]] = [
            ("ce_specversion", b"1.0"),
            ("ce_id", record.event_id.hex().encode()),
            ("ce_source", self._source),
            ("ce_type", record.type.encode()),
            ("content-type", _CONTENT_TYPE),
            ("netral-meta", record.meta),
        ]
        while True:
            try:
                producer.produce(
                    self.topic, record.data, record.stream_id.encode(), _PARTITION, delivered, headers=headers
                )
                return
            except BufferError:
                producer.poll(0.05)

    def _new_producer(self) -> Producer:
        self._producer = Producer(
            {
                **self._broker,
                "acks": "all",
                "enable.idempotence": True,
                "enable.gapless.guarantee": True,
                "message.timeout.ms": 0,
                "linger.ms": 2,
                "compression.type": "lz4",
                "queue.buffering.max.messages": 20_000,
            }
        )
        return self._producer

    def _forget_reader(self) -> None:
        if self._consumer is not None:
            self._consumer.close()
            self._consumer = None

    def close(self) -> None:
        self._forget_reader()
        if self._producer is not None:
            self._producer.purge(in_queue=True, in_flight=True)
            self._producer = None


def _record(message: Message) -> Placed:
    """The record of one of our relays; of any other, nothing but its place: it is told by its empty id."""
    offset: Any = message.offset()
    try:
        key: Any = message.key()
        value: Any = message.value()
        headers: dict[str, Any] = dict(message.headers() or ())
        return Placed(
            key.decode(), headers["ce_type"].decode(), unhexlify(headers["ce_id"]), value or b"",
            headers["netral-meta"] or b"", offset,
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, ValueError):
        return Placed("", "", b"", b"", b"", offset)


def _code(error: KafkaException) -> str:
    first = error.args[0] if error.args else None
    return first.name() if isinstance(first, KafkaError) else type(error).__name__
