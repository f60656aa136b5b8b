"""Topics are made right, and wrong ones are refused."""

import pytest
from confluent_kafka.admin import AdminClient, NewTopic
from netral_chassis import topics
from netral_chassis.log import LogUnavailable
from netral_testing.kafka import Cluster


def make(cluster: Cluster, name: str, partitions: int, config: dict[str, str]) -> None:
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap, "log_level": 0})
    admin.create_topics([NewTopic(name, partitions, 1, config=config)])[name].result(10)


def test_missing_topics_are_made_and_making_them_again_changes_nothing(
    kafka_cluster: Cluster, kafka_topic_prefix: str
) -> None:
    wanted = {f"{kafka_topic_prefix}one": topics.LOG, f"{kafka_topic_prefix}two": topics.INTAKE}
    assert set(topics.survey(kafka_cluster.bootstrap, wanted).values()) == {"is missing"}
    topics.ensure(kafka_cluster.bootstrap, wanted, 1)
    topics.ensure(kafka_cluster.bootstrap, wanted, 1)
    admin = AdminClient({"bootstrap.servers": kafka_cluster.bootstrap, "log_level": 0})
    made = admin.list_topics(timeout=10).topics
    assert [len(made[name].partitions) for name in wanted] == [1, 12]
    assert set(topics.survey(kafka_cluster.bootstrap, wanted).values()) == {""}


@pytest.mark.parametrize(
    ("partitions", "config", "what"),
    [
        (3, {"retention.ms": "-1", "cleanup.policy": "delete"}, "partitions"),
        (1, {"retention.ms": "1000", "cleanup.policy": "delete"}, "retention.ms"),
        (1, {"retention.ms": "-1", "cleanup.policy": "compact"}, "cleanup.policy"),
    ],
)
def test_a_topic_that_would_lose_or_reorder_events_is_refused(
    kafka_cluster: Cluster, kafka_topic_prefix: str, partitions: int, config: dict[str, str], what: str
) -> None:
    make(kafka_cluster, f"{kafka_topic_prefix}bad", partitions, config)
    with pytest.raises(topics.TopicWrong, match=what):
        topics.ensure(kafka_cluster.bootstrap, {f"{kafka_topic_prefix}bad": topics.LOG}, 1)


@pytest.mark.parametrize(
    ("partitions", "config", "what"),
    [
        (11, topics.INTAKE.config, "has 11 partitions, it needs at least 12"),
        (13, topics.INTAKE.config, ""),
        (12, {**topics.INTAKE.config, "retention.ms": "-1"}, "has retention.ms=-1, it needs 1209600000"),
        (12, {**topics.INTAKE.config, "cleanup.policy": "compact"}, "has cleanup.policy=compact, it needs delete"),
    ],
)
def test_what_publishers_send_to_may_be_spread_wider_and_is_kept_for_two_weeks(
    kafka_cluster: Cluster, kafka_topic_prefix: str, partitions: int, config: dict[str, str], what: str
) -> None:
    name = f"{kafka_topic_prefix}intake"
    kafka_cluster.create_topic(name, partitions=partitions, config=dict(config))
    assert topics.survey(kafka_cluster.bootstrap, {name: topics.INTAKE}) == {name: what}


def test_a_broker_that_is_not_there_is_told() -> None:
    with pytest.raises(LogUnavailable):
        topics.survey("127.0.0.1:1", {"x": topics.LOG})
