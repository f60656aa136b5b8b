"""gRPC to questions: every answer is as of a day, and says how fresh it is. Translation only."""
# ruff: noqa: N802  (procedures are named by their contract)

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any

from netral.registry.v1 import service_pb2 as pb
from netral_chassis.access import Principal
from netral_chassis.reading import Reading
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_registry.asking import MOST_ITEMS, Regions, check_batch
from netral_registry.identities import KIND_NAMES
from netral_registry.names import holder_names, names_of, openings
from netral_registry.reconciling import reconcile
from netral_registry.search import SHORTEST, NameSearch
from netral_registry.views.calendars import calendars
from netral_registry.views.employments import employed, ever_employed, standing, unit_of
from netral_registry.views.persons import duplicates
from netral_registry.views.posts import PostRecord, chain_of_person, posts, superiors
from netral_registry.views.tenants import tenants
from netral_registry.views.units import codes, units

_CANDIDATES = 10
_MOST_CANDIDATES = 50


class Reads:
    """The procedures that only answer."""

    def __init__(self, app: App, regions: Regions) -> None:
        self._app = app
        self._regions = regions
        self._search = NameSearch(app.vault)

    @contextmanager
    def _open(self, request: Any) -> Iterator[Reading]:
        with self._app.reader.open(request.after if request.HasField("after") else None) as reading:
            yield reading

    def ListTenants(self, request: pb.ListTenantsRequest, _caller: Principal) -> pb.ListTenantsResponse:
        with self._open(request) as reading:
            known = [pb.Tenant(code=code, name=name, zone=zone) for code, name, zone in tenants(reading)]
            return pb.ListTenantsResponse(tenants=known, freshness=reading.freshness())

    def ListUnits(self, request: pb.ListUnitsRequest, _caller: Principal) -> pb.ListUnitsResponse:
        with self._open(request) as reading:
            known = [pb.Unit(**one._asdict()) for one in units(reading, request.tenant, request.day)]
            return pb.ListUnitsResponse(units=known, freshness=reading.freshness())

    def ListPosts(self, request: pb.ListPostsRequest, _caller: Principal) -> pb.ListPostsResponse:
        with self._open(request) as reading:
            known = [_post(one) for one in posts(reading, request.tenant, request.day)]
            return pb.ListPostsResponse(posts=known, freshness=reading.freshness())

    def WhoIs(self, request: pb.WhoIsRequest, _caller: Principal) -> pb.WhoIsResponse:
        with self._open(request) as reading:
            known = posts(reading, request.tenant, request.day)
            asked = [_post(one) for one in known if one.role == request.role]
            return pb.WhoIsResponse(posts=asked, freshness=reading.freshness())

    def SuperiorOf(self, request: pb.SuperiorOfRequest, _caller: Principal) -> pb.SuperiorOfResponse:
        with self._open(request) as reading:
            known = posts(reading, request.tenant, request.day)
            if request.post_id:
                above = superiors(known, request.post_id)
            else:
                unit = unit_of(reading, request.tenant, [request.person_id], request.day).get(request.person_id, b"")
                tree = {one.unit_id: one.parent_id for one in units(reading, request.tenant, request.day)}
                above = chain_of_person(known, tree, request.person_id, unit)
            return pb.SuperiorOfResponse(superiors=[_post(one) for one in above], freshness=reading.freshness())

    def ResolveIdentifiers(
        self, request: pb.ResolveIdentifiersRequest, _caller: Principal
    ) -> pb.ResolveIdentifiersResponse:
        check_batch(request.identifiers, "identifiers")
        asked = [(KIND_NAMES.get(one.kind, ""), one.value) for one in request.identifiers]
        owners = self._app.vault.identify(asked)
        with self._open(request) as reading:
            into = duplicates(reading)
            inside = ever_employed(reading, request.tenant, [one for one in owners if one is not None])
            found = [into.get(one, one) if one is not None and one in inside else b"" for one in owners]
            return pb.ResolveIdentifiersResponse(person_ids=found, freshness=reading.freshness())

    def ReconcileStaff(self, request: pb.ReconcileStaffRequest, _caller: Principal) -> pb.ReconcileStaffResponse:
        return reconcile(self._app, self._regions, request)

    def Employed(self, request: pb.EmployedRequest, _caller: Principal) -> pb.EmployedResponse:
        size = min(request.page_size or MOST_ITEMS, MOST_ITEMS)
        with self._open(request) as reading:
            found = employed(
                reading,
                request.tenant,
                request.day,
                known_at=request.known_at,
                classes=request.classes,
                unit_ids=request.unit_ids,
            )
            everybody = standing(found, duplicates(reading))
            code = codes(reading, request.tenant)
            rest = [one for one in everybody if one.person_id > request.page_token]
            page = [pb.Employee(**one._asdict(), unit_code=code.get(one.unit_id, "")) for one in rest[:size]]
            return pb.EmployedResponse(
                employees=page,
                total=len(everybody),
                next_page_token=page[-1].person_id if len(rest) > size else b"",
                freshness=reading.freshness(),
            )

    def NamesForDisplay(self, request: pb.NamesForDisplayRequest, _caller: Principal) -> pb.NamesForDisplayResponse:
        check_batch(request.person_ids, "person_ids")
        check_batch(request.post_ids, "post_ids")
        with self._open(request) as reading:
            persons = names_of(self._app.vault, reading, request.tenant, request.person_ids)
            holders = holder_names(self._app.vault, reading, request.tenant, request.post_ids, request.day)
            return pb.NamesForDisplayResponse(
                person_names=[one.name for one in persons],
                holder_names=[one.name for one in holders],
                persons_erased=[one.erased for one in persons],
                holders_erased=[one.erased for one in holders],
                freshness=reading.freshness(),
            )

    def SearchPersons(self, request: pb.SearchPersonsRequest, _caller: Principal) -> pb.SearchPersonsResponse:
        if len(request.text.strip()) < SHORTEST:
            raise Rejected(Reason.FIELD_INVALID, field="text", params={"field": "text"})
        limit = min(request.limit or _CANDIDATES, _MOST_CANDIDATES)
        with self._open(request) as reading:
            found = self._search.find(reading, request.tenant, request.text, limit)
            unit = unit_of(reading, request.tenant, [one.person_id for one in found], request.day)
            code = codes(reading, request.tenant)
            candidates = [
                pb.Candidate(**one._asdict(), unit_code=code.get(unit.get(one.person_id, b""), "")) for one in found
            ]
            return pb.SearchPersonsResponse(candidates=candidates, freshness=reading.freshness())

    def Openings(self, request: pb.OpeningsRequest, _caller: Principal) -> pb.OpeningsResponse:
        check_batch(request.person_ids, "person_ids")
        with self._open(request) as reading:
            wanted = list(zip_longest(request.person_ids, request.subjects[: len(request.person_ids)], fillvalue=b""))
            found = openings(self._app.vault, reading, request.tenant, wanted)
            opened = [pb.Opening(**one._asdict()) if one is not None else pb.Opening() for one in found]
            return pb.OpeningsResponse(openings=opened, freshness=reading.freshness())

    def ListCalendars(self, request: pb.ListCalendarsRequest, _caller: Principal) -> pb.ListCalendarsResponse:
        with self._open(request) as reading:
            known = [
                pb.Calendar(scope=one.scope, year=one.year, version=one.version, source=one.source, days=one.days)
                for one in calendars(reading, request.scopes, request.years)
            ]
            return pb.ListCalendarsResponse(calendars=known, freshness=reading.freshness())


def _post(record: PostRecord) -> pb.PostHolder:
    fields = record._asdict()
    del fields["stream_id"], fields["holder_name"]
    return pb.PostHolder(**fields)
