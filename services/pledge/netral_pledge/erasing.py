"""What pledge does when the registry orders that a person be erased: see `netral_chassis.erasure`.

It keeps no names and no numbers; what it destroys are the keys of reasons and evidence. Pacts stay, by random id.
"""

import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from netral_calendar import day_number
from netral_chassis.clock import MICROSECONDS_A_DAY
from netral_chassis.desk import recorded
from netral_chassis.erasure import Hold, Obedience
from netral_chassis.reading import Reading, fetch, in_pieces
from netral_chassis.service import App
from netral_chassis.todo import Reaction
from netral_chassis.views import OPEN_DAY
from sqlalchemy import select

from netral_pledge.domain.retention import ATTENDANCE, PACT, Record, Rule, longest_hold
from netral_pledge.streams import SERVICE
from netral_pledge.views.ceremonies import attendance
from netral_pledge.views.pacts import pact


def reaction(app: App) -> Reaction:
    """To the registry's orders."""
    ours = app.home.path / "retention.toml"

    def held(subjects: Sequence[bytes], today: int) -> Hold | None:
        with app.reader.open(recorded(SERVICE, app.store)) as reading:
            found = longest_hold(_records(reading, subjects), rules(ours), today)
        return Hold(*found) if found is not None else None

    return Obedience(SERVICE, app.commands, app.vault, held).reaction()


def rules(ours: Path) -> list[Rule]:
    """The rules that come with netral, and those of the file `ours`, if it is there, which replace them by id.

    Raises `KeyError`, `ValueError` for a file that is no list of rules: nothing is destroyed then.
    """
    shipped = (files("netral_pledge") / "data" / "retention.toml").read_text(encoding="utf-8")
    texts = [shipped, ours.read_text(encoding="utf-8")] if ours.exists() else [shipped]
    found = {table["id"]: table for text in texts for table in tomllib.loads(text)["rule"]}
    return [
        Rule(
            id=table["id"],
            tenant=table["tenant"],
            record=table["record"],
            years=int(table["years"]),
            first_day=day_number(table["first_day"]),
            last_day=day_number(table["last_day"]) if "last_day" in table else OPEN_DAY,
            status=table["status"],
            source=table["source"],
        )
        for table in found.values()
    ]


def _records(reading: Reading, subjects: Sequence[bytes]) -> Iterator[Record]:
    """Answers and attendance of these persons, whatever was corrected later."""
    for piece in in_pieces(subjects):
        signed = select(pact.c.tenant, pact.c.valid_from).where(pact.c.person_id.in_(piece))
        yield from (Record(PACT, tenant, day) for tenant, day in fetch(reading, signed))
        came = select(attendance.c.tenant, attendance.c.known_from).where(attendance.c.person_id.in_(piece))
        yield from (Record(ATTENDANCE, tenant, at // MICROSECONDS_A_DAY) for tenant, at in fetch(reading, came))
