from netral.common.v1 import options_pb2 as _options_pb2
from netral.common.v1 import types_pb2 as _types_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ComponentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPONENT_STATE_UNSPECIFIED: _ClassVar[ComponentState]
    COMPONENT_STATE_RUNNING: _ClassVar[ComponentState]
    COMPONENT_STATE_WAITING: _ClassVar[ComponentState]
    COMPONENT_STATE_HALTED: _ClassVar[ComponentState]
COMPONENT_STATE_UNSPECIFIED: ComponentState
COMPONENT_STATE_RUNNING: ComponentState
COMPONENT_STATE_WAITING: ComponentState
COMPONENT_STATE_HALTED: ComponentState

class StatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SourceStatus(_message.Message):
    __slots__ = ("source", "position", "lag", "held", "halted", "age_seconds")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    LAG_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    HALTED_FIELD_NUMBER: _ClassVar[int]
    AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    source: str
    position: int
    lag: int
    held: bool
    halted: str
    age_seconds: float
    def __init__(self, source: _Optional[str] = ..., position: _Optional[int] = ..., lag: _Optional[int] = ..., held: _Optional[bool] = ..., halted: _Optional[str] = ..., age_seconds: _Optional[float] = ...) -> None: ...

class ComponentStatus(_message.Message):
    __slots__ = ("name", "state", "reason")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    name: str
    state: ComponentState
    reason: str
    def __init__(self, name: _Optional[str] = ..., state: _Optional[_Union[ComponentState, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class StatusResponse(_message.Message):
    __slots__ = ("service", "ready", "events", "outbox", "parked", "generation", "sources", "relay_halted", "outbox_age_seconds", "components")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    OUTBOX_FIELD_NUMBER: _ClassVar[int]
    PARKED_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    RELAY_HALTED_FIELD_NUMBER: _ClassVar[int]
    OUTBOX_AGE_SECONDS_FIELD_NUMBER: _ClassVar[int]
    COMPONENTS_FIELD_NUMBER: _ClassVar[int]
    service: str
    ready: bool
    events: int
    outbox: int
    parked: int
    generation: int
    sources: _containers.RepeatedCompositeFieldContainer[SourceStatus]
    relay_halted: str
    outbox_age_seconds: float
    components: _containers.RepeatedCompositeFieldContainer[ComponentStatus]
    def __init__(self, service: _Optional[str] = ..., ready: _Optional[bool] = ..., events: _Optional[int] = ..., outbox: _Optional[int] = ..., parked: _Optional[int] = ..., generation: _Optional[int] = ..., sources: _Optional[_Iterable[_Union[SourceStatus, _Mapping]]] = ..., relay_halted: _Optional[str] = ..., outbox_age_seconds: _Optional[float] = ..., components: _Optional[_Iterable[_Union[ComponentStatus, _Mapping]]] = ...) -> None: ...

class ReadLogRequest(_message.Message):
    __slots__ = ("from_position", "limit")
    FROM_POSITION_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    from_position: int
    limit: int
    def __init__(self, from_position: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class LogEvent(_message.Message):
    __slots__ = ("position", "stream", "version", "type", "recorded_at", "hash", "data_json", "tenant")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_AT_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    DATA_JSON_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    position: int
    stream: str
    version: int
    type: str
    recorded_at: int
    hash: bytes
    data_json: str
    tenant: str
    def __init__(self, position: _Optional[int] = ..., stream: _Optional[str] = ..., version: _Optional[int] = ..., type: _Optional[str] = ..., recorded_at: _Optional[int] = ..., hash: _Optional[bytes] = ..., data_json: _Optional[str] = ..., tenant: _Optional[str] = ...) -> None: ...

class ReadLogResponse(_message.Message):
    __slots__ = ("events", "next_position")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_POSITION_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[LogEvent]
    next_position: int
    def __init__(self, events: _Optional[_Iterable[_Union[LogEvent, _Mapping]]] = ..., next_position: _Optional[int] = ...) -> None: ...

class TraceLogRequest(_message.Message):
    __slots__ = ("position", "stream", "correlation_ids", "limit")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    CORRELATION_IDS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    position: int
    stream: str
    correlation_ids: _containers.RepeatedScalarFieldContainer[bytes]
    limit: int
    def __init__(self, position: _Optional[int] = ..., stream: _Optional[str] = ..., correlation_ids: _Optional[_Iterable[bytes]] = ..., limit: _Optional[int] = ...) -> None: ...

class TracedEvent(_message.Message):
    __slots__ = ("event", "event_id", "command_id", "correlation_id", "causation_id", "actor", "occurred_at", "seen")
    EVENT_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CORRELATION_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSATION_ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    SEEN_FIELD_NUMBER: _ClassVar[int]
    event: LogEvent
    event_id: bytes
    command_id: bytes
    correlation_id: bytes
    causation_id: bytes
    actor: str
    occurred_at: int
    seen: _types_pb2.Cursor
    def __init__(self, event: _Optional[_Union[LogEvent, _Mapping]] = ..., event_id: _Optional[bytes] = ..., command_id: _Optional[bytes] = ..., correlation_id: _Optional[bytes] = ..., causation_id: _Optional[bytes] = ..., actor: _Optional[str] = ..., occurred_at: _Optional[int] = ..., seen: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class TraceLogResponse(_message.Message):
    __slots__ = ("events", "more")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[TracedEvent]
    more: bool
    def __init__(self, events: _Optional[_Iterable[_Union[TracedEvent, _Mapping]]] = ..., more: _Optional[bool] = ...) -> None: ...

class AuditRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AuditResponse(_message.Message):
    __slots__ = ("ok", "events", "head", "problems")
    OK_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    ok: bool
    events: int
    head: bytes
    problems: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ok: _Optional[bool] = ..., events: _Optional[int] = ..., head: _Optional[bytes] = ..., problems: _Optional[_Iterable[str]] = ...) -> None: ...

class ListParkedRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ParkedRecord(_message.Message):
    __slots__ = ("source", "position", "stream", "type", "reason")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    source: str
    position: int
    stream: str
    type: str
    reason: str
    def __init__(self, source: _Optional[str] = ..., position: _Optional[int] = ..., stream: _Optional[str] = ..., type: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ListParkedResponse(_message.Message):
    __slots__ = ("records",)
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[ParkedRecord]
    def __init__(self, records: _Optional[_Iterable[_Union[ParkedRecord, _Mapping]]] = ...) -> None: ...

class ReleaseParkedRequest(_message.Message):
    __slots__ = ("source", "stream")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    source: str
    stream: str
    def __init__(self, source: _Optional[str] = ..., stream: _Optional[str] = ...) -> None: ...

class ReleaseParkedResponse(_message.Message):
    __slots__ = ("applied",)
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    applied: int
    def __init__(self, applied: _Optional[int] = ...) -> None: ...

class RebuildRequest(_message.Message):
    __slots__ = ("back",)
    BACK_FIELD_NUMBER: _ClassVar[int]
    back: bool
    def __init__(self, back: _Optional[bool] = ...) -> None: ...

class RebuildResponse(_message.Message):
    __slots__ = ("generation",)
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    generation: int
    def __init__(self, generation: _Optional[int] = ...) -> None: ...

class RecoverLogRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RecoverLogResponse(_message.Message):
    __slots__ = ("recovered",)
    RECOVERED_FIELD_NUMBER: _ClassVar[int]
    recovered: int
    def __init__(self, recovered: _Optional[int] = ...) -> None: ...

class RepairLogRequest(_message.Message):
    __slots__ = ("from_position",)
    FROM_POSITION_FIELD_NUMBER: _ClassVar[int]
    from_position: int
    def __init__(self, from_position: _Optional[int] = ...) -> None: ...

class RepairLogResponse(_message.Message):
    __slots__ = ("sent_again",)
    SENT_AGAIN_FIELD_NUMBER: _ClassVar[int]
    sent_again: int
    def __init__(self, sent_again: _Optional[int] = ...) -> None: ...
