"""What somebody may have meant."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

_SEPARATORS = re.compile(r"[\s._\-]+")
_LIKENESS = 50.0  # of 100; TTE is like TTE_BSRE by 54.5, P3K like PPPK by 57, KONTRAK like HONORER by 43


def folded(value: str) -> str:
    """The value in the spelling of the promised ones: capitals, words joined by underscores."""
    return _SEPARATORS.sub("_", value).strip("_").upper()


def nearest(value: str, known: Iterable[str]) -> str | None:
    """The known value that is most like `value`, the first of equals; `None` if none is like it."""
    choices = list(known)
    found = process.extractOne(folded(value), choices, processor=folded, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return None if found is None else choices[found[2]]
