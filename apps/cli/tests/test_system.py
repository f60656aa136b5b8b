"""The whole path on a real system: from an empty home to proven receipts, through a killed service."""

import json
import os
import signal
from pathlib import Path

import pytest
from cli_place import Place, service
from netral_cli.demo import regency
from netral_testing.ports import free_base
from netral_testing.waiting import eventually

SIGNERS, SILENT = 57, 3
TEXT = b"Saya berjanji netral.\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> regency.Files:
    return regency.write(tmp_path_factory.mktemp("files"), SIGNERS, SILENT)[0]


@pytest.fixture(scope="module")
def organised(place: Place, files: regency.Files) -> Place:
    """Units, posts and staff are on record."""
    for group, file in (("org", files.units), ("org", files.posts), ("staff", files.staff)):
        answer = imported(place, group, file)
        assert answer["accepted"] == answer["rows"]
    return place


@pytest.fixture(scope="module")
def campaign(organised: Place, tmp_path_factory: pytest.TempPathFactory) -> str:
    text = tmp_path_factory.mktemp("text") / "pakta.txt"
    text.write_bytes(TEXT)
    return opened(organised, text)


@pytest.fixture(scope="module")
def signed(organised: Place, campaign: str, files: regency.Files) -> str:
    """A campaign with all its pacts."""
    answer = organised.netral("pact", "import", files.pacts, "--campaign", campaign, "--json")
    assert answer.code == 0
    assert answer.document["accepted"] == SIGNERS
    return campaign


def imported(place: Place, group: str, file: Path, *more: str) -> dict:
    answer = place.netral(group, "import", file, "--tenant", "51.04", "--as-of", "2023-11-01", "--json", *more)
    assert answer.code == 0, answer.err
    return answer.document


def opened(place: Place, text: Path, title: str = "Pakta") -> str:
    answer = place.netral(
        *("campaign", "open", "--tenant", "51.04", "--kind", "pact", "--title", title, "--text", text),
        *("--opens", "2023-11-20", "--closes", "2023-11-30", "--target", "2023-11-20", "--json"),
    )
    assert answer.code == 0, answer.err
    return answer.document["campaign"]


def covered(place: Place, campaign: str, *more: str) -> dict:
    answer = place.netral("coverage", "--campaign", campaign, "--json", *more)
    assert answer.code == 0, answer.err
    return answer.document


def test_the_same_files_again_change_nothing(organised: Place, files: regency.Files) -> None:
    before = organised.netral("status", "--json").document["services"]["registry"]["events"]
    for group, file in (("org", files.units), ("org", files.posts), ("staff", files.staff)):
        answer = imported(organised, group, file)
        assert answer["unchanged"] == answer["rows"]
    assert organised.netral("status", "--json").document["services"]["registry"]["events"] == before


def test_a_dry_run_records_nothing(organised: Place, files: regency.Files, tmp_path: Path) -> None:
    changed = tmp_path / "changed.csv"
    changed.write_text(files.staff.read_text().replace(",JF,", ",PENGAWAS,"))
    before = organised.netral("status", "--json").document["services"]["registry"]["events"]
    answer = imported(organised, "staff", changed, "--dry-run")
    assert answer["dry_run"] is True
    assert answer["accepted"] > 0
    assert organised.netral("status", "--json").document["services"]["registry"]["events"] == before


def test_refused_rows_are_listed_with_a_hint_and_end_with_three(organised: Place, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        'nama,nip,jenis_pegawai,kode_unit\nA,123,PNS,KAB\nB,198609262015051001,PNS,KABX\nC,"1,98609E+17",PNS,KAB\n'
    )
    report = tmp_path / "periksa.csv"
    answer = organised.netral(
        *("staff", "import", bad, "--tenant", "51.04", "--as-of", "2023-11-01", "--report", report, "--json")
    )
    assert answer.code == 3
    items = {one["row"]: one for one in answer.document["items"]}
    assert [items[row]["code"] for row in (2, 3, 4)] == ["NIP_MALFORMED", "UNKNOWN_UNIT", "DIGITS_LOST"]
    assert "KAB" in items[3]["hint"]
    assert report.read_text(encoding="utf-8-sig").count("\n") == 4


def test_coverage_counts_who_signed_and_names_who_did_not(organised: Place, signed: str) -> None:
    document = covered(organised, signed, "--missing")
    figures = [document[name] for name in ("denominator", "signed", "refused", "excused", "missing", "unknown")]
    assert figures == [SIGNERS + SILENT, SIGNERS, 0, 0, SILENT, 0]
    assert sum(group["signed"] for group in document["groups"]) == SIGNERS
    assert len(document["persons"]) == SILENT
    assert all(person["name"] and person["unit"] and person["cause"] for person in document["persons"])
    by_unit = covered(organised, signed, "--by", "unit")
    assert sum(group["denominator"] for group in by_unit["groups"]) == SIGNERS + SILENT


def test_coverage_before_anything_was_known_is_not_the_coverage_of_now(organised: Place, signed: str) -> None:
    assert covered(organised, signed, "--known-at", "2023-11-20T12:00:00+08:00")["signed"] == 0


def test_the_same_pacts_again_are_unchanged(organised: Place, signed: str, files: regency.Files) -> None:
    answer = organised.netral("pact", "import", files.pacts, "--campaign", signed, "--json").document
    assert (answer["unchanged"], answer["accepted"], answer["rejected"]) == (SIGNERS, 0, 0)


def test_the_same_campaign_again_is_the_same_campaign(organised: Place, campaign: str, tmp_path: Path) -> None:
    text = tmp_path / "pakta.txt"
    text.write_bytes(TEXT)
    assert opened(organised, text) == campaign


def test_a_stranger_is_unknown_and_another_time_is_already_signed(
    organised: Place, signed: str, files: regency.Files, tmp_path: Path
) -> None:
    heading, first, *_ = files.pacts.read_text().splitlines()
    rows = tmp_path / "rows.csv"
    stranger = "197001011990011999,,TANDA_TANGAN,2023-11-20T08:00:00+08:00,BASAH"
    rows.write_text("\n".join([heading, first.replace("2023-11-20", "2023-11-21"), stranger]) + "\n")
    answer = organised.netral("pact", "import", rows, "--campaign", signed, "--json")
    assert answer.code == 3
    assert {one["row"]: one["code"] for one in answer.document["items"]} == {2: "ALREADY_SIGNED", 3: "PERSON_UNKNOWN"}


def test_receipts_are_exported_and_verified_and_a_changed_one_is_not(
    organised: Place, signed: str, tmp_path: Path
) -> None:
    out = tmp_path / "receipts"
    exported = organised.netral("receipt", "export", "--campaign", signed, "--out", out, "--json").document
    assert exported["exported"] == exported["opened"] == SIGNERS
    receipts = sorted(out.glob("*.json"))
    assert len(receipts) == SIGNERS
    key = out / "verifier.key"
    assert organised.netral("verify", *receipts, "--key", key, "--json").code == 0
    forged = json.loads(receipts[0].read_text())
    forged["statement"]["method"] = "OTP"
    receipts[0].write_text(json.dumps(forged, ensure_ascii=False, separators=(",", ":")))
    answer = organised.netral("verify", *receipts, "--key", key, "--json")
    assert answer.code == 4
    assert [one["file"] for one in answer.document["receipts"] if not one["valid"]] == [str(receipts[0])]


def test_the_logs_prove_themselves_and_hide_persons(organised: Place, signed: str, files: regency.Files) -> None:
    assert signed
    answer = organised.netral("audit", "--json")
    assert (answer.code, answer.document["ok"]) == (0, True)
    shown = organised.netral("log", "show", "--json")
    events = shown.document["events"]
    assert {"position", "stream", "version", "type", "recorded", "hash", "data"} <= set(events[0])
    for line in files.staff.read_text().splitlines()[1:]:
        name, nip, nik = line.split(",")[:3]
        assert name not in shown.out
        assert not nip or nip not in shown.out
        assert nik not in shown.out


def test_a_ceremony_is_recorded_attended_and_corrected(organised: Place, campaign: str, files: regency.Files) -> None:
    assert campaign
    asked = ("ceremony", "record", "--tenant", "51.04", "--day", "2023-11-20", "--day", "2023-11-27", "--json")
    ceremony = organised.netral(*asked).document["ceremony"]
    answer = organised.netral("attendance", "import", files.attendance, "--ceremony", ceremony, "--json")
    assert (answer.code, answer.document["accepted"]) == (0, SIGNERS + SILENT)
    before = organised.netral("ceremony", "show", ceremony, "--json").document
    assert (before["day"]["confidence"], before["present"], before["absent"]) == ("disputed", SIGNERS, SILENT)
    assert organised.netral("ceremony", "correct", ceremony, "--day", "2023-11-27", "--reason", "Surat").code == 0
    after = organised.netral("ceremony", "show", ceremony, "--json").document
    assert after["day"] == {"candidates": ["2023-11-27"], "confidence": "confirmed"}
    assert len(after["days"]) == 2


def test_a_token_gives_its_holder_the_role_and_no_more(organised: Place, signed: str) -> None:
    issued = organised.netral("token", "issue", "--role", "SUPERVISOR", "--scope", "51.04", "--json").document
    token = {"NETRAL_TOKEN": issued["token"]}

    def may_see() -> bool:
        return organised.netral("coverage", "--campaign", signed, "--json", **token).code == 0

    assert eventually(may_see, timeout=20)
    answer = organised.netral("coverage", "--campaign", signed, "--missing", "--json", **token)
    assert (answer.code, answer.document["error"]["code"]) == (4, "NOT_ALLOWED")


def test_what_does_not_exist_is_a_refusal(organised: Place) -> None:
    nothing = "00000000-0000-4000-8000-000000000000"
    answer = organised.netral("coverage", "--campaign", nothing, "--json")
    assert answer.code == 4
    assert answer.document["error"]["message"]


def test_views_are_rebuilt_and_answer_the_same(organised: Place, signed: str) -> None:
    before = covered(organised, signed)
    answer = organised.netral("rebuild", "pledge", "--json")
    assert (answer.code, answer.document["service"]) == (0, "pledge")
    after = covered(organised, signed)
    assert [before[name] for name in ("signed", "missing")] == [after[name] for name in ("signed", "missing")]


def test_a_killed_service_comes_back_with_all_it_knew(organised: Place, signed: str) -> None:
    before = covered(organised, signed)
    for name in ("registry", "pledge"):
        killed = service(organised, name)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda name=name, killed=killed: service(organised, name) not in (0, killed), timeout=30)

    def is_ready() -> bool:
        answer = organised.netral("status", "--json")
        return answer.code == 0 and answer.document["ready"]

    eventually(is_ready, timeout=60)
    after = covered(organised, signed)
    assert (after["signed"], after["missing"]) == (before["signed"], before["missing"])
    assert organised.netral("audit", "--json").code == 0


def test_a_second_system_on_the_same_home_is_refused_in_one_sentence(place: Place) -> None:
    answer = Place(place.home, free_base()).netral("up")
    assert answer.code == 4
    assert "sudah berjalan" in answer.err


def test_taken_ports_are_named(place: Place, tmp_path: Path) -> None:
    answer = Place(tmp_path / "other", place.port_base).netral("up")
    assert answer.code == 1
    assert str(place.port_base + 1) in answer.err


def test_the_system_stops_at_once_and_leaves_no_process(nowhere: Place) -> None:
    with nowhere.up() as running:
        running.wait_for_line("^ready$", timeout=120)
        assert all(service(nowhere, name) for name in ("registry", "pledge"))
        assert running.terminate(timeout=60) == 0
        assert running.processes() == []
        assert not any(service(nowhere, name) for name in ("registry", "pledge"))


def test_no_service_outlives_a_killed_up(nowhere: Place) -> None:
    with nowhere.up() as running:
        running.wait_for_line("^ready$", timeout=120)
        running.kill()
        eventually(lambda: not any(service(nowhere, name) for name in ("registry", "pledge")), timeout=30)


def test_a_service_that_cannot_start_is_named_with_its_log(nowhere: Place) -> None:
    (nowhere.home / "data" / "pledge.core.db").mkdir(parents=True)
    answer = nowhere.netral("up")
    assert answer.code == 1
    assert "pledge" in answer.err
    assert str(nowhere.home / "logs" / "pledge.log") in answer.err
    assert not any(service(nowhere, name) for name in ("registry", "pledge"))


def test_a_stretch_of_the_log_is_sent_again_and_nothing_is_lacking(organised: Place) -> None:
    again = organised.netral("log", "repair", "registry", "--from", "1", "--json")
    assert (
        again.document["sent_again"] == organised.netral("audit", "--json").document["services"]["registry"]["events"]
    )
    assert organised.netral("log", "recover", "registry", "--json").document == {"service": "registry", "recovered": 0}
    assert organised.netral("log", "repair", "registry", "--from", "999999999").code == 4
