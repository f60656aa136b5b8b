"""Tables that are never rebuilt: made, taken over from 0.1.0, changed by a second revision, refused if too new."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altering
import first_version
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from house import item
from netral_chassis import migrations, submissions, todo  # noqa: F401 - their tables belong to core
from netral_chassis.clock import SystemClock
from netral_chassis.database import Database, NotOwner, SqliteDatabase
from netral_chassis.database_postgres import PostgresDatabase
from netral_chassis.generations import Generations
from netral_chassis.home import HomeNewer
from netral_chassis.migrations import Chain
from netral_chassis.relay import RELAY  # noqa: F401 - likewise
from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from netral_chassis.store import CORE, EventStore, NewEvent
from netral_chassis.vault import VAULT, Secret, Vault
from provisioned import Provisioned
from sqlalchemy import MetaData, create_engine, inspect

CHAINS = {"core": (migrations.CORE, CORE), "vault": (migrations.VAULT, VAULT)}
MASTER = bytes(32)
SECOND = """
import sqlalchemy as sa
from netral_chassis.migrations import operations


def upgrade(conn):
    op = operations(conn)
    op.add_column("head", sa.Column("seen_at", sa.BigInteger, nullable=False, server_default="7"))
    op.create_index("head_seen", "head", ["seen_at"])
    with op.batch_alter_table("relay") as relay:
        relay.alter_column("topic_id", nullable=True)
"""


@pytest.fixture(params=["sqlite", "postgres"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "sqlite":
        made: Storage = SqliteStorage(tmp_path, "alpha")
    else:
        roles: Provisioned = request.getfixturevalue("roles")
        made = roles.storage()
    yield made
    for database in (made.core, made.vault, made.views(1)):
        database.close()


def databases(storage: Storage) -> list[tuple[Database, Chain, MetaData]]:
    return [(getattr(storage, name), chain, metadata) for name, (chain, metadata) in CHAINS.items()]


def described(database: Database) -> dict[str, Any]:
    """Every table as the database itself knows it."""
    with database.alter() as conn:
        seen = inspect(conn)
        schema = None if database.kind == "sqlite" else database.where
        parts = (seen.get_columns, seen.get_pk_constraint, seen.get_indexes, seen.get_unique_constraints)
        return {
            name: [repr(_plain(part(name, schema=schema))) for part in parts]
            for name in sorted(seen.get_table_names(schema=schema))
            if name != "alembic_version"
        }


def _plain(found: Any) -> Any:
    if isinstance(found, list):
        return sorted((_plain(one) for one in found), key=repr)
    if isinstance(found, dict):
        return {key: _plain(value) for key, value in found.items() if key != "comment"}
    return str(found)


def test_revisions_and_definitions_make_the_same_tables(storage: Storage, tmp_path: Path, request) -> None:  # type: ignore[no-untyped-def]
    for database, chain, metadata in databases(storage):
        assert migrations.upgrade(database, chain)
        assert set(chain.rights) == {table.name for table in metadata.tables.values()}
        if database.kind == "sqlite":
            other: Database = SqliteDatabase(tmp_path / f"{metadata.schema}.other.db")
        else:
            url = request.getfixturevalue("postgres_url")
            other = PostgresDatabase(url, str(metadata.schema))
        other.create(metadata)
        assert described(database) == described(other)
        other.close()


def test_alembic_finds_nothing_to_do(storage: Storage) -> None:
    """Both ways: neither a table, column or index too few, nor one too many."""
    for database, chain, metadata in databases(storage):
        migrations.upgrade(database, chain)
        bare = MetaData()
        for table in metadata.tables.values():
            copy = table.to_metadata(bare, schema=None)
            names = {tuple(index.columns.keys()): index.name for index in table.indexes}
            for index in copy.indexes:
                index.name = names[tuple(index.columns.keys())]  # a copy that has no schema calls it otherwise
        with database.alter() as conn:
            found = compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), bare)
        assert [one for one in found if "alembic_version" not in str(one)] == []


def test_a_new_home_and_one_that_is_current_do_without_alembic(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "x.db")
    assert migrations.upgrade(database, migrations.CORE)
    assert not migrations.upgrade(database, migrations.CORE)
    database.close()
    program = (
        "import sys; from pathlib import Path; from netral_chassis import migrations as m; "
        "from netral_chassis.database import SqliteDatabase as D; "
        "d = D(Path(sys.argv[1])); print(m.upgrade(d, m.CORE), 'alembic' in sys.modules)"
    )
    for name, changed in (("x.db", "False"), ("new.db", "True")):
        done = subprocess.run(
            [sys.executable, "-c", program, tmp_path / name], env=environment(), capture_output=True, text=True
        )
        assert done.stdout.split() == [changed, "False"], done.stderr


def test_an_installation_of_the_first_version_is_taken_over_with_all_it_holds(request, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for storage, opened in _of_the_first_version(request, tmp_path):
        first_version.create(storage)
        written = _written(storage)
        sealed = _sealed(storage)
        store = EventStore(opened.core, SystemClock())
        store.create()
        assert store.read(1, 10) == written
        vault = Vault(opened.vault, MASTER)
        vault.create()
        assert vault.open([("n/1", "f", sealed)]) == [b"secret"]
        store.append([item("n/2", 0, [NewEvent("t", b"d", b"m")])])
        assert store.head().next_position == 3
        with opened.views(1).write() as conn:
            opened.views(1).fetch(conn, "INSERT INTO {s}shown VALUES (?)", ("n/1",))
        opened.views(1).drop()
        for database, chain, metadata in databases(opened):
            assert set(described(database)) == {table.name for table in metadata.tables.values()}
            assert not migrations.upgrade(database, chain)


def _of_the_first_version(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Storage, Storage]]:
    """A place as 0.1.0 used it, and as it is used now. There, everything ran as the owner."""
    yield SqliteStorage(tmp_path, "alpha"), SqliteStorage(tmp_path, "alpha")
    roles: Provisioned = request.getfixturevalue("roles")
    old = PostgresStorage(roles.url("owner"), roles.url("owner", 1))
    yield old, roles.storage()
    for database in (old.core, old.vault, old.views(1)):
        database.close()


def _written(storage: Storage) -> list[Any]:
    store = EventStore(storage.core, SystemClock())
    store.append([item("n/1", 0, [NewEvent("t", b"d", b"m")])])
    Generations(store, SystemClock()).begin("shape")
    return store.read(1, 10)


def _sealed(storage: Storage) -> Any:
    vault = Vault(storage.vault, MASTER)
    with storage.vault.write() as conn:
        storage.vault.fetch(conn, "INSERT INTO {s}proof VALUES (1, ?)", (vault._proof,))
    (sealed,) = vault.seal([Secret(b"s" * 16, "n/1", "f", b"secret")])
    return sealed


@pytest.fixture
def second(tmp_path: Path) -> Chain:
    """The chain of `core` with a revision more."""
    folder = tmp_path / "revisions"
    shutil.copytree(migrations.CORE.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "v0002_seen.py").write_text(SECOND)
    return Chain(folder, migrations.CORE.rights)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **more}


def test_a_second_revision_killed_in_the_middle_and_run_again_is_done_once(
    request: pytest.FixtureRequest, tmp_path: Path, second: Chain
) -> None:
    roles: Provisioned = request.getfixturevalue("roles")
    for storage, where in (
        (SqliteStorage(tmp_path, "alpha"), [str(tmp_path / "alpha.core.db"), ""]),
        (roles.storage(), [roles.url("app"), roles.url("owner")]),
    ):
        store = EventStore(storage.core, SystemClock())
        store.create()
        store.append([item("n/1", 0, [NewEvent("t", b"d", b"m")])])
        command = [sys.executable, altering.__file__, *where, str(second.folder)]
        died = subprocess.run(command, env=environment(NETRAL_CRASH="migrate.changed:exit"), timeout=60)
        assert died.returncode == -signal.SIGKILL
        with storage.core.read() as conn:
            assert migrations.revision(storage.core, conn, second) == "0001"
            assert len(storage.core.fetch(conn, "SELECT * FROM {s}head", ())[0]) == 4
        subprocess.run(command, env=environment(), timeout=60, check=True)
        with storage.core.read() as conn:
            assert migrations.revision(storage.core, conn, second) == "0002"
            assert storage.core.fetch(conn, "SELECT seen_at FROM {s}head", ()) == [(7,)]
        assert not migrations.upgrade(storage.core, second)
        with pytest.raises(HomeNewer):  # this code knows one revision less
            migrations.upgrade(storage.core, migrations.CORE)
        storage.core.close()


def test_two_processes_that_upgrade_at_once_take_turns(storage: Storage, second: Chain) -> None:
    migrations.upgrade(storage.core, migrations.CORE)
    where = [storage.core.where, ""]
    if isinstance(storage, PostgresStorage):
        where = [storage.url, storage.owner_url]
    command = [sys.executable, altering.__file__, *where, str(second.folder)]
    both = [subprocess.Popen(command, env=environment()) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert not migrations.upgrade(storage.core, second)


def test_a_role_that_does_not_own_the_tables_is_told_that_their_owner_is_needed(roles: Provisioned) -> None:
    storage = roles.storage(owner=False)
    for database, chain in ((storage.core, migrations.CORE), (storage.vault, migrations.VAULT)):
        with pytest.raises(NotOwner):
            migrations.upgrade(database, chain)
        database.close()
    with create_engine(roles.url("owner").replace("postgresql", "postgresql+psycopg")).connect() as conn:
        assert not inspect(conn).has_schema("core")
