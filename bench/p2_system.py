"""P1 and P2: pacts accepted by gRPC in messages of 500 and counted by coverage, on the processes of `netral up`.

P2 on SQLite files; P1 with PostgreSQL and Kafka, as `deploy/server/up.py` starts it. Of the processes one works and the
others wait, so the floor has one.
"""

import threading
import time
import uuid
from collections.abc import Callable

import facts
import system
from measuring import Counts, Goal, Report, Run, alternate, figure, first
from netral.common.v1.types_pb2 import VerdictKind
from netral.pledge.v1 import events_pb2 as events
from netral.pledge.v1 import service_pb2 as pledge
from p1_chain import floor_files, floor_server
from servers import Servers

MESSAGE = 500
CLIENTS = 4
CAMPAIGNS = 4  # everybody signs in each: one would be too few to hide start and end


def run_server(servers: Servers, *, small: bool, rounds: int) -> Report:
    """P1."""
    made = system.shared(servers, small=small, on_servers=True)
    goals = (Goal("netral", 15_000), Goal("floor", 0.75))
    runs = _in_turns(made, rounds, lambda sent: floor_server(servers, sent, False)["whole"])
    return Report("P1", "Pacts by gRPC to coverage, server", (figure("whole chain", runs, goals),), *first(runs))


def run_files(servers: Servers, *, small: bool, rounds: int) -> Report:
    """P2."""
    made = system.shared(servers, small=small)
    goals = (Goal("netral", 10_000), Goal("floor", 0.6))
    runs = _in_turns(made, rounds, lambda sent: floor_files(servers, sent, False)["whole"])
    return Report("P2", "Pacts by gRPC to coverage, embedded", (figure("whole chain", runs, goals),), *first(runs))


def _in_turns(made: system.System, rounds: int, floor: Callable[[list[facts.Sent]], Run]) -> dict[str, list[Run]]:
    persons = made.persons_at_work()
    sent = facts.pacts(CAMPAIGNS * len(persons))
    return alternate(rounds, {"netral": lambda: _netral(made, persons), "floor": lambda: floor(sent)})


def _netral(made: system.System, persons: list[bytes]) -> Run:
    campaigns = [made.campaign(f"Pakta {uuid.uuid4()}") for _ in range(CAMPAIGNS)]
    used, begun = made.processor(), time.perf_counter()
    sign(made, campaigns, persons)
    shown = sum(made.coverage(campaign).total.signed for campaign in campaigns)
    seconds, used = time.perf_counter() - begun, made.processor() - used
    keys = [row.stream_id for row in made.log("pledge") if is_signed_in(row.type, row.data, campaigns)]
    sent = CAMPAIGNS * len(persons)
    return Run(seconds, used, Counts(sent, len(keys), len(set(keys)), shown), made.profile.durability("pledge"))


def is_signed_in(kind: str, data: bytes, campaigns: list[bytes]) -> bool:
    """Whether an event is a signature of one of these campaigns."""
    return kind == facts.TYPE and events.PactSigned.FromString(data).campaign_id in campaigns


def requests(made: system.System, campaign: bytes, persons: list[bytes], size: int) -> list[pledge.RecordPactsRequest]:
    """The messages of `size` signatures in which everybody signs."""
    return [
        pledge.RecordPactsRequest(
            campaign_id=campaign,
            items=[
                pledge.NewPact(
                    command_id=uuid.uuid4().bytes,
                    person_id=person,
                    answer=pledge.PACT_ANSWER_SIGNED,
                    at=facts.AT + start,
                    method=events.SIGNING_METHOD_BASAH,
                )
                for person in persons[start : start + size]
            ],
            after=made.caller.after(),
        )
        for start in range(0, len(persons), size)
    ]


def sign(made: system.System, campaigns: list[bytes], persons: list[bytes]) -> None:
    """Everybody signs in each; four clients at once. Raises `ValueError` if one is not accepted."""
    messages = [one for campaign in campaigns for one in requests(made, campaign, persons, MESSAGE)]
    failed: list[object] = []

    def client(mine: list[pledge.RecordPactsRequest]) -> None:
        try:
            for request in mine:
                reply = made.caller.call(made.caller.pledge.RecordPacts, request)
                failed.extend(one for one in reply.verdicts if one.kind != VerdictKind.VERDICT_KIND_ACCEPTED)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(messages[number::CLIENTS],)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise ValueError(f"{len(failed)} not accepted, the first: {failed[0]}")
