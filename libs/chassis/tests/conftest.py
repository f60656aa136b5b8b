"""Every test of the chassis runs on both profiles: SQLite files, and the real PostgreSQL with the real broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House, embedded, server
from netral_chassis import crash
from netral_testing.postgres import Server
from provisioned import Provisioned, provisioned


@pytest.fixture
def roles(postgres_server: Server) -> Iterator[Provisioned]:
    """Databases of a service of this test's own, with their owner and the role that the service runs as."""
    with provisioned(postgres_server) as made:
        yield made


@pytest.fixture(params=["embedded", "server"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "embedded":
        made = embedded(tmp_path)
    else:
        roles: Provisioned = request.getfixturevalue("roles")
        cluster = request.getfixturevalue("kafka_cluster")
        prefix: str = request.getfixturevalue("kafka_topic_prefix")
        made = server(roles.storage(), cluster.bootstrap, f"{prefix}alpha.v1", roles.server.url)
    yield made
    crash.disarm()
    made.close()
