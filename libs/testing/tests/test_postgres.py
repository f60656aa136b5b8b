import time

import psycopg
import pytest
from netral_testing.postgres import Server

pytestmark = pytest.mark.postgres


def tables(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in rows]


def test_two_databases_of_one_server_do_not_see_each_other(postgres_server, postgres_url):
    other = postgres_server.create_database()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE fact (position bigint PRIMARY KEY)")

    assert tables(postgres_url) == ["fact"]
    assert tables(other) == []

    postgres_server.drop_database(other)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        tables(other)


def test_a_database_can_be_dropped_while_somebody_is_connected(postgres_server):
    url = postgres_server.create_database()
    with psycopg.connect(url) as connection:
        postgres_server.drop_database(url)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_a_server_ended_in_order_or_by_sigkill_keeps_what_was_committed():
    with Server() as server:
        url = server.create_database()
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE fact (position bigint PRIMARY KEY)")

        for end in (server.kill, server.stop):
            with psycopg.connect(url) as connection:
                connection.execute("INSERT INTO fact SELECT coalesce(max(position), 0) + 1 FROM fact")
            with psycopg.connect(url) as unfinished:
                unfinished.execute("INSERT INTO fact VALUES (1000)")
                end()
                with pytest.raises(psycopg.OperationalError):
                    unfinished.execute("SELECT 1")
            server.start()

        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT position FROM fact ORDER BY position").fetchall() == [(1,), (2,)]


def test_a_paused_server_lets_its_clients_wait_until_it_is_resumed():
    with Server() as server, psycopg.connect(server.url) as connection:
        server.pause()
        connection.pgconn.send_query(b"SELECT 1")
        time.sleep(0.2)  # silence has no condition to wait for
        connection.pgconn.consume_input()
        assert connection.pgconn.is_busy()
        server.resume()
        result = connection.pgconn.get_result()
        assert result is not None
        assert result.get_value(0, 0) == b"1"
        assert connection.pgconn.get_result() is None


def test_a_server_and_its_folder_are_gone_after_its_block():
    with Server() as server:
        url, folder = server.url, server.folder
        assert folder.exists()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(url)
