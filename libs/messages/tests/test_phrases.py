"""The words of tables: complete in two languages."""

import pytest
from netral_messages import Level, phrase
from netral_messages.phrases import words
from netral_messages.wording import LANGUAGES, placeholders_of


@pytest.mark.parametrize("key", sorted(words()))
def test_a_phrase_exists_in_both_languages_with_the_same_placeholders(key: str) -> None:
    entry = words()[key]
    assert set(entry) == set(LANGUAGES)
    assert placeholders_of(entry["id"]) == placeholders_of(entry["en"])
    assert all(entry.values())


@pytest.mark.parametrize("name", ["denominator", "signed", "refused", "excused", "missing", "unknown", "outside"])
def test_every_figure_of_a_coverage_answer_has_a_heading(name: str) -> None:
    assert phrase(f"coverage.{name}", "id") != phrase(f"coverage.{name}", "en")


@pytest.mark.parametrize(
    "name",
    [
        *("row_rejected", "absent", "offered", "never_offered"),
        *("moved", "retired", "joined_later", "unknown_person"),
    ],
)
def test_every_cause_has_words(name: str) -> None:
    assert phrase(f"cause.{name}", "id") != phrase(f"cause.{name}", "en")


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_words(level: Level) -> None:
    assert phrase(f"level.{level}", "id") != phrase(f"level.{level}", "en")


def test_a_phrase_is_filled_in() -> None:
    assert (
        phrase("coverage.summary", "id", signed=10_996, denominator=11_020)
        == "10.996 dari 11.020 pegawai telah menandatangani."
    )


def test_an_unknown_key_and_a_missing_detail_are_bugs_of_the_caller() -> None:
    with pytest.raises(KeyError):
        phrase("coverage.nothing", "id")
    with pytest.raises(KeyError):
        phrase("coverage.summary", "id", signed=1)
