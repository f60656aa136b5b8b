from netral.common.v1 import options_pb2 as _options_pb2
from netral.common.v1 import types_pb2 as _types_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ErasureState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERASURE_STATE_UNSPECIFIED: _ClassVar[ErasureState]
    ERASURE_STATE_REQUESTED: _ClassVar[ErasureState]
    ERASURE_STATE_ORDERED: _ClassVar[ErasureState]
    ERASURE_STATE_ERASED: _ClassVar[ErasureState]

class AnswerState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ANSWER_STATE_UNSPECIFIED: _ClassVar[AnswerState]
    ANSWER_STATE_WAITING: _ClassVar[AnswerState]
    ANSWER_STATE_CONFIRMED: _ClassVar[AnswerState]
    ANSWER_STATE_HELD: _ClassVar[AnswerState]
ERASURE_STATE_UNSPECIFIED: ErasureState
ERASURE_STATE_REQUESTED: ErasureState
ERASURE_STATE_ORDERED: ErasureState
ERASURE_STATE_ERASED: ErasureState
ANSWER_STATE_UNSPECIFIED: AnswerState
ANSWER_STATE_WAITING: AnswerState
ANSWER_STATE_CONFIRMED: AnswerState
ANSWER_STATE_HELD: AnswerState

class ErasureRequest(_message.Message):
    __slots__ = ("command_id", "person_id")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ...) -> None: ...

class RequestErasuresRequest(_message.Message):
    __slots__ = ("tenant", "items")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[ErasureRequest]
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[ErasureRequest, _Mapping]]] = ...) -> None: ...

class RequestErasuresResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ErasureApproval(_message.Message):
    __slots__ = ("command_id", "person_id")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ...) -> None: ...

class ApproveErasuresRequest(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ErasureApproval]
    def __init__(self, items: _Optional[_Iterable[_Union[ErasureApproval, _Mapping]]] = ...) -> None: ...

class ApproveErasuresResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ErasureAnswer(_message.Message):
    __slots__ = ("service", "state", "answered_at", "until", "rule")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_AT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    service: str
    state: AnswerState
    answered_at: int
    until: int
    rule: str
    def __init__(self, service: _Optional[str] = ..., state: _Optional[_Union[AnswerState, str]] = ..., answered_at: _Optional[int] = ..., until: _Optional[int] = ..., rule: _Optional[str] = ...) -> None: ...

class Erasure(_message.Message):
    __slots__ = ("person_id", "tenant", "state", "requested_by", "requested_at", "approved_by", "ordered_at", "erased_at", "answers")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    ORDERED_AT_FIELD_NUMBER: _ClassVar[int]
    ERASED_AT_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    tenant: str
    state: ErasureState
    requested_by: str
    requested_at: int
    approved_by: str
    ordered_at: int
    erased_at: int
    answers: _containers.RepeatedCompositeFieldContainer[ErasureAnswer]
    def __init__(self, person_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., state: _Optional[_Union[ErasureState, str]] = ..., requested_by: _Optional[str] = ..., requested_at: _Optional[int] = ..., approved_by: _Optional[str] = ..., ordered_at: _Optional[int] = ..., erased_at: _Optional[int] = ..., answers: _Optional[_Iterable[_Union[ErasureAnswer, _Mapping]]] = ...) -> None: ...

class ShowErasureRequest(_message.Message):
    __slots__ = ("person_id", "after")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    after: _types_pb2.Cursor
    def __init__(self, person_id: _Optional[bytes] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ShowErasureResponse(_message.Message):
    __slots__ = ("erasure", "freshness")
    ERASURE_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    erasure: Erasure
    freshness: _types_pb2.Freshness
    def __init__(self, erasure: _Optional[_Union[Erasure, _Mapping]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ListErasuresRequest(_message.Message):
    __slots__ = ("tenant", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListErasuresResponse(_message.Message):
    __slots__ = ("erasures", "freshness")
    ERASURES_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    erasures: _containers.RepeatedCompositeFieldContainer[Erasure]
    freshness: _types_pb2.Freshness
    def __init__(self, erasures: _Optional[_Iterable[_Union[Erasure, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...
