"""Given these facts, when this is asked, then these facts follow, or it is refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from netral_messages import Reason, Rejected


@dataclass(frozen=True)
class Scenario:
    initial: Any
    evolve: Callable[[Any, Message], Any]
    facts: tuple[Message, ...] = ()

    def given(self, *facts: Message) -> "Scenario":
        return Scenario(self.initial, self.evolve, self.facts + facts)

    @property
    def state(self) -> Any:
        state = self.initial
        for fact in self.facts:
            state = self.evolve(state, fact)
        return state

    def when(self, decide: Callable[[Any], Iterable[Message]]) -> "Asked":
        try:
            return Asked(self, list(decide(self.state)), None)
        except Rejected as no:
            return Asked(self, [], no)


@dataclass(frozen=True)
class Asked:
    before: Scenario
    facts: Sequence[Message]
    refused: Rejected | None

    def then(self, *types: type[Message]) -> "Asked":
        assert self.refused is None, self.refused
        assert [type(fact) for fact in self.facts] == list(types)
        return self

    def then_nothing(self) -> None:
        self.then()

    def then_rejected(self, reason: Reason, field: str | None = None) -> None:
        assert self.refused is not None, self.facts
        assert self.refused.reason is reason
        assert field is None or self.refused.field == field

    @property
    def after(self) -> Scenario:
        return self.before.given(*self.facts)
