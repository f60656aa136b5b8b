"""Where the command runs: a home without a system, and one with a system that a module's tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "support"))

from cli_place import Place
from netral_testing.ports import free_base


@pytest.fixture
def nowhere(tmp_path: Path) -> Place:
    """A home on which nothing runs."""
    return Place(tmp_path / "home", free_base())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A running system, shared by the tests of a module."""
    found = Place(tmp_path_factory.mktemp("system") / "home", free_base())
    with found.up() as running:
        running.wait_for_line("^ready$", timeout=120)
        yield found
        assert running.terminate() == 0
        assert running.processes() == []
