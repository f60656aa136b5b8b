"""Child processes that cannot outlive this one, however it ends."""

import os
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, NamedTuple

from netral_testing.waiting import eventually

# The kernel ties a death signal to the thread that forked, not to its process. A child of a test's short-lived thread
# would die with that thread, so all are forked by one thread that lives as long as the interpreter.
_forker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="forker")


def spawn(
    command: Sequence[str | os.PathLike[str]],
    *,
    user: str | None = None,
    death_signal: str = "KILL",
    cwd: str | os.PathLike[str] | None = None,
    env: dict[str, str] | None = None,
    stdout: int | IO[Any] = subprocess.DEVNULL,
    stderr: int | IO[Any] = subprocess.STDOUT,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, as `user` if given (needs root); it has no standard input.

    The kernel sends it `death_signal` when this process ends, even by SIGKILL. Raises `FileNotFoundError` without
    util-linux's `setpriv`.
    """
    identity = [f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
    guarded = ["setpriv", *identity, "--pdeathsig", death_signal, "--", *command]
    return _forker.submit(
        subprocess.Popen,
        guarded,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    ).result()


class Process(NamedTuple):
    pid: int
    parent: int
    session: int


def living() -> list[Process]:
    """Every process of this machine but zombies."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as stat:
                # the command's name stands in parentheses and may hold anything, so look behind the last one
                state, parent, _group, session = stat.read().rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state not in "ZX":
            found.append(Process(int(entry), int(parent), int(session)))
    return found


def session_members(session: int) -> list[int]:
    """Process ids of the living members of a session."""
    return [process.pid for process in living() if process.session == session]


def descendants(pid: int) -> list[int]:
    """Process ids of the living children of `pid`, their children and so on, itself left out."""
    processes = living()
    found = [pid]
    for ancestor in found:
        found += [process.pid for process in processes if process.parent == ancestor]
    return found[1:]


def kill_all(pids: Sequence[int], *, timeout: float = 10.0) -> None:
    """SIGKILL every one of them and wait until all are gone; those already gone are no error."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    doomed = set(pids)
    eventually(lambda: doomed.isdisjoint(process.pid for process in living()), timeout=timeout)
