from netral.common.v1 import options_pb2 as _options_pb2
from netral.common.v1 import types_pb2 as _types_pb2
from netral.pledge.v1 import events_pb2 as _events_pb2
from netral.registry.v1 import events_pb2 as _events_pb2_1
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PactAnswer(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PACT_ANSWER_UNSPECIFIED: _ClassVar[PactAnswer]
    PACT_ANSWER_SIGNED: _ClassVar[PactAnswer]
    PACT_ANSWER_REFUSED: _ClassVar[PactAnswer]
    PACT_ANSWER_EXCUSED: _ClassVar[PactAnswer]

class CoverageBy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COVERAGE_BY_UNSPECIFIED: _ClassVar[CoverageBy]
    COVERAGE_BY_NONE: _ClassVar[CoverageBy]
    COVERAGE_BY_CLASS: _ClassVar[CoverageBy]
    COVERAGE_BY_UNIT: _ClassVar[CoverageBy]
    COVERAGE_BY_STATUS: _ClassVar[CoverageBy]
    COVERAGE_BY_POST: _ClassVar[CoverageBy]

class MissingCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MISSING_CAUSE_UNSPECIFIED: _ClassVar[MissingCause]
    MISSING_CAUSE_ROW_REJECTED: _ClassVar[MissingCause]
    MISSING_CAUSE_ABSENT: _ClassVar[MissingCause]
    MISSING_CAUSE_OFFERED: _ClassVar[MissingCause]
    MISSING_CAUSE_NEVER_OFFERED: _ClassVar[MissingCause]

class DutyState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DUTY_STATE_UNSPECIFIED: _ClassVar[DutyState]
    DUTY_STATE_OPEN: _ClassVar[DutyState]
    DUTY_STATE_OVERDUE: _ClassVar[DutyState]
    DUTY_STATE_MET: _ClassVar[DutyState]
PACT_ANSWER_UNSPECIFIED: PactAnswer
PACT_ANSWER_SIGNED: PactAnswer
PACT_ANSWER_REFUSED: PactAnswer
PACT_ANSWER_EXCUSED: PactAnswer
COVERAGE_BY_UNSPECIFIED: CoverageBy
COVERAGE_BY_NONE: CoverageBy
COVERAGE_BY_CLASS: CoverageBy
COVERAGE_BY_UNIT: CoverageBy
COVERAGE_BY_STATUS: CoverageBy
COVERAGE_BY_POST: CoverageBy
MISSING_CAUSE_UNSPECIFIED: MissingCause
MISSING_CAUSE_ROW_REJECTED: MissingCause
MISSING_CAUSE_ABSENT: MissingCause
MISSING_CAUSE_OFFERED: MissingCause
MISSING_CAUSE_NEVER_OFFERED: MissingCause
DUTY_STATE_UNSPECIFIED: DutyState
DUTY_STATE_OPEN: DutyState
DUTY_STATE_OVERDUE: DutyState
DUTY_STATE_MET: DutyState

class IssueInstrumentsRequest(_message.Message):
    __slots__ = ("tenant", "items", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewInstrument]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewInstrument, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewInstrument(_message.Message):
    __slots__ = ("command_id", "instrument")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    instrument: _events_pb2.InstrumentIssued
    def __init__(self, command_id: _Optional[bytes] = ..., instrument: _Optional[_Union[_events_pb2.InstrumentIssued, _Mapping]] = ...) -> None: ...

class IssueInstrumentsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class AddInstrumentAliasesRequest(_message.Message):
    __slots__ = ("tenant", "items", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewAlias]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewAlias, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewAlias(_message.Message):
    __slots__ = ("command_id", "number", "alias")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ALIAS_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    number: str
    alias: str
    def __init__(self, command_id: _Optional[bytes] = ..., number: _Optional[str] = ..., alias: _Optional[str] = ...) -> None: ...

class AddInstrumentAliasesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RecordInstrumentClaimsRequest(_message.Message):
    __slots__ = ("tenant", "items", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewInstrumentClaim]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewInstrumentClaim, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewInstrumentClaim(_message.Message):
    __slots__ = ("command_id", "number", "field", "claimed", "source")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    number: str
    field: str
    claimed: str
    source: _events_pb2.Source
    def __init__(self, command_id: _Optional[bytes] = ..., number: _Optional[str] = ..., field: _Optional[str] = ..., claimed: _Optional[str] = ..., source: _Optional[_Union[_events_pb2.Source, _Mapping]] = ...) -> None: ...

class RecordInstrumentClaimsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListInstrumentsRequest(_message.Message):
    __slots__ = ("tenant", "number", "in_force_on", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_ON_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    number: str
    in_force_on: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., number: _Optional[str] = ..., in_force_on: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Instrument(_message.Message):
    __slots__ = ("issued", "numbers", "conflicts", "weakens")
    ISSUED_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    CONFLICTS_FIELD_NUMBER: _ClassVar[int]
    WEAKENS_FIELD_NUMBER: _ClassVar[int]
    issued: _events_pb2.InstrumentIssued
    numbers: _containers.RepeatedScalarFieldContainer[str]
    conflicts: _containers.RepeatedCompositeFieldContainer[_events_pb2.ClaimConflict]
    weakens: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, issued: _Optional[_Union[_events_pb2.InstrumentIssued, _Mapping]] = ..., numbers: _Optional[_Iterable[str]] = ..., conflicts: _Optional[_Iterable[_Union[_events_pb2.ClaimConflict, _Mapping]]] = ..., weakens: _Optional[_Iterable[str]] = ...) -> None: ...

class ListInstrumentsResponse(_message.Message):
    __slots__ = ("instruments", "freshness")
    INSTRUMENTS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    instruments: _containers.RepeatedCompositeFieldContainer[Instrument]
    freshness: _types_pb2.Freshness
    def __init__(self, instruments: _Optional[_Iterable[_Union[Instrument, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class PublishTemplatesRequest(_message.Message):
    __slots__ = ("tenant", "items")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewTemplate]
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewTemplate, _Mapping]]] = ...) -> None: ...

class NewTemplate(_message.Message):
    __slots__ = ("command_id", "id", "kind", "title", "text", "clauses", "source")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    id: str
    kind: _events_pb2.TemplateKind
    title: str
    text: str
    clauses: _containers.RepeatedCompositeFieldContainer[_events_pb2.Clause]
    source: _events_pb2.Source
    def __init__(self, command_id: _Optional[bytes] = ..., id: _Optional[str] = ..., kind: _Optional[_Union[_events_pb2.TemplateKind, str]] = ..., title: _Optional[str] = ..., text: _Optional[str] = ..., clauses: _Optional[_Iterable[_Union[_events_pb2.Clause, _Mapping]]] = ..., source: _Optional[_Union[_events_pb2.Source, _Mapping]] = ...) -> None: ...

class PublishTemplatesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ShowTemplateRequest(_message.Message):
    __slots__ = ("tenant", "id", "version", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    id: str
    version: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., id: _Optional[str] = ..., version: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class KnownClause(_message.Message):
    __slots__ = ("number", "id", "canonical")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    CANONICAL_FIELD_NUMBER: _ClassVar[int]
    number: int
    id: str
    canonical: _events_pb2.ClauseAlias
    def __init__(self, number: _Optional[int] = ..., id: _Optional[str] = ..., canonical: _Optional[_Union[_events_pb2.ClauseAlias, _Mapping]] = ...) -> None: ...

class AlignClausesRequest(_message.Message):
    __slots__ = ("tenant", "items")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[AlignedClauses]
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[AlignedClauses, _Mapping]]] = ...) -> None: ...

class AlignedClauses(_message.Message):
    __slots__ = ("command_id", "template_id", "aliases")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    ALIASES_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    template_id: str
    aliases: _containers.RepeatedCompositeFieldContainer[_events_pb2.ClauseAlias]
    def __init__(self, command_id: _Optional[bytes] = ..., template_id: _Optional[str] = ..., aliases: _Optional[_Iterable[_Union[_events_pb2.ClauseAlias, _Mapping]]] = ...) -> None: ...

class AlignClausesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ShowTemplateResponse(_message.Message):
    __slots__ = ("template", "freshness", "clauses")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    template: _events_pb2.TemplatePublished
    freshness: _types_pb2.Freshness
    clauses: _containers.RepeatedCompositeFieldContainer[KnownClause]
    def __init__(self, template: _Optional[_Union[_events_pb2.TemplatePublished, _Mapping]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ..., clauses: _Optional[_Iterable[_Union[KnownClause, _Mapping]]] = ...) -> None: ...

class OpenCampaignsRequest(_message.Message):
    __slots__ = ("tenant", "items", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewCampaign]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewCampaign, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewCampaign(_message.Message):
    __slots__ = ("command_id", "kind", "title", "template_id", "template_version", "text", "opens", "closes", "target", "classes", "unit_ids", "basis_numbers", "binding_until")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    UNIT_IDS_FIELD_NUMBER: _ClassVar[int]
    BASIS_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    BINDING_UNTIL_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    kind: _events_pb2.CampaignKind
    title: str
    template_id: str
    template_version: int
    text: bytes
    opens: int
    closes: int
    target: int
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2_1.EmploymentClass]
    unit_ids: _containers.RepeatedScalarFieldContainer[bytes]
    basis_numbers: _containers.RepeatedScalarFieldContainer[str]
    binding_until: int
    def __init__(self, command_id: _Optional[bytes] = ..., kind: _Optional[_Union[_events_pb2.CampaignKind, str]] = ..., title: _Optional[str] = ..., template_id: _Optional[str] = ..., template_version: _Optional[int] = ..., text: _Optional[bytes] = ..., opens: _Optional[int] = ..., closes: _Optional[int] = ..., target: _Optional[int] = ..., classes: _Optional[_Iterable[_Union[_events_pb2_1.EmploymentClass, str]]] = ..., unit_ids: _Optional[_Iterable[bytes]] = ..., basis_numbers: _Optional[_Iterable[str]] = ..., binding_until: _Optional[int] = ...) -> None: ...

class OpenCampaignsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CloseCampaignsRequest(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[ClosedCampaign]
    def __init__(self, items: _Optional[_Iterable[_Union[ClosedCampaign, _Mapping]]] = ...) -> None: ...

class ClosedCampaign(_message.Message):
    __slots__ = ("command_id", "campaign_id", "last_day")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    campaign_id: bytes
    last_day: int
    def __init__(self, command_id: _Optional[bytes] = ..., campaign_id: _Optional[bytes] = ..., last_day: _Optional[int] = ...) -> None: ...

class CloseCampaignsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class FreezeAudienceRequest(_message.Message):
    __slots__ = ("command_id", "campaign_id", "after")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    campaign_id: bytes
    after: _types_pb2.Cursor
    def __init__(self, command_id: _Optional[bytes] = ..., campaign_id: _Optional[bytes] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class FreezeAudienceResponse(_message.Message):
    __slots__ = ("verdict", "count", "digest", "cursor")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdict: _types_pb2.ItemVerdict
    count: int
    digest: bytes
    cursor: _types_pb2.Cursor
    def __init__(self, verdict: _Optional[_Union[_types_pb2.ItemVerdict, _Mapping]] = ..., count: _Optional[int] = ..., digest: _Optional[bytes] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListCampaignsRequest(_message.Message):
    __slots__ = ("tenant", "kind", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    kind: _events_pb2.CampaignKind
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., kind: _Optional[_Union[_events_pb2.CampaignKind, str]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Campaign(_message.Message):
    __slots__ = ("opened", "closes", "closed", "frozen_count", "pacts", "offers")
    OPENED_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    CLOSED_FIELD_NUMBER: _ClassVar[int]
    FROZEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    PACTS_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    opened: _events_pb2.CampaignOpened
    closes: int
    closed: bool
    frozen_count: int
    pacts: int
    offers: int
    def __init__(self, opened: _Optional[_Union[_events_pb2.CampaignOpened, _Mapping]] = ..., closes: _Optional[int] = ..., closed: _Optional[bool] = ..., frozen_count: _Optional[int] = ..., pacts: _Optional[int] = ..., offers: _Optional[int] = ...) -> None: ...

class ListCampaignsResponse(_message.Message):
    __slots__ = ("campaigns", "freshness")
    CAMPAIGNS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    campaigns: _containers.RepeatedCompositeFieldContainer[Campaign]
    freshness: _types_pb2.Freshness
    def __init__(self, campaigns: _Optional[_Iterable[_Union[Campaign, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ShowCampaignRequest(_message.Message):
    __slots__ = ("campaign_id", "after")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    after: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ShowCampaignResponse(_message.Message):
    __slots__ = ("campaign", "freshness")
    CAMPAIGN_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    campaign: Campaign
    freshness: _types_pb2.Freshness
    def __init__(self, campaign: _Optional[_Union[Campaign, _Mapping]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class RecordCeremoniesRequest(_message.Message):
    __slots__ = ("tenant", "items", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewCeremony]
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewCeremony, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewCeremony(_message.Message):
    __slots__ = ("command_id", "ceremony")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CEREMONY_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    ceremony: _events_pb2.CeremonyHeld
    def __init__(self, command_id: _Optional[bytes] = ..., ceremony: _Optional[_Union[_events_pb2.CeremonyHeld, _Mapping]] = ...) -> None: ...

class RecordCeremoniesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CorrectCeremonyDaysRequest(_message.Message):
    __slots__ = ("items",)
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[CeremonyDay]
    def __init__(self, items: _Optional[_Iterable[_Union[CeremonyDay, _Mapping]]] = ...) -> None: ...

class CeremonyDay(_message.Message):
    __slots__ = ("command_id", "ceremony_id", "day", "reason")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    ceremony_id: bytes
    day: int
    reason: str
    def __init__(self, command_id: _Optional[bytes] = ..., ceremony_id: _Optional[bytes] = ..., day: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class CorrectCeremonyDaysResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RecordAttendanceRequest(_message.Message):
    __slots__ = ("ceremony_id", "items", "after")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    items: _containers.RepeatedCompositeFieldContainer[NewAttendance]
    after: _types_pb2.Cursor
    def __init__(self, ceremony_id: _Optional[bytes] = ..., items: _Optional[_Iterable[_Union[NewAttendance, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewAttendance(_message.Message):
    __slots__ = ("command_id", "person_id", "status", "reason")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    status: _events_pb2.AttendanceStatus
    reason: str
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., status: _Optional[_Union[_events_pb2.AttendanceStatus, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class RecordAttendanceResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CheckCeremonyClaimRequest(_message.Message):
    __slots__ = ("command_id", "ceremony_id", "after")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    ceremony_id: bytes
    after: _types_pb2.Cursor
    def __init__(self, command_id: _Optional[bytes] = ..., ceremony_id: _Optional[bytes] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CheckCeremonyClaimResponse(_message.Message):
    __slots__ = ("verdict", "denominator", "person_ids", "cursor")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdict: _types_pb2.ItemVerdict
    denominator: int
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    cursor: _types_pb2.Cursor
    def __init__(self, verdict: _Optional[_Union[_types_pb2.ItemVerdict, _Mapping]] = ..., denominator: _Optional[int] = ..., person_ids: _Optional[_Iterable[bytes]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListCeremoniesRequest(_message.Message):
    __slots__ = ("tenant", "campaign_id", "known_at", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    KNOWN_AT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    campaign_id: bytes
    known_at: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., campaign_id: _Optional[bytes] = ..., known_at: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CeremonyDayKnown(_message.Message):
    __slots__ = ("day", "known_from", "corrected_by")
    DAY_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FROM_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_BY_FIELD_NUMBER: _ClassVar[int]
    day: _types_pb2.DayClaim
    known_from: int
    corrected_by: str
    def __init__(self, day: _Optional[_Union[_types_pb2.DayClaim, _Mapping]] = ..., known_from: _Optional[int] = ..., corrected_by: _Optional[str] = ...) -> None: ...

class Ceremony(_message.Message):
    __slots__ = ("held", "days", "present", "excused", "absent", "without_record", "phases", "conflicts")
    class PhasesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    HELD_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    PRESENT_FIELD_NUMBER: _ClassVar[int]
    EXCUSED_FIELD_NUMBER: _ClassVar[int]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_RECORD_FIELD_NUMBER: _ClassVar[int]
    PHASES_FIELD_NUMBER: _ClassVar[int]
    CONFLICTS_FIELD_NUMBER: _ClassVar[int]
    held: _events_pb2.CeremonyHeld
    days: _containers.RepeatedCompositeFieldContainer[CeremonyDayKnown]
    present: int
    excused: int
    absent: int
    without_record: int
    phases: _containers.ScalarMap[str, str]
    conflicts: _containers.RepeatedCompositeFieldContainer[_events_pb2.ClaimConflict]
    def __init__(self, held: _Optional[_Union[_events_pb2.CeremonyHeld, _Mapping]] = ..., days: _Optional[_Iterable[_Union[CeremonyDayKnown, _Mapping]]] = ..., present: _Optional[int] = ..., excused: _Optional[int] = ..., absent: _Optional[int] = ..., without_record: _Optional[int] = ..., phases: _Optional[_Mapping[str, str]] = ..., conflicts: _Optional[_Iterable[_Union[_events_pb2.ClaimConflict, _Mapping]]] = ...) -> None: ...

class ListCeremoniesResponse(_message.Message):
    __slots__ = ("ceremonies", "freshness")
    CEREMONIES_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    ceremonies: _containers.RepeatedCompositeFieldContainer[Ceremony]
    freshness: _types_pb2.Freshness
    def __init__(self, ceremonies: _Optional[_Iterable[_Union[Ceremony, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ShowCeremonyRequest(_message.Message):
    __slots__ = ("ceremony_id", "known_at", "after")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    KNOWN_AT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    known_at: int
    after: _types_pb2.Cursor
    def __init__(self, ceremony_id: _Optional[bytes] = ..., known_at: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ShowCeremonyResponse(_message.Message):
    __slots__ = ("ceremony", "freshness")
    CEREMONY_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    ceremony: Ceremony
    freshness: _types_pb2.Freshness
    def __init__(self, ceremony: _Optional[_Union[Ceremony, _Mapping]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class OfferPactsRequest(_message.Message):
    __slots__ = ("command_id", "campaign_id", "offered_on", "person_ids", "after")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERED_ON_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    campaign_id: bytes
    offered_on: int
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    after: _types_pb2.Cursor
    def __init__(self, command_id: _Optional[bytes] = ..., campaign_id: _Optional[bytes] = ..., offered_on: _Optional[int] = ..., person_ids: _Optional[_Iterable[bytes]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class OfferPactsResponse(_message.Message):
    __slots__ = ("verdicts", "unknown", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    unknown: int
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., unknown: _Optional[int] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RecordPactsRequest(_message.Message):
    __slots__ = ("campaign_id", "items", "after")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    items: _containers.RepeatedCompositeFieldContainer[NewPact]
    after: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., items: _Optional[_Iterable[_Union[NewPact, _Mapping]]] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NewPact(_message.Message):
    __slots__ = ("command_id", "person_id", "answer", "at", "method", "reason", "evidence", "template_id", "template_version")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    answer: PactAnswer
    at: int
    method: _events_pb2.SigningMethod
    reason: str
    evidence: _containers.RepeatedScalarFieldContainer[bytes]
    template_id: str
    template_version: int
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., answer: _Optional[_Union[PactAnswer, str]] = ..., at: _Optional[int] = ..., method: _Optional[_Union[_events_pb2.SigningMethod, str]] = ..., reason: _Optional[str] = ..., evidence: _Optional[_Iterable[bytes]] = ..., template_id: _Optional[str] = ..., template_version: _Optional[int] = ...) -> None: ...

class RecordPactsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CorrectPactsRequest(_message.Message):
    __slots__ = ("campaign_id", "items")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    items: _containers.RepeatedCompositeFieldContainer[CorrectedPact]
    def __init__(self, campaign_id: _Optional[bytes] = ..., items: _Optional[_Iterable[_Union[CorrectedPact, _Mapping]]] = ...) -> None: ...

class CorrectedPact(_message.Message):
    __slots__ = ("command_id", "person_id", "signed_at", "method", "reason")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNED_AT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    signed_at: int
    method: _events_pb2.SigningMethod
    reason: str
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., signed_at: _Optional[int] = ..., method: _Optional[_Union[_events_pb2.SigningMethod, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class CorrectPactsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RevokePactsRequest(_message.Message):
    __slots__ = ("campaign_id", "items")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    items: _containers.RepeatedCompositeFieldContainer[RevokedPact]
    def __init__(self, campaign_id: _Optional[bytes] = ..., items: _Optional[_Iterable[_Union[RevokedPact, _Mapping]]] = ...) -> None: ...

class RevokedPact(_message.Message):
    __slots__ = ("command_id", "person_id", "cause", "revoked_on", "reason")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REVOKED_ON_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    cause: _events_pb2.RevocationCause
    revoked_on: int
    reason: str
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., cause: _Optional[_Union[_events_pb2.RevocationCause, str]] = ..., revoked_on: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class RevokePactsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class NoteRejectedRowsRequest(_message.Message):
    __slots__ = ("campaign_id", "items")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    items: _containers.RepeatedCompositeFieldContainer[RejectedRow]
    def __init__(self, campaign_id: _Optional[bytes] = ..., items: _Optional[_Iterable[_Union[RejectedRow, _Mapping]]] = ...) -> None: ...

class RejectedRow(_message.Message):
    __slots__ = ("command_id", "person_id", "reason")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    person_id: bytes
    reason: str
    def __init__(self, command_id: _Optional[bytes] = ..., person_id: _Optional[bytes] = ..., reason: _Optional[str] = ...) -> None: ...

class NoteRejectedRowsResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class CoverageRequest(_message.Message):
    __slots__ = ("campaign_id", "by", "valid_at", "known_at", "after")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    VALID_AT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_AT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    by: CoverageBy
    valid_at: int
    known_at: int
    after: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., by: _Optional[_Union[CoverageBy, str]] = ..., valid_at: _Optional[int] = ..., known_at: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class Figures(_message.Message):
    __slots__ = ("denominator", "signed", "refused", "excused", "missing", "unknown")
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    SIGNED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    EXCUSED_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    denominator: int
    signed: int
    refused: int
    excused: int
    missing: int
    unknown: int
    def __init__(self, denominator: _Optional[int] = ..., signed: _Optional[int] = ..., refused: _Optional[int] = ..., excused: _Optional[int] = ..., missing: _Optional[int] = ..., unknown: _Optional[int] = ...) -> None: ...

class CoverageGroup(_message.Message):
    __slots__ = ("key", "figures")
    KEY_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    key: str
    figures: Figures
    def __init__(self, key: _Optional[str] = ..., figures: _Optional[_Union[Figures, _Mapping]] = ...) -> None: ...

class CoverageResponse(_message.Message):
    __slots__ = ("campaign_id", "tenant", "as_of", "total", "groups", "causes", "outside", "outside_signed", "freshness", "at_least", "at_most")
    class CausesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class OutsideEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    OUTSIDE_FIELD_NUMBER: _ClassVar[int]
    OUTSIDE_SIGNED_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    AT_MOST_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    tenant: str
    as_of: int
    total: Figures
    groups: _containers.RepeatedCompositeFieldContainer[CoverageGroup]
    causes: _containers.ScalarMap[str, int]
    outside: _containers.ScalarMap[str, int]
    outside_signed: int
    freshness: _types_pb2.Freshness
    at_least: int
    at_most: int
    def __init__(self, campaign_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., as_of: _Optional[int] = ..., total: _Optional[_Union[Figures, _Mapping]] = ..., groups: _Optional[_Iterable[_Union[CoverageGroup, _Mapping]]] = ..., causes: _Optional[_Mapping[str, int]] = ..., outside: _Optional[_Mapping[str, int]] = ..., outside_signed: _Optional[int] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ..., at_least: _Optional[int] = ..., at_most: _Optional[int] = ...) -> None: ...

class ListMissingRequest(_message.Message):
    __slots__ = ("campaign_id", "valid_at", "known_at", "after_person_id", "limit", "after")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    VALID_AT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_AT_FIELD_NUMBER: _ClassVar[int]
    AFTER_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    valid_at: int
    known_at: int
    after_person_id: bytes
    limit: int
    after: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., valid_at: _Optional[int] = ..., known_at: _Optional[int] = ..., after_person_id: _Optional[bytes] = ..., limit: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class MissingPerson(_message.Message):
    __slots__ = ("person_id", "unit_id", "unit_code", "employment_class", "post_class", "cause", "row_reason")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    EMPLOYMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    POST_CLASS_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    ROW_REASON_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    unit_id: bytes
    unit_code: str
    employment_class: _events_pb2_1.EmploymentClass
    post_class: _events_pb2_1.PostClass
    cause: MissingCause
    row_reason: str
    def __init__(self, person_id: _Optional[bytes] = ..., unit_id: _Optional[bytes] = ..., unit_code: _Optional[str] = ..., employment_class: _Optional[_Union[_events_pb2_1.EmploymentClass, str]] = ..., post_class: _Optional[_Union[_events_pb2_1.PostClass, str]] = ..., cause: _Optional[_Union[MissingCause, str]] = ..., row_reason: _Optional[str] = ...) -> None: ...

class ListMissingResponse(_message.Message):
    __slots__ = ("persons", "next_person_id", "freshness")
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    persons: _containers.RepeatedCompositeFieldContainer[MissingPerson]
    next_person_id: bytes
    freshness: _types_pb2.Freshness
    def __init__(self, persons: _Optional[_Iterable[_Union[MissingPerson, _Mapping]]] = ..., next_person_id: _Optional[bytes] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ListStatementsRequest(_message.Message):
    __slots__ = ("campaign_id", "from_index", "limit", "after")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_INDEX_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    from_index: int
    limit: int
    after: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., from_index: _Optional[int] = ..., limit: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class StatementLeaf(_message.Message):
    __slots__ = ("person_id", "tenant", "template", "subject", "status", "signed_at", "method", "standing")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SIGNED_AT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    tenant: str
    template: _events_pb2.TemplateRef
    subject: bytes
    status: str
    signed_at: str
    method: str
    standing: bool
    def __init__(self, person_id: _Optional[bytes] = ..., tenant: _Optional[str] = ..., template: _Optional[_Union[_events_pb2.TemplateRef, _Mapping]] = ..., subject: _Optional[bytes] = ..., status: _Optional[str] = ..., signed_at: _Optional[str] = ..., method: _Optional[str] = ..., standing: _Optional[bool] = ...) -> None: ...

class ListStatementsResponse(_message.Message):
    __slots__ = ("leaves", "tree_size", "freshness")
    LEAVES_FIELD_NUMBER: _ClassVar[int]
    TREE_SIZE_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    leaves: _containers.RepeatedCompositeFieldContainer[StatementLeaf]
    tree_size: int
    freshness: _types_pb2.Freshness
    def __init__(self, leaves: _Optional[_Iterable[_Union[StatementLeaf, _Mapping]]] = ..., tree_size: _Optional[int] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class SignCheckpointRequest(_message.Message):
    __slots__ = ("campaign_id", "after")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    campaign_id: bytes
    after: _types_pb2.Cursor
    def __init__(self, campaign_id: _Optional[bytes] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class SignCheckpointResponse(_message.Message):
    __slots__ = ("checkpoint", "verifier", "tree_size", "freshness")
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_FIELD_NUMBER: _ClassVar[int]
    TREE_SIZE_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    checkpoint: str
    verifier: str
    tree_size: int
    freshness: _types_pb2.Freshness
    def __init__(self, checkpoint: _Optional[str] = ..., verifier: _Optional[str] = ..., tree_size: _Optional[int] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class ReadReasonsRequest(_message.Message):
    __slots__ = ("ceremony_id", "campaign_id", "person_ids")
    CEREMONY_ID_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    PERSON_IDS_FIELD_NUMBER: _ClassVar[int]
    ceremony_id: bytes
    campaign_id: bytes
    person_ids: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, ceremony_id: _Optional[bytes] = ..., campaign_id: _Optional[bytes] = ..., person_ids: _Optional[_Iterable[bytes]] = ...) -> None: ...

class GivenReason(_message.Message):
    __slots__ = ("person_id", "event_type", "recorded_at", "actor", "reason", "erased")
    PERSON_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_AT_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ERASED_FIELD_NUMBER: _ClassVar[int]
    person_id: bytes
    event_type: str
    recorded_at: int
    actor: str
    reason: str
    erased: bool
    def __init__(self, person_id: _Optional[bytes] = ..., event_type: _Optional[str] = ..., recorded_at: _Optional[int] = ..., actor: _Optional[str] = ..., reason: _Optional[str] = ..., erased: _Optional[bool] = ...) -> None: ...

class ReadReasonsResponse(_message.Message):
    __slots__ = ("reasons",)
    REASONS_FIELD_NUMBER: _ClassVar[int]
    reasons: _containers.RepeatedCompositeFieldContainer[GivenReason]
    def __init__(self, reasons: _Optional[_Iterable[_Union[GivenReason, _Mapping]]] = ...) -> None: ...

class BoardRequest(_message.Message):
    __slots__ = ("tenant", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class BoardRow(_message.Message):
    __slots__ = ("tenant", "kind", "campaign_id", "figures", "at_least", "at_most", "computed_at")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    AT_MOST_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_AT_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    kind: _events_pb2.CampaignKind
    campaign_id: bytes
    figures: Figures
    at_least: int
    at_most: int
    computed_at: int
    def __init__(self, tenant: _Optional[str] = ..., kind: _Optional[_Union[_events_pb2.CampaignKind, str]] = ..., campaign_id: _Optional[bytes] = ..., figures: _Optional[_Union[Figures, _Mapping]] = ..., at_least: _Optional[int] = ..., at_most: _Optional[int] = ..., computed_at: _Optional[int] = ...) -> None: ...

class OverdueDuties(_message.Message):
    __slots__ = ("tenant", "units")
    class UnitsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    TENANT_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    units: _containers.ScalarMap[str, int]
    def __init__(self, tenant: _Optional[str] = ..., units: _Optional[_Mapping[str, int]] = ...) -> None: ...

class BoardResponse(_message.Message):
    __slots__ = ("rows", "overdue", "freshness")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[BoardRow]
    overdue: _containers.RepeatedCompositeFieldContainer[OverdueDuties]
    freshness: _types_pb2.Freshness
    def __init__(self, rows: _Optional[_Iterable[_Union[BoardRow, _Mapping]]] = ..., overdue: _Optional[_Iterable[_Union[OverdueDuties, _Mapping]]] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...

class RequireDutiesRequest(_message.Message):
    __slots__ = ("tenant", "items")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewDuty]
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewDuty, _Mapping]]] = ...) -> None: ...

class NewDuty(_message.Message):
    __slots__ = ("command_id", "unit_id", "duty", "due_on")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    unit_id: bytes
    duty: _events_pb2.DutyRef
    due_on: int
    def __init__(self, command_id: _Optional[bytes] = ..., unit_id: _Optional[bytes] = ..., duty: _Optional[_Union[_events_pb2.DutyRef, _Mapping]] = ..., due_on: _Optional[int] = ...) -> None: ...

class RequireDutiesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class FulfilDutiesRequest(_message.Message):
    __slots__ = ("tenant", "items")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[FulfilledDuty]
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[FulfilledDuty, _Mapping]]] = ...) -> None: ...

class FulfilledDuty(_message.Message):
    __slots__ = ("command_id", "unit_id", "duty", "fulfilled_on", "persons", "evidence", "classes")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    FULFILLED_ON_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    unit_id: bytes
    duty: _events_pb2.DutyRef
    fulfilled_on: int
    persons: _types_pb2.Count
    evidence: _containers.RepeatedCompositeFieldContainer[_events_pb2.Evidence]
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2_1.EmploymentClass]
    def __init__(self, command_id: _Optional[bytes] = ..., unit_id: _Optional[bytes] = ..., duty: _Optional[_Union[_events_pb2.DutyRef, _Mapping]] = ..., fulfilled_on: _Optional[int] = ..., persons: _Optional[_Union[_types_pb2.Count, _Mapping]] = ..., evidence: _Optional[_Iterable[_Union[_events_pb2.Evidence, _Mapping]]] = ..., classes: _Optional[_Iterable[_Union[_events_pb2_1.EmploymentClass, str]]] = ...) -> None: ...

class FulfilDutiesResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RecordGuidanceRequest(_message.Message):
    __slots__ = ("tenant", "items")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    items: _containers.RepeatedCompositeFieldContainer[NewGuidance]
    def __init__(self, tenant: _Optional[str] = ..., items: _Optional[_Iterable[_Union[NewGuidance, _Mapping]]] = ...) -> None: ...

class NewGuidance(_message.Message):
    __slots__ = ("command_id", "unit_id", "body", "received_on", "evidence")
    COMMAND_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    command_id: bytes
    unit_id: bytes
    body: str
    received_on: int
    evidence: _containers.RepeatedCompositeFieldContainer[_events_pb2.Evidence]
    def __init__(self, command_id: _Optional[bytes] = ..., unit_id: _Optional[bytes] = ..., body: _Optional[str] = ..., received_on: _Optional[int] = ..., evidence: _Optional[_Iterable[_Union[_events_pb2.Evidence, _Mapping]]] = ...) -> None: ...

class RecordGuidanceResponse(_message.Message):
    __slots__ = ("verdicts", "cursor")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[_types_pb2.ItemVerdict]
    cursor: _types_pb2.Cursor
    def __init__(self, verdicts: _Optional[_Iterable[_Union[_types_pb2.ItemVerdict, _Mapping]]] = ..., cursor: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class ListDutiesRequest(_message.Message):
    __slots__ = ("tenant", "on", "after")
    TENANT_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    tenant: str
    on: int
    after: _types_pb2.Cursor
    def __init__(self, tenant: _Optional[str] = ..., on: _Optional[int] = ..., after: _Optional[_Union[_types_pb2.Cursor, _Mapping]] = ...) -> None: ...

class DutyEntry(_message.Message):
    __slots__ = ("unit_id", "unit_code", "duty", "body", "due_on", "fulfilled_on", "persons", "state", "evidence", "times", "classes")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    FULFILLED_ON_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    unit_id: bytes
    unit_code: str
    duty: _events_pb2.DutyRef
    body: str
    due_on: int
    fulfilled_on: int
    persons: _types_pb2.Count
    state: DutyState
    evidence: _containers.RepeatedCompositeFieldContainer[_events_pb2.Evidence]
    times: int
    classes: _containers.RepeatedScalarFieldContainer[_events_pb2_1.EmploymentClass]
    def __init__(self, unit_id: _Optional[bytes] = ..., unit_code: _Optional[str] = ..., duty: _Optional[_Union[_events_pb2.DutyRef, _Mapping]] = ..., body: _Optional[str] = ..., due_on: _Optional[int] = ..., fulfilled_on: _Optional[int] = ..., persons: _Optional[_Union[_types_pb2.Count, _Mapping]] = ..., state: _Optional[_Union[DutyState, str]] = ..., evidence: _Optional[_Iterable[_Union[_events_pb2.Evidence, _Mapping]]] = ..., times: _Optional[int] = ..., classes: _Optional[_Iterable[_Union[_events_pb2_1.EmploymentClass, str]]] = ...) -> None: ...

class MandatedDutyState(_message.Message):
    __slots__ = ("duty", "met", "evidence")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    MET_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    duty: _events_pb2.MandatedDuty
    met: bool
    evidence: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, duty: _Optional[_Union[_events_pb2.MandatedDuty, str]] = ..., met: _Optional[bool] = ..., evidence: _Optional[_Iterable[str]] = ...) -> None: ...

class ListDutiesResponse(_message.Message):
    __slots__ = ("entries", "mandated", "units_guided", "units", "freshness")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    MANDATED_FIELD_NUMBER: _ClassVar[int]
    UNITS_GUIDED_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[DutyEntry]
    mandated: _containers.RepeatedCompositeFieldContainer[MandatedDutyState]
    units_guided: int
    units: int
    freshness: _types_pb2.Freshness
    def __init__(self, entries: _Optional[_Iterable[_Union[DutyEntry, _Mapping]]] = ..., mandated: _Optional[_Iterable[_Union[MandatedDutyState, _Mapping]]] = ..., units_guided: _Optional[int] = ..., units: _Optional[int] = ..., freshness: _Optional[_Union[_types_pb2.Freshness, _Mapping]] = ...) -> None: ...
