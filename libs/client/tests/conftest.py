"""A publisher with its key, and a real service that takes its claims: see `claimed` in the chassis' tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from claimed import SOURCE, TENANT, Desk, Facts, storage_of
from door import Door
from netral.common.v1.options_pb2 import Role
from netral_chassis import crash
from netral_chassis.access import Grant
from netral_chassis.clock import SystemClock
from netral_client import Key, Publisher
from netral_testing.ports import free_ports


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    Key.make(tmp_path / "publisher.pem")
    return tmp_path / "publisher.pem"


@pytest.fixture(params=["sqlite", "postgres"])
def door(request: pytest.FixtureRequest, tmp_path: Path, key_file: Path) -> Iterator[Door]:
    where: str = request.getfixturevalue("postgres_url") if request.param == "postgres" else str(tmp_path / "data")
    desk = Desk(storage_of(where), SystemClock(), Facts(tmp_path / "fact"))
    made = Door(desk, Key.read(key_file).public, free_ports(1)[0])
    made.grants[f"system:{TENANT}/{SOURCE}"] = (Grant(Role.ROLE_PUBLISHER, TENANT),)
    made.open()
    yield made
    crash.disarm()
    made.shut()
    desk.close()
    desk.storage.core.close()
    desk.storage.vault.close()


@pytest.fixture
def publisher(key_file: Path, tmp_path: Path) -> Iterator[Callable[..., Publisher]]:
    """Makes publishers with this test's key and outbox, and closes them."""
    made: list[Publisher] = []

    def make(endpoint: str | None = None, **more: Any) -> Publisher:
        given = {"tenant": TENANT, "source": SOURCE, "key_file": key_file, "outbox_dir": tmp_path / "outbox"} | more
        made.append(Publisher(endpoint, **given))
        return made[-1]

    yield make
    for one in made:
        one.close()
