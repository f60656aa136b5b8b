"""`netral submission`: what publishers sent, what became of it, and corrections by those who keep a tenant."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer
from google.protobuf import descriptor_pool, json_format, message_factory
from google.protobuf.message import DecodeError, Message
from netral.common.v1 import submissions_pb2 as rpc
from netral.common.v1.submissions_pb2 import SubmissionStatus
from netral_calendar import instant_of_microseconds

from netral_cli.arguments import choice, choices, existing
from netral_cli.commands.log import known_service
from netral_cli.connection import TAKING_CLAIMS
from netral_cli.failures import DONE, REFUSED, SOME_REFUSED, WRONG_USAGE, Failed, words
from netral_cli.session import Session, session_of

_PREFIX = "SUBMISSION_STATUS_"
_STATUSES = choices(SubmissionStatus, _PREFIX)
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a submission is kept; written `pledge/51.04/simpeg/<32 hexadecimal digits>`."""

    service: str
    tenant: str
    source: str
    submission_id: bytes

    def __str__(self) -> str:
        return f"{self.service}/{self.tenant}/{self.source}/{self.submission_id.hex()}"


def list_submissions(
    ctx: typer.Context,
    tenant: Annotated[str, typer.Option(help="option.tenant")],
    source: Annotated[str, typer.Option(help="option.publisher_source")] = "",
    status: Annotated[list[str] | None, typer.Option(help="option.submission_status")] = None,
    service: Annotated[str | None, typer.Option(help="option.service")] = None,
    limit: Annotated[int, typer.Option(min=1, help="option.submission_limit")] = 100,
) -> None:
    """help.submission_list"""
    session = session_of(ctx)
    statuses = [choice(word, _STATUSES, "--status") for word in status or ()]
    wanted = [known_service(service)] if service else list(TAKING_CLAIMS)
    asked = rpc.ListSubmissionsRequest(tenant=tenant, source=source, statuses=statuses)
    found = [(name, record) for name in wanted for record in _records(session, name, asked, limit)]
    submissions = [_described(session, name, record) for name, record in found]
    session.answer({"submissions": submissions}, lambda: _show_list(session, submissions))


def show(
    ctx: typer.Context,
    submission: Annotated[str, typer.Argument(help="option.submission")],
    tenant: Annotated[str, typer.Option(help="option.submission_tenant")] = "",
) -> None:
    """help.submission_show"""
    session = session_of(ctx)
    place = _place(session, submission, tenant)
    reply = _shown(session, place)
    message = _message(reply)
    body = json_format.MessageToDict(message, preserving_proto_field_name=True) if message is not None else None
    corrections = [_described(session, place.service, one) for one in reply.corrections]
    document = _described(session, place.service, reply.submission)
    document |= {"message": reply.message or None, "body": body, "corrections": corrections}
    session.answer(document, lambda: _show_one(session, document))


def repair(
    ctx: typer.Context,
    submission: Annotated[str, typer.Argument(help="option.submission")],
    file: Annotated[Path, typer.Argument(help="option.submission_file")],
    tenant: Annotated[str, typer.Option(help="option.submission_tenant")] = "",
) -> int:
    """help.submission_repair"""
    session = session_of(ctx)
    given = _given(existing(file))
    place = _place(session, submission, tenant)
    reply = _shown(session, place)
    body = _body(reply.message, given)
    sent = rpc.Submission(
        submission_id=uuid4().bytes,  # one made of the content would give away numbers in it
        subject_key=reply.submission.subject_key,
        repairs=place.submission_id,
        type=reply.submission.type,
        body=body,
        published_at=time.time_ns() // 1_000,
    )
    batch = rpc.SubmissionBatch(tenant=place.tenant, source=place.source, submissions=[sent])
    stub = session.connection.submissions(place.service)
    verdict = session.connection.call(stub.Submit, rpc.SubmitRequest(batch=batch)).verdicts[0]
    record = rpc.SubmissionRecord(
        tenant=place.tenant,
        source=place.source,
        subject_key=sent.subject_key,
        type=sent.type,
        repairs=sent.repairs,
        received_at=sent.published_at,
        verdict=verdict,
    )
    document = _described(session, place.service, record)
    session.answer(document, lambda: _show_one(session, document))
    return SOME_REFUSED if verdict.status == SubmissionStatus.SUBMISSION_STATUS_REJECTED else DONE


def _records(
    session: Session, service: str, asked: rpc.ListSubmissionsRequest, limit: int
) -> list[rpc.SubmissionRecord]:
    """The newest `limit` records of one service. Raises `Failed`."""
    found: list[rpc.SubmissionRecord] = []
    request = rpc.ListSubmissionsRequest()
    request.CopyFrom(asked)
    while len(found) < limit:
        request.limit = min(_PAGE, limit - len(found))
        reply = session.connection.call(session.connection.submissions(service).ListSubmissions, request)
        found += reply.submissions
        if not reply.next_page_token:
            break
        request.page_token = reply.next_page_token
    return found


def _place(session: Session, written: str, tenant: str) -> Place:
    """What is meant: as `list` writes it, or the id alone with `--tenant`. Raises `Failed`."""
    parts = written.strip().split("/")
    try:
        number = UUID(parts[-1]).bytes
    except ValueError:
        raise Failed("SUBMISSION_MALFORMED", WRONG_USAGE) from None
    if len(parts) == 4:
        return Place(known_service(parts[0]), parts[1], parts[2], number)
    if len(parts) != 1 or not tenant:
        raise Failed("SUBMISSION_MALFORMED", WRONG_USAGE)
    asked = rpc.ListSubmissionsRequest(tenant=tenant, submission_ids=[number])
    for service in TAKING_CLAIMS:
        for record in _records(session, service, asked, 1):
            return Place(service, tenant, record.source, number)
    raise Failed("NOT_FOUND", REFUSED)


def _shown(session: Session, place: Place) -> rpc.ShowSubmissionResponse:
    request = rpc.ShowSubmissionRequest(tenant=place.tenant, source=place.source, submission_id=place.submission_id)
    stub = session.connection.submissions(place.service)
    reply: rpc.ShowSubmissionResponse = session.connection.call(stub.ShowSubmission, request)
    return reply


def _class_of(name: str) -> type[Message] | None:
    """The message of this full name; `None` if this version of the command does not know it."""
    try:
        return message_factory.GetMessageClass(descriptor_pool.Default().FindMessageTypeByName(name))
    except KeyError:
        return None


def _message(reply: rpc.ShowSubmissionResponse) -> Message | None:
    """The body; `None` if its person was erased, or it is none of its type."""
    kind = _class_of(reply.message)
    try:
        return kind.FromString(reply.body) if kind is not None and reply.body else None
    except DecodeError:
        return None


def _given(file: Path) -> Any:
    """The body in a file: alone, or in what `show --json` wrote. Raises `Failed`."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Failed("BODY_MALFORMED", REFUSED) from None
    return document["body"] if isinstance(document, dict) and "submission" in document else document


def _body(name: str, given: Any) -> bytes:
    """The bytes of a message of this name. Raises `Failed`."""
    kind = _class_of(name)
    if kind is None:
        raise Failed("BODY_UNKNOWN", REFUSED)
    try:
        if isinstance(given, dict) and given:
            return json_format.ParseDict(given, kind()).SerializeToString(deterministic=True)
    except (json_format.ParseError, TypeError, AttributeError):
        pass
    raise Failed("BODY_MALFORMED", REFUSED, message=name)


def _described(session: Session, service: str, record: rpc.SubmissionRecord) -> dict[str, Any]:
    verdict = record.verdict
    place = Place(service, record.tenant, record.source, verdict.submission_id)
    reason = verdict.reason
    params = {"field": verdict.field} | dict(verdict.params) if verdict.field else dict(verdict.params)
    told, hint = words(reason, session.lang, params) if reason else (None, None)
    return {
        "submission": str(place),
        "service": service,
        "tenant": record.tenant,
        "source": record.source,
        "subject": record.subject_key,
        "type": record.type,
        "status": SubmissionStatus.Name(verdict.status).removeprefix(_PREFIX),
        "reason": reason or None,
        "field": verdict.field or None,
        "sentence": told,
        "hint": hint,
        "stream": verdict.stream_id or None,
        "position": verdict.position or None,
        "received": _time(record.received_at),
        "decided": _time(verdict.decided_at),
        "repairs": str(Place(service, record.tenant, record.source, record.repairs)) if record.repairs else None,
    }


def _time(at: int) -> str | None:
    return instant_of_microseconds(at).isoformat(timespec="seconds") if at else None


def _show_list(session: Session, submissions: list[dict[str, Any]]) -> None:
    if not submissions:
        session.line(session.text("submission.none"))
        return
    names = ("submission", "type", "subject", "status", "reason", "received")
    session.table(
        [session.text(f"submission.{name}") for name in names],
        [[_cell(session, name, one[name]) for name in names] for one in submissions],
    )


def _show_one(session: Session, document: dict[str, Any]) -> None:
    names = [name for name, value in document.items() if value is not None and name not in ("body", "corrections")]
    headings = [session.text("cli.heading_what"), session.text("cli.heading_value")]
    rows = [[session.text(f"submission.{name}"), _cell(session, name, document[name])] for name in names]
    session.table(headings, rows)
    if document.get("body") is not None:
        session.line(json.dumps(document["body"], ensure_ascii=False, indent=2))
    if len(document.get("corrections", ())) > 1:
        session.line(session.text("submission.corrections"), "bold")
        _show_list(session, document["corrections"])


def _cell(session: Session, name: str, value: object) -> str:
    if name == "status":
        return session.text(f"submission.status_{str(value).lower()}")
    return "" if value is None else str(value)
