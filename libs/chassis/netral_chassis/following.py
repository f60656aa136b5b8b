"""Threads that keep a service going: one that publishes, one a source and sink that follows, some that work."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from netral_chassis.consumer import Consumer, Fork, Sink
from netral_chassis.database import DatabaseGone
from netral_chassis.log import EventLog, LogUnavailable
from netral_chassis.parking import TooManyParked
from netral_chassis.reading import Behind
from netral_chassis.relay import LogAheadOfStore, Relay
from netral_chassis.writer import Halted, Overloaded

_IDLE_SECONDS = 0.02
_RETRY_SECONDS = 0.25
_LONG_SECONDS = 0.25
_SHORT_SECONDS = 0.02
_TOUCH_SECONDS = 2.0
_FAULT_SECONDS = 5.0
_log = structlog.get_logger()
T = TypeVar("T")


class RelayLoop:
    """Publishes until stopped. `halted` is the code of what a person must decide, or empty; `told` hears of it."""

    def __init__(self, relay: Relay, told: Callable[[str], None]) -> None:
        self._relay = relay
        self._told = told
        self._stop = threading.Event()
        self._woken = threading.Event()
        self._again: int | None = None
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self.halted = ""
        self.waiting_for = ""

    def look(self) -> None:
        """Before anything is appended: does the topic know more than the table? An absent log is asked later."""
        self._guarded(self._relay.look)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was committed."""
        self._woken.set()

    def resend(self, position: int) -> None:
        """Publish everything from `position` on once more."""
        self._again = position
        self._woken.set()

    def resume(self) -> None:
        """The cause of the halt is gone: look, and go on."""
        self._halt("")
        self.look()
        self._woken.set()

    def stop(self) -> None:
        """Publish what was committed, if the log answers within two seconds, then end."""
        self._stop.set()
        self._woken.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        self._publish()
        if not self.halted:
            self._guarded(self._relay.settle)

    def _publish(self) -> None:
        deadline: float | None = None
        while True:
            if self._stop.is_set():
                deadline = deadline or time.monotonic() + 2.0
                if self.halted or time.monotonic() > deadline:
                    return
            if self.halted:
                self._woken.wait(_RETRY_SECONDS)
                self._woken.clear()
                continue
            done = self._guarded(self._step)
            if done is None:
                self._stop.wait(_RETRY_SECONDS)
            elif not done:
                if deadline:
                    return
                self._woken.wait(_IDLE_SECONDS)
                self._woken.clear()

    def _step(self) -> int:
        if self._again is not None:
            position, self._again = self._again, None
            self._relay.resend(position)
        return self._relay.step()

    def _guarded(self, act: Callable[[], T]) -> T | None:
        """What `act` returns; `None` if it must be tried again, or a person must decide."""
        try:
            done = act()
            self.waiting_for = ""
            return done
        except (LogUnavailable, DatabaseGone) as error:
            self.waiting_for = type(error).__name__
        except LogAheadOfStore as error:
            self._halt("LOG_AHEAD_OF_STORE")
            _log.error("relay halted", reason=self.halted, store_next=error.store_next, log_last=error.log_last)
        except Exception as error:  # a fault of ours: stand still where everybody sees it
            self._halt("INTERNAL")
            _log.error("relay halted", reason=self.halted, error=type(error).__name__, exc_info=error)
        return None

    def _halt(self, reason: str) -> None:
        self.halted = reason
        self._told(reason)


class Follower:
    """Lets one sink follow one source until stopped. `idle` is called now and then while nothing waits.

    It looks at once, or every `rest` seconds, so that what comes meanwhile is one batch and one commit.
    `halted` is the code of what a person must decide, or empty.
    """

    def __init__(
        self,
        source: str,
        open_log: Callable[[], EventLog],
        sink: Sink,
        idle: Callable[[], None] | None = None,
        *,
        rest: float = 0.0,
    ) -> None:
        self.source = source
        self._rest = rest
        self._idle = idle
        self._log = open_log()
        self.consumer = Consumer(source, self._log, sink)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"follow-{source}", daemon=True)
        self.halted = ""
        self.waiting_for = ""
        self._touched = 0.0

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Finish the batch under way, then end; `stop` waits for it."""
        self._stop.set()

    def stop(self) -> None:
        """Finish the batch under way, then end."""
        self._stop.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._stop.wait(self._rest)
                applied = self.consumer.step(_SHORT_SECONDS if self._rest else _LONG_SECONDS)
                self.waiting_for = ""
                if not applied and self.consumer.held_since is None:
                    self._touch()
            except (LogUnavailable, DatabaseGone) as error:
                self.waiting_for = type(error).__name__
                self._stop.wait(_RETRY_SECONDS)
            except Fork as error:
                self._halt("FORK", position=error.position)
                break
            except TooManyParked as error:
                self._halt("TOO_MANY_PARKED", parked=str(error))
                break
            except Exception as error:  # a fault of ours: stand still where everybody sees it
                self._halt("INTERNAL", error=type(error).__name__, exc_info=error)
                break
        self._log.close()

    def _halt(self, reason: str, **details: object) -> None:
        self.halted = reason
        _log.error("halted", reason=reason, source=self.source, **details)

    def _touch(self) -> None:
        if self._idle is not None and time.monotonic() - self._touched > _TOUCH_SECONDS:
            self._idle()
            self._touched = time.monotonic()


class WorkLoop:
    """Calls `step` until stopped: again at once after it has done something, else after `pause` seconds."""

    def __init__(self, name: str, step: Callable[[], int], *, pause: float) -> None:
        self._step = step
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.waiting_for = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the step under way, then end."""
        self._stop.set()
        self._thread.join(10.0)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                pause = 0.0 if self._step() else self._pause
                self.waiting_for = ""
            except (DatabaseGone, LogUnavailable, Behind, Halted, Overloaded) as error:
                self.waiting_for = type(error).__name__
                pause = _RETRY_SECONDS
            except Exception as error:  # a fault of ours, not of a row; rows that fail wait by themselves
                _log.error("fault", thread=self._thread.name, error=type(error).__name__, exc_info=error)
                pause = _FAULT_SECONDS
            self._stop.wait(pause)
