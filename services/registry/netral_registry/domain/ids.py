"""Ids that follow from what they stand for, so that two imports never make two things of one."""

from functools import lru_cache
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f2b7f0e-5f0c-5b43-9d0a-7c6d1f5e2a10")


@lru_cache(maxsize=10_000)  # a file names few units, each in many rows
def unit_id(tenant: str, code: str) -> bytes:
    """Unit of a tenant by its `kode_unit`, 16 bytes."""
    return uuid5(_NAMESPACE, f"unit/{tenant}/{code}").bytes


def post_id(tenant: str, code: str) -> bytes:
    """Post of a tenant by its `kode_jabatan`, 16 bytes."""
    return uuid5(_NAMESPACE, f"post/{tenant}/{code}").bytes


def rights_id(subject: str) -> bytes:
    """Stream of the rights of a caller, or of an institution (`party:<name>`), 16 bytes."""
    return uuid5(_NAMESPACE, f"rights/{subject}").bytes


def key_of(id_: bytes) -> str:
    """How an id stands in a stream id: lower-case UUID with dashes."""
    return str(UUID(bytes=id_))
