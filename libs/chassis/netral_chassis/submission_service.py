"""`SubmissionService`: translation between gRPC and `Submissions`."""

from netral.common.v1 import submissions_pb2, submissions_pb2_grpc
from netral.common.v1.options_pb2 import Role
from netral.common.v1.submissions_pb2 import (
    ListSubmissionsRequest,
    ListSubmissionsResponse,
    ShowSubmissionRequest,
    ShowSubmissionResponse,
    SubmitRequest,
    SubmitResponse,
    VerdictsRequest,
    VerdictsResponse,
)
from netral.common.v1.types_pb2 import Cursor
from netral_messages import Reason, Rejected

from netral_chassis.access import NotAllowed, Principal
from netral_chassis.publishers import Claims
from netral_chassis.rpc import NotFound, Servicer
from netral_chassis.service import App
from netral_chassis.store import EventStore
from netral_chassis.submission_decisions import Decider, Handlers
from netral_chassis.submissions import MAX_BATCH, Submissions, check

_PAGE = 100
_READERS = (Role.ROLE_REGISTRAR, Role.ROLE_CLERK, Role.ROLE_AUDITOR, Role.ROLE_OPERATOR)


class SubmissionService:
    """A publisher speaks for itself and sees its own; people with a right to the tenant see all its sources."""

    def __init__(self, service: str, submissions: Submissions, handlers: Handlers, store: EventStore) -> None:
        self._service = service
        self._submissions = submissions
        self._handlers = handlers
        self._store = store

    def Submit(self, request: SubmitRequest, caller: Principal) -> SubmitResponse:  # noqa: N802
        check(request.batch)
        caller.require((Role.ROLE_PUBLISHER,), request.batch.tenant)
        _own(caller, request.batch.tenant, request.batch.source)
        decided = self._submissions.submit(request.batch)
        position = self._store.head().next_position - 1
        return SubmitResponse(verdicts=decided.verdicts, cursor=Cursor(positions={self._service: position}))

    def Verdicts(self, request: VerdictsRequest, caller: Principal) -> VerdictsResponse:  # noqa: N802
        _own(caller, request.tenant, request.source)
        if len(request.submission_ids) > MAX_BATCH:
            raise _invalid("submission_ids", f"0–{MAX_BATCH}")
        found = self._submissions.verdicts(request.tenant, request.source, request.submission_ids)
        return VerdictsResponse(verdicts=found)

    def ListSubmissions(  # noqa: N802
        self, request: ListSubmissionsRequest, caller: Principal
    ) -> ListSubmissionsResponse:
        source = request.source
        if not source and not caller.may(_READERS, request.tenant):
            source = _source(caller, request.tenant)
        if source:
            _own(caller, request.tenant, source)
        for name, asked in (("limit", request.limit), ("submission_ids", len(request.submission_ids))):
            if asked > MAX_BATCH:
                raise _invalid(name, f"0–{MAX_BATCH}")
        records, token = self._submissions.page(
            request.tenant,
            source=source,
            statuses=request.statuses,
            submission_ids=request.submission_ids,
            limit=request.limit or _PAGE,
            token=request.page_token,
        )
        return ListSubmissionsResponse(submissions=records, next_page_token=token)

    def ShowSubmission(self, request: ShowSubmissionRequest, caller: Principal) -> ShowSubmissionResponse:  # noqa: N802
        _own(caller, request.tenant, request.source)
        found = self._submissions.show(request.tenant, request.source, request.submission_id)
        if found is None:
            raise NotFound
        record, body, corrections = found
        handler = self._handlers.get(record.type)
        name = handler.message.DESCRIPTOR.full_name if handler is not None else ""
        return ShowSubmissionResponse(submission=record, body=body, corrections=corrections, message=name)


def submissions_of(service: str, app: App, claims: Claims) -> Submissions:
    """The claims of a service."""
    decider = Decider(service, claims.handlers, app.commands)
    return Submissions(app.store.database, app.vault, decider, app.clock)


def servicer(service: str, submissions: Submissions, handlers: Handlers, store: EventStore) -> Servicer:
    """The procedures, as `Service.servicers` wants them."""
    return Servicer(
        submissions_pb2.DESCRIPTOR.services_by_name["SubmissionService"],
        submissions_pb2_grpc.add_SubmissionServiceServicer_to_server,
        SubmissionService(service, submissions, handlers, store),
    )


def _own(caller: Principal, tenant: str, source: str) -> None:
    """Raises `NotAllowed` if a system speaks of another source than itself."""
    if caller.subject.startswith("system:") and caller.subject != f"system:{tenant}/{source}":
        raise NotAllowed


def _source(caller: Principal, tenant: str) -> str:
    """The source that a system is; empty for a person, who may see every source. Raises `NotAllowed`."""
    if not caller.subject.startswith("system:"):
        return ""
    name = caller.subject.removeprefix(f"system:{tenant}/")
    if name == caller.subject:
        raise NotAllowed
    return name


def _invalid(field: str, expected: str) -> Rejected:
    return Rejected(Reason.FIELD_INVALID, field=field, params={"field": field, "expected": expected})
