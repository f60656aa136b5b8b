"""Legal instruments (dasar hukum): what obliges whom from which day on, under all the numbers it is known by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from google.protobuf.message import Message
from netral.pledge.v1.events_pb2 import (
    ClaimConflict,
    InstrumentAliasAdded,
    InstrumentClaimRecorded,
    InstrumentIssued,
    Source,
)
from netral_calendar import NATIONAL, day_of_number
from netral_messages import Reason, Rejected

from netral_pledge.domain import ids
from netral_pledge.domain.duty import code_of

_FILLERS = frozenset({"NO", "NO.", "NOMOR", "NUMBER", "TENTANG"})
_YEAR_IN_WORDS = re.compile(r"(\d)\s+TAHUN\s+(?=\d{4}\b)")
_YEAR_AFTER_DASH = re.compile(r"(^|-)(\d+)-(\d{4})$")
_CLAIMED_FIELDS = frozenset({"issuers", "issued_on"})


def normalised(number: str) -> str:
    """A number as it is compared: upper case, no filler words, no spaces; slashes and dots stay.

    A number of three or more parts, such as `800/8827/BKPSDM/2023`, is unmistakable and loses words before it; one of
    two parts, such as `UU 20/2023`, keeps them, since `PP 20/2023` is another instrument. `UU 20 Tahun 2023` and
    `UU-20-2023` are that number in other clothes.
    """
    words = _words(number)
    long = [word for word in words if word.count("/") >= 2]
    return long[0] if long else _YEAR_AFTER_DASH.sub(r"\1\2/\3", "-".join(words))


def bare(number: str) -> str:
    """A number without the words that say whose it is: `246/2022` for `BKN 246/2022`, as people shorten it."""
    numbered = [word for word in _words(number) if "/" in word]
    return numbered[-1] if numbered else normalised(number)


def is_letter_number(number: str) -> bool:
    """Whether it is the number of one letter of one office, such as `800/8827/BKPSDM/2023`: it cannot mean another."""
    return normalised(number).count("/") >= 2


def _words(number: str) -> list[str]:
    written = _YEAR_IN_WORDS.sub(r"\1/", re.sub(r"\s*/\s*", "/", number.upper()))
    return [word for word in written.split() if word not in _FILLERS]


@dataclass(frozen=True, slots=True)
class IssueInstrument:
    """Put an instrument on record. `content.instrument_id` is left empty."""

    tenant: str
    content: InstrumentIssued


@dataclass(frozen=True, slots=True)
class AddAlias:
    """The instrument is known by another number too."""

    alias: str


@dataclass(frozen=True, slots=True)
class RecordClaim:
    """A source says something about the instrument. `field` is `issuers` (how many) or `issued_on` (ISO day)."""

    field: str
    claimed: str
    source: Source


@dataclass(frozen=True, slots=True)
class Disagree:
    """`owner`, a wider tenant, has the same instrument on record; `canonical` is what it says: field to value."""

    owner: str
    canonical: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What an instrument asks: a duty by its code, within some days (0: it sets no deadline), or not at all."""

    duty: str
    within_days: int
    waived: bool

    def weakens(self, other: "Ask") -> bool:
        """Whether it asks less of the same duty: nothing, or later."""
        if self.duty != other.duty or other.waived:
            return False
        return self.waived or 0 < other.within_days < self.within_days


@dataclass(frozen=True, slots=True)
class Instrument:
    """What is remembered. Days are inclusive; `claims` and `conflicts` are digests of what was recorded."""

    instrument_id: bytes = b""
    national: bool = False
    number: str = ""
    content: bytes = b""
    numbers: frozenset[str] = frozenset()
    short_numbers: frozenset[str] = frozenset()
    first_day: int = 0
    last_day: int = 0
    classes: frozenset[int] = frozenset()
    canonical: tuple[tuple[str, str], ...] = ()
    claims: frozenset[bytes] = frozenset()
    conflicts: frozenset[bytes] = frozenset()
    asks: tuple[Ask, ...] = ()

    def named(self, number: str) -> bool:
        """Whether one of its numbers is this one, written in full."""
        return normalised(number) in self.numbers

    def named_short(self, number: str) -> bool:
        """Whether this number, which says not whose it is, is short for one of its numbers."""
        return bare(number) == normalised(number) and bare(number) in self.short_numbers

    def weakens(self, national: "Instrument") -> bool:
        """Whether it asks less of the same people at the same time than a national one does."""
        together = self.first_day <= national.last_day and national.first_day <= self.last_day
        if not together or not self.classes & national.classes:
            return False
        return any(mine.weakens(theirs) for mine in self.asks for theirs in national.asks)

    def in_force(self, day: int) -> bool:
        """Whether it is in force on a day."""
        return bool(self.instrument_id) and self.first_day <= day <= self.last_day


INITIAL = Instrument()


def decide_issue(command: IssueInstrument, state: Instrument, national: Sequence[Instrument] = ()) -> Iterator[Message]:
    """The record, or nothing if it is the same. A tenant's instrument may add to the `national` ones (B-0.2).

    Raises `CANNOT_WEAKEN`, `INSTRUMENT_EXISTS`, `FIELD_MISSING`, `FIELD_INVALID`, `DUTY_UNKNOWN`.
    """
    content = command.content
    for field in ("number", "title"):
        if not getattr(content, field).strip():
            raise Rejected(Reason.FIELD_MISSING, field=field)
    if not content.classes:
        raise Rejected(Reason.FIELD_MISSING, field="classes")
    if content.last_day < content.first_day:
        raise Rejected(Reason.FIELD_INVALID, field="last_day")
    codes = [code_of(one.duty) for one in content.obligations]
    if len(set(codes)) != len(codes):
        raise Rejected(Reason.FIELD_INVALID, field="obligations")
    event = InstrumentIssued()
    event.CopyFrom(content)
    event.instrument_id = ids.instrument_id(command.tenant, normalised(content.number))
    stronger = next((one for one in national if evolve(INITIAL, event).weakens(one)), None)
    if command.tenant != NATIONAL and stronger is not None:
        raise Rejected(Reason.CANNOT_WEAKEN, field="obligations", params={"number": stronger.number})
    if not state.instrument_id:
        yield event
    elif state.content != _digest(event):
        raise Rejected(Reason.INSTRUMENT_EXISTS, field="number", params={"number": content.number})


def decide_alias(command: AddAlias, state: Instrument) -> Iterator[Message]:
    """The further number, or nothing if it is known. Raises `INSTRUMENT_UNKNOWN`, `FIELD_MISSING`."""
    if not state.instrument_id:
        raise Rejected(Reason.INSTRUMENT_UNKNOWN, field="number")
    if not command.alias.strip():
        raise Rejected(Reason.FIELD_MISSING, field="alias")
    if normalised(command.alias) not in state.numbers:
        yield InstrumentAliasAdded(instrument_id=state.instrument_id, alias=command.alias)


def decide_claim(command: RecordClaim, state: Instrument) -> Iterator[Message]:
    """The claim, and the conflict if it differs from the record, which stands either way.

    Raises `INSTRUMENT_UNKNOWN`, `FIELD_INVALID`.
    """
    if not state.instrument_id:
        raise Rejected(Reason.INSTRUMENT_UNKNOWN, field="number")
    if command.field not in _CLAIMED_FIELDS:
        raise Rejected(Reason.FIELD_INVALID, field="field")
    claim = InstrumentClaimRecorded(
        instrument_id=state.instrument_id, field=command.field, claimed=command.claimed, source=command.source
    )
    if _digest(claim) in state.claims:
        return
    yield claim
    canonical = dict(state.canonical)[command.field]
    if command.claimed.strip() != canonical:
        yield ClaimConflict(
            instrument_id=state.instrument_id, field=command.field, claimed=command.claimed, canonical=canonical
        )


def decide_disagreement(command: Disagree, state: Instrument) -> Iterator[Message]:
    """A conflict for each field in which this record differs from that of a wider tenant; each once."""
    mine = dict(state.canonical)
    for field, canonical in command.canonical:
        conflict = ClaimConflict(
            instrument_id=state.instrument_id,
            field=field,
            claimed=mine.get(field, canonical),
            canonical=canonical,
            canonical_owner=command.owner,
        )
        if conflict.claimed != canonical and _digest(conflict) not in state.conflicts:
            yield conflict


def evolve(state: Instrument, event: Message) -> Instrument:
    """The state after an event of its stream."""
    match event:
        case InstrumentIssued():
            printed = (event.number, *event.aliases, *filter(None, [event.code]))
            return Instrument(
                instrument_id=event.instrument_id,
                national=event.instrument_id == ids.instrument_id(NATIONAL, normalised(event.number)),
                number=event.number,
                content=_digest(event),
                numbers=frozenset(map(normalised, printed)),
                short_numbers=frozenset(map(bare, printed)),
                first_day=event.first_day,
                last_day=event.last_day,
                classes=frozenset(event.classes),
                canonical=(
                    ("issuers", str(len(event.issuers))),
                    ("issued_on", day_of_number(event.issued_on).isoformat()),
                ),
                asks=tuple(Ask(code_of(one.duty), one.within_days, one.waived) for one in event.obligations),
            )
        case InstrumentAliasAdded():
            return replace(
                state,
                numbers=state.numbers | {normalised(event.alias)},
                short_numbers=state.short_numbers | {bare(event.alias)},
            )
        case InstrumentClaimRecorded():
            return replace(state, claims=state.claims | {_digest(event)})
        case ClaimConflict():
            return replace(state, conflicts=state.conflicts | {_digest(event)})
        case _:
            return state


def _digest(message: Message) -> bytes:
    return sha256(message.SerializeToString(deterministic=True)).digest()
