"""Events are kept for ever: the bytes of every version ever released must still decode to what they meant.

A new event type gets its golden line by `python tests/golden/write.py`, which never touches a line that is there.
"""

import json
from pathlib import Path

import pytest
from contracts import events, sample
from google.protobuf import message_factory, unknown_fields
from google.protobuf.json_format import MessageToDict

GOLDEN = Path(__file__).parents[1] / "golden" / "events.jsonl"
LINES = {line["type"]: line for line in map(json.loads, GOLDEN.read_text().splitlines())}


def test_every_event_type_has_golden_bytes() -> None:
    assert set(LINES) >= set(events())


def test_no_event_type_that_was_released_is_gone() -> None:
    assert set(LINES) <= set(events())


@pytest.mark.parametrize("name", sorted(LINES))
def test_golden_bytes_still_mean_what_they_meant(name: str) -> None:
    cls = message_factory.GetMessageClass(events()[name])
    message = cls.FromString(bytes.fromhex(LINES[name]["bytes"]))
    assert MessageToDict(message, preserving_proto_field_name=True) == LINES[name]["means"]
    assert len(unknown_fields.UnknownFieldSet(message)) == 0


@pytest.mark.parametrize("name", sorted(events()))
def test_serialisation_is_deterministic(name: str) -> None:
    message = sample(events()[name])
    again = type(message).FromString(message.SerializeToString(deterministic=True))
    assert again.SerializeToString(deterministic=True) == message.SerializeToString(deterministic=True)
