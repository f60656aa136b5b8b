"""Procedures on pacts: thousands a call, one load, one transaction."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from google.protobuf.message import Message
from netral.common.v1.types_pb2 import Cursor, EventMeta, Sealed, VerdictKind
from netral.pledge.v1 import service_pb2 as rpc
from netral_chassis.access import Principal
from netral_chassis.commands import Guards, Outcome, Request
from netral_chassis.desk import MAX_ITEMS, body, checked, deciding, meta, rejected, verdicts
from netral_chassis.vault import Secret
from netral_messages import Reason, Rejected

from netral_pledge.desk import Desk, cursor
from netral_pledge.domain import campaign as campaigns
from netral_pledge.domain import ids
from netral_pledge.domain import pact as domain
from netral_pledge.domain.campaign import Campaign, TextRef
from netral_pledge.streams import CAMPAIGN, PACT, TEMPLATE
from netral_pledge.views.registry_staff import employees_of, standing_for

Decide = Callable[[domain.Pact, Campaign, Guards], Iterable[Message]]
MAX_EVIDENCE = 64 * 1024
_NOT_NOTED = frozenset({Reason.ALREADY_SIGNED, Reason.PERSON_UNKNOWN, Reason.NOT_IN_AUDIENCE, Reason.CAMPAIGN_UNKNOWN})
"""Refusals that say nothing about why a person of the audience is missing."""


class Pacts(Desk):
    """Offers, answers, corrections, revocations."""

    def OfferPacts(self, request: rpc.OfferPactsRequest, caller: Principal) -> rpc.OfferPactsResponse:  # noqa: N802
        """Records that persons were asked to sign."""
        checked([request])
        if len(request.person_ids) > MAX_ITEMS:
            raise Rejected(Reason.FIELD_INVALID, field="person_ids")
        state = self.campaign(caller, "OfferPacts", request.campaign_id)
        day = request.offered_on if request.HasField("offered_on") else min(self.today(state.zone), state.closes)
        with self.app.reader.open(request.after) as reading:
            known = employees_of(reading, [state.tenant], request.person_ids)
            seen = reading.freshness().cursor
        persons = [one for one in dict.fromkeys(request.person_ids) if one in known]
        plan: list[Request | Outcome] = []
        for start in range(0, len(persons), campaigns.OFFERED_AT_ONCE):
            some = tuple(persons[start : start + campaigns.OFFERED_AT_ONCE])
            command = campaigns.OfferPacts(some, day)
            plan.append(
                Request(
                    ids.derived(request.command_id, str(start)),
                    b"".join(some) + str(day).encode(),
                    CAMPAIGN,
                    ids.key_of(request.campaign_id),
                    deciding(campaigns.decide_offer, command),
                    meta(caller, state.tenant, subject=request.campaign_id, seen=seen),
                )
            )
        outcomes = self.run(plan)
        unknown = len(set(request.person_ids)) - len(persons)
        return rpc.OfferPactsResponse(verdicts=verdicts(outcomes), unknown=unknown, cursor=cursor(outcomes))

    def RecordPacts(self, request: rpc.RecordPactsRequest, caller: Principal) -> rpc.RecordPactsResponse:  # noqa: N802
        """Records answers; for whom one is refused, the reason is kept until a right one comes."""
        checked(request.items)
        state = self.campaign(caller, "RecordPacts", request.campaign_id)
        answers = self.answers(state, request.items, caller, request.after)
        outcomes = list(map(answers.told, range(len(request.items)), self.run(answers.plan)))
        notes = map(answers.note, range(len(outcomes)), outcomes)
        noted = self.run([one for one in notes if one is not None])
        return rpc.RecordPactsResponse(verdicts=verdicts(outcomes), cursor=cursor([*outcomes, *noted]))

    def answers(
        self, state: Campaign, items: Sequence[rpc.NewPact], caller: Principal, after: Cursor | None = None
    ) -> "Answers":
        """The commands of answers in a campaign. Raises `Behind` if `after` is not seen in time."""
        with self.app.reader.open(after) as reading:
            asked = {item.person_id for item in items if len(item.person_id) == ids.ID_BYTES}
            stands_for = standing_for(reading, asked)
            employees = employees_of(reading, [state.tenant], {stands_for.get(one, one) for one in asked})
            seen = reading.freshness().cursor
        batch = _Batch(self, state, caller, seen, stands_for)
        taken_back: set[bytes] = set()
        sealed = self._sealed(batch, items, employees)
        versions = self._versions(state, items)
        plan: list[Request | Outcome] = []
        for item, secrets in zip(items, sealed, strict=True):
            employee = employees.get(batch.person(item.person_id), domain.Employee())
            try:
                decide = _answer(item, batch.person(item.person_id), employee, secrets, versions, batch, taken_back)
                plan.append(batch.request(item, decide, occurred_at=item.at))
            except Rejected as no:
                plan.append(rejected(no, batch.stream(item.person_id)))
        return Answers(batch, items, employees, plan, taken_back)

    def _sealed(
        self, batch: "_Batch", items: Sequence[rpc.NewPact], employees: Mapping[bytes, domain.Employee]
    ) -> list["_Secrets"]:
        """Reasons and evidence of each item as ciphertext; one call of the vault for all.

        Not of what will be refused: of too much, and of who is no employee.
        """
        if not any(item.reason or item.evidence for item in items):
            return [(None, ())] * len(items)
        refused = [_too_much(item) or batch.person(item.person_id) not in employees for item in items]
        wanted: list[Secret] = []
        for item, is_refused in zip(items, refused, strict=True):
            if not is_refused:
                person, stream = batch.person(item.person_id), batch.stream(item.person_id)
                if item.reason.strip():
                    wanted.append(Secret(person, stream, "reason", item.reason.strip().encode()))
                wanted.extend(Secret(person, stream, "evidence", one) for one in item.evidence)
        made = iter(self.app.vault.seal(wanted) if wanted else ())
        return [
            (None, ())
            if is_refused
            else (next(made) if item.reason.strip() else None, tuple(next(made) for _ in item.evidence))
            for item, is_refused in zip(items, refused, strict=True)
        ]

    def _versions(self, state: Campaign, items: Sequence[rpc.NewPact]) -> Mapping[tuple[str, int], TextRef]:
        """Texts that the items name, beside that of the campaign."""
        named = {(item.template_id or state.text.id, item.template_version) for item in items if item.template_version}
        if not named:
            return {}
        keys = {ids.template_key(state.text.owner, id_) for id_, _ in named}
        texts = self.states(TEMPLATE, sorted(keys))
        found: dict[tuple[str, int], TextRef] = {}
        for id_, version in named:
            ref = texts[ids.template_key(state.text.owner, id_)].ref(version)
            if ref is not None:
                found[id_, version] = TextRef.of(ref)
        return found

    def CorrectPacts(self, request: rpc.CorrectPactsRequest, caller: Principal) -> rpc.CorrectPactsResponse:  # noqa: N802
        """Corrects time or method."""
        checked(request.items)
        batch = _Batch(self, self.campaign(caller, "CorrectPacts", request.campaign_id), caller)
        now = self.now()
        plan: list[Request | Outcome] = []
        for item, reason in zip(request.items, self._explained(batch, request.items), strict=True):
            try:
                command = domain.CorrectPact(domain.instant(item.signed_at, "signed_at"), item.method, reason)
            except Rejected as no:
                plan.append(rejected(no, batch.stream(item.person_id)))
                continue

            def decide(
                pact: domain.Pact, campaign: Campaign, _: Guards, command: domain.CorrectPact = command
            ) -> Iterable[Message]:
                return domain.decide_correct(command, pact, campaign, now)

            plan.append(batch.request(item, decide, occurred_at=item.signed_at))
        outcomes = self.run(plan)
        return rpc.CorrectPactsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def RevokePacts(self, request: rpc.RevokePactsRequest, caller: Principal) -> rpc.RevokePactsResponse:  # noqa: N802
        """Takes signatures back."""
        checked(request.items)
        state = self.campaign(caller, "RevokePacts", request.campaign_id)
        batch = _Batch(self, state, caller)
        plan: list[Request | Outcome] = []
        for item, reason in zip(request.items, self._explained(batch, request.items), strict=True):
            day = item.revoked_on if item.HasField("revoked_on") else self.today(state.zone)
            command = domain.RevokePact(item.cause, day, reason)

            def decide(
                pact: domain.Pact, campaign: Campaign, _: Guards, command: domain.RevokePact = command
            ) -> Iterable[Message]:
                return domain.decide_revoke(command, pact, campaign)

            plan.append(batch.request(item, decide))
        outcomes = self.run(plan)
        return rpc.RevokePactsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))

    def _explained(
        self, batch: "_Batch", items: Sequence[rpc.CorrectedPact] | Sequence[rpc.RevokedPact]
    ) -> list[Sealed | None]:
        wanted = [
            Secret(item.person_id, batch.stream(item.person_id), "reason", item.reason.strip().encode())
            for item in items
            if item.reason.strip()
        ]
        made = iter(self.app.vault.seal(wanted) if wanted else ())
        return [next(made) if item.reason.strip() else None for item in items]

    def NoteRejectedRows(self, request: rpc.NoteRejectedRowsRequest, caller: Principal) -> rpc.NoteRejectedRowsResponse:  # noqa: N802
        """Records for whom a row was refused."""
        checked(request.items)
        state = self.campaign(caller, "NoteRejectedRows", request.campaign_id)
        batch = _Batch(self, state, caller)
        plan: list[Request | Outcome] = []
        for item in request.items:
            if item.reason in Reason.__members__ and len(item.person_id) == ids.ID_BYTES:
                plan.append(batch.request(item, batch.note(item.person_id, item.reason)))
            else:
                plan.append(rejected(Rejected(Reason.FIELD_INVALID, field="reason")))
        outcomes = self.run(plan)
        return rpc.NoteRejectedRowsResponse(verdicts=verdicts(outcomes), cursor=cursor(outcomes))


_Secrets = tuple[Sealed | None, tuple[Sealed, ...]]
_Item = rpc.NewPact | rpc.CorrectedPact | rpc.RevokedPact | rpc.RejectedRow


class _Batch:
    """What all items of one call have in common."""

    def __init__(
        self,
        desk: Desk,
        campaign: Campaign,
        caller: Principal,
        seen: Cursor | None = None,
        stands_for: Mapping[bytes, bytes] | None = None,
    ) -> None:
        self.campaign = campaign
        self.now = desk.now()
        self._today = desk.today(campaign.zone)
        self._stands_for = stands_for or {}
        self._uuid = UUID(bytes=campaign.campaign_id)
        self._guards = ((CAMPAIGN, ids.key_of(campaign.campaign_id)),)
        self._meta = meta(caller, campaign.tenant, correlation=uuid.uuid4().bytes, seen=seen)

    def person(self, person_id: bytes) -> bytes:
        """The person, or whom this duplicate turned out to be."""
        return self._stands_for.get(person_id, person_id)

    def stream(self, person_id: bytes) -> str:
        """Stream of this person's pact."""
        return PACT.stream(ids.pact_key(self._uuid, self.person(person_id)))

    def request(self, item: _Item, decide: Decide, *, occurred_at: int = 0, command_id: bytes = b"") -> Request:
        """The command of an item; the campaign cannot change meanwhile. Raises `FIELD_INVALID`."""
        if len(item.person_id) != ids.ID_BYTES:
            raise Rejected(Reason.FIELD_INVALID, field="person_id")
        person = self.person(item.person_id)
        about = EventMeta()
        about.CopyFrom(self._meta)  # a third of the time that naming every field anew takes
        about.subject, about.occurred_at = person, occurred_at
        return Request(
            command_id or item.command_id,
            body(item),
            PACT,
            ids.pact_key(self._uuid, person),
            lambda pact, guards: decide(pact, guards.state(*self._guards[0]), guards),
            about,
            self._guards,
        )

    def note(self, person_id: bytes, reason: str) -> Decide:
        """Decides to keep why this person's answer is missing."""
        command = domain.NoteRejectedRow(self.person(person_id), reason, self._today)
        return lambda pact, campaign, _: domain.decide_note(command, pact, campaign)


def _too_much(item: rpc.NewPact) -> bool:
    return len(item.person_id) != ids.ID_BYTES or sum(map(len, item.evidence)) > MAX_EVIDENCE


def _answer(
    item: rpc.NewPact,
    person_id: bytes,
    employee: domain.Employee,
    secrets: _Secrets,
    versions: Mapping[tuple[str, int], TextRef],
    batch: _Batch,
    taken_back: set[bytes],
) -> Decide:
    """How to decide on an answer; signatures that were revoked are noted in `taken_back`, by command id.

    Raises `FIELD_MISSING`, `FIELD_INVALID`, `UNKNOWN_STATUS`, `TEMPLATE_UNKNOWN`.
    """
    at, now = domain.instant(item.at, "at"), batch.now
    reason, evidence = secrets
    if sum(map(len, item.evidence)) > MAX_EVIDENCE:
        raise Rejected(Reason.FIELD_INVALID, field="evidence")
    if item.answer == rpc.PactAnswer.PACT_ANSWER_SIGNED:
        text = _text(item, versions, batch.campaign)
        sign = domain.SignPact(person_id, text, at, item.method, evidence)

        def decide(pact: domain.Pact, campaign: Campaign, _: Guards) -> Iterable[Message]:
            if domain.is_taken_back(sign, pact):
                taken_back.add(item.command_id)
            return domain.decide_sign(sign, pact, campaign, employee, now)

        return decide
    if item.answer == rpc.PactAnswer.PACT_ANSWER_REFUSED:
        refuse = domain.RefusePact(person_id, at, reason)
        return lambda pact, campaign, _: domain.decide_refuse(refuse, pact, campaign, employee, now)
    if item.answer == rpc.PactAnswer.PACT_ANSWER_EXCUSED:
        excuse = domain.ExcusePact(person_id, at, reason)
        return lambda pact, campaign, _: domain.decide_excuse(excuse, pact, campaign, employee, now)
    raise Rejected(Reason.UNKNOWN_STATUS, field="answer")


def _text(item: rpc.NewPact, versions: Mapping[tuple[str, int], TextRef], campaign: Campaign) -> TextRef:
    if not item.template_version:
        if item.template_id not in ("", campaign.text.id):
            raise Rejected(Reason.TEMPLATE_UNKNOWN, field="template_id")
        return campaign.text
    found = versions.get((item.template_id or campaign.text.id, item.template_version))
    if found is None:
        raise Rejected(Reason.TEMPLATE_UNKNOWN, field="template_id")
    return found


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers in one campaign: `plan` has the command of each item, or its refusal, in the order of `items`.

    `taken_back` fills while the plan runs: the commands that repeat a signature which was revoked.
    """

    batch: _Batch
    items: Sequence[rpc.NewPact]
    employees: Mapping[bytes, domain.Employee]
    plan: Sequence[Request | Outcome]
    taken_back: set[bytes]

    def told(self, number: int, outcome: Outcome) -> Outcome:
        """The outcome, and where it is a signature on record that does not stand: that it is worth a look."""
        if self.items[number].command_id not in self.taken_back or outcome.kind != VerdictKind.VERDICT_KIND_UNCHANGED:
            return outcome
        return outcome._replace(reason=Reason.PACT_REVOKED.value, field="at")

    def note(self, number: int, outcome: Outcome) -> Request | None:
        """The request that keeps why the answer of a known employee was refused; `None` if there is nothing to keep."""
        item = self.items[number]
        if (
            outcome.kind != VerdictKind.VERDICT_KIND_REJECTED
            or Reason(outcome.reason) in _NOT_NOTED
            or self.batch.person(item.person_id) not in self.employees
        ):
            return None
        note = self.batch.note(item.person_id, outcome.reason)
        return self.batch.request(item, note, command_id=ids.derived(item.command_id, outcome.reason))
