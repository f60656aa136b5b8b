"""A pledge day of a generated regency, cut into files as its offices would send them, and the commands of that day."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from installation import Installation
from judge import Sent, Shown, read
from netral_cli.demo import regency

TEXT = b"Saya netral sebelum, selama, dan sesudah pemilihan.\n"
AS_OF = "2023-11-01"
TARGET = date(2023, 11, 20)
_EVERYTHING = 10_000_000


@dataclass(frozen=True)
class PledgeDay:
    """Its files. Part n of `pacts` holds the signatures of part n of `staff`."""

    text: Path
    units: Path
    posts: Path
    staff: list[Path]
    pacts: list[Path]
    whole: tuple[Path, Path]
    """Staff and signatures, uncut."""

    def sent(self) -> Sent:
        """The rows of all files."""
        return Sent(read(self.units), read(self.posts), read(*self.staff), read(*self.pacts))

    def files(self) -> list[tuple[str, Path]]:
        """Group of the command and file of everything that is imported without a campaign, in order."""
        return [("org", self.units), ("org", self.posts), *(("staff", file) for file in self.staff)]


def write(folder: Path, *, persons: int, silent: int, parts: int = 1) -> PledgeDay:
    """The day of `persons` employees, of whom `silent` do not sign."""
    whole, _ = regency.write(folder, persons - silent, silent)
    size = -(-persons // parts)
    text = folder / "pakta.txt"
    text.write_bytes(TEXT)
    uncut = (whole.staff, whole.pacts)
    return PledgeDay(text, whole.units, whole.posts, _cut(whole.staff, size), _cut(whole.pacts, size), uncut)


def _cut(file: Path, size: int) -> list[Path]:
    with file.open(encoding="utf-8", newline="") as lines:
        heading, *rows = csv.reader(lines)
    made = []
    for start in range(0, len(rows), size):
        part = file.with_stem(f"{file.stem}-{start // size + 1}")
        with part.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([heading, *rows[start : start + size]])
        made.append(part)
    return made


def importing(group: str, file: Path) -> tuple[object, ...]:
    """The command that imports units, posts or staff."""
    return group, "import", file, "--tenant", regency.TENANT, "--as-of", AS_OF


def signing(file: Path, campaign: str) -> tuple[object, ...]:
    """The command that imports signatures."""
    return "pact", "import", file, "--campaign", campaign


def opening(day: PledgeDay) -> tuple[object, ...]:
    """The command that opens the campaign; again, it is the same campaign."""
    who = ("--tenant", regency.TENANT, "--kind", "pact", "--title", "Pakta", "--text", day.text)
    return "campaign", "open", *who, "--opens", TARGET, "--closes", "2023-11-30", "--target", TARGET


def logs(town: Installation) -> list[Any]:
    """Every event of both logs."""
    events: list[Any] = town.asked("log", "show", "--limit", _EVERYTHING)["events"]
    return events


def shown(town: Installation, campaign: str, out: Path) -> Shown:
    """What the system shows of the day; the receipts go to the folder `out`."""
    town.asked("receipt", "export", "--campaign", campaign, "--out", out)
    coverage = {by: town.asked("coverage", "--campaign", campaign, "--by", by) for by in ("class", "unit")}
    receipts = [json.loads(file.read_text()) for file in sorted(out.glob("*.json"))]
    return Shown(logs(town), receipts, coverage["class"], coverage["unit"])


def verified(town: Installation, out: Path) -> bool:
    """Whether every exported receipt in `out` proves itself."""
    answer = town.netral("verify", out, "--key", out / "verifier.key", "--json")
    return answer.code == 0 and bool(answer.document["valid"])
