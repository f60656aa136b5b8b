"""P13: receipts of one campaign of a regency: made, written, checked, by the command line as people do it."""

import json
import shutil
import time

import system
from floors import receipts as floor
from measuring import Counts, Goal, Report, Run, alternate, first, timing
from p2_system import sign
from servers import Servers

NOTHING_DURABLE: dict[str, str] = {}  # receipts are made anew from the log whenever they are wanted


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    made = system.shared(servers, small=small)
    persons = made.persons_at_work()
    campaign = made.campaign("Pakta dengan tanda terima")
    if not made.coverage(campaign).total.signed:
        sign(made, [campaign], persons)
        made.coverage(campaign)  # sees all that was signed; the command would export what is visible so far
    runs = alternate(
        rounds, {"netral": lambda: _netral(made, campaign, len(persons)), "floor": lambda: _floor(len(persons))}
    )
    return Report(
        "P13", "Receipts, embedded", (timing("made, exported, verified", runs, (Goal("netral", 10),)),), *first(runs)
    )


def _netral(made: system.System, campaign: bytes, count: int) -> Run:
    out = made.home.parent / "receipts"
    shutil.rmtree(out, ignore_errors=True)
    used, begun = made.processor(), time.perf_counter()
    made.netral("receipt", "export", "--campaign", campaign.hex(), "--out", out)
    said = made.netral("verify", out, "--key", out / "verifier.key")
    seconds, used = time.perf_counter() - begun, made.processor() - used
    files = [json.loads(path.read_text())["proof"]["leaf_index"] for path in out.glob("*.json")]
    valid = sum(one["valid"] for one in said["receipts"])
    return Run(seconds, used, Counts(count, len(files), len(set(files)), valid), NOTHING_DURABLE)


def _floor(count: int) -> Run:
    begun, used = time.perf_counter(), time.process_time()
    valid = floor.made_and_checked(count)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    return Run(seconds, used, Counts(count, valid, valid, valid), NOTHING_DURABLE)
