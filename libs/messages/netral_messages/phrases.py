"""The words of tables and summaries: `data/phrases/*.toml`, a table per area, an entry per key."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from netral_messages.wording import Lang, filled


def phrase(key: str, lang: Lang, **params: str | int) -> str:
    """The words for `key`, which is `<area>.<name>`, for example `coverage.signed`.

    Raises `KeyError` for a key that the catalogue does not have and for a missing param: both are bugs of the caller.
    """
    return filled(words()[key][lang], lang, params)


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every key of the catalogue with its words in each language."""
    return {
        f"{area}.{name}": words
        for file in (files(__package__) / "data" / "phrases").iterdir()
        for area, names in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for name, words in names.items()
    }
