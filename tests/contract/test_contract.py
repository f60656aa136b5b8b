"""What the contract says of itself is complete, and no personal field leaves unsealed."""

import re

import pytest
from contracts import events, fields, methods
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from netral.common.v1 import options_pb2
from netral.common.v1.options_pb2 import PersonalData, Role, Scope
from netral.common.v1.types_pb2 import EventMeta, Sealed

EVENTS = events()
METHODS = {method.full_name: method for method in methods()}
ABOUT_PERSONS = re.compile(r"(^|_)(person|signer|holder|leader|reporter|subject|account)(_ids?)?$")
NAMES = re.compile(r"(^|_)(nip|nik|email|phone|telepon|surel|birth|address|alamat|full_name|person_name)(_|$)")


def kind(field: FieldDescriptor) -> int:
    return int(field.GetOptions().Extensions[options_pb2.personal_data])


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_field_of_an_event_says_how_it_relates_to_persons(name: str) -> None:
    undeclared = [path for path, field in fields(EVENTS[name]) if kind(field) == PersonalData.PERSONAL_DATA_UNSPECIFIED]
    assert undeclared == []


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_no_event_has_a_readable_personal_field(name: str) -> None:
    plain = [path for path, field in fields(EVENTS[name]) if kind(field) == PersonalData.PERSONAL_DATA_PLAIN]
    assert plain == []


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_what_is_called_sealed_is_ciphertext_and_the_other_way_round(name: str) -> None:
    for path, field in fields(EVENTS[name]):
        if field.message_type is not None and field.message_type.full_name == Sealed.DESCRIPTOR.full_name:
            assert kind(field) == PersonalData.PERSONAL_DATA_SEALED, path
        elif kind(field) == PersonalData.PERSONAL_DATA_SEALED and field.message_type is None:
            assert field.containing_type.full_name == Sealed.DESCRIPTOR.full_name, path


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_ids_of_persons_are_declared_as_pseudonyms(name: str) -> None:
    for path, field in fields(EVENTS[name]):
        is_id = field.type == FieldDescriptor.TYPE_BYTES and ABOUT_PERSONS.search(field.name)
        if is_id:
            assert kind(field) == PersonalData.PERSONAL_DATA_PSEUDONYM, path


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_has_no_field_named_after_personal_data_unless_it_is_sealed_or_a_mark(name: str) -> None:
    for path, field in fields(EVENTS[name]):
        if NAMES.search(field.name) and field.type == FieldDescriptor.TYPE_STRING:
            pytest.fail(f"{name}: {path} is readable text")


def test_event_names_are_stable_names_of_their_service() -> None:
    for name, message in EVENTS.items():
        service = message.file.package.split(".")[1]
        assert re.fullmatch(rf"netral\.{service}\.[a-z]+(-[a-z0-9]+)*", name), name


def test_the_meta_data_of_events_hold_no_readable_personal_field() -> None:
    assert all(kind(field) != PersonalData.PERSONAL_DATA_PLAIN for _, field in fields(EventMeta.DESCRIPTOR))


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_procedure_declares_who_may_call_it(name: str) -> None:
    rule = METHODS[name].GetOptions().Extensions[options_pb2.access]
    assert rule.scope != Scope.SCOPE_UNSPECIFIED
    assert rule.roles or rule.scope == Scope.SCOPE_SIGNED_IN
    assert Role.ROLE_UNSPECIFIED not in rule.roles
    if rule.scope == Scope.SCOPE_TENANT:
        assert "tenant" in METHODS[name].input_type.fields_by_name


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_field_of_requests_and_replies_says_how_it_relates_to_persons(name: str) -> None:
    for message in _messages(METHODS[name]):
        undeclared = [path for path, field in fields(message) if kind(field) == PersonalData.PERSONAL_DATA_UNSPECIFIED]
        assert undeclared == []


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_reply_with_readable_personal_data_is_audited(name: str) -> None:
    method = METHODS[name]
    shown = any(kind(field) == PersonalData.PERSONAL_DATA_PLAIN for _, field in fields(method.output_type))
    if shown:
        assert method.GetOptions().Extensions[options_pb2.access].audited


def _messages(method: MethodDescriptor) -> tuple[Descriptor, Descriptor]:
    return method.input_type, method.output_type
