"""Generated persons only; nothing here names anybody real."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from registry_house import House


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[House]:
    """A fresh registry."""
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture(params=["sqlite", "postgres"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A fresh registry on either database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    house = House(tmp_path, url)
    yield house
    house.close()
