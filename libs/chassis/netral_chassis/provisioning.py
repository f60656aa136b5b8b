"""The databases and roles of one service on a PostgreSQL server. A superuser makes them; again changes only passwords.

netral_<service>         events, outcomes, todo and the generations of views
netral_<service>_vault   wrapped keys, keyed hashes and salts; its backups are kept apart
netral_<service>_owner   owns both databases, and every table that is never rebuilt; runs migrations, nothing else
netral_<service>_app     what the service runs as: makes and drops schemas of views, and may do with the other tables
                         what `migrations` grants
"""

from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from netral_chassis.database import DatabaseGone


@dataclass(frozen=True, slots=True)
class Names:
    """What belongs to `service`, by the names that it has on the server."""

    service: str

    @property
    def databases(self) -> tuple[str, str]:
        """Main and vault."""
        return f"netral_{self.service}", f"netral_{self.service}_vault"

    @property
    def owner(self) -> str:
        return f"netral_{self.service}_owner"

    @property
    def app(self) -> str:
        return f"netral_{self.service}_app"


@dataclass(frozen=True, slots=True)
class Statement:
    """One step of the superuser's. `shown` is the same without its password."""

    sql: sql.Composed
    shown: str


def missing(admin: str, service: str, owner_password: str, app_password: str) -> list[Statement]:
    """What is still to be done, in order. Raises `DatabaseGone`, `psycopg.Error`."""
    names = Names(service)
    with _connected(admin) as conn:
        roles = {name for (name,) in conn.execute("SELECT rolname FROM pg_roles")}
        databases = {name for (name,) in conn.execute("SELECT datname FROM pg_database")}
        todo: list[Statement] = []
        for role, password in ((names.owner, owner_password), (names.app, app_password)):
            if role not in roles or not _lets_in(admin, names, role, password, databases):
                verb = "ALTER" if role in roles else "CREATE"
                todo.append(_secret(f"{verb} ROLE {{}} LOGIN PASSWORD {{}}", role, password))
        if not {names.owner, names.app} <= roles or not _member(conn, names):
            # so that it can hand over what version 0.1.0 made of views
            todo.append(_plain("GRANT {} TO {}", names.app, names.owner))
        for name in names.databases:
            if name not in databases:
                # C.UTF-8 sorts by code point, the same on every machine and after every upgrade of its C library
                todo.append(
                    _plain(
                        "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
                        name, names.owner,
                    )
                )  # fmt: skip
            if name not in databases or not _closed(conn, name, names.app):
                todo.append(_plain("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))
                todo.append(_plain("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", name, names.app))
        main = names.databases[0]
        if main not in databases or not _may(conn, names.app, main, "CREATE"):
            todo.append(_plain("GRANT CREATE ON DATABASE {} TO {}", main, names.app))
    return todo


def provision(admin: str, service: str, owner_password: str, app_password: str) -> list[Statement]:
    """Do what is `missing`; returns what that was."""
    todo = missing(admin, service, owner_password, app_password)
    with _connected(admin) as conn:
        for one in todo:
            conn.execute(one.sql)
    return todo


def url(admin: str, database: str, role: str, password: str) -> str:
    """The address of a database on the server of `admin`, for `role`; how the server is reached stays the same."""
    given = conninfo_to_dict(admin)
    where = f"{given.get('host', 'localhost')}:{given.get('port', 5432)}"
    kept = "&".join(
        f"{name}={value}" for name, value in given.items() if name.startswith("sslroot") or name == "sslmode"
    )
    return f"postgresql://{role}:{quote(password, safe='')}@{where}/{database}{'?' * bool(kept)}{kept}"


def _connected(admin: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(admin, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise DatabaseGone(type(error).__name__) from error


def _lets_in(admin: str, names: Names, role: str, password: str, databases: set[object]) -> bool:
    if names.databases[0] not in databases:
        return False
    login = make_conninfo(admin, dbname=names.databases[0], user=role, password=password)
    try:
        psycopg.connect(login, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _member(conn: psycopg.Connection[tuple[object, ...]], names: Names) -> bool:
    return _one(conn, "SELECT pg_has_role(%s, %s, 'MEMBER')", names.owner, names.app)


def _closed(conn: psycopg.Connection[tuple[object, ...]], database: str, app: str) -> bool:
    """Nobody comes in but the owner and the app."""
    public = "SELECT NOT has_database_privilege('public', %s, 'CONNECT')"
    return _one(conn, public, database) and all(_may(conn, app, database, right) for right in ("CONNECT", "TEMPORARY"))


def _may(conn: psycopg.Connection[tuple[object, ...]], role: str, database: str, right: str) -> bool:
    known = "SELECT count(*) = 1 FROM pg_roles WHERE rolname = %s"
    return _one(conn, known, role) and _one(conn, "SELECT has_database_privilege(%s, %s, %s)", role, database, right)


def _one(conn: psycopg.Connection[tuple[object, ...]], query: str, *parameters: str) -> bool:
    row = conn.execute(query.encode(), parameters).fetchone()
    return bool(row and row[0])


def _plain(text: str, *names: str) -> Statement:
    composed = sql.SQL(text).format(*map(sql.Identifier, names))
    return Statement(composed, composed.as_string())


def _secret(text: str, role: str, password: str) -> Statement:
    composed, shown = (sql.SQL(text).format(sql.Identifier(role), sql.Literal(word)) for word in (password, "…"))
    return Statement(composed, shown.as_string())
