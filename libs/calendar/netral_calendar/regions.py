"""Provinces, regencies and cities by the code of the Minister of Home Affairs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netral_calendar.zones import Zone

NATIONAL = "00"
"""The tenant and scope of the whole nation. It is no region."""


class RegionKind(StrEnum):
    """Level of a region."""

    PROVINSI = "PROVINSI"
    KABUPATEN = "KABUPATEN"
    KOTA = "KOTA"


@dataclass(frozen=True, slots=True)
class Region:
    """A region as the decree on region codes knows it.

    `code` is `51` or `51.04`. `own_government` is false for Jakarta's administrative regencies and cities, which have
    no appointing authority (PPK). `valid_from` and `valid_to` are inclusive; `None` is unbounded.
    """

    code: str
    name_id: str
    kind: RegionKind
    own_government: bool
    zone: Zone
    valid_from: date | None
    valid_to: date | None
    source: str

    def valid_on(self, day: date) -> bool:
        """Whether the code was in force on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def province_of(code: str) -> str:
    """The province's two digits of any region code: `51.04` is in `51`."""
    return code.partition(".")[0]


def scopes_of(tenant: str) -> tuple[str, ...]:
    """The scopes whose rules and calendars reach a tenant, widest first: `51.04` lies in `00`, `51` and `51.04`."""
    parts = tenant.split(".") if tenant != NATIONAL else []
    return (NATIONAL, *(".".join(parts[: end + 1]) for end in range(len(parts))))


def with_own_government(regions: Iterable[Region], day: date) -> list[Region]:
    """The local governments of the day: regions in force that have an appointing authority of their own."""
    return [region for region in regions if region.own_government and region.valid_on(day)]
