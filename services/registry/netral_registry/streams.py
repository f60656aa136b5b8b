"""The kinds of streams of this service, and the types of their events."""

from netral.registry.v1 import events_pb2
from netral_chassis.commands import Aggregate
from netral_chassis.events import EventTypes

from netral_registry.domain import calendar, grant, person, post, tenant, unit

TENANT = Aggregate("tenant", tenant.INITIAL, tenant.evolve)
UNIT = Aggregate("unit", unit.INITIAL, unit.evolve)
POST = Aggregate("post", post.INITIAL, post.evolve)
PERSON = Aggregate("person", person.INITIAL, person.evolve)
RIGHTS = Aggregate("grant", grant.INITIAL, grant.evolve)
CALENDAR = Aggregate("calendar", calendar.INITIAL, calendar.evolve)

TYPES = EventTypes([events_pb2])
