"""Which generation of views answers. Switching is one update in `core`; every read looks there first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from netral_chassis.clock import Clock
from netral_chassis.store import CORE, EventStore

GENERATION = Table(
    "generation",
    CORE,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)
FOLLOW_HOURS = 24


class State(Enum):
    """What a generation is for."""

    BUILDING = "building"
    LIVE = "live"
    FOLLOWING = "following"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Generation:
    """One set of views. `shape` is the digest of the views' definitions that built it."""

    number: int
    state: State
    shape: str
    changed_at: int


class Generations:
    """The table of generations. All changes take the lock of the event table's head, one at a time."""

    def __init__(self, store: EventStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> list[Generation]:
        """Every generation, oldest first."""
        with self._store.database.read() as conn:
            rows = self._store.database.fetch(conn, "SELECT * FROM {s}generation ORDER BY number", ())
        return [Generation(number, State(state), shape, at) for number, state, shape, at in rows]

    def live(self) -> int | None:
        """The number that answers now; `None` before the first."""
        with self._store.database.read() as conn:
            rows = self._store.database.fetch(
                conn, "SELECT number FROM {s}generation WHERE state = ?", (State.LIVE.value,)
            )
        return int(rows[0][0]) if rows else None

    def begin(self, shape: str) -> int:
        """A new generation to build; live at once if there is none yet."""
        with self._store.database.write() as conn:
            self._store.lock(conn)
            rows = self._store.database.fetch(conn, "SELECT number, state FROM {s}generation ORDER BY number", ())
            number = rows[-1][0] + 1 if rows else 1
            state = State.BUILDING if rows else State.LIVE
            self._store.database.insert(conn, GENERATION, [(number, state.value, shape, self._clock.now())])
        return number

    def switch(self, number: int) -> None:
        """Let `number` answer; the former live generation follows."""
        self._set({State.LIVE: State.FOLLOWING}, number, State.LIVE)

    def retire(self, number: int) -> None:
        """Stop keeping `number` up to date. Its tables may be dropped afterwards."""
        self._set({}, number, State.RETIRED)

    def _set(self, others: dict[State, State], number: int, state: State) -> None:
        with self._store.database.write() as conn:
            self._store.lock(conn)
            for before, after in others.items():
                conn.execute(
                    GENERATION.update()
                    .where(GENERATION.c.state == before.value, GENERATION.c.number != number)
                    .values(state=after.value, changed_at=self._clock.now())
                )
            conn.execute(
                GENERATION.update()
                .where(GENERATION.c.number == number)
                .values(state=state.value, changed_at=self._clock.now())
            )

    def outlived(self, at: int) -> list[int]:
        """Generations that have followed for a day and are not needed any more."""
        limit = at - FOLLOW_HOURS * 3_600_000_000
        return [one.number for one in self.all() if one.state is State.FOLLOWING and one.changed_at < limit]


def kept(generations: Sequence[Generation]) -> list[int]:
    """Numbers that the projector keeps up to date."""
    return [one.number for one in generations if one.state in {State.LIVE, State.FOLLOWING}]
