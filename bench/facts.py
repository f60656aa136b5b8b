"""The data of all benchmarks: signed pacts, one event a stream, and a simple view of them."""

import random
import uuid
from dataclasses import dataclass

from netral.common.v1.types_pb2 import EventMeta
from netral.pledge.v1 import events_pb2
from netral.pledge.v1.events_pb2 import PactSigned
from netral_chassis.events import EventTypes, Recorded
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import BigInteger, Column, Integer, LargeBinary

SOURCE = "pledge"
TENANT = "51.04"
TYPE = "netral.pledge.pact-signed"
TYPES = EventTypes([events_pb2])
DAY = 19_681  # 20 November 2023, in days since 1970-01-01
AT = DAY * 86_400_000_000 + 300_000_000

PACT = view_table(
    "pact",
    Column("campaign_id", LargeBinary),
    Column("person_id", LargeBinary),
    Column("signed_at", BigInteger),
    Column("signed_on", Integer),
    Column("method", Integer),
    Column("known_from", BigInteger),
    indexes=[("tenant", "campaign_id")],
)


class Pacts(View):
    """One row a signed pact."""

    source = SOURCE
    tables = (PACT,)
    types = frozenset({TYPE})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        signed = event.data
        rows[PACT].put(
            {
                "campaign_id": signed.campaign_id,
                "person_id": signed.person_id,
                "signed_at": signed.signed_at,
                "signed_on": signed.signed_on,
                "method": signed.method,
                "known_from": event.recorded_at,
            }
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a client sends: a command id, the key of the pact, the serialised statement, the serialised meta."""

    command_id: bytes
    key: str
    body: bytes
    meta: bytes


def pacts(count: int, seed: int = 1) -> list[Sent]:
    """`count` different pacts of one campaign; the same ones for the same seed."""
    chance = random.Random(seed)
    campaign, digest = chance.randbytes(16), chance.randbytes(32)
    sent = []
    for number in range(count):
        person = chance.randbytes(16)
        signed = PactSigned(
            campaign_id=campaign, person_id=person, signed_at=AT + number, signed_on=DAY, method=1, assurance=1,
            subject=chance.randbytes(32),
        )  # fmt: skip
        signed.template.id, signed.template.version = "PAKTA-2023", 1
        signed.template.sha256, signed.template.owner = digest, TENANT
        meta = EventMeta(
            tenant=TENANT, occurred_at=AT + number, subject=person, correlation_id=chance.randbytes(16),
            actor="user:operator",
        )  # fmt: skip
        sent.append(
            Sent(
                chance.randbytes(16),
                str(uuid.UUID(bytes=chance.randbytes(16))),
                signed.SerializeToString(deterministic=True),
                meta.SerializeToString(deterministic=True),
            )
        )
    return sent
