"""The nation's instruments and texts that come with netral, as commands that may be repeated at every start."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any

import structlog
from google.protobuf.message import Message
from netral.common.v1.types_pb2 import EventMeta, VerdictKind
from netral.pledge.v1.events_pb2 import InstrumentIssued, Source, SourceGrade, TemplateKind
from netral_calendar import NATIONAL, day_number
from netral_chassis.commands import Aggregate, Request
from netral_chassis.desk import deciding
from netral_chassis.service import App

from netral_pledge.domain import campaign, ids, instrument, template
from netral_pledge.streams import INSTRUMENT, TEMPLATE

_log = structlog.get_logger()
_KINDS = {"PLEDGE": TemplateKind.TEMPLATE_KIND_PLEDGE, "PACT": TemplateKind.TEMPLATE_KIND_PACT}


def record(app: App) -> None:
    """Put on record what is not there yet. What differs from the record stays as it was recorded, and is logged."""
    for outcome in app.commands.run([*_instruments(), *_templates()]):
        if outcome.kind in (VerdictKind.VERDICT_KIND_REJECTED, VerdictKind.VERDICT_KIND_CLASH):
            _log.warning("shipped fact differs from the record", stream=outcome.stream_id, reason=outcome.reason)


def _instruments() -> Iterator[Request]:
    for table in _tables("instruments.toml", "instrument"):
        content = InstrumentIssued(
            code=table["code"],
            number=table["number"],
            aliases=table.get("aliases", ()),
            title=table["title"],
            issuers=table["issuers"],
            issued_on=day_number(table["issued_on"]),
            first_day=day_number(table["first_day"]),
            last_day=_last_day(table.get("last_day")),
            classes=[f"EMPLOYMENT_CLASS_{name}" for name in table["classes"]],
            succeeded_by=table.get("succeeded_by", ""),
            source=_source(table),
        )
        command = instrument.IssueInstrument(NATIONAL, content)
        key = ids.key_of(ids.instrument_id(NATIONAL, instrument.normalised(content.number)))
        yield _request(INSTRUMENT, key, content, deciding(instrument.decide_issue, command))


def _templates() -> Iterator[Request]:
    for table in _tables("templates.toml", "template"):
        clauses = tuple((clause["id"], clause["text"]) for clause in table["clause"])
        points = "\n".join(f"{number}. {words};" for number, (_, words) in enumerate(clauses, 1))
        command = template.PublishTemplate(
            owner=NATIONAL,
            id=table["id"],
            kind=_KINDS[table["kind"]],
            title=table["title"],
            text=f"{table['opening']}\n{points}\n{table['closing']}\n",
            clauses=clauses,
            source=_source(table),
        )
        content = next(iter(template.decide(command, template.INITIAL)))
        yield _request(TEMPLATE, ids.template_key(NATIONAL, command.id), content, deciding(template.decide, command))


def _request(
    aggregate: Aggregate[Any], key: str, content: Message, decide: Callable[..., Iterable[Message]]
) -> Request:
    body = content.SerializeToString(deterministic=True)
    command_id = sha256(b"shipped\0" + aggregate.stream(key).encode() + body).digest()[: ids.ID_BYTES]
    return Request(command_id, body, aggregate, key, decide, EventMeta(tenant=NATIONAL, actor="service:pledge"))


def _source(table: dict[str, Any]) -> Source:
    checked = table["status"] == "checked"
    return Source(
        title=table["source"],
        published_on=campaign.OPEN_DAY,
        grade=SourceGrade.SOURCE_GRADE_OFFICIAL if checked else SourceGrade.SOURCE_GRADE_UNVERIFIED,
    )


def _last_day(day: date | None) -> int:
    return campaign.OPEN_DAY if day is None else day_number(day)


def _tables(file: str, name: str) -> list[dict[str, Any]]:
    text = (files("netral_pledge") / "data" / file).read_text(encoding="utf-8")
    return list(tomllib.loads(text)[name])
