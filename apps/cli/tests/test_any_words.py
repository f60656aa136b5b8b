"""Whatever is typed, and whatever is in the files, a command ends with one of five codes and never with a fault."""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from netral_cli import tree
from netral_cli.main import hoisted, root, run
from typer.main import get_command

START = {("up",), ("demo",)}  # they begin a system whatever else is typed
CONTENTS = (
    b"",
    b"nama,jenis_pegawai,kode_unit,nip\nA,PNS,A,198609262015051001\n",
    b"kode_unit,nama_unit,jenis_unit\nA,Dinas,DINAS\n",
    b"nip;status;waktu;metode\n198609262015051001;TANDA_TANGAN;2023-11-20;BASAH\n",
    b'{"format":"netral-receipt/1","statement":{},"proof":{"leaf_index":1e9}}',
    b"PK\x03\x04\xff\x00",
    bytes(range(256)),
)
settled = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=100)


def commands() -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}

    def walk(command: Any, path: tuple[str, ...]) -> None:
        below = getattr(command, "commands", {})
        if not below:
            found[path] = command
        for name, child in below.items():
            walk(child, (*path, name))

    walk(get_command(tree.app(root)), ())
    return {path: command for path, command in found.items() if path not in START}


COMMANDS = commands()
typed = st.one_of(
    st.sampled_from(
        [
            *("51.04", "00", "99.99", "2023-11-01", "2023-02-30", "31/12/2023", "0001-01-01", "9999-12-31", "pact"),
            *("ID", "5d5e44d5-8050-50df-9b6b-dade9dd85e41", "-1", "0", "1" * 40, "--", "-", "", " ", "\udcff", "١٢"),
            *("registry", "pledge", "unit/x", "class", "working", "calendar", "PPK", "2023-11-20T08:05+99:00", "1e9"),
        ]
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("any")
    made = []
    for number, content in enumerate(CONTENTS):
        for suffix in ("csv", "xlsx", "json"):
            path = folder / f"{number}.{suffix}"
            path.write_bytes(content)
            made.append(str(path))
    return [*made, str(folder), str(folder / "tidak-ada.csv")]


@contextlib.contextmanager
def told() -> Iterator[io.StringIO]:
    """Standard output of the block; a fault inside is raised, not told."""
    out = io.StringIO()
    debugging = mock.patch.dict(os.environ, {"NETRAL_DEBUG": "1"})
    with debugging, contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        yield out


@settled
@given(data=st.data())
def test_any_words_and_any_files_end_with_a_code(data: st.DataObject, files: list[str], tmp_path: Path) -> None:
    path = data.draw(st.sampled_from(sorted(COMMANDS)))
    value = st.one_of(st.sampled_from(files), typed)
    words = list(path)
    for param in COMMANDS[path].params:
        if not data.draw(st.integers(0, 9)):
            continue
        if param.param_type_name == "argument":
            words.append(data.draw(value))
        elif getattr(param, "is_flag", False):
            words += [param.opts[0]] * data.draw(st.integers(0, 1))
        elif param.name != "out":
            words += [param.opts[0], data.draw(value)]
    with told() as out:
        code = run(hoisted(["--home", str(tmp_path / "home"), "--port-base", "1", "--json", *words]))
    assert code in range(5), words
    if code:
        assert isinstance(json.loads(out.getvalue()), dict), words


@settled
@given(words=st.lists(typed, max_size=6))
@example(words=["--lang"])
@example(words=["--home="])
@example(words=["--port-base", "99999999999999999999", "status"])
@example(words=["--endpoints", "registry", "status"])
def test_any_words_at_all_end_with_a_code(words: list[str], tmp_path: Path) -> None:
    if words[:1] in (["up"], ["demo"]):
        return
    with told(), contextlib.chdir(tmp_path):
        assert run(hoisted(words)) in range(5)
