"""Receipts that must not hold, put before both verifiers: the fixture `judged` demands the same reason of both."""

import base64
import json
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from netral_receipts import SignerKey, Statement, Tree, leaf_of, note, sign_checkpoint
from netral_receipts.receipt import Proof, Receipt
from receipt_maker import make_receipts

MALFORMED, SIGNATURE, PROOF, SUBJECT, KEY = (
    "RECEIPT_MALFORMED",
    "SIGNATURE_WRONG",
    "PROOF_WRONG",
    "SUBJECT_WRONG",
    "KEY_MALFORMED",
)
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
LEAF = 4

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=40).map(bytes.hex),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=5,
)


def changed(data: bytes, path: str, value: object) -> bytes:
    """The receipt with the value at a dotted path replaced."""
    document = json.loads(data)
    *way, last = path.split(".")
    place = document
    for name in way:
        place = place[name]
    place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(document).encode()


def places(value: object) -> list[tuple[object, object]]:
    """Every container of a JSON value with each of its names or indices."""
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    else:
        return []
    return [(value, name) for name, _ in inside] + [place for _, child in inside for place in places(child)]


def alone(log, statement: Statement, *, leaf_index: int, hashes: tuple[bytes, ...]) -> bytes:
    """A receipt from a tree of one leaf, by the log's own key."""
    checkpoint = sign_checkpoint(statement.origin, 1, root=leaf_of(statement), key=log.key)
    return Receipt(statement, Proof(leaf_index, 1, hashes), checkpoint, opening=None).to_bytes()


def with_second_form(receipt: Receipt) -> bytes:
    """The receipt with S + L in the place of S in its signature."""
    body, line = receipt.checkpoint.split("\n\n")
    *mark_and_name, encoded = line.split()
    raw = base64.b64decode(encoded)
    s = int.from_bytes(raw[36:], "little") + GROUP_ORDER
    second = base64.b64encode(raw[:36] + s.to_bytes(32, "little")).decode()
    return replace(receipt, checkpoint=f"{body}\n\n{' '.join([*mark_and_name, second])}\n").to_bytes()


class AcceptsEverything:
    """An Ed25519 library that would let any signature pass."""

    @classmethod
    def from_public_bytes(cls, public: bytes) -> "AcceptsEverything":
        return cls()

    def verify(self, signature: bytes, message: bytes) -> None:
        return


@pytest.fixture(scope="module")
def genuine(log) -> bytes:
    return log.receipts[LEAF].to_bytes()


def test_no_bit_of_a_receipt_can_be_flipped(genuine, log, judged):
    for at in range(len(genuine)):
        for bit in range(8):
            flipped = bytearray(genuine)
            flipped[at] ^= 1 << bit
            assert judged(bytes(flipped), log.key_file) is not None


@pytest.mark.parametrize("byte", b' \t\n\r0fFaAzZ"\\=+-')
def test_no_byte_of_a_receipt_can_become_one_that_readers_like_to_overlook(genuine, log, judged, byte):
    for at in range(len(genuine)):
        forged = genuine[:at] + bytes([byte]) + genuine[at + 1 :]
        assert forged == genuine or judged(forged, log.key_file) is not None


def test_no_receipt_can_be_cut_short(genuine, log, judged):
    assert {judged(genuine[:end], log.key_file) for end in range(len(genuine))} == {MALFORMED}


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_whatever_is_done_to_its_structure_it_holds_only_if_it_says_the_same(genuine, log, judged, data):
    document = json.loads(genuine)
    for _ in range(data.draw(st.integers(1, 3))):
        container, name = data.draw(st.sampled_from(places(document)))
        match data.draw(st.sampled_from(["replace", "remove", "insert", "move"])):
            case "replace":
                container[name] = data.draw(json_values)
            case "remove":
                del container[name]
            case "insert" if isinstance(container, dict):
                container[data.draw(st.text(max_size=8))] = data.draw(json_values)
            case "insert":
                container.insert(name, data.draw(json_values))
            case "move":
                other, other_name = data.draw(st.sampled_from(places(document)))
                container[name] = deepcopy(other[other_name])
        assume(places(document))
    reason = judged(json.dumps(document).encode(), log.key_file)
    if reason is None:
        original = json.loads(genuine)
        original.pop("opening")
        document.pop("opening", None)
        assert document == original


@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 12), st.binary(max_size=12)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=400)
def test_whatever_is_done_to_its_bytes_it_holds_only_if_it_says_the_same(genuine, log, judged, edits):
    forged = genuine
    for at, length, replacement in edits:
        forged = forged[:at] + replacement + forged[at + length :]
    if judged(forged, log.key_file) is None:
        assert json.loads(forged) == json.loads(genuine)


@given(st.binary(max_size=300), st.binary(max_size=100))
@settings(deadline=None)
def test_any_bytes_get_a_verdict(genuine, log, judged, receipt, key_file):
    assert judged(receipt, log.key_file) == MALFORMED
    assert judged(genuine, key_file) == KEY
    assert judged(receipt, key_file) == KEY


@given(st.integers(0, 100), st.binary(min_size=1, max_size=3))
@settings(deadline=None)
def test_a_damaged_key_verifies_nothing(genuine, log, judged, at, replacement):
    damaged = log.key_file[:at] + replacement + log.key_file[at + len(replacement) :]
    if damaged.strip(b" \t\r\n") != log.key_file:
        assert judged(genuine, damaged) == KEY


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("format", "netral-receipt/2", MALFORMED),
        ("format", ["netral-receipt/1"], MALFORMED),
        ("statement.kind", "pledge", MALFORMED),
        ("statement.tenant", "51.03", PROOF),
        ("statement.campaign", "6f9619ff-8b86-4d01-b42d-00cf4fc96400", PROOF),
        ("statement.template.id", "pact-2024", PROOF),
        ("statement.template.version", 4, PROOF),
        ("statement.template.version", 3.0, MALFORMED),
        ("statement.template.version", "3", MALFORMED),
        ("statement.template.sha256", "00" * 32, PROOF),
        ("statement.subject", "00" * 32, PROOF),
        ("statement.status", "REVOKED", PROOF),
        ("statement.signed_at", "2023-11-20T08:04:01+08:00", PROOF),
        ("statement.signed_at", "２０23-11-20T08:04:00+08:00", MALFORMED),
        ("statement.method", "TTE_BSRE", PROOF),
        ("statement.note", "", MALFORMED),
        ("proof.leaf_index", LEAF + 1, PROOF),
        ("proof.leaf_index", 11, PROOF),
        ("proof.leaf_index", LEAF + 16, PROOF),
        ("proof.leaf_index", 10**15 - 1, PROOF),
        ("proof.leaf_index", 10**15, MALFORMED),
        ("proof.leaf_index", -1, MALFORMED),
        ("proof.leaf_index", False, MALFORMED),
        ("proof.tree_size", 0, PROOF),
        ("proof.tree_size", 12, PROOF),
        ("proof.tree_size", 5, PROOF),
        ("proof.hashes", [], PROOF),
        ("proof.hashes", {}, MALFORMED),
        ("proof.hashes.0", "00" * 32, PROOF),
        ("proof.hashes.0", "00" * 31, MALFORMED),
        ("proof.hashes.0", "AA" * 32, MALFORMED),
        ("proof.note", "", MALFORMED),
        ("checkpoint", None, MALFORMED),
        ("checkpoint", "", MALFORMED),
        ("checkpoint", "\ud800", MALFORMED),
        ("opening", None, MALFORMED),
        ("opening", {}, MALFORMED),
        ("opening.salt", "00" * 32, SUBJECT),
        ("opening.salt", "00" * 31, MALFORMED),
        ("opening.salt", "00" * 33, MALFORMED),
        ("opening.salt", "AA" * 32, MALFORMED),
        ("opening.identity", "NIP:198601012015059999", SUBJECT),
        ("opening.identity", "NIK:1986010120150599", SUBJECT),
        ("opening.identity", "NIP:1986010120150599990", MALFORMED),
        ("opening.identity", "NIP:19860101201505999９", MALFORMED),
        ("opening.note", "", MALFORMED),
        ("note", "", MALFORMED),
    ],
)
def test_a_changed_value_is_found_and_named(genuine, log, judged, path, value, reason):
    assert judged(changed(genuine, path, value), log.key_file) == reason


@pytest.mark.parametrize("name", ["format", "statement", "proof", "checkpoint"])
def test_a_receipt_lacks_nothing_but_its_opening(genuine, log, judged, name):
    document = json.loads(genuine)
    del document[name]
    assert judged(json.dumps(document).encode(), log.key_file) == MALFORMED


@pytest.mark.parametrize(
    "once",
    [b'"format":"netral-receipt/1"', b'"status":"SIGNED"', b'"version":3', b'"leaf_index":4', b'"tree_size":11'],
)
def test_a_name_twice_is_refused_even_with_the_same_value(genuine, log, judged, once):
    assert genuine.count(once) == 1
    assert judged(genuine.replace(once, once + b"," + once), log.key_file) == MALFORMED


@pytest.mark.parametrize(
    "number", [b"NaN", b"Infinity", b"-Infinity", b"1e400", b"4.0", b"4e0", b"-4", b"04", b"9" * 5_000]
)
def test_a_number_is_whole_and_written_in_plain_digits(genuine, log, judged, number):
    assert judged(genuine.replace(b'"leaf_index":4', b'"leaf_index":' + number), log.key_file) == MALFORMED


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"netral-receipt/1"',
        b"\xff\xfe{\x00}\x00",
        b"[" * 200_000,
        b'{"a":' * 40_000,
        b" " * 262_145,
    ],
)
def test_other_json_and_deep_nesting_end_in_a_verdict(log, judged, data):
    assert judged(data, log.key_file) == MALFORMED


def test_another_encoding_or_a_byte_order_mark_is_refused(genuine, log, judged):
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert judged(genuine.decode().encode(encoding), log.key_file) == MALFORMED


def test_white_space_and_the_order_of_names_are_free_up_to_the_largest_size(genuine, log, judged):
    shuffled = dict(reversed(json.loads(genuine).items()))
    assert judged(json.dumps(shuffled, indent=2).encode() + b"\n", log.key_file) is None
    assert judged(genuine.ljust(262_144), log.key_file) is None
    assert judged(genuine.ljust(262_145), log.key_file) == MALFORMED


def test_a_proof_of_another_leaf_does_not_fit(log, judged):
    for mine in range(11):
        for other in range(11):
            swapped = replace(log.receipts[mine], proof=log.receipts[other].proof, opening=None)
            assert (judged(swapped.to_bytes(), log.key_file) is None) == (mine == other)


def test_siblings_in_another_order_and_fewer_or_more_of_them_do_not_fit(log, judged):
    receipt = log.receipts[LEAF]
    siblings = receipt.proof.hashes
    for hashes in (siblings[::-1], siblings[:-1], siblings[1:], (*siblings, siblings[0]), siblings * 900):
        forged = replace(receipt, proof=replace(receipt.proof, hashes=hashes))
        assert judged(forged.to_bytes(), log.key_file) == PROOF


def test_an_opening_of_another_person_does_not_fit(log, judged):
    assert judged(replace(log.receipts[LEAF], opening=log.openings[LEAF + 1]).to_bytes(), log.key_file) == SUBJECT


def test_a_tree_of_another_key_is_not_the_logs(log, judged):
    forger = replace(SignerKey("x", sha256(b"forger").digest()), name=log.key.name)
    for forged in make_receipts(log.statements, {}, origin=log.statements[0].origin, key=forger):
        assert judged(forged.to_bytes(), log.key_file) == SIGNATURE
        assert judged(forged.to_bytes(), str(forger.verifier).encode()) is None


def test_a_checkpoint_of_another_tree_by_the_same_key_does_not_fit(log, judged):
    statements = [*log.statements[:-1], replace(log.statements[-1], method="OTP")]
    other = next(make_receipts(statements, {}, origin=log.statements[0].origin, key=log.key))
    assert judged(replace(log.receipts[LEAF], checkpoint=other.checkpoint).to_bytes(), log.key_file) == PROOF


def test_a_checkpoint_of_another_size_or_campaign_over_the_same_root_does_not_fit(log, judged):
    receipt, origin = log.receipts[LEAF], log.statements[0].origin
    root = Tree(map(leaf_of, log.statements)).root(11)
    for wrong_origin, size in ((origin, 12), (origin + "/", 11), (origin.replace("51.04", "51"), 11), ("x", 11)):
        checkpoint = sign_checkpoint(wrong_origin, size, root=root, key=log.key)
        assert judged(replace(receipt, checkpoint=checkpoint).to_bytes(), log.key_file) == PROOF


def test_the_second_form_of_a_signature_is_refused(log, judged):
    assert judged(with_second_form(log.receipts[LEAF]), log.key_file) == SIGNATURE


def test_the_second_form_of_a_signature_is_refused_even_by_a_lenient_library(
    log, genuine, judged, stranger, monkeypatch
):
    monkeypatch.setattr(note, "Ed25519PublicKey", AcceptsEverything)
    monkeypatch.setattr(stranger, "Ed25519PublicKey", AcceptsEverything)
    assert judged(genuine, log.key_file) is None
    assert judged(with_second_form(log.receipts[LEAF]), log.key_file) == SIGNATURE


@pytest.mark.parametrize("root", [b"", bytes(31), bytes(33)])
def test_a_root_of_another_length_is_malformed_though_signed(log, judged, root):
    text = f"{log.statements[0].origin}\n11\n{base64.b64encode(root).decode()}\n"
    forged = replace(log.receipts[LEAF], checkpoint=note.sign_note(text, log.key))
    assert judged(forged.to_bytes(), log.key_file) == MALFORMED


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\n\n", "\nextension\n\n", MALFORMED),
        ("\n\n", "\n\n\n", MALFORMED),
        ("\n\n", "\n", MALFORMED),
        ("— ", "-- ", MALFORMED),
        ("— ", "—\u00a0", MALFORMED),
        ("\n11\n", "\n011\n", MALFORMED),
        ("\n11\n", "\n" + "1" * 16 + "\n", MALFORMED),
        ("\n11\n", "\n12\n", SIGNATURE),
        ("netral/51.04", "netral\x85/51.04", SIGNATURE),
        ("netral/51.04", "netral\x1f/51.04", MALFORMED),
        ("netral/51.04", "netral\ud83d/51.04", MALFORMED),
        ("netral.example/log", "netral.example/gol", SIGNATURE),
        ("netral.example/log", "netral.example/\u3000", MALFORMED),
        ("netral.example/log", "netral.example+log", MALFORMED),
        ("netral.example/log", "netral.example\udc00", MALFORMED),
    ],
)
def test_a_checkpoint_spelled_another_way_is_refused(genuine, log, judged, old, new, reason):
    checkpoint = json.loads(genuine)["checkpoint"]
    assert old in checkpoint
    assert judged(changed(genuine, "checkpoint", checkpoint.replace(old, new, 1)), log.key_file) == reason


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ("\n", MALFORMED),
        ("trailing", MALFORMED),
        ("trailing\n", MALFORMED),
        ("— witness.example AAAAAAA=\n", None),
        ("— witness.example AAAAAAA=\n" * 15, None),
        ("— witness.example AAAAAAA=\n" * 16, MALFORMED),
        ("— witness.example AAAAAAB=\n", MALFORMED),
        ("— witness.example AAAAAA==\n", MALFORMED),
        ("— witness.example\n", MALFORMED),
        ("— witness.example AAAAAAA= \n", MALFORMED),
    ],
)
def test_after_the_signature_only_witnesses_may_follow(genuine, log, judged, added, reason):
    checkpoint = json.loads(genuine)["checkpoint"]
    assert judged(changed(genuine, "checkpoint", checkpoint + added), log.key_file) == reason


def test_a_leaf_alone_is_its_own_root_and_has_no_siblings(log, judged):
    only = log.statements[0]
    assert judged(alone(log, only, leaf_index=0, hashes=()), log.key_file) is None
    assert judged(alone(log, only, leaf_index=1, hashes=()), log.key_file) == PROOF
    assert judged(alone(log, only, leaf_index=0, hashes=(leaf_of(only),)), log.key_file) == PROOF


@pytest.mark.parametrize("key_file", [b"", b"\xff", b"netral.example/log", b"a+b+c", b"\xef\xbb\xbf"])
def test_what_is_no_key_is_called_so_before_the_receipt_is_looked_at(log, judged, key_file):
    assert judged(b"", key_file) == KEY
    assert judged(b"", log.key_file.upper()) == KEY
    assert judged(b"", b" \t" + log.key_file + b"\r\n") == MALFORMED
