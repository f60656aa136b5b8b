"""What a publisher needs to send to netral.

`Publisher` keeps submissions in an outbox, sends them by gRPC or through Kafka, and reads their verdicts.
"""

from netral_client.outbox import OutboxFull, OutboxInUse, OutboxOfAnother, SubmissionClash
from netral_client.publisher import Draft, DraftWrong, NotDelivered, Publisher
from netral_client.signing import Key, KeyUnusable
from netral_client.ways import NotNow, Refused

__all__ = [
    "Draft",
    "DraftWrong",
    "Key",
    "KeyUnusable",
    "NotDelivered",
    "NotNow",
    "OutboxFull",
    "OutboxInUse",
    "OutboxOfAnother",
    "Publisher",
    "Refused",
    "SubmissionClash",
]
