"""Names and classes of events: the log holds a stable name, the code handles a generated message."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any, NamedTuple

from google.protobuf.message import DecodeError, Message
from netral.common.v1.options_pb2 import PersonalData
from netral.common.v1.types_pb2 import EventMeta

from netral_chassis.options import event_type, personal_data
from netral_chassis.record import EventRow

Upcaster = Callable[[Message], Message]


class PersonalDataUndeclared(Exception):
    """A field of an event without a personal-data class, or with readable personal data: the service does not start."""


class UnknownEvent(Exception):
    """A type name that no registered message has, or bytes that are not that message."""


class Recorded(NamedTuple):
    """An event in its place. `key` is the stream id after its category; `recorded_at` in microseconds UTC."""

    position: int
    stream_id: str
    version: int
    event_id: bytes
    type: str
    recorded_at: int
    meta: EventMeta
    data: Message

    @property
    def key(self) -> str:
        return self.stream_id.partition("/")[2]


class EventTypes:
    """All event messages of some modules by their `event_type` option.

    `upcasters` maps a type name to a pure function that turns its message into that of a newer type, and so on along
    the chain. Raises `PersonalDataUndeclared`.
    """

    def __init__(self, modules: Iterable[ModuleType], upcasters: Mapping[str, Upcaster] | None = None) -> None:
        self._classes: dict[str, type[Message]] = {}
        self._names: dict[type[Message], str] = {}
        self._upcasters = dict(upcasters or {})
        for module in modules:
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Message):
                    name = event_type(value.DESCRIPTOR)
                    if name:
                        self._register(name, value)

    def _register(self, name: str, cls: type[Message]) -> None:
        if name in self._classes:
            raise ValueError(f"event type {name} is registered twice")
        _check(cls.DESCRIPTOR, name, set())
        self._classes[name] = cls
        self._names[cls] = name

    @property
    def names(self) -> frozenset[str]:
        """All registered type names."""
        return frozenset(self._classes)

    @property
    def upcasting_modules(self) -> frozenset[str]:
        """Names of the modules whose functions bring old events into the shape of today."""
        return frozenset(upcaster.__module__ for upcaster in self._upcasters.values())

    def cls(self, name: str) -> type[Message]:
        """The message class of a type name; `UnknownEvent`."""
        try:
            return self._classes[name]
        except KeyError:
            raise UnknownEvent(name) from None

    def name(self, message: Message) -> str:
        """The type name of a message."""
        return self._names[type(message)]

    def read(self, row: EventRow) -> Recorded:
        """The event of a stored row, in its newest shape. Raises `UnknownEvent`."""
        position, stream_id, version, event_id, name, data, meta, recorded_at, _hash = row
        try:
            message: Message = self.cls(name).FromString(data)
            known = EventMeta.FromString(meta)
        except DecodeError as error:
            raise UnknownEvent(name) from error
        if self._upcasters:
            message = self._newest(message)
        return Recorded(position, stream_id, version, event_id, name, recorded_at, known, message)

    def _newest(self, message: Message) -> Message:
        upcast = self._upcasters.get(self._names[type(message)])
        while upcast is not None:
            message = upcast(message)
            upcast = self._upcasters.get(self._names[type(message)])
        return message


def _check(message: Any, event: str, seen: set[str]) -> None:
    """Every field at every depth says how it relates to a person, and none is readable: events are kept for ever."""
    if message.full_name in seen:
        return
    seen.add(message.full_name)
    for field in message.fields:
        refused = (PersonalData.PERSONAL_DATA_UNSPECIFIED, PersonalData.PERSONAL_DATA_PLAIN)
        if not message.GetOptions().map_entry and personal_data(field) in refused:
            raise PersonalDataUndeclared(f"{event}: {field.full_name}")
        if field.message_type is not None:
            _check(field.message_type, event, seen)
