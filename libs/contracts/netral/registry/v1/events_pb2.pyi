from netral.common.v1 import options_pb2 as _options_pb2
from netral.common.v1 import types_pb2 as _types_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EmploymentClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EMPLOYMENT_CLASS_UNSPECIFIED: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_PNS: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_CPNS: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_PPPK: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_PPPK_PW: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_PPNPN: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_HONORER: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_HARIAN: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_THL: _ClassVar[EmploymentClass]
    EMPLOYMENT_CLASS_OUTSOURCED: _ClassVar[EmploymentClass]

class PostClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POST_CLASS_UNSPECIFIED: _ClassVar[PostClass]
    POST_CLASS_KEPALA_DAERAH: _ClassVar[PostClass]
    POST_CLASS_JPT_MADYA: _ClassVar[PostClass]
    POST_CLASS_JPT_PRATAMA: _ClassVar[PostClass]
    POST_CLASS_ADMINISTRATOR: _ClassVar[PostClass]
    POST_CLASS_PENGAWAS: _ClassVar[PostClass]
    POST_CLASS_PELAKSANA: _ClassVar[PostClass]
    POST_CLASS_JF: _ClassVar[PostClass]

class UnitKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNIT_KIND_UNSPECIFIED: _ClassVar[UnitKind]
    UNIT_KIND_PROVINSI: _ClassVar[UnitKind]
    UNIT_KIND_KABUPATEN: _ClassVar[UnitKind]
    UNIT_KIND_KOTA: _ClassVar[UnitKind]
    UNIT_KIND_SEKRETARIAT: _ClassVar[UnitKind]
    UNIT_KIND_DINAS: _ClassVar[UnitKind]
    UNIT_KIND_BADAN: _ClassVar[UnitKind]
    UNIT_KIND_INSPEKTORAT: _ClassVar[UnitKind]
    UNIT_KIND_KECAMATAN: _ClassVar[UnitKind]
    UNIT_KIND_KELURAHAN: _ClassVar[UnitKind]
    UNIT_KIND_SEKOLAH: _ClassVar[UnitKind]
    UNIT_KIND_RUMAH_SAKIT: _ClassVar[UnitKind]
    UNIT_KIND_PUSKESMAS: _ClassVar[UnitKind]
    UNIT_KIND_LAINNYA: _ClassVar[UnitKind]

class PostRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POST_ROLE_UNSPECIFIED: _ClassVar[PostRole]
    POST_ROLE_PPK: _ClassVar[PostRole]
    POST_ROLE_PYB: _ClassVar[PostRole]
    POST_ROLE_INSPEKTORAT: _ClassVar[PostRole]
    POST_ROLE_BKPSDM: _ClassVar[PostRole]
    POST_ROLE_KESBANGPOL: _ClassVar[PostRole]

class Assignment(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSIGNMENT_UNSPECIFIED: _ClassVar[Assignment]
    ASSIGNMENT_D: _ClassVar[Assignment]
    ASSIGNMENT_PLT: _ClassVar[Assignment]
    ASSIGNMENT_PLH: _ClassVar[Assignment]
    ASSIGNMENT_PJ: _ClassVar[Assignment]

class EndCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    END_CAUSE_UNSPECIFIED: _ClassVar[EndCause]
    END_CAUSE_MOVED: _ClassVar[EndCause]
    END_CAUSE_RETIRED: _ClassVar[EndCause]
    END_CAUSE_DIED: _ClassVar[EndCause]
    END_CAUSE_RESIGNED: _ClassVar[EndCause]
    END_CAUSE_DISMISSED: _ClassVar[EndCause]
    END_CAUSE_CONTRACT_ENDED: _ClassVar[EndCause]

class IdentifierKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    IDENTIFIER_KIND_UNSPECIFIED: _ClassVar[IdentifierKind]
    IDENTIFIER_KIND_NIP: _ClassVar[IdentifierKind]
    IDENTIFIER_KIND_NIK: _ClassVar[IdentifierKind]

class DayKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DAY_KIND_UNSPECIFIED: _ClassVar[DayKind]
    DAY_KIND_HOLIDAY: _ClassVar[DayKind]
    DAY_KIND_COLLECTIVE_LEAVE: _ClassVar[DayKind]
    DAY_KIND_LOCAL_HOLIDAY: _ClassVar[DayKind]
    DAY_KIND_ELECTION: _ClassVar[DayKind]
EMPLOYMENT_CLASS_UNSPECIFIED: EmploymentClass
EMPLOYMENT_CLASS_PNS: EmploymentClass
EMPLOYMENT_CLASS_CPNS: EmploymentClass
EMPLOYMENT_CLASS_PPPK: EmploymentClass
EMPLOYMENT_CLASS_PPPK_PW: EmploymentClass
EMPLOYMENT_CLASS_PPNPN: EmploymentClass
EMPLOYMENT_CLASS_HONORER: EmploymentClass
EMPLOYMENT_CLASS_HARIAN: EmploymentClass
EMPLOYMENT_CLASS_THL: EmploymentClass
EMPLOYMENT_CLASS_OUTSOURCED: EmploymentClass
POST_CLASS_UNSPECIFIED: PostClass
POST_CLASS_KEPALA_DAERAH: PostClass
POST_CLASS_JPT_MADYA: PostClass
POST_CLASS_JPT_PRATAMA: PostClass
POST_CLASS_ADMINISTRATOR: PostClass
POST_CLASS_PENGAWAS: PostClass
POST_CLASS_PELAKSANA: PostClass
POST_CLASS_JF: PostClass
UNIT_KIND_UNSPECIFIED: UnitKind
UNIT_KIND_PROVINSI: UnitKind
UNIT_KIND_KABUPATEN: UnitKind
UNIT_KIND_KOTA: UnitKind
UNIT_KIND_SEKRETARIAT: UnitKind
UNIT_KIND_DINAS: UnitKind
UNIT_KIND_BADAN: UnitKind
UNIT_KIND_INSPEKTORAT: UnitKind
UNIT_KIND_KECAMATAN: UnitKind
UNIT_KIND_KELURAHAN: UnitKind
UNIT_KIND_SEKOLAH: UnitKind
UNIT_KIND_RUMAH_SAKIT: UnitKind
UNIT_KIND_PUSKESMAS: UnitKind
UNIT_KIND_LAINNYA: UnitKind
POST_ROLE_UNSPECIFIED: PostRole
POST_ROLE_PPK: PostRole
POST_ROLE_PYB: PostRole
POST_ROLE_INSPEKTORAT: PostRole
POST_ROLE_BKPSDM: PostRole
POST_ROLE_KESBANGPOL: PostRole
ASSIGNMENT_UNSPECIFIED: Assignment
ASSIGNMENT_D: Assignment
ASSIGNMENT_PLT: Assignment
ASSIGNMENT_PLH: Assignment
ASSIGNMENT_PJ: Assignment
END_CAUSE_UNSPECIFIED: EndCause
END_CAUSE_MOVED: EndCause
END_CAUSE_RETIRED: EndCause
END_CAUSE_DIED: EndCause
END_CAUSE_RESIGNED: EndCause
END_CAUSE_DISMISSED: EndCause
END_CAUSE_CONTRACT_ENDED: EndCause
IDENTIFIER_KIND_UNSPECIFIED: IdentifierKind
IDENTIFIER_KIND_NIP: IdentifierKind
IDENTIFIER_KIND_NIK: IdentifierKind
DAY_KIND_UNSPECIFIED: DayKind
DAY_KIND_HOLIDAY: DayKind
DAY_KIND_COLLECTIVE_LEAVE: DayKind
DAY_KIND_LOCAL_HOLIDAY: DayKind
DAY_KIND_ELECTION: DayKind

class TenantRegistered(_message.Message):
    __slots__ = ("code", "name", "zone")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    zone: str
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., zone: _Optional[str] = ...) -> None: ...

class UnitOpened(_message.Message):
    __slots__ = ("unit_id", "code", "name", "kind", "parent_id", "from_day", "until_day", "observed_on")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    unit_id: bytes
    code: str
    name: str
    kind: UnitKind
    parent_id: bytes
    from_day: int
    until_day: int
    observed_on: int
    def __init__(self, unit_id: _Optional[bytes] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[_Union[UnitKind, str]] = ..., parent_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., observed_on: _Optional[int] = ...) -> None: ...

class UnitChanged(_message.Message):
    __slots__ = ("unit_id", "name", "kind", "parent_id", "from_day", "until_day", "observed_on")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PARENT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    unit_id: bytes
    name: str
    kind: UnitKind
    parent_id: bytes
    from_day: int
    until_day: int
    observed_on: int
    def __init__(self, unit_id: _Optional[bytes] = ..., name: _Optional[str] = ..., kind: _Optional[_Union[UnitKind, str]] = ..., parent_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., observed_on: _Optional[int] = ...) -> None: ...

class UnitClosed(_message.Message):
    __slots__ = ("unit_id", "from_day", "until_day")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    unit_id: bytes
    from_day: int
    until_day: int
    def __init__(self, unit_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class PostCreated(_message.Message):
    __slots__ = ("post_id", "code", "name", "unit_id", "post_class", "role", "superior_id", "from_day", "until_day", "observed_on")
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SUPERIOR_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    post_id: bytes
    code: str
    name: str
    unit_id: bytes
    post_class: PostClass
    role: PostRole
    superior_id: bytes
    from_day: int
    until_day: int
    observed_on: int
    def __init__(self, post_id: _Optional[bytes] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., post_class: _Optional[_Union[PostClass, str]] = ..., role: _Optional[_Union[PostRole, str]] = ..., superior_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., observed_on: _Optional[int] = ...) -> None: ...

class PostChanged(_message.Message):
    __slots__ = ("post_id", "name", "unit_id", "post_class", "role", "superior_id", "from_day", "until_day", "observed_on")
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SUPERIOR_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    post_id: bytes
    name: str
    unit_id: bytes
    post_class: PostClass
    role: PostRole
    superior_id: bytes
    from_day: int
    until_day: int
    observed_on: int
    def __init__(self, post_id: _Optional[bytes] = ..., name: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., post_class: _Optional[_Union[PostClass, str]] = ..., role: _Optional[_Union[PostRole, str]] = ..., superior_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., observed_on: _Optional[int] = ...) -> None: ...

class PostHeld(_message.Message):
    __slots__ = ("post_id", "person_id", "holder_name", "holder_mark", "assignment", "from_day", "until_day", "announced_until")
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    HOLDER_MARK_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    post_id: bytes
    person_id: bytes
    holder_name: _types_pb2.Sealed
    holder_mark: bytes
    assignment: Assignment
    from_day: int
    until_day: int
    announced_until: int
    def __init__(self, post_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., holder_name: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ..., holder_mark: _Optional[bytes] = ..., assignment: _Optional[_Union[Assignment, str]] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., announced_until: _Optional[int] = ...) -> None: ...

class PostVacated(_message.Message):
    __slots__ = ("post_id", "from_day", "until_day", "stand_in")
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    STAND_IN_FIELD_NUMBER: _ClassVar[int]
    post_id: bytes
    from_day: int
    until_day: int
    stand_in: bool
    def __init__(self, post_id: _Optional[bytes] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., stand_in: _Optional[bool] = ...) -> None: ...

class PersonRegistered(_message.Message):
    __slots__ = ("person_id", "name", "name_mark", "identifiers", "nip_mark", "nik_mark", "observed_on")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NAME_MARK_FIELD_NUMBER: _ClassVar[int]
    IDENTIFIERS_FIELD_NUMBER: _ClassVar[int]
    NIP_MARK_FIELD_NUMBER: _ClassVar[int]
    NIK_MARK_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    name: _types_pb2.Sealed
    name_mark: bytes
    identifiers: _types_pb2.Sealed
    nip_mark: bytes
    nik_mark: bytes
    observed_on: int
    def __init__(self, person_id: _Optional[bytes] = ..., name: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ..., name_mark: _Optional[bytes] = ..., identifiers: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ..., nip_mark: _Optional[bytes] = ..., nik_mark: _Optional[bytes] = ..., observed_on: _Optional[int] = ...) -> None: ...

class Identifiers(_message.Message):
    __slots__ = ("nip", "nik")
    NIP_FIELD_NUMBER: _ClassVar[int]
    NIK_FIELD_NUMBER: _ClassVar[int]
    nip: str
    nik: str
    def __init__(self, nip: _Optional[str] = ..., nik: _Optional[str] = ...) -> None: ...

class PersonRenamed(_message.Message):
    __slots__ = ("person_id", "name", "name_mark", "observed_on")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NAME_MARK_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    name: _types_pb2.Sealed
    name_mark: bytes
    observed_on: int
    def __init__(self, person_id: _Optional[bytes] = ..., name: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ..., name_mark: _Optional[bytes] = ..., observed_on: _Optional[int] = ...) -> None: ...

class IdentifierCorrected(_message.Message):
    __slots__ = ("person_id", "identifiers", "nip_mark", "nik_mark", "observed_on")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTIFIERS_FIELD_NUMBER: _ClassVar[int]
    NIP_MARK_FIELD_NUMBER: _ClassVar[int]
    NIK_MARK_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    identifiers: _types_pb2.Sealed
    nip_mark: bytes
    nik_mark: bytes
    observed_on: int
    def __init__(self, person_id: _Optional[bytes] = ..., identifiers: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ..., nip_mark: _Optional[bytes] = ..., nik_mark: _Optional[bytes] = ..., observed_on: _Optional[int] = ...) -> None: ...

class IdentityCommitted(_message.Message):
    __slots__ = ("person_id", "subject")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    subject: bytes
    def __init__(self, person_id: _Optional[bytes] = ..., subject: _Optional[bytes] = ...) -> None: ...

class EmploymentStarted(_message.Message):
    __slots__ = ("person_id", "tenant", "unit_id", "employment_class", "position", "post_class", "from_day", "until_day", "observed_on", "claimed_from")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_FROM_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    tenant: str
    unit_id: bytes
    employment_class: EmploymentClass
    position: str
    post_class: PostClass
    from_day: int
    until_day: int
    observed_on: int
    claimed_from: int
    def __init__(self, person_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., employment_class: _Optional[_Union[EmploymentClass, str]] = ..., position: _Optional[str] = ..., post_class: _Optional[_Union[PostClass, str]] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., observed_on: _Optional[int] = ..., claimed_from: _Optional[int] = ...) -> None: ...

class EmploymentChanged(_message.Message):
    __slots__ = ("person_id", "tenant", "unit_id", "employment_class", "position", "post_class", "from_day", "until_day", "observed_on", "claimed_from")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_ON_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_FROM_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    tenant: str
    unit_id: bytes
    employment_class: EmploymentClass
    position: str
    post_class: PostClass
    from_day: int
    until_day: int
    observed_on: int
    claimed_from: int
    def __init__(self, person_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., employment_class: _Optional[_Union[EmploymentClass, str]] = ..., position: _Optional[str] = ..., post_class: _Optional[_Union[PostClass, str]] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ..., observed_on: _Optional[int] = ..., claimed_from: _Optional[int] = ...) -> None: ...

class EmploymentRetracted(_message.Message):
    __slots__ = ("person_id", "tenant", "from_day", "until_day")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    tenant: str
    from_day: int
    until_day: int
    def __init__(self, person_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class EmploymentEnded(_message.Message):
    __slots__ = ("person_id", "tenant", "cause", "from_day", "until_day")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    tenant: str
    cause: EndCause
    from_day: int
    until_day: int
    def __init__(self, person_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., cause: _Optional[_Union[EndCause, str]] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class PersonTransferred(_message.Message):
    __slots__ = ("person_id", "from_tenant", "to_tenant", "unit_id", "employment_class", "position", "post_class", "from_day", "left_until_day", "until_day")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_TENANT_FIELD_NUMBER: _ClassVar[int]
    TO_TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    LEFT_UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    from_tenant: str
    to_tenant: str
    unit_id: bytes
    employment_class: EmploymentClass
    position: str
    post_class: PostClass
    from_day: int
    left_until_day: int
    until_day: int
    def __init__(self, person_id: _Optional[bytes] = ..., from_tenant: _Optional[str] = ..., to_tenant: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., employment_class: _Optional[_Union[EmploymentClass, str]] = ..., position: _Optional[str] = ..., post_class: _Optional[_Union[PostClass, str]] = ..., from_day: _Optional[int] = ..., left_until_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class PersonsMerged(_message.Message):
    __slots__ = ("person_id", "into_person_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    INTO_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    into_person_id: bytes
    def __init__(self, person_id: _Optional[bytes] = ..., into_person_id: _Optional[bytes] = ...) -> None: ...

class MergeUndone(_message.Message):
    __slots__ = ("person_id", "into_person_id")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    INTO_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    into_person_id: bytes
    def __init__(self, person_id: _Optional[bytes] = ..., into_person_id: _Optional[bytes] = ...) -> None: ...

class AccountLinked(_message.Message):
    __slots__ = ("subject", "person_id", "post_id")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    subject: str
    person_id: bytes
    post_id: bytes
    def __init__(self, subject: _Optional[str] = ..., person_id: _Optional[bytes] = ..., post_id: _Optional[bytes] = ...) -> None: ...

class GrantGiven(_message.Message):
    __slots__ = ("subject", "role", "scope", "from_day", "until_day")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    subject: str
    role: _options_pb2.Role
    scope: str
    from_day: int
    until_day: int
    def __init__(self, subject: _Optional[str] = ..., role: _Optional[_Union[_options_pb2.Role, str]] = ..., scope: _Optional[str] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class GrantRevoked(_message.Message):
    __slots__ = ("subject", "role", "scope", "from_day")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    subject: str
    role: _options_pb2.Role
    scope: str
    from_day: int
    def __init__(self, subject: _Optional[str] = ..., role: _Optional[_Union[_options_pb2.Role, str]] = ..., scope: _Optional[str] = ..., from_day: _Optional[int] = ...) -> None: ...

class MandateGiven(_message.Message):
    __slots__ = ("party", "scopes", "from_day", "until_day")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_DAY_FIELD_NUMBER: _ClassVar[int]
    party: str
    scopes: _containers.RepeatedScalarFieldContainer[str]
    from_day: int
    until_day: int
    def __init__(self, party: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., from_day: _Optional[int] = ..., until_day: _Optional[int] = ...) -> None: ...

class MandateWithdrawn(_message.Message):
    __slots__ = ("party", "from_day")
    PARTY_FIELD_NUMBER: _ClassVar[int]
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    party: str
    from_day: int
    def __init__(self, party: _Optional[str] = ..., from_day: _Optional[int] = ...) -> None: ...

class PublisherKeyRegistered(_message.Message):
    __slots__ = ("subject", "tenant", "key_id", "public_key")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    subject: str
    tenant: str
    key_id: bytes
    public_key: bytes
    def __init__(self, subject: _Optional[str] = ..., tenant: _Optional[str] = ..., key_id: _Optional[bytes] = ..., public_key: _Optional[bytes] = ...) -> None: ...

class PublisherKeyRevoked(_message.Message):
    __slots__ = ("subject", "key_id")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    subject: str
    key_id: bytes
    def __init__(self, subject: _Optional[str] = ..., key_id: _Optional[bytes] = ...) -> None: ...

class CalendarPublished(_message.Message):
    __slots__ = ("scope", "year", "version", "source", "days")
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    scope: str
    year: int
    version: int
    source: str
    days: _containers.RepeatedCompositeFieldContainer[CalendarDay]
    def __init__(self, scope: _Optional[str] = ..., year: _Optional[int] = ..., version: _Optional[int] = ..., source: _Optional[str] = ..., days: _Optional[_Iterable[_Union[CalendarDay, _Mapping]]] = ...) -> None: ...

class CalendarDay(_message.Message):
    __slots__ = ("day", "kind", "name")
    DAY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    day: int
    kind: DayKind
    name: str
    def __init__(self, day: _Optional[int] = ..., kind: _Optional[_Union[DayKind, str]] = ..., name: _Optional[str] = ...) -> None: ...
