"""Every benchmark runs with little data, and its numbers agree. How fast it is, is no business of a test."""

import json
import math
import pathlib
import subprocess
import sys

import pytest
from measuring import Counts, Figure, Goal, Miscounted, NotComparable, Run, alternate

ROOT = pathlib.Path(__file__).parents[2]
BENCHMARKS = ["P6", "P4", "P1c", "P2c", "P9", "P7", "P2", "P1", "P3", "P11", "P11s", "P13", "P8"]
NOTHING_DURABLE = {"P13"}  # receipts are made anew from the log whenever they are wanted
ALONE = {"P3", "P8"}  # latency and memory have limits, and no floor


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    out = tmp_path_factory.mktemp("bench") / "small.json"
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "run.py", "--small", "--out", out],
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {"printed": done.stdout, **json.loads(out.read_text())}


@pytest.fixture
def report(result, request):
    return next(one for one in result["reports"] if one["id"] == request.param)


def test_every_benchmark_has_run(result):
    assert [one["id"] for one in result["reports"]] == BENCHMARKS
    assert result["small"] is True
    assert result["machine"]["cores"] > 0


@pytest.mark.parametrize("report", BENCHMARKS, indirect=True)
def test_nothing_is_lost_and_nothing_is_there_twice(report):
    assert "netral" in report["counts"]
    for counts in report["counts"].values():
        assert counts["sent"] > 0
        assert counts["sent"] == counts["records"] == counts["distinct"] == counts["shown"]
    assert len({counts["sent"] for counts in report["counts"].values()}) == 1


@pytest.mark.parametrize("report", BENCHMARKS, indirect=True)
def test_all_sides_wait_for_the_same_disk(report):
    sides = list(report["durability"].values())
    assert len(sides) >= 2 or report["id"] in ALONE
    assert all(side == sides[0] for side in sides)
    said = {name.rpartition(".")[2]: value for name, value in sides[0].items()}
    assert said.get("fsync", "on") == "on"
    assert said.get("synchronous_commit", "on") == "on"
    assert said.get("synchronous", "2") == "2"
    assert said.get("acks", "all") == "all"
    assert {"fsync", "synchronous"} & said.keys() or report["id"] in NOTHING_DURABLE


@pytest.mark.parametrize("report", BENCHMARKS, indirect=True)
def test_ratios_are_those_of_the_figures_beside_them(report):
    assert report["figures"]
    for figure in report["figures"]:
        netral = figure["values"]["netral"]
        assert all(math.isfinite(value) for value in figure["values"].values())
        if figure["unit"] != "%":
            assert all(value > 0 for value in figure["values"].values())
        for name, ratio in figure["ratios"].items():
            assert ratio == pytest.approx(netral / figure["values"][name])
        assert all(cost > 0 for cost in figure["processor_us"].values())
        assert all(isinstance(goal["reached"], bool) for goal in figure["goals"])


@pytest.mark.parametrize("report", BENCHMARKS, indirect=True)
def test_the_table_shows_every_benchmark(result, report):
    assert report["id"] in result["printed"]
    assert report["title"].split(",")[0].split()[0] in result["printed"]


def run(sent=10, records=10, distinct=10, shown=10, **durability):
    return Run(1.0, 0.5, Counts(sent, records, distinct, shown), durability)


@pytest.mark.parametrize(("records", "distinct", "shown"), [(9, 9, 10), (11, 10, 10), (10, 10, 9), (10, 9, 10)])
def test_a_side_that_loses_or_doubles_an_event_has_no_figure(records, distinct, shown):
    with pytest.raises(Miscounted):
        alternate(1, {"netral": lambda: run(10, records, distinct, shown)})


def test_a_side_that_does_not_wait_for_its_disk_is_not_compared():
    with pytest.raises(NotComparable):
        alternate(1, {"netral": lambda: run(fsync="on"), "floor": lambda: run(fsync="off")})


def test_a_side_that_says_nothing_of_a_setting_is_not_compared():
    with pytest.raises(NotComparable):
        alternate(1, {"netral": lambda: run(fsync="on", acks="all"), "floor": lambda: run(fsync="on")})


def test_a_goal_of_speed_is_a_least_and_a_goal_of_time_a_most():
    fast = Figure("x", "events/s", {"netral": 100.0, "floor": 200.0})
    slow = Figure("x", "s", {"netral": 100.0, "floor": 200.0})
    assert fast.reached(Goal("floor", 0.5))
    assert not fast.reached(Goal("floor", 0.6))
    assert slow.reached(Goal("netral", 100.0))
    assert not slow.reached(Goal("netral", 99.0))
