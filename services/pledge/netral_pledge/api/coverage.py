"""Procedures on figures and missing persons."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from netral.common.v1.types_pb2 import Cursor
from netral.pledge.v1 import service_pb2 as rpc
from netral.registry.v1.events_pb2 import EmploymentClass, PostClass
from netral_chassis.access import Principal
from netral_chassis.reading import Behind, Reading

from netral_pledge.desk import Desk
from netral_pledge.views import coverage as view
from netral_pledge.views.campaigns import CampaignRecord, campaign_of

MISSING_AT_ONCE = 5_000


class Coverage(Desk):
    """Who should have, who has, who is missing."""

    def Coverage(self, request: rpc.CoverageRequest, caller: Principal) -> rpc.CoverageResponse:  # noqa: N802
        """Figures of a campaign."""
        with self._open(caller, "Coverage", request.campaign_id, request.after) as (reading, record):
            found = view.coverage(reading, _asked(record, request))
            causes: dict[str, int] = dict.fromkeys(view.CAUSES.values(), 0)
            for cell in found.cells:
                if cell.state == view.MISSING:
                    causes[view.CAUSES[cell.cause]] += cell.count
            return rpc.CoverageResponse(
                campaign_id=request.campaign_id,
                tenant=record.opened.tenant,
                as_of=record.opened.target,
                total=figures(found.cells),
                groups=_groups(found.cells, request.by),
                causes=causes,
                outside=found.outside,
                outside_signed=found.outside_signed,
                at_least=found.at_least,
                at_most=found.at_most,
                freshness=reading.freshness(),
            )

    def ListMissing(self, request: rpc.ListMissingRequest, caller: Principal) -> rpc.ListMissingResponse:  # noqa: N802
        """Which persons are missing and why."""
        limit = min(request.limit or 1_000, MISSING_AT_ONCE)
        with self._open(caller, "ListMissing", request.campaign_id, request.after) as (reading, record):
            found = view.missing(reading, _asked(record, request), request.after_person_id, limit + 1)
            page = found[:limit]
            return rpc.ListMissingResponse(
                persons=[
                    rpc.MissingPerson(
                        person_id=one.person_id,
                        unit_id=one.unit_id,
                        unit_code=one.unit_code,
                        employment_class=EmploymentClass.Name(one.employment_class),
                        post_class=PostClass.Name(one.post_class),
                        cause=rpc.MissingCause.Name(one.cause),
                        row_reason=one.row_reason if view.CAUSES[one.cause] == "row_rejected" else "",
                    )
                    for one in page
                ],
                next_person_id=page[-1].person_id if len(found) > limit else b"",
                freshness=reading.freshness(),
            )

    @contextmanager
    def _open(
        self, caller: Principal, procedure: str, campaign_id: bytes, after: Cursor
    ) -> Iterator[tuple[Reading, CampaignRecord]]:
        """An open read and the campaign's row. Raises `CAMPAIGN_UNKNOWN`, `NotAllowed`, `Behind`."""
        self.campaign(caller, procedure, campaign_id)
        with self.app.reader.open(after) as reading:
            record = campaign_of(reading, campaign_id, counted=False)
            if record is None:
                raise Behind
            yield reading, record


def _asked(record: CampaignRecord, request: rpc.CoverageRequest | rpc.ListMissingRequest) -> view.Asked:
    return view.Asked(
        record,
        request.valid_at if request.HasField("valid_at") else None,
        request.known_at if request.HasField("known_at") else None,
    )


def figures(cells: Iterable[view.Cell]) -> rpc.Figures:
    """Persons by what became of the request."""
    counts: dict[str, int] = defaultdict(int)
    for cell in cells:
        counts[view.STATE_NAMES[cell.state]] += cell.count
    return rpc.Figures(denominator=sum(counts.values()), **counts)


def _groups(cells: Iterable[view.Cell], by: int) -> list[rpc.CoverageGroup]:
    """Figures of each group, in the order of the keys."""
    keys: dict[int, Callable[[view.Cell], str]] = {
        rpc.CoverageBy.COVERAGE_BY_CLASS: lambda cell: _name(EmploymentClass, cell.employment_class),
        rpc.CoverageBy.COVERAGE_BY_UNIT: lambda cell: cell.unit_code,
        rpc.CoverageBy.COVERAGE_BY_STATUS: lambda cell: view.STATE_NAMES[cell.state],
        rpc.CoverageBy.COVERAGE_BY_POST: lambda cell: _name(PostClass, cell.post_class),
    }
    key_of = keys.get(by)
    if key_of is None:
        return []
    groups: dict[str, list[view.Cell]] = {}
    for cell in cells:
        groups.setdefault(key_of(cell), []).append(cell)
    return [rpc.CoverageGroup(key=key, figures=figures(groups[key])) for key in sorted(groups)]


def _name(enum: Any, number: int) -> str:
    """`PNS` for `EMPLOYMENT_CLASS_PNS`; empty for what is not given."""
    name: str = enum.Name(number).partition("_CLASS_")[2] if number else ""
    return name
