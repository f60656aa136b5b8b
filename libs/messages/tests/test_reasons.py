"""The catalogue of reasons is complete, in two languages, and never asks for personal data."""

import re
from collections import Counter

import pytest
from netral_messages import Level, Reason, fix, level, placeholders, sentence
from netral_messages.catalogue import tables
from netral_messages.wording import LANGUAGES, bare_placeholders_of, placeholders_of

TABLES = dict(tables())
TEXTS = ("id", "en", "fix_id", "fix_en")
PERSONAL = {
    *("nip", "nik", "name", "nama", "person", "orang", "phone", "telepon", "email", "surel", "address", "alamat"),
    *("identity", "identifier", "birth", "value", "cell", "text", "holder", "subject"),
}


def test_every_code_has_a_table_and_every_table_a_code() -> None:
    assert set(TABLES) == {reason.value for reason in Reason}


def test_no_code_stands_in_two_files() -> None:
    assert [code for code, times in Counter(code for code, _ in tables()).items() if times > 1] == []


def test_a_code_is_spelt_like_its_name() -> None:
    assert all(reason.name == reason.value for reason in Reason)


@pytest.mark.parametrize("code", sorted(TABLES))
def test_a_table_holds_a_level_and_four_texts_and_nothing_else(code: str) -> None:
    assert set(TABLES[code]) == {"level", *TEXTS}
    assert TABLES[code]["level"] in set(Level)


@pytest.mark.parametrize("code", sorted(TABLES))
def test_both_languages_use_the_same_placeholders(code: str) -> None:
    table = TABLES[code]
    assert placeholders_of(table["id"]) == placeholders_of(table["en"])
    assert placeholders_of(table["fix_id"]) == placeholders_of(table["fix_en"])


@pytest.mark.parametrize("code", sorted(TABLES))
def test_a_sentence_is_whole_without_any_detail(code: str) -> None:
    assert all(bare_placeholders_of(TABLES[code][text]) == frozenset() for text in TEXTS)
    for lang in LANGUAGES:
        for said in (sentence(Reason(code), lang), fix(Reason(code), lang)):
            assert re.search(r"[\[\]{}]|  | [.,;:?]|\(\)", said) is None, said
            assert re.match(r"[A-Zn]", said), said
            assert said[-1] in ".?", said


@pytest.mark.parametrize("code", sorted(TABLES))
def test_a_sentence_is_whole_with_every_detail(code: str) -> None:
    details = {name: f"«{name}»" for name in placeholders(Reason(code))}
    for lang in LANGUAGES:
        said = sentence(Reason(code), lang, **details) + " " + fix(Reason(code), lang, **details)
        assert re.search(r"[\[\]{}]|  | [.,;:?]", said) is None, said
        assert all(detail in said for detail in details.values())


@pytest.mark.parametrize("code", sorted(TABLES))
def test_no_placeholder_can_hold_personal_data(code: str) -> None:
    for name in placeholders(Reason(code)):
        assert PERSONAL.isdisjoint(name.split("_")), name


def test_no_placeholder_takes_the_name_of_an_argument() -> None:
    assert all(placeholders(reason).isdisjoint({"reason", "lang"}) for reason in Reason)


@pytest.mark.parametrize("code", sorted(TABLES))
def test_the_two_languages_are_not_the_same_text(code: str) -> None:
    table = TABLES[code]
    assert table["id"] != table["en"]
    assert table["fix_id"] != table["fix_en"]


@pytest.mark.parametrize("code", sorted(TABLES))
def test_indonesian_texts_keep_the_formal_register(code: str) -> None:
    said = f"{TABLES[code]['id']} {TABLES[code]['fix_id']}"
    assert re.search(r"\b(kamu|kalian|nggak|tidak bisa|email|file|upload|error|klik)\b|!", said, re.IGNORECASE) is None


def test_a_collection_of_pacts_is_never_called_just_a_campaign_in_a_first_sentence() -> None:
    for code, table in TABLES.items():
        assert "campaign" not in table["en"] or "compliance campaign" in table["en"], code
        assert "kampanye" not in table["id"].lower() or "kampanye kepatuhan" in table["id"].lower(), code


def test_a_reason_tells_how_much_it_stops() -> None:
    assert level(Reason.DUPLICATE_ROW) is Level.WARNED
    assert level(Reason.NIP_MALFORMED) is Level.REJECTED
    assert level(Reason.FILE_EMPTY) is Level.REFUSED
    assert level(Reason.DISK_FULL) is Level.FAULT


def test_a_detail_that_is_known_appears_and_one_that_is_not_leaves_no_hole() -> None:
    assert sentence(Reason.NIP_MALFORMED, "en") == "The NIP in this row cannot be right."
    assert (
        sentence(Reason.NIP_MALFORMED, "en", length=17)
        == "The NIP in this row cannot be right: 17 digits were read, 18 are needed."
    )
    assert fix(Reason.UNKNOWN_UNIT, "id", nearest="dinkes").startswith("Maksud Anda dinkes? Gunakan")


def test_a_detail_the_sentence_does_not_know_changes_nothing() -> None:
    assert sentence(Reason.FILE_EMPTY, "id", colour="blue") == sentence(Reason.FILE_EMPTY, "id")


def test_amounts_and_days_are_written_as_the_language_writes_them() -> None:
    assert "250.000" in sentence(Reason.TOO_MANY_ROWS, "id", limit=250_000)
    assert "250,000" in sentence(Reason.TOO_MANY_ROWS, "en", limit=250_000)
    assert "Senin, 20 November 2023" in sentence(Reason.CAMPAIGN_CLOSED, "id", day="2023-11-20")
    assert "Monday 20 November 2023" in sentence(Reason.CAMPAIGN_CLOSED, "en", day="2023-11-20")
