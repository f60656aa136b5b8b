from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PersonalData(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PERSONAL_DATA_UNSPECIFIED: _ClassVar[PersonalData]
    PERSONAL_DATA_NONE: _ClassVar[PersonalData]
    PERSONAL_DATA_PSEUDONYM: _ClassVar[PersonalData]
    PERSONAL_DATA_SEALED: _ClassVar[PersonalData]
    PERSONAL_DATA_PLAIN: _ClassVar[PersonalData]

class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROLE_UNSPECIFIED: _ClassVar[Role]
    ROLE_OPERATOR: _ClassVar[Role]
    ROLE_REGISTRAR: _ClassVar[Role]
    ROLE_CLERK: _ClassVar[Role]
    ROLE_OFFICIAL: _ClassVar[Role]
    ROLE_SUPERVISOR: _ClassVar[Role]
    ROLE_AUDITOR: _ClassVar[Role]
    ROLE_PUBLISHER: _ClassVar[Role]
    ROLE_PRIVACY: _ClassVar[Role]

class Scope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCOPE_UNSPECIFIED: _ClassVar[Scope]
    SCOPE_TENANT: _ClassVar[Scope]
    SCOPE_OBJECT: _ClassVar[Scope]
    SCOPE_NATIONAL: _ClassVar[Scope]
    SCOPE_SIGNED_IN: _ClassVar[Scope]
PERSONAL_DATA_UNSPECIFIED: PersonalData
PERSONAL_DATA_NONE: PersonalData
PERSONAL_DATA_PSEUDONYM: PersonalData
PERSONAL_DATA_SEALED: PersonalData
PERSONAL_DATA_PLAIN: PersonalData
ROLE_UNSPECIFIED: Role
ROLE_OPERATOR: Role
ROLE_REGISTRAR: Role
ROLE_CLERK: Role
ROLE_OFFICIAL: Role
ROLE_SUPERVISOR: Role
ROLE_AUDITOR: Role
ROLE_PUBLISHER: Role
ROLE_PRIVACY: Role
SCOPE_UNSPECIFIED: Scope
SCOPE_TENANT: Scope
SCOPE_OBJECT: Scope
SCOPE_NATIONAL: Scope
SCOPE_SIGNED_IN: Scope
PERSONAL_DATA_FIELD_NUMBER: _ClassVar[int]
personal_data: _descriptor.FieldDescriptor
SEALED_MESSAGE_FIELD_NUMBER: _ClassVar[int]
sealed_message: _descriptor.FieldDescriptor
ACCESS_FIELD_NUMBER: _ClassVar[int]
access: _descriptor.FieldDescriptor
EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
event_type: _descriptor.FieldDescriptor

class Access(_message.Message):
    __slots__ = ("roles", "scope", "audited")
    ROLES_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    AUDITED_FIELD_NUMBER: _ClassVar[int]
    roles: _containers.RepeatedScalarFieldContainer[Role]
    scope: Scope
    audited: bool
    def __init__(self, roles: _Optional[_Iterable[_Union[Role, str]]] = ..., scope: _Optional[_Union[Scope, str]] = ..., audited: _Optional[bool] = ...) -> None: ...
