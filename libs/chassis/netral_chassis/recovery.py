"""After a restore the topic knows more than the table: the missing rows come back from there, each checked."""

from netral_chassis.log import EventLog, LogUnavailable
from netral_chassis.record import BadRecord, EventRow, row_of
from netral_chassis.relay import TAIL
from netral_chassis.store import EventStore

_BATCH = 5_000


class ChainBroken(Exception):
    """The topic's records do not continue the table's chain: events were accepted after the restore. `FORK`."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the topic does not continue the table at {position}")
        self.position = position


def recover(store: EventStore, log: EventLog) -> int:
    """Take back every event that the topic has and the table lacks; returns how many.

    Killed in the middle and run again, it goes on where it was. Raises `ChainBroken`, `LogUnavailable`, `DatabaseGone`.
    """
    expected = store.head().next_position
    first, end = expected, log.end()
    # position n never stands for the first time before offset n - 1, so earlier records need no look
    offset = max(0, expected - 1 - TAIL)
    while offset < end:
        placed = log.read(offset, _BATCH, 5.0)
        if not placed:
            raise LogUnavailable("the topic's end cannot be read")
        offset = placed[-1].offset + 1
        rows: list[EventRow] = []
        for one in placed:
            try:
                row, _ = row_of(one.record)
            except BadRecord:
                continue
            if row.position == expected + len(rows):
                rows.append(row)
        try:
            expected = store.adopt(rows) if rows else expected
        except ValueError:
            raise ChainBroken(expected) from None
    return expected - first
