import pytest
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from netral_testing.kafka import Cluster, NodeExited, brokers

pytestmark = pytest.mark.kafka


def produce(cluster: Cluster, topic: str, values: list[bytes], *, timeout: float = 30) -> list[bytes]:
    """The values that the cluster acknowledged within `timeout` seconds."""
    acknowledged = []
    producer = Producer({"bootstrap.servers": cluster.bootstrap, "enable.idempotence": True, "log_level": 0})
    for value in values:
        producer.produce(topic, value, on_delivery=lambda error, record: error or acknowledged.append(record.value()))
    producer.flush(timeout)
    return acknowledged


def consume(cluster: Cluster, topic: str, *, until: bytes) -> list[bytes]:
    """The values of partition 0 from its beginning up to the one sought."""
    consumer = Consumer(
        {"bootstrap.servers": cluster.bootstrap, "group.id": "unused", "enable.auto.commit": False, "log_level": 0}
    )
    consumer.assign([TopicPartition(topic, 0, 0)])
    values: list[bytes] = []
    while until not in values:
        record = consumer.poll(30)
        assert record is not None, f"nothing more within 30 s after {len(values)} records"
        assert record.error() is None
        values.append(record.value())
    consumer.close()
    return values


def test_what_is_produced_is_consumed_in_order(kafka_cluster, kafka_topic_prefix):
    topic = f"{kafka_topic_prefix}facts"
    kafka_cluster.create_topic(topic)
    values = [b"%d" % number for number in range(1000)]

    assert produce(kafka_cluster, topic, values) == values
    assert consume(kafka_cluster, topic, until=values[-1]) == values


def test_a_topic_is_made_once_with_the_partitions_and_settings_asked_for(kafka_cluster, kafka_topic_prefix):
    topic = f"{kafka_topic_prefix}intake"
    kafka_cluster.create_topic(topic, partitions=12, config={"retention.ms": "1209600000"})
    with pytest.raises(KafkaException, match="already exists"):
        kafka_cluster.create_topic(topic)


def test_no_topic_is_made_by_writing_to_it(kafka_cluster, kafka_topic_prefix):
    assert produce(kafka_cluster, f"{kafka_topic_prefix}nowhere", [b"lost"], timeout=1) == []


def test_a_node_paused_or_killed_answers_nobody_and_comes_back_with_its_data():
    with Cluster() as cluster:
        cluster.create_topic("facts")
        assert produce(cluster, "facts", [b"first"]) == [b"first"]

        cluster.pause()
        assert produce(cluster, "facts", [b"unheard"], timeout=1) == []
        cluster.resume()
        assert produce(cluster, "facts", [b"second"]) == [b"second"]

        cluster.kill()
        assert brokers(cluster.bootstrap) == 0
        cluster.start()
        cluster.wait_ready()
        assert produce(cluster, "facts", [b"third"]) == [b"third"]

        records = consume(cluster, "facts", until=b"third")
        assert [value for value in records if value != b"unheard"] == [b"first", b"second", b"third"]


def test_three_nodes_go_on_without_one():
    with Cluster(nodes=3) as cluster:
        cluster.create_topic("facts")
        assert produce(cluster, "facts", [b"with three"]) == [b"with three"]
        cluster.kill(2)
        assert produce(cluster, "facts", [b"with two"]) == [b"with two"]
        cluster.start(2)
        cluster.wait_ready()
        assert consume(cluster, "facts", until=b"with two") == [b"with three", b"with two"]


def test_a_node_that_ends_by_itself_is_told_with_its_log():
    with Cluster() as cluster:
        cluster.kill()
        properties = cluster.folder(1) / "server.properties"
        properties.write_text(properties.read_text() + "num.partitions=many\n")
        cluster.start()
        with pytest.raises(NodeExited, match=r"num\.partitions"):
            cluster.wait_ready()
