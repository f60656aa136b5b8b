"""What this home's callers have written last, so that the next command reads it. Kept in `<home>/seen.json`."""

import json
import os
from pathlib import Path

from netral.common.v1.types_pb2 import Cursor


class Seen:
    """The highest positions that replies to writes told. A lost file costs nothing but a moment of staleness."""

    def __init__(self, home: Path) -> None:
        self._file = home / "seen.json"
        self._positions: dict[str, int] | None = None

    def cursor(self) -> Cursor:
        """As a message."""
        return Cursor(positions=self._read())

    def add(self, cursor: Cursor) -> None:
        """Keep what is higher than known."""
        known = self._read()
        higher = {name: position for name, position in cursor.positions.items() if position > known.get(name, 0)}
        if not higher:
            return
        known.update(higher)
        if self._file.parent.is_dir():
            unfinished = self._file.with_name(f".seen-{os.getpid()}.json")
            unfinished.write_text(json.dumps(known))
            unfinished.replace(self._file)

    def _read(self) -> dict[str, int]:
        if self._positions is None:
            try:
                read = json.loads(self._file.read_text())
                self._positions = {str(name): int(position) for name, position in read.items()}
            except (OSError, ValueError, AttributeError):
                self._positions = {}
        return self._positions
