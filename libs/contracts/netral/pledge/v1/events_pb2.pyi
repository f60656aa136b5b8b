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

class CampaignKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAMPAIGN_KIND_UNSPECIFIED: _ClassVar[CampaignKind]
    CAMPAIGN_KIND_PLEDGE: _ClassVar[CampaignKind]
    CAMPAIGN_KIND_PACT: _ClassVar[CampaignKind]

class TemplateKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TEMPLATE_KIND_UNSPECIFIED: _ClassVar[TemplateKind]
    TEMPLATE_KIND_PLEDGE: _ClassVar[TemplateKind]
    TEMPLATE_KIND_PACT: _ClassVar[TemplateKind]

class SigningMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIGNING_METHOD_UNSPECIFIED: _ClassVar[SigningMethod]
    SIGNING_METHOD_BASAH: _ClassVar[SigningMethod]
    SIGNING_METHOD_OTP: _ClassVar[SigningMethod]
    SIGNING_METHOD_SSO: _ClassVar[SigningMethod]
    SIGNING_METHOD_TTE_BSRE: _ClassVar[SigningMethod]

class Assurance(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSURANCE_UNSPECIFIED: _ClassVar[Assurance]
    ASSURANCE_ATTENDED_PAPER: _ClassVar[Assurance]
    ASSURANCE_SESSION: _ClassVar[Assurance]
    ASSURANCE_ONE_TIME_CODE: _ClassVar[Assurance]
    ASSURANCE_CERTIFIED: _ClassVar[Assurance]

class RevocationCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVOCATION_CAUSE_UNSPECIFIED: _ClassVar[RevocationCause]
    REVOCATION_CAUSE_ERROR: _ClassVar[RevocationCause]
    REVOCATION_CAUSE_WITHDRAWN: _ClassVar[RevocationCause]

class AttendanceStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ATTENDANCE_STATUS_UNSPECIFIED: _ClassVar[AttendanceStatus]
    ATTENDANCE_STATUS_HADIR: _ClassVar[AttendanceStatus]
    ATTENDANCE_STATUS_IZIN: _ClassVar[AttendanceStatus]
    ATTENDANCE_STATUS_TIDAK_HADIR: _ClassVar[AttendanceStatus]
    ATTENDANCE_STATUS_SUSULAN: _ClassVar[AttendanceStatus]

class CeremonyKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CEREMONY_KIND_UNSPECIFIED: _ClassVar[CeremonyKind]
    CEREMONY_KIND_APEL: _ClassVar[CeremonyKind]
    CEREMONY_KIND_APEL_GABUNGAN: _ClassVar[CeremonyKind]
    CEREMONY_KIND_UPACARA: _ClassVar[CeremonyKind]
    CEREMONY_KIND_KANTOR: _ClassVar[CeremonyKind]
    CEREMONY_KIND_LAINNYA: _ClassVar[CeremonyKind]

class CeremonyMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CEREMONY_MODE_UNSPECIFIED: _ClassVar[CeremonyMode]
    CEREMONY_MODE_READ_ALOUD: _ClassVar[CeremonyMode]
    CEREMONY_MODE_REPRESENTATIVES: _ClassVar[CeremonyMode]
    CEREMONY_MODE_ONLINE: _ClassVar[CeremonyMode]

class SourceGrade(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SOURCE_GRADE_UNSPECIFIED: _ClassVar[SourceGrade]
    SOURCE_GRADE_OFFICIAL: _ClassVar[SourceGrade]
    SOURCE_GRADE_PRESS: _ClassVar[SourceGrade]
    SOURCE_GRADE_ADVERTORIAL: _ClassVar[SourceGrade]
    SOURCE_GRADE_UNVERIFIED: _ClassVar[SourceGrade]

class MandatedDuty(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MANDATED_DUTY_UNSPECIFIED: _ClassVar[MandatedDuty]
    MANDATED_DUTY_SOCIALISATION: _ClassVar[MandatedDuty]
    MANDATED_DUTY_PLEDGE: _ClassVar[MandatedDuty]
    MANDATED_DUTY_PACT: _ClassVar[MandatedDuty]
    MANDATED_DUTY_INFORMATION_SYSTEM: _ClassVar[MandatedDuty]

class DecreePoint(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DECREE_POINT_UNSPECIFIED: _ClassVar[DecreePoint]
    DECREE_POINT_PLEDGE: _ClassVar[DecreePoint]
    DECREE_POINT_PACT: _ClassVar[DecreePoint]
    DECREE_POINT_LOGO_APPLIED: _ClassVar[DecreePoint]
    DECREE_POINT_APP_INSTALLED: _ClassVar[DecreePoint]
CAMPAIGN_KIND_UNSPECIFIED: CampaignKind
CAMPAIGN_KIND_PLEDGE: CampaignKind
CAMPAIGN_KIND_PACT: CampaignKind
TEMPLATE_KIND_UNSPECIFIED: TemplateKind
TEMPLATE_KIND_PLEDGE: TemplateKind
TEMPLATE_KIND_PACT: TemplateKind
SIGNING_METHOD_UNSPECIFIED: SigningMethod
SIGNING_METHOD_BASAH: SigningMethod
SIGNING_METHOD_OTP: SigningMethod
SIGNING_METHOD_SSO: SigningMethod
SIGNING_METHOD_TTE_BSRE: SigningMethod
ASSURANCE_UNSPECIFIED: Assurance
ASSURANCE_ATTENDED_PAPER: Assurance
ASSURANCE_SESSION: Assurance
ASSURANCE_ONE_TIME_CODE: Assurance
ASSURANCE_CERTIFIED: Assurance
REVOCATION_CAUSE_UNSPECIFIED: RevocationCause
REVOCATION_CAUSE_ERROR: RevocationCause
REVOCATION_CAUSE_WITHDRAWN: RevocationCause
ATTENDANCE_STATUS_UNSPECIFIED: AttendanceStatus
ATTENDANCE_STATUS_HADIR: AttendanceStatus
ATTENDANCE_STATUS_IZIN: AttendanceStatus
ATTENDANCE_STATUS_TIDAK_HADIR: AttendanceStatus
ATTENDANCE_STATUS_SUSULAN: AttendanceStatus
CEREMONY_KIND_UNSPECIFIED: CeremonyKind
CEREMONY_KIND_APEL: CeremonyKind
CEREMONY_KIND_APEL_GABUNGAN: CeremonyKind
CEREMONY_KIND_UPACARA: CeremonyKind
CEREMONY_KIND_KANTOR: CeremonyKind
CEREMONY_KIND_LAINNYA: CeremonyKind
CEREMONY_MODE_UNSPECIFIED: CeremonyMode
CEREMONY_MODE_READ_ALOUD: CeremonyMode
CEREMONY_MODE_REPRESENTATIVES: CeremonyMode
CEREMONY_MODE_ONLINE: CeremonyMode
SOURCE_GRADE_UNSPECIFIED: SourceGrade
SOURCE_GRADE_OFFICIAL: SourceGrade
SOURCE_GRADE_PRESS: SourceGrade
SOURCE_GRADE_ADVERTORIAL: SourceGrade
SOURCE_GRADE_UNVERIFIED: SourceGrade
MANDATED_DUTY_UNSPECIFIED: MandatedDuty
MANDATED_DUTY_SOCIALISATION: MandatedDuty
MANDATED_DUTY_PLEDGE: MandatedDuty
MANDATED_DUTY_PACT: MandatedDuty
MANDATED_DUTY_INFORMATION_SYSTEM: MandatedDuty
DECREE_POINT_UNSPECIFIED: DecreePoint
DECREE_POINT_PLEDGE: DecreePoint
DECREE_POINT_PACT: DecreePoint
DECREE_POINT_LOGO_APPLIED: DecreePoint
DECREE_POINT_APP_INSTALLED: DecreePoint

class Source(_message.Message):
    __slots__ = ("title", "reference", "published_on", "grade", "post_id")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_ON_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    title: str
    reference: str
    published_on: int
    grade: SourceGrade
    post_id: bytes
    def __init__(self, title: _Optional[str] = ..., reference: _Optional[str] = ..., published_on: _Optional[int] = ..., grade: _Optional[_Union[SourceGrade, str]] = ..., post_id: _Optional[bytes] = ...) -> None: ...

class TemplateRef(_message.Message):
    __slots__ = ("id", "version", "sha256", "owner")
    ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    id: str
    version: int
    sha256: bytes
    owner: str
    def __init__(self, id: _Optional[str] = ..., version: _Optional[int] = ..., sha256: _Optional[bytes] = ..., owner: _Optional[str] = ...) -> None: ...

class Clause(_message.Message):
    __slots__ = ("id", "text")
    ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    id: str
    text: str
    def __init__(self, id: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class Basis(_message.Message):
    __slots__ = ("instrument_id", "number", "national")
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    NATIONAL_FIELD_NUMBER: _ClassVar[int]
    instrument_id: bytes
    number: str
    national: bool
    def __init__(self, instrument_id: _Optional[bytes] = ..., number: _Optional[str] = ..., national: _Optional[bool] = ...) -> None: ...

class Leader(_message.Message):
    __slots__ = ("post_id", "title")
    POST_ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    post_id: bytes
    title: str
    def __init__(self, post_id: _Optional[bytes] = ..., title: _Optional[str] = ...) -> None: ...

class Witness(_message.Message):
    __slots__ = ("body", "counted")
    BODY_FIELD_NUMBER: _ClassVar[int]
    COUNTED_FIELD_NUMBER: _ClassVar[int]
    body: str
    counted: _types_pb2.Count
    def __init__(self, body: _Optional[str] = ..., counted: _Optional[_Union[_types_pb2.Count, _Mapping]] = ...) -> None: ...

class Obligation(_message.Message):
    __slots__ = ("duty", "within_days", "waived")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    WITHIN_DAYS_FIELD_NUMBER: _ClassVar[int]
    WAIVED_FIELD_NUMBER: _ClassVar[int]
    duty: DutyRef
    within_days: int
    waived: bool
    def __init__(self, duty: _Optional[_Union[DutyRef, _Mapping]] = ..., within_days: _Optional[int] = ..., waived: _Optional[bool] = ...) -> None: ...

class InstrumentIssued(_message.Message):
    __slots__ = ("instrument_id", "code", "number", "aliases", "title", "issuers", "issued_on", "first_day", "last_day", "classes", "succeeded_by", "source", "obligations")
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALIASES_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ISSUERS_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_BY_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    OBLIGATIONS_FIELD_NUMBER: _ClassVar[int]
    instrument_id: bytes
    code: str
    number: str
    aliases: _containers.RepeatedScalarFieldContainer[str]
    title: str
    issuers: _containers.RepeatedScalarFieldContainer[str]
    issued_on: int
    first_day: int
    last_day: int
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2.EmploymentClass]
    succeeded_by: str
    source: Source
    obligations: _containers.RepeatedCompositeFieldContainer[Obligation]
    def __init__(self, instrument_id: _Optional[bytes] = ..., code: _Optional[str] = ..., number: _Optional[str] = ..., aliases: _Optional[_Iterable[str]] = ..., title: _Optional[str] = ..., issuers: _Optional[_Iterable[str]] = ..., issued_on: _Optional[int] = ..., first_day: _Optional[int] = ..., last_day: _Optional[int] = ..., classes: _Optional[_Iterable[_Union[_events_pb2.EmploymentClass, str]]] = ..., succeeded_by: _Optional[str] = ..., source: _Optional[_Union[Source, _Mapping]] = ..., obligations: _Optional[_Iterable[_Union[Obligation, _Mapping]]] = ...) -> None: ...

class InstrumentAliasAdded(_message.Message):
    __slots__ = ("instrument_id", "alias")
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    ALIAS_FIELD_NUMBER: _ClassVar[int]
    instrument_id: bytes
    alias: str
    def __init__(self, instrument_id: _Optional[bytes] = ..., alias: _Optional[str] = ...) -> None: ...

class InstrumentClaimRecorded(_message.Message):
    __slots__ = ("instrument_id", "field", "claimed", "source")
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    instrument_id: bytes
    field: str
    claimed: str
    source: Source
    def __init__(self, instrument_id: _Optional[bytes] = ..., field: _Optional[str] = ..., claimed: _Optional[str] = ..., source: _Optional[_Union[Source, _Mapping]] = ...) -> None: ...

class ClaimConflict(_message.Message):
    __slots__ = ("instrument_id", "field", "claimed", "canonical", "ceremony_id", "canonical_owner")
    INSTRUMENT_ID_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_FIELD_NUMBER: _ClassVar[int]
    CANONICAL_FIELD_NUMBER: _ClassVar[int]
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    CANONICAL_OWNER_FIELD_NUMBER: _ClassVar[int]
    instrument_id: bytes
    field: str
    claimed: str
    canonical: str
    ceremony_id: bytes
    canonical_owner: str
    def __init__(self, instrument_id: _Optional[bytes] = ..., field: _Optional[str] = ..., claimed: _Optional[str] = ..., canonical: _Optional[str] = ..., ceremony_id: _Optional[bytes] = ..., canonical_owner: _Optional[str] = ...) -> None: ...

class TemplatePublished(_message.Message):
    __slots__ = ("template", "kind", "title", "text", "clauses", "source")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    template: TemplateRef
    kind: TemplateKind
    title: str
    text: str
    clauses: _containers.RepeatedCompositeFieldContainer[Clause]
    source: Source
    def __init__(self, template: _Optional[_Union[TemplateRef, _Mapping]] = ..., kind: _Optional[_Union[TemplateKind, str]] = ..., title: _Optional[str] = ..., text: _Optional[str] = ..., clauses: _Optional[_Iterable[_Union[Clause, _Mapping]]] = ..., source: _Optional[_Union[Source, _Mapping]] = ...) -> None: ...

class ClauseAlias(_message.Message):
    __slots__ = ("clause", "owner", "template_id", "same_as")
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    SAME_AS_FIELD_NUMBER: _ClassVar[int]
    clause: str
    owner: str
    template_id: str
    same_as: str
    def __init__(self, clause: _Optional[str] = ..., owner: _Optional[str] = ..., template_id: _Optional[str] = ..., same_as: _Optional[str] = ...) -> None: ...

class ClausesAligned(_message.Message):
    __slots__ = ("owner", "template_id", "aliases")
    OWNER_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    ALIASES_FIELD_NUMBER: _ClassVar[int]
    owner: str
    template_id: str
    aliases: _containers.RepeatedCompositeFieldContainer[ClauseAlias]
    def __init__(self, owner: _Optional[str] = ..., template_id: _Optional[str] = ..., aliases: _Optional[_Iterable[_Union[ClauseAlias, _Mapping]]] = ...) -> None: ...

class CampaignOpened(_message.Message):
    __slots__ = ("campaign_id", "tenant", "kind", "title", "template", "opens", "closes", "target", "classes", "unit_ids", "bases", "zone", "binding_until")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    UNIT_IDS_FIELD_NUMBER: _ClassVar[int]
    BASES_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    BINDING_UNTIL_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    tenant: str
    kind: CampaignKind
    title: str
    template: TemplateRef
    opens: int
    closes: int
    target: int
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2.EmploymentClass]
    unit_ids: _containers.RepeatedScalarFieldContainer[bytes]
    bases: _containers.RepeatedCompositeFieldContainer[Basis]
    zone: str
    binding_until: int
    def __init__(self, campaign_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., kind: _Optional[_Union[CampaignKind, str]] = ..., title: _Optional[str] = ..., template: _Optional[_Union[TemplateRef, _Mapping]] = ..., opens: _Optional[int] = ..., closes: _Optional[int] = ..., target: _Optional[int] = ..., classes: _Optional[_Iterable[_Union[_events_pb2.EmploymentClass, str]]] = ..., unit_ids: _Optional[_Iterable[bytes]] = ..., bases: _Optional[_Iterable[_Union[Basis, _Mapping]]] = ..., zone: _Optional[str] = ..., binding_until: _Optional[int] = ...) -> None: ...

class CampaignClosed(_message.Message):
    __slots__ = ("campaign_id", "last_day")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    last_day: int
    def __init__(self, campaign_id: _Optional[bytes] = ..., last_day: _Optional[int] = ...) -> None: ...

class AudienceFrozen(_message.Message):
    __slots__ = ("campaign_id", "as_of", "count", "digest", "cursor")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    as_of: int
    count: int
    digest: bytes
    cursor: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., as_of: _Optional[int] = ..., count: _Optional[int] = ..., digest: _Optional[bytes] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class PactsOffered(_message.Message):
    __slots__ = ("campaign_id", "offered_on", "person_ids")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERED_ON_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    offered_on: int
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, campaign_id: _Optional[bytes] = ..., offered_on: _Optional[int] = ..., person_ids: _Optional[_Iterable[bytes]] = ...) -> None: ...

class CeremonyHeld(_message.Message):
    __slots__ = ("ceremony_id", "campaign_id", "organiser", "place_tenant", "place", "unit_ids", "leader", "day", "kind", "mode", "witnesses", "attended", "without_exception", "source", "zone")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANISER_FIELD_NUMBER: _ClassVar[int]
    PLACE_TENANT_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    UNIT_IDS_FIELD_NUMBER: _ClassVar[int]
    LEADER_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    WITNESSES_FIELD_NUMBER: _ClassVar[int]
    ATTENDED_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_EXCEPTION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    campaign_id: bytes
    organiser: str
    place_tenant: str
    place: str
    unit_ids: _containers.RepeatedScalarFieldContainer[bytes]
    leader: Leader
    day: _types_pb2.DayClaim
    kind: CeremonyKind
    mode: CeremonyMode
    witnesses: _containers.RepeatedCompositeFieldContainer[Witness]
    attended: _types_pb2.Count
    without_exception: bool
    source: Source
    zone: str
    def __init__(self, ceremony_id: _Optional[bytes] = ..., campaign_id: _Optional[bytes] = ..., organiser: _Optional[str] = ..., place_tenant: _Optional[str] = ..., place: _Optional[str] = ..., unit_ids: _Optional[_Iterable[bytes]] = ..., leader: _Optional[_Union[Leader, _Mapping]] = ..., day: _Optional[_Union[_types_pb2.DayClaim, _Mapping]] = ..., kind: _Optional[_Union[CeremonyKind, str]] = ..., mode: _Optional[_Union[CeremonyMode, str]] = ..., witnesses: _Optional[_Iterable[_Union[Witness, _Mapping]]] = ..., attended: _Optional[_Union[_types_pb2.Count, _Mapping]] = ..., without_exception: _Optional[bool] = ..., source: _Optional[_Union[Source, _Mapping]] = ..., zone: _Optional[str] = ...) -> None: ...

class CeremonyDayCorrected(_message.Message):
    __slots__ = ("ceremony_id", "day", "reason")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    day: _types_pb2.DayClaim
    reason: _types_pb2.Sealed
    def __init__(self, ceremony_id: _Optional[bytes] = ..., day: _Optional[_Union[_types_pb2.DayClaim, _Mapping]] = ..., reason: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ...) -> None: ...

class Attendance(_message.Message):
    __slots__ = ("person_id", "status", "reason")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    status: AttendanceStatus
    reason: _types_pb2.Sealed
    def __init__(self, person_id: _Optional[bytes] = ..., status: _Optional[_Union[AttendanceStatus, str]] = ..., reason: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ...) -> None: ...

class AttendanceRecorded(_message.Message):
    __slots__ = ("ceremony_id", "persons")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    persons: _containers.RepeatedCompositeFieldContainer[Attendance]
    def __init__(self, ceremony_id: _Optional[bytes] = ..., persons: _Optional[_Iterable[_Union[Attendance, _Mapping]]] = ...) -> None: ...

class CoverageClaimContradicted(_message.Message):
    __slots__ = ("ceremony_id", "denominator", "person_ids", "cursor", "digest")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    denominator: int
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    cursor: _types_pb2.Cursor
    digest: bytes
    def __init__(self, ceremony_id: _Optional[bytes] = ..., denominator: _Optional[int] = ..., person_ids: _Optional[_Iterable[bytes]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ..., digest: _Optional[bytes] = ...) -> None: ...

class PactSigned(_message.Message):
    __slots__ = ("campaign_id", "person_id", "template", "signed_at", "signed_on", "method", "assurance", "subject", "evidence")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SIGNED_AT_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    template: TemplateRef
    signed_at: int
    signed_on: int
    method: SigningMethod
    assurance: Assurance
    subject: bytes
    evidence: _containers.RepeatedCompositeFieldContainer[_types_pb2.Sealed]
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., template: _Optional[_Union[TemplateRef, _Mapping]] = ..., signed_at: _Optional[int] = ..., signed_on: _Optional[int] = ..., method: _Optional[_Union[SigningMethod, str]] = ..., assurance: _Optional[_Union[Assurance, str]] = ..., subject: _Optional[bytes] = ..., evidence: _Optional[_Iterable[_Union[_types_pb2.Sealed, _Mapping]]] = ...) -> None: ...

class PactRefused(_message.Message):
    __slots__ = ("campaign_id", "person_id", "refused_at", "refused_on", "reason")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REFUSED_AT_FIELD_NUMBER: _ClassVar[int]
    REFUSED_ON_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    refused_at: int
    refused_on: int
    reason: _types_pb2.Sealed
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., refused_at: _Optional[int] = ..., refused_on: _Optional[int] = ..., reason: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ...) -> None: ...

class PactExcused(_message.Message):
    __slots__ = ("campaign_id", "person_id", "excused_at", "excused_on", "reason")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    EXCUSED_AT_FIELD_NUMBER: _ClassVar[int]
    EXCUSED_ON_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    excused_at: int
    excused_on: int
    reason: _types_pb2.Sealed
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., excused_at: _Optional[int] = ..., excused_on: _Optional[int] = ..., reason: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ...) -> None: ...

class PactCorrected(_message.Message):
    __slots__ = ("campaign_id", "person_id", "template", "signed_at", "signed_on", "method", "assurance", "subject", "reason")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SIGNED_AT_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    template: TemplateRef
    signed_at: int
    signed_on: int
    method: SigningMethod
    assurance: Assurance
    subject: bytes
    reason: _types_pb2.Sealed
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., template: _Optional[_Union[TemplateRef, _Mapping]] = ..., signed_at: _Optional[int] = ..., signed_on: _Optional[int] = ..., method: _Optional[_Union[SigningMethod, str]] = ..., assurance: _Optional[_Union[Assurance, str]] = ..., subject: _Optional[bytes] = ..., reason: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ...) -> None: ...

class PactRevoked(_message.Message):
    __slots__ = ("campaign_id", "person_id", "cause", "revoked_on", "template", "signed_at", "method", "subject", "reason")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REVOKED_ON_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SIGNED_AT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    cause: RevocationCause
    revoked_on: int
    template: TemplateRef
    signed_at: int
    method: SigningMethod
    subject: bytes
    reason: _types_pb2.Sealed
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., cause: _Optional[_Union[RevocationCause, str]] = ..., revoked_on: _Optional[int] = ..., template: _Optional[_Union[TemplateRef, _Mapping]] = ..., signed_at: _Optional[int] = ..., method: _Optional[_Union[SigningMethod, str]] = ..., subject: _Optional[bytes] = ..., reason: _Optional[_Union[_types_pb2.Sealed, _Mapping]] = ...) -> None: ...

class PactSuperseded(_message.Message):
    __slots__ = ("campaign_id", "person_id", "former", "superseded_on")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    FORMER_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDED_ON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    former: TemplateRef
    superseded_on: int
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., former: _Optional[_Union[TemplateRef, _Mapping]] = ..., superseded_on: _Optional[int] = ...) -> None: ...

class PactRowRejected(_message.Message):
    __slots__ = ("campaign_id", "person_id", "reason", "rejected_on")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REJECTED_ON_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    person_id: bytes
    reason: str
    rejected_on: int
    def __init__(self, campaign_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., reason: _Optional[str] = ..., rejected_on: _Optional[int] = ...) -> None: ...

class DutyRef(_message.Message):
    __slots__ = ("mandated", "point")
    MANDATED_FIELD_NUMBER: _ClassVar[int]
    POINT_FIELD_NUMBER: _ClassVar[int]
    mandated: MandatedDuty
    point: DecreePoint
    def __init__(self, mandated: _Optional[_Union[MandatedDuty, str]] = ..., point: _Optional[_Union[DecreePoint, str]] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ("title", "reference", "sha256")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    title: str
    reference: str
    sha256: bytes
    def __init__(self, title: _Optional[str] = ..., reference: _Optional[str] = ..., sha256: _Optional[bytes] = ...) -> None: ...

class DutyRequired(_message.Message):
    __slots__ = ("duty_id", "tenant", "unit_id", "duty", "due_on")
    DUTY_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    duty_id: bytes
    tenant: str
    unit_id: bytes
    duty: DutyRef
    due_on: int
    def __init__(self, duty_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., duty: _Optional[_Union[DutyRef, _Mapping]] = ..., due_on: _Optional[int] = ...) -> None: ...

class DutyFulfilled(_message.Message):
    __slots__ = ("duty_id", "tenant", "unit_id", "duty", "fulfilled_on", "persons", "evidence", "classes")
    DUTY_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    FULFILLED_ON_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    duty_id: bytes
    tenant: str
    unit_id: bytes
    duty: DutyRef
    fulfilled_on: int
    persons: _types_pb2.Count
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2.EmploymentClass]
    def __init__(self, duty_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., duty: _Optional[_Union[DutyRef, _Mapping]] = ..., fulfilled_on: _Optional[int] = ..., persons: _Optional[_Union[_types_pb2.Count, _Mapping]] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ..., classes: _Optional[_Iterable[_Union[_events_pb2.EmploymentClass, str]]] = ...) -> None: ...

class GuidanceReceived(_message.Message):
    __slots__ = ("duty_id", "tenant", "unit_id", "body", "received_on", "evidence")
    DUTY_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    duty_id: bytes
    tenant: str
    unit_id: bytes
    body: str
    received_on: int
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    def __init__(self, duty_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., unit_id: _Optional[bytes] = ..., body: _Optional[str] = ..., received_on: _Optional[int] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ...) -> None: ...
