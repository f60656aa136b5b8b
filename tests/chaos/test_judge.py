"""The judge of the storm finds what it is there to find."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from judge import Sent, Shown, judge

UNIT = {"kode_unit": "KAB"}
STAFF = [
    {
        "nip": nip,
        "nik": "",
        "jenis_pegawai": "PNS",
        "kode_unit": "KAB",
        "jabatan": job,
        "kelas_jabatan": "JF",
        "tmt": "2020-01-01",
    }
    for nip, job in (("1", "Perawat"), ("2", "Guru"))
]
PACTS = [{"nip": nip, "nik": "", "waktu": f"2023-11-20T08:0{nip}:00+08:00"} for nip in "12"]
SENT = Sent([UNIT], [], STAFF, PACTS)


def shown() -> Shown:
    """What a right system shows of two persons who signed."""
    registry = [("unit/u", "unit-opened", {"unit_id": "u", "code": "KAB"})]
    pledge: list[tuple[str, str, Any]] = [("campaign/c", "campaign-opened", {})]
    for number, row in enumerate(STAFF, 1):
        person = f"p{number}"
        facts = {"employment_class": "EMPLOYMENT_CLASS_PNS", "unit_id": "u", "position": row["jabatan"]}
        registry += [
            (f"person/{person}", "person-registered", {"person_id": person}),
            (f"person/{person}", "identity-committed", {"person_id": person, "subject": f"s{number}"}),
            (
                f"person/{person}",
                "employment-started",
                {"person_id": person, **facts, "post_class": "POST_CLASS_JF", "from_day": 18_262},
            ),
        ]
        signed_at = (1_700_438_400 + 60 * number) * 1_000_000  # 2023-11-20 08:00 in Central Indonesia, and minutes
        pledge.append((f"pact/{person}", "pact-signed", {"person_id": person, "signed_at": signed_at}))
    receipts = [{"statement": {"subject": f"s{n}"}, "opening": {"identity": f"NIP:{n}"}} for n in (1, 2)]
    total = {"denominator": 2, "signed": 2, "refused": 0, "excused": 0, "missing": 0, "unknown": 0}
    coverage = [{**total, "parked_streams": 0, "groups": [{**total, "key": key}]} for key in ("PNS", "KAB")]
    return Shown([*_log("registry", registry), *_log("pledge", pledge)], receipts, *coverage)


def _log(service: str, facts: list[tuple[str, str, Any]]) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for position, (stream, name, data) in enumerate(facts, 1):
        version = 1 + sum(one["stream"] == stream for one in events)
        place = {"service": service, "position": position, "stream": stream, "version": version}
        events.append(
            {**place, "type": f"netral.{name}", "recorded": "t", "hash": f"{service}{position}", "data": data}
        )
    return events


def lose_an_event(found: Shown) -> None:
    del found.events[3]


def lose_the_last_pact(found: Shown) -> None:
    del found.events[-1]


def record_a_pact_twice(found: Shown) -> None:
    last = found.events[-1]
    found.events.append({**last, "position": last["position"] + 1, "version": 2, "hash": "other"})


def skip_a_version(found: Shown) -> None:
    found.events[2]["version"] = 3


def go_back_in_time(found: Shown) -> None:
    found.events[1]["recorded"] = "s"


def swap_who_signed(found: Shown) -> None:
    first, second = found.receipts
    first["opening"], second["opening"] = second["opening"], first["opening"]


def change_an_employment(found: Shown) -> None:
    found.events[3]["data"]["position"] = "Dokter"


def lose_a_receipt(found: Shown) -> None:
    del found.receipts[0]


def miscount(found: Shown) -> None:
    found.by_unit["groups"][0]["signed"] = 1


def park_a_stream(found: Shown) -> None:
    found.by_class["parked_streams"] = 1


def test_nothing_is_wrong_with_a_right_system() -> None:
    assert judge(SENT, shown()) == []


@pytest.mark.parametrize(
    "harm",
    [
        lose_an_event,
        lose_the_last_pact,
        record_a_pact_twice,
        skip_a_version,
        go_back_in_time,
        swap_who_signed,
        change_an_employment,
        lose_a_receipt,
        miscount,
        park_a_stream,
    ],
)
def test_every_harm_is_found(harm: Callable[[Shown], None]) -> None:
    found = copy.deepcopy(shown())
    harm(found)
    assert judge(SENT, found)
