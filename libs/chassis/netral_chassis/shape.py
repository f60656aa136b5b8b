"""Which code made a generation of views: with another digest they are built anew."""

import ast
import hashlib
import importlib.util
import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from netral_chassis import fold
from netral_chassis import views as rows
from netral_chassis.events import EventTypes
from netral_chassis.views import View

_OURS = "netral_"
_CHASSIS = "netral_chassis"


def shape_of(views: Sequence[View], types: EventTypes) -> str:
    """Digest of the source of all modules that what these views show depends on, by name."""
    digest = hashlib.sha256()
    for name, module in sorted(modules_behind(views, types).items()):
        source = _source(module)
        digest.update(b"%d %s %d " % (len(name), name.encode(), len(source)) + source)
    return digest.hexdigest()


def modules_behind(views: Sequence[View], types: EventTypes) -> dict[str, ModuleType]:
    """The modules of the views and upcasters, what those import of the project, and how events become rows.

    The rest of the chassis is left out: it moves rows, and any of its changes would build all views anew.
    """
    found: dict[str, ModuleType] = {}
    todo = {fold.__name__, rows.__name__, *(type(view).__module__ for view in views), *types.upcasting_modules}
    while todo:
        name = todo.pop()
        found[name] = sys.modules[name]
        todo |= set(_wanted(_imports(found[name]))) - found.keys()
    return found


def _wanted(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        package = name.partition(".")[0]
        if package.startswith(_OURS) and package != _CHASSIS and name in sys.modules:
            yield name


def _imports(module: ModuleType) -> Iterator[str]:
    """Names that may be modules; of `from a import b`, both `a` and `a.b`."""
    if module.__name__.startswith(_CHASSIS):
        return
    for node in ast.walk(ast.parse(_source(module))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            package = importlib.util.resolve_name(origin, module.__package__)
            yield package
            yield from (f"{package}.{alias.name}" for alias in node.names)


def _source(module: ModuleType) -> bytes:
    return Path(inspect.getfile(module)).read_bytes()
