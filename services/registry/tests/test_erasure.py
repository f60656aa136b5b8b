"""Erasure of a person: who may ask and approve, what is ordered, and when it is certified."""

import os

import pytest
from netral.common.v1.erasure_pb2 import ErasureConfirmed
from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import privacy_pb2 as pb
from netral.registry.v1 import service_pb2
from netral.registry.v1.erasure_pb2 import ErasureAnswered, ErasureOrdered, ErasureRequested, PersonErased
from netral.registry.v1.events_pb2 import PersonRegistered, PersonsMerged
from netral_chassis.access import Grant, NotAllowed, Principal
from netral_chassis.vault import SALT
from netral_messages import Reason, Rejected
from netral_registry.api.erasures import Erasures
from netral_registry.domain import erasure, person
from netral_registry.domain.erasure import ApproveErasure, NoteAnswer, RequestErasure
from netral_registry.domain.ids import key_of, post_id
from netral_registry.domain.person import MergePerson
from netral_registry.streams import PERSON, TYPES
from registry_house import BADUNG, GIANYAR, House, employee, nip
from registry_scenario import Scenario
from test_answers import post, posts

SOMEBODY, TWIN = b"p" * 16, b"t" * 16
ASKS = Principal("user:asks", (Grant(Role.ROLE_PRIVACY, "51"),))
APPROVES = Principal("user:approves", (Grant(Role.ROLE_PRIVACY, "51"),))
NOBODY = Scenario(erasure.INITIAL, erasure.evolve)
KNOWN = NOBODY.given(PersonRegistered(person_id=SOMEBODY))
REQUEST = RequestErasure(SOMEBODY, "user:asks")
APPROVE = ApproveErasure(SOMEBODY, "user:approves", (SOMEBODY, TWIN), ("pledge", "notifier", "registry"))


def request(state):
    return erasure.decide_request(REQUEST, state)


def approve(state):
    return erasure.decide_approve(APPROVE, state)


def answered(service: str, *, confirmed: bool = True, until: int = 0, rule: str = ""):
    return lambda state: erasure.decide_answer(NoteAnswer(service, 9, confirmed, until, rule), state)


ASKED = KNOWN.when(request).after
ORDERED = ASKED.when(approve).after


def test_one_asks_and_another_one_orders():
    KNOWN.when(request).then(ErasureRequested)
    (order,) = ASKED.when(approve).then(ErasureOrdered).facts
    assert (list(order.subjects), list(order.services)) == ([SOMEBODY, TWIN], ["pledge", "notifier", "registry"])


def test_who_asked_may_not_approve():
    own = ApproveErasure(SOMEBODY, "user:asks", (SOMEBODY,), ("registry",))
    ASKED.when(lambda state: erasure.decide_approve(own, state)).then_rejected(Reason.FOUR_EYES)


def test_a_person_is_asked_for_once():
    ASKED.when(request).then_rejected(Reason.ERASURE_EXISTS)
    ORDERED.when(request).then_rejected(Reason.ERASURE_EXISTS)


def test_nobody_unknown_and_no_duplicate_is_erased():
    NOBODY.when(request).then_rejected(Reason.PERSON_UNKNOWN)
    merged = PersonsMerged(person_id=SOMEBODY, into_person_id=TWIN)
    KNOWN.given(merged).when(request).then_rejected(Reason.PERSON_MERGED)
    ASKED.given(merged).when(approve).then_rejected(Reason.PERSON_MERGED)
    KNOWN.when(approve).then_rejected(Reason.ERASURE_UNKNOWN)


def test_an_order_is_given_once_whoever_repeats_it():
    ORDERED.when(approve).then_nothing()


def test_the_identity_goes_last_and_the_certificate_follows_at_once():
    assert not ORDERED.state.only_own_is_missing
    ORDERED.when(erasure.decide_confirm).then_nothing()
    one = ORDERED.when(answered("pledge")).then(ErasureAnswered).after
    assert not one.state.only_own_is_missing
    both = one.when(answered("notifier")).then(ErasureAnswered).after
    confirmed, certificate = both.when(erasure.decide_confirm).then(ErasureConfirmed, PersonErased).facts
    assert list(confirmed.subjects) == [SOMEBODY, TWIN]
    told = [(each.service, each.position) for each in certificate.confirmations]
    assert told == [("pledge", 9), ("notifier", 9), ("registry", 0)]
    both.given(confirmed, certificate).when(erasure.decide_confirm).then_nothing()


def test_a_service_that_must_wait_is_no_confirmation_until_it_says_so():
    held = ORDERED.when(answered("pledge", confirmed=False, until=20_000, rule="R")).then(ErasureAnswered).after
    held.when(answered("pledge", confirmed=False, until=20_000, rule="R")).then_nothing()
    assert not held.when(answered("notifier")).after.state.only_own_is_missing
    later = held.when(answered("pledge")).then(ErasureAnswered).after
    later.when(answered("pledge")).then_nothing()
    later.when(answered("pledge", confirmed=False, until=30_000, rule="R")).then_nothing()


def test_an_answer_nobody_waits_for_is_not_recorded():
    ORDERED.when(answered("violation")).then_nothing()
    KNOWN.when(answered("pledge")).then_nothing()


def test_records_are_not_merged_once_an_erasure_is_ordered():
    order = ErasureOrdered(person_id=SOMEBODY, subjects=[SOMEBODY], services=["registry"])
    plain = Scenario(person.INITIAL, person.evolve).given(PersonRegistered(person_id=SOMEBODY))
    leaving, other = plain.given(order), plain.state
    merge = MergePerson(SOMEBODY, TWIN)
    leaving.when(lambda state: person.decide_merge(merge, state, other)).then_rejected(Reason.PERSON_ERASED)
    plain.when(lambda state: person.decide_merge(merge, state, leaving.state)).then_rejected(Reason.PERSON_ERASED)


# the procedures


@pytest.fixture
def leaving(registry: House) -> tuple[House, Erasures, bytes]:
    """A registry, its procedures of erasure, and a person."""
    registry.units(("A", ""))
    registry.staff(employee(1), employee(2))
    return registry, Erasures(registry.app), registry.resolve(nip(1))[0]


def ask(house: House, api: Erasures, who: bytes, caller: Principal = ASKS, tenant: str = GIANYAR):
    item = pb.ErasureRequest(command_id=os.urandom(16), person_id=who)
    reply = api.RequestErasures(pb.RequestErasuresRequest(tenant=tenant, items=[item]), caller)
    house.follow()
    return reply.verdicts[0]


def order(house: House, api: Erasures, who: bytes, caller: Principal = APPROVES):
    item = pb.ErasureApproval(command_id=os.urandom(16), person_id=who)
    reply = api.ApproveErasures(pb.ApproveErasuresRequest(items=[item]), caller)
    house.follow()
    return reply.verdicts[0]


def show(api: Erasures, who: bytes, caller: Principal = ASKS):
    return api.ShowErasure(pb.ShowErasureRequest(person_id=who), caller).erasure


def test_what_was_asked_and_ordered_is_shown_with_who_did_it(leaving):
    house, api, who = leaving
    assert ask(house, api, who).reason == ""
    assert (show(api, who).state, show(api, who).requested_by) == (pb.ErasureState.ERASURE_STATE_REQUESTED, "user:asks")
    assert order(house, api, who).reason == ""
    told = show(api, who)
    assert (told.state, told.approved_by) == (pb.ErasureState.ERASURE_STATE_ORDERED, "user:approves")
    assert [(one.service, one.state) for one in told.answers] == [("pledge", 1), ("registry", 1)]
    listed = api.ListErasures(pb.ListErasuresRequest(tenant="51"), ASKS).erasures
    assert [one.person_id for one in listed] == [who]
    assert not api.ListErasures(pb.ListErasuresRequest(tenant=BADUNG), ASKS).erasures


def test_a_person_of_another_tenant_is_unknown(leaving):
    house, api, who = leaving
    assert ask(house, api, who, tenant=BADUNG).reason == Reason.PERSON_UNKNOWN
    assert ask(house, api, os.urandom(16)).reason == Reason.PERSON_UNKNOWN
    assert ask(house, api, b"short").reason == Reason.PERSON_UNKNOWN


def test_who_worked_for_two_tenants_is_erased_only_with_the_right_for_both(leaving):
    house, api, who = leaving
    house.units(("B", ""), tenant=BADUNG)
    house.staff(employee(1, "B"), tenant=BADUNG)
    gianyar = Principal("user:gianyar", (Grant(Role.ROLE_PRIVACY, GIANYAR),))
    assert ask(house, api, who, gianyar).reason == Reason.ERASURE_ELSEWHERE
    assert ask(house, api, who).reason == ""
    with pytest.raises(NotAllowed):
        order(house, api, who, gianyar)
    assert order(house, api, who).reason == ""


def test_two_accounts_of_one_person_are_one_pair_of_eyes(leaving):
    house, api, who = leaving
    (officer,) = house.resolve(nip(2))
    for subject in ("user:asks", "user:approves"):
        link = service_pb2.AccountLink(command_id=os.urandom(16), subject=subject, person_id=officer)
        house.ask("LinkAccounts", service_pb2.LinkAccountsRequest(links=[link]))
    ask(house, api, who)
    assert order(house, api, who).reason == Reason.FOUR_EYES
    other = Principal("user:other", APPROVES.grants)
    assert order(house, api, who, other).reason == ""


def test_nobody_outside_approves_or_sees_an_erasure(leaving):
    house, api, who = leaving
    ask(house, api, who)
    stranger = Principal("user:stranger", (Grant(Role.ROLE_PRIVACY, "52"),))
    with pytest.raises(NotAllowed):
        order(house, api, who, stranger)
    with pytest.raises(NotAllowed):
        show(api, who, stranger)
    with pytest.raises(Rejected, match=Reason.ERASURE_UNKNOWN):
        show(api, os.urandom(16))


def test_an_order_names_the_duplicates_too_and_a_duplicate_leads_to_the_record_that_stands(leaving):
    house, api, who = leaving
    (twin,) = house.resolve(nip(2))
    merge = service_pb2.Merge(command_id=os.urandom(16), person_id=twin, into_person_id=who)
    house.ask("MergePersons", service_pb2.MergePersonsRequest(tenant=GIANYAR, merges=[merge]))
    assert ask(house, api, twin).stream_id == PERSON.stream(key_of(who))
    order(house, api, who)
    events = [TYPES.read(row).data for row in house.store.read(1, 1_000)]
    (ordered,) = [one for one in events if isinstance(one, ErasureOrdered)]
    assert list(ordered.subjects) == [who, twin]


def test_the_mark_of_a_post_holders_name_dies_with_the_person(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    assert [one.reason for one in posts(registry, post("K", assignment=1, nip=nip(1), holder_name="Contoh")).verdicts]
    salted = [row[0] for row in _salts(registry)]
    assert post_id(GIANYAR, "K") not in salted
    assert registry.resolve(nip(1))[0] in salted
    before = registry.events
    posts(registry, post("K", assignment=1, nip=nip(1), holder_name="Contoh"), as_of="2023-11-02")
    assert registry.events == before, "the same row again is no event"


def _salts(house: House) -> list[tuple[bytes]]:
    with house.storage.vault.read() as conn:
        return house.storage.vault.fetch(conn, f"SELECT subject FROM {{s}}{SALT.name}", ())


def test_a_row_of_who_was_erased_a_moment_ago_is_refused_and_then_makes_a_new_person(leaving):
    house, _, who = leaving
    erased = Scenario(person.INITIAL, person.evolve).given(
        PersonRegistered(person_id=who), ErasureConfirmed(subject=who, subjects=[who], service="registry")
    )
    assert erased.state.erased
    house.vault.destroy([who], 1)
    reply = house.staff(employee(1), as_of="2023-11-05")
    assert reply.verdicts[0].stream_id != PERSON.stream(key_of(who))
    assert len(house.employed("2023-11-20").employees) == 3, "the erased one still counts"
