"""The service in one process: its API on a real store and real views, and a registry that is only a log."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

from google.protobuf.message import Message
from netral.common.v1.options_pb2 import Role
from netral.common.v1.types_pb2 import EventMeta, ItemVerdict, VerdictKind
from netral.pledge.v1 import service_pb2 as rpc
from netral.pledge.v1.events_pb2 import AttendanceStatus, CampaignKind, CeremonyHeld, SigningMethod
from netral.registry.v1 import events_pb2 as registry
from netral_calendar import day_number, microseconds
from netral_calendar.loader import data_directory, load_contests, load_regions
from netral_chassis.access import Grant, Principal
from netral_chassis.clock import SetClock
from netral_chassis.commands import Commands
from netral_chassis.generations import Generations
from netral_chassis.metrics import Metrics
from netral_chassis.projector import Projector
from netral_chassis.reading import Reader
from netral_chassis.service import App
from netral_chassis.storage import Storage
from netral_chassis.store import EventStore, Item, NewEvent, Write
from netral_chassis.todo import FEED_CHECKPOINT, TODO, Feed, Worker
from netral_chassis.vault import Vault
from netral_chassis.views import CHECKPOINT
from netral_chassis.writer import Writer
from netral_pledge.api import PledgeApi
from netral_pledge.domain import ids
from netral_pledge.service import VIEWS, begin, reactions
from netral_pledge.streams import TYPES
from netral_pledge.summaries import METRICS
from netral_pledge.views.registry_staff import employment

GIANYAR = "51.04"
OPEN = 2_147_483_647
ACCEPTED = VerdictKind.VERDICT_KIND_ACCEPTED
UNCHANGED = VerdictKind.VERDICT_KIND_UNCHANGED
DUPLICATE = VerdictKind.VERDICT_KIND_DUPLICATE
REJECTED = VerdictKind.VERDICT_KIND_REJECTED
Class = registry.EmploymentClass
ANYBODY = Principal("user:clerk", tuple(Grant(role, "00") for role in Role.values()[1:]))


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def at(text: str) -> int:
    return microseconds(datetime.fromisoformat(text))


def new_id() -> bytes:
    return uuid.uuid4().bytes


class Stage:
    def __init__(self, storage: Storage, registry_storage: Storage) -> None:
        self.clock = SetClock(at("2026-11-01T08:00:00+08:00"))
        self.storage = storage
        self.store = EventStore(storage.core, self.clock)
        self.store.create()
        self.registry = EventStore(registry_storage.core, self.clock)
        self.registry.create()
        self._registry_storage = registry_storage
        vault = Vault(storage.vault, bytes(32))
        vault.create()
        generations = Generations(self.store, self.clock)
        generations.begin("one")
        self._writer = Writer(self.store, lambda: None)
        commands = Commands(self.store, self._writer, TYPES)
        reader = Reader(storage, generations, self.clock, sources=("pledge", "registry"), threads=4)
        app = App(cast(Any, SimpleNamespace()), self.clock, self.store, commands, reader, vault, Metrics(METRICS))
        self.app = app
        self.projector = Projector(storage.views(1), VIEWS, TYPES, self.clock)
        self.projector.create()
        data = data_directory()
        self.api = PledgeApi(app, TYPES, load_regions(data), load_contests(data))
        begin(app)
        self._reader = reader
        self._reactions = reactions(app).all()
        self._feed = Feed(storage.core, TYPES, self._reactions)
        self._feed.create()
        self.catch_up()

    def close(self) -> None:
        self._writer.stop()
        for database in (self.storage.core, self.storage.vault, self.storage.views(1), self._registry_storage.core):
            database.close()

    def pass_time(self, seconds: int = 60) -> int:
        """Move the clock on; returns the instant before which nothing of what comes was known."""
        self.clock.put(self.clock.now() + seconds * 1_000_000)
        return self.clock.now() - 1

    def catch_up(self) -> None:
        """Project what both logs hold."""
        for source, store in (("registry", self.registry), ("pledge", self.store)):
            while True:
                before = self.projector.checkpoint(source)
                rows = store.read(before.next_position, 5_000)
                if not rows:
                    break
                after = replace(before, next_position=rows[-1].position + 1, head_hash=rows[-1].hash)
                assert self.projector.apply(rows, before, after)

    def react(self, *, again: bool = False) -> None:
        """Do whatever is due by the clock, until nothing is; `again`: as if nothing had been done before."""
        if again:
            with self.storage.core.write() as conn:
                conn.execute(TODO.delete())
                conn.execute(FEED_CHECKPOINT.update().values(next_position=1))
        worker = Worker(self.storage.core, TYPES, self._reactions, self._reader.seen)
        done = True
        while done:
            self.catch_up()
            for source, store in (("registry", self.registry), ("pledge", self.store)):
                while rows := store.read(self._feed.checkpoint(source).next_position, 5_000):
                    before = self._feed.checkpoint(source)
                    after = replace(before, next_position=rows[-1].position + 1, head_hash=rows[-1].hash)
                    assert self._feed.apply(rows, before, after)
            done = bool(worker.step(self.clock.now()))
        assert worker.waiting(self.clock.now()).failing == 0

    def events(self, stream_id: str) -> list[Message]:
        """Facts of one stream."""
        return [TYPES.read(row).data for row in self.store.streams([stream_id]).get(stream_id, [])]

    def log_length(self) -> int:
        return self.store.head().next_position - 1

    # the registry, as far as others see it

    def note(self, facts: Iterable[tuple[str, Sequence[Message]]], tenant: str = GIANYAR) -> None:
        """Append facts to the registry's log: (stream, events), each stream's next ones."""
        given = list(facts)
        known = self.registry.streams([stream for stream, _ in given])
        meta = EventMeta(tenant=tenant).SerializeToString()
        items = [
            Item(
                new_id(),
                b"",
                (
                    Write(
                        stream,
                        len(known.get(stream, [])),
                        tuple(NewEvent(TYPES.name(event), event.SerializeToString(), meta) for event in events),
                    ),
                ),
            )
            for stream, events in given
        ]
        self.registry.append(items)
        self.catch_up()

    def unit(self, code: str, tenant: str = GIANYAR) -> bytes:
        unit_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{tenant}/{code}").bytes
        opened = registry.UnitOpened(
            unit_id=unit_id, code=code, name=code, kind=registry.UnitKind.UNIT_KIND_DINAS, until_day=OPEN
        )
        self.note([(f"unit/{ids.key_of(unit_id)}", [opened])], tenant)
        return unit_id

    def hire(
        self,
        count: int,
        unit_id: bytes,
        employment_class: int = Class.EMPLOYMENT_CLASS_PNS,
        *,
        since: str = "2020-01-01",
        tenant: str = GIANYAR,
    ) -> list[bytes]:
        """Persons who work in a unit from a day on."""
        persons = [new_id() for _ in range(count)]
        facts = []
        for person in persons:
            started = employed(person, unit_id, employment_class, since=since, tenant=tenant)
            registered = registry.PersonRegistered(person_id=person)
            committed = registry.IdentityCommitted(person_id=person, subject=person * 2)
            facts.append((f"person/{ids.key_of(person)}", [registered, committed, started]))
        self.note(facts, tenant)
        return persons

    def about(self, person: bytes, *events: Message) -> None:
        self.note([(f"person/{ids.key_of(person)}", events)])

    # pledge

    def open(self, **given: Any) -> bytes:
        """Open a campaign of pacts in November 2023; its id."""
        verdict = self.try_open(**given)
        assert verdict.kind == ACCEPTED, verdict
        self.catch_up()
        return ids.id_of(verdict.stream_id.partition("/")[2])

    def try_open(self, *, command_id: bytes = b"", **given: Any) -> ItemVerdict:
        values: dict[str, Any] = {
            "kind": CampaignKind.CAMPAIGN_KIND_PACT,
            "title": "Pakta integritas 2023",
            "text": b"Saya berjanji netral.\n",
            "opens": day("2023-11-01"),
            "closes": day("2023-11-20"),
        }
        item = rpc.NewCampaign(command_id=command_id or new_id(), **{**values, **given})
        return self.api.OpenCampaigns(rpc.OpenCampaignsRequest(tenant=GIANYAR, items=[item]), ANYBODY).verdicts[0]

    def answer(self, campaign_id: bytes, *items: rpc.NewPact) -> list[ItemVerdict]:
        response = self.api.RecordPacts(rpc.RecordPactsRequest(campaign_id=campaign_id, items=items), ANYBODY)
        self.catch_up()
        return list(response.verdicts)

    def sign(self, campaign_id: bytes, persons: Iterable[bytes], when: str = "2023-11-20T08:05:00+08:00") -> None:
        for some in pieces(list(persons), 5_000):
            verdicts = self.answer(campaign_id, *(signed(person, when) for person in some))
            assert all(one.kind == ACCEPTED for one in verdicts), verdicts[:3]

    def hold(self, campaign_id: bytes, attendance: dict[bytes, int], **given: Any) -> bytes:
        """Hold a ceremony on 20 November 2023 at which these persons had these statuses; its id."""
        item = rpc.NewCeremony(command_id=new_id(), ceremony=ceremony(campaign_id, **given))
        response = self.api.RecordCeremonies(rpc.RecordCeremoniesRequest(tenant=GIANYAR, items=[item]), ANYBODY)
        assert response.verdicts[0].kind == ACCEPTED, response
        ceremony_id = ids.id_of(response.verdicts[0].stream_id.partition("/")[2])
        verdicts = self.attend(ceremony_id, attendance)
        assert all(one.kind == ACCEPTED for one in verdicts), verdicts
        self.catch_up()
        return ceremony_id

    def attend(self, ceremony_id: bytes, attendance: dict[bytes, int]) -> list[ItemVerdict]:
        entries = [
            rpc.NewAttendance(command_id=new_id(), person_id=person, status=AttendanceStatus.Name(status))
            for person, status in attendance.items()
        ]
        request = rpc.RecordAttendanceRequest(ceremony_id=ceremony_id, items=entries)
        verdicts = list(self.api.RecordAttendance(request, ANYBODY).verdicts)
        self.catch_up()
        return verdicts

    def park(self, campaign_id: bytes, person: bytes) -> None:
        """Put a record into the log that cannot be read: its stream waits."""
        stream = f"pact/{ids.pact_key(uuid.UUID(bytes=campaign_id), person)}"
        meta = EventMeta(tenant=GIANYAR).SerializeToString()
        broken = NewEvent("netral.pledge.pact-signed", b"\xff", meta)
        self.store.append([Item(new_id(), b"", (Write(stream, len(self.events(stream)), (broken,)),))])
        self.catch_up()

    def forget_the_registry(self) -> None:
        """As if nothing of the registry's log had arrived."""
        database = self.projector.database
        with database.write() as conn:
            conn.execute(employment.delete())
            conn.execute(CHECKPOINT.update().where(CHECKPOINT.c.source == "registry").values(next_position=1))

    def coverage(self, campaign_id: bytes, by: int = 0, **given: Any) -> rpc.CoverageResponse:
        request = rpc.CoverageRequest(campaign_id=campaign_id, by=by, **given)  # type: ignore[arg-type]
        return self.api.Coverage(request, ANYBODY)

    def missing(self, campaign_id: bytes) -> dict[bytes, str]:
        """Missing persons and why."""
        response = self.api.ListMissing(rpc.ListMissingRequest(campaign_id=campaign_id), ANYBODY)
        return {
            one.person_id: rpc.MissingCause.Name(one.cause).removeprefix("MISSING_CAUSE_") for one in response.persons
        }

    def statements(self, campaign_id: bytes, **given: Any) -> rpc.ListStatementsResponse:
        return self.api.ListStatements(rpc.ListStatementsRequest(campaign_id=campaign_id, **given), ANYBODY)


def employed(
    person: bytes,
    unit_id: bytes,
    employment_class: int = Class.EMPLOYMENT_CLASS_PNS,
    *,
    since: str,
    tenant: str = GIANYAR,
) -> registry.EmploymentStarted:
    return registry.EmploymentStarted(
        person_id=person,
        tenant=tenant,
        unit_id=unit_id,
        employment_class=Class.Name(employment_class),
        from_day=day(since),
        until_day=OPEN,
    )


def ended(
    person: bytes, on: str, cause: int = registry.EndCause.END_CAUSE_RETIRED, tenant: str = GIANYAR
) -> registry.EmploymentEnded:
    return registry.EmploymentEnded(
        person_id=person, tenant=tenant, cause=registry.EndCause.Name(cause), from_day=day(on), until_day=OPEN
    )


def ceremony(campaign_id: bytes = b"", **given: Any) -> CeremonyHeld:
    held = CeremonyHeld(campaign_id=campaign_id, kind="CEREMONY_KIND_APEL", mode="CEREMONY_MODE_READ_ALOUD", **given)
    if not held.day.candidates:
        held.day.candidates.append(day("2023-11-20"))
    return held


def signed(
    person: bytes,
    when: str = "2023-11-20T08:05:00+08:00",
    method: int = SigningMethod.SIGNING_METHOD_BASAH,
    *,
    command_id: bytes = b"",
    **given: Any,
) -> rpc.NewPact:
    return rpc.NewPact(
        command_id=command_id or new_id(),
        person_id=person,
        answer=rpc.PactAnswer.PACT_ANSWER_SIGNED,
        at=at(when),
        method=SigningMethod.Name(method),
        **given,
    )


def refused(person: bytes, when: str = "2023-11-20T08:05:00+08:00", reason: str = "") -> rpc.NewPact:
    answer = rpc.PactAnswer.PACT_ANSWER_REFUSED
    return rpc.NewPact(command_id=new_id(), person_id=person, answer=answer, at=at(when), reason=reason)


def excused(person: bytes, when: str = "2023-11-20T08:05:00+08:00", reason: str = "") -> rpc.NewPact:
    answer = rpc.PactAnswer.PACT_ANSWER_EXCUSED
    return rpc.NewPact(command_id=new_id(), person_id=person, answer=answer, at=at(when), reason=reason)


def pieces(persons: list[bytes], size: int) -> Iterable[list[bytes]]:
    return (persons[start : start + size] for start in range(0, len(persons), size))
