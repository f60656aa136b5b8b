from netral.common.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ErasureRequested(_message.Message):
    __slots__ = ("person_id", "requested_by")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    requested_by: str
    def __init__(self, person_id: _Optional[bytes] = ..., requested_by: _Optional[str] = ...) -> None: ...

class ErasureOrdered(_message.Message):
    __slots__ = ("person_id", "subjects", "services", "approved_by")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    subjects: _containers.RepeatedScalarFieldContainer[bytes]
    services: _containers.RepeatedScalarFieldContainer[str]
    approved_by: str
    def __init__(self, person_id: _Optional[bytes] = ..., subjects: _Optional[_Iterable[bytes]] = ..., services: _Optional[_Iterable[str]] = ..., approved_by: _Optional[str] = ...) -> None: ...

class ErasureAnswered(_message.Message):
    __slots__ = ("person_id", "service", "position", "confirmed", "until", "rule")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    service: str
    position: int
    confirmed: bool
    until: int
    rule: str
    def __init__(self, person_id: _Optional[bytes] = ..., service: _Optional[str] = ..., position: _Optional[int] = ..., confirmed: _Optional[bool] = ..., until: _Optional[int] = ..., rule: _Optional[str] = ...) -> None: ...

class Confirmation(_message.Message):
    __slots__ = ("service", "position")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    service: str
    position: int
    def __init__(self, service: _Optional[str] = ..., position: _Optional[int] = ...) -> None: ...

class PersonErased(_message.Message):
    __slots__ = ("person_id", "confirmations")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATIONS_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    confirmations: _containers.RepeatedCompositeFieldContainer[Confirmation]
    def __init__(self, person_id: _Optional[bytes] = ..., confirmations: _Optional[_Iterable[_Union[Confirmation, _Mapping]]] = ...) -> None: ...
