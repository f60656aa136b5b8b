"""Why a file is refused as a whole."""

from enum import StrEnum

from netral_files.findings import Params


class Refusal(StrEnum):
    """Stable codes of refusals."""

    FILE_EMPTY = "FILE_EMPTY"
    FILE_NO_ROWS = "FILE_NO_ROWS"
    FILE_NOT_WHAT_NAMED = "FILE_NOT_WHAT_NAMED"
    FILE_UNREADABLE = "FILE_UNREADABLE"
    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_TWICE = "COLUMN_TWICE"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    QUOTE_UNCLOSED = "QUOTE_UNCLOSED"
    WORKBOOK_ENCRYPTED = "WORKBOOK_ENCRYPTED"
    WORKBOOK_INFLATED = "WORKBOOK_INFLATED"


class FileRefused(Exception):
    """The file is refused as a whole; nothing of it was used.

    `found` and `expected` are names, numbers and file kinds that read the same in every language; either may be empty.
    `params` has them, where not empty, and what the code's sentence shows besides: `columns`, `row`, `named`, `limit`.
    They may repeat the file's headings, and a file without a header has persons there, so they are for the one who
    sent the file only and stay out of `str()`.
    """

    def __init__(self, code: Refusal, *, found: str = "", expected: str = "", **params: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.found = found
        self.expected = expected
        both = {"found": found, "expected": expected}
        self.params: Params = {name: value for name, value in both.items() if value} | params
