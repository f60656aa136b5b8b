"""Time is a port: `Clock.now()` is int64 microseconds since 1970-01-01T00:00Z."""

import time
from typing import Protocol

MICROSECONDS_A_DAY = 86_400_000_000


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> int:
        """Microseconds UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000


class SetClock:
    """A clock that stands where it was put; for tests and rehearsals."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def put(self, now: int) -> None:
        """Move the clock, forwards or backwards."""
        self._now = now
