"""Every line in its room: domain is pure, services do not know each other, the chassis has no domain word."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = {path.parent.name: path.parent for path in sorted(ROOT.glob("services/*/netral_*/service.py"))}
NAMES = [name.removeprefix("netral_") for name in SERVICES]
CHASSIS = sorted((ROOT / "libs/chassis/netral_chassis").glob("*.py"))
PURE = {
    "abc", "bisect", "calendar", "collections", "contextlib", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "hashlib", "heapq", "itertools", "math", "operator", "re", "string", "struct", "types",
    "typing", "unicodedata", "uuid", "zoneinfo", "google", "netral", "netral_messages", "netral_calendar",
}  # fmt: skip
DOMAIN_WORDS = re.compile(
    r"\b(pact|pledge|ikrar|pakta|campaign|ceremon(y|ies)|employ\w+|violation|nip|nik|province|regency|election|circular)\b",
    re.IGNORECASE,
)
# what the chassis may know: who reads whose log is wiring, and a scope is explained by what people know
ALLOWED_LINES = re.compile(r"A province sees itself and its regencies")


def imports(path: Path) -> set[str]:
    """Top-level packages that a file imports, relative imports left out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def files(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def test_there_are_services_to_look_at() -> None:
    assert len(SERVICES) >= 2


@pytest.mark.parametrize(
    "path", files("services/*/netral_*/domain/*.py"), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_the_domain_imports_nothing_that_does_input_or_output(path: Path) -> None:
    own = path.parts[-3]
    for module in imports(path):
        top = module.partition(".")[0]
        assert top in PURE or module.startswith(f"{own}.domain"), f"{path.name} imports {module}"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_imports_no_other_service(name: str) -> None:
    for path in SERVICES[name].rglob("*.py"):
        for module in imports(path):
            top = module.partition(".")[0]
            assert top == name or top not in SERVICES, f"{path} imports {module}"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_starts_with_all_others_blocked_from_import(name: str) -> None:
    blocked = [other for other in SERVICES if other != name]
    code = (
        "import sys\n"
        f"for other in {blocked!r}: sys.modules[other] = None\n"
        f"import {name}.service, {name}.__main__ as entry\n"
        f"print({name}.service.service().name)\n"
        f"for other in {blocked!r}:\n"
        "    try: __import__(other)\n"
        "    except ImportError: print('blocked')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout.split() == [name.removeprefix("netral_"), *["blocked"] * len(blocked)], run.stderr


@pytest.mark.parametrize("path", CHASSIS, ids=lambda path: path.stem)
def test_the_chassis_has_no_domain_word(path: Path) -> None:
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        found = DOMAIN_WORDS.search(line)
        assert found is None or ALLOWED_LINES.search(line), f"{path.name}:{number}: {found and found[0]}"


def test_the_verifier_and_the_command_line_import_no_service() -> None:
    for path in files("apps/cli/netral_cli/**/*.py", "libs/receipts/netral_receipts/*.py", "docs/verify/*.py"):
        assert not {module.partition(".")[0] for module in imports(path)} & set(SERVICES), path


@pytest.mark.parametrize(
    "path",
    files("services/*/netral_*/**/*.py", "libs/*/netral_*/*.py", "apps/*/netral_*/**/*.py"),
    ids=lambda path: "-".join(path.parts[-3:]),
)
def test_no_module_is_two_things(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} has over 50 lines"
