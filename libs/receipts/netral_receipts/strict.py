"""JSON read without leniency: what two readers could take in two ways is refused."""

import json
import re
from collections.abc import Iterable
from typing import Any

MAX_BYTES = 262_144
"""A receipt has some 2,000 bytes; 16 signatures of the largest known kind come to half of this."""

MAX_COUNT = 10**15 - 1
"""Fifteen digits: every JSON reader holds them exactly (RFC 8785 goes to 2^53)."""


class Malformed(ValueError):
    """Not a receipt, or not a part of one. Says which part, never what stood there."""


def parse(data: bytes) -> object:
    """The value of UTF-8 JSON. Raises `Malformed`.

    Refused besides what is no JSON: more than 256 KiB, a byte order mark, a name twice in one object. `NaN`, `Infinity`
    and fractions come out as floats, which no field of a receipt takes.
    """
    if len(data) > MAX_BYTES:
        raise Malformed("size")
    try:
        value: object = json.loads(data.decode(), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        # The decoder's exception holds the whole document, so it is not kept as the cause.
        raise Malformed("json") from None
    return value


def fields(value: object, names: Iterable[str], *, where: str) -> dict[str, Any]:
    """The object, if it has exactly these names. Raises `Malformed`."""
    if not isinstance(value, dict) or value.keys() != set(names):
        raise Malformed(where)
    return value


def require_text(value: object, pattern: re.Pattern[str], *, where: str) -> None:
    """Raises `Malformed` unless the value is text of the pattern."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Malformed(where)


def require_count(value: object, *, where: str) -> None:
    """Raises `Malformed` unless the value is an integer of at most 15 digits, not below 0; `True` is none."""
    if type(value) is not int or not 0 <= value <= MAX_COUNT:
        raise Malformed(where)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found
