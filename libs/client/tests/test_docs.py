"""What the guide for publishers shows works as it stands there."""

import re
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from claimed import NOTE, SOURCE, TENANT
from door import Door
from netral.pledge.v1.service_pb2 import RecordPactsRequest
from netral_chassis.commands import Guards, Request
from netral_chassis.submission_decisions import Claim, Handler
from netral_client import Key
from noted import Noted

DOCS = Path(__file__).parents[3] / "docs"


def sign(claims: Sequence[Claim]) -> list[Request]:
    def one(claim: Claim) -> Request:
        def decide(_state: int, _guards: Guards) -> Iterator[Any]:
            yield Noted(number=len(claim.message.items))  # type: ignore[attr-defined]

        return Request(claim.command_id, claim.body, NOTE, claim.submission.subject_key, decide, claim.meta)

    return [one(claim) for claim in claims]


def test_the_example_publishes_and_prints_its_verdict(door: Door, key_file: Path, tmp_path: Path) -> None:
    door.desk.handlers["netral.pledge.sign-pact"] = Handler(RecordPactsRequest, sign)
    person = str(uuid.uuid4())
    arguments = [door.endpoint, TENANT, str(key_file), str(uuid.uuid4()), person]
    ended = subprocess.run(
        [sys.executable, DOCS / "examples" / "publisher.py", *arguments],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert re.fullmatch(r"[0-9a-f]{32} SUBMISSION_STATUS_ACCEPTED  \n", ended.stdout)
    assert door.desk.notes() == [(person, 1)]
    assert SOURCE in (DOCS / "examples" / "publisher.py").read_text()


def test_the_key_commands_of_the_guide_make_a_key_that_works(tmp_path: Path) -> None:
    (commands,) = re.findall(r"```\n(openssl.*?)```", (DOCS / "publishers.md").read_text(), re.S)
    commands = commands.replace("python -c", f"{sys.executable} -c")
    ended = subprocess.run(["bash", "-ec", commands], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == Key.read(tmp_path / "publisher.pem").public.hex()
