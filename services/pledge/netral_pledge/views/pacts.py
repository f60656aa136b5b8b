"""Answers to the request to sign, on any day and as known at any time, and the leaves of the receipts."""

from typing import ClassVar

from netral.pledge.v1.events_pb2 import (
    PactCorrected,
    PactExcused,
    PactRefused,
    PactRevoked,
    PactRowRejected,
    PactSigned,
)
from netral.pledge.v1.service_pb2 import PactAnswer
from netral_chassis.events import Recorded
from netral_chassis.views import OPEN_DAY, StreamRows, View, view_table
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Text

from netral_pledge.views.terms import overlay, term_columns

SIGNED = int(PactAnswer.PACT_ANSWER_SIGNED)
REFUSED = int(PactAnswer.PACT_ANSWER_REFUSED)
EXCUSED = int(PactAnswer.PACT_ANSWER_EXCUSED)
_FIRST_DAY = -2_147_483_648

pact = view_table(
    "pledge_pact",
    *term_columns(),
    Column("campaign_id", LargeBinary),
    Column("person_id", LargeBinary),
    Column("status", Integer),  # a `PactAnswer`
    key=("row",),
    indexes=[("campaign_id", "person_id")],
)
rejection = view_table(
    "pledge_rejection",
    Column("campaign_id", LargeBinary),
    Column("person_id", LargeBinary),
    Column("reason", Text),
    Column("known_from", BigInteger),
    indexes=[("campaign_id", "person_id")],
)
leaf = view_table(
    "pledge_leaf",
    Column("position", BigInteger),  # of the log: leaves stand in its order
    Column("campaign_id", LargeBinary),
    Column("person_id", LargeBinary),
    Column("text_id", Text),
    Column("text_version", Integer),
    Column("sha256", LargeBinary),
    Column("subject", LargeBinary),
    Column("signed", Boolean),  # else revoked
    Column("signed_at", BigInteger),  # microseconds UTC
    Column("method", Integer),
    Column("standing", Boolean),
    key=("position",),
    indexes=[("campaign_id", "position")],
)


class Pacts(View):
    """A row per answer and term. A superseded signature needs none: the signature that follows takes its days."""

    source = "pledge"
    tables = (pact,)
    types: ClassVar = frozenset(
        f"netral.pledge.pact-{name}" for name in ("signed", "refused", "excused", "corrected", "revoked")
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine, at = rows[pact], event.recorded_at
        match event.data:
            case PactSigned() as signed:
                overlay(mine, _answer(signed, SIGNED), start=signed.signed_on, at=at)
            case PactRefused() as refused:
                overlay(mine, _answer(refused, REFUSED), start=refused.refused_on, at=at)
            case PactExcused() as excused:
                overlay(mine, _answer(excused, EXCUSED), start=excused.excused_on, at=at)
            case PactCorrected() as corrected:
                overlay(mine, None, start=_FIRST_DAY, at=at, of=lambda row: bool(row["status"] == SIGNED))
                overlay(mine, _answer(corrected, SIGNED), start=corrected.signed_on, at=at)
            case PactRevoked() as revoked:
                overlay(mine, None, start=revoked.revoked_on, end=OPEN_DAY, at=at)


def _answer(data: PactSigned | PactRefused | PactExcused | PactCorrected, status: int) -> dict[str, object]:
    return {"campaign_id": data.campaign_id, "person_id": data.person_id, "status": status}


class Rejections(View):
    """A row per person whose answer was sent and could not be recorded; of no meaning once there is an answer."""

    source = "pledge"
    tables = (rejection,)
    types: ClassVar = frozenset({"netral.pledge.pact-row-rejected"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data = event.data
        assert isinstance(data, PactRowRejected)
        rows[rejection].put(
            {
                "campaign_id": data.campaign_id,
                "person_id": data.person_id,
                "reason": data.reason,
                "known_from": event.recorded_at,
            }
        )


class Leaves(View):
    """A row per signing, corrected signing and revocation. `standing`: the newest leaf of its pact, and a signing."""

    source = "pledge"
    tables = (leaf,)
    types: ClassVar = frozenset(f"netral.pledge.pact-{name}" for name in ("signed", "corrected", "revoked"))

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        mine, data = rows[leaf], event.data
        assert isinstance(data, PactSigned | PactCorrected | PactRevoked)
        for row in mine.all():
            if row["standing"]:
                mine.put({**row, "standing": False})
        signed = not isinstance(data, PactRevoked)
        mine.put(
            {
                "position": event.position,
                "campaign_id": data.campaign_id,
                "person_id": data.person_id,
                "text_id": data.template.id,
                "text_version": data.template.version,
                "sha256": data.template.sha256,
                "subject": data.subject,
                "signed": signed,
                "signed_at": data.signed_at,
                "method": data.method,
                "standing": signed,
            }
        )
