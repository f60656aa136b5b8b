"""The kinds of streams of this service, and the types of their events."""

from netral.common.v1 import erasure_pb2 as answers
from netral.registry.v1 import erasure_pb2, events_pb2
from netral_chassis.commands import Aggregate
from netral_chassis.events import EventTypes

from netral_registry.domain import calendar, erasure, grant, person, post, tenant, unit

TENANT = Aggregate("tenant", tenant.INITIAL, tenant.evolve)
UNIT = Aggregate("unit", unit.INITIAL, unit.evolve)
POST = Aggregate("post", post.INITIAL, post.evolve)
PERSON = Aggregate("person", person.INITIAL, person.evolve)
ERASURE = Aggregate("person", erasure.INITIAL, erasure.evolve)
"""The same streams as `PERSON`, remembered for another purpose; never both in one batch."""
RIGHTS = Aggregate("grant", grant.INITIAL, grant.evolve)
CALENDAR = Aggregate("calendar", calendar.INITIAL, calendar.evolve)

TYPES = EventTypes([events_pb2, erasure_pb2, answers])
