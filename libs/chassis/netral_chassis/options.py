"""What the contract says of its own parts: the options of `netral/common/v1/options.proto`, read from descriptors."""

from typing import Any

from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from netral.common.v1 import options_pb2
from netral.common.v1.options_pb2 import Access, PersonalData


def event_type(message: Any) -> str:
    """The stable name of an event, by its descriptor; empty if the message is none."""
    extensions: Any = message.GetOptions().Extensions
    return str(extensions[options_pb2.event_type])


def personal_data(field: FieldDescriptor) -> PersonalData:
    """How a field relates to a person; `PERSONAL_DATA_UNSPECIFIED` if it does not say."""
    extensions: Any = field.GetOptions().Extensions
    found: PersonalData = extensions[options_pb2.personal_data]
    return found


def sealed_message(field: FieldDescriptor) -> str:
    """Full name of the message that a sealed field holds once opened; empty: text."""
    extensions: Any = field.GetOptions().Extensions
    return str(extensions[options_pb2.sealed_message])


def access(method: MethodDescriptor) -> Access:
    """The access rule of a procedure; empty if it has none."""
    extensions: Any = method.GetOptions().Extensions
    found: Access = extensions[options_pb2.access]
    return found
