"""A campaign's log of invented persons, its receipts, and both verifiers side by side."""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from netral_receipts import Opening, Receipt, SignerKey, Statement, TemplateRef, verify

sys.path.insert(0, str(Path(__file__).parent))
from receipt_maker import make_receipts

VERIFY_FOLDER = Path(__file__).parents[3] / "docs" / "verify"

Judge = Callable[[bytes, bytes], str | None]


@dataclass(frozen=True)
class Log:
    """Eleven leaves, an odd number in more than one level; the last revokes the one before it."""

    statements: list[Statement]
    openings: list[Opening]
    receipts: list[Receipt]
    key: SignerKey

    @property
    def key_file(self) -> bytes:
        return str(self.key.verifier).encode()


@pytest.fixture(scope="session")
def verify_folder() -> Path:
    return VERIFY_FOLDER


@pytest.fixture(scope="session")
def stranger() -> ModuleType:
    """The verifier of `docs/verify`, which knows nothing of netral_receipts."""
    return _module(VERIFY_FOLDER / "verify_receipt.py")


@pytest.fixture(scope="session")
def sample_maker() -> ModuleType:
    return _module(VERIFY_FOLDER / "make_samples.py")


@pytest.fixture(scope="session")
def log() -> Log:
    key = SignerKey("netral.example/log", sha256(b"the log's seed").digest())
    openings = [Opening(sha256(b"%d" % n).digest(), f"NIP:19860101201505{n:04d}") for n in range(10)]
    statements = [_statement(opening, minute) for minute, opening in enumerate(openings)]
    statements.append(replace(statements[-1], status="REVOKED"))
    by_subject = {opening.subject: opening for opening in openings}
    receipts = list(make_receipts(statements, by_subject, origin=statements[0].origin, key=key))
    return Log(statements, openings, receipts, key)


@pytest.fixture(scope="session")
def judged(stranger: ModuleType) -> Judge:
    """Asks both verifiers; they must give the same reason, `None` for a valid receipt."""

    def ask(receipt: bytes, key_file: bytes) -> str | None:
        ours = verify(receipt, key_file)
        assert ours.valid == (ours.reason is None) == (ours.statement is not None)
        reason = None if ours.reason is None else ours.reason.value
        theirs, _ = stranger.judge(receipt, key_file)
        assert reason == theirs
        return reason

    return ask


def _statement(opening: Opening, minute: int) -> Statement:
    return Statement(
        tenant="51.04",
        campaign="6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        template=TemplateRef(id="pact-2023", version=3, sha256=sha256(b"the text").hexdigest()),
        subject=opening.subject,
        status="SIGNED",
        signed_at=f"2023-11-20T08:{minute:02d}:00+08:00",
        method="BASAH",
    )


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
