"""A gRPC service of no service, its contract made at run time: one procedure a kind of access rule."""

from collections.abc import Callable, Mapping
from typing import Any

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import ServiceDescriptor
from netral.common.v1 import options_pb2
from netral.common.v1.options_pb2 import Role, Scope
from netral_chassis.access import Principal
from netral_chassis.rpc import Servicer

_FIELD = descriptor_pb2.FieldDescriptorProto
Access = options_pb2.Access


def contract(name: str, methods: Mapping[str, options_pb2.Access | None], *, tenant: bool = True) -> ServiceDescriptor:
    """A service of these methods and access rules, each from `Asked{text, tenant}` to `Answered{text}`."""
    file = descriptor_pb2.FileDescriptorProto(name=f"chassis_tests/{name}.proto", package=f"chassis_tests.{name}")
    file.syntax = "proto3"
    file.dependency.append("netral/common/v1/options.proto")
    for message, fields in (("Asked", ("text", "tenant") if tenant else ("text",)), ("Answered", ("text",))):
        made = file.message_type.add(name=message)
        for number, field in enumerate(fields, start=1):
            made.field.add(name=field, number=number, type=_FIELD.TYPE_STRING, label=_FIELD.LABEL_OPTIONAL)
    service = file.service.add(name="CalledService")
    for method, access in methods.items():
        one = service.method.add(
            name=method, input_type=f".chassis_tests.{name}.Asked", output_type=f".chassis_tests.{name}.Answered"
        )
        one.server_streaming = method.startswith("Stream")
        if access is not None:
            one.options.Extensions[options_pb2.access].CopyFrom(access)
    pool = descriptor_pool.Default()
    pool.Add(file)
    return pool.FindServiceByName(f"chassis_tests.{name}.CalledService")


CALLED = contract(
    "called",
    {
        "Anyone": Access(scope=Scope.SCOPE_SIGNED_IN),
        "OfTenant": Access(roles=[Role.ROLE_CLERK, Role.ROLE_REGISTRAR], scope=Scope.SCOPE_TENANT, audited=True),
        "OfObject": Access(roles=[Role.ROLE_CLERK], scope=Scope.SCOPE_OBJECT),
        "National": Access(roles=[Role.ROLE_OPERATOR], scope=Scope.SCOPE_NATIONAL),
    },
)
Asked: Any = message_factory.GetMessageClass(CALLED.methods_by_name["Anyone"].input_type)
Answered: Any = message_factory.GetMessageClass(CALLED.methods_by_name["Anyone"].output_type)


class Called:
    """Answers with the caller's subject, or does what the test wants."""

    def __init__(self) -> None:
        self.act: Callable[[Any, Principal], Any] = lambda _, caller: Answered(text=caller.subject)

    def Anyone(self, request: Any, caller: Principal) -> Any:  # noqa: N802
        return self.act(request, caller)

    OfTenant = OfObject = National = Anyone


def servicer(implementation: Called) -> Servicer:
    def add(servicer: Any, server: grpc.Server) -> None:
        handlers = {
            method.name: grpc.unary_unary_rpc_method_handler(
                getattr(servicer, method.name), Asked.FromString, Answered.SerializeToString
            )
            for method in CALLED.methods
        }
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(CALLED.full_name, handlers),))

    return Servicer(CALLED, add, implementation)
