"""How a sentence is filled in, and how numbers and days are written in each language."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal

Lang = Literal["id", "en"]
LANGUAGES: tuple[Lang, ...] = ("id", "en")

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: dict[Lang, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def language(asked: str | None) -> Lang:
    """The language to answer in, from a setting such as `en`, `en_US.UTF-8` or nothing. Indonesian unless English."""
    return "en" if asked is not None and re.match(r"en\b|en_", asked.strip().lower()) else "id"


def written_number(number: int, lang: Lang) -> str:
    """An amount with its thousands marked: 10.996 in Indonesian, 10,996 in English."""
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if lang == "id" else grouped


def written_day(day: date, lang: Lang) -> str:
    """`Senin, 29 April 2024` in Indonesian, `Monday 29 April 2024` in English."""
    comma = "," if lang == "id" else ""
    return f"{_WEEKDAYS[lang][day.weekday()]}{comma} {day.day} {_MONTHS[lang][day.month - 1]} {day.year}"


def placeholders_of(text: str) -> frozenset[str]:
    """The names between braces in a catalogue text."""
    return frozenset(_PLACEHOLDER.findall(text))


def bare_placeholders_of(text: str) -> frozenset[str]:
    """The names between braces that stand outside every optional part: the text cannot do without them."""
    return placeholders_of(_OPTIONAL.sub("", text))


def filled(text: str, lang: Lang, params: Mapping[str, str | int]) -> str:
    """`text` with its placeholders replaced.

    A part in square brackets is left out when one of its placeholders has no value, so that a sentence stays whole
    with fewer details. An `int` is written as an amount, an ISO day as the language writes days, any other `str` as it
    is: an ordinal such as a row number is passed as `str`. Raises `KeyError` for a placeholder outside brackets
    without a value.
    """

    def optional(match: re.Match[str]) -> str:
        part = match.group(1)
        return part if placeholders_of(part) <= params.keys() else ""

    return _PLACEHOLDER.sub(lambda match: _written(params[match.group(1)], lang), _OPTIONAL.sub(optional, text))


def _written(value: str | int, lang: Lang) -> str:
    if isinstance(value, int):
        return written_number(value, lang)
    if _ISO_DAY.fullmatch(value):
        try:
            return written_day(date.fromisoformat(value), lang)
        except ValueError:
            return value
    return value
