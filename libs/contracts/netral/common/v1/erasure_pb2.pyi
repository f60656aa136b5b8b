from netral.common.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RefusalCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUSAL_CAUSE_UNSPECIFIED: _ClassVar[RefusalCause]
    REFUSAL_CAUSE_LEGAL_HOLD: _ClassVar[RefusalCause]
REFUSAL_CAUSE_UNSPECIFIED: RefusalCause
REFUSAL_CAUSE_LEGAL_HOLD: RefusalCause

class ErasureConfirmed(_message.Message):
    __slots__ = ("subject", "subjects", "service")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    subject: bytes
    subjects: _containers.RepeatedScalarFieldContainer[bytes]
    service: str
    def __init__(self, subject: _Optional[bytes] = ..., subjects: _Optional[_Iterable[bytes]] = ..., service: _Optional[str] = ...) -> None: ...

class ErasureRefused(_message.Message):
    __slots__ = ("subject", "service", "cause", "until", "rule")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    subject: bytes
    service: str
    cause: RefusalCause
    until: int
    rule: str
    def __init__(self, subject: _Optional[bytes] = ..., service: _Optional[str] = ..., cause: _Optional[_Union[RefusalCause, str]] = ..., until: _Optional[int] = ..., rule: _Optional[str] = ...) -> None: ...
