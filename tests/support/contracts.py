"""Every message and procedure of the contract, and one filled sample of each event."""

from collections.abc import Iterator

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from netral.common.v1 import erasure_pb2, operations_pb2, options_pb2, privacy_pb2, submissions_pb2
from netral.pledge.v1 import events_pb2 as pledge_events
from netral.pledge.v1 import service_pb2 as pledge_service
from netral.registry.v1 import erasure_pb2 as registry_erasures
from netral.registry.v1 import events_pb2 as registry_events
from netral.registry.v1 import privacy_pb2 as registry_privacy
from netral.registry.v1 import service_pb2 as registry_service

EVENT_FILES = (
    registry_events.DESCRIPTOR,
    registry_erasures.DESCRIPTOR,
    pledge_events.DESCRIPTOR,
    erasure_pb2.DESCRIPTOR,
)
SERVICE_FILES = (
    operations_pb2.DESCRIPTOR,
    privacy_pb2.DESCRIPTOR,
    submissions_pb2.DESCRIPTOR,
    registry_service.DESCRIPTOR,
    registry_privacy.DESCRIPTOR,
    pledge_service.DESCRIPTOR,
)
_SCALARS = {
    FieldDescriptor.CPPTYPE_INT32: 7,
    FieldDescriptor.CPPTYPE_INT64: 1_700_463_900_000_000,
    FieldDescriptor.CPPTYPE_UINT32: 11,
    FieldDescriptor.CPPTYPE_UINT64: 13,
    FieldDescriptor.CPPTYPE_DOUBLE: 0.5,
    FieldDescriptor.CPPTYPE_FLOAT: 0.5,
    FieldDescriptor.CPPTYPE_BOOL: True,
    FieldDescriptor.CPPTYPE_ENUM: 1,
}


def events() -> dict[str, Descriptor]:
    """Event type name to its message."""
    found = {}
    for file in EVENT_FILES:
        for message in file.message_types_by_name.values():
            name = message.GetOptions().Extensions[options_pb2.event_type]
            if name:
                found[name] = message
    return found


def methods() -> Iterator[MethodDescriptor]:
    """Every procedure of every service."""
    for file in SERVICE_FILES:
        for service in file.services_by_name.values():
            yield from service.methods


def fields(message: Descriptor, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, FieldDescriptor]]:
    """Every field of a message and of the messages inside it, with its path."""
    if message.full_name in seen:
        return
    for field in message.fields:
        yield field.name, field
        inner = field.message_type
        if inner is not None and not inner.GetOptions().map_entry and inner.full_name.startswith("netral."):
            for path, one in fields(inner, seen | {message.full_name}):
                yield f"{field.name}.{path}", one


def sample(message: Descriptor) -> Message:
    """The message with every field set, the same at every call."""
    made: Message = message_factory.GetMessageClass(message)()
    for field in message.fields:
        if field.containing_oneof is not None and not field.has_presence:
            continue
        _fill(made, field)
    return made


def _fill(made: Message, field: FieldDescriptor) -> None:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        key, value = field.message_type.fields
        getattr(made, field.name)[_scalar(key)] = _scalar(value)
    elif field.message_type is not None:
        inner = sample(field.message_type)
        if field.is_repeated:
            getattr(made, field.name).add().CopyFrom(inner)
        else:
            getattr(made, field.name).CopyFrom(inner)
    elif field.is_repeated:
        getattr(made, field.name).append(_scalar(field))
    else:
        setattr(made, field.name, _scalar(field))


def _scalar(field: FieldDescriptor) -> object:
    if field.type == FieldDescriptor.TYPE_BYTES:
        return bytes(range(16))
    if field.type == FieldDescriptor.TYPE_STRING:
        return f"<{field.name}>"
    return _SCALARS[field.cpp_type]
