"""Erasures: who asked, who approved, what each service answered."""

from collections.abc import Iterable
from typing import NamedTuple

from netral.common.v1.erasure_pb2 import ErasureConfirmed
from netral.registry.v1.erasure_pb2 import ErasureAnswered, ErasureOrdered, ErasureRequested, PersonErased
from netral.registry.v1.privacy_pb2 import AnswerState, ErasureState
from netral_chassis.access import restrict
from netral_chassis.events import Recorded
from netral_chassis.reading import Reading, fetch, in_pieces
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text, select

ERASURE = view_table(
    "erasure",
    Column("person_id", LargeBinary),
    Column("state", Integer),  # an `ErasureState`
    Column("requested_by", Text),
    Column("requested_at", BigInteger),
    Column("approved_by", Text),
    Column("ordered_at", BigInteger),
    Column("erased_at", BigInteger),
    indexes=[("person_id",), ("tenant",)],
)
ANSWER = view_table(
    "erasure_answer",
    Column("person_id", LargeBinary),
    Column("service", Text),
    Column("number", Integer),  # place in the order
    Column("state", Integer),  # an `AnswerState`
    Column("answered_at", BigInteger),
    Column("until", Integer),
    Column("rule", Text),
    key=("service",),
    indexes=[("person_id",)],
)


class Erasures(View):
    """A row per person who is to be erased, and one per service that must confirm."""

    source = "registry"
    tables = (ERASURE, ANSWER)
    types = frozenset(
        {
            "netral.registry.erasure-requested",
            "netral.registry.erasure-ordered",
            "netral.registry.erasure-answered",
            "netral.registry.person-erased",
            "netral.common.erasure-confirmed",
        }
    )

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        data, mine = event.data, rows[ERASURE]
        if isinstance(data, ErasureRequested):
            mine.put(
                {
                    "person_id": data.person_id,
                    "state": ErasureState.ERASURE_STATE_REQUESTED,
                    "requested_by": data.requested_by,
                    "requested_at": event.recorded_at,
                    "approved_by": "",
                    "ordered_at": 0,
                    "erased_at": 0,
                }
            )
            return
        row = mine.get()
        assert row is not None, "an erasure is asked for first"
        if isinstance(data, ErasureOrdered):
            state = ErasureState.ERASURE_STATE_ORDERED
            mine.put({**row, "state": state, "approved_by": data.approved_by, "ordered_at": event.recorded_at})
            for number, service in enumerate(data.services):
                rows[ANSWER].put(_waiting(data.person_id, service, number))
        elif isinstance(data, PersonErased):
            mine.put({**row, "state": ErasureState.ERASURE_STATE_ERASED, "erased_at": event.recorded_at})
        else:
            assert isinstance(data, ErasureAnswered | ErasureConfirmed)
            confirmed = isinstance(data, ErasureConfirmed) or data.confirmed
            answer = rows[ANSWER].get(data.service)
            assert answer is not None, "only who was told to answers"
            rows[ANSWER].put(
                {
                    **answer,
                    "state": AnswerState.ANSWER_STATE_CONFIRMED if confirmed else AnswerState.ANSWER_STATE_HELD,
                    "answered_at": event.recorded_at,
                    "until": 0 if isinstance(data, ErasureConfirmed) else data.until,
                    "rule": "" if isinstance(data, ErasureConfirmed) else data.rule,
                }
            )


def _waiting(person_id: bytes, service: str, number: int) -> dict[str, object]:
    return {
        "person_id": person_id,
        "service": service,
        "number": number,
        "state": AnswerState.ANSWER_STATE_WAITING,
        "answered_at": 0,
        "until": 0,
        "rule": "",
    }


class AnswerRecord(NamedTuple):
    """What one service answered; see the table."""

    service: str
    state: int
    answered_at: int
    until: int
    rule: str


class ErasureRecord(NamedTuple):
    """An erasure as it stands; see the table."""

    person_id: bytes
    tenant: str
    state: int
    requested_by: str
    requested_at: int
    approved_by: str
    ordered_at: int
    erased_at: int


def erasure_of(reading: Reading, person_id: bytes) -> ErasureRecord | None:
    """The erasure of one person, or `None`."""
    found = fetch(reading, select(*_columns()).where(ERASURE.c.person_id == person_id))
    return ErasureRecord(*found[0]) if found else None


def erasures(reading: Reading, tenant: str) -> list[ErasureRecord]:
    """Those that a tenant or one below it asked for, the newest first."""
    statement = select(*_columns()).where(restrict(ERASURE.c.tenant, [tenant]))
    return [ErasureRecord(*row) for row in fetch(reading, statement.order_by(ERASURE.c.requested_at.desc()))]


def answers(reading: Reading, person_ids: Iterable[bytes]) -> dict[bytes, list[AnswerRecord]]:
    """What the services answered for each person, in the order of the order."""
    columns = [ANSWER.c[name] for name in AnswerRecord._fields]
    found: dict[bytes, list[AnswerRecord]] = {}
    for piece in in_pieces(person_ids):
        statement = select(ANSWER.c.person_id, *columns).where(ANSWER.c.person_id.in_(piece)).order_by(ANSWER.c.number)
        for person_id, *answer in fetch(reading, statement):
            found.setdefault(person_id, []).append(AnswerRecord(*answer))
    return found


def _columns() -> list[Column[object]]:
    return [ERASURE.c[name] for name in ErasureRecord._fields]
