"""Through a broker: signed batches to the intake topic of a service, and, for gateways that may read them, verdicts.

Verdicts are read from the end of their topic: what was told while nobody listened is told again when the outbox sends
again, so no offset is kept.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import DecodeError
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from netral.common.v1.submissions_pb2 import SubmissionBatch, SubmissionVerdict, VerdictBatch

from netral_client.signing import Key
from netral_client.ways import NotNow

VERDICTS = "netral.verdict.v1"
_SEND_SECONDS = 30.0
_FIND_MILLISECONDS = 10_000
_MAX_BYTES = 2 * 1024 * 1024


def intake_topic(service: str) -> str:
    """Where batches for a service go."""
    return f"netral.{service}.intake.v1"


class Sending:
    """Sends batches; one is acknowledged by all in-sync replicas before the next goes out."""

    def __init__(self, bootstrap: str, *, key: Key, options: Mapping[str, Any]) -> None:
        self._bootstrap = bootstrap
        self._key = key
        self._options = options
        self._producer: KafkaProducer | None = None

    def send(self, service: str, batch: SubmissionBatch) -> None:
        """The batch is in the topic when this returns. Raises `NotNow`."""
        record = self._key.signed(batch.SerializeToString(deterministic=True)).SerializeToString()
        try:
            if self._producer is None:
                self._producer = KafkaProducer(
                    bootstrap_servers=self._bootstrap.split(","),
                    acks="all",
                    max_request_size=_MAX_BYTES,
                    bootstrap_timeout_ms=_FIND_MILLISECONDS,
                    max_block_ms=_FIND_MILLISECONDS,
                    **self._options,
                )
            sent = self._producer.send(intake_topic(service), key=batch.tenant.encode(), value=record)
            sent.get(timeout=_SEND_SECONDS)
        except KafkaError as error:
            self.close()  # nothing of it may arrive behind what is sent next
            raise NotNow(type(error).__name__) from error

    def close(self) -> None:
        """Give up what is under way."""
        if self._producer is not None:
            producer, self._producer = self._producer, None
            producer.close(timeout=0)


class Listening:
    """Reads verdicts on the submissions of one source."""

    def __init__(self, bootstrap: str, *, tenant: str, source: str, options: Mapping[str, Any]) -> None:
        self._bootstrap = bootstrap
        self._whose = (tenant, source)
        self._options = options
        self._consumer: KafkaConsumer | None = None

    def begin(self) -> None:
        """From now on nothing is missed. Call it before the first batch goes out. Raises `NotNow`."""
        if self._consumer is not None:
            return
        try:
            consumer = KafkaConsumer(
                bootstrap_servers=self._bootstrap.split(","),
                group_id=None,
                enable_auto_commit=False,
                auto_offset_reset="latest",
                bootstrap_timeout_ms=_FIND_MILLISECONDS,
                **self._options,
            )
            try:
                partitions = [TopicPartition(VERDICTS, one) for one in consumer.partitions_for_topic(VERDICTS) or ()]
                if not partitions:
                    raise NotNow(f"no topic {VERDICTS}")
                consumer.assign(partitions)
                consumer.seek_to_end(*partitions)
                for one in partitions:
                    consumer.position(one)
            except BaseException:
                consumer.close()
                raise
        except KafkaError as error:
            raise NotNow(type(error).__name__) from error
        self._consumer = consumer

    def read(self, timeout: float) -> list[SubmissionVerdict]:
        """What has come, after at most `timeout` seconds if nothing has. Raises `NotNow`."""
        self.begin()
        assert self._consumer is not None
        try:
            records = self._consumer.poll(timeout_ms=int(timeout * 1000))
        except KafkaError as error:
            self.close()
            raise NotNow(type(error).__name__) from error
        found: list[SubmissionVerdict] = []
        for record in (one for part in records.values() for one in part):
            try:
                batch = VerdictBatch.FromString(record.value or b"")
            except DecodeError:
                continue  # not from netral, and none of ours is in it
            if (batch.tenant, batch.source) == self._whose:
                found += batch.verdicts
        return found

    def close(self) -> None:
        """Stop listening."""
        if self._consumer is not None:
            consumer, self._consumer = self._consumer, None
            consumer.close()
