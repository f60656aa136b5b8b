"""Everything of pledge that the chassis needs to run it: the only place that wires."""

from collections.abc import Sequence

from netral.pledge.v1 import service_pb2, service_pb2_grpc
from netral_calendar.loader import data_directory, load_contests, load_regions
from netral_chassis.grants import Grants
from netral_chassis.publisher_keys import PublisherKeys
from netral_chassis.rpc import Servicer
from netral_chassis.service import App, Service

from netral_pledge import erasing, shipped, summaries
from netral_pledge.api import PledgeApi
from netral_pledge.claims import claims
from netral_pledge.desk import Desk
from netral_pledge.reactions import Reactions
from netral_pledge.streams import TYPES
from netral_pledge.views.campaigns import Campaigns, Offers
from netral_pledge.views.ceremonies import Ceremonies
from netral_pledge.views.conflicts import Conflicts
from netral_pledge.views.duties import Duties
from netral_pledge.views.instruments import Instruments
from netral_pledge.views.pacts import Leaves, Pacts, Rejections
from netral_pledge.views.registry_staff import Employments, Merges, Persons
from netral_pledge.views.registry_units import Posts, Units
from netral_pledge.views.templates import Templates

VIEWS = (
    Instruments(),
    Conflicts(),
    Templates(),
    Campaigns(),
    Offers(),
    Ceremonies(),
    Pacts(),
    Rejections(),
    Leaves(),
    Duties(),
    Employments(),
    Persons(),
    Merges(),
    Units(),
    Posts(),
    Grants(),
    PublisherKeys(),
)


def service() -> Service:
    """The service of pledges and pacts."""
    return Service(
        name="pledge",
        port_offset=2,
        types=TYPES,
        views=VIEWS,
        servicers=_servicers,
        begin=begin,
        claims=lambda app: claims(app, _api(app)),
        reactions=lambda app: [*reactions(app).all(), erasing.reaction(app)],
        metrics=summaries.METRICS,
    )


def begin(app: App) -> None:
    """Put on record what comes with netral, and show what was known before."""
    summaries.Summaries(app.store.database).create()
    shipped.record(app)
    reactions(app).show_what_is_known()


def reactions(app: App) -> Reactions:
    """What follows from events."""
    return Reactions(Desk(app, TYPES, load_regions(data_directory())))


def _api(app: App) -> PledgeApi:
    data = data_directory()
    return PledgeApi(app, TYPES, load_regions(data), load_contests(data))


def _servicers(app: App) -> Sequence[Servicer]:
    descriptor = service_pb2.DESCRIPTOR.services_by_name["PledgeService"]
    return [Servicer(descriptor, service_pb2_grpc.add_PledgeServiceServicer_to_server, _api(app))]
