"""P9: what the hash chain and the fences cost, by taking them out of the running code, here and nowhere else.

Sealing has no part in it yet: a signed pact holds nothing sealed.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import facts
from assembly import counted, on_files
from measuring import Counts, Figure, Goal, Report, Run, alternate, figure
from netral_chassis import record, store
from netral_chassis.consumer import Checkpoint, Consumer
from netral_chassis.log import Placed
from netral_chassis.projector import Projector
from netral_chassis.record import GENESIS, EventRow, row_of
from netral_chassis.relay import Relay
from netral_chassis.views import CHECKPOINT
from servers import Servers
from sqlalchemy import Connection


@contextmanager
def no_chain() -> Iterator[None]:
    """Every hash is the first one: nothing is hashed when appending, nor again when reading."""

    def unhashed(*_row: object) -> bytes:
        return GENESIS

    with patch.object(store, "chain_hash", unhashed), patch.object(record, "chain_hash", unhashed):
        yield


@contextmanager
def no_fences() -> Iterator[None]:
    """Consumers believe the log, projectors their memory, relays their last place."""

    def believing(_self: Consumer, _at: Checkpoint, placed: list[Placed]) -> tuple[list[EventRow], int, int]:
        end = placed[-1].offset + 1
        return [row_of(one.record)[0] for one in placed], end, end

    def unconditional(conn: Connection, before: Checkpoint, after: Checkpoint, _shown_at: int) -> bool:
        conn.execute(
            CHECKPOINT.update()
            .where(CHECKPOINT.c.source == before.source)
            .values(next_position=after.next_position, head_hash=after.head_hash, offset_hint=after.offset_hint)
        )
        return True

    def here(self: Relay) -> None:
        self._next = self._next or 1

    def place(self: Consumer) -> Checkpoint:
        self._at = self._at or Checkpoint(self.source)
        return self._at

    with ExitStack() as stack:
        for owner, name, substitute in (
            (Consumer, "_contiguous", believing),
            (Consumer, "_place", place),
            (Projector, "_move", staticmethod(unconditional)),
            (Relay, "_find_place", here),
        ):
            stack.enter_context(patch.object(owner, name, substitute))
        yield


@contextmanager
def neither() -> Iterator[None]:
    """Both at once."""
    with no_chain(), no_fences():
        yield


@contextmanager
def as_it_is() -> Iterator[None]:
    """Nothing is taken out."""
    yield


SIDES = {"netral": as_it_is, "without chain": no_chain, "without fences": no_fences, "without both": neither}


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    sent = facts.pacts(1_000 if small else 50_000)
    runs = alternate(rounds, {name: lambda side=side: _run(servers, sent, side) for name, side in SIDES.items()})
    whole = figure("whole chain on files", runs)
    return Report(
        "P9",
        "Cost of hash chain and fences",
        (
            whole,
            Figure("throughput they cost", "%", {"netral": _lost(whole.values, -1)}, (Goal("netral", 15),)),
            Figure("processor time they cost", "%", {"netral": _lost(whole.costs, 1)}, (Goal("netral", 15),)),
        ),
        {side: of[0].counts for side, of in runs.items()},
        {side: of[0].durability for side, of in runs.items()},
        ("without sealing, which a signed pact has none of",),
    )


def _lost(values: object, sign: int) -> float:
    with_them, without = values["netral"], values["without both"]
    return 100 * (1 - (without / with_them if sign > 0 else with_them / without))


def _run(servers: Servers, sent: Sequence[facts.Sent], side: object) -> Run:
    with side(), on_files(servers) as made:
        spent = made.run(sent)
        return Run(*spent, Counts(len(sent), *counted(made.open_log()), made.shown()), made.durability())
