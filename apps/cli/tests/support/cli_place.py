"""The command as a process, on a home and ports of its own."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from netral_cli.connection import SERVICES
from netral_cli.main import hoisted, run
from netral_testing.children import living
from netral_testing.processes import Child

OFFSETS = (*SERVICES.values(), *(10 + offset for offset in SERVICES.values()))
_OF_THEIR_OWN = ("up", "demo")


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Place:
    """Where a system runs, or does not."""

    home: Path
    port_base: int

    def netral(self, *arguments: object, **environment: str) -> Answer:
        """Run the command against it: in this process, which is faster, but for those that start and end services."""
        words = [str(one) for one in arguments]
        surroundings = {"NETRAL_HOME": str(self.home), "NETRAL_PORT_BASE": str(self.port_base), **environment}
        answer = _spawned(words, surroundings) if words[0] in _OF_THEIR_OWN else _inside(words, surroundings)
        assert "Traceback" not in answer.err
        assert "Traceback" not in answer.out
        return answer

    def up(self) -> Child:
        """Start the system; wait for `ready` yourself."""
        environment = {"NETRAL_HOME": str(self.home), "NETRAL_PORT_BASE": str(self.port_base)}
        return Child("netral_cli", "up", environment=environment)


def _spawned(words: list[str], surroundings: dict[str, str]) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "netral_cli", *words],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def _inside(words: list[str], surroundings: dict[str, str]) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    with patch.dict(os.environ, surroundings), redirect_stdout(out), redirect_stderr(err):
        code = run(hoisted(words))
    return Answer(code, out.getvalue(), err.getvalue())


def service(place: Place, name: str) -> int:
    """Process id of a service of this home."""
    home = f"NETRAL_HOME={place.home}".encode()
    for process in living():
        try:
            command = Path(f"/proc/{process.pid}/cmdline").read_bytes()
            environment = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"netral_{name}".encode() in command and home in environment:
            return process.pid
    return 0


def asked(place: Place, *arguments: object) -> tuple[int, Any]:
    """Exit code and document of a command."""
    answer = place.netral(*arguments, "--json")
    return answer.code, answer.document
