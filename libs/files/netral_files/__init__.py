"""Reads and writes the spreadsheets of netral: CSV and XLSX into typed rows and findings, findings into reports.

Nothing here knows who is registered or what was decided; it judges a file by the file alone.
"""

from netral_files.findings import Code, Finding, Level, Parsed
from netral_files.headers import ATTENDANCE, CONTACTS, PACTS, POSTS, SPECS, STAFF, UNITS, FileSpec
from netral_files.nearest import nearest
from netral_files.reader import detect, read_table
from netral_files.refusals import FileRefused, Refusal
from netral_files.rows import (
    AttendanceRow,
    ContactRow,
    PactRow,
    PostRow,
    StaffRow,
    UnitRow,
    parse_attendance,
    parse_contacts,
    parse_pacts,
    parse_posts,
    parse_staff,
    parse_units,
)
from netral_files.table import MAX_ROWS, Table, TableRow
from netral_files.writer import ReportLine, write_report, write_table

__all__ = [
    "ATTENDANCE",
    "CONTACTS",
    "MAX_ROWS",
    "PACTS",
    "POSTS",
    "SPECS",
    "STAFF",
    "UNITS",
    "AttendanceRow",
    "Code",
    "ContactRow",
    "FileRefused",
    "FileSpec",
    "Finding",
    "Level",
    "PactRow",
    "Parsed",
    "PostRow",
    "Refusal",
    "ReportLine",
    "StaffRow",
    "Table",
    "TableRow",
    "UnitRow",
    "detect",
    "nearest",
    "parse_attendance",
    "parse_contacts",
    "parse_pacts",
    "parse_posts",
    "parse_staff",
    "parse_units",
    "read_table",
    "write_report",
    "write_table",
]
