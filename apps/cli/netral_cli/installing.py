"""What a server installation needs, looked at and, where it is missing, made: secrets, databases, tables, topics,
certificates. Each step is harmless where it is done already."""

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from netral_chassis import migrations, provisioning, topics
from netral_chassis.certificates import RENEW_DAYS, Authority, covers, pem, remaining_days
from netral_chassis.database import Database, DatabaseGone, NotOwner
from netral_chassis.home import FILES, Home, HomeNewer, lines_of, secret_names
from netral_chassis.kafka_tls import KafkaTls
from netral_chassis.log import LogUnavailable
from netral_chassis.migrations import Chain
from netral_chassis.storage import PostgresStorage

from netral_cli.connection import SERVICES, TAKING_CLAIMS

SAMPLES = frozenset(
    {"", "admin", "changeme", "change-me", "example", "netral", "password", "postgres", "rahasia", "sample", "secret"}
)
"""Passwords that everybody guesses. So is a role's own name."""
_GROUP_AND_OTHERS = 0o077
_MOST_REPLICAS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is needed. `state`: `there`, `made`, `missing` (it would be made), or `wrong`, which has a cure.

    `key` is that of its words among the phrases of `setup`, `params` what they show; `statements` are SQL.
    """

    step: str
    name: str
    state: str
    key: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[str, ...] = ()


Steps = Iterator[Step]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for. `said` are the variables of the environment and of the home's files."""

    home: Home
    said: Mapping[str, str]
    admin: str
    bootstrap: str
    replication: int
    hosts: tuple[str, ...]
    publishers: tuple[str, ...]
    development: bool
    dry_run: bool

    def made(self) -> str:
        """The state of what was missing."""
        return "missing" if self.dry_run else "made"

    @property
    def kafka_tls(self) -> KafkaTls:
        """As the variables say."""
        files = (self.said.get(f"NETRAL_KAFKA_{name}") for name in ("CA", "CERT", "KEY"))
        return KafkaTls(*(Path(file) if file else None for file in files))


def steps(plan: Plan) -> Steps:
    """Do what is to be done, or say it. Nothing is done if a sample password stands where a secret should."""
    samples = () if plan.development else tuple(_samples(plan))
    yield from samples
    if samples:
        return
    yield from _home(plan)
    addresses, lines = _addresses(plan)
    yield from _files(plan, lines)
    for service in SERVICES:
        yield from _databases(plan, service, addresses[service])
        yield from _tables(plan, service, addresses[service])
    yield from _topics(plan)
    if plan.hosts or plan.publishers:
        yield from _certificates(plan)


def _samples(plan: Plan) -> Steps:
    given = {
        name: value for name, value in plan.said.items() if name.startswith("NETRAL_") and name.endswith("DATABASE")
    }
    if plan.admin:
        given["NETRAL_ADMIN_DATABASE"] = plan.admin
    for variable, address in sorted(given.items()):
        login = urlsplit(address)
        password = unquote(login.password or os.environ.get("PGPASSWORD", ""))
        certified = "sslcert=" in login.query
        if not certified and password.lower() in SAMPLES | {(login.username or "").lower()}:
            yield Step("secrets", variable, "wrong", "sample", {"variable": variable})


# the home


def _home(plan: Plan) -> Steps:
    """Keys of the issuer, of vaults and of notes; all of it for its owner alone."""
    try:
        lacking = [name for name in secret_names(SERVICES) if not plan.home.secret(name).exists()]
        if not plan.dry_run:
            plan.home.path.mkdir(parents=True, exist_ok=True)
            plan.home.prepare(tuple(SERVICES))
    except HomeNewer:
        yield Step("home", str(plan.home.path), "wrong", "home_newer")
        return
    except OSError:
        yield Step("home", str(plan.home.path), "wrong", "home_unusable")
        return
    yield Step("home", str(plan.home.path), plan.made() if lacking else "there")
    folder = plan.home.secret("x").parent
    for path in sorted((folder, *folder.rglob("*"))) if folder.is_dir() else ():
        if path.stat().st_mode & _GROUP_AND_OTHERS:
            if not plan.dry_run:
                path.chmod(0o700 if path.is_dir() else 0o600)
            yield Step("secrets", path.name, plan.made(), "mode", {"which": path.name})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of the two databases of a service, as its own role and as their owner; empty where nothing is known."""

    app: str
    app_vault: str
    owner: str
    owner_vault: str

    @property
    def passwords(self) -> tuple[str, str]:
        """Of the owner and of the service."""
        return unquote(urlsplit(self.owner).password or ""), unquote(urlsplit(self.app).password or "")


def _addresses(plan: Plan) -> tuple[dict[str, Addresses], dict[str, dict[str, str]]]:
    """The addresses of every service, and the lines of the two files that hold what this command chose."""
    lines: dict[str, dict[str, str]] = {name: {} for name in FILES}
    if plan.bootstrap:
        lines[FILES[0]] = {"NETRAL_PROFILE": "server", "NETRAL_BOOTSTRAP": plan.bootstrap}
    found = {}
    for service in SERVICES:
        names = provisioning.Names(service)
        made: list[str] = []
        for file, role, prefix in ((FILES[0], names.app, ""), (FILES[1], names.owner, "OWNER_")):
            password = secrets.token_urlsafe(24)
            for database, kind in zip(names.databases, ("", "VAULT_"), strict=True):
                variable = f"NETRAL_{service.upper()}_{prefix}{kind}DATABASE"
                address = plan.said.get(variable, "")
                if not address and plan.admin:
                    address = provisioning.url(plan.admin, database, role, password)
                    lines[file][variable] = address
                made.append(address)
        found[service] = Addresses(*made)
    return found, lines


def _files(plan: Plan, lines: Mapping[str, Mapping[str, str]]) -> Steps:
    """Passwords stand in a file before they are set in the database: who dies between goes on with the same ones."""
    for name, wanted in lines.items():
        file = plan.home.secret(name)
        known = lines_of(file)
        if not wanted or known == {**known, **wanted}:
            if known:
                yield Step("secrets", name, "there")
            continue
        if not plan.dry_run:
            _keep(file, "".join(f"{key}={value}\n" for key, value in {**known, **wanted}.items()).encode())
        yield Step("secrets", name, plan.made(), "file", {"which": name})


def _keep(file: Path, content: bytes) -> None:
    """Whole or not at all, for its owner alone."""
    unfinished = file.with_name(file.name + ".new")
    file.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(file)


# PostgreSQL


def _databases(plan: Plan, service: str, addresses: Addresses) -> Steps:
    names = provisioning.Names(service)
    if not plan.admin:
        if not addresses.app or not addresses.app_vault:
            yield Step("databases", names.databases[0], "wrong", "no_admin", {"service": service})
        return
    act = provisioning.missing if plan.dry_run else provisioning.provision
    try:
        done = act(plan.admin, service, *addresses.passwords)
    except DatabaseGone:
        yield Step("databases", names.databases[0], "wrong", "database_silent", {"service": service})
    except psycopg.errors.InsufficientPrivilege:
        yield Step("databases", names.databases[0], "wrong", "no_superuser")
    else:
        shown = tuple(one.shown for one in done)
        yield Step("databases", names.databases[0], plan.made() if done else "there", statements=shown)


def _tables(plan: Plan, service: str, addresses: Addresses) -> Steps:
    """As their owner, where he is known."""
    if not addresses.app or not addresses.app_vault:
        return
    storage = PostgresStorage(addresses.app, addresses.app_vault, addresses.owner, addresses.owner_vault)
    for schema, chain in migrations.chains(service):
        database: Database = getattr(storage, schema)
        name = f"{service} {schema} {chain.version}"
        try:
            state = _current(plan, database, chain)
        except HomeNewer:
            yield Step("tables", name, "wrong", "tables_newer", {"service": service})
        except NotOwner:
            yield Step("tables", name, "wrong", "no_owner", {"service": service})
        except DatabaseGone:
            if not plan.dry_run:
                yield Step("tables", name, "wrong", "database_silent", {"service": service})
            else:
                yield Step("tables", name, "missing")
        else:
            yield Step("tables", name, state)
        finally:
            database.close()


def _current(plan: Plan, database: Database, chain: Chain) -> str:
    """The newest revision, and the rights that go with it."""
    if plan.dry_run:
        with database.read() as conn:
            done = migrations.is_current(database, conn, chain)
        return "there" if done and not migrations.wrong_rights(database, chain) else "missing"
    changed = migrations.upgrade(database, chain)
    if migrations.wrong_rights(database, chain):
        migrations.narrow(database, chain)
        if migrations.wrong_rights(database, chain):
            raise NotOwner  # the service's role is the owner itself
        changed = True
    return "made" if changed else "there"


# Kafka


def _topics(plan: Plan) -> Steps:
    wanted = topics.of_logs(SERVICES) | topics.of_intake(TAKING_CLAIMS)
    if not plan.bootstrap:
        yield Step("topics", "", "wrong", "no_bootstrap")
        return
    try:
        found = topics.survey(plan.bootstrap, wanted, plan.kafka_tls)
        lacking = {name: wanted[name] for name, what in found.items() if what == topics.MISSING}
        if lacking and not plan.dry_run:
            copies = plan.replication or min(_MOST_REPLICAS, topics.brokers(plan.bootstrap, plan.kafka_tls))
            topics.ensure(plan.bootstrap, lacking, copies, plan.kafka_tls)
    except LogUnavailable:
        yield Step("topics", "", "wrong", "broker_silent", {"endpoint": plan.bootstrap})
        return
    for name, what in found.items():
        if name in lacking or not what:
            yield Step("topics", name, plan.made() if name in lacking else "there")
        else:
            yield Step("topics", name, "wrong", "topic_wrong", {"topic": name, "what": what})


# certificates


def _certificates(plan: Plan) -> Steps:
    """An authority of this installation and a certificate for the names by which its services are reached."""
    folder = plan.home.secret("tls")
    files = {name: folder / f"{name}.pem" for name in ("ca", "ca-key", "server", "server-key")}
    hosts = list(dict.fromkeys((*plan.hosts, "localhost", "127.0.0.1")))
    missing = _lacking(files, hosts)
    if missing and not plan.dry_run:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not files["ca"].exists():
            authority = Authority.new()
            _keep(files["ca-key"], pem(authority.key))
            _keep(files["ca"], pem(authority.certificate))
        cert, key = _authority(files).server(hosts)
        _keep(files["server-key"], key)
        _keep(files["server"], cert)
    yield Step("certificates", ", ".join(hosts), plan.made() if missing else "there")
    for one in plan.publishers:
        yield _publisher(plan, files, one)
    variables = {
        "NETRAL_TLS_CERT": str(files["server"]),
        "NETRAL_TLS_KEY": str(files["server-key"]),
        "NETRAL_CA": str(files["ca"]),
    }
    yield from _files(plan, {FILES[0]: {name: file for name, file in variables.items() if name not in plan.said}})


def _publisher(plan: Plan, files: Mapping[str, Path], who: str) -> Step:
    """The pair that a publisher takes away; `who` is `<tenant>/<source>`."""
    tenant, _, source = who.partition("/")
    cert, key = (plan.home.secret("tls") / f"{tenant}.{source}{suffix}.pem" for suffix in ("", "-key"))
    good = cert.exists() and key.exists() and remaining_days(cert.read_bytes()) >= RENEW_DAYS
    if not good and not plan.dry_run:
        made = _authority(files).publisher(tenant, source)
        _keep(key, made[1])
        _keep(cert, made[0])
    return Step("certificates", who, "there" if good else plan.made())


def _lacking(files: Mapping[str, Path], hosts: list[str]) -> bool:
    """No certificate, or one for other names, or one that soon ends."""
    if not all(file.exists() for file in files.values()):
        return True
    server = files["server"].read_bytes()
    return remaining_days(server) < RENEW_DAYS or not covers(server, hosts)


def _authority(files: Mapping[str, Path]) -> Authority:
    key = load_pem_private_key(files["ca-key"].read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return Authority(load_pem_x509_certificate(files["ca"].read_bytes()), key)
