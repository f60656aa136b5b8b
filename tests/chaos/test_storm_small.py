"""A small storm in every run of the tests; `make storm` is the great one."""

import pytest
from storm import KINDS, storm

KILLS, SEED = 20, 51_04


@pytest.mark.timeout(600)
def test_a_pledge_day_ends_right_however_often_its_processes_die() -> None:
    killed = {}
    broken = storm(
        "embedded", kills=KILLS, seed=SEED, persons=120, parts=4, tell=lambda _kind, dead: killed.update(dead)
    )
    assert broken == [], f"storm.py --seed {SEED} --kills {KILLS} --persons 120 --parts 4"
    assert sum(killed.values()) == KILLS
    assert killed.keys() <= set(KINDS["embedded"])
