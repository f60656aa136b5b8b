"""Every procedure of the contract, called by name with the smallest request that names a tenant or an object of it."""

import importlib
import pkgutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import netral
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from running import System


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant and objects of it, 16 bytes each."""

    tenant: str
    campaign_id: bytes
    ceremony_id: bytes
    person_id: bytes  # whose erasure was asked for


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure of the contract."""

    descriptor: MethodDescriptor

    @property
    def service(self) -> str:
        """Full name of its service."""
        return str(self.descriptor.containing_service.full_name)

    @property
    def name(self) -> str:
        """`<full name of the service>.<method>`."""
        return f"{self.service}.{self.descriptor.name}"

    @property
    def names_a_tenant(self) -> bool:
        """Whether its request says for which tenant it is, by code or by an object; else it is for the nation."""
        place = Place("51", bytes(16), bytes(16), bytes(16))
        return bool(self._named(place).ByteSize())

    def request(self, place: Place) -> Message:
        """The smallest request for `place` that changes as little as possible."""
        request = self._named(place)
        if "command_id" in request.DESCRIPTOR.fields_by_name:
            request.command_id = uuid.uuid4().bytes
        for item in getattr(request, "items", ()):
            item.command_id = uuid.uuid4().bytes
        if self.descriptor.name == "Rebuild":
            request.back = True  # there is no former generation, or it is the same
        if self.descriptor.name == "Submit":
            request.batch.source = "uji"
            request.batch.submissions.add(submission_id=uuid.uuid4().bytes)
        return request

    def _named(self, place: Place) -> Any:
        request: Any = message_factory.GetMessageClass(self.descriptor.input_type)()
        _name(request, place)
        if "items" in request.DESCRIPTOR.fields_by_name:
            item = message_factory.GetMessageClass(request.DESCRIPTOR.fields_by_name["items"].message_type)()
            if not request.ByteSize() and _name(item, place):
                request.items.append(item)
        if "batch" in request.DESCRIPTOR.fields_by_name:
            _name(request.batch, place)
        return request

    def call(self, channel: grpc.Channel, request: Message) -> grpc.StatusCode:
        """How the call ended."""
        answer = message_factory.GetMessageClass(self.descriptor.output_type)
        ask: Any = channel.unary_unary(
            f"/{self.service}/{self.descriptor.name}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=answer.FromString,
        )
        try:
            ask(request)
        except grpc.RpcError as error:
            code: grpc.StatusCode = error.code()
            return code
        return grpc.StatusCode.OK


def _name(message: Any, place: Place) -> bool:
    """Put into a message what it has fields for."""
    fields = [name for name in ("tenant", "campaign_id", "ceremony_id") if name in message.DESCRIPTOR.fields_by_name]
    if not fields and "person_id" in message.DESCRIPTOR.fields_by_name:
        fields = ["person_id"]
    if "campaign_id" in fields and len(fields) > 1:
        fields.remove("campaign_id")  # it only narrows what the other one asks
    for name in fields:
        setattr(message, name, getattr(place, name))
    return bool(fields)


def procedures() -> list[Procedure]:
    """Every procedure of every service in the generated package."""
    return sorted((Procedure(one) for one in _methods()), key=lambda one: one.name)


def _methods() -> Iterator[MethodDescriptor]:
    for module in pkgutil.walk_packages(netral.__path__, "netral."):
        if module.name.endswith("_pb2"):
            for service in importlib.import_module(module.name).DESCRIPTOR.services_by_name.values():
                yield from service.methods


def served(system: System, service: str) -> set[str]:
    """Full names of netral's services that a process offers, as it tells by reflection."""
    stub = reflection_pb2_grpc.ServerReflectionStub(system.channel(service))
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    (answer,) = stub.ServerReflectionInfo(iter([request]), timeout=10)
    return {one.name for one in answer.list_services_response.service if one.name.startswith("netral.")}
