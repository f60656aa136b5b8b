"""`netral receipt export` and `netral verify`: proofs of signing, made from the log, checked by anybody offline."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from netral.pledge.v1 import service_pb2 as pledge
from netral.registry.v1 import service_pb2 as registry
from netral_receipts import Opening, Receipt, Statement, TemplateRef, VerifierKey, receipts_under, verify

from netral_cli.arguments import existing, id_bytes
from netral_cli.batches import cut
from netral_cli.failures import DONE, REFUSED, WRONG_USAGE, Failed, words
from netral_cli.session import Session, session_of

KEY_FILE = "verifier.key"
_PAGE = 20_000
_OPENINGS = 5_000
_LARGEST_RECEIPT = 1 << 20  # bytes; a real one has about two thousand


def export(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Option(help="option.campaign")],
    out: Annotated[Path, typer.Option(help="option.out")],
) -> None:
    """help.receipt_export"""
    session = session_of(ctx)
    document = exported(session, id_bytes(campaign, "--campaign"), out)
    session.answer(
        document, lambda: session.line(session.text("cli.exported", count=document["exported"], folder=str(out)))
    )


def exported(session: Session, campaign: bytes, out: Path) -> dict[str, Any]:
    """Write a receipt for every standing pact of a campaign, under a checkpoint that pledge signed. Raises `Failed`."""
    signed = _checkpoint(session, campaign)
    leaves = _leaves(session, campaign, signed.tree_size)
    statements = [_statement(leaf, campaign) for leaf in leaves]
    standing = {index for index, leaf in enumerate(leaves) if leaf.standing}
    openings = _openings(session, [leaves[index] for index in sorted(standing)])
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / KEY_FILE).write_text(f"{signed.verifier}\n")
        for index, receipt in enumerate(_receipts(signed, statements, openings)):
            if index in standing:
                (out / f"{index}.json").write_bytes(receipt.to_bytes())
    except OSError:
        raise Failed("FOLDER_UNWRITABLE", REFUSED, folder=str(out)) from None
    return {
        "campaign": str(UUID(bytes=campaign)),
        "exported": len(standing),
        "opened": len(openings),
        "tree_size": len(leaves),
        "key": str(out / KEY_FILE),
    }


def _checkpoint(session: Session, campaign: bytes) -> pledge.SignCheckpointResponse:
    """The root over all leaves of this moment: what is signed meanwhile is left for the next export."""
    request = pledge.SignCheckpointRequest(campaign_id=campaign, after=session.connection.after())
    reply: pledge.SignCheckpointResponse = session.connection.call(session.connection.pledge.SignCheckpoint, request)
    return reply


def _receipts(
    signed: pledge.SignCheckpointResponse, statements: list[Statement], openings: dict[str, Opening]
) -> Iterator[Receipt]:
    """Receipts of all leaves. The service's word is not taken: leaves, root and signature are held together first."""
    try:
        key = VerifierKey.parse(signed.verifier)
        return receipts_under(signed.checkpoint, statements, openings, key=key)
    except ValueError:
        raise Failed("PROOF_WRONG", REFUSED) from None


def _leaves(session: Session, campaign: bytes, size: int) -> list[pledge.StatementLeaf]:
    """The leaves that the checkpoint covers."""
    found: list[pledge.StatementLeaf] = []
    while len(found) < size:
        request = pledge.ListStatementsRequest(
            campaign_id=campaign,
            from_index=len(found),
            limit=min(_PAGE, size - len(found)),
            after=session.connection.after(),
        )
        reply = session.connection.call(session.connection.pledge.ListStatements, request)
        if not reply.leaves:
            break
        found += reply.leaves
    return found


def _statement(leaf: pledge.StatementLeaf, campaign: bytes) -> Statement:
    return Statement(
        tenant=leaf.tenant,
        campaign=str(UUID(bytes=campaign)),
        template=TemplateRef(leaf.template.id, leaf.template.version, leaf.template.sha256.hex()),
        subject=leaf.subject.hex(),
        status=leaf.status,
        signed_at=leaf.signed_at,
        method=leaf.method,
    )


def _openings(session: Session, leaves: list[pledge.StatementLeaf]) -> dict[str, Opening]:
    """Openings by subject, of those whom the registry still knows by the commitment in the leaf."""
    found: dict[str, Opening] = {}
    for batch in cut(leaves, _OPENINGS):
        request = registry.OpeningsRequest(
            tenant=batch[0].tenant,
            person_ids=[leaf.person_id for leaf in batch],
            subjects=[leaf.subject for leaf in batch],
            after=session.connection.after(),
        )
        reply = session.connection.call(session.connection.registry.Openings, request)
        for leaf, one in zip(batch, reply.openings, strict=True):
            if one.salt and one.subject == leaf.subject:
                found[leaf.subject.hex()] = Opening(one.salt, one.identity)
    return found


def verify_files(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="option.receipts")],
    key: Annotated[Path, typer.Option(help="option.key")],
) -> int:
    """help.verify"""
    session = session_of(ctx)
    document = verified(files, key)
    session.answer(document, lambda: _show(session, document))
    return DONE if document["valid"] else REFUSED


def verified(files: list[Path], key: Path) -> dict[str, Any]:
    """A verdict per file; a folder stands for the receipts in it. Needs no network. Raises `Failed`."""
    verifier = _content(key)
    paths = [each for path in files for each in _receipts_in(existing(path))]
    if not paths:
        raise Failed("NO_SUCH_FILE", WRONG_USAGE, file=files[0].name)
    receipts = []
    for path in paths:
        verdict = verify(_content(path), verifier)
        reason = None if verdict.reason is None else verdict.reason.value
        status = None if verdict.statement is None else verdict.statement.status
        receipts.append({"file": str(path), "valid": verdict.valid, "reason": reason, "status": status})
    return {"valid": all(one["valid"] for one in receipts), "receipts": receipts}


def _receipts_in(path: Path) -> list[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _content(path: Path) -> bytes:
    try:
        with existing(path).open("rb") as file:
            return file.read(_LARGEST_RECEIPT)
    except OSError:
        raise Failed("NO_SUCH_FILE", WRONG_USAGE, file=path.name) from None


def _show(session: Session, document: dict[str, Any]) -> None:
    wrong = [one for one in document["receipts"] if not one["valid"]]
    right = len(document["receipts"]) - len(wrong)
    session.line(
        session.text("cli.verified", valid=right, count=len(document["receipts"])), "red" if wrong else "green"
    )
    if wrong:
        headings = [session.text("cli.file"), session.text("import.code"), session.text("import.message")]
        session.table(
            headings, [[one["file"], one["reason"], words(one["reason"], session.lang, {})[0]] for one in wrong]
        )
