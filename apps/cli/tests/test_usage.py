"""What the command promises before any service is asked: exit codes, languages, one JSON document, no traceback."""

import json
import re
from pathlib import Path

import netral_cli
import pytest
from cli_place import Place
from netral_cli import tree
from netral_cli.main import hoisted, root, run
from netral_messages.phrases import words
from typer.main import get_command


def commands() -> list[list[str]]:
    found: list[list[str]] = []

    def walk(command: object, path: list[str]) -> None:
        below = getattr(command, "commands", {})
        if not below and path:
            found.append(path)
        for name, child in below.items():
            walk(child, [*path, name])

    walk(get_command(tree.app(root)), [])
    return found


@pytest.mark.parametrize("path", commands(), ids=" ".join)
@pytest.mark.parametrize(("lang", "example"), [("id", "Contoh:"), ("en", "Example:")])
def test_every_command_has_help_with_an_example_in_both_languages(
    path: list[str], lang: str, example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hoisted([*path, "--help", "--lang", lang])) == 0
    said = capsys.readouterr().out
    assert example in said
    assert "help." not in said
    assert "option." not in said


def test_global_options_work_behind_a_command() -> None:
    assert hoisted(["staff", "import", "F", "--json", "--tenant", "51", "--home", "H", "--lang=en"]) == [
        *("--json", "--home", "H", "--lang=en"),
        *("staff", "import", "F", "--tenant", "51"),
    ]


def test_what_stands_behind_two_dashes_is_left_alone() -> None:
    assert hoisted(["verify", "--", "--json"]) == ["verify", "--", "--json"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing-like-this"],
        ["coverage"],
        ["coverage", "--campaign", "not-a-uuid"],
        ["staff", "import", "no-such-file.csv", "--tenant", "51.04", "--as-of", "2023-11-20"],
        ["staff", "import", __file__, "--tenant", "51.04", "--as-of", "yesterday"],
        ["verify", "no-such-file.json", "--key", "no-such-key"],
        ["calendar", "due", "--tenant", "51.04", "--from", "2024-04-01", "--count", "0"],
        ["rebuild", "nothing-like-this"],
        ["status", "--port-base", "0"],
        ["status", "--port-base", "many"],
        ["status", "--endpoints", "nonsense"],
    ],
    ids=lambda arguments: " ".join(arguments[:3]).replace(__file__, "FILE"),
)
def test_wrong_usage_ends_with_two_and_one_json_document(
    arguments: list[str], nowhere: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hoisted([*arguments, "--json", "--home", str(nowhere.home)])) == 2
    said = capsys.readouterr()
    assert set(json.loads(said.out)["error"]) == {"code", "message", "hint"}
    assert said.err.count("\n") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["audit"],
        ["campaign", "list", "--tenant", "51.04"],
        ["log", "show"],
        ["coverage", "--campaign", "5d5e44d5-8050-50df-9b6b-dade9dd85e41"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_nothing_running_ends_with_one(arguments: list[str], nowhere: Place) -> None:
    assert nowhere.netral(*arguments).code == 1


def test_nothing_running_is_said_in_the_asked_language(nowhere: Place) -> None:
    assert nowhere.netral("status", "--json").document["error"]["code"] == "NOT_RUNNING"
    assert "sedang berjalan" in nowhere.netral("status").err
    assert "not running" in nowhere.netral("status", "--lang", "en").err
    assert "not running" in nowhere.netral("status", NETRAL_LANG="en").err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "FILE_EMPTY"),
        ("header.csv", b"nama,jenis_pegawai,kode_unit,nip\n", "FILE_NO_ROWS"),
        ("columns.csv", b"nama,umur\nA,1\n", "COLUMN_MISSING"),
        ("quote.csv", b'nama,jenis_pegawai,kode_unit,nip\n"A,PNS,KAB,1\n', "QUOTE_UNCLOSED"),
        ("twice.csv", b"nama,nama,jenis_pegawai,kode_unit,nip\nA,A,PNS,KAB,1\n", "COLUMN_TWICE"),
        ("not.xlsx", b"%PDF-1.7\n", "FILE_NOT_WHAT_NAMED"),
        ("zip.xlsx", b"PK\x03\x04garbage", None),
        ("noise.csv", bytes(range(256)) * 8, None),
        ("letter.docx", b"PK\x03\x04", "FILE_UNREADABLE"),
    ],
)
def test_a_bad_file_is_refused_as_a_whole_before_any_service_is_asked(
    name: str, content: bytes, code: str | None, nowhere: Place, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = nowhere.netral("staff", "import", tmp_path / name, "--tenant", "51.04", "--as-of", "2023-11-20", "--json")
    assert answer.code == 4
    error = answer.document["error"]
    assert code in (None, error["code"])
    assert error["message"]
    assert error["hint"]


def test_a_file_of_the_future_is_refused(nowhere: Place, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("nama,jenis_pegawai,kode_unit,nip\nA,PNS,KAB,1\n")
    answer = nowhere.netral(
        "staff", "import", tmp_path / "f.csv", "--tenant", "51.04", "--as-of", "2999-01-01", "--json"
    )
    assert (answer.code, answer.document["error"]["code"]) == (4, "AS_OF_IN_FUTURE")


def test_a_due_day_names_every_day_that_did_not_count(nowhere: Place) -> None:
    asked = ("calendar", "due", "--tenant", "51.04", "--from", "2024-04-01", "--count", "14", "--unit", "working")
    document = nowhere.netral(*asked, "--collective-leave", "--json").document
    assert document["due_on"] == "2024-04-29"
    assert {"day": "2024-04-06", "why": "weekend", "name": None} in document["skipped"]
    assert document["calendar_version"] == "00/2024.1"
    assert nowhere.netral(*asked, "--json").document["due_on"] == "2024-04-23"


def test_every_phrase_that_the_command_line_says_exists() -> None:
    said = re.compile(r'(?:text|phrase)\(\s*"([a-z_]+\.[a-z_]+)"')
    sources = Path(netral_cli.__file__).parent.rglob("*.py")
    used = {key for source in sources for key in said.findall(source.read_text())}
    assert len(used) > 50
    assert used - words().keys() == set()
