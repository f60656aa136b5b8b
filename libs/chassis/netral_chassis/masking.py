"""Events for human eyes: ids as hex, ciphertext as a mark, everything else as it is."""

import json
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from netral.common.v1.options_pb2 import PersonalData

from netral_chassis.options import personal_data

MASK = "•••"


def shown(message: Message) -> str:
    """JSON of `message`, keys as in the contract; sealed, plain and undeclared fields are masked."""
    return json.dumps(_object(message), ensure_ascii=False, sort_keys=True)


def _object(message: Message) -> dict[str, Any]:
    return {field.name: _field(field, value) for field, value in message.ListFields()}


def _field(field: FieldDescriptor, value: Any) -> Any:
    kind = personal_data(field)
    if kind not in (PersonalData.PERSONAL_DATA_NONE, PersonalData.PERSONAL_DATA_PSEUDONYM):
        return MASK
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return {str(key): _value(field, one) for key, one in value.items()}
    if field.is_repeated:
        return [_value(field, one) for one in value]
    return _value(field, value)


def _value(field: FieldDescriptor, value: Any) -> Any:
    if isinstance(value, Message):
        return _object(value)
    if isinstance(value, bytes):
        return value.hex()
    if field.enum_type is not None:
        return field.enum_type.values_by_number[value].name if value in field.enum_type.values_by_number else value
    return value
