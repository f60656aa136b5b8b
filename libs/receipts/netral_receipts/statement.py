"""What a receipt states, its leaf in the tree, and the commitment that ties it to a person. Pure."""

import hmac
import json
import re
from dataclasses import dataclass, field
from typing import Any, Self

from netral_receipts.merkle import leaf_hash
from netral_receipts.strict import Malformed, fields, require_count, require_text

SALT_BYTES = 32
KIND = "pact"

_TENANT = re.compile(r"[0-9]{2}(\.[0-9]{2})?")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TEMPLATE_ID = re.compile(r"[A-Za-z0-9._:/-]{1,100}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STATUS = re.compile(r"SIGNED|REVOKED")
_METHOD = re.compile(r"BASAH|OTP|SSO|TTE_BSRE")
_TIME = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{6})?[+-]([01][0-9]|2[0-3]):[0-5][0-9]"
)
_IDENTITY = re.compile(r"NIP:[0-9]{18}|NIK:[0-9]{16}")


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """The text that was signed. `sha256` is hex of the hash of its exact bytes in UTF-8."""

    id: str
    version: int
    sha256: str

    def __post_init__(self) -> None:
        require_text(self.id, _TEMPLATE_ID, where="statement.template.id")
        require_count(self.version, where="statement.template.version")
        if self.version == 0:
            raise Malformed("statement.template.version")
        require_text(self.sha256, _SHA256, where="statement.template.sha256")


@dataclass(frozen=True, slots=True)
class Statement:
    """One leaf of a campaign's log: a person signed a text, or that signing was revoked.

    `campaign` is a UUID in lower case, `subject` what `subject_of` returns, `status` `SIGNED` or `REVOKED`, `signed_at`
    what `isoformat` writes of an aware time, in seconds or microseconds, `method` `BASAH`, `OTP`, `SSO` or `TTE_BSRE`.
    A revocation repeats the signing it takes back, with the other status. Raises `Malformed`.
    """

    tenant: str
    campaign: str
    template: TemplateRef
    subject: str
    status: str
    signed_at: str
    method: str

    def __post_init__(self) -> None:
        require_text(self.tenant, _TENANT, where="statement.tenant")
        require_text(self.campaign, _UUID, where="statement.campaign")
        require_text(self.subject, _SHA256, where="statement.subject")
        require_text(self.status, _STATUS, where="statement.status")
        require_text(self.signed_at, _TIME, where="statement.signed_at")
        require_text(self.method, _METHOD, where="statement.method")

    @property
    def origin(self) -> str:
        """The log it stands in, as the first line of that log's checkpoints."""
        return f"netral/{self.tenant}/{self.campaign}"

    def as_json(self) -> dict[str, Any]:
        """The object a receipt holds."""
        return {
            "kind": KIND,
            "tenant": self.tenant,
            "campaign": self.campaign,
            "template": {
                "id": self.template.id,
                "version": self.template.version,
                "sha256": self.template.sha256,
            },
            "subject": self.subject,
            "status": self.status,
            "signed_at": self.signed_at,
            "method": self.method,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Reads what `as_json` returns, and nothing with a name more or less. Raises `Malformed`."""
        found = fields(
            value,
            ("kind", "tenant", "campaign", "template", "subject", "status", "signed_at", "method"),
            where="statement",
        )
        if found.pop("kind") != KIND:
            raise Malformed("statement.kind")
        template = fields(found.pop("template"), ("id", "version", "sha256"), where="statement.template")
        return cls(template=TemplateRef(**template), **found)


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows whose receipt it is: personal data, kept out of `repr`. Raises `Malformed`.

    `salt` is 32 bytes: HMAC pads a shorter key with zeros and hashes a longer one, so that another length would let
    two salts open one subject. `identity` is `NIP:` and 18 digits, or `NIK:` and 16 for who has no NIP.
    """

    salt: bytes = field(repr=False)
    identity: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.salt) != SALT_BYTES:
            raise Malformed("opening.salt")
        require_text(self.identity, _IDENTITY, where="opening.identity")

    @property
    def subject(self) -> str:
        """The commitment it opens: 64 hex digits."""
        return hmac.digest(self.salt, self.identity.encode(), "sha256").hex()

    def as_json(self) -> dict[str, str]:
        """The object a receipt holds."""
        return {"salt": self.salt.hex(), "identity": self.identity}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Reads what `as_json` returns. Raises `Malformed`."""
        found = fields(value, ("salt", "identity"), where="opening")
        require_text(found["salt"], _SHA256, where="opening.salt")
        return cls(bytes.fromhex(found["salt"]), found["identity"])


def subject_of(salt: bytes, identity: str) -> str:
    """Hex of HMAC-SHA256 with the salt, 32 bytes, as key over the identity. Raises `Malformed`."""
    return Opening(salt, identity).subject


def leaf_of(statement: Statement) -> bytes:
    """Leaf hash, 32 bytes, of the statement's canonical JSON (RFC 8785).

    A statement holds ASCII text without quotes or control characters and one small integer: for these the standard
    library writes what RFC 8785 asks, fifteen times as fast as a writer for all of JSON (a test compares the two).
    """
    return leaf_hash(json.dumps(statement.as_json(), sort_keys=True, separators=(",", ":")).encode())
