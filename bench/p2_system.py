"""P2: pacts accepted by gRPC in messages of 500 and counted by a coverage query, on the processes of `netral up`."""

import threading
import time
import uuid

import facts
import system
from measuring import Counts, Goal, Report, Run, alternate, figure, first
from netral.common.v1.types_pb2 import VerdictKind
from netral.pledge.v1 import events_pb2 as events
from netral.pledge.v1 import service_pb2 as pledge
from p1_chain import floor_files
from servers import Servers

MESSAGE = 500
CLIENTS = 4


def run(servers: Servers, *, small: bool, rounds: int) -> Report:
    made = system.shared(servers, small=small)
    persons = made.persons_at_work()
    sent = facts.pacts(len(persons))
    runs = alternate(
        rounds,
        {
            "netral": lambda: _netral(made, persons),
            "floor": lambda: floor_files(servers, sent, False)["whole"],
        },
    )
    goals = (Goal("netral", 10_000), Goal("floor", 0.6))
    return Report("P2", "Pacts by gRPC to coverage, embedded", (figure("whole chain", runs, goals),), *first(runs))


def _netral(made: system.System, persons: list[bytes]) -> Run:
    campaign = made.campaign(f"Pakta {uuid.uuid4()}")
    used, begun = made.processor(), time.perf_counter()
    sign(made, campaign, persons)
    shown = made.coverage(campaign).total.signed
    seconds, used = time.perf_counter() - begun, made.processor() - used
    keys = [row.stream_id for row in made.log("pledge") if is_signed_in(row.type, row.data, campaign)]
    return Run(seconds, used, Counts(len(persons), len(keys), len(set(keys)), shown), made.durability("pledge"))


def is_signed_in(kind: str, data: bytes, campaign: bytes) -> bool:
    """Whether an event is a signature of this campaign."""
    return kind == facts.TYPE and events.PactSigned.FromString(data).campaign_id == campaign


def sign(made: system.System, campaign: bytes, persons: list[bytes]) -> None:
    """Everybody signs; four clients at once. Raises `ValueError` if one is not accepted."""
    requests = [
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
                for person in persons[start : start + MESSAGE]
            ],
            after=made.caller.after(),
        )
        for start in range(0, len(persons), MESSAGE)
    ]
    failed: list[object] = []

    def client(mine: list[pledge.RecordPactsRequest]) -> None:
        try:
            for request in mine:
                reply = made.caller.call(made.caller.pledge.RecordPacts, request)
                failed.extend(one for one in reply.verdicts if one.kind != VerdictKind.VERDICT_KIND_ACCEPTED)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(requests[number::CLIENTS],)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise ValueError(f"{len(failed)} not accepted, the first: {failed[0]}")
