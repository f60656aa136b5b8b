"""The table of promises: every command of the services that exist, its options, and the keys of its answers."""

import csv
from pathlib import Path
from typing import Any

import pytest
from cli_place import Place, asked
from netral_cli import tree
from netral_cli.commands import parked
from netral_cli.demo import regency
from netral_cli.main import root, run
from typer.main import get_command

IMPORTED = {"rows", "accepted", "unchanged", "warned", "rejected", "dry_run", "position", "items"}
OPTIONS = {
    "up": "",
    "demo": "--once",
    "status": "",
    "doctor": "",
    "token issue": "--role --scope --post",
    "org import": "file --tenant --as-of",
    "staff import": "file --tenant --as-of --dry-run --report",
    "staff reconcile": "file --tenant --as-of --report",
    "campaign open": "--tenant --kind --title --text --opens --closes --target --audience --basis",
    "campaign close": "",
    "campaign list": "",
    "campaign show": "",
    "ceremony record": "",
    "ceremony correct": "",
    "ceremony show": "",
    "attendance import": "file --ceremony",
    "pact import": "file --campaign",
    "pact correct": "",
    "pact revoke": "",
    "coverage": "--campaign --by --valid-at --known-at --missing",
    "receipt export": "--campaign --out",
    "verify": "files --key",
    "calendar due": "--tenant --from --count --unit --collective-leave",
    "duties report": "--tenant",
    "parked list": "",
    "parked show": "",
    "parked release": "",
    "log show": "",
    "log tail": "",
    "log why": "service what",
    "log recover": "",
    "log repair": "--from",
    "audit": "",
    "rebuild": "service --back",
}


@pytest.mark.parametrize("words", OPTIONS)
def test_a_promised_command_takes_its_promised_words(words: str) -> None:
    command: Any = get_command(tree.app(root))
    for word in words.split():
        command = command.commands[word]
    taken = {
        name for param in command.params for name in (param.opts if param.opts[0].startswith("-") else [param.name])
    }
    assert set(OPTIONS[words].split()) <= taken


def test_help_is_indonesian_unless_asked_otherwise(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NETRAL_LANG", raising=False)
    assert run(["coverage", "--help"]) == 0
    assert "Contoh:" in capsys.readouterr().out
    monkeypatch.setenv("NETRAL_LANG", "en")
    assert run(["coverage", "--help"]) == 0
    assert "Example:" in capsys.readouterr().out


@pytest.fixture(scope="module")
def day(place: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A pledge day in small: what each command answered, by its words."""
    folder = tmp_path_factory.mktemp("day")
    files, _ = regency.write(folder, 9, 2)
    where = ("--tenant", "51.04", "--as-of", "2023-11-01")
    text = folder / "pakta.txt"
    text.write_text("Saya berjanji netral.\n")
    answers: dict[str, Any] = {}

    def ask(words: str, *more: object) -> Any:
        code, answers[words] = asked(place, *words.split(), *more)
        assert code == 0, answers[words]
        return answers[words]

    ask("org import", files.units, *where)
    ask("staff import", files.staff, *where)
    about = ("--tenant", "51.04", "--kind", "pact", "--title", "Pakta", "--text", text, "--opens", "2023-11-20")
    campaign = ask("campaign open", *about, "--closes", "2023-11-30", "--target", "2023-11-20")["campaign"]
    held = ask("ceremony record", "--tenant", "51.04", "--day", "2023-11-20", "--kind", "APEL")["ceremony"]
    ask("pact import", files.pacts, "--campaign", campaign)
    attended = folder / "hadir.csv"
    attended.write_text("nip,nik,status\n" + "\n".join(_seats(files.pacts)))
    ask("attendance import", attended, "--ceremony", held)
    ask("coverage", "--campaign", campaign, "--by", "class", "--missing")
    for words, more in (("groups", ()), ("persons", ("--missing",))):
        report = folder / f"{words}.csv"
        assert asked(place, "coverage", "--campaign", campaign, *more, "--report", report)[0] == 0
        with report.open(encoding="utf-8-sig", newline="") as file:
            answers[words] = list(csv.DictReader(file))
    ask("receipt export", "--campaign", campaign, "--out", folder / "receipts")
    receipts = sorted((folder / "receipts").glob("*.json"))
    ask("verify", *receipts, "--key", folder / "receipts" / "verifier.key")
    ask("status")
    ask("audit")
    ask("log show", "--limit", 5)
    ask("calendar due", "--tenant", "51.04", "--from", "2024-04-01", "--count", 14, "--collective-leave")
    ask("duties report", "--tenant", "51.04")
    return answers


def _seats(pacts: Path) -> list[str]:
    header, *rows = pacts.read_text().splitlines()
    names = header.split(",")
    found = [dict(zip(names, row.split(","), strict=False)) for row in rows[:5]]
    return [f"{row.get('nip', '')},{row.get('nik', '')},HADIR" for row in found]


def test_answers_hold_the_promised_keys(day: dict[str, Any]) -> None:
    for words in ("org import", "staff import", "pact import", "attendance import"):
        assert day[words].keys() >= IMPORTED, words
    assert isinstance(day["campaign open"]["campaign"], str)
    assert isinstance(day["ceremony record"]["ceremony"], str)
    assert day["verify"].keys() >= {"valid", "receipts"}
    assert all(one.keys() >= {"file", "valid", "reason"} for one in day["verify"]["receipts"])
    assert day["audit"]["ok"]
    assert all(one.keys() >= {"events", "head", "problems"} for one in day["audit"]["services"].values())
    places = {"position", "stream", "version", "type", "recorded", "hash", "data"}
    assert all(one.keys() >= places for one in day["log show"]["events"])
    assert day["calendar due"].keys() >= {"due_on", "skipped", "calendar_version"}
    assert all(one.keys() >= {"day", "why"} for one in day["calendar due"]["skipped"])


def test_coverage_holds_the_promised_keys_and_adds_up(day: dict[str, Any]) -> None:
    coverage = day["coverage"]
    numbers = {"denominator", "signed", "refused", "excused", "missing", "unknown"}
    assert coverage.keys() >= {*numbers, "campaign", "tenant", "as_of", "outside", "groups", "position", "age_seconds"}
    assert coverage["denominator"] == sum(coverage[name] for name in numbers - {"denominator"}) == 11
    assert all(group.keys() >= {"key", *numbers} for group in coverage["groups"])
    assert all(person.keys() >= {"unit", "class", "cause"} for person in coverage["persons"])
    assert len(coverage["persons"]) == coverage["missing"] == 2


def test_coverage_is_exported_as_a_table(day: dict[str, Any]) -> None:
    groups = zip(day["groups"], day["coverage"]["groups"], strict=True)
    assert all(row == {name: str(group[name]) for name in row} for row, group in groups)
    assert list(day["groups"][0]) == ["key", "denominator", "signed", "refused", "excused", "missing", "unknown"]
    assert list(day["persons"][0]) == ["person", "name", "unit", "class", "cause"]
    assert {row["person"] for row in day["persons"]} == {one["person"] for one in day["coverage"]["persons"]}


def test_the_status_holds_the_promised_keys(day: dict[str, Any]) -> None:
    assert day["status"]["ready"]
    for service in day["status"]["services"].values():
        assert service.keys() >= {"ready", "events", "outbox", "parked", "views"}
        assert all(isinstance(view["lag"], int) for view in service["views"].values())


def test_the_four_duties_are_reported_and_what_nobody_serves_is_unmet(day: dict[str, Any]) -> None:
    met = {one["duty"]: one["met"] for one in day["duties report"]["duties"]}
    assert set(met) == {"SOCIALISATION", "PLEDGE", "PACT", "INFORMATION_SYSTEM"}
    assert not met["INFORMATION_SYSTEM"]


def test_a_stream_that_is_not_parked_is_said_to_be_none(day: dict[str, Any], place: Place) -> None:
    assert asked(place, "parked", "list") == (0, {"parked": []})
    code, document = asked(place, "parked", "show", "unit/nothing")
    assert (code, document["error"]["code"]) == (4, "NOT_PARKED")


def test_a_parked_stream_is_shown_with_the_masked_content_of_its_records(
    day: dict[str, Any], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, document = asked(place, "log", "show", "--service", "registry")
    person = next(one for one in document["events"] if one["type"] == "netral.registry.person-registered")
    waiting = {"service": "pledge", "source": "registry", "reason": "ValueError"}
    record = {**waiting, **{name: person[name] for name in ("position", "stream", "type")}}
    monkeypatch.setattr(parked, "_parked", lambda _session: [record])
    code, answer = asked(place, "parked", "show", person["stream"])
    assert (code, answer["parked"]) == (0, [{**record, "event": person}])
    assert "•••" in str(answer)
