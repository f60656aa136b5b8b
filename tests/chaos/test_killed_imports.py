"""A small import killed twice in every run of the tests; `make imports` is the great one."""

import pytest
from killed_imports import killed_imports

ROWS, KILLS, SEED = 2_500, 2, 51_04


@pytest.mark.timeout(600)
def test_each_row_of_a_killed_import_has_exactly_one_effect() -> None:
    killed = []
    broken = killed_imports(
        "embedded", rows=ROWS, kills=KILLS, seed=SEED, tell=lambda victim, _share: killed.append(victim)
    )
    assert broken == [], f"killed_imports.py --profile embedded --rows {ROWS} --kills {KILLS} --seed {SEED}"
    assert len(killed) >= KILLS
