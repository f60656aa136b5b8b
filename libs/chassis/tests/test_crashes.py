"""A process ends at any point whose order matters, and another life after it: nothing is lost, nothing is double."""

from pathlib import Path

import pytest
from deaths import OFF_A_PLEDGE_DAY, another_life, dies
from house import make_topic
from netral_testing.kafka import Cluster

POINTS = (
    "append.locked",
    "append.inserted",
    "append.committed",
    "relay.read",
    "relay.sent",
    "relay.checkpointed",
    "consume.read",
    "project.folded",
    "project.written",
    "project.committed",
    "feed.committed",
    "work.executed",
    "work.done",
)
WAYS = [
    *((point, "exit") for point in POINTS),
    *((point, how) for point in OFF_A_PLEDGE_DAY for how in ("exit", "raise", "freeze")),
]


@pytest.mark.parametrize(("point", "how"), WAYS)
def test_a_life_after_a_sudden_end_ends_as_if_nothing_had_happened(tmp_path: Path, point: str, how: str) -> None:
    assert dies(point, how, tmp_path)
    assert another_life(tmp_path) == []


@pytest.mark.parametrize(
    ("point", "how"), list(zip(OFF_A_PLEDGE_DAY, ("exit", "raise", "freeze", "exit", "raise"), strict=True))
)
def test_so_does_one_on_the_servers(
    tmp_path: Path, postgres_url: str, kafka_cluster: Cluster, kafka_topic_prefix: str, point: str, how: str
) -> None:
    server = (postgres_url, kafka_cluster.bootstrap, f"{kafka_topic_prefix}alpha.v1")
    make_topic(*server[1:])
    assert dies(point, how, tmp_path, *server)
    assert another_life(tmp_path, *server) == []
