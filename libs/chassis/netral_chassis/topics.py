"""Topics as they must be, by kafka-python: logs have one partition and are kept for ever, never compacted; what
publishers send, and what they are told, is spread over twelve and kept for two weeks."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from netral_chassis.kafka_tls import PLAIN, KafkaTls
from netral_chassis.log import VERDICTS, LogUnavailable, intake_topic, topic

MISSING = "is missing"
_LARGEST = {"max.message.bytes": "2097152"}
_SETTLE_SECONDS = 10.0
_FIND_MILLISECONDS = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """How a topic is made. `config` is checked too; a topic may have more partitions only where order does not
    depend on it."""

    partitions: int
    exactly: bool
    config: Mapping[str, str]


LOG = Kind(1, True, {"retention.ms": "-1", "cleanup.policy": "delete"})
INTAKE = Kind(12, False, {"retention.ms": str(14 * 86_400_000), "cleanup.policy": "delete"})


class TopicWrong(Exception):
    """A topic that would lose or reorder events. The text names it and what is wrong."""


def of_logs(services: Iterable[str]) -> dict[str, Kind]:
    """The logs of these services."""
    return {topic(service): LOG for service in services}


def of_intake(services: Iterable[str]) -> dict[str, Kind]:
    """Where publishers send to these services, and where verdicts go."""
    return {intake_topic(service): INTAKE for service in services} | {VERDICTS: INTAKE}


def ensure(bootstrap: str, wanted: Mapping[str, Kind], replication: int, tls: KafkaTls = PLAIN) -> None:
    """Make the topics that are missing, and check all of them. Raises `TopicWrong`, `LogUnavailable`."""
    with _admin(bootstrap, tls) as admin:
        known = set(admin.list_topics())
        for name, kind in sorted(wanted.items()):
            if name not in known:
                _make(admin, name, kind, replication)
        found = _judged(admin, wanted, sorted(wanted))
    if wrong := [f"{name} {what}" for name, what in found.items() if what]:
        raise TopicWrong("; ".join(wrong))


def survey(bootstrap: str, wanted: Mapping[str, Kind], tls: KafkaTls = PLAIN) -> dict[str, str]:
    """What is wrong with each topic; empty if nothing is. Changes nothing. Raises `LogUnavailable`."""
    with _admin(bootstrap, tls) as admin:
        known = sorted(set(wanted) & set(admin.list_topics()))
        return dict.fromkeys(sorted(wanted), MISSING) | _judged(admin, wanted, known)


def brokers(bootstrap: str, tls: KafkaTls = PLAIN) -> int:
    """How many brokers the cluster has. Raises `LogUnavailable`."""
    with _admin(bootstrap, tls) as admin:
        return len(admin.describe_cluster()["brokers"])


@contextlib.contextmanager
def _admin(bootstrap: str, tls: KafkaTls) -> Iterator[Any]:
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=bootstrap.split(","), bootstrap_timeout_ms=_FIND_MILLISECONDS, **tls.kafka_python()
        )
    except (KafkaError, OSError) as error:
        raise LogUnavailable(type(error).__name__) from error
    try:
        yield admin
    except KafkaError as error:
        raise LogUnavailable(type(error).__name__) from error
    finally:
        admin.close()


def _make(admin: KafkaAdminClient, name: str, kind: Kind, replication: int) -> None:
    new = NewTopic(
        name, num_partitions=kind.partitions, replication_factor=replication, topic_configs={**kind.config, **_LARGEST}
    )
    with contextlib.suppress(TopicAlreadyExistsError):  # another process was faster; a check judges what it made
        admin.create_topics([new])


def _judged(admin: KafkaAdminClient, wanted: Mapping[str, Kind], names: list[str]) -> dict[str, str]:
    partitions = {one["name"]: len(one["partitions"]) for one in _described(admin, names)} if names else {}
    return {name: _wrong(admin, name, wanted[name], partitions[name]) for name in names}


def _described(admin: KafkaAdminClient, names: list[str]) -> list[dict[str, Any]]:
    """The topics as the cluster knows them; a new one has no partitions for a moment."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while True:
        found: list[dict[str, Any]] = admin.describe_topics(names)
        if all(topic["partitions"] for topic in found):
            return found
        if time.monotonic() > deadline:
            raise LogUnavailable("topics have no partitions yet")
        time.sleep(0.05)


def _wrong(admin: KafkaAdminClient, name: str, kind: Kind, partitions: int) -> str:
    if partitions != kind.partitions and (kind.exactly or partitions < kind.partitions):
        return f"has {partitions} partitions, it needs {'exactly' if kind.exactly else 'at least'} {kind.partitions}"
    found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])["topic"][name]
    for key, wanted in kind.config.items():
        value = found[key]["value"] if key in found else None
        if value != wanted:
            return f"has {key}={value}, it needs {wanted}"
    return ""
