"""A copy of what is known of a person: nothing forgotten, nothing of others, nothing recorded for others."""

import json
import uuid
from collections.abc import Sequence

import pytest
from house import House
from netral.common.v1 import erasure_pb2
from netral.common.v1 import privacy_pb2 as pb
from netral.common.v1.erasure_pb2 import ErasureConfirmed
from netral.common.v1.types_pb2 import EventMeta
from netral_chassis.access import Principal
from netral_chassis.events import EventTypes
from netral_chassis.privacy import Privacy
from netral_chassis.store import NewEvent
from netral_chassis.vault import Vault
from netral_messages import Reason, Rejected

TYPES = EventTypes([erasure_pb2])
WHO, TWIN, OTHER = (uuid.UUID(int=number << 64 | number).bytes for number in (1, 2, 3))
OFFICER = Principal("user:officer", ())


def event(*subjects: bytes, tenant: str = "51.04", about: bytes = b"") -> NewEvent:
    meta = EventMeta(tenant=tenant, subject=about, actor="user:a").SerializeToString(deterministic=True)
    data = ErasureConfirmed(subjects=subjects, service="alpha").SerializeToString(deterministic=True)
    return NewEvent("netral.common.erasure-confirmed", data, meta)


@pytest.fixture
def privacy(house: House) -> Privacy:
    vault = Vault(house.storage.vault, bytes(32))
    vault.create()
    return Privacy(house.store, TYPES, vault)


def export(privacy: Privacy, *ids: bytes, tenant: str = "51.04", start: int = 0) -> pb.ExportPersonResponse:
    return privacy.ExportPerson(pb.ExportPersonRequest(tenant=tenant, person_ids=ids, from_position=start), OFFICER)


def subjects(fact: pb.PersonalFact) -> Sequence[str]:
    return json.loads(fact.data_json).get("subjects", [])  # type: ignore[no-any-return]


def test_facts_are_found_by_content_and_by_what_they_are_about(house: House, privacy: Privacy) -> None:
    house.append(
        ("a/1", 0, [event(OTHER, WHO)]), ("a/2", 0, [event(OTHER)]), ("a/3", 0, [event(about=WHO), event(TWIN)])
    )
    assert [one.position for one in export(privacy, WHO).facts] == [1, 3]
    found = export(privacy, WHO, TWIN).facts
    assert [one.position for one in found] == [1, 3, 4]
    assert [subjects(one) for one in found] == [[WHO.hex()], [], [TWIN.hex()]]
    assert (found[0].actor, found[0].stream, found[0].tenant) == ("user:a", "a/1", "51.04")


def test_only_what_was_recorded_for_the_tenant_below_it_or_for_all_is_told(house: House, privacy: Privacy) -> None:
    for number, tenant in enumerate(("51.04", "51.03", "51", "00", "52")):
        house.append((f"a/{number}", 0, [event(WHO, tenant=tenant)]))
    assert [one.tenant for one in export(privacy, WHO).facts] == ["51.04", "00"]
    assert [one.tenant for one in export(privacy, WHO, tenant="51").facts] == ["51.04", "51.03", "51", "00"]


def test_a_long_history_comes_in_pages_until_the_last_one(house: House, privacy: Privacy) -> None:
    house.append(*((f"a/{number}", 0, [event(WHO)]) for number in range(501)))
    first = export(privacy, WHO)
    assert (len(first.facts), first.next_position) == (500, 501)
    last = export(privacy, WHO, start=first.next_position)
    assert (len(last.facts), last.next_position) == (1, 0)


def test_an_event_that_this_service_does_not_know_yet_stops_nobody(house: House, privacy: Privacy) -> None:
    unknown = NewEvent("test.newer", WHO, EventMeta(tenant="51.04").SerializeToString())
    house.append(("a/1", 0, [unknown, event(WHO)]))
    assert [one.position for one in export(privacy, WHO).facts] == [2]


@pytest.mark.parametrize("ids", [(), (b"short",), tuple(bytes([n]) * 16 for n in range(101))])
def test_a_question_about_nobody_or_too_many_is_refused(privacy: Privacy, ids: tuple[bytes, ...]) -> None:
    with pytest.raises(Rejected, match=Reason.FIELD_INVALID):
        export(privacy, *ids)
