"""Somebody is erased: what is left of the person, what an old backup brings back, and what everybody else notices."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import grpc
import pytest
from leaving import UNIT, Leaver, Leaving
from netral.common.v1.operations_pb2 import RecoverLogRequest, StatusRequest
from netral.registry.v1 import privacy_pb2
from netral.registry.v1 import service_pb2 as registry
from netral_messages import Reason
from netral_testing.waiting import eventually
from office import UNCHANGED, new_id
from running import OFFSETS, started

TENANT = "53.02"
FIRST, SECOND, STAYS, HELD = map(Leaver, range(1, 5))
ERASED = ("", True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leaving]:
    """A system of its own, whose services are stopped and whose files are replaced."""
    with started(tmp_path_factory.mktemp("leaving")) as system:
        leaving = Leaving(system, TENANT)
        leaving.hire(FIRST, SECOND, STAYS, HELD)
        yield leaving


@pytest.fixture(scope="module")
def secrets(place: Leaving) -> list[bytes]:
    """Wrapped keys and salts of the first, taken while they were there."""
    found = place.secrets(FIRST)
    assert len(found) >= 6, "name, numbers, holder's name, evidence, reason, salt"
    assert place.holding(found)
    return found


@pytest.fixture(scope="module")
def kept(place: Leaving, secrets: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of vaults and logs from before."""
    where = tmp_path_factory.mktemp("kept")
    for service in OFFSETS:
        place.system.end(service)
    place.backup(where, "*.vault.db*")
    place.backup(where, "*.core.db*")
    for service in OFFSETS:
        place.system.start(service)
    place.system.ready()
    return where


@pytest.fixture(scope="module")
def receipts(place: Leaving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Receipts exported before."""
    where = tmp_path_factory.mktemp("receipts")
    code, document = place.netral("receipt", "export", "--campaign", _text(place.campaign), "--out", where)
    assert (code, document["exported"], document["opened"]) == (0, 4, 4)
    return where


def _text(id_: bytes) -> str:
    return str(UUID(bytes=id_))


@pytest.fixture(scope="module")
def erased(place: Leaving, kept: Path, receipts: Path) -> Leaving:
    """The first was found by name, and then erased."""
    assert place.found(FIRST.name) == [place.persons[FIRST]]
    assert place.names(FIRST) == [(FIRST.name, False)]
    place.erase(FIRST)
    return place


def test_nothing_readable_of_the_person_is_left_in_any_file(erased: Leaving):
    assert erased.leaks(FIRST) == []


def test_no_file_holds_a_wrapped_key_of_the_person_any_more(erased: Leaving, secrets: list[bytes]):
    assert erased.holding(secrets) == []
    assert erased.secrets(FIRST) == []
    assert erased.holding(erased.secrets(STAYS))


def test_the_person_is_shown_as_erased_and_nobody_else_is(erased: Leaving):
    assert erased.names(FIRST, STAYS) == [ERASED, (STAYS.name, False)]
    assert erased.found(FIRST.name) == []
    assert erased.resolved(FIRST) == [b"", b""]
    assert erased.found(STAYS.name) == [erased.persons[STAYS]]


def test_pact_and_employment_still_count(erased: Leaving):
    figures = erased.office.coverage(erased.campaign).total
    assert (figures.denominator, figures.signed) == (4, 4)


def test_the_certificate_names_every_service(erased: Leaving):
    shown = erased.state(FIRST)
    confirmed = privacy_pb2.AnswerState.ANSWER_STATE_CONFIRMED
    assert [(one.service, one.state) for one in shown.answers] == [("pledge", confirmed), ("registry", confirmed)]
    assert shown.requested_by != shown.approved_by


def test_the_chains_hold_and_all_receipts_still_verify(erased: Leaving, receipts: Path, tmp_path: Path):
    assert erased.netral("audit")[0] == 0
    code, document = erased.netral("receipt", "export", "--campaign", _text(erased.campaign), "--out", tmp_path)
    assert (code, document["exported"], document["opened"]) == (0, 4, 3)
    for folder in (receipts, tmp_path):
        code, document = erased.netral("verify", folder, "--key", folder / "verifier.key")
        assert (code, document["valid"], len(document["receipts"])) == (0, True, 4)


def test_the_same_order_again_changes_nothing(erased: Leaving):
    before = [stub.Status(StatusRequest()).events for stub in erased.system.caller().operations.values()]
    assert [one.kind for one in erased.officer.approve_erasure(erased.persons[FIRST]).verdicts] == [UNCHANGED]
    item = privacy_pb2.ErasureRequest(command_id=new_id(), person_id=erased.persons[FIRST])
    request = privacy_pb2.RequestErasuresRequest(tenant=TENANT, items=[item])
    assert [one.reason for one in erased.office.erasures.RequestErasures(request).verdicts] == [Reason.ERASURE_EXISTS]
    assert before == [stub.Status(StatusRequest()).events for stub in erased.system.caller().operations.values()]


def test_who_comes_again_is_a_new_person(erased: Leaving):
    (person,) = erased.office.employ([erased.row(FIRST)], as_of="2024-01-01")
    assert person != erased.persons[FIRST]
    assert erased.resolved(FIRST) == [person, person]
    assert erased.names(FIRST) == [ERASED]
    assert erased.leaks(FIRST) == []


def test_an_old_backup_of_both_vaults_resurrects_nothing(erased: Leaving, kept: Path, secrets: list[bytes]):
    for service in OFFSETS:
        assert erased.system.end(service) == 0
    erased.put_back(kept, "*.vault.db*")
    assert erased.holding(secrets)
    for service in OFFSETS:
        erased.system.start(service)
    erased.system.ready()
    assert erased.names(FIRST, STAYS) == [ERASED, (STAYS.name, False)]
    assert erased.holding(secrets) == []


def test_an_old_backup_of_log_and_vault_opens_only_after_the_log_is_whole_again(
    erased: Leaving, kept: Path, secrets: list[bytes]
):
    assert erased.system.end("registry") == 0
    for pattern in ("registry.vault.db*", "registry.core.db*"):
        erased.put_back(kept, pattern)
    erased.system.start("registry")
    operator = erased.system.caller().operations["registry"]
    eventually(
        lambda: _answered(lambda: operator.Status(StatusRequest()).relay_halted == "LOG_AHEAD_OF_STORE"), timeout=30
    )
    with pytest.raises(grpc.RpcError, match="LOG_AHEAD_OF_STORE"):
        erased.names(FIRST)
    assert operator.RecoverLog(RecoverLogRequest()).recovered > 0
    erased.system.ready("registry")
    assert erased.names(FIRST, STAYS) == [ERASED, (STAYS.name, False)]
    assert erased.holding(secrets) == []
    assert erased.netral("audit")[0] == 0


def _answered(ask: object) -> bool:
    try:
        return bool(ask())  # type: ignore[operator]
    except grpc.RpcError:
        return False


def test_a_service_that_is_down_confirms_when_it_comes_back(erased: Leaving):
    erased.office.ask_erasure(erased.persons[SECOND])
    assert erased.system.end("pledge") == 0
    erased.officer.approve_erasure(erased.persons[SECOND])
    eventually(lambda: erased.state(SECOND).answers, timeout=10, what="an order")
    waiting = privacy_pb2.AnswerState.ANSWER_STATE_WAITING
    assert [one.state for one in erased.state(SECOND).answers] == [waiting, waiting]
    assert erased.names(SECOND) == [(SECOND.name, False)], "the identity goes last"
    erased.system.start("pledge")
    erased.await_certificate(SECOND)
    assert erased.names(SECOND) == [ERASED]


RULE = """
[[rule]]
id = "JRA-53-02"
tenant = "53.02"
record = "PACT"
years = 90
first_day = 2017-01-01
source = "a schedule of this test"
status = "checked"
"""


def test_what_the_law_holds_stays_and_the_person_is_not_erased(erased: Leaving):
    rules = erased.system.home.path / "retention.toml"
    rules.write_text(RULE)
    erased.order(HELD)
    held = privacy_pb2.AnswerState.ANSWER_STATE_HELD
    eventually(lambda: erased.state(HELD).answers[0].state == held, timeout=10, what="a refusal")
    pledge, registry_ = erased.state(HELD).answers
    assert (pledge.rule, pledge.until > 50_000) == ("JRA-53-02", True)
    assert registry_.state == privacy_pb2.AnswerState.ANSWER_STATE_WAITING
    assert erased.names(HELD) == [(HELD.name, False)]
    row = erased.row(HELD)
    row.position = "Guru"
    assert erased.office.employ([row], as_of="2024-02-01") == [erased.persons[HELD]], "until then life goes on"
    rules.unlink()


def test_a_merge_into_somebody_who_is_being_erased_is_refused(erased: Leaving):
    (twin,) = erased.office.hire(1, UNIT)
    merge = registry.Merge(command_id=new_id(), person_id=twin, into_person_id=erased.persons[HELD])
    erased.system.settle(erased.office.seen)
    reply = erased.office.registry.MergePersons(registry.MergePersonsRequest(tenant=TENANT, merges=[merge]))
    assert [one.reason for one in reply.verdicts] == [Reason.PERSON_ERASED]
