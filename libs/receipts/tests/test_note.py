"""Signed notes and checkpoints: against the example of the note format's reference implementation, and every way of
spelling one differently."""

import base64
from dataclasses import replace
from hashlib import sha256

import pytest
from netral_receipts import (
    Checkpoint,
    KeyMalformed,
    NoteMalformed,
    SignatureWrong,
    SignerKey,
    VerifierKey,
    sign_checkpoint,
    verify_checkpoint,
)
from netral_receipts.note import Note, sign_note

# The example of golang.org/x/mod/sumdb/note.
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    f"{TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
ORIGIN = "netral/51.04/6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
ROOT = sha256(b"root").digest()
KEY = SignerKey("netral.example/log", sha256(b"seed").digest())
OTHER = SignerKey("netral.example/witness", sha256(b"other seed").digest())
CHECKPOINT = sign_checkpoint(ORIGIN, 17, root=ROOT, key=KEY)
BODY, SIGNATURE_LINE = CHECKPOINT.split("\n\n")


def line_of(key: SignerKey, signature: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.verifier.key_hash + signature).decode()}\n"


def test_the_published_key_signs_the_published_note():
    key = SignerKey.parse(SIGNER)
    assert str(key.verifier) == VERIFIER
    assert key.encode() == SIGNER
    assert sign_note(TEXT, key) == SIGNED


def test_the_published_note_is_verified():
    note = Note.parse(SIGNED)
    assert note.text == TEXT
    note.verify(VerifierKey.parse(VERIFIER))


def test_every_part_of_a_key_is_no_key_and_neither_is_one_with_a_character_changed():
    malformed = [VERIFIER[start:end] for start in range(len(VERIFIER)) for end in range(start + 1, len(VERIFIER) + 1)]
    malformed.remove(VERIFIER)
    malformed += [VERIFIER[:at] + chr(ord(VERIFIER[at]) + 1) + VERIFIER[at + 1 :] for at in range(len(VERIFIER))]
    for text in malformed:
        with pytest.raises(KeyMalformed):
            VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "++",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # too long, its hash fits
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # no Ed25519, its hash fits
        VERIFIER.replace("c74f20a3", "C74F20A3"),
        VERIFIER.replace("PeterNeumann", "Peter Neumann"),
        VERIFIER + "\n" + VERIFIER,
        SIGNER,
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(KeyMalformed):
        VerifierKey.parse(text)


@pytest.mark.parametrize("text", ["", VERIFIER, SIGNER[:-4], SIGNER.replace("c74f20a3", "c74f20a4")])
def test_what_is_no_signer_key_is_refused(text):
    with pytest.raises(KeyMalformed):
        SignerKey.parse(text)


def test_white_space_around_a_key_does_not_count():
    assert str(VerifierKey.parse(f" {VERIFIER}\r\n")) == VERIFIER


def test_a_generated_key_is_read_back_and_does_not_show_its_seed():
    key = SignerKey.generate("netral.example/new")
    assert SignerKey.parse(key.encode()) == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert repr(key.seed) not in repr(key)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\n", "\u00a0", "nul\x00", "\ud800"])
def test_a_key_has_no_name_that_a_note_could_not_hold(name):
    with pytest.raises(KeyMalformed):
        SignerKey.generate(name)


def test_a_signed_checkpoint_is_verified():
    assert verify_checkpoint(CHECKPOINT, KEY.verifier) == Checkpoint(ORIGIN, 17, ROOT)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, ROOT),
        ("two\nlines", 1, ROOT),
        ("tab\t", 1, ROOT),
        ("o", -1, ROOT),
        ("o", 10**15, ROOT),
        ("o", 1, b""),
        ("o", 1, ROOT[1:]),
    ],
)
def test_parts_that_make_no_checkpoint_are_not_signed(origin, size, root):
    with pytest.raises(NoteMalformed):
        sign_checkpoint(origin, size, root=root, key=KEY)


@pytest.mark.parametrize("change", [(ORIGIN, ORIGIN.replace("51.04", "51.03")), ("17", "18"), (KEY.name, OTHER.name)])
def test_a_changed_checkpoint_is_not_signed_by_the_key(change):
    with pytest.raises(SignatureWrong):
        verify_checkpoint(CHECKPOINT.replace(*change), KEY.verifier)


def test_a_key_of_the_same_name_is_another_key():
    with pytest.raises(SignatureWrong):
        verify_checkpoint(CHECKPOINT, replace(OTHER, name=KEY.name).verifier)


def test_a_signature_of_the_key_over_another_checkpoint_does_not_hold():
    other = sign_checkpoint(ORIGIN, 18, root=ROOT, key=KEY)
    with pytest.raises(SignatureWrong):
        verify_checkpoint(BODY + "\n\n" + other.split("\n\n")[1], KEY.verifier)


def test_the_second_form_of_a_signature_with_s_plus_the_group_order_is_refused():
    signature = KEY.sign(f"{BODY}\n".encode())
    s = int.from_bytes(signature[32:], "little") + GROUP_ORDER
    second = signature[:32] + s.to_bytes(32, "little")
    with pytest.raises(SignatureWrong):
        verify_checkpoint(f"{BODY}\n\n{line_of(KEY, second)}", KEY.verifier)


@pytest.mark.parametrize("length", [1, 63, 65])
def test_a_signature_of_another_length_is_refused(length):
    signature = (KEY.sign(f"{BODY}\n".encode()) + b"\x00")[:length]
    with pytest.raises(SignatureWrong):
        verify_checkpoint(f"{BODY}\n\n{line_of(KEY, signature)}", KEY.verifier)


def test_signatures_of_witnesses_are_passed_over_up_to_sixteen_in_all():
    witness = line_of(OTHER, OTHER.sign(f"{BODY}\n".encode()))
    assert verify_checkpoint(f"{BODY}\n\n{witness}{SIGNATURE_LINE}{witness * 14}", KEY.verifier).size == 17
    with pytest.raises(NoteMalformed):
        verify_checkpoint(f"{BODY}\n\n{witness}{SIGNATURE_LINE}{witness * 15}", KEY.verifier)


def test_a_wrong_signature_of_the_key_is_not_outweighed_by_a_right_one():
    wrong = line_of(KEY, KEY.sign(b"another text"))
    for lines in (SIGNATURE_LINE + wrong, wrong + SIGNATURE_LINE):
        with pytest.raises(SignatureWrong):
            verify_checkpoint(f"{BODY}\n\n{lines}", KEY.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        BODY + "\n",
        BODY + "\n\n",
        CHECKPOINT[:-1],
        CHECKPOINT + "\n",
        CHECKPOINT + "trailing",
        CHECKPOINT + "trailing\n",
        CHECKPOINT + "\n" + SIGNATURE_LINE,
        CHECKPOINT.replace("— ", "- "),
        CHECKPOINT.replace("— ", "—\u00a0"),
        CHECKPOINT.replace("\n", "\r\n"),
        CHECKPOINT.replace("17", "017"),
        CHECKPOINT.replace("17", "-17"),
        CHECKPOINT.replace("17", "１７"),  # digits, but not ASCII ones
        CHECKPOINT.replace(ORIGIN, ORIGIN + "\t"),
        CHECKPOINT.replace(ORIGIN, ORIGIN + "\ud800"),
        CHECKPOINT.replace(ORIGIN + "\n", ""),
        CHECKPOINT.replace("\n\n", "\nan extension line\n\n"),
        CHECKPOINT.replace("\n\n", "\n\n\n"),
        CHECKPOINT.replace(KEY.name, KEY.name + "+"),
        CHECKPOINT.replace(KEY.name, ""),
        f"{BODY}\n\n— {KEY.name} AAAA\n",  # less than a key hash
        f"{BODY}\n\n— {KEY.name} AAAAAA==\n",  # a key hash and no signature
    ],
)
def test_what_is_no_checkpoint_is_malformed(text):
    with pytest.raises(NoteMalformed):
        verify_checkpoint(text, KEY.verifier)


def test_base64_with_filling_bits_set_is_another_spelling_and_refused():
    root = base64.b64encode(ROOT).decode()
    respelled = root[:-2] + chr(ord(root[-2]) + 1) + "="
    assert base64.b64decode(respelled) == ROOT
    with pytest.raises(NoteMalformed):
        verify_checkpoint(CHECKPOINT.replace(root, respelled), KEY.verifier)
