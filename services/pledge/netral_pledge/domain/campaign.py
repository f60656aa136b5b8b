"""Compliance campaigns (kampanye kepatuhan): who is asked to pledge or sign which text, when, on what basis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Cursor
from netral.pledge.v1.events_pb2 import (
    AudienceFrozen,
    Basis,
    CampaignClosed,
    CampaignKind,
    CampaignOpened,
    PactsOffered,
    TemplateRef,
)
from netral.registry.v1.events_pb2 import EmploymentClass
from netral_calendar import Zone, day_number, day_of_number, tenant_day
from netral_messages import Reason, Rejected

from netral_pledge.domain.instrument import Instrument, is_letter_number, normalised

OPEN_DAY = 2_147_483_647
ALL_CLASSES = frozenset(EmploymentClass.values()) - {EmploymentClass.EMPLOYMENT_CLASS_UNSPECIFIED}
OFFERED_AT_ONCE = 1_000
MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """Open a campaign. Days are inclusive, in `zone`; without classes its audience is of every class."""

    campaign_id: bytes
    tenant: str
    kind: CampaignKind
    title: str
    opens: int
    closes: int
    target: int | None
    classes: frozenset[int]
    unit_ids: tuple[bytes, ...]
    basis_numbers: tuple[str, ...]
    zone: Zone
    binding_until: int | None = None


@dataclass(frozen=True, slots=True)
class CloseCampaign:
    """Let `last_day` be the last day of signing."""

    last_day: int


@dataclass(frozen=True, slots=True)
class OfferPacts:
    """These persons were asked to sign; at most 1,000."""

    person_ids: tuple[bytes, ...]
    offered_on: int


@dataclass(frozen=True, slots=True)
class FreezeAudience:
    """Record who belongs to the audience as known at `cursor`."""

    person_ids: frozenset[bytes]
    cursor: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TextRef:
    """A text in one exact version."""

    owner: str
    id: str
    version: int
    sha256: bytes

    def message(self) -> TemplateRef:
        """As it stands in events."""
        return TemplateRef(owner=self.owner, id=self.id, version=self.version, sha256=self.sha256)

    @classmethod
    def of(cls, ref: TemplateRef) -> "TextRef":
        """From an event."""
        return cls(ref.owner, ref.id, ref.version, ref.sha256)

    def same_text(self, other: "TextRef") -> bool:
        """Whether both are versions of one text."""
        return (self.owner, self.id) == (other.owner, other.id)


NO_TEXT = TextRef("", "", 0, b"")


@dataclass(frozen=True, slots=True)
class Term:
    """Work for a tenant from `first` to before `after`, days."""

    unit_id: bytes
    employment_class: int
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is remembered. `offered` holds the persons of each offer."""

    campaign_id: bytes = b""
    tenant: str = ""
    kind: int = 0
    text: TextRef = NO_TEXT
    opens: int = 0
    closes: int = 0
    target: int = 0
    classes: frozenset[int] = frozenset()
    unit_ids: frozenset[bytes] = frozenset()
    zone: Zone = Zone.WIB
    closed: bool = False
    content: bytes = b""
    frozen: bytes = b""
    offered: tuple[frozenset[bytes], ...] = ()

    def covers(self, day: int) -> bool:
        """Whether a day lies between the first and the last day of signing."""
        return bool(self.campaign_id) and self.opens <= day <= self.closes

    def day_of(self, instant: datetime) -> int:
        """The day of an instant in the campaign's zone. Raises `ValueError` out of range."""
        return day_number(tenant_day(instant, self.zone))

    def includes(self, term: Term, day: int) -> bool:
        """Whether who works like this is of the audience on a day."""
        return (
            term.first <= day < term.after
            and term.employment_class in self.classes
            and (not self.unit_ids or term.unit_id in self.unit_ids)
        )

    def was_offered(self, person_id: bytes) -> bool:
        """Whether this person was asked to sign."""
        return any(person_id in persons for persons in self.offered)


INITIAL = Campaign()


def decide_open(
    command: OpenCampaign, state: Campaign, text: TemplateRef | None, instruments: Sequence[Instrument]
) -> Iterator[Message]:
    """The opening, or nothing if it is open in the same way.

    National instruments in force on the opening day attach themselves; every class of the audience needs one (B-0.1).
    Numbers of letters that are not on record are kept as printed, any other must be known.
    `instruments` are the national ones and those that the numbers name.
    Raises `BASIS_MISSING`, `BASIS_UNKNOWN`, `INSTRUMENT_AMBIGUOUS`, `CAMPAIGN_DATES`, `TEMPLATE_UNKNOWN`,
    `FIELD_MISSING`, `FIELD_INVALID`, `COMMAND_CLASH`.
    """
    _check(command)
    if text is None:
        raise Rejected(Reason.TEMPLATE_UNKNOWN, field="template_id")
    classes = command.classes or ALL_CLASSES
    national = [one for one in instruments if one.national and one.in_force(command.opens) and one.classes & classes]
    bare = classes - frozenset().union(*(one.classes for one in national))
    if bare:
        names = ", ".join(EmploymentClass.Name(one).removeprefix("EMPLOYMENT_CLASS_") for one in sorted(bare))
        day = day_of_number(command.opens).isoformat()
        raise Rejected(Reason.BASIS_MISSING, field="classes", params={"classes": names, "day": day})
    event = CampaignOpened(
        campaign_id=command.campaign_id,
        tenant=command.tenant,
        kind=command.kind,
        title=command.title.strip(),
        template=text,
        opens=command.opens,
        closes=command.closes,
        target=command.closes if command.target is None else command.target,
        classes=[EmploymentClass.Name(one) for one in sorted(classes)],
        unit_ids=sorted(set(command.unit_ids)),
        bases=_bases(command, national, instruments),
        zone=command.zone.value,
        binding_until=OPEN_DAY if command.binding_until is None else command.binding_until,
    )
    if not state.campaign_id:
        yield event
    elif state.content != _asked(event):
        raise Rejected(Reason.COMMAND_CLASH)


def _check(command: OpenCampaign) -> None:
    if not command.title.strip():
        raise Rejected(Reason.FIELD_MISSING, field="title")
    if len(command.title) > MAX_TITLE:
        raise Rejected(Reason.FIELD_INVALID, field="title")
    if command.kind == CampaignKind.CAMPAIGN_KIND_UNSPECIFIED:
        raise Rejected(Reason.FIELD_MISSING, field="kind")
    if not command.classes <= ALL_CLASSES:
        raise Rejected(Reason.UNKNOWN_CLASS, field="classes")
    dates = {}
    for name in ("opens", "closes"):
        try:
            dates[name] = day_of_number(getattr(command, name)).isoformat()
        except ValueError:
            raise Rejected(Reason.FIELD_INVALID, field=name) from None
    target = command.closes if command.target is None else command.target
    if not command.opens <= target <= command.closes:
        raise Rejected(Reason.CAMPAIGN_DATES, field="closes" if command.target is None else "target", params=dates)
    if command.binding_until is not None and command.binding_until < command.closes:
        raise Rejected(Reason.FIELD_INVALID, field="binding_until")


def _bases(command: OpenCampaign, national: Sequence[Instrument], known: Sequence[Instrument]) -> Iterator[Basis]:
    """The national ones by number, then those named, once each."""
    seen: set[str] = set()
    for one in sorted(national, key=lambda instrument: instrument.number):
        seen |= one.numbers
        yield Basis(instrument_id=one.instrument_id, number=one.number, national=True)
    for number in command.basis_numbers:
        if not number.strip():
            raise Rejected(Reason.FIELD_INVALID, field="basis_numbers")
        found = _named(number, known)
        numbers = found.numbers if found else {normalised(number)}
        if numbers & seen:
            continue
        seen |= numbers
        if found is None and not is_letter_number(number):
            raise Rejected(Reason.BASIS_UNKNOWN, field="basis_numbers", params={"number": number})
        yield Basis(
            instrument_id=found.instrument_id if found else b"", number=number, national=bool(found and found.national)
        )


def _named(number: str, known: Sequence[Instrument]) -> Instrument | None:
    """The instrument of this number, the nation's first. Raises `INSTRUMENT_AMBIGUOUS` if it is short for several."""
    exact = [one for one in known if one.named(number)]
    if exact:
        return max(exact, key=lambda one: one.national)
    found = [one for one in known if one.named_short(number)]
    if len(found) > 1:
        candidates = ", ".join(sorted(one.number for one in found))
        raise Rejected(
            Reason.INSTRUMENT_AMBIGUOUS, field="basis_numbers", params={"number": number, "candidates": candidates}
        )
    return found[0] if found else None


def decide_close(command: CloseCampaign, state: Campaign) -> Iterator[Message]:
    """The closing, or nothing if it is closed on that day.

    Raises `CAMPAIGN_UNKNOWN`, `CAMPAIGN_CLOSED`, `CAMPAIGN_DATES`.
    """
    if not state.campaign_id:
        raise Rejected(Reason.CAMPAIGN_UNKNOWN)
    if state.closed and state.closes == command.last_day:
        return
    if state.closed:
        raise Rejected(Reason.CAMPAIGN_CLOSED, params={"day": day_of_number(state.closes).isoformat()})
    if not state.opens <= command.last_day <= state.closes:
        days = {"opens": day_of_number(state.opens).isoformat(), "closes": day_of_number(state.closes).isoformat()}
        raise Rejected(Reason.CAMPAIGN_DATES, field="last_day", params=days)
    yield CampaignClosed(campaign_id=state.campaign_id, last_day=command.last_day)


def decide_offer(command: OfferPacts, state: Campaign) -> Iterator[Message]:
    """An offer to those who have none yet. Raises `CAMPAIGN_UNKNOWN`, `CAMPAIGN_NOT_OPEN`."""
    if not state.campaign_id:
        raise Rejected(Reason.CAMPAIGN_UNKNOWN)
    if command.offered_on > state.closes:
        raise Rejected(Reason.CAMPAIGN_NOT_OPEN, field="offered_on")
    new = [person for person in dict.fromkeys(command.person_ids) if not state.was_offered(person)]
    assert len(new) <= OFFERED_AT_ONCE
    if new:
        yield PactsOffered(campaign_id=state.campaign_id, offered_on=command.offered_on, person_ids=new)


def decide_freeze(command: FreezeAudience, state: Campaign) -> Iterator[Message]:
    """A note of who belongs to the audience; nothing if the last one says the same. Raises `CAMPAIGN_UNKNOWN`."""
    if not state.campaign_id:
        raise Rejected(Reason.CAMPAIGN_UNKNOWN)
    digest = audience_digest(command.person_ids)
    if digest != state.frozen:
        yield AudienceFrozen(
            campaign_id=state.campaign_id,
            as_of=state.target,
            count=len(command.person_ids),
            digest=digest,
            cursor=Cursor(positions=dict(command.cursor)),
        )


def audience_digest(person_ids: frozenset[bytes]) -> bytes:
    """SHA-256 of the ids in ascending order."""
    return sha256(b"".join(sorted(person_ids))).digest()


def evolve(state: Campaign, event: Message) -> Campaign:
    """The state after an event of its stream."""
    match event:
        case CampaignOpened():
            return Campaign(
                campaign_id=event.campaign_id,
                tenant=event.tenant,
                kind=event.kind,
                text=TextRef.of(event.template),
                opens=event.opens,
                closes=event.closes,
                target=event.target,
                classes=frozenset(event.classes),
                unit_ids=frozenset(event.unit_ids),
                zone=Zone(event.zone),
                content=_asked(event),
            )
        case CampaignClosed():
            return replace(state, closes=event.last_day, closed=True)
        case AudienceFrozen():
            return replace(state, frozen=event.digest)
        case PactsOffered():
            return replace(state, offered=(*state.offered, frozenset(event.person_ids)))
        case _:
            return state


def _asked(event: CampaignOpened) -> bytes:
    """Digest of what the caller decides: a newer text or instrument does not make the same command another one."""
    asked = CampaignOpened()
    asked.CopyFrom(event)
    asked.ClearField("template")
    asked.ClearField("bases")
    return sha256(asked.SerializeToString(deterministic=True)).digest()
