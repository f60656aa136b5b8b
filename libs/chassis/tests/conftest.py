"""Every test of the chassis runs on both profiles: SQLite files, and the real PostgreSQL with the real broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House, embedded, server
from netral_chassis import crash


@pytest.fixture(params=["embedded", "server"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "embedded":
        made = embedded(tmp_path)
    else:
        url: str = request.getfixturevalue("postgres_url")
        cluster = request.getfixturevalue("kafka_cluster")
        prefix: str = request.getfixturevalue("kafka_topic_prefix")
        made = server(url, url, cluster.bootstrap, f"{prefix}alpha.v1")
    yield made
    crash.disarm()
    made.close()
