"""What one row of a file must hold to be worth deciding on. Judged again here: who sent it is not trusted with it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from netral.registry.v1 import service_pb2 as pb
from netral.registry.v1.events_pb2 import Assignment, EmploymentClass, PostClass, PostRole, UnitKind
from netral_calendar import day_of_number
from netral_files import identifiers as plausible
from netral_files.cells import CellRefused
from netral_messages import Reason, Rejected

NAME_LENGTH = 200
TEXT_LENGTH = 2_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NIP = re.compile(r"[0-9]{18}\Z")
_NIK = re.compile(r"[0-9]{16}\Z")


def check_unit(row: pb.UnitRow) -> None:
    """Raises what is wrong with a row of units first."""
    _check_command(row.command_id)
    if not row.code:
        raise Rejected(Reason.UNKNOWN_UNIT, field="code")
    if not row.name:
        raise Rejected(Reason.NAME_MISSING, field="name")
    if not known(UnitKind, row.kind):
        raise Rejected(Reason.UNKNOWN_CLASS, field="kind")
    check_text("name", row.name)
    check_text("code", row.code)
    check_text("parent_code", row.parent_code)


def check_post(row: pb.PostRow, as_of: int) -> None:
    """Raises what is wrong with a row of posts first. `as_of` is the day its file speaks of."""
    _check_command(row.command_id)
    if not row.code:
        raise Rejected(Reason.IDENTITY_MISSING, field="code")
    if not row.name:
        raise Rejected(Reason.NAME_MISSING, field="name")
    if not row.unit_code:
        raise Rejected(Reason.UNKNOWN_UNIT, field="unit_code")
    if not known(PostClass, row.post_class):
        raise Rejected(Reason.UNKNOWN_CLASS, field="post_class")
    for enum, field in ((PostRole, "role"), (Assignment, "assignment")):
        if not known(enum, getattr(row, field), optional=True):
            raise Rejected(Reason.UNKNOWN_STATUS, field=field)
    if row.assignment and not (row.nip or row.nik or row.holder_name):
        raise Rejected(Reason.IDENTITY_MISSING, field="nip")
    if row.HasField("from_day") and row.HasField("last_day") and row.last_day < row.from_day:
        raise Rejected(Reason.FIELD_INVALID, field="last_day", params={"field": "selesai"})
    _check_numbers(row, as_of)
    check_text("name", row.name)
    check_text("holder_name", row.holder_name)
    check_text("code", row.code)
    check_text("unit_code", row.unit_code)
    check_text("superior_code", row.superior_code)


def check_staff(row: pb.StaffRow, as_of: int) -> None:
    """Raises what is wrong with a row of staff first. `as_of` is the day its file speaks of."""
    _check_command(row.command_id)
    check_staff_facts(row, as_of)


def check_staff_facts(row: pb.StaffRow, as_of: int) -> None:
    """The same of a row that is only compared and needs no command id."""
    if not row.name:
        raise Rejected(Reason.NAME_MISSING, field="name")
    if not (row.nip or row.nik):
        raise Rejected(Reason.IDENTITY_MISSING, field="nip")
    if not row.employment_class:
        raise Rejected(Reason.STATUS_MISSING, field="employment_class")
    if not known(EmploymentClass, row.employment_class):
        raise Rejected(Reason.UNKNOWN_CLASS, field="employment_class")
    if not known(PostClass, row.post_class, optional=True):
        raise Rejected(Reason.UNKNOWN_CLASS, field="post_class")
    if not row.unit_code:
        raise Rejected(Reason.UNKNOWN_UNIT, field="unit_code")
    if row.HasField("from_day") and row.from_day > as_of:
        raise Rejected(Reason.DATE_IN_FUTURE, field="from_day")
    _check_numbers(row, as_of)
    check_text("name", row.name)
    check_text("unit_code", row.unit_code)
    check_text("position", row.position, TEXT_LENGTH)


def identifiers(row: pb.StaffRow | pb.PostRow) -> Iterator[tuple[str, str]]:
    """(kind, digits) of the numbers in a row."""
    if row.nip:
        yield "NIP", row.nip
    if row.nik:
        yield "NIK", row.nik


def known(enum: Any, value: int, *, optional: bool = False) -> bool:
    """Whether a number is one of the enum's names; 0 says nothing and is one only if the field is `optional`."""
    return value in enum.values() and (optional or value != 0)


def check_text(field: str, text: str, limit: int = NAME_LENGTH) -> None:
    """Raises `TEXT_INVALID` for control characters and for more than `limit` characters."""
    if len(text) > limit or _CONTROL.search(text):
        raise Rejected(Reason.TEXT_INVALID, field=field, params={"limit": limit})


def one_line(text: str) -> str:
    """Without blanks around, and with single ones inside."""
    return " ".join(text.split())


def _check_command(command_id: bytes) -> None:
    if len(command_id) != 16:
        raise Rejected(Reason.FIELD_INVALID, field="command_id", params={"field": "command_id", "expected": "16"})


def _check_numbers(row: pb.StaffRow | pb.PostRow, as_of: int) -> None:
    """By the rules of files: a publisher's numbers must be able to be true as those of a spreadsheet must."""
    if row.nip and not _NIP.match(row.nip):
        raise Rejected(Reason.NIP_MALFORMED, field="nip", params={"length": len(row.nip)})
    if row.nik and not _NIK.match(row.nik):
        raise Rejected(Reason.NIK_MALFORMED, field="nik", params={"length": len(row.nik)})
    try:
        plausible.nip(row.nip, _day(as_of))
        plausible.nik(row.nik)
    except CellRefused as no:
        reason = Reason(no.code.value)
        raise Rejected(reason, field="nip" if reason is Reason.NIP_MALFORMED else "nik", params=no.params) from None


def _day(number: int) -> date:
    try:
        return day_of_number(number)
    except ValueError:
        return date.min  # nobody was born by then
