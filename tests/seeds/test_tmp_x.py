import grpc
from office import *
from netral.registry.v1 import service_pb2 as registry
from netral.common.v1.options_pb2 import Role
def grant(system, who, role, scope):
    g=[registry.Grant(command_id=new_id(),subject=who,role=role,scope=scope)]
    r=accepted(system.caller().registry.GiveGrants(registry.GiveGrantsRequest(grants=g))); system.settle(r.cursor)
def test_stranger_ceremony(system):
    a=Office(system,"71.01"); (u,)=a.units("A"); ps=a.hire(4,"A")
    camp=a.campaign(PLEDGE, template_id="IKRAR-2024")
    grant(system,"user:evil",Role.ROLE_CLERK,"52")
    b=Office(system,"52","user:evil")
    print("before",a.coverage(camp).total)
    system.settle()
    held=CeremonyHeld(kind=1,mode=1,day={"candidates":[day("2023-11-20")]},campaign_id=camp,place_tenant="71.01")
    r=b.saw(b.pledge.RecordCeremonies(pledge.RecordCeremoniesRequest(tenant="52",items=[pledge.NewCeremony(command_id=new_id(),ceremony=held)])))
    c=id_of(r.verdicts[0])
    print(kinds(b.attend(c,ps)))
    system.settle()
    print("after",a.coverage(camp).total)
