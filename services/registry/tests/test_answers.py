"""Posts and superiors, names, openings, search, transfers, merges, rights: from request to answer."""

import hashlib
import hmac
import os

import pytest
from netral.common.v1.options_pb2 import Role
from netral.common.v1.types_pb2 import VerdictKind
from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import Assignment, EmploymentClass, EndCause, PostClass, PostRole
from netral_chassis.access import Grant, Principal
from netral_messages import Reason, Rejected
from netral_registry.beginning import LOCAL_OPERATOR, begin
from netral_registry.domain.ids import post_id
from registry_house import BADUNG, GIANYAR, REGISTRAR, House, day, employee, nik, nip

HEAD, HOLDER = PostClass.POST_CLASS_JPT_PRATAMA, Assignment.ASSIGNMENT_D


def post(code, unit="A", **changes):
    given = {"name": f"Jabatan {code}", "post_class": HEAD, **changes}
    return pb.PostRow(command_id=os.urandom(16), row=2, code=code, unit_code=unit, **given)


def posts(registry: House, *rows: pb.PostRow, as_of: str = "2023-11-01", dry_run: bool = False):
    request = pb.ImportPostsRequest(tenant=GIANYAR, as_of=day(as_of), rows=rows, dry_run=dry_run)
    return registry.ask("ImportPosts", request)


def who_is(registry: House, role, on: str):
    return registry.ask("WhoIs", pb.WhoIsRequest(tenant=GIANYAR, role=role, day=day(on))).posts


def names(registry: House, *person_ids: bytes, tenant: str = GIANYAR, post_codes=(), on: str = "2023-11-20"):
    request = pb.NamesForDisplayRequest(
        tenant=tenant, person_ids=person_ids, post_ids=[post_id(tenant, code) for code in post_codes], day=day(on)
    )
    reply = registry.ask("NamesForDisplay", request)
    return list(reply.person_names) + list(reply.holder_names)


def reasons(reply):
    return [verdict.reason for verdict in reply.verdicts]


def test_an_acting_regent_known_by_name_only_answers_for_his_term(anywhere: House):
    anywhere.units(("A", ""))
    acting = post(
        "BUPATI", role=PostRole.POST_ROLE_PPK, assignment=Assignment.ASSIGNMENT_PJ, holder_name="Pejabat Contoh",
        post_class=PostClass.POST_CLASS_KEPALA_DAERAH, from_day=day("2023-09-05"), last_day=day("2024-09-04"),
    )  # fmt: skip
    assert reasons(posts(anywhere, acting)) == [""]
    (found,) = who_is(anywhere, PostRole.POST_ROLE_PPK, "2023-09-05")
    assert found.assignment == Assignment.ASSIGNMENT_PJ
    assert names(anywhere, post_codes=["BUPATI"]) == ["Pejabat Contoh"]
    assert who_is(anywhere, PostRole.POST_ROLE_PPK, "2024-09-05")[0].assignment == 0
    assert names(anywhere, post_codes=["BUPATI"], on="2024-09-05") == [""]


def test_the_same_file_of_posts_again_is_no_event(registry: House):
    registry.units(("A", ""))
    rows = [
        {"code": "K1", "assignment": HOLDER, "holder_name": "Pejabat Contoh", "nip": nip(1)},
        {"code": "K2", "superior_code": "K1"},
        {"code": "K3", "assignment": Assignment.ASSIGNMENT_PLT, "holder_name": "Contoh", "last_day": day("2023-12-31")},
    ]
    assert reasons(posts(registry, *[post(**row) for row in rows])) == ["", "", ""]
    before = registry.events
    again = posts(registry, *[post(**row) for row in rows])
    assert {verdict.kind for verdict in again.verdicts} == {VerdictKind.VERDICT_KIND_UNCHANGED}
    assert registry.events == before


def test_a_holder_is_linked_when_the_person_comes(registry: House):
    registry.units(("A", ""))
    posts(registry, post("K1", assignment=HOLDER, nip=nip(1), holder_name="Nama Lama"))
    registry.staff(employee(1, name="Nama Lengkap Contoh"))
    held = registry.ask("ListPosts", pb.ListPostsRequest(tenant=GIANYAR, day=day("2023-11-20"))).posts[0]
    assert [held.person_id] == registry.resolve(nip(1))
    assert names(registry, post_codes=["K1"]) == ["Nama Lengkap Contoh"]


def test_posts_in_unknown_units_or_below_unknown_posts_are_refused(registry: House):
    registry.units(("A", ""))
    reply = posts(
        registry, post("K1", "X"), post("K2", superior_code="K9"), post("K3", superior_code="K3b"), post("K3b")
    )
    assert reasons(reply) == ["UNKNOWN_UNIT", "POST_UNKNOWN", "", ""]


def test_superiors_are_told_nearest_first_even_when_vacant(anywhere: House):
    anywhere.units(("A", ""), ("B", "A"), ("C", "B"))
    administrator = PostClass.POST_CLASS_ADMINISTRATOR
    posts(
        anywhere,
        post("BUPATI", "A", post_class=PostClass.POST_CLASS_KEPALA_DAERAH),
        post("DINAS", "B", superior_code="BUPATI", assignment=HOLDER, nip=nip(1)),
        post("KABID", "B", superior_code="DINAS", post_class=administrator, assignment=HOLDER, nip=nip(2)),
    )
    anywhere.staff(employee(1, "B"), employee(2, "B"), employee(3, "B"), employee(4, "C"))

    def above(number: int) -> list[str]:
        (person,) = anywhere.resolve(nip(number))
        request = pb.SuperiorOfRequest(tenant=GIANYAR, person_id=person, day=day("2023-11-20"))
        return [one.code for one in anywhere.ask("SuperiorOf", request).superiors]

    assert above(1) == ["BUPATI"]
    assert above(2) == ["DINAS", "BUPATI"]
    assert above(3) == ["DINAS", "BUPATI"]
    assert above(4) == ["DINAS", "BUPATI"]


def test_names_are_given_only_of_people_of_the_tenant(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    (person,) = registry.resolve(nip(1))
    assert names(registry, person, bytes(16)) == ["Pegawai Contoh 1", ""]
    assert names(registry, person, tenant=BADUNG) == [""]
    assert registry.resolve(nip(1), tenant=BADUNG) == [b""]


def test_a_renamed_person_is_shown_by_the_new_name_and_an_erased_one_by_none(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    registry.staff(employee(1, name="Nama Baru Contoh"), as_of="2023-11-02")
    (person,) = registry.resolve(nip(1))
    assert names(registry, person) == ["Nama Baru Contoh"]
    registry.vault.destroy([person], 1)
    assert names(registry, person) == [""]
    reply = registry.ask("Openings", pb.OpeningsRequest(tenant=GIANYAR, person_ids=[person]))
    assert reply.openings[0].salt == b""


def test_an_opening_opens_the_commitment_that_the_log_holds(anywhere: House):
    anywhere.units(("A", ""))
    thl = EmploymentClass.EMPLOYMENT_CLASS_THL
    anywhere.staff(employee(1, nik=nik(1)), employee(2, nip="", nik=nik(2), employment_class=thl))
    everybody = {one.person_id: one.subject for one in anywhere.employed("2023-11-20").employees}
    reply = anywhere.ask("Openings", pb.OpeningsRequest(tenant=GIANYAR, person_ids=list(everybody)))
    assert {one.identity for one in reply.openings} == {f"NIP:{nip(1)}", f"NIK:{nik(2)}"}
    for person, opening in zip(everybody, reply.openings, strict=True):
        committed = hmac.digest(opening.salt, opening.identity.encode(), hashlib.sha256)
        assert committed == opening.subject == everybody[person]


def opened(house: House, person: bytes, subject: bytes) -> pb.Opening:
    """What opens a commitment that was made at a signing; it is right, or empty."""
    asked = pb.OpeningsRequest(tenant=GIANYAR, person_ids=[person], subjects=[subject])
    (one,) = house.ask("Openings", asked).openings
    if one.salt:
        assert hmac.digest(one.salt, one.identity.encode(), hashlib.sha256) == one.subject == subject
    return one


def test_a_commitment_made_before_the_nip_came_still_opens(anywhere: House):
    anywhere.units(("A", ""))
    anywhere.staff(employee(2, nip="", nik=nik(2)))
    (before,) = anywhere.employed("2023-11-20").employees
    anywhere.staff(employee(2, nik=nik(2)), as_of="2023-11-20")
    (after,) = anywhere.employed("2023-11-20").employees
    assert before.subject != after.subject
    assert opened(anywhere, before.person_id, before.subject).identity == f"NIK:{nik(2)}"
    assert opened(anywhere, after.person_id, after.subject).identity == f"NIP:{nip(2)}"


def test_a_commitment_of_a_record_that_is_a_duplicate_now_still_opens(anywhere: House):
    anywhere.units(("A", ""))
    anywhere.staff(employee(1), employee(2, nip="", nik=nik(2)))
    subjects = {one.person_id: one.subject for one in anywhere.employed("2023-11-20").employees}
    one, other = subjects
    merge = pb.Merge(command_id=os.urandom(16), person_id=other, into_person_id=one)
    anywhere.ask("MergePersons", pb.MergePersonsRequest(tenant=GIANYAR, merges=[merge]))
    identities = {opened(anywhere, person, subject).identity for person, subject in subjects.items()}
    assert identities == {f"NIP:{nip(1)}", f"NIK:{nik(2)}"}


def test_a_commitment_to_a_corrected_number_and_one_of_nobody_open_no_more(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(3, nik=nik(3)))
    (before,) = registry.employed("2023-11-20").employees
    registry.staff(employee(33, nik=nik(3)), as_of="2023-11-20")
    for subject in (before.subject, bytes(32), b"short"):
        assert opened(registry, before.person_id, subject).salt == b""


def test_a_name_is_found_though_it_is_not_quite_right(anywhere: House):
    anywhere.units(("A", ""))
    anywhere.staff(employee(1, name="I Contoh Satwika"), employee(2, name="Ni Luh Misalnya"), employee(3, name="Zzz"))
    request = pb.SearchPersonsRequest(tenant=GIANYAR, text="contoh satvika", day=day("2023-11-20"))
    found = anywhere.ask("SearchPersons", request).candidates
    assert found[0].name == "I Contoh Satwika"
    assert found[0].unit_code == "A"
    assert found[0].score > 80
    with pytest.raises(Rejected):
        anywhere.ask("SearchPersons", pb.SearchPersonsRequest(tenant=GIANYAR, text="a"))


def test_an_ended_employment_is_told_until_its_last_day(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    (person,) = registry.resolve(nip(1))
    end = pb.EmploymentEnd(
        command_id=os.urandom(16), person_id=person, last_day=day("2023-11-10"), cause=EndCause.END_CAUSE_RETIRED
    )
    registry.ask("EndEmployments", pb.EndEmploymentsRequest(tenant=GIANYAR, ends=[end]))
    assert [registry.employed(on).total for on in ("2023-11-10", "2023-11-11")] == [1, 0]


def transfer(person: bytes, tenant: str = BADUNG) -> pb.TransferPersonsRequest:
    one = pb.Transfer(
        command_id=os.urandom(16), person_id=person, to_tenant=tenant, unit_code="B",
        employment_class=EmploymentClass.EMPLOYMENT_CLASS_PNS, from_day=day("2023-11-15"),
    )  # fmt: skip
    return pb.TransferPersonsRequest(tenant=GIANYAR, transfers=[one])


def test_a_transfer_is_seen_by_both_tenants(anywhere: House):
    anywhere.units(("A", ""))
    anywhere.units(("B", ""), tenant=BADUNG)
    anywhere.staff(employee(1))
    (person,) = anywhere.resolve(nip(1))
    before = anywhere.events
    assert reasons(anywhere.ask("TransferPersons", transfer(person))) == [""]
    assert anywhere.events == before + 1
    assert [anywhere.employed(on).total for on in ("2023-11-14", "2023-11-15")] == [1, 0]
    assert [anywhere.employed(on, tenant=BADUNG).total for on in ("2023-11-14", "2023-11-15")] == [0, 1]


def test_a_transfer_needs_the_right_for_both_tenants(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    (person,) = registry.resolve(nip(1))
    local = Principal("user:local", (Grant(Role.ROLE_REGISTRAR, GIANYAR),))
    assert reasons(registry.ask("TransferPersons", transfer(person), local)) == ["NOT_ALLOWED"]


def test_merged_records_count_once_and_take_rows_of_either_number(anywhere: House):
    anywhere.units(("A", ""))
    anywhere.staff(employee(1), employee(2, nip="", nik=nik(2)))
    one, other = (one.person_id for one in anywhere.employed("2023-11-20").employees)
    merge = pb.Merge(command_id=os.urandom(16), person_id=other, into_person_id=one)
    anywhere.ask("MergePersons", pb.MergePersonsRequest(tenant=GIANYAR, merges=[merge]))
    assert [found.person_id for found in anywhere.employed("2023-11-20").employees] == [one]
    reply = anywhere.staff(employee(1, nik=nik(2)), as_of="2023-11-20")
    assert reply.verdicts[0].kind == VerdictKind.VERDICT_KIND_ACCEPTED
    undo = pb.Merge(command_id=os.urandom(16), person_id=other, into_person_id=one)
    anywhere.ask("UndoMerges", pb.UndoMergesRequest(tenant=GIANYAR, merges=[undo]))
    assert anywhere.employed("2023-11-20").total == 2


def test_persons_of_other_tenants_cannot_be_merged(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    (person,) = registry.resolve(nip(1))
    merge = pb.Merge(command_id=os.urandom(16), person_id=person, into_person_id=b"x" * 16)
    reply = registry.ask("MergePersons", pb.MergePersonsRequest(tenant=GIANYAR, merges=[merge]))
    assert reasons(reply) == ["PERSON_UNKNOWN"]


def test_a_file_of_tomorrow_and_a_tenant_that_does_not_exist_are_refused_whole(registry: House):
    with pytest.raises(Rejected) as no:
        registry.staff(employee(1), as_of="2023-12-02")
    assert no.value.reason is Reason.AS_OF_IN_FUTURE
    with pytest.raises(Rejected) as unknown:
        registry.staff(employee(1), tenant="51.99")
    assert unknown.value.reason is Reason.TENANT_UNKNOWN


def test_a_fresh_system_begins_with_rights_and_calendars_and_only_once(anywhere: House):
    begin(anywhere.app, anywhere.regions)
    anywhere.follow()
    before = anywhere.events
    begin(anywhere.app, anywhere.regions)
    assert anywhere.events == before
    reply = anywhere.ask("ListCalendars", pb.ListCalendarsRequest(years=[2024], scopes=["00"]))
    assert [(one.year, one.version) for one in reply.calendars] == [(2024, 1)]
    assert any(one.day == day("2024-02-14") for one in reply.calendars[0].days)
    assert anywhere.granted(LOCAL_OPERATOR)


def test_a_right_that_was_given_is_in_force_and_a_revoked_one_has_an_end(registry: House):
    national = Principal("user:o", (Grant(Role.ROLE_OPERATOR, "00"),))
    right = {"subject": "user:x", "role": Role.ROLE_CLERK, "scope": "51.04"}
    give = pb.Grant(command_id=os.urandom(16), from_day=day("2023-01-01"), **right)
    registry.ask("GiveGrants", pb.GiveGrantsRequest(grants=[give]), national)
    assert registry.granted("user:x") == [(Role.ROLE_CLERK, "51.04", day("2023-01-01"), 2_147_483_647)]
    revoke = pb.Grant(command_id=os.urandom(16), from_day=day("2023-06-01"), **right)
    registry.ask("RevokeGrants", pb.RevokeGrantsRequest(grants=[revoke]), national)
    assert registry.granted("user:x") == [(Role.ROLE_CLERK, "51.04", day("2023-01-01"), day("2023-06-01"))]


def test_accounts_mandates_and_keys_are_recorded(anywhere: House):
    anywhere.units(("A", ""))
    posts(anywhere, post("K1"))
    link = pb.AccountLink(command_id=os.urandom(16), subject="user:x", post_tenant=GIANYAR, post_code="K1")
    unknown = pb.AccountLink(command_id=os.urandom(16), subject="user:y", post_tenant=GIANYAR, post_code="K9")
    mandate = pb.Mandate(command_id=os.urandom(16), party="BKN", scopes=["00"], from_day=0)
    key = pb.PublisherKey(command_id=os.urandom(16), tenant=GIANYAR, source="simpeg", public_key=b"k" * 32)
    short = pb.PublisherKey(command_id=os.urandom(16), tenant=GIANYAR, source="simpeg", public_key=b"k")
    assert reasons(anywhere.ask("LinkAccounts", pb.LinkAccountsRequest(links=[link, unknown]))) == ["", "POST_UNKNOWN"]
    assert reasons(anywhere.ask("GiveMandates", pb.GiveMandatesRequest(mandates=[mandate]))) == [""]
    request = pb.RegisterPublisherKeysRequest(keys=[key, short])
    assert reasons(anywhere.ask("RegisterPublisherKeys", request)) == ["", "KEY_MALFORMED"]


def test_requests_without_an_idempotency_key_are_refused_item_by_item(registry: House):
    close = pb.UnitToClose(code="A", from_day=day("2023-11-01"))
    reply = registry.ask("CloseUnits", pb.CloseUnitsRequest(tenant=GIANYAR, units=[close]), REGISTRAR)
    assert reasons(reply) == ["FIELD_INVALID"]


def test_numbers_that_mean_nothing_are_refused_and_never_a_fault(registry: House):
    registry.units(("A", ""))
    far = 2_147_483_647
    reply = posts(registry, post("K1", post_class=99), post("K2", assignment=99, holder_name="x"), post("K3", role=99))
    assert reasons(reply) == ["UNKNOWN_CLASS", "UNKNOWN_STATUS", "UNKNOWN_STATUS"]
    assert (
        reasons(registry.staff(employee(1, employment_class=99), employee(2, post_class=99))) == ["UNKNOWN_CLASS"] * 2
    )
    reply = posts(registry, post("K4", assignment=HOLDER, holder_name="x", from_day=-far, last_day=far))
    assert reasons(reply) == [""]
    right = pb.Grant(command_id=os.urandom(16), subject="user:x", role=Role.ROLE_CLERK, scope="51", last_day=far)
    nul = pb.Grant(command_id=os.urandom(16), subject="user:\0", role=Role.ROLE_CLERK, scope="51")
    assert reasons(registry.ask("GiveGrants", pb.GiveGrantsRequest(grants=[right, nul]))) == ["", "TEXT_INVALID"]
    end = pb.EmploymentEnd(command_id=os.urandom(16), person_id=b"short", last_day=far, cause=EndCause.END_CAUSE_DIED)
    reply = registry.ask("EndEmployments", pb.EndEmploymentsRequest(tenant=GIANYAR, ends=[end]))
    assert reasons(reply) == ["FIELD_INVALID"]
