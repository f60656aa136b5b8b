"""The view of publishers' keys. Every service has it, so that none asks another whom a key speaks for."""

from typing import ClassVar

from netral.registry.v1.events_pb2 import PublisherKeyRegistered, PublisherKeyRevoked
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Text, select

from netral_chassis.events import Recorded
from netral_chassis.publishers import KeyOf, PublisherKey
from netral_chassis.reading import Reader
from netral_chassis.views import StreamRows, View, view_table

PUBLISHER_KEY = view_table(
    "publisher_key",
    Column("key_id", LargeBinary),
    Column("subject", Text),
    Column("speaks_for", Text),
    Column("public_key", LargeBinary),
    Column("in_force", Boolean),
    Column("registered", BigInteger),  # position of its registration
    key=("key_id",),
    indexes=[("key_id",)],
)


class PublisherKeys(View):
    """A row per source and key, also of keys that speak for nobody any more."""

    source = "registry"
    tables = (PUBLISHER_KEY,)
    types: ClassVar = frozenset({"netral.registry.publisher-key-registered", "netral.registry.publisher-key-revoked"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data, mine = event.data, rows[PUBLISHER_KEY]
        if isinstance(data, PublisherKeyRegistered):
            mine.put(
                {
                    "key_id": data.key_id,
                    "subject": data.subject,
                    "speaks_for": data.tenant,
                    "public_key": data.public_key,
                    "in_force": True,
                    "registered": event.position,
                }
            )
            return
        assert isinstance(data, PublisherKeyRevoked)
        row = mine.get(data.key_id)
        assert row is not None, "only a registered key is revoked"
        mine.put({**row, "in_force": False})


def keys_of(reader: Reader) -> KeyOf:
    """Finds keys in force in the live views. One that two sources registered speaks for the first of them."""
    table = PUBLISHER_KEY

    def key_of(key_id: bytes) -> PublisherKey | None:
        wanted = (
            select(table.c.subject, table.c.speaks_for, table.c.public_key)
            .where(table.c.key_id == key_id, table.c.in_force)
            .order_by(table.c.registered)
            .limit(1)
        )
        with reader.open() as reading:
            row = reading.execute(wanted).first()
        if row is None:
            return None
        return PublisherKey(row.speaks_for, row.subject.removeprefix(f"system:{row.speaks_for}/"), row.public_key)

    return key_of
