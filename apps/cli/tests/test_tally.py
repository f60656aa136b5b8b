"""Every row of a file has one fate, and the figures add up."""

from pathlib import Path

from netral.common.v1.types_pb2 import Cursor, ItemVerdict, VerdictKind
from netral_cli.session import Session
from netral_cli.tally import Tally
from netral_files import UNITS, parse_units, read_table

SESSION = Session(home=Path("nowhere"), port_base=7400, lang="id", as_json=True)


def taken(tmp_path: Path, text: str, verdicts: dict[int, ItemVerdict]) -> dict:
    file = tmp_path / "u.csv"
    file.write_text("kode_unit,nama_unit,jenis_unit,kode_induk\n" + text)
    table = read_table(file, UNITS)
    parsed = parse_units(table)
    tally = Tally()
    for row, _ in parsed.rows:
        tally.judge(row, verdicts[row], {"parent_code": "kode_induk"})
    tally.reach(Cursor(positions={"registry": 7}))
    tally.take(table, parsed)
    return tally.document(SESSION, parsed.total)


def verdict(kind: VerdictKind, **more: object) -> ItemVerdict:
    return ItemVerdict(kind=kind, **more)


ACCEPTED = verdict(VerdictKind.VERDICT_KIND_ACCEPTED)
UNCHANGED = verdict(VerdictKind.VERDICT_KIND_DUPLICATE)
NO_PARENT = verdict(VerdictKind.VERDICT_KIND_REJECTED, reason="UNKNOWN_PARENT", field="rows[0].parent_code")


def test_accepted_unchanged_and_rejected_are_all_rows(tmp_path: Path) -> None:
    text = "A,Unit A,DINAS,\nB,Unit B,DINAS,\nC,Unit C,DINAS,X\nD,Unit D,PABRIK,\n"
    document = taken(tmp_path, text, {2: ACCEPTED, 3: UNCHANGED, 4: NO_PARENT})
    assert [document[name] for name in ("rows", "accepted", "unchanged", "rejected")] == [4, 1, 1, 2]
    assert document["position"] == {"registry": 7}
    assert [(one["row"], one["column"], one["code"]) for one in document["items"]] == [
        (4, "kode_induk", "UNKNOWN_PARENT"),
        (5, "jenis_unit", "UNKNOWN_CLASS"),
    ]
    assert all(set(one) == {"row", "column", "code", "level", "message", "hint"} for one in document["items"])


def test_a_row_that_repeats_another_shares_its_fate(tmp_path: Path) -> None:
    text = "A,Unit A,DINAS,\nA,Unit A,DINAS,\nC,Unit C,DINAS,X\nC,Unit C,DINAS,X\n"
    document = taken(tmp_path, text, {2: ACCEPTED, 4: NO_PARENT})
    assert [document[name] for name in ("rows", "accepted", "unchanged", "warned", "rejected")] == [4, 1, 1, 1, 2]


def test_an_unknown_column_warns_of_the_file_and_of_no_row(tmp_path: Path) -> None:
    file = tmp_path / "u.csv"
    file.write_text("kode_unit,nama_unit,jenis_unit,warna\nA,Unit A,DINAS,biru\n")
    table = read_table(file, UNITS)
    parsed = parse_units(table)
    tally = Tally()
    tally.judge(2, ACCEPTED, {})
    tally.take(table, parsed)
    document = tally.document(SESSION, parsed.total)
    assert document["warned"] == 0
    assert document["items"][0]["code"] == "COLUMN_UNKNOWN"


def test_an_unchanged_row_with_a_reason_is_warned_and_stays_unchanged(tmp_path: Path) -> None:
    taken_back = verdict(VerdictKind.VERDICT_KIND_UNCHANGED, reason="PACT_REVOKED", field="parent_code")
    document = taken(tmp_path, "A,Unit A,DINAS,\n", {2: taken_back})
    assert [document[name] for name in ("rows", "accepted", "unchanged", "warned", "rejected")] == [1, 0, 1, 1, 0]
    assert [(one["column"], one["code"], one["level"]) for one in document["items"]] == [
        ("kode_induk", "PACT_REVOKED", "warned")
    ]
