"""One thread commits everything that waits: while one batch is on its way to the disk, the next one gathers."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from netral_chassis.store import EventStore, Item, Verdict

MAX_ITEMS = 20_000


class Overloaded(Exception):
    """More waits than the disk can take now. `TOO_MANY_REQUESTS`; try again shortly."""


class Writer:
    """Appends for all threads of a process. `committed` is called after every commit (to wake the relay)."""

    def __init__(self, store: EventStore, committed: Callable[[], None]) -> None:
        self._store = store
        self._committed = committed
        self._queue: queue.Queue[tuple[Sequence[Item], Future[list[Verdict]]] | None] = queue.Queue(maxsize=256)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def append(self, items: Sequence[Item]) -> list[Verdict]:
        """Verdicts on `items`; blocks until they are on disk. Raises what `EventStore.append` raises, `Overloaded`."""
        future: Future[list[Verdict]] = Future()
        try:
            self._queue.put_nowait((items, future))
        except queue.Full:
            raise Overloaded from None
        return future.result()

    def stop(self) -> None:
        """Commit what waits, then end."""
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
            for _, future in waiting:
                future.set_exception(error)
            return
        start = 0
        for items, future in waiting:
            future.set_result(verdicts[start : start + len(items)])
            start += len(items)
        self._committed()
