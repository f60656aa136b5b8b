"""Who may call what, as `matrix.csv` judges it, asked of the running services one cell after the other.

The matrix is written by hand from what each procedure and each role is for (`docs/architecture.md`, the comments of
`Role`), never from the access options: where the two differ, one of them is wrong.

A caller holds one role for the province 51. The columns say where the tenant of the call stands: `own` is 51, `child`
a regency of it, `parent` the nation, `stranger` another province. A procedure that names no tenant is for the nation:
there `own` is asked by a caller who holds the role for the nation, and the others by the one of the province.
"""

import csv
import pathlib

import grpc
import pytest
from netral.common.v1.options_pb2 import Role
from netral.registry.v1 import service_pb2 as registry
from netral_cli.connection import TAKING_CLAIMS
from office import Office, accepted, new_id
from procedures import Place, Procedure, procedures, served
from running import OFFSETS, System

COLUMNS = {"own": "51", "child": "51.08", "parent": "00", "stranger": "52"}
PROVINCE, NATION = COLUMNS["own"], COLUMNS["parent"]
ROLES = [name.removeprefix("ROLE_") for name in Role.keys()[1:]]
REFUSED = {grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED}
PROCEDURES = {one.name: one for one in procedures()}

Cell = tuple[str, str]
"""Role and column."""


def matrix() -> dict[str, dict[Cell, bool]]:
    """Procedure to what each role may do where. A line that is neither yes nor no, or comes twice, is an error."""
    found: dict[str, dict[Cell, bool]] = {}
    with (pathlib.Path(__file__).parent / "matrix.csv").open(newline="") as file:
        for line in csv.DictReader(file):
            cells = found.setdefault(f"{line['service']}.{line['method']}", {})
            for column in COLUMNS:
                cell = (line["role"], column)
                assert cell not in cells, line
                cells[cell] = {"yes": True, "no": False}[line[column]]
    return found


MATRIX = matrix()


def subject(role: str, scope: str) -> str:
    return f"user:access-{role.lower()}-{scope}"


@pytest.fixture(scope="module")
def places(system: System) -> dict[str, Place]:
    """One object of each kind in each tenant, and callers who hold one role each."""
    grants = [
        registry.Grant(command_id=new_id(), subject=subject(role, scope), role=f"ROLE_{role}", scope=scope)
        for role in ROLES
        for scope in (PROVINCE, NATION)
    ]
    accepted(system.caller().registry.GiveGrants(registry.GiveGrantsRequest(grants=grants)))
    made = {}
    for column, tenant in COLUMNS.items():
        office = Office(system, tenant)
        office.units("PERGI")
        made[column] = Place(tenant, office.campaign(), office.ceremony("2023-11-17"), office.leaver("PERGI"))
    system.settle()
    return made


def asked(system: System, process: str, procedure: Procedure, place: Place, caller: str) -> bool:
    """Whether the caller is let in."""
    code = procedure.call(system.caller(caller).channels[process], procedure.request(place))
    assert code not in {grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN}, code
    return code not in REFUSED


def test_every_procedure_of_the_contract_stands_in_the_matrix_and_no_other():
    assert MATRIX.keys() == PROCEDURES.keys()


def test_every_procedure_is_judged_for_every_role_in_every_place():
    everything = {(role, column) for role in ROLES for column in COLUMNS}
    assert {name: cells.keys() ^ everything for name, cells in MATRIX.items() if cells.keys() != everything} == {}


def test_what_the_processes_serve_is_part_of_the_contract(system: System):
    known = {one.service for one in PROCEDURES.values()}
    for process in OFFSETS:
        offered = served(system, process)
        own = f"netral.{process}.v1.{process.capitalize()}Service"
        names = ("Operations", "Privacy", *(["Submission"] if process in TAKING_CLAIMS else []))
        common = {f"netral.common.v1.{name}Service" for name in names}
        assert {own, *common} <= offered <= known


@pytest.mark.parametrize("name", MATRIX)
def test_each_role_may_do_what_the_matrix_says_and_nothing_else(system: System, places: dict[str, Place], name: str):
    procedure = PROCEDURES[name]
    hosts = [process for process in OFFSETS if procedure.service in served(system, process)]
    wrong = {}
    for process in hosts:
        for (role, column), allowed in MATRIX[name].items():
            scope = NATION if column == "own" and not procedure.names_a_tenant else PROVINCE
            if asked(system, process, procedure, places[column], subject(role, scope)) != allowed:
                wrong[process, role, column] = "must be let in" if allowed else "must be refused"
    assert wrong == {}
    for process in OFFSETS.keys() - set(hosts):
        channel = system.caller().channels[process]
        assert procedure.call(channel, procedure.request(places["own"])) is grpc.StatusCode.UNIMPLEMENTED


def test_a_batch_that_touches_an_object_of_a_stranger_is_refused_as_a_whole(system: System, places: dict[str, Place]):
    clerk = system.caller(subject("CLERK", PROVINCE)).channels["pledge"]
    for method in ("CloseCampaigns", "CorrectCeremonyDays"):
        procedure = PROCEDURES[f"netral.pledge.v1.PledgeService.{method}"]
        request = procedure.request(places["own"])
        request.MergeFrom(procedure.request(places["stranger"]))
        assert procedure.call(clerk, request) is grpc.StatusCode.PERMISSION_DENIED


def test_a_registrar_cannot_move_a_person_to_a_tenant_he_does_not_keep(system: System):
    office = Office(system, PROVINCE)
    office.units("ASAL")
    (person,) = office.hire(1, "ASAL")
    system.settle(office.seen)
    move = registry.Transfer(
        command_id=new_id(),
        person_id=person,
        to_tenant=COLUMNS["stranger"],
        unit_code="TUJUAN",
        employment_class="EMPLOYMENT_CLASS_PNS",
        from_day=19_700,
    )
    registrar = system.caller(subject("REGISTRAR", PROVINCE)).registry
    request = registry.TransferPersonsRequest(tenant=PROVINCE, transfers=[move])
    assert [one.reason for one in registrar.TransferPersons(request).verdicts] == ["NOT_ALLOWED"]


def test_a_right_that_ended_or_has_not_begun_opens_nothing(system: System):
    subjects = {"user:access-ended": {"from_day": 0, "last_day": 19_000}, "user:access-coming": {"from_day": 40_000}}
    grants = [
        registry.Grant(command_id=new_id(), subject=who, role="ROLE_CLERK", scope=PROVINCE, **days)
        for who, days in subjects.items()
    ]
    reply = accepted(system.caller().registry.GiveGrants(registry.GiveGrantsRequest(grants=grants)))
    system.settle(reply.cursor)
    for process, name in (("registry", "RegistryService.ListUnits"), ("pledge", "PledgeService.ListCampaigns")):
        procedure = PROCEDURES[f"netral.{process}.v1.{name}"]
        for who in subjects:
            assert not asked(system, process, procedure, Place(PROVINCE, b"", b"", b""), who)
