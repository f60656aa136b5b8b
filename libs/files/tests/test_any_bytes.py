"""Whatever is in a file, it ends as a table or as a refusal, and every row of a table has a fate."""

import io
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from netral_files import FileRefused, nearest, parse_pacts, parse_staff, read_table
from netral_files.headers import PACTS, SPECS, STAFF

AS_OF = date(2023, 11, 20)
NOW = datetime(2023, 11, 20, tzinfo=UTC)
HEADER = b"nama,jenis_pegawai,kode_unit,nip,nik,tmt\n"

one_file_for_all = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def judged(path: Path, spec=STAFF) -> None:
    try:
        table = read_table(path, spec)
    except FileRefused:
        return
    parsed = parse_pacts(table, now=NOW, zone=UTC) if spec is PACTS else parse_staff(table, as_of=AS_OF)
    assert parsed.total == len(table.rows) == len(parsed.rows) + len(parsed.rejected) + len(parsed.duplicates)


@one_file_for_all
@given(st.binary(), st.sampled_from(["csv", "xlsx", "txt", "tsv", "pdf", ""]), st.sampled_from(list(SPECS.values())))
@example(b"\xff\xfe\x00", "csv", STAFF)
@example(b"PK\x05\x06" + bytes(18), "xlsx", STAFF)
@example(b"PK\x03\x04", "xlsx", STAFF)
def test_any_bytes_are_refused_or_read(tmp_path, content, suffix, spec):
    path = tmp_path / f"berkas.{suffix}"
    path.write_bytes(content)
    with suppress(FileRefused):
        read_table(path, spec)


cells = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"PNS", b"198609262015051001", b"5104012609860001", b"2020-01-01", b"", b'"', b"\x00", b"\xe9", b"-"]
    ),
)
lines = st.lists(st.lists(cells, min_size=5, max_size=7).map(b",".join), max_size=8)


@one_file_for_all
@given(lines, st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_rows_under_a_header_add_up(tmp_path, rows, line_end):
    path = tmp_path / "berkas.csv"
    path.write_bytes(HEADER + line_end.join(rows))
    judged(path)


@one_file_for_all
@given(
    st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=5), max_size=5), st.sampled_from(["utf-8", "utf-16"])
)
def test_any_text_as_a_pact_adds_up(tmp_path, rows, encoding):
    path = tmp_path / "berkas.csv"
    text = "nip;status;waktu;metode\n" + "\n".join(";".join(row) for row in rows)
    path.write_bytes(text.encode(encoding, errors="replace"))
    judged(path, PACTS)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER.decode().strip().split(","))
        for number in range(1, 20):
            page.write_row(number, 0, [f"Pegawai {number}", "PNS", "01", f"198609262015051{number:03}", number, 1.5])
    return buffer.getvalue()


@settings(parent=one_file_for_all, max_examples=60)
@given(data=st.data())
def test_any_damage_to_a_workbook_is_refused_or_read(tmp_path, workbook, data):
    content = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "berkas.xlsx"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))] if data.draw(st.booleans()) else content)
    judged(path)


@settings(parent=one_file_for_all, max_examples=40)
@given(data=st.data())
def test_any_damage_to_the_xml_of_a_workbook_is_refused_or_read(tmp_path, workbook, data):
    """Damaged before it is packed, so that no checksum catches it."""
    source = zipfile.ZipFile(io.BytesIO(workbook))
    victim = data.draw(st.sampled_from(source.namelist()))
    content = bytearray(source.read(victim))
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20) | st.just(b"9" * 12))
    path = tmp_path / "berkas.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bytes(content) if name == victim else source.read(name))
    judged(path)


@given(st.text(), st.lists(st.text()))
def test_the_nearest_of_known_values_is_one_of_them(value, known):
    found = nearest(value, known)
    assert found is None or found in known
