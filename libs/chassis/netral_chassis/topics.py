"""Topics of the shared log as they must be: one partition, kept for ever, never compacted. By kafka-python."""

import time
from collections.abc import Iterable
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from netral_chassis.log import LogUnavailable

WANTED = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete", "max.message.bytes": "2097152"}

_SETTLE_SECONDS = 10.0


class TopicWrong(Exception):
    """A topic that would lose or reorder events. The text names it and what is wrong."""


def ensure(bootstrap: str, topics: Iterable[str], replication: int) -> None:
    """Make the topics that are missing, and check all of them. Raises `TopicWrong`, `LogUnavailable`."""
    names = sorted(topics)
    try:
        admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    except KafkaError as error:
        raise LogUnavailable(type(error).__name__) from error
    try:
        known = set(admin.list_topics())
        for name in names:
            if name not in known:
                _make(admin, name, replication)
        _check(admin, names)
    except KafkaError as error:
        raise LogUnavailable(type(error).__name__) from error
    finally:
        admin.close()


def _make(admin: KafkaAdminClient, name: str, replication: int) -> None:
    try:
        admin.create_topics(
            [NewTopic(name, num_partitions=1, replication_factor=replication, topic_configs=dict(WANTED))]
        )
    except TopicAlreadyExistsError:
        return  # another process was faster; the check below judges what it made


def _described(admin: KafkaAdminClient, names: list[str]) -> list[dict[str, Any]]:
    """The topics as the cluster knows them; a new one has no partitions for a moment."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while True:
        found: list[dict[str, Any]] = admin.describe_topics(names)
        if all(topic["partitions"] for topic in found) or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def _check(admin: KafkaAdminClient, names: list[str]) -> None:
    for topic in _described(admin, names):
        partitions = len(topic["partitions"])
        if partitions != 1:
            raise TopicWrong(f"{topic['name']} has {partitions} partitions, it needs exactly 1")
    for name in names:
        found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])["topic"][name]
        for key in ("retention.ms", "cleanup.policy"):
            value = found[key]["value"] if key in found else None
            if value != WANTED[key]:
                raise TopicWrong(f"{name} has {key}={value}, it needs {WANTED[key]}")
