"""What NIP and NIK say, and when they cannot be true."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netral_files.cells import CellRefused
from netral_files.findings import Code
from netral_files.identifiers import fits_type, nik, nip, same_person
from netral_files.values import EmploymentType

AS_OF = date(2023, 11, 20)


def refused(read, *args):
    with pytest.raises(CellRefused) as error:
        read(*args)
    return error.value.code, dict(error.value.params)


def test_a_nip_tells_birth_sex_and_kind():
    number = nip("19860926 201505 2 001", AS_OF)
    assert (number.text, number.born, number.female) == ("198609262015052001", date(1986, 9, 26), True)
    assert number.kind == "NIP"
    assert nip("198609262022211001", AS_OF).kind == "NI_PPPK"


@pytest.mark.parametrize("middle", ["00", "13", "20"])
def test_a_middle_part_between_month_and_agreement_is_of_no_kind(middle):
    assert nip(f"198609262015{middle}1001", AS_OF).kind is None


@pytest.mark.parametrize(
    ("written", "params"),
    [
        ("19860926201505100", {"length": 17}),
        ("1986092620150510011", {"length": 19}),
        ("19860926201505100X", {}),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", {}),
        ("１９８６０９２６２０１５０５１００１", {}),
        ("198613262015051001", {"digits_at": "1–8"}),
        ("198602302015051001", {"digits_at": "1–8"}),
        ("000009262015051001", {"digits_at": "1–8"}),
        ("186609262015051001", {"digits_at": "1–8"}),
        ("202311212023121001", {"digits_at": "1–8"}),
        ("198609262015050001", {"digits_at": "15"}),
        ("198609262015053001", {"digits_at": "15"}),
        ("198609262015051000", {"digits_at": "16–18"}),
        ("198609261986081001", {"digits_at": "9–14"}),
        ("198609261985211001", {"digits_at": "9–14"}),
    ],
)
def test_a_nip_that_cannot_be_true_is_malformed(written, params):
    assert refused(nip, written, AS_OF) == (Code.NIP_MALFORMED, params)


def test_a_nik_tells_birth_and_sex_with_40_added_for_women():
    man, woman = nik("5104012609860001"), nik("51.04.01.660986.0001")
    assert (man.day, man.month, man.year_of_century, man.female) == (26, 9, 86, False)
    assert (woman.day, woman.month, woman.year_of_century, woman.female) == (26, 9, 86, True)


@pytest.mark.parametrize(
    ("written", "params"),
    [
        ("510401260986001", {"length": 15}),
        ("51040126098600011", {"length": 17}),
        ("5104O12609860001", {}),
        ("5104010009860001", {"digits_at": "7–12"}),
        ("5104013209860001", {"digits_at": "7–12"}),
        ("5104014009860001", {"digits_at": "7–12"}),
        ("5104017209860001", {"digits_at": "7–12"}),
        ("5104012613860001", {"digits_at": "7–12"}),
        ("5104013002860001", {"digits_at": "7–12"}),
        ("5104012609860000", {"digits_at": "13–16"}),
    ],
)
def test_a_nik_that_cannot_be_true_is_malformed(written, params):
    assert refused(nik, written) == (Code.NIK_MALFORMED, params)


def test_a_leap_day_of_some_century_is_a_day():
    assert nik("5104012902000001").day == 29
    assert refused(nik, "5104012902010001")[0] is Code.NIK_MALFORMED


def test_an_empty_identifier_is_none():
    assert nip("", AS_OF) is None
    assert nik(" - ") is None


@pytest.mark.parametrize(
    ("middle", "fitting"),
    [("05", {"PNS", "CPNS"}), ("21", {"PPPK", "PPPK_PW"}), ("99", {"PPPK", "PPPK_PW"}), ("00", set()), ("15", set())],
)
def test_the_middle_part_fits_some_types_of_employee(middle, fitting):
    number = nip(f"198609262015{middle}1001", AS_OF)
    assert {each.value for each in EmploymentType if fits_type(number, each)} == fitting
    assert fits_type(number, None) is bool(fitting)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("5104012609860001", True),
        ("5104016609860001", False),
        ("5104012509860001", False),
        ("5104012608860001", False),
        ("5104012609870001", False),
    ],
)
def test_birth_and_sex_of_nip_and_nik_are_compared(other, same):
    assert same_person(nip("198609262015051001", AS_OF), nik(other)) is same


@given(st.dates(date(1900, 1, 1), date(2005, 12, 31)), st.booleans(), st.integers(1, 9_999))
def test_every_birth_is_read_back_from_a_nik(born, female, serial):
    number = nik(f"510401{born.day + 40 * female:02}{born:%m%y}{serial:04}")
    assert (number.day, number.month, number.year_of_century) == (born.day, born.month, born.year % 100)
    assert number.female is female


def test_an_identifier_does_not_show_in_a_log():
    assert "1986" not in repr(nip("198609262015051001", AS_OF)) + repr(nik("5104012609860001"))
