"""Outcomes of the rows of one file, filled in step by step: some are refused before there is anything to decide."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from netral.common.v1.types_pb2 import VerdictKind
from netral_chassis.commands import Outcome
from netral_messages import Rejected

R = TypeVar("R")


class Outcomes(Generic[R]):
    """One outcome per row. `check` raises `Rejected` for a row that cannot be decided on."""

    def __init__(self, rows: Sequence[R], check: Callable[[R], None]) -> None:
        self._rows = rows
        self._done: list[Outcome | None] = [None] * len(rows)
        for index, row in enumerate(rows):
            try:
                check(row)
            except Rejected as no:
                self.refuse(index, no)

    def open(self) -> list[int]:
        """Indexes of the rows without an outcome."""
        return [index for index, outcome in enumerate(self._done) if outcome is None]

    def refuse(self, index: int, no: Rejected) -> None:
        """This row never becomes a command."""
        kind = VerdictKind.VERDICT_KIND_REJECTED
        self._done[index] = Outcome(kind, "", no.reason.value, no.field or "", no.params)

    def fill(self, indexes: Iterable[int], outcomes: Iterable[Outcome]) -> None:
        """What was decided on these rows."""
        for index, outcome in zip(indexes, outcomes, strict=True):
            self._done[index] = outcome

    def all(self) -> list[Outcome]:
        """In the order of the rows; every row has its outcome by now."""
        return [outcome for outcome in self._done if outcome is not None]

    def so_far(self) -> list[Outcome | None]:
        """In the order of the rows; `None`: still open."""
        return list(self._done)
