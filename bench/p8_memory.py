"""P8: resident memory of each process of a regency's system, as everybody signs again and again.

Flat is what does not grow any more: the last third of the events against the second third.
"""

import uuid

import system
from measuring import Counts, Figure, Goal, Report
from p2_system import is_signed_in, sign
from servers import Servers

THIRDS = 3


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    made = system.shared(servers, small=small)
    persons = made.persons_at_work()
    before, campaigns, told = made.memory(), [], []
    for _ in range(THIRDS * rounds):
        campaigns.append(made.campaign(f"Pakta {uuid.uuid4()}"))
        sign(made, [campaigns[-1]], persons)
        told.append(made.memory())
    shown = sum(made.coverage(campaign).total.signed for campaign in campaigns)
    after = made.memory()
    keys = [row.stream_id for row in made.log("pledge") if is_signed_in(row.type, row.data, campaigns)]
    at_two_thirds = told[2 * rounds - 1]
    figures = tuple(
        Figure(
            name,
            "MB",
            {"netral": after[name], "before": before[name], "at two thirds": at_two_thirds[name]},
            (Goal("netral", 200),),
        )
        for name in sorted(after)
    )
    counts = Counts(len(campaigns) * len(persons), len(keys), len(set(keys)), shown)
    durability = made.profile.durability("pledge")
    note = f"over {counts.sent:,} pacts; `--rounds 60` makes it two million"
    return Report(
        "P8", "Memory of each process, embedded", figures, {"netral": counts}, {"netral": durability}, (note,)
    )
