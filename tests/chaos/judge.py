"""Folds the logs by itself and holds them against the files that were sent. Nothing here is netral's own code.

It reads only what a stranger gets: the events of `netral log show --json`, receipts, coverage, and the files. Persons
are random ids there; who is who, the openings of the receipts tell.
"""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

Row = dict[str, str]
Event = dict[str, Any]
Facts = tuple[str, str, str, str, int]
"""Class, unit, position, class of the position, first day: what a row of staff says besides who it is."""

_PERSON = ("person-registered", "identity-committed", "employment-started")
_FIGURES = ("denominator", "signed", "refused", "excused", "missing", "unknown")


@dataclass(frozen=True)
class Sent:
    """Rows of the files that people sent. `pacts` are all signatures on paper."""

    units: list[Row]
    posts: list[Row]
    staff: list[Row]
    pacts: list[Row]


@dataclass(frozen=True)
class Shown:
    """What the system showed at the end: events of both logs, receipts, coverage by class and by unit."""

    events: list[Event]
    receipts: list[Any]
    by_class: Any
    by_unit: Any


@dataclass
class Fold:
    """What the logs say, folded. `broken` collects what may not be."""

    broken: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    subjects: dict[str, str] = field(default_factory=dict)
    employed: dict[str, Facts] = field(default_factory=dict)
    signed: dict[str, Event] = field(default_factory=dict)
    _steps: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, event: Event) -> None:
        """The next event of a log."""
        name, data = event["type"].rpartition(".")[2], event["data"]
        self.types[name] += 1
        if name == "unit-opened":
            self._once(self.units, data["unit_id"], data["code"], "unit opened")
        elif name in _PERSON:
            self._steps[data["person_id"]].append(name)
            if name == "identity-committed":
                self._once(self.subjects, data["person_id"], data["subject"], "identity committed")
            elif name == "employment-started":
                self._once(self.employed, data["person_id"], self._facts(data), "employment started")
        elif name == "pact-signed":
            self._once(self.signed, data["person_id"], data, "pact signed")

    def end(self) -> None:
        """Everybody went the whole way."""
        for steps in self._steps.values():
            if tuple(steps) != _PERSON:
                self.broken.append(f"a person's stream holds {steps}")

    def _once(self, known: dict[str, Any], key: str, value: Any, what: str) -> None:
        if key in known:
            self.broken.append(f"{what} twice")
        known[key] = value

    def _facts(self, data: Event) -> Facts:
        return (
            data["employment_class"].removeprefix("EMPLOYMENT_CLASS_"),
            self.units.get(data["unit_id"], "?"),
            data.get("position", ""),
            data.get("post_class", "").removeprefix("POST_CLASS_"),
            data.get("from_day", 0),
        )


def read(*files: Path) -> list[Row]:
    """Rows of CSV files of the same columns."""
    found: list[Row] = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            found += csv.DictReader(lines)
    return found


def judge(sent: Sent, shown: Shown) -> list[str]:
    """Every broken promise in a line; none names a person."""
    fold = Fold(broken=gaps(shown.events))
    for event in sorted(shown.events, key=lambda one: one["service"] != "registry"):  # units before who works there
        fold.take(event)
    fold.end()
    return [
        *fold.broken,
        *_organisation(sent, fold),
        *_staff(sent, fold),
        *_pacts(sent, fold, shown),
        *_views(shown, fold),
    ]


def gaps(events: list[Event]) -> list[str]:
    """Positions of a log and versions of a stream are 1, 2, 3, …; time never goes back; no hash stands twice."""
    broken = []
    positions: Counter[str] = Counter()
    versions: Counter[str] = Counter()
    last: dict[str, str] = defaultdict(str)
    for event in events:
        service, stream = event["service"], f"{event['service']} {event['stream']}"
        positions[service] += 1
        versions[stream] += 1
        if event["position"] != positions[service]:
            broken.append(f"{service}: {event['position']} stands where {positions[service]} belongs")
        if event["version"] != versions[stream]:
            broken.append(f"{service} {event['position']}: version {event['version']}, not {versions[stream]}")
        if event["recorded"] < last[service]:
            broken.append(f"{service} {event['position']}: recorded before its predecessor")
        last[service] = event["recorded"]
    if len({event["hash"] for event in events}) != len(events):
        broken.append("two events have one hash")
    return broken


def _organisation(sent: Sent, fold: Fold) -> list[str]:
    held = sum(1 for row in sent.posts if row["penugasan"])
    expected = {
        "unit-opened": len(sent.units),
        "post-created": len(sent.posts),
        "post-held": held,
        "campaign-opened": 1,
    }
    return [
        f"{fold.types[name]} of {name}, not {count}" for name, count in expected.items() if fold.types[name] != count
    ]


def _staff(sent: Sent, fold: Fold) -> list[str]:
    """Every row made one person and one employment that says what the row says."""
    wanted, found = Counter(map(_said, sent.staff)), Counter(fold.employed.values())
    broken = [f"{(wanted - found).total()} rows of staff are lost"] if wanted - found else []
    return [*broken, f"{(found - wanted).total()} employments are nobody's row"] if found - wanted else broken


def _said(row: Row) -> Facts:
    return row["jenis_pegawai"], row["kode_unit"], row["jabatan"], row["kelas_jabatan"], _day(row["tmt"])


def _pacts(sent: Sent, fold: Fold, shown: Shown) -> list[str]:
    """Every signature stands once, under the person who signed, at the time that the paper says; so do the receipts."""
    staff = {identity: row for row in sent.staff for identity in _identities(row)}
    identities = {one["statement"]["subject"]: one.get("opening", {}).get("identity") for one in shown.receipts}
    persons = {fold.subjects.get(person): person for person in fold.signed}
    broken = []
    if len(shown.receipts) != len(sent.pacts) or len(identities) != len(sent.pacts):
        broken.append(f"{len(shown.receipts)} receipts of {len(identities)} subjects, not {len(sent.pacts)}")
    if len(fold.signed) != len(sent.pacts):
        broken.append(f"{len(fold.signed)} pacts on record, not {len(sent.pacts)}")
    by_identity = {identity: persons.get(subject) for subject, identity in identities.items()}
    for number, row in enumerate(sent.pacts, 2):
        identity = _identities(row)[0]
        person = by_identity.get(identity)
        if person is None:
            broken.append(f"row {number} of the pacts has no pact, or no receipt")
        elif fold.signed[person]["signed_at"] != _microseconds(row["waktu"]):
            broken.append(f"row {number} of the pacts was signed at another time")
        elif fold.employed.get(person) != _said(staff[identity]):
            broken.append(f"row {number} of the pacts stands under somebody else")
    return broken


def _views(shown: Shown, fold: Fold) -> list[str]:
    """Coverage is what the logs say, in total and in every group."""
    broken = []
    for name, group, document in (("class", 0, shown.by_class), ("unit", 1, shown.by_unit)):
        due = Counter(facts[group] for facts in fold.employed.values())
        did = Counter(fold.employed[person][group] for person in fold.signed if person in fold.employed)
        expected = {str(key): _figures(due[key], did[key]) for key in due}
        told = {
            one["key"]: tuple(one[figure] for figure in _FIGURES) for one in document["groups"] if one["denominator"]
        }
        if told != expected:
            broken.append(f"coverage by {name} is not what the logs say")
        if tuple(document[figure] for figure in _FIGURES) != _figures(due.total(), did.total()):
            broken.append(f"total coverage by {name} is not what the logs say")
        if document["parked_streams"]:
            broken.append("streams are parked")
    return broken


def _figures(due: int, signed: int) -> tuple[int, ...]:
    return due, signed, 0, 0, due - signed, 0


def _identities(row: Row) -> list[str]:
    return [f"{kind}:{row[column]}" for kind, column in (("NIP", "nip"), ("NIK", "nik")) if row[column]]


def _day(iso: str) -> int:
    return (date.fromisoformat(iso) - date(1970, 1, 1)).days


def _microseconds(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp()) * 1_000_000
