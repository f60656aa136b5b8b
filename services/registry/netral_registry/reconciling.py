"""A whole file of staff beside what is known: differences by cause, and the event that would settle each.

Nothing is recorded here. A person missing from a file is never ended by it; a human takes the proposals, or not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netral.common.v1.types_pb2 import Cursor
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import EndCause
from netral.registry.v1.service_pb2 import Difference, DifferenceCause, StaffRow
from netral_chassis.reading import Reading
from netral_chassis.service import App
from netral_messages import Reason, Rejected

from netral_registry.asking import Regions
from netral_registry.domain.ids import unit_id
from netral_registry.identities import KIND_NAMES, Identifier, mark, salts
from netral_registry.rows import check_staff_facts, identifiers, one_line
from netral_registry.views.employments import EmployeeRecord, employed, employed_elsewhere, standing
from netral_registry.views.endings import endings
from netral_registry.views.persons import PersonRecord, duplicates, persons

MOST_ROWS = 250_000
"""As many as a file may have: who is absent is known only from the whole of it."""

_ENDED = {
    EndCause.END_CAUSE_MOVED: DifferenceCause.DIFFERENCE_CAUSE_MOVED,
    EndCause.END_CAUSE_RETIRED: DifferenceCause.DIFFERENCE_CAUSE_RETIRED,
    EndCause.END_CAUSE_DIED: DifferenceCause.DIFFERENCE_CAUSE_DIED,
    EndCause.END_CAUSE_RESIGNED: DifferenceCause.DIFFERENCE_CAUSE_RESIGNED,
    EndCause.END_CAUSE_DISMISSED: DifferenceCause.DIFFERENCE_CAUSE_DISMISSED,
    EndCause.END_CAUSE_CONTRACT_ENDED: DifferenceCause.DIFFERENCE_CAUSE_CONTRACT_ENDED,
}


@dataclass(frozen=True, slots=True)
class _Record:
    """What is known on the day of the file. Person ids are those that stand; salts only of known persons."""

    tenant: str
    owners: Mapping[Identifier, bytes]
    employed: Mapping[bytes, EmployeeRecord]
    persons: Mapping[bytes, PersonRecord]
    salts: Mapping[bytes, bytes]
    ended: Mapping[bytes, EndCause]
    elsewhere: frozenset[bytes]


def reconcile(app: App, regions: Regions, request: pb.ReconcileStaffRequest) -> pb.ReconcileStaffResponse:
    """The answer to a file. Raises `TENANT_UNKNOWN`, `AS_OF_IN_FUTURE`, and `FIELD_INVALID` for too many rows."""
    for name, items in (("rows", request.rows), ("present", request.present)):
        if len(items) > MOST_ROWS:
            raise Rejected(Reason.FIELD_INVALID, field=name, params={"field": name, "expected": f"1–{MOST_ROWS}"})
    regions.check_as_of(request.tenant, request.as_of, app.clock.now())
    after: Cursor | None = request.after if request.HasField("after") else None
    present = [(KIND_NAMES.get(one.kind, ""), one.value) for one in request.present]
    with app.reader.open(after) as reading:
        record = _known(app, reading, request, present)
        freshness = reading.freshness()
    differences: list[Difference] = []
    met = {record.owners[one] for one in present if one in record.owners}
    for row in request.rows:
        people = {record.owners[one] for one in identifiers(row) if one in record.owners}
        met |= people
        differences += _of_row(record, row, people, request.as_of)
    for person_id in sorted(record.employed.keys() - met):
        cause = DifferenceCause.DIFFERENCE_CAUSE_ABSENT_FROM_FILE
        differences.append(Difference(cause=cause, person_id=person_id, event="EmploymentEnded"))
    counts = Counter(one.cause for one in differences)
    return pb.ReconcileStaffResponse(
        known=len(record.employed),
        counts=[pb.CauseCount(cause=cause, count=count) for cause, count in counts.most_common()],
        differences=differences,
        freshness=freshness,
    )


def _known(app: App, reading: Reading, request: pb.ReconcileStaffRequest, present: Sequence[Identifier]) -> _Record:
    into = duplicates(reading)
    asked = list(dict.fromkeys([*present, *(one for row in request.rows for one in identifiers(row))]))
    found = zip(asked, app.vault.identify(asked), strict=True)
    owners = {one: into.get(owner, owner) for one, owner in found if owner is not None}
    working = {one.person_id: one for one in standing(employed(reading, request.tenant, request.as_of), into)}
    people = set(owners.values())
    known = persons(reading, people)
    return _Record(
        tenant=request.tenant,
        owners=owners,
        employed=working,
        persons=known,
        salts=salts(app.vault, known),
        ended=endings(reading, request.tenant, people - working.keys(), request.as_of),
        elsewhere=frozenset(employed_elsewhere(reading, request.tenant, people - working.keys(), request.as_of)),
    )


def _of_row(record: _Record, row: StaffRow, people: Iterable[bytes], as_of: int) -> Iterator[Difference]:
    try:
        check_staff_facts(row, as_of)
    except Rejected as no:
        cause = DifferenceCause.DIFFERENCE_CAUSE_ROW_REFUSED
        yield Difference(cause=cause, row=row.row, reason=no.reason.value)
        return
    found = sorted(people)
    if len(found) > 1:
        yield Difference(cause=DifferenceCause.DIFFERENCE_CAUSE_IDENTITY_CONFLICT, row=row.row)
        return
    person_id = found[0] if found else b""
    working = record.employed.get(person_id)
    if working is None:
        cause, event = _not_working(record, person_id)
        yield Difference(cause=cause, row=row.row, person_id=person_id, event=event)
        return
    for cause, event in _changes(record, row, working):
        yield Difference(cause=cause, row=row.row, person_id=person_id, event=event)


def _not_working(record: _Record, person_id: bytes) -> tuple[DifferenceCause, str]:
    """Why somebody of the file is not on record, and what would settle it."""
    if person_id not in record.persons:
        return DifferenceCause.DIFFERENCE_CAUSE_UNKNOWN_IN_REGISTRY, "EmploymentStarted"
    if person_id in record.ended:
        return _ENDED[record.ended[person_id]], ""
    if person_id in record.elsewhere:
        return DifferenceCause.DIFFERENCE_CAUSE_EMPLOYED_ELSEWHERE, "PersonTransferred"
    return DifferenceCause.DIFFERENCE_CAUSE_NOT_EMPLOYED, "EmploymentStarted"


def _changes(record: _Record, row: StaffRow, working: EmployeeRecord) -> Iterator[tuple[DifferenceCause, str]]:
    known, salt = record.persons.get(working.person_id), record.salts.get(working.person_id, b"")
    if known is not None and mark(salt, "NAME", one_line(row.name)) != known.name_mark:
        yield DifferenceCause.DIFFERENCE_CAUSE_NAME_DIFFERS, "PersonRenamed"
    if known is not None and (
        mark(salt, "NIP", row.nip) not in (b"", known.nip_mark)
        or mark(salt, "NIK", row.nik) not in (b"", known.nik_mark)
    ):
        yield DifferenceCause.DIFFERENCE_CAUSE_IDENTIFIER_DIFFERS, "IdentifierCorrected"
    if working.employment_class != row.employment_class:
        yield DifferenceCause.DIFFERENCE_CAUSE_CLASS_DIFFERS, "EmploymentChanged"
    if working.unit_id != unit_id(record.tenant, row.unit_code):
        yield DifferenceCause.DIFFERENCE_CAUSE_UNIT_DIFFERS, "EmploymentChanged"
    position = one_line(row.position)
    if position not in ("", working.position) or row.post_class not in (0, working.post_class):
        yield DifferenceCause.DIFFERENCE_CAUSE_POSITION_DIFFERS, "EmploymentChanged"
