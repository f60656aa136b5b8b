"""`netral setup server` on a real PostgreSQL and a real broker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cli_place import Place
from netral_chassis import topics
from netral_chassis.database_postgres import PostgresDatabase
from netral_chassis.log import VERDICTS
from netral_cli import examining
from netral_cli.connection import SERVICES, TAKING_CLAIMS
from netral_testing.kafka import Cluster
from netral_testing.ports import free_base
from netral_testing.postgres import Server

ADMIN_PASSWORD = "1d9f0c5e77"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Cluster]]:
    """Of this module alone: roles and topics of a whole installation have fixed names."""
    with Server() as database, Cluster() as broker:
        with psycopg.connect(database.url, autocommit=True) as conn:
            conn.execute(f"ALTER ROLE postgres PASSWORD '{ADMIN_PASSWORD}'")
        hba = database.folder / "data" / "pg_hba.conf"
        hba.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        with psycopg.connect(admin_of(database), autocommit=True) as conn:
            conn.execute("SELECT pg_reload_conf()")
        yield database, broker


def admin_of(database: Server) -> str:
    return database.url.replace("postgres@", f"postgres:{ADMIN_PASSWORD}@")


class Site:
    """One home, and the command with the servers' addresses."""

    def __init__(self, home: Path, servers: tuple[Server, Cluster]) -> None:
        self.place = Place(home, free_base())
        self.database, self.broker = servers
        self.admin = admin_of(self.database)

    def setup(self, *more: str, code: int = 0, **environment: str) -> Any:
        where = ("--bootstrap", self.broker.bootstrap, "--admin", self.admin)
        done = self.place.netral("setup", "server", *where, *more, "--json", **environment)
        assert done.code == code, done.out + done.err
        return done.document

    def secret(self, name: str) -> Path:
        return self.place.home / "secrets" / name


@pytest.fixture
def site(tmp_path: Path, servers: tuple[Server, Cluster]) -> Site:
    return Site(tmp_path / "home", servers)


def states(document: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in document["steps"]:
        found.setdefault(one["step"], set()).add(one["state"])
    return found


def test_a_new_installation_is_shown_then_made_then_found_there(site: Site) -> None:
    shown = site.setup("--dry-run")
    assert set().union(*states(shown).values()) == {"missing"}
    assert not site.place.home.exists()
    statements = [text for one in shown["steps"] for text in one["statements"]]
    assert "CREATE ROLE \"netral_pledge_app\" LOGIN PASSWORD '…'" in statements
    with psycopg.connect(site.admin) as conn:
        assert conn.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'netral%'").fetchone() == (0,)
    assert set(topics.survey(site.broker.bootstrap, topics.of_logs(SERVICES)).values()) == {topics.MISSING}

    made = site.setup("--host", "netral.example")
    assert made["ok"] is True
    assert set().union(*states(made).values()) == {"made"}
    again = site.setup("--host", "netral.example")
    assert set().union(*states(again).values()) == {"there"}
    assert again["ok"] is True
    assert set(
        topics.survey(site.broker.bootstrap, topics.of_logs(SERVICES) | topics.of_intake(TAKING_CLAIMS)).values()
    ) == {""}
    assert VERDICTS in topics.of_intake(TAKING_CLAIMS)
    assert [path.name for path in secrets(site) if path.stat().st_mode & 0o077] == []
    _killed_between_file_and_database(site)
    _rights_that_were_widened_are_narrowed(site)
    _a_readable_key_is_closed(site)
    _the_system_runs_and_cannot_change_its_tables(site)


def secrets(site: Site) -> list[Path]:
    folder = site.place.home / "secrets"
    return [folder, *folder.rglob("*")]


def _killed_between_file_and_database(site: Site) -> None:
    """The passwords stand in the files and not in the database: they are set, no others are made."""
    before = site.secret("server.env").read_text()
    with psycopg.connect(site.admin, autocommit=True) as conn:
        conn.execute("ALTER ROLE netral_pledge_app PASSWORD 'lost'")
    found = site.setup()
    assert states(found)["databases"] == {"there", "made"}
    assert site.secret("server.env").read_text() == before
    assert states(site.setup())["databases"] == {"there"}


def _rights_that_were_widened_are_narrowed(site: Site) -> None:
    owner = next(
        line.partition("=")[2]
        for line in site.secret("owner.env").read_text().splitlines()
        if line.startswith("NETRAL_PLEDGE_OWNER_DATABASE")
    )
    with psycopg.connect(owner, autocommit=True) as conn:
        conn.execute("GRANT DELETE ON core.outcome TO netral_pledge_app")
    found = site.setup("--dry-run")
    assert {one["name"] for one in found["steps"] if one["state"] == "missing"} == {"pledge core alembic_version"}
    assert states(site.setup())["tables"] == {"there", "made"}
    assert states(site.setup())["tables"] == {"there"}


def _a_readable_key_is_closed(site: Site) -> None:
    site.secret("pledge.master").chmod(0o644)
    assert "missing" in states(site.setup("--dry-run"))["secrets"]
    assert site.secret("pledge.master").stat().st_mode & 0o777 == 0o644
    site.setup()
    assert site.secret("pledge.master").stat().st_mode & 0o777 == 0o600


def _the_system_runs_and_cannot_change_its_tables(site: Site) -> None:
    """By what stands in the home alone, on Kafka and PostgreSQL and by TLS, without its owner's addresses."""
    site.secret("owner.env").unlink()
    with site.place.up() as running:
        running.wait_for_line("^ready$", timeout=150)
        assert site.place.netral("status", "--json").document["ready"] is True
        examined = site.place.netral("doctor", "--json").document
        assert [one for one in examined["checks"] if not one["ok"]] == []
        assert {"broker", "topics", "certificates", "database", "clock"} <= {one["check"] for one in examined["checks"]}
        with psycopg.connect(site.admin.rpartition("/")[0] + "/netral_pledge", autocommit=True) as conn:
            conn.execute("GRANT DELETE ON core.event TO netral_pledge_app")
            wrong = [one for one in site.place.netral("doctor", "--json").document["checks"] if not one["ok"]]
            conn.execute("REVOKE DELETE ON core.event FROM netral_pledge_app")
        assert [one["code"] for one in wrong] == ["RIGHTS_WRONG"]
        with psycopg.connect(site.admin.rpartition("/")[0] + "/netral_pledge") as conn:
            here = "datname = current_database() AND usename <> current_user"
            asked = f"SELECT DISTINCT usename FROM pg_stat_activity WHERE {here}"
            assert conn.execute(asked).fetchall() == [("netral_pledge_app",)]
        assert running.terminate() == 0
        assert running.processes() == []


@pytest.mark.parametrize(("of_each", "codes"), [(1, []), (100_000, ["CONNECTIONS_FEW"])])
def test_a_server_that_takes_too_few_connections_is_found(
    of_each: int, codes: list[str], servers: tuple[Server, Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "_CONNECTIONS", of_each)
    database = PostgresDatabase(admin_of(servers[0]), "core")
    try:
        found = list(examining._connections("pledge", database))
    finally:
        database.close()
    assert [one.code for one in found] == codes
    assert all(one.params["wanted"] == of_each * len(SERVICES) for one in found)


def test_sample_passwords_are_refused_outside_development(tmp_path: Path, servers: tuple[Server, Cluster]) -> None:
    site = Site(tmp_path / "home", servers)
    site.admin = servers[0].url.replace("postgres@", "postgres:postgres@")
    refused = site.setup(code=4)
    assert [one["code"] for one in refused["steps"]] == ["SAMPLE"]
    assert refused["steps"][0]["cure"]
    assert not site.place.home.exists()


def test_what_cannot_be_reached_is_told_and_the_rest_is_done(tmp_path: Path, servers: tuple[Server, Cluster]) -> None:
    site = Site(tmp_path / "home", servers)
    site.admin = "postgresql://postgres:1d9f0c5e77@127.0.0.1:1/postgres"
    found = site.setup(code=1)
    codes = {one["code"] for one in found["steps"] if one["state"] == "wrong"}
    assert codes == {"DATABASE_SILENT"}
    assert "wrong" not in states(found)["topics"]
    assert site.secret("server.env").exists()


def test_a_topic_that_would_lose_events_is_told_and_left_alone(tmp_path: Path, servers: tuple[Server, Cluster]) -> None:
    with Cluster() as broker:
        broker.create_topic("netral.pledge.v1", config={"retention.ms": "1000"})
        found = Site(tmp_path / "home", (servers[0], broker)).setup(code=3)
        wrong = [one for one in found["steps"] if one["state"] == "wrong"]
        assert [(one["code"], one["name"]) for one in wrong] == [("TOPIC_WRONG", "netral.pledge.v1")]
        assert "retention.ms=1000" in wrong[0]["finding"]


def test_publishers_get_certificates_of_the_installations_own_authority(site: Site) -> None:
    found = site.setup("--publisher", "51.04/simpeg")
    assert "wrong" not in states(found)["certificates"]
    folder = site.secret("tls")
    assert {"51.04.simpeg.pem", "51.04.simpeg-key.pem"} <= {path.name for path in folder.iterdir()}
    assert states(site.setup("--publisher", "51.04/simpeg"))["certificates"] == {"there"}
    assert site.place.netral("setup", "server", "--publisher", "51.4/x").code == 2
