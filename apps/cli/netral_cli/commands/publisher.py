"""`netral publisher`: whose key speaks for a source of a tenant."""

import re
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from netral.common.v1.types_pb2 import VerdictKind
from netral.registry.v1 import service_pb2 as registry

from netral_cli.arguments import existing, region_zone
from netral_cli.failures import REFUSED, Failed, accepted
from netral_cli.session import Session, session_of

_DIGITS = re.compile(r"[0-9a-fA-F]{64}")
_SOURCE = re.compile(r"[A-Za-z0-9._-]{1,64}")


_Key = Annotated[str, typer.Argument(help="option.public_key")]
_Tenant = Annotated[str, typer.Option(help="option.tenant")]
_Source = Annotated[str, typer.Option(help="option.publisher_source")]


def register(ctx: typer.Context, key: _Key, tenant: _Tenant, source: _Source) -> None:
    """help.publisher_register"""
    session, meant = session_of(ctx), _key(key, tenant, source)
    request = registry.RegisterPublisherKeysRequest(keys=[meant])
    reply = session.connection.call(session.connection.registry.RegisterPublisherKeys, request)
    _answer(session, "publisher.registered", reply, meant)


def revoke(ctx: typer.Context, key: _Key, tenant: _Tenant, source: _Source) -> None:
    """help.publisher_revoke"""
    session, meant = session_of(ctx), _key(key, tenant, source)
    request = registry.RevokePublisherKeysRequest(keys=[meant])
    reply = session.connection.call(session.connection.registry.RevokePublisherKeys, request)
    _answer(session, "publisher.revoked", reply, meant)


def _answer(session: Session, phrase: str, reply: Any, key: registry.PublisherKey) -> None:
    verdict = accepted(reply.verdicts[0])
    subject = f"system:{key.tenant}/{key.source}"
    document = {"subject": subject, "changed": verdict.kind == VerdictKind.VERDICT_KIND_ACCEPTED}
    session.answer(document, lambda: session.line(session.text(phrase, subject=subject)))


def _key(written: str, tenant: str, source: str) -> registry.PublisherKey:
    """The request for a key of 64 hexadecimal digits, or in a PEM file. Raises `Failed`."""
    region_zone(tenant)
    if not _SOURCE.fullmatch(source):
        raise Failed("FIELD_INVALID", REFUSED, field="--source", expected="A-Z a-z 0-9 . _ -, 1–64")
    public = bytes.fromhex(written) if _DIGITS.fullmatch(written) else _read(existing(Path(written)))
    return registry.PublisherKey(command_id=uuid4().bytes, tenant=tenant, source=source, public_key=public)


def _read(file: Path) -> bytes:
    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError):
        raise Failed("KEY_MALFORMED", REFUSED) from None
    if not isinstance(key, Ed25519PublicKey):
        raise Failed("KEY_MALFORMED", REFUSED)
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
