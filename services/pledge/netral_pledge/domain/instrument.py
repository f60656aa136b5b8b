"""Legal instruments (dasar hukum): what obliges whom from which day on, under all the numbers it is known by."""

import re
from collections.abc import Iterator
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

_FILLERS = frozenset({"NO", "NO.", "NOMOR", "NUMBER", "TAHUN", "TENTANG"})
_CLAIMED_FIELDS = frozenset({"issuers", "issued_on"})


def normalised(number: str) -> str:
    """A number as it is compared: upper case, no filler words, no spaces; slashes and dots stay.

    A number of three or more parts, such as `800/8827/BKPSDM/2023`, is unmistakable and loses words before it; one of
    two parts, such as `UU 20/2023`, keeps them, since `PP 20/2023` is another instrument.
    """
    words = [word for word in re.sub(r"\s*/\s*", "/", number.upper()).split() if word not in _FILLERS]
    long = [word for word in words if word.count("/") >= 2]
    return long[0] if long else "-".join(words)


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
class Instrument:
    """What is remembered. Days are inclusive; `claims` are digests of what was recorded."""

    instrument_id: bytes = b""
    national: bool = False
    number: str = ""
    content: bytes = b""
    numbers: frozenset[str] = frozenset()
    first_day: int = 0
    last_day: int = 0
    classes: frozenset[int] = frozenset()
    canonical: tuple[tuple[str, str], ...] = ()
    claims: frozenset[bytes] = frozenset()

    def in_force(self, day: int) -> bool:
        """Whether it is in force on a day."""
        return bool(self.instrument_id) and self.first_day <= day <= self.last_day


INITIAL = Instrument()


def decide_issue(command: IssueInstrument, state: Instrument) -> Iterator[Message]:
    """The record, or nothing if it is the same. Raises `INSTRUMENT_EXISTS`, `FIELD_MISSING`, `FIELD_INVALID`."""
    content = command.content
    for field in ("number", "title"):
        if not getattr(content, field).strip():
            raise Rejected(Reason.FIELD_MISSING, field=field)
    if not content.classes:
        raise Rejected(Reason.FIELD_MISSING, field="classes")
    if content.last_day < content.first_day:
        raise Rejected(Reason.FIELD_INVALID, field="last_day")
    event = InstrumentIssued()
    event.CopyFrom(content)
    event.instrument_id = ids.instrument_id(command.tenant, normalised(content.number))
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


def evolve(state: Instrument, event: Message) -> Instrument:
    """The state after an event of its stream."""
    match event:
        case InstrumentIssued():
            return Instrument(
                instrument_id=event.instrument_id,
                national=event.instrument_id == ids.instrument_id(NATIONAL, normalised(event.number)),
                number=event.number,
                content=_digest(event),
                numbers=frozenset(map(normalised, (event.number, *event.aliases))),
                first_day=event.first_day,
                last_day=event.last_day,
                classes=frozenset(event.classes),
                canonical=(
                    ("issuers", str(len(event.issuers))),
                    ("issued_on", day_of_number(event.issued_on).isoformat()),
                ),
            )
        case InstrumentAliasAdded():
            return replace(state, numbers=state.numbers | {normalised(event.alias)})
        case InstrumentClaimRecorded():
            return replace(state, claims=state.claims | {_digest(event)})
        case _:
            return state


def _digest(message: Message) -> bytes:
    return sha256(message.SerializeToString(deterministic=True)).digest()
