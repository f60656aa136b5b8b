"""One thread commits everything that waits: while one batch is on its way to the disk, the next one gathers."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from netral_chassis.database import DatabaseGone
from netral_chassis.store import EventStore, Item, Verdict

MAX_ITEMS = 20_000


class Overloaded(Exception):
    """More waits than the disk can take now, or the process is ending. `TOO_MANY_REQUESTS`; try again shortly."""


class Halted(Exception):
    """Nothing may be appended until a person has decided. The text is the code, such as `LOG_AHEAD_OF_STORE`."""


class Writer:
    """Appends for all threads of a process. `committed` is called after every commit (to wake the relay)."""

    def __init__(self, store: EventStore, committed: Callable[[], None]) -> None:
        self._store = store
        self._committed = committed
        self._queue: queue.Queue[tuple[Sequence[Item], Future[list[Verdict]]] | None] = queue.Queue(maxsize=256)
        self._lock = threading.Lock()
        self._stopped = False
        self._halted = ""
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def append(self, items: Sequence[Item]) -> list[Verdict]:
        """Verdicts on `items`; blocks until they are on disk.

        Raises what `EventStore.append` raises, `Overloaded`, `Halted`.
        """
        if self._halted:
            raise Halted(self._halted)
        future: Future[list[Verdict]] = Future()
        with self._lock:  # nothing may be queued behind the end: nobody would ever answer it
            if self._stopped:
                raise Overloaded
            try:
                self._queue.put_nowait((items, future))
            except queue.Full:
                raise Overloaded from None
        return future.result()

    def halt(self, reason: str) -> None:
        """Refuse everything from now on, for this reason; an empty one accepts again."""
        self._halted = reason

    def stop(self) -> None:
        """Commit what waits, then end."""
        with self._lock:
            self._stopped = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            waiting = [first]
            count = len(first[0])
            last = False
            while count < MAX_ITEMS:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    last = True
                    break
                waiting.append(more)
                count += len(more[0])
            self._commit(waiting)
            if last:
                return

    def _commit(self, waiting: list[tuple[Sequence[Item], Future[list[Verdict]]]]) -> None:
        try:
            verdicts = self._store.append([item for items, _ in waiting for item in items])
        except BaseException as error:
            if len(waiting) > 1 and isinstance(error, Exception) and not isinstance(error, DatabaseGone):
                for one in waiting:  # what one caller sent is wrong: the others must not pay for it
                    self._commit([one])
                return
            for _, future in waiting:
                future.set_exception(error)
            return
        start = 0
        for items, future in waiting:
            future.set_result(verdicts[start : start + len(items)])
            start += len(items)
        self._committed()
