"""Retention (retensi arsip): how long the law wants records about a person kept, before their keys may be destroyed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from netral_calendar import day_number, day_of_number, scopes_of

PACT = "PACT"
ATTENDANCE = "ATTENDANCE"
CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Rule:
    """Records of a kind, made while the rule is in force, are kept for `years` from their day on.

    It covers `tenant` and what is below it, the nation all. Days are inclusive. Only a `checked` rule holds anything:
    one that nobody compared with its source decides nothing.
    """

    id: str
    tenant: str
    record: str
    years: int
    first_day: int
    last_day: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Record:
    """Something about a person: its kind, whose it is, and its day (days since 1970-01-01)."""

    kind: str
    tenant: str
    day: int


def longest_hold(records: Iterable[Record], rules: Sequence[Rule], today: int) -> tuple[str, int] | None:
    """(rule, first day on which the record may go) of the hold that lasts longest; `None` if nothing is held today."""
    holds = [
        (_after(record.day, rule.years), rule.id)
        for record in records
        for rule in rules
        if rule.status == CHECKED and _covers(rule, record)
    ]
    until, rule_id = max(holds, default=(today, ""))
    return (rule_id, until) if until > today else None


def _covers(rule: Rule, record: Record) -> bool:
    return (
        rule.tenant in scopes_of(record.tenant)
        and rule.record == record.kind
        and rule.first_day <= record.day <= rule.last_day
    )


def _after(day: int, years: int) -> int:
    """The same day of a later year; 29 February becomes 1 March."""
    then = day_of_number(day)
    try:
        return day_number(then.replace(year=then.year + years))
    except ValueError:
        return day_number(date(then.year + years, 3, 1))
