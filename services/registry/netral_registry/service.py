"""The composition root of the registry."""

from netral.registry.v1 import privacy_pb2, privacy_pb2_grpc, service_pb2, service_pb2_grpc
from netral_calendar.loader import data_directory, load_regions
from netral_chassis.grants import Grants
from netral_chassis.publisher_keys import PublisherKeys
from netral_chassis.rpc import Servicer
from netral_chassis.service import App, Service

from netral_registry import erasing
from netral_registry.api import Registry
from netral_registry.api.erasures import Erasures as ErasureProcedures
from netral_registry.asking import Regions
from netral_registry.beginning import begin
from netral_registry.claims import claims
from netral_registry.streams import TYPES
from netral_registry.views.calendars import Calendars
from netral_registry.views.employments import Employments
from netral_registry.views.endings import Endings
from netral_registry.views.erasures import Erasures
from netral_registry.views.persons import Persons
from netral_registry.views.posts import Posts
from netral_registry.views.rights import Accounts, Mandates
from netral_registry.views.tenants import Tenants
from netral_registry.views.units import Units

VIEWS = (
    Tenants(),
    Units(),
    Posts(),
    Persons(),
    Employments(),
    Endings(),
    Erasures(),
    Grants(),
    PublisherKeys(),
    Accounts(),
    Mandates(),
    Calendars(),
)


def service() -> Service:
    """The registry, ready to be run."""
    regions = Regions(load_regions(data_directory()))

    def servicers(app: App) -> list[Servicer]:
        return [
            Servicer(
                service_pb2.DESCRIPTOR.services_by_name["RegistryService"],
                service_pb2_grpc.add_RegistryServiceServicer_to_server,
                Registry(app, regions),
            ),
            Servicer(
                privacy_pb2.DESCRIPTOR.services_by_name["ErasureService"],
                privacy_pb2_grpc.add_ErasureServiceServicer_to_server,
                ErasureProcedures(app),
            ),
        ]

    return Service(
        name="registry",
        port_offset=1,
        types=TYPES,
        views=VIEWS,
        servicers=servicers,
        begin=lambda app: begin(app, regions),
        claims=lambda app: claims(app, regions),
        reactions=erasing.reactions,
    )
