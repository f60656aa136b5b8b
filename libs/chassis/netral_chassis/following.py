"""Threads that keep a service going: one that publishes, one a source and generation that projects."""

import threading
import time
from collections.abc import Callable

import structlog

from netral_chassis.consumer import Consumer, Fork
from netral_chassis.database import DatabaseGone
from netral_chassis.log import EventLog, LogUnavailable
from netral_chassis.parking import TooManyParked
from netral_chassis.projector import Projector
from netral_chassis.relay import LogAheadOfStore, Relay

_IDLE_SECONDS = 0.02
_RETRY_SECONDS = 0.25
_TOUCH_SECONDS = 2.0
_log = structlog.get_logger()


class RelayLoop:
    """Publishes until stopped. `halted` is the code of what a person must decide, or empty."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._stop = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self.halted = ""
        self.waiting_for = ""

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was committed."""
        self._woken.set()

    def stop(self) -> None:
        """Publish what was committed, if the log answers within two seconds, then end."""
        self._stop.set()
        self._woken.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        deadline: float | None = None
        while True:
            if self._stop.is_set():
                deadline = deadline or time.monotonic() + 2.0
                if time.monotonic() > deadline:
                    return
            try:
                done = self._relay.step()
                self.waiting_for = ""
            except (LogUnavailable, DatabaseGone) as error:
                self.waiting_for = type(error).__name__
                self._stop.wait(_RETRY_SECONDS)
                continue
            except LogAheadOfStore as error:
                self.halted = "LOG_AHEAD_OF_STORE"
                _log.error("relay halted", reason=self.halted, store_next=error.store_next, log_last=error.log_last)
                return
            if not done:
                if deadline:
                    return
                self._woken.wait(_IDLE_SECONDS)
                self._woken.clear()


class Follower:
    """Projects one source into one generation until stopped."""

    def __init__(self, source: str, open_log: Callable[[], EventLog], projector: Projector) -> None:
        self.source = source
        self._projector = projector
        self._log = open_log()
        self.consumer = Consumer(source, self._log, projector)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"project-{source}", daemon=True)
        self.halted = ""
        self.waiting_for = ""
        self._touched = 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch under way, then end."""
        self._stop.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                applied = self.consumer.step(0.25)
                self.waiting_for = ""
                if not applied and self.consumer.held_since is None:
                    self._touch()
            except (LogUnavailable, DatabaseGone) as error:
                self.waiting_for = type(error).__name__
                self._stop.wait(_RETRY_SECONDS)
            except Fork as error:
                self.halted = "FORK"
                _log.error("projector halted", reason=self.halted, source=self.source, position=error.position)
                break
            except TooManyParked as error:
                self.halted = "TOO_MANY_PARKED"
                _log.error("projector halted", reason=self.halted, source=self.source, parked=str(error))
                break
        self._log.close()

    def _touch(self) -> None:
        if time.monotonic() - self._touched > _TOUCH_SECONDS:
            self._projector.touch(self.source)
            self._touched = time.monotonic()
