"""What an import says at its end: figures, and every row that needs a look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import netral_files
from netral.common.v1.types_pb2 import Cursor, ItemVerdict, VerdictKind
from netral_files import Finding, Parsed, ReportLine, Table

from netral_cli.failures import DONE, SOME_REFUSED, WRONG_USAGE, Failed, words
from netral_cli.session import Session

_SHOWN = 40  # lines of a terminal; all of them are in the report and in --json
_UNCHANGED = (VerdictKind.VERDICT_KIND_UNCHANGED, VerdictKind.VERDICT_KIND_DUPLICATE)


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of what was found. `row` is the spreadsheet's; `None`: the file as a whole."""

    row: int | None
    column: str | None
    code: str
    level: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass
class Tally:
    """The fate of every row: accepted, unchanged or rejected; a warned row is one of the first two."""

    dry_run: bool = False
    accepted: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)
    warned: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)

    def judge(self, row: int, verdict: ItemVerdict, columns: Mapping[str, str]) -> None:
        """Take the verdict on a row; `columns` name the column of a field of the request."""
        if verdict.kind == VerdictKind.VERDICT_KIND_ACCEPTED:
            self.accepted.add(row)
        elif verdict.kind in _UNCHANGED:
            self.unchanged.add(row)
            if verdict.reason:
                name = verdict.field.rpartition(".")[2]
                self.warn(row, columns.get(name, name) or None, verdict.reason, **dict(verdict.params))
        else:
            reason = verdict.reason or "VERSION_CONFLICT"
            name = verdict.field.rpartition(".")[2]
            self.reject(row, columns.get(name, name) or None, reason, **dict(verdict.params))

    def reject(self, row: int, column: str | None, code: str, **params: str | int) -> None:
        """The row was refused."""
        self.rejected.add(row)
        if column is not None:
            params.setdefault("column", column)
        self.remarks.append(Remark(row, column, code, "rejected", params))

    def warn(self, row: int, column: str | None, code: str, **params: str | int) -> None:
        """Somebody should look at the row."""
        self.warned.add(row)
        self.remarks.append(Remark(row, column, code, "warned", params))

    def reach(self, cursor: Cursor) -> None:
        """The positions of a reply."""
        for name, position in cursor.positions.items():
            self.positions[name] = max(position, self.positions.get(name, 0))

    def take(self, table: Table, parsed: Parsed[Any]) -> None:
        """What the file alone says; rows that only repeat share the fate of the row they repeat. Call it last."""
        self.rejected |= parsed.rejected
        numbers = {row.number for row in table.rows}
        for finding in (*table.warnings, *parsed.findings):
            if finding.level is netral_files.Level.WARNED and finding.row in numbers and finding.row is not None:
                self.warned.add(finding.row)
            self.remarks.append(_remark(finding))
        refused = {remark.row: remark for remark in self.remarks if remark.level == "rejected"}
        for row, first in parsed.duplicates.items():
            if first in self.rejected:
                cause = refused[first]
                self.rejected.add(row)
                self.remarks.append(Remark(row, cause.column, cause.code, "rejected", cause.params))
            else:
                self.unchanged.add(row)
        self.warned -= self.rejected
        self.remarks.sort(key=lambda remark: (remark.row or 0, remark.code))

    def document(self, session: Session, rows: int) -> dict[str, Any]:
        """The promised object."""
        return {
            "rows": rows,
            "accepted": len(self.accepted),
            "unchanged": len(self.unchanged),
            "warned": len(self.warned),
            "rejected": len(self.rejected),
            "dry_run": self.dry_run,
            "position": self.positions or dict(session.connection.after().positions),
            "items": [_item(remark, session) for remark in self.remarks],
        }


def report_path(path: Path | None) -> Path | None:
    """The path, if a report can be written there. Raises `Failed`."""
    if path is not None and path.suffix.casefold() not in (".csv", ".xlsx"):
        raise Failed("REPORT_SUFFIX", WRONG_USAGE)
    if path is not None and not path.absolute().parent.is_dir():
        raise Failed("NO_SUCH_FILE", WRONG_USAGE, file=path.absolute().parent.name)
    return path


def finish(session: Session, tally: Tally, rows: int, report: Path | None) -> int:
    """Answer, write the report if one is asked for; the exit code."""
    document = tally.document(session, rows)
    if report is not None:
        keys = ("import.row", "import.column", "import.code", "cli.level", "import.message", "import.hint")
        headings = [session.text(key) for key in keys]
        netral_files.write_report(report, _lines(document["items"]), headings=headings)
        session.note(session.text("import.report_written"))
    session.answer(document, lambda: _show(session, document))
    return SOME_REFUSED if tally.rejected else DONE


def _show(session: Session, document: dict[str, Any]) -> None:
    names = ("rows", "accepted", "unchanged", "warned", "rejected")
    session.table([session.text(f"import.{name}") for name in names], [[document[name] for name in names]])
    items = document["items"]
    if items:
        headings = [session.text(f"import.{name}") for name in ("row", "column", "code", "message", "hint")]
        shown = [
            [str(item["row"] or ""), item["column"], item["code"], item["message"], item["hint"]]
            for item in items[:_SHOWN]
        ]
        session.line("")
        session.table(headings, shown)
        if len(items) > _SHOWN:
            session.line(session.text("cli.more_items", count=len(items) - _SHOWN))
    if document["dry_run"]:
        session.line(session.text("import.dry_run"))
    elif document["rejected"]:
        session.line(session.text("import.some_rejected", rejected=document["rejected"]))
    elif document["unchanged"] == document["rows"]:
        session.line(session.text("import.nothing_new", rows=document["rows"]))
    else:
        session.line(session.text("import.done"))


def _lines(items: Iterable[dict[str, Any]]) -> Iterable[ReportLine]:
    for item in items:
        level = netral_files.Level(item["level"])
        yield ReportLine(item["row"], item["column"], item["code"], level, item["message"], item["hint"])


def _remark(finding: Finding) -> Remark:
    column = {} if finding.column is None else {"column": finding.column}
    return Remark(finding.row, finding.column, finding.code.value, finding.level.value, {**column, **finding.params})


def _item(remark: Remark, session: Session) -> dict[str, Any]:
    message, hint = words(remark.code, session.lang, dict(remark.params))
    return {
        "row": remark.row,
        "column": remark.column,
        "code": remark.code,
        "level": remark.level,
        "message": message,
        "hint": hint,
    }
