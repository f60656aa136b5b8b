"""Events set aside, and given back stream by stream: in memory while they are few, else in a file."""

import marshal
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from netral_chassis.record import EventRow

ROOM = 16 << 20
"""Bytes of events kept in memory: more is no faster, as memory never used before costs more than a file."""
_PARTS = 256  # of 20 million events some 80,000 each
_AT_ONCE = 5_000
_OVERHEAD = 600  # bytes of Python objects around the data and meta of one event


class Spool:
    """The events of one source. The file in `folder` has no name: it is gone with the process, however that ends."""

    def __init__(self, folder: Path | None = None, room: int = ROOM) -> None:
        self._room = room
        self._held = 0
        self._parts: list[list[EventRow]] = [[] for _ in range(_PARTS)]
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - as long as the spool
        self._stretches: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]

    def add(self, rows: Iterable[EventRow]) -> None:
        """Set `rows` aside, in the order of the log."""
        parts = self._parts
        held = 0
        for row in rows:
            parts[hash(row.stream_id) % _PARTS].append(row)
            held += len(row.data) + len(row.meta) + _OVERHEAD
        self._held += held
        if self._held > self._room:
            self._spill()

    def _spill(self) -> None:
        for part, stretches in zip(self._parts, self._stretches, strict=True):
            if part:
                packed = marshal.dumps([tuple(row) for row in part], 2)
                stretches.append((self._file.tell(), len(packed)))
                self._file.write(packed)
                part.clear()
        self._held = 0

    def parts(self) -> Iterator[list[EventRow]]:
        """All events, those of a stream in one part, in order. Once only."""
        gathered: list[EventRow] = []
        for part, stretches in zip(self._parts, self._stretches, strict=True):
            for start, length in stretches:
                self._file.seek(start)
                packed = self._file.read(length)
                gathered += map(EventRow._make, marshal.loads(packed))  # noqa: S302 - our own bytes, in a file without name
            gathered += part
            part.clear()
            if len(gathered) >= _AT_ONCE:
                yield gathered
                gathered = []
        if gathered:
            yield gathered

    def close(self) -> None:
        """Give the room back."""
        self._file.close()
