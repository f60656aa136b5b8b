"""Generated persons only; nothing here names anybody real."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from netral_chassis.storage import PostgresStorage, SqliteStorage, Storage
from pledge_stage import Stage


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """The whole service in this process, on either database, with the nation's instruments on record."""
    storage: Storage = SqliteStorage(tmp_path, "pledge")
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        storage = PostgresStorage(url, url)
    stage = Stage(storage, SqliteStorage(tmp_path, "registry"))
    yield stage
    stage.close()
