"""Generates `libs/contracts/netral` from `proto/` (`contracts.py write`), or checks that it is current (`check`)."""

import filecmp
import importlib.resources
import pathlib
import shutil
import sys
import tempfile

from grpc_tools import protoc  # type: ignore[import-untyped]

ROOT = pathlib.Path(__file__).parents[2]
PROTO = ROOT / "proto"
PACKAGE = ROOT / "libs" / "contracts" / "netral"


def generate(target: pathlib.Path) -> None:
    """Make the package `netral` in the folder `target`; exits with protoc's own words if a file is wrong."""
    package = target / "netral"
    package.mkdir()
    sources = sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))
    if sources:
        known = importlib.resources.files("grpc_tools") / "_proto"
        outputs = [f"--{kind}_out={target}" for kind in ("python", "pyi", "grpc_python")]
        if protoc.main(["protoc", f"-I{PROTO}", f"-I{known}", *outputs, *sources]):
            sys.exit(1)
    for folder in (package, *(path for path in package.rglob("*") if path.is_dir())):
        (folder / "__init__.py").touch()
    (package / "py.typed").touch()


def files(package: pathlib.Path) -> set[str]:
    """The paths of what is generated, relative to the package."""
    return {
        str(path.relative_to(package))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(fresh: pathlib.Path) -> list[str]:
    """The paths at which the package in the checkout is not what the protos say."""
    both = files(fresh) & files(PACKAGE)
    changed = {path for path in both if not filecmp.cmp(fresh / path, PACKAGE / path, shallow=False)}
    return sorted(changed | (files(fresh) ^ files(PACKAGE)))


def main(task: str) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        fresh = pathlib.Path(temporary) / "netral"
        generate(fresh.parent)
        wrong = differences(fresh)
        if task == "check" and wrong:
            sys.exit("generated code is not what proto/ says, run `make proto`:\n  " + "\n  ".join(wrong))
        if task == "write" and wrong:
            shutil.rmtree(PACKAGE, ignore_errors=True)
            shutil.copytree(fresh, PACKAGE)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("write", "check"):
        sys.exit("usage: contracts.py write|check")
    main(sys.argv[1])
