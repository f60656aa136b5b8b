"""Who should have, who has, who is missing and why. Sources meet here, when somebody asks, in one join.

denominator = signed + refused + excused + missing + unknown: what has not arrived is unknown, never 0.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from netral.common.v1.types_pb2 import EventMeta
from netral.pledge.v1.events_pb2 import CampaignKind
from netral.pledge.v1.service_pb2 import MissingCause
from netral_chassis.parking import PARKED
from netral_chassis.reading import Reading, fetch, in_pieces
from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, null, or_, select

from netral_pledge.domain import ids
from netral_pledge.domain.bounds import Group, bounds
from netral_pledge.views.campaigns import CampaignRecord, offer
from netral_pledge.views.ceremonies import HADIR, IZIN, SUSULAN, Occasion, attendance, occasions_of
from netral_pledge.views.pacts import EXCUSED, REFUSED, SIGNED, pact, rejection
from netral_pledge.views.registry_staff import MOVED, employment, merged
from netral_pledge.views.registry_units import unit
from netral_pledge.views.terms import known, valid

MISSING, UNKNOWN = 0, -1
"""What became of a request, beside the answers of `PactAnswer`."""
CAUSES = {
    int(MissingCause.MISSING_CAUSE_ROW_REJECTED): "row_rejected",
    int(MissingCause.MISSING_CAUSE_ABSENT): "absent",
    int(MissingCause.MISSING_CAUSE_OFFERED): "offered",
    int(MissingCause.MISSING_CAUSE_NEVER_OFFERED): "never_offered",
}
_ROW_REJECTED, _ABSENT, _OFFERED, _NEVER = CAUSES
_CAME = 2
_AWAY = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Which coverage. `valid_at`: answers that stood on this day, `None` the newest; `known_at`: as known then."""

    campaign: CampaignRecord
    valid_at: int | None = None
    known_at: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many persons of one unit, class and post class are in one state, missing ones for one cause."""

    unit_code: str
    employment_class: int
    post_class: int
    state: int
    cause: int
    count: int


@dataclass(slots=True)
class Coverage:
    """The cells of the audience, and persons outside it: `moved`, `retired`, `joined_later`, `unknown_person`.

    At least `at_least` and at most `at_most` of the audience signed or came.
    """

    cells: list[Cell] = field(default_factory=list)
    outside: Counter[str] = field(default_factory=Counter)
    outside_signed: int = 0
    at_least: int = 0
    at_most: int = 0


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """A person who is missing; `row_reason` with cause `ROW_REJECTED`."""

    person_id: bytes
    unit_id: bytes
    unit_code: str
    employment_class: int
    post_class: int
    cause: int
    row_reason: str


def coverage(reading: Reading, asked: Asked) -> Coverage:
    """Figures of one campaign."""
    reading.join_by_hash()
    unknown, absent_records = _unknown(reading, asked)
    around = _around(reading, asked)
    answer = _answer(asked, around, unknown)
    columns = (answer.c.unit_id, answer.c.employment_class, answer.c.post_class, answer.c.state, answer.c.cause)
    rows = fetch(reading, select(*columns, func.count()).group_by(*columns))
    codes = _unit_codes(reading, asked)
    cells = [
        Cell(codes.get(unit_id, ""), class_, post_class, state, cause, count)
        for unit_id, class_, post_class, state, cause, count in rows
    ]
    absent_records += _not_arrived(reading, asked, sum(cell.count for cell in cells) + absent_records)
    if absent_records:
        cells.append(Cell("", 0, 0, UNKNOWN, 0, absent_records))
    signed = sum(cell.count for cell in cells if cell.state == SIGNED)
    outside, outside_signed = _outside(reading, asked, around, signed)
    groups = [
        Group(unit_id, count * (state == SIGNED), count * (state == UNKNOWN)) for unit_id, _, _, state, _, count in rows
    ]
    least, most = bounds([*groups, Group(b"", 0, absent_records)], [one.counted for one in around.unlisted])
    return Coverage(cells, outside, outside_signed, least, most)


def missing(reading: Reading, asked: Asked, after: bytes, limit: int) -> list[MissingRecord]:
    """Persons who are missing, in the order of their ids, from the one after `after`."""
    unknown, _ = _unknown(reading, asked)
    answer = _answer(asked, _around(reading, asked), unknown)
    codes = _unit_codes(reading, asked)
    statement = (
        select(
            answer.c.person_id,
            answer.c.unit_id,
            answer.c.employment_class,
            answer.c.post_class,
            answer.c.cause,
            answer.c.row_reason,
        )
        .where(answer.c.state == MISSING, answer.c.person_id > after)
        .order_by(answer.c.person_id)
        .limit(limit)
    )
    return [
        MissingRecord(person, unit_id, codes.get(unit_id, ""), class_, post_class, cause, reason or "")
        for person, unit_id, class_, post_class, cause, reason in fetch(reading, statement)
    ]


def audience(reading: Reading, campaign: CampaignRecord) -> frozenset[bytes]:
    """Who belongs to the audience, as known now."""
    members = _members(Asked(campaign))
    return frozenset(person for (person,) in fetch(reading, select(members.c.person_id)))


def employees(reading: Reading, tenant: str, day: int, unit_ids: Iterable[bytes]) -> frozenset[bytes]:
    """Who works for a tenant on a day, in these units (none: all), as known now."""
    statement = select(employment.c.person_id).where(_works(tenant, None), valid(employment, day))
    if units := list(unit_ids):
        statement = statement.where(employment.c.unit_id.in_(units))
    return frozenset(person for (person,) in fetch(reading, statement))


def _works(tenant: str, known_at: int | None) -> ColumnElement[bool]:
    """Employments with a tenant, without those of duplicates."""
    duplicates = select(merged.c.person_id).where(known(merged, known_at))
    return and_(
        employment.c.tenant == tenant,
        employment.c.end_cause == 0,
        known(employment, known_at),
        employment.c.person_id.not_in(duplicates),
    )


def _in_scope(asked: Asked) -> ColumnElement[bool]:
    """Employments of the campaign's tenant, classes and units, on whatever days."""
    opened = asked.campaign.opened
    scope = and_(_works(opened.tenant, asked.known_at), employment.c.employment_class.in_(list(opened.classes)))
    return and_(scope, employment.c.unit_id.in_(list(opened.unit_ids))) if opened.unit_ids else scope


def _members(asked: Asked) -> FromClause:
    columns = (
        employment.c.person_id,
        employment.c.unit_id,
        employment.c.employment_class,
        employment.c.post_class,
    )
    day = asked.campaign.opened.target
    return select(*columns).where(_in_scope(asked), valid(employment, day)).subquery("member")


@dataclass(frozen=True, slots=True)
class _Around:
    """What there is besides employments and answers: a join with what does not exist costs as much as any other."""

    occasions: list[Occasion]
    duplicates: bool
    refused_rows: bool
    offers: bool
    speaks: bool

    @property
    def unlisted(self) -> list[Occasion]:
        """Ceremonies at which a pledge was spoken and of which nobody knows yet who came."""
        return [one for one in self.occasions if self.speaks and not one.listed]


def _around(reading: Reading, asked: Asked) -> _Around:
    opened = asked.campaign.opened
    answered = select(pact.c.person_id).where(*_mine(asked), pact.c.person_id == merged.c.person_id).exists()
    of_duplicates = select(merged.c.person_id).where(known(merged, asked.known_at), answered)
    return _Around(
        occasions_of(reading, opened.campaign_id, held_by=asked.valid_at, known_at=asked.known_at),
        bool(fetch(reading, of_duplicates.limit(1))),
        bool(fetch(reading, _since(rejection, asked).limit(1))),
        bool(fetch(reading, _since(offer, asked).limit(1))),
        opened.kind == CampaignKind.CAMPAIGN_KIND_PLEDGE,
    )


def _answer(asked: Asked, around: _Around, unknown: frozenset[bytes]) -> FromClause:
    """One row per person of the audience: what became of the request, and for missing ones the cause."""
    member, given = _members(asked), _given(asked, around)
    joined = member.outerjoin(given, given.c.person_id == member.c.person_id)
    states: list[tuple[ColumnElement[bool], Any]] = [(given.c.status.is_not(None), given.c.status)]
    causes: list[tuple[ColumnElement[bool], Any]] = []
    reason: ColumnElement[Any] = null()
    if unknown:
        states.insert(0, (member.c.person_id.in_(sorted(unknown)), UNKNOWN))
    if around.refused_rows:
        refused = _since(rejection, asked).subquery("refused_row")
        joined = joined.outerjoin(refused, refused.c.person_id == member.c.person_id)
        causes.append((refused.c.person_id.is_not(None), _ROW_REJECTED))
        reason = refused.c.reason
    if around.occasions:
        came = _came(asked, around, member.c.person_id)
        if around.speaks:
            states += [(came == _CAME, SIGNED), (came == _AWAY, EXCUSED), *_not_listed(around, came, member)]
        causes.append((and_(came.is_not(None), came != _CAME), _ABSENT))
    if around.offers:
        asked_for = _since(offer, asked).subquery("asked_for")
        joined = joined.outerjoin(asked_for, asked_for.c.person_id == member.c.person_id)
        causes.append((asked_for.c.person_id.is_not(None), _OFFERED))
    state = case(*states, else_=MISSING)
    cause = case((state != MISSING, 0), *causes, else_=_NEVER)
    columns = (state.label("state"), cause.label("cause"), reason.label("row_reason"))
    return select(member, *columns).select_from(joined).subquery("answer")


def _not_listed(
    around: _Around, came: ColumnElement[int | None], member: FromClause
) -> list[tuple[ColumnElement[bool], Any]]:
    """Of whom nothing is known although their units pledged: the list of who came has not arrived (B-2.12)."""
    units: set[bytes] = set()
    for one in around.unlisted:
        if not one.counted.unit_ids:
            return [(came.is_(None), UNKNOWN)]
        units |= one.counted.unit_ids
    return [(and_(came.is_(None), member.c.unit_id.in_(sorted(units))), UNKNOWN)] if units else []


def _mine(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """The campaign's answers that stood on the day, as known then."""
    campaign_id = asked.campaign.opened.campaign_id
    return pact.c.campaign_id == campaign_id, known(pact, asked.known_at), valid(pact, asked.valid_at)


def _given(asked: Asked, around: _Around) -> FromClause:
    """Answers, one a person; those of duplicates count for whom they turned out to be."""
    if not around.duplicates:
        return select(pact.c.person_id, pact.c.status).where(*_mine(asked)).subquery("given")
    person = func.coalesce(merged.c.into_id, pact.c.person_id)
    joined = pact.outerjoin(merged, and_(merged.c.person_id == pact.c.person_id, known(merged, asked.known_at)))
    return (
        select(person.label("person_id"), func.min(pact.c.status).label("status"))
        .select_from(joined)
        .where(*_mine(asked))
        .group_by(person)
        .subquery("given")
    )


def _came(asked: Asked, around: _Around, person_id: ColumnElement[bytes]) -> ColumnElement[int | None]:
    """The best record of a person's attendance at the campaign's ceremonies, null without one.

    Asked person by person, by index: a join with the grouped records is planned badly while their number is not known.
    """
    best = case((attendance.c.status.in_([HADIR, SUSULAN]), _CAME), (attendance.c.status == IZIN, _AWAY), else_=0)
    mine = [attendance.c.campaign_id == asked.campaign.opened.campaign_id, attendance.c.person_id == person_id]
    if asked.valid_at is not None:
        mine.append(attendance.c.stream_id.in_([one.stream_id for one in around.occasions]))
    return select(func.max(best)).where(*mine, known(attendance, asked.known_at)).scalar_subquery()


def _since(table: Any, asked: Asked) -> Select[Any]:
    reason = table.c.reason if table is rejection else null()
    mine = table.c.campaign_id == asked.campaign.opened.campaign_id
    statement = select(table.c.person_id, reason.label("reason")).where(mine)
    return statement if asked.known_at is None else statement.where(table.c.known_from <= asked.known_at)


def _unit_codes(reading: Reading, asked: Asked) -> dict[bytes, str]:
    """Codes of the tenant's units, the newest of each."""
    statement = select(unit.c.unit_id, unit.c.code).where(unit.c.tenant == asked.campaign.opened.tenant)
    return dict(fetch(reading, statement.order_by(unit.c.known_from)))


def _unknown(reading: Reading, asked: Asked) -> tuple[frozenset[bytes], int]:
    """Persons of the audience with parked records, and how many parked persons have no row of the audience."""
    rows = fetch(reading, select(PARKED.c.source, PARKED.c.stream_id, PARKED.c.meta))
    pacts = {stream.partition("/")[2] for source, stream, _ in rows if stream.startswith("pact/")}
    tenant = asked.campaign.opened.tenant
    persons = {
        ids.id_of(stream.partition("/")[2])
        for source, stream, meta in rows
        if source == "registry" and stream.startswith("person/") and EventMeta.FromString(meta).tenant == tenant
    }
    if not pacts and not persons:
        return frozenset(), 0
    members = {person for (person,) in fetch(reading, select(_members(asked).c.person_id))}
    campaign = UUID(bytes=asked.campaign.opened.campaign_id)
    waiting = {person for person in members if ids.pact_key(campaign, person) in pacts} if pacts else set()
    return frozenset(waiting | (persons & members)), len(persons - members)


def _not_arrived(reading: Reading, asked: Asked, counted: int) -> int:
    """Persons of the frozen audience whose records the registry's log has not brought yet."""
    seen = reading.freshness().cursor.positions.get("registry", 0)
    if asked.campaign.frozen_at <= seen:
        return 0
    return max(0, asked.campaign.frozen_count - counted)


def _outside(reading: Reading, asked: Asked, around: _Around, inside: int) -> tuple[Counter[str], int]:
    """Persons who have to do with the campaign and are not of its audience, by cause, and their standing pacts.

    `inside` of the audience have signed: only if there are more signatures is it worth asking whose.
    """
    opened, given = asked.campaign.opened, _given(asked, around)
    later, earlier = employment.c.valid_from > opened.target, employment.c.valid_to <= opened.target
    others = select(employment.c.person_id).where(
        _in_scope(asked), or_(later, and_(earlier, employment.c.valid_to > opened.opens))
    )
    persons = {person for (person,) in fetch(reading, others)}
    persons -= _members_among(reading, asked, persons)
    signed = select(given.c.person_id).where(given.c.status == SIGNED)
    strangers: set[bytes] = set()
    if around.speaks or fetch(reading, select(func.count()).select_from(signed.subquery()))[0][0] > inside:
        # person by person, by index, for the reason given at `_came`
        here = (_in_scope(asked), valid(employment, opened.target), employment.c.person_id == given.c.person_id)
        within = select(func.count()).where(*here).correlate(given).scalar_subquery()
        strangers = {person for (person,) in fetch(reading, signed.where(within == 0))}
    return Counter(_whereabouts(reading, asked, persons | strangers).values()), len(strangers)


def _members_among(reading: Reading, asked: Asked, persons: Iterable[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    member = _members(asked)
    for piece in in_pieces(persons):
        found.update(one for (one,) in fetch(reading, select(member.c.person_id).where(member.c.person_id.in_(piece))))
    return found


def _whereabouts(reading: Reading, asked: Asked, persons: Iterable[bytes]) -> dict[bytes, str]:
    """Why each of these persons is not of the audience."""
    columns = (employment.c.person_id, employment.c.tenant, employment.c.end_cause)
    days = (employment.c.valid_from, employment.c.valid_to)
    terms: dict[bytes, list[tuple[str, int, int, int]]] = {}
    for piece in in_pieces(persons):
        terms.update({person: [] for person in piece})
        statement = select(*columns, *days).where(employment.c.person_id.in_(piece), known(employment, asked.known_at))
        for person, *term in fetch(reading, statement):
            terms[person].append((term[0], term[1], term[2], term[3]))
    return {person: _why_outside(term, asked) for person, term in terms.items()}


def _why_outside(terms: list[tuple[str, int, int, int]], asked: Asked) -> str:
    """`terms`: (employer, end cause, first day, first day after). Who works elsewhere or in another unit has moved."""
    day, own = asked.campaign.opened.target, asked.campaign.opened.tenant
    if not any(tenant == own for tenant, *_ in terms):
        return "unknown_person"
    now = [(tenant, cause) for tenant, cause, start, end in terms if start <= day < end]
    if (own, 0) in now:
        return "moved"
    if any(tenant == own and cause == 0 and start > day for tenant, cause, start, _ in terms):
        return "joined_later"
    return "moved" if any(cause in (0, MOVED) for _, cause in now) else "retired"


STATE_NAMES = {SIGNED: "signed", REFUSED: "refused", EXCUSED: "excused", MISSING: "missing", UNKNOWN: "unknown"}
"""Names of the states in figures and keys."""
