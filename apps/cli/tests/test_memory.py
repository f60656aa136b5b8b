"""What callers of one home remember of their writes, also when several of them write at once."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from netral.common.v1.types_pb2 import Cursor
from netral_cli.memory import Seen

WRITES = 200
_WRITER = """
import sys
from pathlib import Path
from netral.common.v1.types_pb2 import Cursor
from netral_cli.memory import Seen
home, service, writes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for position in range(1, writes + 1):
    Seen(home).add(Cursor(positions={service: position, "shared": position}))
"""


def writer(home: Path, service: str) -> subprocess.Popen[str]:
    """A process that is ready to write when it hears a line."""
    command = [sys.executable, "-c", _WRITER, str(home), service, str(WRITES)]
    paths = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": paths}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_processes_that_write_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / "seen.json"
    file.write_text("{}")
    services = ("registry", "pledge")
    writers = [writer(tmp_path, service) for service in services]
    for process in writers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    seen: list[dict[str, int]] = []
    while any(process.poll() is None for process in writers):
        seen.append(json.loads(file.read_text()))  # a reader never meets half a file
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    assert json.loads(file.read_text()) == dict.fromkeys((*services, "shared"), WRITES)
    for before, after in pairwise(seen):
        assert all(after.get(name, 0) >= position for name, position in before.items())


def test_a_lower_position_than_known_changes_nothing(tmp_path: Path) -> None:
    Seen(tmp_path).add(Cursor(positions={"registry": 7}))
    Seen(tmp_path).add(Cursor(positions={"registry": 5, "pledge": 0}))
    assert dict(Seen(tmp_path).cursor().positions) == {"registry": 7}


@pytest.mark.parametrize("content", ["", "[]", "null", '{"registry": "x"}', '{"registry": null}', "\0"])
def test_a_broken_file_is_nothing_known_and_is_mended_by_the_next_write(tmp_path: Path, content: str) -> None:
    (tmp_path / "seen.json").write_text(content)
    assert dict(Seen(tmp_path).cursor().positions) == {}
    Seen(tmp_path).add(Cursor(positions={"pledge": 3}))
    assert dict(Seen(tmp_path).cursor().positions) == {"pledge": 3}


def test_a_home_that_is_not_here_is_not_made(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "elsewhere")
    seen.add(Cursor(positions={"registry": 2}))
    assert dict(seen.cursor().positions) == {"registry": 2}
    assert not (tmp_path / "elsewhere").exists()
