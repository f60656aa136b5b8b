"""An event of no service: `Noted{number, text}`, made at run time: no test contract stands among the real ones."""

import types

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from netral.common.v1 import options_pb2
from netral.common.v1.types_pb2 import EventMeta
from netral_chassis.events import EventTypes, Recorded
from netral_chassis.store import NewEvent
from netral_chassis.views import StreamRows, View, view_table
from sqlalchemy import BigInteger, Column, Text

_FIELD = descriptor_pb2.FieldDescriptorProto


def _message(name: str, event_type: str) -> type:
    file = descriptor_pb2.FileDescriptorProto(
        name=f"chassis_tests/{name}.proto", package="chassis_tests", syntax="proto3"
    )
    file.dependency.append("netral/common/v1/options.proto")
    message = file.message_type.add(name=name)
    message.field.add(name="number", number=1, type=_FIELD.TYPE_INT64, label=_FIELD.LABEL_OPTIONAL)
    message.field.add(name="text", number=2, type=_FIELD.TYPE_STRING, label=_FIELD.LABEL_OPTIONAL)
    for field in message.field:
        field.options.Extensions[options_pb2.personal_data] = options_pb2.PERSONAL_DATA_NONE
    message.options.Extensions[options_pb2.event_type] = event_type
    pool = descriptor_pool.Default()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"chassis_tests.{name}"))


Noted = _message("Noted", "test.noted")
OldNoted = _message("OldNoted", "test.noted-0")
TYPES = EventTypes([types.SimpleNamespace(Noted=Noted, OldNoted=OldNoted)])  # type: ignore[list-item]

NOTE = view_table("note", Column("number", BigInteger), Column("total", BigInteger), Column("text", Text), key=())
LINE = view_table("line", Column("number", BigInteger), Column("text", Text), key=("number",), indexes=[("tenant",)])


class Notes(View):
    """The last number of a stream, the sum of all of them, and each number once."""

    source = "alpha"
    tables = (NOTE, LINE)
    types = frozenset({"test.noted"})

    def apply(self, rows: StreamRows, event: Recorded) -> None:
        number, text = event.data.number, event.data.text
        if text == "inapplicable":
            raise ValueError(text)
        if text == "forget":
            rows[LINE].remove(number)
            return
        if text == "no text":
            rows[LINE].put({"number": number})
        if text == "unstorable":
            rows[LINE].put({"number": number, "text": object()})
            return
        before = rows[NOTE].get()
        total = (before["total"] if before else 0) + number
        rows[NOTE].put({"number": number, "total": total, "text": text})
        rows[LINE].put({"number": number, "text": text})


def noted(number: int, text: str = "") -> NewEvent:
    meta = EventMeta(tenant="51.04").SerializeToString(deterministic=True)
    return NewEvent("test.noted", Noted(number=number, text=text).SerializeToString(deterministic=True), meta)
