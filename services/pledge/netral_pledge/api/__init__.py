"""gRPC to commands and queries, and back. No rule stands here: rules are in the domain, figures in the views."""

from netral.pledge.v1 import service_pb2_grpc

from netral_pledge.api.board import Board
from netral_pledge.api.campaigns import Campaigns
from netral_pledge.api.ceremonies import Ceremonies
from netral_pledge.api.coverage import Coverage
from netral_pledge.api.duties import Duties
from netral_pledge.api.instruments import Instruments
from netral_pledge.api.pacts import Pacts
from netral_pledge.api.reasons import Reasons
from netral_pledge.api.receipts import Receipts
from netral_pledge.api.templates import Templates


class PledgeApi(
    Instruments,
    Templates,
    Campaigns,
    Ceremonies,
    Pacts,
    Reasons,
    Receipts,
    Coverage,
    Duties,
    Board,
    service_pb2_grpc.PledgeServiceServicer,
):
    """All procedures of `PledgeService`."""
