"""What is shipped works away from the checkout: both wheels, built and installed without a network, and started."""

import json
import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from netral_testing.children import spawn
from netral_testing.ports import free_base
from netral_testing.waiting import eventually

ROOT = pathlib.Path(__file__).parents[2]
TOOLS = pathlib.Path(sys.executable).parent
TEST = re.compile(r"(^|/)(tests?/|test_|conftest)")
THIRD_PARTY = sysconfig.get_path("purelib")


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheels and, by path, what they depend on; `elsewhere` is no checkout."""

    wheels: dict[str, pathlib.Path]
    python: pathlib.Path
    elsewhere: pathlib.Path

    @property
    def environment(self) -> dict[str, str]:
        """Ours without what points into the checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NETRAL_"))}
        return {**kept, "NETRAL_LANG": "en"}

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        """What became of a command, run elsewhere."""
        return subprocess.run(
            list(map(str, command)),
            cwd=self.elsewhere,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def netral(self, *arguments: object) -> Any:
        """The document that the installed command answers with."""
        done = self.run(self.python.with_name("netral"), *arguments, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheels")
    for project in (ROOT, ROOT / "libs" / "client"):
        _done(TOOLS / "python", "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=project)
    wheels = {path.name.partition("-")[0]: path for path in folder.glob("*.whl")}
    environment = tmp_path_factory.mktemp("environment") / "venv"
    _done(TOOLS / "uv", "venv", "--offline", "--python", sys.executable, environment)
    python = environment / "bin" / "python"
    _done(TOOLS / "uv", "pip", "install", "--offline", "--no-deps", "--python", python, *wheels.values())
    site = next(environment.glob("lib/python*/site-packages"))
    (site / "third_party.pth").write_text(f"{THIRD_PARTY}\n")  # its own .pth files, which lead back here, do not count
    return Installed(wheels, python, tmp_path_factory.mktemp("elsewhere"))


def _done(*command: object, cwd: pathlib.Path = ROOT) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=kept, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def names(wheel: pathlib.Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheels_hold_what_the_code_reads(installed: Installed) -> None:
    shipped = names(installed.wheels["netral"])
    for file in (ROOT / "data").rglob("*"):
        if file.is_file():
            assert f"netral_calendar/data/{file.relative_to(ROOT / 'data')}" in shipped
    for package in ROOT.glob("*/*/netral_*"):
        if package.name in ("netral_testing", "netral_client"):
            assert not any(name.startswith(f"{package.name}/") for name in shipped)
            continue
        held = {str(file.relative_to(package.parent)) for file in package.rglob("*") if file.is_file()}
        assert {name for name in held if "__pycache__" not in name} <= shipped


def test_the_generated_code_is_in_the_client_alone(installed: Installed) -> None:
    assert not any(name.startswith("netral/") for name in names(installed.wheels["netral"]))
    generated = {
        str(file.relative_to(ROOT / "libs" / "contracts")) for file in ROOT.glob("libs/contracts/netral/**/*.py*")
    }
    assert {name for name in generated if "__pycache__" not in name} <= names(installed.wheels["netral_client"])


def test_no_wheel_holds_a_test_or_what_only_tests_need(installed: Installed) -> None:
    for wheel in installed.wheels.values():
        assert not [name for name in names(wheel) if TEST.search(name)]


def test_the_client_works_without_the_services(installed: Installed) -> None:
    code = (
        "import sys\n"
        "class Blocked:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.startswith('netral_') and not name.startswith('netral_client'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Blocked())\n"
        "import netral_client, netral.pledge.v1.service_pb2_grpc\n"
        "print(netral_client.__file__)\n"
    )
    done = installed.run(installed.python, "-c", code)
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout


@pytest.fixture
def running(installed: Installed) -> Iterator[tuple[object, ...]]:
    """Options of a system that was started from the wheels."""
    base = free_base()
    options = ("--home", installed.elsewhere / "home", "--port-base", base)
    command = [str(word) for word in (installed.python.with_name("netral"), "up", *options)]
    log = installed.elsewhere / "up.log"
    with log.open("wb") as told:
        system = spawn(command, cwd=installed.elsewhere, env=installed.environment, stdout=told, stderr=told)
    try:
        eventually(lambda: "ready" in log.read_text().splitlines() or system.poll() is not None, timeout=60)
        assert system.poll() is None, log.read_text()
        yield options
        system.terminate()
        assert system.wait(30) == 0
    finally:
        system.kill()
        system.wait()


def test_the_command_says_its_version_and_counts_days_from_its_own_data(installed: Installed) -> None:
    assert installed.netral("--version") == {"version": "0.1.0"}
    asked = ("--tenant", "51.04", "--from", "2024-04-01", "--count", 14, "--unit", "working", "--collective-leave")
    assert installed.netral("calendar", "due", *asked)["due_on"] == "2024-04-29"


def test_a_system_from_the_wheels_starts_and_records(installed: Installed, running: tuple[object, ...]) -> None:
    file = installed.elsewhere / "unit.csv"
    file.write_text("kode_unit,nama_unit,jenis_unit\nA,Dinas Contoh,DINAS\n")
    answer = installed.netral("org", "import", file, "--tenant", "51.04", "--as-of", "2023-11-01", *running)
    assert answer["accepted"] == 1
    assert installed.netral("status", *running)["ready"]
