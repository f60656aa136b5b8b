"""What the domain raises."""

import pytest
from netral_messages import Reason, Rejected


def test_a_rejection_names_its_rule_its_field_and_its_details() -> None:
    rejected = Rejected(Reason.CAMPAIGN_DATES, field="closes_on", params={"opens": "2023-11-20"})
    assert (rejected.reason, rejected.field, rejected.params) == (
        Reason.CAMPAIGN_DATES,
        "closes_on",
        {"opens": "2023-11-20"},
    )


def test_a_rejection_needs_neither_field_nor_details() -> None:
    rejected = Rejected(Reason.CAMPAIGN_CLOSED)
    assert (rejected.field, rejected.params) == (None, {})


def test_details_stay_out_of_the_text_of_the_exception() -> None:
    rejected = Rejected(Reason.UNIT_EXISTS, field="code", params={"unit": "dinkes"})
    assert str(rejected) == "UNIT_EXISTS at code"
    assert "dinkes" not in repr(rejected)


def test_details_cannot_be_changed_afterwards() -> None:
    given = {"unit": "dinkes"}
    rejected = Rejected(Reason.UNIT_EXISTS, params=given)
    given["unit"] = "other"
    assert rejected.params == {"unit": "dinkes"}
    with pytest.raises(TypeError):
        rejected.params["unit"] = "other"  # type: ignore[index]
