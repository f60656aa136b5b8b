"""Why a command could not do what was asked, and which exit code says so."""

from typing import Any

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from netral.common.v1.types_pb2 import ItemVerdict, VerdictKind
from netral_messages import Lang, Level, Reason, fix, level, phrase, sentence

DONE, NOT_NOW, WRONG_USAGE, SOME_REFUSED, REFUSED = range(5)


class Failed(Exception):
    """A command ends with `exit_code`; `reason` is a code of the catalogue or of the area `failure` of the phrases.

    `params` are what the sentence may show; they stay out of `str()`.
    """

    def __init__(self, reason: str, exit_code: int | None = None, **params: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params
        self.exit_code = _exit_code(reason) if exit_code is None else exit_code

    def words(self, lang: Lang) -> tuple[str, str]:
        """(what is wrong, what to do about it)."""
        return words(self.reason, lang, self.params)


def words(reason: str, lang: Lang, params: dict[str, Any]) -> tuple[str, str]:
    """Sentence and fix of a code of the catalogue or of the area `failure`; of any other code, those of a bad entry."""
    known = _known(reason)
    if known is not None:
        return sentence(known, lang, **params), fix(known, lang, **params)
    try:
        key = f"failure.{reason.lower()}"
        return phrase(key, lang, **params), phrase(f"{key}_fix", lang, **params)
    except KeyError:
        return sentence(Reason.FIELD_INVALID, lang, field=reason), fix(Reason.FIELD_INVALID, lang)


def accepted(verdict: ItemVerdict) -> ItemVerdict:
    """The verdict itself. Raises `Failed` if it refuses."""
    kinds = (
        VerdictKind.VERDICT_KIND_ACCEPTED,
        VerdictKind.VERDICT_KIND_UNCHANGED,
        VerdictKind.VERDICT_KIND_DUPLICATE,
    )
    if verdict.kind not in kinds:
        params: dict[str, str | int] = dict(verdict.params)
        if verdict.field:
            params.setdefault("field", verdict.field)
        raise Failed(verdict.reason or "VERSION_CONFLICT", REFUSED, **params)
    return verdict


def of_rpc(error: Any, endpoint: str) -> Failed:
    """What a failed call means."""
    code = error.code()
    status = rpc_status.from_call(error)
    if status is None:
        if code == grpc.StatusCode.UNAVAILABLE:
            return Failed("NOT_RUNNING", endpoint=endpoint)
        if code == grpc.StatusCode.DEADLINE_EXCEEDED:
            return Failed("TIMED_OUT", NOT_NOW)
        if code == grpc.StatusCode.UNIMPLEMENTED:
            return Failed("NOT_OFFERED", NOT_NOW)
        return Failed("INTERNAL", NOT_NOW, correlation="-")
    reason, params = "INTERNAL", dict[str, str | int]()
    for detail in status.details:
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo()
            detail.Unpack(info)
            reason = info.reason
            params |= dict(info.metadata)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            bad = error_details_pb2.BadRequest()
            detail.Unpack(bad)
            params["field"] = ", ".join(one.field for one in bad.field_violations)
    if reason == "INTERNAL":
        params.setdefault("correlation", "-")
        return Failed(reason, NOT_NOW, **params)
    return Failed(reason, None, **params)


def retry_seconds(error: Any) -> float | None:
    """After how long the service asks to be called again; `None` if it does not."""
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        if detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            info = error_details_pb2.RetryInfo()
            detail.Unpack(info)
            return float(info.retry_delay.seconds + info.retry_delay.nanos / 1e9)
    return None


def _known(reason: str) -> Reason | None:
    try:
        return Reason(reason)
    except ValueError:
        return None


def _exit_code(reason: str) -> int:
    known = _known(reason)
    return NOT_NOW if known is not None and level(known) is Level.FAULT else REFUSED
