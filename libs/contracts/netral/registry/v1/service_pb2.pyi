from netral.common.v1 import options_pb2 as _options_pb2
from netral.common.v1 import types_pb2 as _types_pb2
from netral.registry.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DifferenceCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIFFERENCE_CAUSE_UNSPECIFIED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_UNKNOWN_IN_REGISTRY: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_ABSENT_FROM_FILE: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_CLASS_DIFFERS: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_UNIT_DIFFERS: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_POSITION_DIFFERS: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_NAME_DIFFERS: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_IDENTIFIER_DIFFERS: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_EMPLOYED_ELSEWHERE: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_NOT_EMPLOYED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_MOVED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_RETIRED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_DIED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_RESIGNED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_DISMISSED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_CONTRACT_ENDED: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_IDENTITY_CONFLICT: _ClassVar[DifferenceCause]
    DIFFERENCE_CAUSE_ROW_REFUSED: _ClassVar[DifferenceCause]
DIFFERENCE_CAUSE_UNSPECIFIED: DifferenceCause
DIFFERENCE_CAUSE_UNKNOWN_IN_REGISTRY: DifferenceCause
DIFFERENCE_CAUSE_ABSENT_FROM_FILE: DifferenceCause
DIFFERENCE_CAUSE_CLASS_DIFFERS: DifferenceCause
DIFFERENCE_CAUSE_UNIT_DIFFERS: DifferenceCause
DIFFERENCE_CAUSE_POSITION_DIFFERS: DifferenceCause
DIFFERENCE_CAUSE_NAME_DIFFERS: DifferenceCause
DIFFERENCE_CAUSE_IDENTIFIER_DIFFERS: DifferenceCause
DIFFERENCE_CAUSE_EMPLOYED_ELSEWHERE: DifferenceCause
DIFFERENCE_CAUSE_NOT_EMPLOYED: DifferenceCause
DIFFERENCE_CAUSE_MOVED: DifferenceCause
DIFFERENCE_CAUSE_RETIRED: DifferenceCause
DIFFERENCE_CAUSE_DIED: DifferenceCause
DIFFERENCE_CAUSE_RESIGNED: DifferenceCause
DIFFERENCE_CAUSE_DISMISSED: DifferenceCause
DIFFERENCE_CAUSE_CONTRACT_ENDED: DifferenceCause
DIFFERENCE_CAUSE_IDENTITY_CONFLICT: DifferenceCause
DIFFERENCE_CAUSE_ROW_REFUSED: DifferenceCause

class NewTenant(_message.Message):
    __slots__ = ("command_id", "code")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    code: str
    def __init__(self, command_id: _Optional[bytes] = ..., code: _Optional[str] = ...) -> None: ...

class RegisterTenantsRequest(_message.Message):
    __slots__ = ("tenants",)
    TENANTS_FIELD_NUMBER: _ClassVar[int]
    tenants: _containers.RepeatedCompositeFieldContainer[NewTenant]
    def __init__(self, tenants: _Optional[_Iterable[_Union[NewTenant, _Mapping]]] = ...) -> None: ...

class RegisterTenantsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class UnitRow(_message.Message):
    __slots__ = ("command_id", "row", "code", "name", "kind", "parent_code")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PARENT_CODE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    row: int
    code: str
    name: str
    kind: _events_pb2.UnitKind
    parent_code: str
    def __init__(self, command_id: _Optional[bytes] = ..., row: _Optional[int] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[_Union[_events_pb2.UnitKind, str]] = ..., parent_code: _Optional[str] = ...) -> None: ...

class ImportUnitsRequest(_message.Message):
    __slots__ = ("tenant", "as_of", "dry_run", "rows")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    as_of: int
    dry_run: bool
    rows: _containers.RepeatedCompositeFieldContainer[UnitRow]
    def __init__(self, tenant: _Optional[str] = ..., as_of: _Optional[int] = ..., dry_run: _Optional[bool] = ..., rows: _Optional[_Iterable[_Union[UnitRow, _Mapping]]] = ...) -> None: ...

class ImportUnitsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class UnitToClose(_message.Message):
    __slots__ = ("command_id", "code", "from_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    code: str
    from_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., code: _Optional[str] = ..., from_day: _Optional[int] = ...) -> None: ...

class CloseUnitsRequest(_message.Message):
    __slots__ = ("tenant", "units")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    units: _containers.RepeatedCompositeFieldContainer[UnitToClose]
    def __init__(self, tenant: _Optional[str] = ..., units: _Optional[_Iterable[_Union[UnitToClose, _Mapping]]] = ...) -> None: ...

class CloseUnitsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class PostRow(_message.Message):
    __slots__ = ("command_id", "row", "code", "name", "unit_code", "post_class", "role", "superior_code", "assignment", "nip", "nik", "holder_name", "from_day", "last_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SUPERIOR_CODE_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    NIP_FIELD_NUMBER: _ClassVar[int]
    NIK_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    row: int
    code: str
    name: str
    unit_code: str
    post_class: _events_pb2.PostClass
    role: _events_pb2.PostRole
    superior_code: str
    assignment: _events_pb2.Assignment
    nip: str
    nik: str
    holder_name: str
    from_day: int
    last_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., row: _Optional[int] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., unit_code: _Optional[str] = ..., post_class: _Optional[_Union[_events_pb2.PostClass, str]] = ..., role: _Optional[_Union[_events_pb2.PostRole, str]] = ..., superior_code: _Optional[str] = ..., assignment: _Optional[_Union[_events_pb2.Assignment, str]] = ..., nip: _Optional[str] = ..., nik: _Optional[str] = ..., holder_name: _Optional[str] = ..., from_day: _Optional[int] = ..., last_day: _Optional[int] = ...) -> None: ...

class ImportPostsRequest(_message.Message):
    __slots__ = ("tenant", "as_of", "dry_run", "rows")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    as_of: int
    dry_run: bool
    rows: _containers.RepeatedCompositeFieldContainer[PostRow]
    def __init__(self, tenant: _Optional[str] = ..., as_of: _Optional[int] = ..., dry_run: _Optional[bool] = ..., rows: _Optional[_Iterable[_Union[PostRow, _Mapping]]] = ...) -> None: ...

class ImportPostsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class StaffRow(_message.Message):
    __slots__ = ("command_id", "row", "name", "employment_class", "unit_code", "nip", "nik", "position", "post_class", "from_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    NIP_FIELD_NUMBER: _ClassVar[int]
    NIK_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    row: int
    name: str
    employment_class: _events_pb2.EmploymentClass
    unit_code: str
    nip: str
    nik: str
    position: str
    post_class: _events_pb2.PostClass
    from_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., row: _Optional[int] = ..., name: _Optional[str] = ..., employment_class: _Optional[_Union[_events_pb2.EmploymentClass, str]] = ..., unit_code: _Optional[str] = ..., nip: _Optional[str] = ..., nik: _Optional[str] = ..., position: _Optional[str] = ..., post_class: _Optional[_Union[_events_pb2.PostClass, str]] = ..., from_day: _Optional[int] = ...) -> None: ...

class ImportStaffRequest(_message.Message):
    __slots__ = ("tenant", "as_of", "dry_run", "rows")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    as_of: int
    dry_run: bool
    rows: _containers.RepeatedCompositeFieldContainer[StaffRow]
    def __init__(self, tenant: _Optional[str] = ..., as_of: _Optional[int] = ..., dry_run: _Optional[bool] = ..., rows: _Optional[_Iterable[_Union[StaffRow, _Mapping]]] = ...) -> None: ...

class RowWarning(_message.Message):
    __slots__ = ("row", "reason", "field")
    ROW_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    row: int
    reason: str
    field: str
    def __init__(self, row: _Optional[int] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ...) -> None: ...

class ImportStaffResponse(_message.Message):
    __slots__ = ("verdicts", "cursor", "warnings")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    warnings: _containers.RepeatedCompositeFieldContainer[RowWarning]
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ..., warnings: _Optional[_Iterable[_Union[RowWarning, _Mapping]]] = ...) -> None: ...

class ReconcileStaffRequest(_message.Message):
    __slots__ = ("tenant", "as_of", "rows", "present", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    PRESENT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    as_of: int
    rows: _containers.RepeatedCompositeFieldContainer[StaffRow]
    present: _containers.RepeatedCompositeFieldContainer[Identifier]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., as_of: _Optional[int] = ..., rows: _Optional[_Iterable[_Union[StaffRow, _Mapping]]] = ..., present: _Optional[_Iterable[_Union[Identifier, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Difference(_message.Message):
    __slots__ = ("cause", "row", "person_id", "event", "reason")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    cause: DifferenceCause
    row: int
    person_id: bytes
    event: str
    reason: str
    def __init__(self, cause: _Optional[_Union[DifferenceCause, str]] = ..., row: _Optional[int] = ..., person_id: _Optional[bytes] = ..., event: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class CauseCount(_message.Message):
    __slots__ = ("cause", "count")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    cause: DifferenceCause
    count: int
    def __init__(self, cause: _Optional[_Union[DifferenceCause, str]] = ..., count: _Optional[int] = ...) -> None: ...

class ReconcileStaffResponse(_message.Message):
    __slots__ = ("known", "counts", "differences", "freshness")
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    known: int
    counts: _containers.RepeatedCompositeFieldContainer[CauseCount]
    differences: _containers.RepeatedCompositeFieldContainer[Difference]
    freshness: _types_pb2.Freshness
    def __init__(self, known: _Optional[int] = ..., counts: _Optional[_Iterable[_Union[CauseCount, _Mapping]]] = ..., differences: _Optional[_Iterable[_Union[Difference, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class EmploymentEnd(_message.Message):
    __slots__ = ("command_id", "person_id", "last_day", "cause")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    last_day: int
    cause: _events_pb2.EndCause
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., last_day: _Optional[int] = ..., cause: _Optional[_Union[_events_pb2.EndCause, str]] = ...) -> None: ...

class EndEmploymentsRequest(_message.Message):
    __slots__ = ("tenant", "ends")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    ends: _containers.RepeatedCompositeFieldContainer[EmploymentEnd]
    def __init__(self, tenant: _Optional[str] = ..., ends: _Optional[_Iterable[_Union[EmploymentEnd, _Mapping]]] = ...) -> None: ...

class EndEmploymentsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Transfer(_message.Message):
    __slots__ = ("command_id", "person_id", "to_tenant", "unit_code", "employment_class", "position", "post_class", "from_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    to_tenant: str
    unit_code: str
    employment_class: _events_pb2.EmploymentClass
    position: str
    post_class: _events_pb2.PostClass
    from_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., to_tenant: _Optional[str] = ..., unit_code: _Optional[str] = ..., employment_class: _Optional[_Union[_events_pb2.EmploymentClass, str]] = ..., position: _Optional[str] = ..., post_class: _Optional[_Union[_events_pb2.PostClass, str]] = ..., from_day: _Optional[int] = ...) -> None: ...

class TransferPersonsRequest(_message.Message):
    __slots__ = ("tenant", "transfers")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    transfers: _containers.RepeatedCompositeFieldContainer[Transfer]
    def __init__(self, tenant: _Optional[str] = ..., transfers: _Optional[_Iterable[_Union[Transfer, _Mapping]]] = ...) -> None: ...

class TransferPersonsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Merge(_message.Message):
    __slots__ = ("command_id", "person_id", "into_person_id")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    INTO_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    into_person_id: bytes
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., into_person_id: _Optional[bytes] = ...) -> None: ...

class MergePersonsRequest(_message.Message):
    __slots__ = ("tenant", "merges")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    MERGES_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    merges: _containers.RepeatedCompositeFieldContainer[Merge]
    def __init__(self, tenant: _Optional[str] = ..., merges: _Optional[_Iterable[_Union[Merge, _Mapping]]] = ...) -> None: ...

class MergePersonsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class UndoMergesRequest(_message.Message):
    __slots__ = ("tenant", "merges")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    MERGES_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    merges: _containers.RepeatedCompositeFieldContainer[Merge]
    def __init__(self, tenant: _Optional[str] = ..., merges: _Optional[_Iterable[_Union[Merge, _Mapping]]] = ...) -> None: ...

class UndoMergesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class AccountLink(_message.Message):
    __slots__ = ("command_id", "subject", "person_id", "post_tenant", "post_code")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    POST_TENANT_FIELD_NUMBER: _ClassVar[int]
    POST_CODE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    subject: str
    person_id: bytes
    post_tenant: str
    post_code: str
    def __init__(self, command_id: _Optional[bytes] = ..., subject: _Optional[str] = ..., person_id: _Optional[bytes] = ..., post_tenant: _Optional[str] = ..., post_code: _Optional[str] = ...) -> None: ...

class LinkAccountsRequest(_message.Message):
    __slots__ = ("links",)
    LINKS_FIELD_NUMBER: _ClassVar[int]
    links: _containers.RepeatedCompositeFieldContainer[AccountLink]
    def __init__(self, links: _Optional[_Iterable[_Union[AccountLink, _Mapping]]] = ...) -> None: ...

class LinkAccountsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ("command_id", "subject", "role", "scope", "from_day", "last_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    subject: str
    role: _options_pb2.Role
    scope: str
    from_day: int
    last_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., subject: _Optional[str] = ..., role: _Optional[_Union[_options_pb2.Role, str]] = ..., scope: _Optional[str] = ..., from_day: _Optional[int] = ..., last_day: _Optional[int] = ...) -> None: ...

class GiveGrantsRequest(_message.Message):
    __slots__ = ("grants",)
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    grants: _containers.RepeatedCompositeFieldContainer[Grant]
    def __init__(self, grants: _Optional[_Iterable[_Union[Grant, _Mapping]]] = ...) -> None: ...

class GiveGrantsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RevokeGrantsRequest(_message.Message):
    __slots__ = ("grants",)
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    grants: _containers.RepeatedCompositeFieldContainer[Grant]
    def __init__(self, grants: _Optional[_Iterable[_Union[Grant, _Mapping]]] = ...) -> None: ...

class RevokeGrantsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Mandate(_message.Message):
    __slots__ = ("command_id", "party", "scopes", "from_day", "last_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    party: str
    scopes: _containers.RepeatedScalarFieldContainer[str]
    from_day: int
    last_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., party: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., from_day: _Optional[int] = ..., last_day: _Optional[int] = ...) -> None: ...

class GiveMandatesRequest(_message.Message):
    __slots__ = ("mandates",)
    MANDATES_FIELD_NUMBER: _ClassVar[int]
    mandates: _containers.RepeatedCompositeFieldContainer[Mandate]
    def __init__(self, mandates: _Optional[_Iterable[_Union[Mandate, _Mapping]]] = ...) -> None: ...

class GiveMandatesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class WithdrawMandatesRequest(_message.Message):
    __slots__ = ("mandates",)
    MANDATES_FIELD_NUMBER: _ClassVar[int]
    mandates: _containers.RepeatedCompositeFieldContainer[Mandate]
    def __init__(self, mandates: _Optional[_Iterable[_Union[Mandate, _Mapping]]] = ...) -> None: ...

class WithdrawMandatesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class PublisherKey(_message.Message):
    __slots__ = ("command_id", "tenant", "source", "public_key")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    tenant: str
    source: str
    public_key: bytes
    def __init__(self, command_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., source: _Optional[str] = ..., public_key: _Optional[bytes] = ...) -> None: ...

class RegisterPublisherKeysRequest(_message.Message):
    __slots__ = ("keys",)
    KEYS_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedCompositeFieldContainer[PublisherKey]
    def __init__(self, keys: _Optional[_Iterable[_Union[PublisherKey, _Mapping]]] = ...) -> None: ...

class RegisterPublisherKeysResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RevokePublisherKeysRequest(_message.Message):
    __slots__ = ("keys",)
    KEYS_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedCompositeFieldContainer[PublisherKey]
    def __init__(self, keys: _Optional[_Iterable[_Union[PublisherKey, _Mapping]]] = ...) -> None: ...

class RevokePublisherKeysResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Calendar(_message.Message):
    __slots__ = ("command_id", "scope", "year", "version", "source", "days")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    scope: str
    year: int
    version: int
    source: str
    days: _containers.RepeatedCompositeFieldContainer[_events_pb2.CalendarDay]
    def __init__(self, command_id: _Optional[bytes] = ..., scope: _Optional[str] = ..., year: _Optional[int] = ..., version: _Optional[int] = ..., source: _Optional[str] = ..., days: _Optional[_Iterable[_Union[_events_pb2.CalendarDay, _Mapping]]] = ...) -> None: ...

class PublishCalendarsRequest(_message.Message):
    __slots__ = ("calendars",)
    CALENDARS_FIELD_NUMBER: _ClassVar[int]
    calendars: _containers.RepeatedCompositeFieldContainer[Calendar]
    def __init__(self, calendars: _Optional[_Iterable[_Union[Calendar, _Mapping]]] = ...) -> None: ...

class PublishCalendarsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListTenantsRequest(_message.Message):
    __slots__ = ("after",)
    AFTER_FIELD_NUMBER: _ClassVar[int]
    after: _types_pb2.Cursor
    def __init__(self, after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Tenant(_message.Message):
    __slots__ = ("code", "name", "zone")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    zone: str
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., zone: _Optional[str] = ...) -> None: ...

class ListTenantsResponse(_message.Message):
    __slots__ = ("tenants", "freshness")
    TENANTS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    tenants: _containers.RepeatedCompositeFieldContainer[Tenant]
    freshness: _types_pb2.Freshness
    def __init__(self, tenants: _Optional[_Iterable[_Union[Tenant, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ListUnitsRequest(_message.Message):
    __slots__ = ("tenant", "day", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    day: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., day: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Unit(_message.Message):
    __slots__ = ("unit_id", "code", "name", "kind", "parent_id")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    unit_id: bytes
    code: str
    name: str
    kind: _events_pb2.UnitKind
    parent_id: bytes
    def __init__(self, unit_id: _Optional[bytes] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[_Union[_events_pb2.UnitKind, str]] = ..., parent_id: _Optional[bytes] = ...) -> None: ...

class ListUnitsResponse(_message.Message):
    __slots__ = ("units", "freshness")
    UNITS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    units: _containers.RepeatedCompositeFieldContainer[Unit]
    freshness: _types_pb2.Freshness
    def __init__(self, units: _Optional[_Iterable[_Union[Unit, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class PostHolder(_message.Message):
    __slots__ = ("post_id", "code", "name", "unit_id", "post_class", "role", "superior_id", "assignment", "person_id", "from_day", "until_day")
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SUPERIOR_ID_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    post_id: bytes
    code: str
    name: str
    unit_id: bytes
    post_class: _events_pb2.PostClass
    role: _events_pb2.PostRole
    superior_id: bytes
    assignment: _events_pb2.Assignment
    person_id: bytes
    from_day: int
    until_day: int
    def __init__(self, post_id: _Optional[bytes] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., post_class: _Optional[_Union[_events_pb2.PostClass, str]] = ..., role: _Optional[_Union[_events_pb2.PostRole, str]] = ..., superior_id: _Optional[bytes] = ..., assignment: _Optional[_Union[_events_pb2.Assignment, str]] = ..., person_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class ListPostsRequest(_message.Message):
    __slots__ = ("tenant", "day", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    day: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., day: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListPostsResponse(_message.Message):
    __slots__ = ("posts", "freshness")
    POSTS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    posts: _containers.RepeatedCompositeFieldContainer[PostHolder]
    freshness: _types_pb2.Freshness
    def __init__(self, posts: _Optional[_Iterable[_Union[PostHolder, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class Identifier(_message.Message):
    __slots__ = ("kind", "value")
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    kind: _events_pb2.IdentifierKind
    value: str
    def __init__(self, kind: _Optional[_Union[_events_pb2.IdentifierKind, str]] = ..., value: _Optional[str] = ...) -> None: ...

class ResolveIdentifiersRequest(_message.Message):
    __slots__ = ("tenant", "identifiers", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    IDENTIFIERS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    identifiers: _containers.RepeatedCompositeFieldContainer[Identifier]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., identifiers: _Optional[_Iterable[_Union[Identifier, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ResolveIdentifiersResponse(_message.Message):
    __slots__ = ("person_ids", "freshness")
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    freshness: _types_pb2.Freshness
    def __init__(self, person_ids: _Optional[_Iterable[bytes]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class EmployedRequest(_message.Message):
    __slots__ = ("tenant", "day", "known_at", "classes", "unit_ids", "page_size", "page_token", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    KNOWN_AT_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    UNIT_IDS_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    day: int
    known_at: int
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2.EmploymentClass]
    unit_ids: _containers.RepeatedScalarFieldContainer[bytes]
    page_size: int
    page_token: bytes
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., day: _Optional[int] = ..., known_at: _Optional[int] = ..., classes: _Optional[_Iterable[_Union[_events_pb2.EmploymentClass, str]]] = ..., unit_ids: _Optional[_Iterable[bytes]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[bytes] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Employee(_message.Message):
    __slots__ = ("person_id", "unit_id", "unit_code", "employment_class", "position", "post_class", "subject")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    unit_id: bytes
    unit_code: str
    employment_class: _events_pb2.EmploymentClass
    position: str
    post_class: _events_pb2.PostClass
    subject: bytes
    def __init__(self, person_id: _Optional[bytes] = ..., unit_id: _Optional[bytes] = ..., unit_code: _Optional[str] = ..., employment_class: _Optional[_Union[_events_pb2.EmploymentClass, str]] = ..., position: _Optional[str] = ..., post_class: _Optional[_Union[_events_pb2.PostClass, str]] = ..., subject: _Optional[bytes] = ...) -> None: ...

class EmployedResponse(_message.Message):
    __slots__ = ("employees", "total", "next_page_token", "freshness")
    EMPLOYEES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    employees: _containers.RepeatedCompositeFieldContainer[Employee]
    total: int
    next_page_token: bytes
    freshness: _types_pb2.Freshness
    def __init__(self, employees: _Optional[_Iterable[_Union[Employee, _Mapping]]] = ..., total: _Optional[int] = ..., next_page_token: _Optional[bytes] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class NamesForDisplayRequest(_message.Message):
    __slots__ = ("tenant", "person_ids", "post_ids", "day", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    POST_IDS_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    post_ids: _containers.RepeatedScalarFieldContainer[bytes]
    day: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., person_ids: _Optional[_Iterable[bytes]] = ..., post_ids: _Optional[_Iterable[bytes]] = ..., day: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NamesForDisplayResponse(_message.Message):
    __slots__ = ("person_names", "holder_names", "freshness", "persons_erased", "holders_erased")
    PERSON_NAMES_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAMES_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    PERSONS_ERASED_FIELD_NUMBER: _ClassVar[int]
    HOLDERS_ERASED_FIELD_NUMBER: _ClassVar[int]
    person_names: _containers.RepeatedScalarFieldContainer[str]
    holder_names: _containers.RepeatedScalarFieldContainer[str]
    freshness: _types_pb2.Freshness
    persons_erased: _containers.RepeatedScalarFieldContainer[bool]
    holders_erased: _containers.RepeatedScalarFieldContainer[bool]
    def __init__(self, person_names: _Optional[_Iterable[str]] = ..., holder_names: _Optional[_Iterable[str]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ..., persons_erased: _Optional[_Iterable[bool]] = ..., holders_erased: _Optional[_Iterable[bool]] = ...) -> None: ...

class SearchPersonsRequest(_message.Message):
    __slots__ = ("tenant", "text", "limit", "day", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    text: str
    limit: int
    day: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., text: _Optional[str] = ..., limit: _Optional[int] = ..., day: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Candidate(_message.Message):
    __slots__ = ("person_id", "name", "score", "unit_code")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    name: str
    score: float
    unit_code: str
    def __init__(self, person_id: _Optional[bytes] = ..., name: _Optional[str] = ..., score: _Optional[float] = ..., unit_code: _Optional[str] = ...) -> None: ...

class SearchPersonsResponse(_message.Message):
    __slots__ = ("candidates", "freshness")
    CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    candidates: _containers.RepeatedCompositeFieldContainer[Candidate]
    freshness: _types_pb2.Freshness
    def __init__(self, candidates: _Optional[_Iterable[_Union[Candidate, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class SuperiorOfRequest(_message.Message):
    __slots__ = ("tenant", "person_id", "post_id", "day", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    person_id: bytes
    post_id: bytes
    day: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., person_id: _Optional[bytes] = ..., post_id: _Optional[bytes] = ..., day: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class SuperiorOfResponse(_message.Message):
    __slots__ = ("superiors", "freshness")
    SUPERIORS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    superiors: _containers.RepeatedCompositeFieldContainer[PostHolder]
    freshness: _types_pb2.Freshness
    def __init__(self, superiors: _Optional[_Iterable[_Union[PostHolder, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class WhoIsRequest(_message.Message):
    __slots__ = ("tenant", "role", "day", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    role: _events_pb2.PostRole
    day: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., role: _Optional[_Union[_events_pb2.PostRole, str]] = ..., day: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class WhoIsResponse(_message.Message):
    __slots__ = ("posts", "freshness")
    POSTS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    posts: _containers.RepeatedCompositeFieldContainer[PostHolder]
    freshness: _types_pb2.Freshness
    def __init__(self, posts: _Optional[_Iterable[_Union[PostHolder, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class OpeningsRequest(_message.Message):
    __slots__ = ("tenant", "person_ids", "after", "subjects")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    after: _types_pb2.Cursor
    subjects: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, tenant: _Optional[str] = ..., person_ids: _Optional[_Iterable[bytes]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ..., subjects: _Optional[_Iterable[bytes]] = ...) -> None: ...

class Opening(_message.Message):
    __slots__ = ("salt", "identity", "subject")
    SALT_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    salt: bytes
    identity: str
    subject: bytes
    def __init__(self, salt: _Optional[bytes] = ..., identity: _Optional[str] = ..., subject: _Optional[bytes] = ...) -> None: ...

class OpeningsResponse(_message.Message):
    __slots__ = ("openings", "freshness")
    OPENINGS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    openings: _containers.RepeatedCompositeFieldContainer[Opening]
    freshness: _types_pb2.Freshness
    def __init__(self, openings: _Optional[_Iterable[_Union[Opening, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ListCalendarsRequest(_message.Message):
    __slots__ = ("scopes", "years", "after")
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    YEARS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    scopes: _containers.RepeatedScalarFieldContainer[str]
    years: _containers.RepeatedScalarFieldContainer[int]
    after: _types_pb2.Cursor
    def __init__(self, scopes: _Optional[_Iterable[str]] = ..., years: _Optional[_Iterable[int]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListCalendarsResponse(_message.Message):
    __slots__ = ("calendars", "freshness")
    CALENDARS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    calendars: _containers.RepeatedCompositeFieldContainer[Calendar]
    freshness: _types_pb2.Freshness
    def __init__(self, calendars: _Optional[_Iterable[_Union[Calendar, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...
