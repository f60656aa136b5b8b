"""B-5: each service builds its own projections from the shared log."""

import sqlite3
from contextlib import closing

import pytest
from netral.common.v1 import operations_pb2 as operations
from office import Office
from running import OFFSETS, System

PROGRESS = frozenset({"checkpoint"})
"""Tables that say how far and when, not what."""


def dump(system: System, service: str, generation: int) -> dict[str, list[bytes]]:
    """Every row of every table of a generation of views, as bytes, in order."""
    path = system.home.data / f"{service}.views_g{generation}.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(repr(row).encode() for row in database.execute(f'SELECT * FROM "{name}"'))
            for name in tables
            if name not in PROGRESS
        }


@pytest.mark.parametrize("service", OFFSETS)
def test_b_5_4_views_rebuilt_from_the_log_are_equal_to_the_byte(system: System, service: str):
    office = Office(system, "61.01")
    (unit,) = office.units(f"BANGUN-ULANG-{service}")
    persons = office.hire(5, f"BANGUN-ULANG-{service}")
    # nothing falls due meanwhile: the audience is noted when the campaign's day is over
    campaign = office.campaign(unit_ids=[unit], closes="2099-12-31")
    office.sign(campaign, persons[1:])
    system.settle()

    operator = system.caller().operations[service]
    before = operator.Status(operations.StatusRequest())
    rebuilt = operator.Rebuild(operations.RebuildRequest(), timeout=60).generation
    assert rebuilt == before.generation + 1
    old, new = dump(system, service, before.generation), dump(system, service, rebuilt)
    assert sum(map(len, old.values())) > len(persons)
    assert new == old
    after = operator.Status(operations.StatusRequest())
    assert (after.generation, after.events, after.parked) == (rebuilt, before.events, before.parked)
    assert office.coverage(campaign).total.signed == 4
    assert operator.Audit(operations.AuditRequest()).ok
