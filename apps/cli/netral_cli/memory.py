"""What this home's callers have written last, so that the next command reads it. Kept in `<home>/seen.json`."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from netral.common.v1.types_pb2 import Cursor


class Seen:
    """The highest positions that replies to writes told. A lost file costs nothing but a moment of staleness."""

    def __init__(self, home: Path) -> None:
        self._file = home / "seen.json"
        self._positions: dict[str, int] | None = None

    def cursor(self) -> Cursor:
        """As a message."""
        return Cursor(positions=self._known())

    def add(self, cursor: Cursor) -> None:
        """Keep what is higher than known, beside what other callers of this home have kept meanwhile."""
        known = self._known()
        if all(position <= known.get(name, 0) for name, position in cursor.positions.items()):
            return
        known.update(_highest(known, dict(cursor.positions)))
        with suppress(OSError), self._locked():  # no home here, or one that is not ours to write
            known.update(_highest(known, self._read()))
            unfinished = self._file.with_name(".seen.json")
            unfinished.write_text(json.dumps(known))
            unfinished.replace(self._file)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One caller at a time reads and writes; the lock ends with its holder, however that ends."""
        with self._file.with_name(".seen.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _known(self) -> dict[str, int]:
        if self._positions is None:
            self._positions = self._read()
        return self._positions

    def _read(self) -> dict[str, int]:
        try:
            return {str(name): int(position) for name, position in json.loads(self._file.read_text()).items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}


def _highest(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in one.keys() | other.keys()}
