"""Waiting for a condition instead of for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.02


def eventually(condition: Callable[[], T], *, timeout: float = 10.0, what: str = "the condition") -> T:
    """The first truthy result of `condition`, asked every 20 ms; `TimeoutError` after `timeout` seconds.

    An exception in `condition` ends the wait: catch there what is expected.
    """
    end = time.monotonic() + timeout
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come true within {timeout:g} s")
        time.sleep(POLL_SECONDS)
