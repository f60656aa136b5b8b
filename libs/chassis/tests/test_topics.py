"""Topics are made right, and wrong ones are refused."""

import pytest
from confluent_kafka.admin import AdminClient, NewTopic
from netral_chassis import topics
from netral_testing.kafka import Cluster


def make(cluster: Cluster, name: str, partitions: int, config: dict[str, str]) -> None:
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap, "log_level": 0})
    admin.create_topics([NewTopic(name, partitions, 1, config=config)])[name].result(10)


def test_missing_topics_are_made_and_making_them_again_changes_nothing(
    kafka_cluster: Cluster, kafka_topic_prefix: str
) -> None:
    wanted = [f"{kafka_topic_prefix}one", f"{kafka_topic_prefix}two"]
    topics.ensure(kafka_cluster.bootstrap, wanted, 1)
    topics.ensure(kafka_cluster.bootstrap, wanted, 1)
    admin = AdminClient({"bootstrap.servers": kafka_cluster.bootstrap, "log_level": 0})
    made = admin.list_topics(timeout=10).topics
    assert [len(made[name].partitions) for name in wanted] == [1, 1]


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
        topics.ensure(kafka_cluster.bootstrap, [f"{kafka_topic_prefix}bad"], 1)
