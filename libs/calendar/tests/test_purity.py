"""Only the loader and the proposal do I/O; everything else can stand in a domain."""

import ast
from pathlib import Path

import netral_calendar
import pytest

PACKAGE = Path(netral_calendar.__file__).parent
IO = {"csv", "tomllib", "pathlib", "os", "io", "sys", "importlib", "importlib.metadata", "zoneinfo", "holidays", "time"}


@pytest.mark.parametrize("module", sorted({file.stem for file in PACKAGE.glob("*.py")} - {"loader", "propose"}))
def test_a_pure_module_imports_nothing_that_does_io(module: str) -> None:
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported.isdisjoint(IO | {"netral_calendar.loader", "netral_calendar.propose"})
    assert not any(isinstance(node, ast.Name) and node.id == "open" for node in ast.walk(tree))
