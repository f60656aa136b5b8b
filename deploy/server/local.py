"""A Kafka broker and a PostgreSQL server for the server profile on one machine; their data stay between runs.

`local.py start` starts what does not run and prints the name of a file like this, readable by its owner alone:

    {"bootstrap": "127.0.0.1:21307", "controller": "127.0.0.1:24410", "admin": "postgresql://postgres:…@…/postgres"}

`local.py stop` stops both. They are the servers that tests use, but wait for the disk and ask for passwords. What
netral needs on them makes `netral setup server`.
"""

import argparse
import fcntl
import json
import os
import pathlib
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import uuid
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlsplit

from netral_testing import kafka, postgres
from netral_testing.ports import free_ports
from netral_testing.waiting import eventually

ROOT = pathlib.Path(__file__).parents[2]
HEAP_MIB = 512
Servers = dict[str, Any]


class Refused(Exception):
    """It cannot be done here; the text says why and what to do."""


def plan() -> Servers:
    """Addresses of new servers, and the password of the superuser."""
    broker, controller, port = free_ports(3)
    return {
        "bootstrap": f"127.0.0.1:{broker}",
        "controller": f"127.0.0.1:{controller}",
        "admin": f"postgresql://postgres:{secrets.token_urlsafe(24)}@127.0.0.1:{port}/postgres",
    }


def remembered(file: pathlib.Path) -> Servers:
    """What `file` says; a new plan, written there, if there is none."""
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(plan(), indent=1) + "\n")
        unfinished.rename(file)
    found: Servers = json.loads(file.read_text())
    return found


def _port(address: str) -> int:
    return int(address.rpartition(":")[2])


# Kafka


def broker_pid(folder: pathlib.Path) -> int | None:
    """The process id of the broker whose data are in `folder`, None if it does not run."""
    try:
        pid = int((folder / "pid").read_text())
        command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return pid if os.fsencode(folder / "server.properties") in command.split(b"\0") else None


def start_broker(folder: pathlib.Path, servers: Servers) -> None:
    folder.mkdir(exist_ok=True)
    properties, formatted = folder / "server.properties", folder / "formatted"
    ports = {"clients": [_port(servers["bootstrap"])], "controllers": [_port(servers["controller"])]}
    properties.write_text(kafka.node_properties(1, folder / "data", **ports))
    with open(folder / "log", "ab") as log:
        if not formatted.exists():
            shutil.rmtree(folder / "data", ignore_errors=True)  # of a start that was interrupted; it never held records
            cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "0")
            if subprocess.run(kafka.format_command(properties, cluster_id), stdout=log, stderr=log).returncode:
                raise Refused(f"Kafka could not format its storage: see {folder / 'log'}")
            formatted.touch()
        broker = subprocess.Popen(
            [*kafka.java(HEAP_MIB, folder), "kafka.Kafka", properties],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / "pid").write_text(str(broker.pid))

    def serves() -> bool:
        if broker.poll() is not None:
            raise Refused(f"Kafka ended at once: see {folder / 'log'}; is {servers['bootstrap']} taken?")
        return kafka.brokers(servers["bootstrap"]) == 1

    eventually(serves, timeout=60, what="a Kafka broker that serves")


def stop_broker(folder: pathlib.Path) -> None:
    pid = broker_pid(folder)
    if pid is None:
        return
    os.kill(pid, signal.SIGTERM)
    try:
        eventually(lambda: broker_pid(folder) is None, timeout=60)
    except TimeoutError:
        raise Refused(f"Kafka, process {pid}, has not stopped within a minute: see {folder / 'log'}") from None


# PostgreSQL


def control(folder: pathlib.Path, *arguments: str) -> int:
    """The exit code of `pg_ctl`, run as the server's account."""
    user = postgres.unprivileged()
    groups: list[str] | None = [] if user else None
    command: list[str | os.PathLike[str]] = [postgres.binary("pg_ctl"), "-s", "-w", "-D", folder / "data", *arguments]
    # not to our own output: the server inherits it, and whoever reads ours to its end would wait for ever
    quiet = subprocess.DEVNULL
    return subprocess.run(
        command, user=user, group=user, extra_groups=groups, cwd=folder, stdout=quiet, stderr=quiet
    ).returncode


def database_runs(folder: pathlib.Path) -> bool:
    return folder.exists() and control(folder, "status") == 0 and not _is_unburied(folder)


def _is_unburied(folder: pathlib.Path) -> bool:
    """Whether a killed server is still a zombie, which PostgreSQL takes for a running one."""
    try:
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return False
    return state == "Z"


def start_database(folder: pathlib.Path, servers: Servers) -> None:
    address = urlsplit(servers["admin"])
    if not folder.exists():
        unfinished = folder.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        try:
            postgres.initialise(unfinished, fsync=True, password=address.password)
        except (subprocess.CalledProcessError, PermissionError) as error:
            said = getattr(error, "stderr", str(error)).strip()
            raise Refused(
                f"PostgreSQL could not make its files in {folder}: {said}\n"
                "For root: its account `postgres` must be able to enter every folder above, or choose another --home."
            ) from None
        unfinished.rename(folder)
    eventually(lambda: not _is_unburied(folder), timeout=30, what="the end of the PostgreSQL server that was killed")
    options = shlex.join(postgres.server_options(folder, port=_port(address.netloc), fsync=True))
    if control(folder, "-l", os.fspath(folder / "log"), "-o", options, "start"):
        raise Refused(f"PostgreSQL did not start: see {folder / 'log'}; is its port {address.port} taken?")


def stop_database(folder: pathlib.Path) -> None:
    if database_runs(folder) and control(folder, "-m", "fast", "stop"):
        raise Refused(f"PostgreSQL did not stop: see {folder / 'log'}")


def start(home: pathlib.Path) -> pathlib.Path:
    """Start what does not run under `home`; the file with the addresses. Raises `Refused`."""
    file = home / "servers.json"
    servers = remembered(file)
    if not database_runs(home / "postgres"):
        start_database(home / "postgres", servers)
    if broker_pid(home / "kafka") is None:
        start_broker(home / "kafka", servers)
    return file


def stop(home: pathlib.Path) -> None:
    """Stop what runs under `home`, in order; the data stay. Raises `Refused`."""
    stop_broker(home / "kafka")
    stop_database(home / "postgres")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("task", choices=("start", "stop"))
    parser.add_argument("--home", type=pathlib.Path, default=ROOT / ".netral" / "server")
    arguments = parser.parse_args()
    home = arguments.home.resolve()
    # PostgreSQL's account must pass through, nobody needs to look in
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    with open(home / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if arguments.task == "start":
                sys.stdout.write(f"{start(home)}\n")
            else:
                stop(home)
        except (Refused, FileNotFoundError, TimeoutError) as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
