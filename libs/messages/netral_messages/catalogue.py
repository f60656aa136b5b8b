"""The catalogue of reasons: `data/reasons/*.toml`, one table per code, read once."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from netral_messages.reason import Reason
from netral_messages.wording import Lang, filled, placeholders_of


class Level(StrEnum):
    """How much a reason stops."""

    WARNED = "warned"
    """It was done; somebody should look."""
    REJECTED = "rejected"
    """This row, item or command was not done; others may have been."""
    REFUSED = "refused"
    """The file or request as a whole was not done; nothing changed."""
    FAULT = "fault"
    """It could not be done now, through nobody's input; what was acknowledged stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue holds for one reason. Every placeholder stands in an optional part."""

    level: Level
    sentences: Mapping[Lang, str]
    fixes: Mapping[Lang, str]


def sentence(reason: Reason, lang: Lang, **params: str | int) -> str:
    """What is wrong and where. It is a whole sentence without params too; params it does not know are ignored."""
    return filled(_entries()[reason].sentences[lang], lang, params)


def fix(reason: Reason, lang: Lang, **params: str | int) -> str:
    """What to do about it, in one or two sentences."""
    return filled(_entries()[reason].fixes[lang], lang, params)


def level(reason: Reason) -> Level:
    """How much the reason stops."""
    return _entries()[reason].level


def placeholders(reason: Reason) -> frozenset[str]:
    """The params that the reason's sentence and fix can show."""
    entry = _entries()[reason]
    return frozenset().union(*map(placeholders_of, (*entry.sentences.values(), *entry.fixes.values())))


def tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Every code of the catalogue with its raw table, file after file; a code in two files comes twice."""
    for file in sorted((files(__package__) / "data" / "reasons").iterdir(), key=lambda entry: entry.name):
        yield from tomllib.loads(file.read_text(encoding="utf-8")).items()


@cache
def _entries() -> Mapping[Reason, Entry]:
    return {
        Reason(code): Entry(
            level=Level(table["level"]),
            sentences={"id": table["id"], "en": table["en"]},
            fixes={"id": table["fix_id"], "en": table["fix_en"]},
        )
        for code, table in tables()
    }
