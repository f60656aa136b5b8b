"""P8: resident memory of each process of a regency's system, before and after everybody has signed once more."""

import uuid

import system
from measuring import Counts, Figure, Goal, Report
from p2_system import is_signed_in, sign
from servers import Servers


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    made = system.shared(servers, small=small)
    persons = made.persons_at_work()
    before = made.memory()
    campaigns = [made.campaign(f"Pakta {uuid.uuid4()}") for _ in range(rounds)]
    for campaign in campaigns:
        sign(made, campaign, persons)
    shown = sum(made.coverage(campaign).total.signed for campaign in campaigns)
    after = made.memory()
    keys = [
        row.stream_id
        for row in made.log("pledge")
        if any(is_signed_in(row.type, row.data, campaign) for campaign in campaigns)
    ]
    figures = tuple(
        Figure(name, "MB", {"netral": after[name], "before": before[name]}, (Goal("netral", 200),))
        for name in sorted(after)
    )
    counts = Counts(rounds * len(persons), len(keys), len(set(keys)), shown)
    durability = made.durability("pledge")
    note = f"over {counts.sent:,} pacts; flatness over 2 million events is not measured yet"
    return Report(
        "P8", "Memory of each process, embedded", figures, {"netral": counts}, {"netral": durability}, (note,)
    )
