"""Does the log still prove itself? Every hash is computed anew; views and relay are held against it."""

from dataclasses import dataclass

from netral_chassis.record import GENESIS, chain_hash
from netral_chassis.store import EventStore

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit of one log says. `problems` are a code and a position each."""

    events: int
    head: bytes
    problems: tuple[str, ...]


def audit(store: EventStore) -> Finding:
    """Walk the whole event table."""
    previous, position, last_at = GENESIS, 1, 0
    problems: list[str] = []
    versions: dict[str, int] = {}
    head = store.head()
    while position < head.next_position:
        rows = store.read(position, min(_BATCH, head.next_position - position))
        if not rows:
            problems.append(f"EVENTS_MISSING {position}")
            break
        for row in rows:
            if row.position != position:
                problems.append(f"EVENTS_MISSING {position}")
                position = row.position
            digest = chain_hash(
                previous, row.position, row.recorded_at, row.stream_id, row.version, row.event_id, row.type, row.data,
                row.meta,
            )  # fmt: skip
            if digest != row.hash:
                problems.append(f"HASH_WRONG {row.position}")
            if row.version != versions.get(row.stream_id, 0) + 1:
                problems.append(f"VERSION_WRONG {row.position}")
            if row.recorded_at < last_at:
                problems.append(f"TIME_BACKWARDS {row.position}")
            versions[row.stream_id] = row.version
            previous, last_at, position = row.hash, row.recorded_at, row.position + 1
    if previous != head.hash:
        problems.append(f"HEAD_WRONG {head.next_position - 1}")
    return Finding(position - 1, previous, tuple(problems[:1_000]))
