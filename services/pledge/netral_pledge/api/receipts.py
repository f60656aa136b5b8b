"""Leaves of receipts, and the checkpoint over them that pledge signs itself: nobody else reads its key."""

from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import SigningMethod, TemplateRef
from netral_calendar import Zone, instant_of_microseconds, local_time
from netral_chassis.access import Principal
from netral_messages import Reason, Rejected
from netral_receipts import SignerKey, Statement, checkpoint_over
from netral_receipts import TemplateRef as StatedText

from netral_pledge.desk import Desk
from netral_pledge.domain import ids
from netral_pledge.views import statements

STATEMENTS_AT_ONCE = 20_000
MAX_INDEX = 2**62
KEY_NAME = "netral-pledge"


class Receipts(Desk):
    """What receipts are made of."""

    def ListStatements(self, request: rpc.ListStatementsRequest, caller: Principal) -> rpc.ListStatementsResponse:  # noqa: N802
        """The leaves of a campaign, in log order."""
        limit = min(request.limit or STATEMENTS_AT_ONCE, STATEMENTS_AT_ONCE)
        if request.from_index > MAX_INDEX:
            raise Rejected(Reason.FIELD_INVALID, field="from_index")
        state = self.campaign(caller, "ListStatements", request.campaign_id)
        with self.app.reader.open(request.after) as reading:
            leaves = statements.leaves(reading, request.campaign_id, request.from_index, limit)
            return rpc.ListStatementsResponse(
                leaves=[_leaf(one, state.tenant, state.zone) for one in leaves],
                tree_size=statements.tree_size(reading, request.campaign_id),
                freshness=reading.freshness(),
            )

    def SignCheckpoint(self, request: rpc.SignCheckpointRequest, caller: Principal) -> rpc.SignCheckpointResponse:  # noqa: N802
        """The root over all leaves of this moment, signed."""
        state = self.campaign(caller, "SignCheckpoint", request.campaign_id)
        campaign = ids.key_of(request.campaign_id)
        with self.app.reader.open(request.after) as reading:
            found = statements.leaves(reading, request.campaign_id, 0, MAX_INDEX)
            freshness = reading.freshness()
        leaves = [_statement(one, state.tenant, state.zone, campaign) for one in found]
        checkpoint = checkpoint_over(leaves, origin=f"netral/{state.tenant}/{campaign}", key=self._signer)
        return rpc.SignCheckpointResponse(
            checkpoint=checkpoint,
            verifier=str(self._signer.verifier),
            tree_size=len(leaves),
            freshness=freshness,
        )

    @cached_property
    def _signer(self) -> SignerKey:
        private = load_pem_private_key(self.app.home.secret("pledge.note").read_bytes(), password=None)
        assert isinstance(private, Ed25519PrivateKey), "the home makes keys of this kind only"
        return SignerKey(KEY_NAME, private.private_bytes_raw())


def _signed_at(leaf: statements.Leaf, zone: Zone) -> str:
    return local_time(instant_of_microseconds(leaf.signed_at), zone).isoformat()


def _method(leaf: statements.Leaf) -> str:
    return SigningMethod.Name(leaf.method).removeprefix("SIGNING_METHOD_")


def _status(leaf: statements.Leaf) -> str:
    return "SIGNED" if leaf.signed else "REVOKED"


def _leaf(leaf: statements.Leaf, tenant: str, zone: Zone) -> rpc.StatementLeaf:
    return rpc.StatementLeaf(
        person_id=leaf.person_id,
        tenant=tenant,
        template=TemplateRef(id=leaf.text_id, version=leaf.text_version, sha256=leaf.sha256),
        subject=leaf.subject,
        status=_status(leaf),
        signed_at=_signed_at(leaf, zone),
        method=_method(leaf),
        standing=leaf.standing,
    )


def _statement(leaf: statements.Leaf, tenant: str, zone: Zone, campaign: str) -> Statement:
    return Statement(
        tenant=tenant,
        campaign=campaign,
        template=StatedText(leaf.text_id, leaf.text_version, leaf.sha256.hex()),
        subject=leaf.subject.hex(),
        status=_status(leaf),
        signed_at=_signed_at(leaf, zone),
        method=_method(leaf),
    )
