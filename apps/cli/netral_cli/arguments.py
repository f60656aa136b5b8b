"""What people type, made into days, instants and ids. Whatever cannot be read is wrong usage."""

import re
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any
from uuid import UUID

from netral_calendar import NATIONAL, Region, Zone, day_number, tenant_day
from netral_calendar.loader import data_directory, load_regions

from netral_cli.failures import WRONG_USAGE, Failed

_DAY = re.compile(r"(?:(\d{4})-(\d{2})-(\d{2})|(\d{2})[/-](\d{2})[/-](\d{4}))")


def day(written: str, option: str) -> date:
    """`2023-11-20`, `20/11/2023` or `20-11-2023`. Raises `Failed`."""
    match = _DAY.fullmatch(written.strip())
    if match:
        y, m, d, d2, m2, y2 = match.groups()
        try:
            return date(int(y or y2), int(m or m2), int(d or d2))
        except ValueError:
            pass
    raise Failed("DAY_MALFORMED", WRONG_USAGE, option=option)


def optional_day(written: str | None, option: str) -> int | None:
    """Days since 1970-01-01; `None` if nothing was typed. Raises `Failed`."""
    return None if written is None else day_number(day(written, option))


def instant(written: str, option: str, zone: tzinfo) -> datetime:
    """A time with an offset, or in `zone` without one; a day alone is its first instant. Raises `Failed`."""
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        raise Failed("TIME_MALFORMED", WRONG_USAGE, option=option) from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def id_bytes(written: str, option: str) -> bytes:
    """16 bytes of a UUID. Raises `Failed`."""
    try:
        return UUID(written.strip()).bytes
    except ValueError:
        raise Failed("ID_MALFORMED", WRONG_USAGE, option=option) from None


def choice(written: str, known: dict[str, str], option: str) -> str:
    """The enum's own name of a word, whatever its case. Raises `Failed`."""
    folded = written.strip().upper().replace("-", "_").replace(" ", "_")
    if folded not in known:
        raise Failed("CHOICE_UNKNOWN", WRONG_USAGE, option=option, known=", ".join(known))
    return known[folded]


def choices(enum: Any, prefix: str) -> dict[str, str]:
    """The words of a generated enum and their names in it, without the undeclared one."""
    return {name.removeprefix(prefix): name for name, number in enum.items() if number}


def existing(path: Path) -> Path:
    """The path of a file that is there. Raises `Failed`."""
    if not path.exists():
        raise Failed("NO_SUCH_FILE", WRONG_USAGE, file=path.name)
    return path


def region_zone(tenant: str) -> Zone:
    """The zone of a tenant's days; the nation counts by Jakarta's. Raises `Failed`."""
    if tenant == NATIONAL:
        return Zone.WIB
    region: Region | None = load_regions(data_directory()).get(tenant)
    if region is None:
        raise Failed("TENANT_UNKNOWN", tenant=tenant)
    return region.zone


def past_day(written: str, option: str, tenant: str) -> date:
    """A day that is not after today in the tenant's zone. Raises `Failed`."""
    found = day(written, option)
    if found > tenant_day(datetime.now(UTC), region_zone(tenant)):
        raise Failed("AS_OF_IN_FUTURE", day=found.isoformat())
    return found
