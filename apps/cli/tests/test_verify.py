"""`netral verify` needs no network, no home and no running system."""

from pathlib import Path

from cli_place import Place

SAMPLES = Path(__file__).parents[3] / "docs" / "verify" / "samples"
KEY = SAMPLES / "verifier.key"


def test_a_valid_receipt_is_valid(nowhere: Place) -> None:
    answer = nowhere.netral("verify", SAMPLES / "0.json", SAMPLES / "1.json", "--key", KEY, "--json")
    assert answer.code == 0
    assert answer.document["valid"] is True
    assert [one["reason"] for one in answer.document["receipts"]] == [None, None]


def test_one_forged_receipt_makes_the_answer_a_refusal(nowhere: Place) -> None:
    answer = nowhere.netral("verify", SAMPLES / "0.json", SAMPLES / "changed-method.json", "--key", KEY, "--json")
    assert answer.code == 4
    assert answer.document["valid"] is False
    assert [one["valid"] for one in answer.document["receipts"]] == [True, False]
    assert answer.document["receipts"][1]["reason"] == "PROOF_WRONG"


def test_a_file_that_is_no_receipt_is_no_traceback(nowhere: Place, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\x00{")
    answer = nowhere.netral("verify", tmp_path / "x.json", "--key", KEY, "--json")
    assert (answer.code, answer.document["receipts"][0]["reason"]) == (4, "RECEIPT_MALFORMED")


def test_another_key_proves_nothing(nowhere: Place, tmp_path: Path) -> None:
    (tmp_path / "k").write_text("somebody+00000000+AAAA\n")
    answer = nowhere.netral("verify", SAMPLES / "0.json", "--key", tmp_path / "k", "--json")
    assert (answer.code, answer.document["receipts"][0]["reason"]) == (4, "KEY_MALFORMED")
