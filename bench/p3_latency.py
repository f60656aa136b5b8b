"""P3: how long from the moment a message of pacts was due until the views show it, at a rate that nobody slows down.

Open loop: messages are due every 10 ms whether or not earlier ones were answered, and lateness in sending counts. When
the views show a position is read from their own checkpoint, every 2 ms, by this process.
"""

import statistics
import threading
import time
import uuid
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor

import system
from measuring import Counts, Figure, Goal, Report
from netral.common.v1.types_pb2 import VerdictKind
from netral.pledge.v1 import service_pb2 as pledge
from p2_system import is_signed_in, requests
from servers import Servers

RATES = (800, 2_600)
TICK_SECONDS = 0.01
LOOK_SECONDS = 0.002
SENDERS = 16
GOALS = {2_600: (Goal("netral", 100),)}
Seen = list[tuple[int, float]]


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    made = system.shared(servers, small=small)
    persons = made.persons_at_work()
    seconds = 0.3 if small else 10.0
    figures = []
    campaigns: list[bytes] = []
    for rate in RATES:
        waits: list[list[float]] = []
        for _ in range(rounds):
            messages = []
            wanted = int(seconds / TICK_SECONDS)
            while len(messages) < wanted:
                campaigns.append(made.campaign(f"Pakta {uuid.uuid4()}"))
                messages += requests(made, campaigns[-1], persons, int(rate * TICK_SECONDS))
            waits.append(_waits(made, messages))
        for name, part in (("99 of 100 within", 0.99), ("half within", 0.5)):
            value = statistics.median(of[int(part * len(of))] for of in waits)
            goals = GOALS.get(rate, ()) if part == 0.99 else ()
            figures.append(Figure(f"{rate:,} a second: {name}", "ms", {"netral": 1e3 * value}, goals))
    shown = sum(made.coverage(campaign).total.signed for campaign in campaigns)
    keys = [row.stream_id for row in made.log("pledge") if is_signed_in(row.type, row.data, campaigns)]
    counts = Counts(len(campaigns) * len(persons), len(keys), len(set(keys)), shown)
    durability = made.profile.durability("pledge")
    return Report(
        "P3", "From due to visible, embedded", tuple(figures), {"netral": counts}, {"netral": durability},
        (f"{SENDERS} senders, a message every {1e3 * TICK_SECONDS:.0f} ms",),
    )  # fmt: skip


def _waits(made: system.System, messages: list[pledge.RecordPactsRequest]) -> list[float]:
    """Seconds from due to visible of each message, ascending."""
    begin = time.monotonic() + 0.1
    reached: list[tuple[float, int]] = []

    def send(number: int) -> None:
        due = begin + number * TICK_SECONDS
        time.sleep(max(0.0, due - time.monotonic()))
        reply = made.caller.call(made.caller.pledge.RecordPacts, messages[number])
        wrong = [one for one in reply.verdicts if one.kind != VerdictKind.VERDICT_KIND_ACCEPTED]
        if wrong:
            raise ValueError(f"{len(wrong)} not accepted, the first: {wrong[0]}")
        reached.append((due, reply.cursor.positions["pledge"]))

    seen: Seen = []
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(made, seen, done))
    watcher.start()
    try:
        with ThreadPoolExecutor(SENDERS) as senders:
            for sent in [senders.submit(send, number) for number in range(len(messages))]:
                sent.result()
        last = max(position for _, position in reached)
        end = time.monotonic() + 60
        while not seen or seen[-1][0] < last:
            if time.monotonic() > end:
                raise TimeoutError(f"the views do not reach {last}")
            time.sleep(LOOK_SECONDS)
    finally:
        done.set()
        watcher.join()
    positions = [position for position, _ in seen]
    return sorted(seen[bisect_left(positions, position)][1] - due for due, position in reached)


def _watch(made: system.System, seen: Seen, done: threading.Event) -> None:
    """Note each position of the own log that the views show, and when."""
    views = made.profile.database("pledge", "views_g1")
    at = 0
    while not done.is_set():
        rows = views.ask("SELECT next_position - 1 FROM {s}checkpoint WHERE source = ?", ("pledge",))
        if rows[0][0] > at:
            at = int(rows[0][0])
            seen.append((at, time.monotonic()))
        time.sleep(LOOK_SECONDS)
    views.close()
