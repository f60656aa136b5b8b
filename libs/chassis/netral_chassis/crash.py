"""Named points where a process may die. A test turns one into an exit, an error or a stop.

`NETRAL_CRASH=<point>:<exit|raise|freeze>[:<n>]` arms one point of a child process, at its n-th passing (default 1).
"""

import os
import signal
from collections.abc import Callable, Mapping

POINTS = frozenset(
    {
        "append.locked",
        "append.inserted",
        "append.committed",
        "relay.read",
        "relay.sent",
        "relay.checkpointed",
        "consume.read",
        "project.folded",
        "project.written",
        "project.committed",
        "feed.committed",
        "work.executed",
        "work.done",
        "rebuild.written",
        "rebuild.read",
        "rebuild.filled",
        "rebuild.created",
        "rebuild.caught_up",
        "rebuild.compared",
        "rebuild.switched",
        "park.released",
        "vault.reserved",
        "vault.sealed",
        "vault.destroyed",
        "vault.wiped",
        "submission.decided",
        "migrate.changed",
    }
)


class Crashed(BaseException):
    """Raised by an armed point. Not an `Exception`: nothing may handle it by accident."""


_armed: dict[str, Callable[[], None]] = {}


def point(name: str) -> None:
    """A step whose order matters was just taken."""
    if _armed:
        action = _armed.get(name)
        if action is not None:
            action()


def arm(name: str, how: str | Callable[[], None], passing: int = 1) -> None:
    """At its `passing`-th visit, let point `name` kill the process, raise `Crashed`, stop it, or call `how`."""
    if name not in POINTS:
        raise ValueError(f"no crash point {name}")
    act = ACTIONS[how] if isinstance(how, str) else how
    left = passing

    def visit() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            act()

    _armed[name] = visit


def disarm() -> None:
    """Forget all armed points."""
    _armed.clear()


def _exit() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise() -> None:
    raise Crashed


def _freeze() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


ACTIONS: Mapping[str, Callable[[], None]] = {"exit": _exit, "raise": _raise, "freeze": _freeze}
"""How a process may end at a point."""

if "NETRAL_CRASH" in os.environ:
    _name, _how, *_rest = os.environ["NETRAL_CRASH"].split(":")
    arm(_name, _how, int(_rest[0]) if _rest else 1)
