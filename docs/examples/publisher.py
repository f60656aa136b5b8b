"""Publishes one signed pact and prints what became of it: publisher.py ENDPOINT TENANT KEY_FILE CAMPAIGN PERSON"""

import sys
import time
import uuid
from pathlib import Path

from netral.common.v1.submissions_pb2 import SubmissionStatus
from netral.pledge.v1.events_pb2 import SigningMethod
from netral.pledge.v1.service_pb2 import NewPact, PactAnswer, RecordPactsRequest
from netral_client import Publisher

endpoint, tenant, key_file, campaign, person = sys.argv[1:]
signed = PactAnswer.PACT_ANSWER_SIGNED, SigningMethod.SIGNING_METHOD_SSO
pact = NewPact(person_id=uuid.UUID(person).bytes, answer=signed[0], method=signed[1], at=time.time_ns() // 1000)
claim = RecordPactsRequest(campaign_id=uuid.UUID(campaign).bytes, items=[pact])
with Publisher(
    endpoint, tenant=tenant, source="simpeg", key_file=Path(key_file), outbox_dir=Path("outbox")
) as publisher:
    publisher.submit("netral.pledge.sign-pact", claim, subject_key=person)
    publisher.flush()
    for verdict in publisher.verdicts():
        print(verdict.submission_id.hex(), SubmissionStatus.Name(verdict.status), verdict.reason, verdict.field)
