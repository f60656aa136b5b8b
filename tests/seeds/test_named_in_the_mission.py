"""B-5: publishers speak for themselves alone; each service builds its own projections from the shared log."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import grpc
import pytest
from netral.common.v1 import operations_pb2 as operations
from netral.common.v1 import submissions_pb2 as rpc
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import service_pb2 as registry
from netral_client import Key
from netral_testing.waiting import eventually
from office import Office, new_id
from running import OFFSETS, System
from sources import Source, claim

PROGRESS = frozenset({"checkpoint"})
"""Tables that say how far and when, not what."""


def dump(system: System, service: str, generation: int) -> dict[str, list[bytes]]:
    """Every row of every table of a generation of views, as bytes, in order."""
    path = system.home.data / f"{service}.views_g{generation}.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(repr(row).encode() for row in database.execute(f'SELECT * FROM "{name}"'))
            for name in tables
            if name not in PROGRESS
        }


@pytest.mark.parametrize("service", OFFSETS)
def test_b_5_4_views_rebuilt_from_the_log_are_equal_to_the_byte(system: System, service: str):
    office = Office(system, "61.01")
    (unit,) = office.units(f"BANGUN-ULANG-{service}")
    persons = office.hire(5, f"BANGUN-ULANG-{service}")
    # nothing falls due meanwhile: the audience is noted when the campaign's day is over
    campaign = office.campaign(unit_ids=[unit], closes="2099-12-31")
    office.sign(campaign, persons[1:])
    system.settle()

    operator = system.caller().operations[service]
    before = operator.Status(operations.StatusRequest())
    rebuilt = operator.Rebuild(operations.RebuildRequest(), timeout=60).generation
    assert rebuilt == before.generation + 1
    old, new = dump(system, service, before.generation), dump(system, service, rebuilt)
    assert sum(map(len, old.values())) > len(persons)
    assert new == old
    after = operator.Status(operations.StatusRequest())
    assert (after.generation, after.events, after.parked) == (rebuilt, before.events, before.parked)
    assert office.coverage(campaign).total.signed == 4
    assert operator.Audit(operations.AuditRequest()).ok


@pytest.fixture
def source(system: System, tmp_path: Path) -> Source:
    return Source(system, "61.01", tmp_path)


def refusals(system: System, service: str) -> float:
    """How many calls of `Submit` were refused for want of a right."""
    line = re.search(
        r'^netral_access_refusals_total\{method="Submit",reason="NOT_ALLOWED"\} (.*)$', system.metrics(service), re.M
    )
    assert line
    return float(line[1])


def audited(system: System, service: str, *words: str) -> bool:
    """Whether the process writes an audit line that holds all of these."""

    def written() -> bool:
        lines = [line for line in system.children[service].stderr.splitlines() if '"audited"' in line]
        return any(all(word in line for word in words) for line in lines)

    return eventually(written, timeout=10, what="an audit line")


@pytest.mark.parametrize("service", OFFSETS)
def test_b_5_1_a_publisher_who_sends_for_another_tenant_or_source_is_refused_counted_and_audited(
    system: System, source: Source, service: str
):
    events = system.caller().operations[service].Status(operations.StatusRequest()).events
    before = refusals(system, service)
    for number, claimed in enumerate(({"tenant": "61.02"}, {"tenant": "61"}, {"name": "another"}), 1):
        request = rpc.SubmitRequest(batch=source.batch(claim("netral.x.y", None, "s"), **claimed))
        with pytest.raises(grpc.RpcError) as refused:
            source.calls(service).Submit(request)
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
        assert refusals(system, service) == before + number
    assert audited(system, service, '"Submit"', f"system:61.01/{source.name}", "NOT_ALLOWED")
    assert system.caller().operations[service].Status(operations.StatusRequest()).events == events


@pytest.mark.parametrize("service", OFFSETS)
def test_b_5_1_a_token_that_says_it_is_another_tenants_is_refused_counted_and_audited(
    system: System, source: Source, service: str
):
    before = refusals(system, service)
    request = rpc.SubmitRequest(batch=source.batch(claim("netral.x.y", None, "s"), tenant="61.02"))
    with pytest.raises(grpc.RpcError) as refused:
        source.calls(service, tenant="61.02").Submit(request)
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert refusals(system, service) == before + 1
    assert audited(system, service, "TENANT_FORGED", source.key.id.hex())


def test_b_5_1_a_claim_about_another_tenants_campaign_is_rejected_and_audited(system: System, source: Source):
    stranger = Office(system, "61.02")
    stranger.units("ASING")
    campaign, (person,) = stranger.campaign(), stranger.hire(1, "ASING")
    system.settle()
    (item,) = stranger.signatures([person], "2023-11-20T08:05:00+08:00")
    request = pledge.RecordPactsRequest(campaign_id=campaign, items=[item])
    (verdict,) = source.send("pledge", claim("netral.pledge.sign-pact", request, "s"))
    assert (verdict.reason, verdict.field) == ("NOT_ALLOWED", "campaign_id")
    unit = registry.ImportUnitsRequest(tenant="61.02", rows=[registry.UnitRow(code="A", name="A", kind=1)])
    (verdict,) = source.send("registry", claim("netral.registry.record-unit", unit, "u"))
    assert (verdict.reason, verdict.field) == ("NOT_ALLOWED", "tenant")
    for service in OFFSETS:
        assert audited(system, service, "TENANT_FORGED", f"system:61.01/{source.name}")
    assert stranger.coverage(campaign).total.signed == 0


def test_b_5_1_a_key_speaks_for_the_first_source_it_was_registered_for_and_for_nobody_once_it_is_revoked(
    system: System, source: Source
):
    key = registry.PublisherKey(command_id=new_id(), tenant="61.02", source="thief", public_key=source.key.public)
    caller = system.caller().registry
    reply = caller.RegisterPublisherKeys(registry.RegisterPublisherKeysRequest(keys=[key]))
    system.settle(reply.cursor)
    assert source.send("registry", claim("netral.registry.nothing", None, "s"))[0].reason == "FIELD_INVALID"
    with pytest.raises(grpc.RpcError) as refused:
        source.calls("registry", tenant="61.02", name="thief").Submit(rpc.SubmitRequest(batch=source.batch()))
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED

    key.tenant, key.source, key.command_id = "61.01", source.name, new_id()
    other = registry.PublisherKey(command_id=new_id(), tenant="61.02", source="thief", public_key=source.key.public)
    reply = caller.RevokePublisherKeys(registry.RevokePublisherKeysRequest(keys=[key, other]))
    system.settle(reply.cursor)
    for service in OFFSETS:
        with pytest.raises(grpc.RpcError) as refused:
            source.send(service, claim("netral.x.y", None, "s"))
        assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED


def test_b_5_1_a_key_that_nobody_registered_opens_nothing(system: System, source: Source, tmp_path: Path):
    stranger = Key.make(tmp_path / "stranger.pem")
    caller = system.bearing(lambda: stranger.token("61.01", source.name))
    with pytest.raises(grpc.RpcError) as refused:
        caller.registry.ListTenants(registry.ListTenantsRequest())
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
