"""Writes `samples/`: receipts of invented persons, the key they are checked with, and two receipts that must fail.

The signing key is derived from a sentence printed here, so it proves nothing outside this folder. The identifiers end
in the serial 000 or 0000, which is never given out.
"""

from hashlib import sha256
from pathlib import Path

from netral_receipts import Opening, SignerKey, Statement, TemplateRef, checkpoint_over, receipts_under

SAMPLES = Path(__file__).parent / "samples"
KEY = SignerKey("netral.example/samples", sha256(b"a key everybody knows signs samples only").digest())
CAMPAIGN = "0b7c2f4e-5a1d-4c3b-9e8f-7a6b5c4d3e2f"
TEXT = """PAKTA INTEGRITAS NETRALITAS (CONTOH)

Saya akan menjaga netralitas dalam pemilihan umum, tidak memihak calon mana pun, dan tidak menggunakan jabatan maupun
fasilitas kantor untuk kepentingan calon.
"""
OPENINGS = [
    Opening(sha256(b"sample salt %d" % number).digest(), identity)
    for number, identity in enumerate(
        ["NIP:198601012015051000", "NIK:5104014107900000", "NIP:199002022019032000", "NIP:197503032000031000"]
    )
]


def samples() -> dict[str, bytes]:
    """Content of every file of the folder, by its name."""
    statements = [
        _statement(OPENINGS[0], "SIGNED", "2023-11-20T08:05:00+08:00", "BASAH"),
        _statement(OPENINGS[1], "SIGNED", "2023-11-20T08:06:12+08:00", "OTP"),
        _statement(OPENINGS[2], "SIGNED", "2023-11-20T08:07:30.250000+08:00", "TTE_BSRE"),
        _statement(OPENINGS[3], "SIGNED", "2023-11-20T08:09:00+08:00", "BASAH"),
        _statement(OPENINGS[3], "REVOKED", "2023-11-20T08:09:00+08:00", "BASAH"),
    ]
    shown = {opening.subject: opening for opening in (OPENINGS[0], OPENINGS[1], OPENINGS[3])}
    checkpoint = checkpoint_over(statements, origin=statements[0].origin, key=KEY)
    receipts = list(receipts_under(checkpoint, statements, shown, key=KEY.verifier))
    genuine = receipts[0].to_bytes()
    return {
        "verifier.key": f"{KEY.verifier}\n".encode(),
        "text.txt": TEXT.encode(),
        **{f"{index}.json": receipts[index].to_bytes() for index in (0, 1, 2, 4)},
        "changed-method.json": genuine.replace(b'"BASAH"', b'"TTE_BSRE"'),
        "another-person.json": genuine.replace(b"NIP:1986", b"NIP:1987"),
    }


def _statement(opening: Opening, status: str, signed_at: str, method: str) -> Statement:
    return Statement(
        tenant="51.04",
        campaign=CAMPAIGN,
        template=TemplateRef(id="pakta-integritas-contoh", version=1, sha256=sha256(TEXT.encode()).hexdigest()),
        subject=opening.subject,
        status=status,
        signed_at=signed_at,
        method=method,
    )


if __name__ == "__main__":
    SAMPLES.mkdir(exist_ok=True)
    for name, content in samples().items():
        (SAMPLES / name).write_bytes(content)
