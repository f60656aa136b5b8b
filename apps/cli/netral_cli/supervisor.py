"""The system on one machine: one child process a service, started, watched, restarted, and ended together.

On the server profile each service has an intake beside it, which takes what publishers send to the broker.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from netral_chassis.home import Home, HomeNewer, surroundings

from netral_cli.connection import SERVICES, TAKING_CLAIMS
from netral_cli.failures import NOT_NOW, REFUSED, Failed

_FIRST_DELAY_SECONDS = 0.2
_LONGEST_DELAY_SECONDS = 10.0
_HEALTHY_SECONDS = 30.0  # a child that ran so long starts again without delay
_STARTS_IN_VAIN = 5  # ends of one child before it was ever ready, after which waiting is of no use
_DRAIN_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)  # loaded here, for between fork and exec nothing may be


@dataclass
class _Child:
    service: str
    module: str
    log: IO[bytes]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    delay: float = 0.0
    ends: int = 0


class Supervisor:
    """Holds a home and the services on it. As a context manager it leaves no process behind."""

    def __init__(self, home: Path, port_base: int, tell: Callable[[str, str, int], None]) -> None:
        """`tell(service, event, exit code)` hears of `ended` children. Raises `Failed`; nothing runs then."""
        self._tell = tell
        self._port_base = port_base
        self._home = Home(home)
        self.ever_ready = False
        try:
            home.mkdir(parents=True, exist_ok=True)
            self._lock = _hold(home / "up.lock")
            self._home.prepare(tuple(SERVICES))
        except HomeNewer:
            raise Failed("HOME_NEWER") from None
        except OSError:
            raise Failed("HOME_UNUSABLE", REFUSED, home=str(home)) from None
        self.has_intakes = surroundings(home).get("NETRAL_PROFILE") == "server"
        for service, offset in SERVICES.items():
            own_intake = self.has_intakes and service in TAKING_CLAIMS
            for port in (port_base + offset, port_base + 10 + offset, *([port_base + 20 + offset] * own_intake)):
                if not is_free(port):
                    raise Failed("PORT_TAKEN", NOT_NOW, port=str(port))
        modules = {service: f"netral_{service}" for service in SERVICES}
        if self.has_intakes:
            modules |= {f"{service}-intake": f"netral_{service}.intake" for service in TAKING_CLAIMS}
        self._children = [_Child(name, module, self.log_of(name).open("ab")) for name, module in modules.items()]

    def __enter__(self) -> "Supervisor":
        try:
            for child in self._children:
                self._start(child)
        except BaseException:  # a signal may come between two starts
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def log_of(self, service: str) -> Path:
        """Where the service writes what it has to say."""
        return self._home.logs / f"{service}.log"

    def watch(self) -> None:
        """Start again what ended and has waited long enough. Raises `Failed` if a service never comes up."""
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._ended(child, child.process.returncode, now)
            if child.process is None and now >= child.start_again_at:
                self._start(child)

    def stop(self) -> None:
        """SIGTERM to all, SIGKILL to what has not ended in time, and wait for every one."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + _DRAIN_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for child in self._children:
            child.process = None
            child.log.close()
        self._lock.close()

    def _ended(self, child: _Child, code: int, now: float) -> None:
        child.process = None
        child.ends += 1
        if not self.ever_ready and child.ends >= _STARTS_IN_VAIN:
            raise Failed("SERVICE_FAILS", NOT_NOW, service=child.service, file=str(self.log_of(child.service)))
        healthy = now - child.started_at > _HEALTHY_SECONDS
        child.delay = _FIRST_DELAY_SECONDS if healthy or not child.delay else child.delay * 2
        child.delay = min(child.delay, _LONGEST_DELAY_SECONDS)
        child.start_again_at = now + child.delay
        self._tell(child.service, "ended", code)

    def _start(self, child: _Child) -> None:
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            [sys.executable, "-m", child.module],
            env={**os.environ, "NETRAL_HOME": str(self._home.path), "NETRAL_PORT_BASE": str(self._port_base)},
            stdin=subprocess.DEVNULL,
            stdout=child.log,
            stderr=child.log,
            process_group=0,  # Ctrl-C is for this process, which then drains the services in its own order
            preexec_fn=partial(_end_with_parent, os.getpid()),
        )


def _end_with_parent(parent: int) -> None:
    """Have the kernel send SIGTERM to this child when its `parent` is gone, even by SIGKILL."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died between the fork and the line above: no signal will come
            os._exit(1)


def _hold(path: Path) -> IO[str]:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Failed("ALREADY_UP", REFUSED) from None
    return file


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of loopback, and it is one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
