"""The story of the demo is told by real events, and adds up."""

from pathlib import Path

from cli_place import Place
from netral_cli.demo.story import told
from netral_cli.session import Session
from netral_testing.processes import Child


def test_the_story_ends_with_everybody_counted_and_every_receipt_valid(place: Place) -> None:
    session = Session(home=place.home, port_base=place.port_base, lang="id", as_json=True)
    document = told(session, lambda: None, signers=96, silent=4)
    session.connection.close()
    figures = [document["coverage"][name] for name in ("denominator", "signed", "missing", "unknown")]
    assert figures == [100, 96, 4, 0]
    assert {group["key"] for group in document["coverage"]["groups"]} == {"PNS", "PPPK", "HARIAN", "THL"}
    assert sum(group["missing"] for group in document["coverage_by_unit"]["groups"]) == 4
    assert document["receipts"] == {"exported": 96, "valid": 96}
    assert len({person["name"] for person in document["missing"]}) == 4
    ceremonies = place.netral("duties", "report", "--tenant", "51.04", "--json").document
    assert {one["duty"]: one["met"] for one in ceremonies["duties"]} == {
        "SOCIALISATION": False,
        "PLEDGE": True,
        "PACT": True,
        "INFORMATION_SYSTEM": False,
    }


def test_a_demo_is_told_on_an_empty_home_only(place: Place) -> None:
    answer = place.netral("demo", "--once", "--json")
    assert (answer.code, answer.document["error"]["code"]) == (4, "DEMO_HOME_USED")


def test_a_demo_that_is_stopped_in_its_middle_leaves_neither_process_nor_home(nowhere: Place, tmp_path: Path) -> None:
    environment = {"NETRAL_PORT_BASE": str(nowhere.port_base), "TMPDIR": str(tmp_path)}
    with Child("netral_cli", "demo", environment=environment) as running:
        running.wait_for_line("128 unit", timeout=120)
        assert running.terminate(timeout=60) == 0
        assert running.processes() == []
    assert [each for each in tmp_path.iterdir() if each.name.startswith("netral-")] == []
