"""Attendance counts in a campaign's coverage, so nobody else's ceremony may name it; and numbers have an end."""

import grpc
import pytest
from netral.common.v1 import operations_pb2 as operations
from netral.common.v1.operations_pb2_grpc import OperationsServiceStub
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import service_pb2 as registry
from office import PLEDGE, REJECTED, Office, accepted, kinds, new_id
from running import System

VICTIM, STRANGER = "71.01", "52"


def test_a_ceremony_cannot_count_in_the_campaign_of_a_tenant_one_may_not_record_for(system: System):
    office = Office(system, VICTIM)
    office.units("V1")
    office.hire(2, "V1")
    campaign = office.campaign(PLEDGE)
    who = "user:clerk-elsewhere"
    grant = registry.Grant(command_id=new_id(), subject=who, role="ROLE_CLERK", scope=STRANGER, from_day=0)
    reply = accepted(system.caller().registry.GiveGrants(registry.GiveGrantsRequest(grants=[grant])))
    system.settle(reply.cursor)
    forged = Office(system, STRANGER, who).hold("2023-11-20", campaign_id=campaign)
    assert kinds(forged) == [REJECTED]
    assert forged.verdicts[0].reason == "CAMPAIGN_UNKNOWN"
    assert office.hold("2023-11-20", campaign_id=campaign).verdicts[0].reason == ""


def test_a_position_beyond_all_numbers_is_refused_and_not_a_fault(system: System):
    caller = system.caller()
    campaign = Office(system, VICTIM).campaign(title="Tanpa akhir")
    with pytest.raises(grpc.RpcError) as far:
        caller.pledge.ListStatements(pledge.ListStatementsRequest(campaign_id=campaign, from_index=2**64 - 1))
    assert far.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    log = OperationsServiceStub(caller.channels["pledge"])
    with pytest.raises(grpc.RpcError) as further:
        log.ReadLog(operations.ReadLogRequest(from_position=2**64 - 1))
    assert further.value.code() is grpc.StatusCode.INVALID_ARGUMENT
