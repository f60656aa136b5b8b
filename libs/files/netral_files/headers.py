"""Which columns a file has: `headers.toml`, and how headings are matched with it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

_IGNORED_IN_HEADINGS = re.compile(r"[\s._\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class FileSpec:
    """The columns of one kind of file: `aliases` maps a folded heading to its column."""

    kind: str
    columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    """Of each group at least one column must be in the file."""
    aliases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """How headings fit a spec. `columns` has a name or `None` per heading."""

    spec: FileSpec
    columns: tuple[str | None, ...]
    missing: tuple[tuple[str, ...], ...]
    """The required groups of which no column was found."""

    @property
    def known(self) -> int:
        """How many headings name a column."""
        return sum(column is not None for column in self.columns)

    @property
    def fits(self) -> bool:
        """Whether every required column is there."""
        return not self.missing

    @property
    def twice(self) -> tuple[str, ...]:
        """Columns that more than one heading names."""
        named = [column for column in self.columns if column is not None]
        return tuple(column for column in self.spec.columns if named.count(column) > 1)


def folded(heading: str) -> str:
    """The heading without what does not count: case, spaces, dots, underscores."""
    return _IGNORED_IN_HEADINGS.sub("", heading).casefold()


def matched(headings: Sequence[str], spec: FileSpec) -> HeaderMatch:
    """What each heading means in the given kind of file."""
    columns = tuple(spec.aliases.get(folded(heading)) for heading in headings)
    missing = tuple(group for group in spec.required if not any(column in columns for column in group))
    return HeaderMatch(spec, columns, missing)


def _specs() -> dict[str, FileSpec]:
    kinds = tomllib.loads((files(__package__) / "headers.toml").read_text(encoding="utf-8"))
    return {kind: _spec(kind, entry["columns"], entry.get("one_of", [])) for kind, entry in kinds.items()}


def _spec(kind: str, columns: Mapping[str, Mapping[str, Sequence[str]]], one_of: Sequence[Sequence[str]]) -> FileSpec:
    required = [(name,) for name, column in columns.items() if column.get("required")]
    aliases: dict[str, str] = {}
    for name, column in columns.items():
        for heading in (name, *column["aliases"]):
            meant = aliases.setdefault(folded(heading), name)
            assert meant == name, f"headers.toml: {heading!r} of {kind} means two columns"
    return FileSpec(kind, tuple(columns), (*(tuple(group) for group in one_of), *required), aliases)


SPECS: Mapping[str, FileSpec] = _specs()
UNITS = SPECS["units"]
POSTS = SPECS["posts"]
STAFF = SPECS["staff"]
ATTENDANCE = SPECS["attendance"]
PACTS = SPECS["pacts"]
CONTACTS = SPECS["contacts"]
