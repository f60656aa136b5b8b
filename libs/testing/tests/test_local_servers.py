import json
import pathlib
import subprocess
import sys
import tempfile

import psycopg
import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]

LOCAL = pathlib.Path(__file__).parents[3] / "deploy" / "server" / "local.py"


def local(task: str, home: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, LOCAL, task, "--home", home], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def home():
    with tempfile.TemporaryDirectory() as parent:
        pathlib.Path(parent).chmod(0o711)  # PostgreSQL's account passes through
        home = pathlib.Path(parent) / "home"
        try:
            yield home
        finally:
            assert local("stop", home).returncode == 0


@pytest.fixture(scope="module")
def servers(home):
    started = local("start", home)
    assert started.returncode == 0, started.stderr
    return json.loads(pathlib.Path(started.stdout.strip()).read_text())


def test_data_of_local_servers_stay_when_they_are_stopped_and_started(home, servers):
    admin = AdminClient({"bootstrap.servers": servers["bootstrap"]})
    admin.create_topics([NewTopic("netral.pledge.v1", 1)])["netral.pledge.v1"].result(30)
    owner = servers["admin"]
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE public.fact (position bigint)")

    assert local("stop", home).returncode == 0
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(owner)
    again = local("start", home)
    assert again.returncode == 0, again.stderr
    assert json.loads(pathlib.Path(again.stdout.strip()).read_text()) == servers

    assert "netral.pledge.v1" in admin.list_topics(timeout=30).topics
    with psycopg.connect(owner) as connection:
        assert connection.execute("SELECT count(*) FROM public.fact").fetchone() == (0,)


def test_starting_local_servers_that_run_changes_nothing(home, servers):
    with psycopg.connect(servers["admin"]) as connection:
        assert local("start", home).returncode == 0
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_wrong_password_is_refused(servers):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(psycopg.conninfo.make_conninfo(servers["admin"], password="guessed"))


def test_the_addresses_are_for_their_owner_alone(home, servers):
    assert servers["bootstrap"].startswith("127.0.0.1:")
    assert (home / "servers.json").stat().st_mode & 0o777 == 0o600
