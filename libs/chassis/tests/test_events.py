"""Event types: stable names, newest shapes, and no event that says too much of a person."""

import types

import pytest
from netral.common.v1.options_pb2 import PersonalData
from netral_chassis.events import EventTypes, PersonalDataUndeclared, UnknownEvent
from netral_chassis.record import EventRow
from noted import TYPES, Noted, OldNoted, noted
from shaped import message


def row(type: str, data: bytes, meta: bytes = b"") -> EventRow:
    return EventRow(4, "a/1/x", 2, bytes(16), type, data, meta, 7, bytes(32))


def module(**classes: type) -> types.ModuleType:
    made = types.ModuleType("made")
    vars(made).update(classes)
    return made


def test_an_event_is_read_in_its_place() -> None:
    event = noted(5, "text")
    read = TYPES.read(row(event.type, event.data, event.meta))
    assert (read.position, read.stream_id, read.key, read.version, read.recorded_at) == (4, "a/1/x", "1/x", 2, 7)
    assert (read.data, read.meta.tenant) == (Noted(number=5, text="text"), "51.04")


def test_an_old_event_is_read_as_the_newest_of_its_line() -> None:
    """`noted-0` counted from zero; two upcasters in a row bring it to the shape of today."""
    Middle = message(  # noqa: N806
        "Middle", {"number": PersonalData.PERSONAL_DATA_NONE}, event_type="test.noted-middle"
    )
    read_as = EventTypes(
        [module(Noted=Noted, OldNoted=OldNoted, Middle=Middle)],
        {
            "test.noted-0": lambda old: Middle(number=old.number + 1),  # type: ignore[attr-defined]
            "test.noted-middle": lambda old: Noted(number=old.number, text="upcast"),  # type: ignore[attr-defined]
        },
    )
    golden = bytes.fromhex("0829120474657874")  # OldNoted(number=41, text="text"), as it was stored once
    read = read_as.read(row("test.noted-0", golden))
    assert read.data == Noted(number=42, text="upcast")
    assert read.type == "test.noted-0"
    assert read_as.read(row("test.noted", Noted(number=1).SerializeToString())).data == Noted(number=1)


def test_names_and_classes_belong_together() -> None:
    assert TYPES.names == {"test.noted", "test.noted-0"}
    assert TYPES.cls("test.noted") is Noted
    assert TYPES.name(OldNoted()) == "test.noted-0"


@pytest.mark.parametrize(("name", "data"), [("test.unknown", b""), ("test.noted", b"\xff\xff\xff")])
def test_what_cannot_be_read_is_an_unknown_event(name: str, data: bytes) -> None:
    with pytest.raises(UnknownEvent) as error:
        TYPES.read(row(name, data))
    assert str(error.value) == name


def test_meta_that_cannot_be_read_is_an_unknown_event() -> None:
    with pytest.raises(UnknownEvent):
        TYPES.read(row("test.noted", b"", b"\xff\xff"))


def test_one_name_belongs_to_one_message() -> None:
    with pytest.raises(ValueError, match=r"test\.noted"):
        EventTypes([module(Noted=Noted), module(Noted=Noted)])


@pytest.mark.parametrize("personal", [None, PersonalData.PERSONAL_DATA_PLAIN])
def test_an_event_with_readable_or_undeclared_personal_data_does_not_start(personal: PersonalData | None) -> None:
    name = "Undeclared" if personal is None else "Readable"
    cls = message(name, {"id": PersonalData.PERSONAL_DATA_NONE, "a_text": personal}, event_type=f"test.{name}")
    with pytest.raises(PersonalDataUndeclared, match="a_text"):
        EventTypes([module(Event=cls)])


def test_a_message_that_is_no_event_may_hold_readable_personal_data() -> None:
    cls = message("Asked", {"a_text": PersonalData.PERSONAL_DATA_PLAIN})
    assert EventTypes([module(Asked=cls)]).names == frozenset()
