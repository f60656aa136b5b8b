"""What a service tells the chassis about itself, and what the chassis hands to its parts. No service wires more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netral_chassis.clock import Clock
from netral_chassis.commands import Commands
from netral_chassis.events import EventTypes
from netral_chassis.home import Home
from netral_chassis.metrics import Described, Metrics
from netral_chassis.publishers import Claims
from netral_chassis.reading import Reader
from netral_chassis.rpc import Servicer
from netral_chassis.store import EventStore
from netral_chassis.todo import Reaction
from netral_chassis.vault import Vault
from netral_chassis.views import View


@dataclass(frozen=True, slots=True)
class App:
    """The parts that a service's own code is built from."""

    home: Home
    clock: Clock
    store: EventStore
    commands: Commands
    reader: Reader
    vault: Vault
    metrics: Metrics = field(default_factory=Metrics)


@dataclass(frozen=True, slots=True)
class Service:
    """One service. Its gRPC port is `port_base + port_offset`, its metrics port ten above.

    `types` knows its own events and those of its sources; `begin` runs once at each start and may be repeated. One
    with `claims` takes them from publishers.
    """

    name: str
    port_offset: int
    types: EventTypes
    views: Sequence[View]
    servicers: Callable[[App], Sequence[Servicer]]
    begin: Callable[[App], None] | None = None
    reactions: Callable[[App], Sequence[Reaction]] | None = None
    claims: Callable[[App], Claims] | None = None
    metrics: Sequence[Described] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Services whose logs it reads."""
        return tuple(sorted({view.source for view in self.views}))
