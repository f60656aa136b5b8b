"""Persons by a name that is not quite right. Names are opened into memory tenant by tenant, and soon forgotten."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from netral.common.v1.types_pb2 import Sealed
from netral_chassis.reading import Reading
from netral_chassis.vault import Vault
from rapidfuzz import fuzz, process, utils

from netral_registry.sealing import NAME
from netral_registry.views.employments import people_of
from netral_registry.views.persons import duplicates, persons

_TENANTS = 4
SHORTEST = 3


class Match(NamedTuple):
    """A person whose name resembles the text; `score` from 0 to 100."""

    person_id: bytes
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Index:
    """Names of one tenant's people as the log stood at `position`."""

    position: int
    names: dict[bytes, str] = field(repr=False)


class NameSearch:
    """Indexes of the last few tenants that were asked for."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lock = threading.Lock()
        self._indexes: OrderedDict[str, _Index] = OrderedDict()
        vault.on_destroyed(self._forget)

    def _forget(self) -> None:
        with self._lock:
            self._indexes.clear()

    def find(self, reading: Reading, tenant: str, text: str, limit: int) -> list[Match]:
        """Best first; the order of words does not matter. A match identifies nobody: a human confirms."""
        names = self._index(reading, tenant).names
        found = process.extract(text, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=limit)
        return [Match(person_id, name, score) for name, score, person_id in found if score > 0]

    def _index(self, reading: Reading, tenant: str) -> _Index:
        position = reading.freshness().cursor.positions["registry"]
        with self._lock:
            known = self._indexes.get(tenant)
            if known is None or known.position != position:
                known = self._indexes[tenant] = _Index(position, self._names(reading, tenant))
            self._indexes.move_to_end(tenant)
            while len(self._indexes) > _TENANTS:
                self._indexes.popitem(last=False)
        return known

    def _names(self, reading: Reading, tenant: str) -> dict[bytes, str]:
        merged = duplicates(reading)
        known = [one for one in persons(reading, people_of(reading, tenant)).values() if one.person_id not in merged]
        opened = self._vault.open([(one.stream_id, NAME, Sealed.FromString(one.name)) for one in known])
        return {one.person_id: name.decode() for one, name in zip(known, opened, strict=True) if name is not None}
