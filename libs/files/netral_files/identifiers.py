"""NIP and NIK: what their digits say, and whether they can be true.

Neither has a check digit, so plausible is not verified. Sources: BKN's structure of NIP and NI PPPK; Dukcapil's
structure of the NIK (a woman's day of birth is written plus 40).
"""

from dataclasses import dataclass, field
from datetime import date

from netral_files.cells import CellRefused, digits
from netral_files.findings import Code
from netral_files.table import Cell
from netral_files.values import EmploymentType

_MONTHS = range(1, 13)
_FIRST_AGREEMENT = 21  # an NI PPPK has the number of its agreement where a NIP has a month; it starts at 21
_EARLIEST_BIRTH = 1900
_ADDED_FOR_WOMEN = 40
_KIND_OF_TYPE = {
    EmploymentType.PNS: "NIP",
    EmploymentType.CPNS: "NIP",
    EmploymentType.PPPK: "NI_PPPK",
    EmploymentType.PPPK_PW: "NI_PPPK",
}


@dataclass(frozen=True, slots=True)
class Nip:
    """18 digits: birth 8, year of appointment 4, month or agreement 2, sex 1, serial 3. `text` is their normal form."""

    text: str = field(repr=False)
    born: date = field(repr=False)
    middle: int
    female: bool = field(repr=False)

    @property
    def kind(self) -> str | None:
        """`NIP` (of PNS and CPNS), `NI_PPPK`, or `None`: the middle part 00 or 13–20 is neither."""
        if self.middle in _MONTHS:
            return "NIP"
        return "NI_PPPK" if self.middle >= _FIRST_AGREEMENT else None


@dataclass(frozen=True, slots=True)
class Nik:
    """16 digits: region of first registration 6, birth `DDMMYY` 6, serial 4. The century is not in it."""

    text: str = field(repr=False)
    day: int = field(repr=False)
    month: int = field(repr=False)
    year_of_century: int = field(repr=False)
    female: bool = field(repr=False)


def nip(cell: Cell, as_of: date) -> Nip | None:
    """The NIP or NI PPPK in the cell; `None` if it is empty. `as_of` is a day on which its owner was alive.

    Raises `DIGITS_LOST`, or `NIP_MALFORMED` with `length` or with the faulty places, `digits_at`.
    """
    value = digits(cell)
    if not value:
        return None
    _check_shape(value, 18, Code.NIP_MALFORMED)
    born = _born(value)
    if born is None or born.year < _EARLIEST_BIRTH or born > as_of:
        raise CellRefused(Code.NIP_MALFORMED, digits_at="1–8")
    if value[14] not in "12":
        raise CellRefused(Code.NIP_MALFORMED, digits_at="15")
    if value[15:] == "000":
        raise CellRefused(Code.NIP_MALFORMED, digits_at="16–18")
    year, middle = int(value[8:12]), int(value[12:14])
    month = middle if middle in _MONTHS else 12
    if (year, month) < (born.year, born.month):
        raise CellRefused(Code.NIP_MALFORMED, digits_at="9–14")
    return Nip(value, born, middle, female=value[14] == "2")


def nik(cell: Cell) -> Nik | None:
    """The NIK in the cell; `None` if it is empty.

    Raises `DIGITS_LOST`, or `NIK_MALFORMED` with `length` or with the faulty places, `digits_at`.
    """
    value = digits(cell)
    if not value:
        return None
    _check_shape(value, 16, Code.NIK_MALFORMED)
    dom, month, year = int(value[6:8]), int(value[8:10]), int(value[10:12])
    female = dom > _ADDED_FOR_WOMEN
    dom -= _ADDED_FOR_WOMEN if female else 0
    if not _is_day_of_some_century(dom, month, year):
        raise CellRefused(Code.NIK_MALFORMED, digits_at="7–12")
    if value[12:] == "0000":
        raise CellRefused(Code.NIK_MALFORMED, digits_at="13–16")
    return Nik(value, dom, month, year, female)


def fits_type(number: Nip, employment_type: EmploymentType | None) -> bool:
    """Whether the middle part is that of such an employee; of any, if the type is not known.

    Employees of the other types have neither a NIP nor an NI PPPK.
    """
    if employment_type is None:
        return number.kind is not None
    return number.kind is not None and number.kind == _KIND_OF_TYPE.get(employment_type)


def same_person(number: Nip, other: Nik) -> bool:
    """Whether birth date and sex agree, as far as the NIK tells them."""
    born = (other.day, other.month, other.year_of_century)
    return born == (number.born.day, number.born.month, number.born.year % 100) and other.female == number.female


def _check_shape(value: str, length: int, malformed: Code) -> None:
    if not (value.isascii() and value.isdigit()):
        raise CellRefused(malformed)
    if len(value) != length:
        raise CellRefused(malformed, length=len(value))


def _born(value: str) -> date | None:
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None


def _is_day_of_some_century(dom: int, month: int, year: int) -> bool:
    try:
        date(2000 + year, month, dom)  # 1900 has no 29 February that 2000 lacks
    except ValueError:
        return False
    return True
