from netral.common.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Confidence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONFIDENCE_UNSPECIFIED: _ClassVar[Confidence]
    CONFIDENCE_STATED: _ClassVar[Confidence]
    CONFIDENCE_DISPUTED: _ClassVar[Confidence]
    CONFIDENCE_CONFIRMED: _ClassVar[Confidence]
    CONFIDENCE_WEAK: _ClassVar[Confidence]

class CountKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COUNT_KIND_UNSPECIFIED: _ClassVar[CountKind]
    COUNT_KIND_EXACT: _ClassVar[CountKind]
    COUNT_KIND_AT_LEAST: _ClassVar[CountKind]
    COUNT_KIND_UNKNOWN: _ClassVar[CountKind]

class VerdictKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_KIND_UNSPECIFIED: _ClassVar[VerdictKind]
    VERDICT_KIND_ACCEPTED: _ClassVar[VerdictKind]
    VERDICT_KIND_UNCHANGED: _ClassVar[VerdictKind]
    VERDICT_KIND_DUPLICATE: _ClassVar[VerdictKind]
    VERDICT_KIND_REJECTED: _ClassVar[VerdictKind]
    VERDICT_KIND_CLASH: _ClassVar[VerdictKind]
    VERDICT_KIND_CONFLICT: _ClassVar[VerdictKind]
CONFIDENCE_UNSPECIFIED: Confidence
CONFIDENCE_STATED: Confidence
CONFIDENCE_DISPUTED: Confidence
CONFIDENCE_CONFIRMED: Confidence
CONFIDENCE_WEAK: Confidence
COUNT_KIND_UNSPECIFIED: CountKind
COUNT_KIND_EXACT: CountKind
COUNT_KIND_AT_LEAST: CountKind
COUNT_KIND_UNKNOWN: CountKind
VERDICT_KIND_UNSPECIFIED: VerdictKind
VERDICT_KIND_ACCEPTED: VerdictKind
VERDICT_KIND_UNCHANGED: VerdictKind
VERDICT_KIND_DUPLICATE: VerdictKind
VERDICT_KIND_REJECTED: VerdictKind
VERDICT_KIND_CLASH: VerdictKind
VERDICT_KIND_CONFLICT: VerdictKind

class Sealed(_message.Message):
    __slots__ = ("key_id", "nonce", "bytes")
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    key_id: bytes
    nonce: bytes
    bytes: bytes
    def __init__(self, key_id: _Optional[bytes] = ..., nonce: _Optional[bytes] = ..., bytes: _Optional[bytes] = ...) -> None: ...

class Cursor(_message.Message):
    __slots__ = ("positions",)
    class PositionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    positions: _containers.ScalarMap[str, int]
    def __init__(self, positions: _Optional[_Mapping[str, int]] = ...) -> None: ...

class EventMeta(_message.Message):
    __slots__ = ("tenant", "occurred_at", "published_at", "subject", "correlation_id", "causation_id", "actor", "seen")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    CORRELATION_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSATION_ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    SEEN_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    occurred_at: int
    published_at: int
    subject: bytes
    correlation_id: bytes
    causation_id: bytes
    actor: str
    seen: Cursor
    def __init__(self, tenant: _Optional[str] = ..., occurred_at: _Optional[int] = ..., published_at: _Optional[int] = ..., subject: _Optional[bytes] = ..., correlation_id: _Optional[bytes] = ..., causation_id: _Optional[bytes] = ..., actor: _Optional[str] = ..., seen: _Optional[_Union[Cursor, _Mapping]] = ...) -> None: ...

class DayClaim(_message.Message):
    __slots__ = ("candidates", "confidence")
    CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    candidates: _containers.RepeatedScalarFieldContainer[int]
    confidence: Confidence
    def __init__(self, candidates: _Optional[_Iterable[int]] = ..., confidence: _Optional[_Union[Confidence, str]] = ...) -> None: ...

class Count(_message.Message):
    __slots__ = ("value", "kind", "text")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    value: int
    kind: CountKind
    text: str
    def __init__(self, value: _Optional[int] = ..., kind: _Optional[_Union[CountKind, str]] = ..., text: _Optional[str] = ...) -> None: ...

class ItemVerdict(_message.Message):
    __slots__ = ("kind", "reason", "field", "params", "stream_id", "position")
    class ParamsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    kind: VerdictKind
    reason: str
    field: str
    params: _containers.ScalarMap[str, str]
    stream_id: str
    position: int
    def __init__(self, kind: _Optional[_Union[VerdictKind, str]] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., params: _Optional[_Mapping[str, str]] = ..., stream_id: _Optional[str] = ..., position: _Optional[int] = ...) -> None: ...

class Freshness(_message.Message):
    __slots__ = ("cursor", "age_seconds", "parked_streams")
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    PARKED_STREAMS_FIELD_NUMBER: _ClassVar[int]
    cursor: Cursor
    age_seconds: float
    parked_streams: int
    def __init__(self, cursor: _Optional[_Union[Cursor, _Mapping]] = ..., age_seconds: _Optional[float] = ..., parked_streams: _Optional[int] = ...) -> None: ...
