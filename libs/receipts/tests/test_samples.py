"""The folder for strangers: samples as its script makes them, a page that tells the truth, a verifier that
stands alone."""

import base64
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from netral_receipts import Receipt, VerifierKey, leaf_of, node_hash

VERDICTS = {
    "0.json": None,
    "1.json": None,
    "2.json": None,
    "4.json": None,
    "changed-method.json": "PROOF_WRONG",
    "another-person.json": "SUBJECT_WRONG",
}


@pytest.fixture(scope="module")
def samples(verify_folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (verify_folder / "samples").iterdir()}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verifier as a stranger starts it: isolated, from its own folder."""
    return subprocess.run(
        [sys.executable, "-I", "verify_receipt.py", *arguments], cwd=folder, capture_output=True, text=True, timeout=60
    )


def test_the_samples_are_those_the_script_makes(samples, sample_maker):
    assert samples == sample_maker.samples()


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_gets_its_verdict_from_both(samples, judged, name):
    assert judged(samples[name], samples["verifier.key"]) == VERDICTS[name]


def test_every_sample_has_a_verdict_in_the_page(samples, verify_folder):
    assert {name for name in samples if name.endswith(".json")} == set(VERDICTS)
    table = (verify_folder / "FORMAT.md").read_text().split("## 7.")[1]
    for name, reason in VERDICTS.items():
        row = next(line for line in table.splitlines() if f"`{name}`" in line)
        assert (reason or "valid") in row


def test_the_example_of_the_page_is_the_first_sample_step_by_step(samples, verify_folder):
    page = (verify_folder / "FORMAT.md").read_text()
    receipt, key = Receipt.parse(samples["0.json"]), VerifierKey.parse(samples["verifier.key"].decode())
    canonical = json.dumps(receipt.statement.as_json(), sort_keys=True, separators=(",", ":"))
    node = leaf_of(receipt.statement)
    steps = [node.hex()]
    for sibling in receipt.proof.hashes:
        node = node_hash(node, sibling)
        steps += [sibling.hex(), node.hex()]
    signature = base64.b64decode(receipt.checkpoint.split()[-1])
    assert receipt.checkpoint in page
    assert f"\n{canonical}\n" in page
    assert f"canonical JSON, {len(canonical)} bytes" in page
    values = [
        str(key), key.public.hex(), sha256(samples["text.txt"]).hexdigest(), receipt.statement.template.sha256,
        receipt.opening.salt.hex(), receipt.opening.identity, receipt.opening.subject, signature[:4].hex(), *steps,
        base64.b64encode(node).decode(),
    ]  # fmt: skip
    assert [value for value in values if f"`{value}`" not in page] == []
    assert re.findall(r"\| `([0-9a-f]{64})` \|", page.split("Leaf 0 of 5")[1]) == steps
    assert signature[4:].hex() in page


def test_the_strangers_verifier_prints_a_line_for_each_file_and_exits_4_if_one_fails(verify_folder):
    good = [f"samples/{name}" for name, reason in VERDICTS.items() if reason is None]
    bad = [f"samples/{name}" for name, reason in VERDICTS.items() if reason]
    ran = run(verify_folder, "--key", "samples/verifier.key", *good)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line.split()[:2] for line in ran.stdout.splitlines()] == [["VALID", name] for name in good]
    ran = run(verify_folder, "--key", "samples/verifier.key", *good, *bad)
    assert (ran.returncode, ran.stderr) == (4, "")
    assert [line.split() for line in ran.stdout.splitlines()[-2:]] == [
        ["INVALID", "samples/changed-method.json", "PROOF_WRONG"],
        ["INVALID", "samples/another-person.json", "SUBJECT_WRONG"],
    ]


def test_the_strangers_verifier_says_what_it_found(verify_folder):
    ran = run(verify_folder, "--key", "samples/verifier.key", "samples/0.json", "samples/2.json", "samples/4.json")
    signed, closed, revoked = ran.stdout.splitlines()
    assert "SIGNED 2023-11-20T08:05:00+08:00 BASAH" in signed
    assert signed.endswith("NIP:198601012015051000")
    assert closed.endswith("not-opened")
    assert "REVOKED" in revoked


@pytest.mark.parametrize(
    "arguments",
    [(), ("samples/0.json",), ("--key", "samples/verifier.key", "none.json"), ("--key", "none", "samples/0.json")],
)
def test_the_strangers_verifier_exits_2_on_wrong_usage_and_missing_files(verify_folder, arguments):
    ran = run(verify_folder, *arguments)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_the_strangers_verifier_is_short_and_shares_nothing_with_the_library(verify_folder):
    source = (verify_folder / "verify_receipt.py").read_text()
    assert len(source.splitlines()) <= 120
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if re.match(r"(import|from) ", line)}
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
