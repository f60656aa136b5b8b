"""Tables that are never rebuilt, made and changed revision by revision: one chain for `core`, one for `vault`, and one
for what a service keeps of its own in `core`.

Views have none: they are generations. A start reads one row and is done if nothing is to change. A revision is a file
with `upgrade(conn)`; what changes tables on both databases is Alembic's, see `operations`. Revisions name no schema,
and undo nothing: the way back is a backup.
"""

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from netral_chassis import crash
from netral_chassis.database import Database
from netral_chassis.home import HomeNewer

if TYPE_CHECKING:
    from alembic.operations import Operations


@dataclass(frozen=True, slots=True)
class Chain:
    """The revisions in `folder`, files `v<four digits>_<what>.py`.

    `rights`: what the role of a service may do with each table beside reading it, as GRANT spells it; "" is nothing.
    `version`: the table that says how far a database is.
    """

    folder: Path
    rights: Mapping[str, str]
    version: str = "alembic_version"

    def revisions(self) -> list[str]:
        """Every revision, oldest first."""
        return [_revision(file) for file in self.files()]

    def files(self) -> list[Path]:
        """In order."""
        return sorted(self.folder.glob("v????_*.py"))


CORE = Chain(
    Path(__file__).parent / "core",
    {
        "event": "INSERT",
        "outcome": "INSERT",
        "head": "UPDATE",
        "relay": "INSERT, UPDATE",
        "generation": "INSERT, UPDATE",
        "todo": "INSERT, UPDATE",
        "feed_checkpoint": "INSERT, UPDATE",
        "submission": "INSERT, UPDATE",
    },
)
VAULT = Chain(
    Path(__file__).parent / "vault",
    {
        "key": "INSERT, DELETE",
        "identifier": "INSERT, UPDATE, DELETE",
        "salt": "INSERT, DELETE",
        "proof": "INSERT, UPDATE (id)",  # to lock its row; its digest stands
        "erased": "INSERT, UPDATE",
    },
)


def upgrade(database: Database, chain: Chain) -> bool:
    """Bring the tables of `database` to the newest revision; returns whether anything changed.

    All or nothing, one process at a time. Tables made before there were revisions are taken over by the first one.
    Raises `HomeNewer` if a newer version made them, `NotOwner`; nothing was touched then.
    """
    with database.read() as conn:
        if is_current(database, conn, chain):
            return False
    with database.alter() as conn:
        if is_current(database, conn, chain):
            return False  # another process was faster
        _run(conn, chain, revision(database, conn, chain))
        crash.point("migrate.changed")
        database.grant(conn, _all_rights(chain))
    return True


def chains(service: str) -> list[tuple[str, Chain]]:
    """Each chain of a service with the schema that it is for. The service's own code is not run for it."""
    found = [("core", CORE), ("vault", VAULT)]
    package = find_spec(f"netral_{service}")
    if package is not None and package.origin is not None:
        own = Path(package.origin).parent / "migrations" / "__init__.py"
        if own.exists():
            found.append(("core", runpy.run_path(str(own))["CHAIN"]))
    return found


def narrow(database: Database, chain: Chain) -> None:
    """Give the service's role what the chain says, and no more. Raises `NotOwner`."""
    with database.alter() as conn:
        database.grant(conn, _all_rights(chain))


def _all_rights(chain: Chain) -> dict[str, str]:
    return {**chain.rights, chain.version: ""}


def wrong_rights(database: Database, chain: Chain) -> list[str]:
    """Tables with which the role that `database` is opened as may do more or less than the chain says; none in a file.

    A table that is missing is wrong too.
    """
    if database.kind == "sqlite":
        return []
    asked = (
        "SELECT c.relname, p FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, "
        "unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p "
        "WHERE n.nspname = ? AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, p)"
    )
    with database.read() as conn:
        found = set(database.fetch(conn, asked, (database.where,)))
    wrong = []
    for table, further in _all_rights(chain).items():
        whole = {right for right in further.split(", ") if right and "(" not in right}
        if {right for name, right in found if name == table} != {"SELECT", *whole}:
            wrong.append(table)
    return wrong


def is_current(database: Database, conn: Connection, chain: Chain) -> bool:
    """Whether nothing is to be done. Raises `HomeNewer`."""
    found = revision(database, conn, chain)
    if found and found not in chain.revisions():
        raise HomeNewer
    return found == chain.revisions()[-1]


def revision(database: Database, conn: Connection, chain: Chain) -> str:
    """Of the tables; empty where there are none, or none that a revision made."""
    if database.kind == "sqlite":
        there = "SELECT 1 FROM sqlite_master WHERE name = ?"
        known = database.fetch(conn, there, (chain.version,))
    else:
        there = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = ?"
        known = database.fetch(conn, there, (database.where, chain.version))
    rows = database.fetch(conn, f"SELECT version_num FROM {{s}}{chain.version}", ()) if known else []
    return str(rows[0][0]) if rows else ""


def operations(conn: Connection) -> "Operations":
    """Alembic's `add_column`, `batch_alter_table` and the like, for revisions that need them.

    It takes 0.3 s of a core to import, which a start on a new home would feel: the first revisions do without.
    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    return Operations(MigrationContext.configure(conn))


def _run(conn: Connection, chain: Chain, since: str) -> None:
    for file in chain.files():
        if (name := _revision(file)) > since:
            runpy.run_path(str(file))["upgrade"](conn)
            newest = name
    conn.execute(text(f"CREATE TABLE IF NOT EXISTS {chain.version} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    conn.execute(text(f"DELETE FROM {chain.version}"))
    conn.execute(text(f"INSERT INTO {chain.version} VALUES (:revision)"), {"revision": newest})


def _revision(file: Path) -> str:
    return file.name.partition("_")[0].removeprefix("v")
