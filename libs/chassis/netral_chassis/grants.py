"""The view that fills the table of grants. Every service has it, so that none asks another who may do what."""

from typing import ClassVar

from netral.registry.v1.events_pb2 import GrantGiven, GrantRevoked

from netral_chassis.access import GRANT
from netral_chassis.events import Recorded
from netral_chassis.views import StreamRows, View


class Grants(View):
    """A row per caller, role and scope; `valid_to` is the first day without it."""

    source = "registry"
    tables = (GRANT,)
    types: ClassVar = frozenset({"netral.registry.grant-given", "netral.registry.grant-revoked"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data, mine = event.data, rows[GRANT]
        if isinstance(data, GrantGiven):
            mine.put(
                {
                    "subject": data.subject,
                    "role": data.role,
                    "scope": data.scope,
                    "valid_from": data.from_day,
                    "valid_to": data.until_day,
                }
            )
            return
        assert isinstance(data, GrantRevoked)
        row = mine.get(data.subject, data.role, data.scope)
        assert row is not None, "only what was given is revoked"
        mine.put({**row, "valid_to": data.from_day})
