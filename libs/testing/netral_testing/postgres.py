"""A real PostgreSQL server on loopback, and a fresh database for whoever asks."""

import contextlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import uuid
from types import TracebackType
from typing import Self

import psycopg

from netral_testing.children import descendants, kill_all, spawn
from netral_testing.ports import free_ports
from netral_testing.waiting import eventually

OLDEST = 15
START_ATTEMPTS = 3


class ServerExited(Exception):
    """The server ended by itself; the text is the end of its log."""


class Server:
    """One server in a temporary folder; `with Server() as server:` makes and starts it.

    It trusts every local connection and does not wait for the disk: what it acknowledged survives its own SIGKILL, not
    the machine's fall.
    """

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="netral-postgres-")
        self.folder = pathlib.Path(self._home.name)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Of the superuser, in the database `postgres`."""
        return self._url("postgres")

    def __enter__(self) -> Self:
        """Make the cluster and start it; raises `ServerExited` if the third attempt, on another port, fails too."""
        initialise(self.folder, fsync=False)
        for attempt in range(1, START_ATTEMPTS + 1):
            (self.port,) = free_ports(1)
            try:
                self.start()
            except ServerExited:
                if attempt == START_ATTEMPTS:
                    raise
            else:
                break
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._home.cleanup()

    def start(self) -> None:
        """Start the server that is down, on its old port with its old data, and wait until it answers."""
        if self._process is not None:
            raise ValueError("the server is running")
        with open(self.folder / "log", "ab") as log:
            self._process = process = spawn(
                [
                    binary("postgres"),
                    "-D",
                    self.folder / "data",
                    *server_options(self.folder, port=self.port, fsync=False),
                ],
                user=unprivileged(),
                death_signal="QUIT",
                cwd=self.folder,
                stdout=log,
            )

        def answers() -> bool:
            if process.poll() is not None:
                self._process = None
                raise ServerExited(self.log()[-2000:])
            return accepts(self.url)

        eventually(answers, timeout=30, what="a PostgreSQL server that answers")

    def kill(self) -> None:
        """SIGKILL of the server and all its backends at once, as when the machine loses power."""
        process, self._process = self._running(), None
        backends = descendants(process.pid)
        process.kill()
        process.wait()
        kill_all(backends)

    def pause(self) -> None:
        """SIGSTOP of the server and its backends: connections stay open and nobody answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT: all go on as if no time had passed."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the server in order, open transactions rolled back; nothing if it is down."""
        if self._process is None:
            return
        self.resume()
        self._process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        try:
            self._process.wait(20)
            self._process = None
        except subprocess.TimeoutExpired:
            self.kill()

    def create_database(self) -> str:
        """A new empty database; its URL, of the superuser."""
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def drop_database(self, url: str) -> None:
        """Drop what `create_database` made; connections to it are ended."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')

    def log(self) -> str:
        """What the server has written so far."""
        return (self.folder / "log").read_text(errors="replace")

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ValueError("the server is down")
        return self._process

    def _signal(self, number: signal.Signals) -> None:
        process = self._running()
        for pid in (process.pid, *descendants(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def binary(name: str) -> pathlib.Path:
    """A program of the newest PostgreSQL here; raises `FileNotFoundError` if none is 15 or newer."""
    installed = pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    versions = {int(path.parts[-3]): path for path in installed if path.parts[-3].isdigit()}
    if versions and max(versions) >= OLDEST:
        return versions[max(versions)]
    on_path = shutil.which(name)
    if on_path:
        answer = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=True).stdout
        version = re.search(r"\d+", answer)
        if version and int(version[0]) >= OLDEST:
            return pathlib.Path(on_path)
    raise FileNotFoundError(f"no PostgreSQL {OLDEST} or newer: run `make components`")


def unprivileged() -> str | None:
    """The account that the server must run under: `postgres` for root, which it refuses; else our own (None)."""
    return "postgres" if os.geteuid() == 0 else None


def initialise(folder: pathlib.Path, *, fsync: bool, password: str | None = None) -> None:
    """Make an empty cluster in `folder/data`, superuser `postgres`; `folder` becomes the server account's own.

    Without a password every local connection is trusted. Raises `CalledProcessError` with what initdb said, for
    instance if a parent of `folder` is closed to the server's account.
    """
    user = unprivileged()
    groups: list[str] | None = [] if user else None
    command: list[str | os.PathLike[str]] = [binary("initdb"), "-D", folder / "data", "-U", "postgres"]
    command += [*([] if fsync else ["--no-sync"]), "--locale=C.UTF-8", "-E", "UTF8"]
    with tempfile.NamedTemporaryFile("w", suffix=".password") as secret:
        if password is None:
            command += ["-A", "trust"]
        else:
            command += ["-A", "scram-sha-256", f"--pwfile={secret.name}"]
            secret.write(password)
            secret.flush()
        if user:
            account = pwd.getpwnam(user)
            for path in (folder, secret.name):
                os.chown(path, account.pw_uid, account.pw_gid)
        subprocess.run(
            command, user=user, group=user, extra_groups=groups, cwd=folder, check=True, capture_output=True, text=True
        )


def server_options(folder: pathlib.Path, *, port: int, fsync: bool) -> list[str]:
    """The options of `postgres` for what netral needs on one machine; sockets go into `folder`."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 300,
        "shared_buffers": "64MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "30min",
        "wal_compression": "lz4",
        "fsync": "on" if fsync else "off",
    }
    return [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]


def accepts(url: str) -> bool:
    """Whether a server answers there and lets `url` in."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
