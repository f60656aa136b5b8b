"""Numbers, days and languages."""

from datetime import date

import pytest
from netral_messages import language, written_day, written_number
from netral_messages.wording import filled


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        *((None, "id"), ("", "id"), ("id", "id"), ("id_ID.UTF-8", "id"), ("fr", "id"), ("enak", "id"), ("C", "id")),
        *(("en", "en"), ("EN", "en"), ("en-GB", "en"), ("en_US.UTF-8", "en"), (" en ", "en")),
    ],
)
def test_netral_speaks_indonesian_unless_english_is_asked_for(asked: str | None, answered: str) -> None:
    assert language(asked) == answered


def test_thousands_are_marked_as_each_language_marks_them() -> None:
    assert [written_number(10_996, "id"), written_number(10_996, "en")] == ["10.996", "10,996"]
    assert [written_number(999, "id"), written_number(-1_000, "id")] == ["999", "-1.000"]


def test_a_day_is_written_with_its_weekday() -> None:
    day = date(2024, 4, 29)
    assert [written_day(day, "id"), written_day(day, "en")] == ["Senin, 29 April 2024", "Monday 29 April 2024"]


def test_a_text_that_only_looks_like_a_day_is_left_alone() -> None:
    assert filled("{code}", "id", {"code": "2024-13-45"}) == "2024-13-45"
    assert filled("{code}", "id", {"code": "2024-04-29T08:00"}) == "2024-04-29T08:00"


def test_an_optional_part_needs_all_of_its_details() -> None:
    assert filled("a[ {b} {c}].", "en", {"b": "B"}) == "a."
    assert filled("a[ {b} {c}].", "en", {"b": "B", "c": "C"}) == "a B C."


def test_a_detail_with_braces_or_brackets_is_not_filled_in_again() -> None:
    assert filled("a[ {b}]", "en", {"b": "[x] {c}", "c": "no"}) == "a [x] {c}"


def test_a_missing_detail_outside_optional_parts_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("{b}", "en", {})
