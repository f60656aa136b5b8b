"""Which roles a caller holds where, from the registry's facts."""

from typing import ClassVar

from netral.registry.v1.events_pb2 import GrantGiven, GrantRevoked
from netral_chassis.access import GRANT
from netral_chassis.events import Recorded
from netral_chassis.views import StreamRows, View


class Rights(View):
    """A row per caller, role and scope; `valid_to` is the first day without it."""

    source = "registry"
    tables = (GRANT,)
    types: ClassVar = frozenset({"netral.registry.grant-given", "netral.registry.grant-revoked"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine = rows[GRANT]
        match event.data:
            case GrantGiven() as given:
                mine.put(
                    {
                        "subject": given.subject,
                        "role": given.role,
                        "scope": given.scope,
                        "valid_from": given.from_day,
                        "valid_to": given.until_day,
                    }
                )
            case GrantRevoked() as revoked:
                row = mine.get(revoked.subject, revoked.role, revoked.scope)
                if row is not None:
                    mine.put({**row, "valid_to": revoked.from_day})
