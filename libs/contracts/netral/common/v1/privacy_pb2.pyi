from netral.common.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExportPersonRequest(_message.Message):
    __slots__ = ("tenant", "person_ids", "from_position")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    FROM_POSITION_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    from_position: int
    def __init__(self, tenant: _Optional[str] = ..., person_ids: _Optional[_Iterable[bytes]] = ..., from_position: _Optional[int] = ...) -> None: ...

class PersonalFact(_message.Message):
    __slots__ = ("position", "stream", "type", "recorded_at", "actor", "tenant", "data_json")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_AT_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    DATA_JSON_FIELD_NUMBER: _ClassVar[int]
    position: int
    stream: str
    type: str
    recorded_at: int
    actor: str
    tenant: str
    data_json: str
    def __init__(self, position: _Optional[int] = ..., stream: _Optional[str] = ..., type: _Optional[str] = ..., recorded_at: _Optional[int] = ..., actor: _Optional[str] = ..., tenant: _Optional[str] = ..., data_json: _Optional[str] = ...) -> None: ...

class ExportPersonResponse(_message.Message):
    __slots__ = ("facts", "next_position")
    FACTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_POSITION_FIELD_NUMBER: _ClassVar[int]
    facts: _containers.RepeatedCompositeFieldContainer[PersonalFact]
    next_position: int
    def __init__(self, facts: _Optional[_Iterable[_Union[PersonalFact, _Mapping]]] = ..., next_position: _Optional[int] = ...) -> None: ...
