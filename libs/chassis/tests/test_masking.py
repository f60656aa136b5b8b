"""Events for human eyes: what a person may not read is a mark."""

import json

from netral.common.v1.options_pb2 import PersonalData, Role
from netral.common.v1.types_pb2 import Cursor, EventMeta, Sealed
from netral_chassis.masking import MASK, shown
from shaped import message

Shown = message(
    "Shown",
    {
        "open_text": PersonalData.PERSONAL_DATA_NONE,
        "person_id": PersonalData.PERSONAL_DATA_PSEUDONYM,
        "plain_text": PersonalData.PERSONAL_DATA_PLAIN,
        "sealed_id": PersonalData.PERSONAL_DATA_SEALED,
        "forgotten_text": None,
        "many_id": PersonalData.PERSONAL_DATA_NONE,
        "many_plain_text": PersonalData.PERSONAL_DATA_PLAIN,
        "a_role": PersonalData.PERSONAL_DATA_NONE,
        "a_part": PersonalData.PERSONAL_DATA_NONE,
        "hidden_part": PersonalData.PERSONAL_DATA_SEALED,
        "many_part": PersonalData.PERSONAL_DATA_NONE,
    },
)
CURSOR = Cursor(positions={"registry": 7})


def test_only_what_is_declared_readable_is_shown() -> None:
    event = Shown(
        open_text="shown",
        person_id=b"\x01\xff",
        plain_text="hidden",
        sealed_id=b"hidden",
        forgotten_text="hidden",
        many_id=[b"\x01", b"\x02"],
        many_plain_text=["hidden"],
        a_role=Role.ROLE_CLERK,
        a_part=CURSOR,
        hidden_part=CURSOR,
        many_part=[CURSOR, CURSOR],
    )
    assert json.loads(shown(event)) == {
        "open_text": "shown",
        "person_id": "01ff",
        "plain_text": MASK,
        "sealed_id": MASK,
        "forgotten_text": MASK,
        "many_id": ["01", "02"],
        "many_plain_text": MASK,
        "a_role": "ROLE_CLERK",
        "a_part": {"positions": {"registry": 7}},
        "hidden_part": MASK,
        "many_part": [{"positions": {"registry": 7}}] * 2,
    }


def test_a_sealed_record_shows_its_key_and_not_its_bytes() -> None:
    sealed = json.loads(shown(Sealed(key_id=b"\x01", nonce=b"\x02", bytes=b"\x03")))
    assert sealed == {"key_id": "01", "nonce": "02", "bytes": MASK}


def test_an_enum_value_of_a_newer_version_is_shown_as_its_number() -> None:
    assert json.loads(shown(Shown(a_role=99))) == {"a_role": 99}


def test_meta_is_shown_with_its_cursor() -> None:
    meta = EventMeta(tenant="51.04", subject=b"\xaa", seen=CURSOR)
    assert json.loads(shown(meta)) == {"tenant": "51.04", "subject": "aa", "seen": {"positions": {"registry": 7}}}
