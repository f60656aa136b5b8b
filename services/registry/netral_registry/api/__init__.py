"""gRPC to commands and questions, and back: `netral.registry.v1.RegistryService`. No rule stands here."""

from netral_chassis.service import App

from netral_registry.api.reads import Reads
from netral_registry.api.writes import Writes
from netral_registry.asking import Regions


class Registry(Writes, Reads):
    """The service's procedures: what changes something and what only answers."""

    def __init__(self, app: App, regions: Regions) -> None:
        Writes.__init__(self, app, regions)
        Reads.__init__(self, app, regions)
