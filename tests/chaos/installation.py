"""netral installed for one test: a home and ports of its own, and every process that belongs to it, known and ended.

On the server profile it is what `make up-server` starts: a local Kafka and PostgreSQL, which outlive `netral up`.
"""

import contextlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from netral_cli.connection import SERVICES
from netral_cli.main import hoisted, run
from netral_testing.children import descendants, kill_all, living
from netral_testing.ports import free_base
from netral_testing.processes import Child
from netral_testing.waiting import eventually

PROFILES = ("embedded", "server")
SERVER = Path(__file__).parents[2] / "deploy" / "server"
READY_SECONDS = 120.0
_COMMAND_SECONDS = 180.0
_SERVING = health_pb2.HealthCheckResponse.SERVING


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


class Installation:
    """`with Installation("embedded") as town:` makes a home; nothing runs until `up`. Nothing runs when the block ends.

    `profile` is `embedded` or `server`; on the latter `up` starts Kafka and PostgreSQL too.
    """

    def __init__(self, profile: str = "embedded") -> None:
        self.profile = profile
        self.port_base = free_base()
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as made:
            # Not pytest's: PostgreSQL's account must be able to pass through every folder above its own.
            parent = Path(made.enter_context(tempfile.TemporaryDirectory(prefix="netral-")))
            parent.chmod(0o711)
            self.home = parent / "home"
            if self.profile == "server":
                made.enter_context(_servers_end_with_us(self.home))
            made.callback(self.end_all)
            self._ending = made.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    @property
    def environment(self) -> dict[str, str]:
        """How commands and services find this installation. SIGABRT makes them say where their threads are."""
        return {"NETRAL_HOME": str(self.home), "NETRAL_PORT_BASE": str(self.port_base), "PYTHONFAULTHANDLER": "1"}

    @cached_property
    def service_environment(self) -> dict[str, str]:
        """What a service needs that runs without a supervisor; the servers of this home run then."""
        if self.profile == "embedded":
            return self.environment
        said = importlib.util.spec_from_file_location("netral_up_server", SERVER / "up.py")
        assert said is not None
        assert said.loader is not None
        up = importlib.util.module_from_spec(said)
        said.loader.exec_module(up)
        return {**self.environment, **up.surroundings(self.home)}

    # the system

    def up(self) -> Child:
        """Start the system; it is ready when it says `ready`."""
        if self.profile == "embedded":
            return Child("netral_cli", "up", environment=self.environment)
        where = ("--home", str(self.home), "--port-base", str(self.port_base))
        return Child(
            "up", *where, environment={"PYTHONFAULTHANDLER": "1"}, cwd=SERVER
        )  # a module of the folder it starts in

    def is_ready(self) -> bool:
        """Whether every service says so."""
        return all(map(self.serves, SERVICES))

    def wait_ready(self, *, timeout: float = READY_SECONDS) -> None:
        """Until every service says that it is; `TimeoutError` after `timeout` seconds."""
        eventually(self.is_ready, timeout=timeout, what="a system that is ready")

    def serves(self, service: str) -> bool:
        """Whether this one says so."""
        with grpc.insecure_channel(f"127.0.0.1:{self.port_base + SERVICES[service]}") as channel:
            try:
                check = health_pb2_grpc.HealthStub(channel).Check
                return bool(check(health_pb2.HealthCheckRequest(), timeout=2).status == _SERVING)
            except grpc.RpcError:
                return False

    def netral(self, *arguments: object) -> Answer:
        """Run a command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "netral_cli", *map(str, arguments)],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=_COMMAND_SECONDS,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def inside(self, *arguments: object) -> Answer:
        """Run a command in this process, which is faster; by one thread at a time."""
        where = ("--home", self.home, "--port-base", self.port_base, "--json")
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(hoisted([str(one) for one in (*where, *arguments)]))
        return Answer(code, out.getvalue(), err.getvalue())

    def asked(self, *arguments: object) -> Any:
        """The JSON document of a command that must succeed."""
        answer = self.netral(*arguments, "--json")
        assert answer.code == 0, f"{arguments[:2]}: exit code {answer.code}\n{answer.out[-2000:]}{answer.err[-2000:]}"
        return answer.document

    def client(self, *arguments: object) -> Child:
        """Start a command that may be killed under way."""
        return Child("netral_cli", *map(str, arguments), environment=self.environment)

    # its processes

    def service(self, name: str) -> int:
        """Process id of a running service, 0 if there is none."""
        for pid, command, surroundings in self._ours():
            if f"netral_{name}".encode() in command.split(b"\0") and b"NETRAL_HOME=" in surroundings:
                return pid
        return 0

    def broker(self) -> int:
        """Process id of the running broker, 0 if there is none."""
        return self._running(self.home / "kafka" / "pid", b"server.properties")

    def database(self) -> int:
        """Process id of the running database server, 0 if there is none."""
        return self._running(self.home / "postgres" / "data" / "postmaster.pid", b"postgres")

    def backends(self) -> list[int]:
        """Process ids of the database server's ends of the services' connections."""
        found = []
        for pid in descendants(self.database() or os.getpid()):
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres: netral_"):
                    found.append(pid)
        return found

    @staticmethod
    def _running(file: Path, mark: bytes) -> int:
        try:
            pid = int(file.read_text().split()[0])
            return pid if mark in Path(f"/proc/{pid}/cmdline").read_bytes() else 0
        except (OSError, ValueError, IndexError):
            return 0

    def kill_server(self, pid: int) -> None:
        """SIGKILL of a broker or a database server with all that it started, as when its machine loses power."""
        kill_all([pid, *descendants(pid)])

    def start_servers(self) -> None:
        """Start the broker or the database server that is down, on their old ports with their old data."""
        local(self.home, "start")

    def processes(self) -> list[int]:
        """Everything that runs for this home: services, supervisor, commands, servers and what those started."""
        return [pid for pid, _, _ in self._ours()]

    def _ours(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Process id, command line and environment of all that name this home, or stand in it."""
        home = os.fsencode(self.home)
        for process in living():
            folder = Path(f"/proc/{process.pid}")
            try:
                command, surroundings = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
                stands = os.fsencode(os.readlink(folder / "cwd"))
            except OSError:
                continue
            if b"hold-until-eof" in command:
                continue  # see `_servers_end_with_us`
            if any(home in text for text in (command, surroundings, stands)):
                yield process.pid, command, surroundings

    def end_all(self) -> None:
        """SIGKILL of what still runs."""
        while running := self.processes():  # it may start more while we look
            kill_all(running)


def local(home: Path, task: str) -> None:
    """`deploy/server/local.py start` or `stop`; `AssertionError` with what it said if it fails."""
    done = subprocess.run(
        [sys.executable, SERVER / "local.py", "--home", home, task],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=_COMMAND_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def _servers_end_with_us(home: Path) -> Iterator[None]:
    """Kafka and PostgreSQL are meant to outlive who started them. Stop them when the block ends, or this process does.

    A shell waits for the end of its input, which comes with the end of this process however that ends.
    """
    program = 'cat >/dev/null; exec "$@" # hold-until-eof'
    stop = [sys.executable, str(SERVER / "local.py"), "--home", str(home), "stop"]
    keeper = subprocess.Popen(
        ["sh", "-c", program, "hold-until-eof", *stop], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        yield
    finally:
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait(_COMMAND_SECONDS)
