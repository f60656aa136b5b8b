"""A Python module as a child process: its lines, its end, and nothing left behind."""

import atexit
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import IO, Self, TypeVar

from netral_testing.children import kill_all, session_members, spawn
from netral_testing.waiting import eventually

T = TypeVar("T")


class ChildFailed(Exception):
    """The child ended, or fell silent, before it did what was waited for; the text ends with what it wrote."""


class Child:
    """`python -m module *arguments` in a session of its own, with this environment and `environment` on top.

    As a context manager it ends with the block, and every process that it started with it.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        self.name = module
        self._changed = threading.Condition()
        self._lines: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self._open = len(self._lines)
        self._process = spawn(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for stream, pipe in (("stdout", self._process.stdout), ("stderr", self._process.stderr)):
            threading.Thread(target=self._read, args=(stream, pipe), daemon=True).start()
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative is the signal that ended it."""
        return self._process.poll()

    @property
    def stdout(self) -> str:
        """What it has written to standard output so far."""
        return self._text("stdout")

    @property
    def stderr(self) -> str:
        """What it has written to standard error so far."""
        return self._text("stderr")

    def wait_for_line(self, pattern: str, *, timeout: float = 30.0) -> re.Match[str]:
        """The first line of either stream in which the regular expression is found, past or future.

        Raises `ChildFailed` as soon as it has ended without such a line, or after `timeout` seconds.
        """
        sought = re.compile(pattern)
        end = time.monotonic() + timeout
        seen = dict.fromkeys(self._lines, 0)
        with self._changed:
            while True:
                for stream, lines in self._lines.items():
                    for line in lines[seen[stream] :]:
                        if match := sought.search(line):
                            return match
                    seen[stream] = len(lines)
                remaining = end - time.monotonic()
                if self._open == 0 or remaining <= 0:
                    break
                self._changed.wait(remaining)
        if self._open == 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)  # a dying process closes its streams a moment before it has an exit code
        raise self._failure(f"no line with {pattern!r} within {timeout:g} s")

    def wait_until(self, condition: Callable[[], T], *, timeout: float = 30.0) -> T:
        """The first truthy result of `condition`; `ChildFailed` if the child ends first, or after `timeout` seconds."""

        def true_or_ended() -> tuple[T] | None:
            if result := condition():
                return (result,)
            if self.exit_code is not None:
                raise self._failure("ended before the condition came true")
            return None

        try:
            found = eventually(true_or_ended, timeout=timeout)
        except TimeoutError:
            raise self._failure(f"the condition did not come true within {timeout:g} s") from None
        assert found is not None
        return found[0]

    def wait(self, *, timeout: float = 30.0) -> int:
        """Its exit code once it has ended; `ChildFailed` after `timeout` seconds."""
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise self._failure(f"still running after {timeout:g} s") from None
        with self._changed:
            # A grandchild may hold a pipe open for ever; the lines of the child itself are here well before.
            self._changed.wait_for(lambda: self._open == 0, timeout=1)
        return code

    def terminate(self, *, timeout: float = 30.0) -> int:
        """SIGTERM to the child alone, then its exit code."""
        self._process.terminate()
        return self.wait(timeout=timeout)

    def kill(self) -> None:
        """SIGKILL of the child alone; what it started goes on until `close`."""
        self._process.kill()
        self.wait()

    def pause(self) -> None:
        """SIGSTOP."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._process.send_signal(signal.SIGCONT)

    def processes(self) -> list[int]:
        """The child, if it still runs, and what it started that still runs (unless that left its session)."""
        return session_members(self._process.pid)

    def close(self) -> None:
        """SIGKILL of everything that still runs."""
        while started := self.processes():  # it may start more while we look
            kill_all(started)
        self.wait()
        atexit.unregister(self.close)

    def _read(self, stream: str, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                with self._changed:
                    self._lines[stream].append(line.decode(errors="replace"))
                    self._changed.notify_all()
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def _text(self, stream: str) -> str:
        with self._changed:
            return "".join(self._lines[stream])

    def _failure(self, what: str) -> ChildFailed:
        written = f"{self.stdout}{self.stderr}"[-4000:]
        return ChildFailed(f"{self.name}: {what} (exit code {self.exit_code})\n{written}")
