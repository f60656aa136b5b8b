"""A gRPC server in front of a desk of `claimed`."""

from dataclasses import dataclass, field

from claimed import Desk
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from netral_chassis.access import Grant
from netral_chassis.metrics import Metrics
from netral_chassis.rpc import Server
from netral_chassis.submission_service import servicer


@dataclass
class Door:
    """A gRPC server in front of a desk; it can be shut and opened on the same port."""

    desk: Desk
    public_key: bytes
    port: int
    grants: dict[str, tuple[Grant, ...]] = field(default_factory=dict)
    server: Server | None = None

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def open(self) -> None:
        self.server = Server(
            self.port,
            [servicer("note", self.desk.submissions, self.desk.handlers, self.desk.store)],
            key=Ed25519PublicKey.from_public_bytes(self.public_key),
            authority=lambda subject: self.grants.get(subject, ()),
            metrics=Metrics(),
        )
        self.server.start()

    def shut(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None
