"""How long the law holds a record: only rules that somebody checked hold anything."""

from datetime import date
from pathlib import Path

import pytest
from netral_calendar import day_number
from netral_pledge.domain.retention import ATTENDANCE, CHECKED, PACT, Record, Rule, longest_hold
from netral_pledge.erasing import rules

OPEN = 2_147_483_647


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def rule(**changes):
    given = {"id": "R", "tenant": "51", "record": PACT, "years": 5, "first_day": day("2022-01-01"), "last_day": OPEN}
    return Rule(**{"status": CHECKED, "source": "test", **given, **changes})


SIGNED = Record(PACT, "51.04", day("2023-11-20"))
TODAY = day("2024-01-01")


def test_a_record_is_held_for_the_years_of_its_rule():
    assert longest_hold([SIGNED], [rule()], TODAY) == ("R", day("2028-11-20"))
    assert longest_hold([SIGNED], [rule()], day("2028-11-19")) == ("R", day("2028-11-20"))
    assert longest_hold([SIGNED], [rule()], day("2028-11-20")) is None


def test_the_hold_that_lasts_longest_counts():
    newer = Record(ATTENDANCE, "51.04", day("2023-12-01"))
    long = rule(id="LONG", record=ATTENDANCE, years=6)
    assert longest_hold([SIGNED, newer], [rule(), long], TODAY) == ("LONG", day("2029-12-01"))


@pytest.mark.parametrize(
    "other",
    [
        rule(status="draft"),
        rule(record=ATTENDANCE),
        rule(tenant="52"),
        rule(tenant="51.03"),
        rule(tenant="5"),
        rule(first_day=day("2023-11-21")),
        rule(last_day=day("2023-11-19")),
        rule(years=0),
    ],
)
def test_a_rule_that_is_not_checked_or_not_of_this_record_holds_nothing(other):
    assert longest_hold([SIGNED], [other], TODAY) is None


@pytest.mark.parametrize("tenant", ["00", "51", "51.04"])
def test_a_rule_covers_its_tenant_and_what_is_below(tenant):
    assert longest_hold([SIGNED], [rule(tenant=tenant)], TODAY) is not None


def test_a_leap_day_ends_on_the_first_of_march():
    leap = Record(PACT, "51.04", day("2024-02-29"))
    assert longest_hold([leap], [rule(years=1)], day("2024-03-01")) == ("R", day("2025-03-01"))


def test_the_rules_that_come_with_netral_are_drafts_with_a_source(tmp_path: Path):
    shipped = rules(tmp_path / "none.toml")
    assert {one.record for one in shipped} == {PACT, ATTENDANCE}
    assert all(one.status == "draft" and one.source for one in shipped)


def test_a_rule_of_the_home_replaces_one_of_the_same_id_and_adds_others(tmp_path: Path):
    ours = tmp_path / "retention.toml"
    table = '[[rule]]\nid = "{}"\ntenant = "51"\nrecord = "PACT"\nyears = 2\nfirst_day = 2020-01-01\n{}'
    more = 'last_day = 2030-12-31\nsource = "JRA"\nstatus = "checked"\n'
    ours.write_text(table.format("JRA-PAKTA", more) + table.format("JRA-BALI", more))
    found = {one.id: one for one in rules(ours)}
    assert found.keys() == {"JRA-PAKTA", "JRA-IKRAR", "JRA-BALI"}
    assert (found["JRA-PAKTA"].years, found["JRA-PAKTA"].last_day) == (2, day("2030-12-31"))


@pytest.mark.parametrize("text", ["[[rule]]\nid = 1\n", "rule", 'x = "y"\n'])
def test_a_file_that_is_no_list_of_rules_destroys_nothing(tmp_path: Path, text: str):
    ours = tmp_path / "retention.toml"
    ours.write_text(text)
    with pytest.raises((KeyError, ValueError)):
        rules(ours)
