"""A generation of views remembers the code that made it, and nothing else."""

import importlib
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from netral_chassis.events import EventTypes
from netral_chassis.shape import modules_behind, shape_of
from noted import Noted, OldNoted

PACKAGE = "netral_shaped"
SOURCES = {
    "__init__": "",
    "views.__init__": "",
    "views.notes": "from netral_chassis.views import View\nimport netral_shaped.views.overlap\nclass N(View): pass\n",
    "views.overlap": "from netral_shaped import days\n",
    "days": "from .leap import LEAP\n",
    "leap": "LEAP = 4\n",
    "old": "def today(message): return message\n",
    "api": "from netral_shaped.views import notes\n",
}


def place(root: Path, module: str) -> Path:
    return root / PACKAGE / f"{module.replace('.', '/')}.py"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for module, source in SOURCES.items():
        place(tmp_path, module).parent.mkdir(parents=True, exist_ok=True)
        place(tmp_path, module).write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


def parts() -> tuple[list, EventTypes]:  # type: ignore[type-arg]
    for module in SOURCES:
        importlib.import_module(f"{PACKAGE}.{module}".removesuffix(".__init__"))
    loaded = sys.modules
    modules = [types.SimpleNamespace(Noted=Noted, OldNoted=OldNoted)]
    known = EventTypes(modules, {"test.noted-0": loaded["netral_shaped.old"].today})  # type: ignore[arg-type]
    return [loaded["netral_shaped.views.notes"].N()], known


@pytest.mark.parametrize("module", ["views.notes", "views.overlap", "days", "leap", "old"])
def test_a_change_in_a_view_in_what_it_imports_or_in_an_upcaster_is_another_shape(root: Path, module: str) -> None:
    views, known = parts()
    before = shape_of(views, known)
    place(root, module).write_text(SOURCES[module] + "# changed\n")
    assert shape_of(views, known) != before


def test_a_change_elsewhere_is_the_same_shape(root: Path) -> None:
    views, known = parts()
    before = shape_of(views, known)
    place(root, "api").write_text("# changed")
    assert shape_of(views, known) == before
    assert shape_of(list(reversed(views * 2)), known) == before


def test_the_shape_is_the_same_wherever_the_code_stands(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = shape_of(*parts())
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / PACKAGE).rename(elsewhere / PACKAGE)
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]
    sys.path.insert(0, str(elsewhere))
    try:
        importlib.invalidate_caches()
        assert shape_of(*parts()) == before
    finally:
        sys.path.remove(str(elsewhere))


def test_how_events_become_rows_is_part_of_the_shape(root: Path) -> None:
    found = modules_behind(*parts())
    assert {"netral_chassis.fold", "netral_chassis.views"} <= found.keys()
    assert not {"netral_chassis.rebuild", "netral_shaped.api"} & found.keys()
