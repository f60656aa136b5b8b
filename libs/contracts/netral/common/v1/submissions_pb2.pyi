from netral.common.v1 import options_pb2 as _options_pb2
from netral.common.v1 import types_pb2 as _types_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SubmissionStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUBMISSION_STATUS_UNSPECIFIED: _ClassVar[SubmissionStatus]
    SUBMISSION_STATUS_RECEIVED: _ClassVar[SubmissionStatus]
    SUBMISSION_STATUS_HELD: _ClassVar[SubmissionStatus]
    SUBMISSION_STATUS_ACCEPTED: _ClassVar[SubmissionStatus]
    SUBMISSION_STATUS_REJECTED: _ClassVar[SubmissionStatus]
    SUBMISSION_STATUS_SUPERSEDED: _ClassVar[SubmissionStatus]
SUBMISSION_STATUS_UNSPECIFIED: SubmissionStatus
SUBMISSION_STATUS_RECEIVED: SubmissionStatus
SUBMISSION_STATUS_HELD: SubmissionStatus
SUBMISSION_STATUS_ACCEPTED: SubmissionStatus
SUBMISSION_STATUS_REJECTED: SubmissionStatus
SUBMISSION_STATUS_SUPERSEDED: SubmissionStatus

class Submission(_message.Message):
    __slots__ = ("submission_id", "subject_key", "repairs", "type", "body", "published_at")
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_KEY_FIELD_NUMBER: _ClassVar[int]
    REPAIRS_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    submission_id: bytes
    subject_key: str
    repairs: bytes
    type: str
    body: bytes
    published_at: int
    def __init__(self, submission_id: _Optional[bytes] = ..., subject_key: _Optional[str] = ..., repairs: _Optional[bytes] = ..., type: _Optional[str] = ..., body: _Optional[bytes] = ..., published_at: _Optional[int] = ...) -> None: ...

class SubmissionBatch(_message.Message):
    __slots__ = ("tenant", "source", "submissions")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SUBMISSIONS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    source: str
    submissions: _containers.RepeatedCompositeFieldContainer[Submission]
    def __init__(self, tenant: _Optional[str] = ..., source: _Optional[str] = ..., submissions: _Optional[_Iterable[_Union[Submission, _Mapping]]] = ...) -> None: ...

class SignedBatch(_message.Message):
    __slots__ = ("key_id", "signature", "batch")
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    key_id: bytes
    signature: bytes
    batch: bytes
    def __init__(self, key_id: _Optional[bytes] = ..., signature: _Optional[bytes] = ..., batch: _Optional[bytes] = ...) -> None: ...

class SubmissionVerdict(_message.Message):
    __slots__ = ("submission_id", "status", "reason", "field", "params", "stream_id", "position", "decided_at")
    class ParamsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    submission_id: bytes
    status: SubmissionStatus
    reason: str
    field: str
    params: _containers.ScalarMap[str, str]
    stream_id: str
    position: int
    decided_at: int
    def __init__(self, submission_id: _Optional[bytes] = ..., status: _Optional[_Union[SubmissionStatus, str]] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., params: _Optional[_Mapping[str, str]] = ..., stream_id: _Optional[str] = ..., position: _Optional[int] = ..., decided_at: _Optional[int] = ...) -> None: ...

class VerdictBatch(_message.Message):
    __slots__ = ("service", "tenant", "source", "verdicts")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    service: str
    tenant: str
    source: str
    verdicts: _containers.RepeatedCompositeFieldContainer[SubmissionVerdict]
    def __init__(self, service: _Optional[str] = ..., tenant: _Optional[str] = ..., source: _Optional[str] = ..., verdicts: _Optional[_Iterable[_Union[SubmissionVerdict, _Mapping]]] = ...) -> None: ...

class SubmissionRecord(_message.Message):
    __slots__ = ("tenant", "source", "subject_key", "type", "repairs", "received_at", "verdict")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_KEY_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    REPAIRS_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    source: str
    subject_key: str
    type: str
    repairs: bytes
    received_at: int
    verdict: SubmissionVerdict
    def __init__(self, tenant: _Optional[str] = ..., source: _Optional[str] = ..., subject_key: _Optional[str] = ..., type: _Optional[str] = ..., repairs: _Optional[bytes] = ..., received_at: _Optional[int] = ..., verdict: _Optional[_Union[SubmissionVerdict, _Mapping]] = ...) -> None: ...

class SubmitRequest(_message.Message):
    __slots__ = ("batch",)
    BATCH_FIELD_NUMBER: _ClassVar[int]
    batch: SubmissionBatch
    def __init__(self, batch: _Optional[_Union[SubmissionBatch, _Mapping]] = ...) -> None: ...

class SubmitResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[SubmissionVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[SubmissionVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class VerdictsRequest(_message.Message):
    __slots__ = ("tenant", "source", "submission_ids")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_IDS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    source: str
    submission_ids: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, tenant: _Optional[str] = ..., source: _Optional[str] = ..., submission_ids: _Optional[_Iterable[bytes]] = ...) -> None: ...

class VerdictsResponse(_message.Message):
    __slots__ = ("verdicts",)
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[SubmissionVerdict]
    def __init__(self, verdicts: _Optional[_Iterable[_Union[SubmissionVerdict, _Mapping]]] = ...) -> None: ...

class ListSubmissionsRequest(_message.Message):
    __slots__ = ("tenant", "source", "statuses", "limit", "page_token", "submission_ids")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_IDS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    source: str
    statuses: _containers.RepeatedScalarFieldContainer[SubmissionStatus]
    limit: int
    page_token: bytes
    submission_ids: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, tenant: _Optional[str] = ..., source: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[SubmissionStatus, str]]] = ..., limit: _Optional[int] = ..., page_token: _Optional[bytes] = ..., submission_ids: _Optional[_Iterable[bytes]] = ...) -> None: ...

class ListSubmissionsResponse(_message.Message):
    __slots__ = ("submissions", "next_page_token")
    SUBMISSIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    submissions: _containers.RepeatedCompositeFieldContainer[SubmissionRecord]
    next_page_token: bytes
    def __init__(self, submissions: _Optional[_Iterable[_Union[SubmissionRecord, _Mapping]]] = ..., next_page_token: _Optional[bytes] = ...) -> None: ...

class ShowSubmissionRequest(_message.Message):
    __slots__ = ("tenant", "source", "submission_id")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SUBMISSION_ID_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    source: str
    submission_id: bytes
    def __init__(self, tenant: _Optional[str] = ..., source: _Optional[str] = ..., submission_id: _Optional[bytes] = ...) -> None: ...

class ShowSubmissionResponse(_message.Message):
    __slots__ = ("submission", "body", "corrections", "message")
    SUBMISSION_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    CORRECTIONS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    submission: SubmissionRecord
    body: bytes
    corrections: _containers.RepeatedCompositeFieldContainer[SubmissionRecord]
    message: str
    def __init__(self, submission: _Optional[_Union[SubmissionRecord, _Mapping]] = ..., body: _Optional[bytes] = ..., corrections: _Optional[_Iterable[_Union[SubmissionRecord, _Mapping]]] = ..., message: _Optional[str] = ...) -> None: ...
