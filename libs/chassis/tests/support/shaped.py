"""Messages of no service, made at run time from a list of fields and their personal-data classes."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from netral.common.v1 import options_pb2
from netral.common.v1.options_pb2 import PersonalData

_FIELD = descriptor_pb2.FieldDescriptorProto
KINDS = {
    "text": _FIELD.TYPE_STRING,
    "id": _FIELD.TYPE_BYTES,
    "number": _FIELD.TYPE_INT64,
    "role": _FIELD.TYPE_ENUM,
    "part": _FIELD.TYPE_MESSAGE,
}
TYPE_NAMES = {"role": ".netral.common.v1.Role", "part": ".netral.common.v1.Cursor"}


def message(name: str, fields: Mapping[str, PersonalData | None], event_type: str = "") -> Any:
    """A class with these fields; the last part of a field's name tells its kind (`KINDS`), `many_…` is a list."""
    file = descriptor_pb2.FileDescriptorProto(name=f"chassis_tests/{name}.proto", package="chassis_tests.shaped")
    file.syntax = "proto3"
    file.dependency.extend(["netral/common/v1/options.proto", "netral/common/v1/types.proto"])
    made = file.message_type.add(name=name)
    made.options.Extensions[options_pb2.event_type] = event_type
    for number, (field, personal) in enumerate(fields.items(), start=1):
        kind = field.rpartition("_")[2]
        many = field.startswith("many_")
        one = made.field.add(
            name=field,
            number=number,
            type=KINDS[kind],
            label=_FIELD.LABEL_REPEATED if many else _FIELD.LABEL_OPTIONAL,
            type_name=TYPE_NAMES.get(kind),
        )
        if personal is not None:
            one.options.Extensions[options_pb2.personal_data] = personal
    pool = descriptor_pool.Default()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"chassis_tests.shaped.{name}"))
