"""Everything a service recorded about one person, opened for who may see it: `netral.common.v1.PrivacyService`.

The log itself is searched for the person's random ids, so nothing that is about the person can be forgotten here. What
stands in the same events about others is left out: a copy for one person discloses nobody else (UU 27/2022).
"""
# ruff: noqa: N802  (procedures are named by their contract)

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf import symbol_database
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from netral.common.v1 import privacy_pb2 as pb
from netral.common.v1.options_pb2 import PersonalData
from netral.common.v1.types_pb2 import Sealed
from netral_messages import Reason, Rejected

from netral_chassis.access import NATIONAL, Principal, covers
from netral_chassis.events import EventTypes, Recorded, UnknownEvent
from netral_chassis.options import personal_data, sealed_message
from netral_chassis.store import EventStore
from netral_chassis.vault import Vault

MOST_IDS = 100
_PAGE = 500
_ID_BYTES = 16


class Privacy:
    """The procedures of one service."""

    def __init__(self, store: EventStore, types: EventTypes, vault: Vault) -> None:
        self._store = store
        self._types = types
        self._vault = vault

    def ExportPerson(self, request: pb.ExportPersonRequest, _caller: Principal) -> pb.ExportPersonResponse:
        """A page of facts that were recorded for the tenant, for those below it, or for all."""
        ids = frozenset(request.person_ids)
        if not 1 <= len(ids) <= MOST_IDS or any(len(one) != _ID_BYTES for one in ids):
            raise Rejected(Reason.FIELD_INVALID, field="person_ids", params={"field": "person_ids"})
        rows = self._store.about(sorted(ids), max(1, request.from_position), _PAGE)
        facts = []
        for row in rows:
            try:
                event = self._types.read(row)
            except UnknownEvent:
                continue  # newer than this service: it is told once the service is upgraded
            if event.meta.tenant == NATIONAL or covers(request.tenant, event.meta.tenant):
                facts.append(self._fact(event, ids))
        return pb.ExportPersonResponse(facts=facts, next_position=rows[-1].position + 1 if len(rows) == _PAGE else 0)

    def _fact(self, event: Recorded, ids: frozenset[bytes]) -> pb.PersonalFact:
        found = list(_sealed(event.data))
        opened = self._vault.open_of(ids, [(event.stream_id, field, sealed) for field, sealed in found])
        texts = {sealed.key_id: text for (_, sealed), text in zip(found, opened, strict=True)}
        return pb.PersonalFact(
            position=event.position,
            stream=event.stream_id,
            type=event.type,
            recorded_at=event.recorded_at,
            actor=event.meta.actor,
            tenant=event.meta.tenant,
            data_json=json.dumps(_object(event.data, ids, texts), ensure_ascii=False, sort_keys=True),
        )


def _sealed(message: Message) -> Iterator[tuple[str, Sealed]]:
    """Name and ciphertext of every sealed field, at any depth."""
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        for one in value if field.is_repeated else (value,):
            if isinstance(one, Sealed):
                yield field.name, one
            else:
                yield from _sealed(one)


def _object(message: Message, ids: frozenset[bytes], texts: Mapping[bytes, bytes | None]) -> dict[str, Any]:
    return {field.name: _field(field, value, ids, texts) for field, value in message.ListFields()}


def _field(field: FieldDescriptor, value: Any, ids: frozenset[bytes], texts: Mapping[bytes, bytes | None]) -> Any:
    """A field as people read it; of a list that tells of several persons, only what tells of this one."""
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return {str(key): one for key, one in value.items()}
    if not field.is_repeated:
        return _value(field, value, ids, texts)
    return [_value(field, one, ids, texts) for one in value if _mentions(one, ids) or not _about_persons(field)]


def _about_persons(field: FieldDescriptor) -> bool:
    if personal_data(field) == PersonalData.PERSONAL_DATA_PSEUDONYM:
        return True
    return field.message_type is not None and any(_about_persons(one) for one in field.message_type.fields)


def _mentions(value: Any, ids: frozenset[bytes]) -> bool:
    if isinstance(value, Message):
        data = value.SerializeToString()
        return any(one in data for one in ids)
    return value in ids


def _value(field: FieldDescriptor, value: Any, ids: frozenset[bytes], texts: Mapping[bytes, bytes | None]) -> Any:
    if isinstance(value, Sealed):
        return _opened(texts.get(value.key_id), sealed_message(field))
    if isinstance(value, Message):
        return _object(value, ids, texts)
    if isinstance(value, bytes):
        return value.hex()
    if field.enum_type is not None and value in field.enum_type.values_by_number:
        return field.enum_type.values_by_number[value].name
    return value


def _opened(text: bytes | None, message: str) -> Any:
    """What was sealed: a message, a text, or base64 of what is neither; `None` if it is erased or about others."""
    if text is None:
        return None
    if message:
        read: Any = symbol_database.Default().GetSymbol(message).FromString(text)
        return {one.name: value for one, value in read.ListFields()}
    try:
        return text.decode()
    except UnicodeDecodeError:
        return base64.b64encode(text).decode()
