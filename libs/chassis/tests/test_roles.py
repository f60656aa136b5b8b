"""What the role that a service runs as may not do, on the real server."""

from collections.abc import Iterator

import psycopg
import pytest
from house import item
from netral_chassis import migrations, provisioning
from netral_chassis.clock import SystemClock
from netral_chassis.storage import PostgresStorage
from netral_chassis.store import EventStore, NewEvent
from netral_chassis.vault import Vault
from netral_testing.postgres import Server
from provisioned import PASSWORD, Provisioned, provisioned

DENIED = (psycopg.errors.InsufficientPrivilege,)


@pytest.fixture
def storage(roles: Provisioned) -> Iterator[PostgresStorage]:
    """With one event in it."""
    made = roles.storage()
    EventStore(made.core, SystemClock()).create()
    EventStore(made.core, SystemClock()).append([item("n/1", 0, [NewEvent("t", b"d", b"m")])])
    Vault(made.vault, bytes(32)).create()
    yield made
    made.core.close()
    made.vault.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core.event SET data = 'x'",
        "DELETE FROM core.event",
        "TRUNCATE core.event",
        "DROP TABLE core.event",
        "ALTER TABLE core.event ADD COLUMN x int",
        "ALTER TABLE core.event DISABLE TRIGGER USER",
        "ALTER TABLE core.event OWNER TO CURRENT_USER",
        "DROP TRIGGER event_no_change ON core.event",
        "DROP FUNCTION core.refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION core.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE core.other (x int)",
        "CREATE RULE r AS ON INSERT TO core.event DO INSTEAD NOTHING",
        "DROP SCHEMA core CASCADE",
        "UPDATE core.outcome SET body_hash = ''",
        "DELETE FROM core.outcome",
        "DELETE FROM core.head",
        "INSERT INTO core.head VALUES (2, 1, '', 0)",
        "UPDATE core.alembic_version SET version_num = '0000'",
        "TRUNCATE core.todo",
        "CREATE TABLE public.other (x int)",
        "CREATE ROLE another",
        "COPY core.event TO PROGRAM 'true'",
    ],
)
def test_the_service_may_not(roles: Provisioned, storage: PostgresStorage, statement: str) -> None:
    before = EventStore(storage.core, SystemClock()).read(1, 10)
    with psycopg.connect(roles.url("app"), autocommit=True) as conn, pytest.raises(DENIED):
        conn.execute(statement)  # type: ignore[arg-type]
    assert EventStore(storage.core, SystemClock()).read(1, 10) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vault.key SET wrapped = ''",
        "UPDATE vault.proof SET digest = ''",
        "DELETE FROM vault.proof",
        "DROP TABLE vault.key",
        "CREATE SCHEMA mine",
    ],
)
def test_the_service_may_not_in_its_vault(roles: Provisioned, storage: PostgresStorage, statement: str) -> None:
    with psycopg.connect(roles.url("app", 1), autocommit=True) as conn, pytest.raises(DENIED):
        conn.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement", ["UPDATE core.event SET data = 'x'", "DELETE FROM core.event", "TRUNCATE core.event"]
)
def test_the_owner_is_stopped_by_the_triggers(roles: Provisioned, storage: PostgresStorage, statement: str) -> None:
    refused = pytest.raises(psycopg.errors.RaiseException, match="events are never changed")
    with psycopg.connect(roles.url("owner"), autocommit=True) as conn, refused:
        conn.execute(statement)  # type: ignore[arg-type]


def test_a_service_reaches_no_database_of_another(roles: Provisioned, postgres_server: Server) -> None:
    with provisioned(postgres_server) as other:
        for role in ("app", "owner"):
            for database in other.names.databases:
                login = provisioning.url(postgres_server.url, database, getattr(roles.names, role), PASSWORD)
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    psycopg.connect(login)


def test_making_databases_again_changes_nothing(roles: Provisioned) -> None:
    assert provisioning.missing(roles.server.url, roles.service, PASSWORD, PASSWORD) == []


def test_what_is_shown_of_the_statements_holds_no_password(postgres_server: Server) -> None:
    todo = provisioning.missing(postgres_server.url, "tnever", PASSWORD, PASSWORD)
    assert len(todo) == 10
    assert not any(PASSWORD in one.shown for one in todo)
    assert sum(PASSWORD in one.sql.as_string() for one in todo) == 2


def test_rights_that_somebody_widened_are_seen_and_narrowed_again(roles: Provisioned, storage: PostgresStorage) -> None:
    assert migrations.wrong_rights(storage.core, migrations.CORE) == []
    with psycopg.connect(roles.url("owner"), autocommit=True) as conn:
        conn.execute(f'GRANT ALL ON core.event TO "{roles.names.app}"')  # type: ignore[arg-type]
        conn.execute(f'REVOKE INSERT ON core.outcome FROM "{roles.names.app}"')  # type: ignore[arg-type]
    assert migrations.wrong_rights(storage.core, migrations.CORE) == ["event", "outcome"]
    migrations.narrow(storage.core, migrations.CORE)
    assert migrations.wrong_rights(storage.core, migrations.CORE) == []
