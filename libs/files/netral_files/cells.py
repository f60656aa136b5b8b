"""What a single cell says. Pure functions; an empty cell is `""` or `None`, a bad one raises `CellRefused`."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from netral_files.findings import Code, Params
from netral_files.table import Cell

NAME_LENGTH = 200
TEXT_LENGTH = 2_000
EXACT_BELOW = 10**15  # a spreadsheet keeps 15 digits of a number
_EARLIEST_YEAR = 1900

_FORMULA_GUARD = re.compile(r"'(?=\s*[=+\-@])")  # what the writer puts before a cell that would run as a formula
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\x00-\x1f\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff]")
# U+FFFD stands where a byte of the file is no character; the last two ranges turn the direction of what follows
_INVALID = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd\ud800-\udfff\u202a-\u202e\u2066-\u2069]")

_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9`\u00b4\uff07"
# spaces, invisible characters, dots, dashes
_NOT_OF_AN_IDENTIFIER = re.compile(
    r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    r".\u00b7\u2024\uff0e"
    r"\-\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]"
)

# Days and months have two digits: 1/2/2023 is what a spreadsheet set to the United States writes for 2 January.
_DAY = (
    r"(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    r"|(?P<d2>[0-9]{2})(?P<s>[/-])(?P<m2>[0-9]{2})(?P=s)(?P<y2>[0-9]{4}))"
)
_ONLY_DAY = re.compile(_DAY + r"(?:[T ]0?0[:.]00(?:[:.]00)?)?")
_INSTANT = re.compile(
    _DAY
    + r"(?:[T ]\s*(?P<hh>[0-9]{1,2})[:.](?P<mm>[0-9]{2})(?:[:.](?P<ss>[0-9]{2})(?:[.,](?P<f>[0-9]{1,6}))?)?"
    + r"\s*(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?|WIB|WITA|WIT)?)?",
    re.IGNORECASE,
)
_ZONES = {"Z": "+00", "WIB": "+07", "WITA": "+08", "WIT": "+09"}


class CellRefused(Exception):
    """The cell cannot be used. `params` never hold what stands in it."""

    def __init__(self, code: Code, **params: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.params: Params = params


def written(cell: Cell) -> str:
    """The cell as a person would type it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.0f}" if float(cell).is_integer() else repr(cell)


def text(cell: Cell, *, limit: int = TEXT_LENGTH) -> str:
    """The cell's text in NFC: one line, every space a plain one, none at the ends, `limit` characters at most.

    Raises `TEXT_INVALID`, with `limit` if it is too long.
    """
    value = written(cell)
    if _FORMULA_GUARD.match(value):
        value = value[1:]
    if not (value.isascii() and value.isprintable()):
        value = _SPACE.sub(" ", _LINE_BREAK.sub(" ", unicodedata.normalize("NFC", value)))
        value = _INVISIBLE.sub("", value).strip(" \t")
        if _INVALID.search(value):
            raise CellRefused(Code.TEXT_INVALID)
    value = value.strip(" ")
    if len(value) > limit:
        raise CellRefused(Code.TEXT_INVALID, limit=limit)
    return value


def code(cell: Cell) -> str:
    """A unit's or post's code, as it is written. Raises `DIGITS_LOST` for a number of more digits than are kept."""
    if isinstance(cell, float | int) and abs(cell) >= EXACT_BELOW:
        raise CellRefused(Code.DIGITS_LOST)
    return text(cell).removeprefix("'").strip(" ")


def digits(cell: Cell) -> str:
    """An identifier without spaces, dots, dashes and a leading apostrophe; what else is in it stays, to be judged.

    Raises `DIGITS_LOST` if a spreadsheet has made it a rounded number.
    """
    if isinstance(cell, float | int) and abs(cell) >= EXACT_BELOW:
        raise CellRefused(Code.DIGITS_LOST)
    value = written(cell)
    if value.isascii() and value.isdigit():
        return value
    if _ROUNDED.fullmatch("".join(value.split()).lstrip(_APOSTROPHES)):
        raise CellRefused(Code.DIGITS_LOST)
    value = _NOT_OF_AN_IDENTIFIER.sub("", value)
    return value[1:] if value[:1] and value[0] in _APOSTROPHES else value


def day(cell: Cell) -> date | None:
    """The day: `2023-11-20`, `20/11/2023`, `20-11-2023` (midnight may follow) or a spreadsheet's date.

    Raises `DATE_UNREADABLE`.
    """
    if isinstance(cell, datetime):
        return _from_1900(cell.date())
    if isinstance(cell, date):
        return _from_1900(cell)
    value = _date_text(cell)
    if not value:
        return None
    found = _ONLY_DAY.fullmatch(value)
    if found is None:
        raise CellRefused(Code.DATE_UNREADABLE)
    return _day_of(found)


def instant(cell: Cell, zone: tzinfo) -> datetime | None:
    """The instant, in UTC: a day as in `day`, and `08:05` or `08.05:30` with an offset, else in `zone`.

    A day alone is its first instant. The Indonesian zones WIB, WITA and WIT are offsets. Raises `DATE_UNREADABLE`.
    """
    if isinstance(cell, date):
        local = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        _from_1900(local.date())
        return _utc(local.replace(tzinfo=zone))
    value = _date_text(cell)
    if not value:
        return None
    found = _INSTANT.fullmatch(value)
    if found is None:
        raise CellRefused(Code.DATE_UNREADABLE)
    hour, minute, second = (int(found[part] or 0) for part in ("hh", "mm", "ss"))
    try:
        clock = time(hour, minute, second, int((found["f"] or "").ljust(6, "0")), _offset(found["zone"], zone))
    except ValueError as error:
        raise CellRefused(Code.DATE_UNREADABLE) from error
    return _utc(datetime.combine(_day_of(found), clock))


def _date_text(cell: Cell) -> str:
    try:
        return text(cell) if isinstance(cell, str) else written(cell)
    except CellRefused as error:
        raise CellRefused(Code.DATE_UNREADABLE) from error


def _day_of(found: re.Match[str]) -> date:
    year, month, dom = (int(found[part] or found[part + "2"]) for part in ("y", "m", "d"))
    try:
        return _from_1900(date(year, month, dom))
    except ValueError as error:
        raise CellRefused(Code.DATE_UNREADABLE) from error


def _from_1900(value: date) -> date:
    if value.year < _EARLIEST_YEAR:
        raise CellRefused(Code.DATE_UNREADABLE, earliest=_EARLIEST_YEAR)
    return value


def _offset(written_zone: str | None, zone: tzinfo) -> tzinfo:
    """The zone of a written offset; `ValueError` if it is a day or more."""
    if written_zone is None:
        return zone
    offset = _ZONES.get(written_zone.upper(), written_zone).replace(":", "")
    size = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:] or 0))
    return timezone(-size if offset[0] == "-" else size)


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise CellRefused(Code.DATE_UNREADABLE) from error
