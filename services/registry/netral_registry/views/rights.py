"""Accounts and mandates: who may act for whom."""

from collections.abc import Iterable

from netral.registry.v1.events_pb2 import AccountLinked, MandateGiven, MandateWithdrawn
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import Column, Integer, LargeBinary, Text, select

ACCOUNT = view_table(
    "account",
    Column("subject", Text),
    Column("person_id", LargeBinary),
    Column("post_id", LargeBinary),
    indexes=[("subject",), ("post_id",)],
)
MANDATE = view_table(
    "mandate",
    Column("party", Text),
    Column("scope", Text),
    Column("valid_from", Integer),
    Column("valid_to", Integer),
    key=("scope",),
    indexes=[("party",)],
)


class Accounts(View):
    """Who an account belongs to."""

    source = "registry"
    tables = (ACCOUNT,)
    types = frozenset({"netral.registry.account-linked"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, AccountLinked)
        rows[ACCOUNT].put({"subject": data.subject, "person_id": data.person_id, "post_id": data.post_id})


def persons_of(reading: Reading, subjects: Iterable[str]) -> dict[str, bytes]:
    """Whose account each subject is, of those that are known to be a person's."""
    statement = select(ACCOUNT.c.subject, ACCOUNT.c.person_id).where(
        ACCOUNT.c.subject.in_(sorted(set(subjects))), ACCOUNT.c.person_id != b""
    )
    return dict(fetch(reading, statement))


class Mandates(View):
    """Rows per institution and scope; `valid_to` is the first day without it."""

    source = "registry"
    tables = (MANDATE,)
    types = frozenset({"netral.registry.mandate-given", "netral.registry.mandate-withdrawn"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        mine = rows[MANDATE]
        if isinstance(data, MandateGiven):
            for row in mine.all():
                mine.remove(row["scope"])
            for scope in data.scopes:
                mine.put(
                    {
                        "party": data.party,
                        "scope": scope,
                        "valid_from": data.from_day,
                        "valid_to": data.until_day,
                    }
                )
            return
        assert isinstance(data, MandateWithdrawn)
        for row in mine.all():
            mine.put({**row, "valid_to": min(row["valid_to"], data.from_day)})
