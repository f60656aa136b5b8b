"""The search that the other tests of this folder trust finds what it is to find."""

import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from leaks import encodings, leaks, leaks_below

CANARIES = ["Zqxvankarja", "190012311950011987", "9901013101009876", "0811990088776", "zqxv.surel@contoh.invalid"]
WRITERS = {
    "UTF-8": str.encode,
    "UTF-16LE": lambda text: text.encode("utf-16-le"),
    "UTF-16BE": lambda text: text.encode("utf-16-be"),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
}


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("encoding", WRITERS)
def test_a_text_among_other_bytes_is_found_in_each_encoding(canary: str, encoding: str):
    content = b"\x00\x81awal" + WRITERS[encoding](canary) + b"akhir\xff"
    assert (canary, encoding) in set(leaks(content, CANARIES))


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_text_inside_base64_is_found_wherever_it_begins_and_ends(canary: str, before: int, after: int, encode):
    content = encode(b"\xfb" * before + canary.encode() + b"\xff" * after)
    assert canary in {text for text, _ in leaks(b'{"x":"' + content + b'"}', CANARIES)}


@pytest.mark.parametrize("written", ["ZQXVANKARJA", "zqxvankarja"])
def test_a_name_in_other_letters_is_found(written: str):
    assert "Zqxvankarja" in {text for text, _ in leaks(written.encode(), CANARIES)}


def test_a_text_in_a_database_that_is_open_is_found_in_its_write_ahead_log(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "satu.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE orang (nama TEXT, nip BLOB)")
        database.execute("INSERT INTO orang VALUES (?, ?)", (CANARIES[0], CANARIES[1].encode()))
        database.commit()
        found = set(leaks_below(tmp_path, CANARIES))
    assert {("satu.db-wal", CANARIES[0], "UTF-8"), ("satu.db-wal", CANARIES[1], "UTF-8")} <= found


def test_a_text_in_the_name_of_a_file_or_a_folder_is_found(tmp_path: Path):
    (tmp_path / "a" / CANARIES[1]).mkdir(parents=True)
    (tmp_path / f"{CANARIES[0]}.log").touch()
    assert {text for _, text, _ in leaks_below(tmp_path, CANARIES)} == set(CANARIES[:2])


def test_what_is_not_there_is_not_found():
    assert list(leaks(b"".join(encodings(CANARIES[0]).values()), CANARIES[1:])) == []
