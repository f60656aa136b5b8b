"""The board: how a tenant and those below it stand, from summaries."""

from netral.pledge.v1 import service_pb2 as rpc
from netral_chassis.access import Principal, restrict

from netral_pledge.desk import Desk
from netral_pledge.summaries import Summaries, Summary
from netral_pledge.views import duties as view
from netral_pledge.views.duties import duty


class Board(Desk):
    """Tenants at a glance."""

    def Board(self, request: rpc.BoardRequest, _caller: Principal) -> rpc.BoardResponse:  # noqa: N802
        """Each tenant's newest campaign of each kind, and its overdue duties."""
        with self.app.reader.open(request.after) as reading:
            owed = view.overdue(
                reading, restrict(duty.c.tenant, [request.tenant]), lambda tenant: self.today(self.zone(tenant))
            )
            freshness = reading.freshness()
        return rpc.BoardResponse(
            rows=[_row(one) for one in Summaries(self.app.store.database).below(request.tenant)],
            overdue=[rpc.OverdueDuties(tenant=tenant, units=units) for tenant, units in owed.items()],
            freshness=freshness,
        )


def _row(summary: Summary) -> rpc.BoardRow:
    return rpc.BoardRow(
        tenant=summary.tenant,
        kind=summary.kind,  # type: ignore[arg-type]
        campaign_id=summary.campaign_id,
        figures=rpc.Figures(
            denominator=summary.denominator,
            signed=summary.signed,
            refused=summary.refused,
            excused=summary.excused,
            missing=summary.missing,
            unknown=summary.unknown,
        ),
        at_least=summary.at_least,
        at_most=summary.at_most,
        computed_at=summary.computed_at,
    )
