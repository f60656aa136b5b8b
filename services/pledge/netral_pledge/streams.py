"""The kinds of streams of this service, and the types of its events and of those it reads."""

from netral.common.v1 import erasure_pb2 as answers
from netral.pledge.v1 import events_pb2
from netral.registry.v1 import erasure_pb2 as registry_erasures
from netral.registry.v1 import events_pb2 as registry_events
from netral_chassis.commands import Aggregate
from netral_chassis.events import EventTypes

from netral_pledge.domain import campaign, ceremony, duty, instrument, pact, template

SERVICE = "pledge"

INSTRUMENT = Aggregate("instrument", instrument.INITIAL, instrument.evolve)
TEMPLATE = Aggregate("template", template.INITIAL, template.evolve)
CAMPAIGN = Aggregate("campaign", campaign.INITIAL, campaign.evolve)
CEREMONY = Aggregate("ceremony", ceremony.INITIAL, ceremony.evolve)
PACT = Aggregate("pact", pact.INITIAL, pact.evolve)
DUTY = Aggregate("duty", duty.INITIAL, duty.evolve)

TYPES = EventTypes([events_pb2, registry_events, registry_erasures, answers])
