"""An order to erase is obeyed once, whatever dies on the way, and an old backup of a vault brings nothing back."""

import uuid
from collections.abc import Iterator, Sequence

import pytest
from house import House, drain_now, wipe_events
from netral.common.v1 import erasure_pb2
from netral.common.v1.erasure_pb2 import ErasureConfirmed, ErasureRefused
from netral.common.v1.types_pb2 import EventMeta, Sealed
from netral.registry.v1.erasure_pb2 import ErasureOrdered
from netral_chassis import crash
from netral_chassis.commands import Commands, Request, history
from netral_chassis.crash import Crashed
from netral_chassis.erasure import ANSWER, ORDERED, Hold, Obedience, replay
from netral_chassis.events import EventTypes, Recorded
from netral_chassis.recovery import recover
from netral_chassis.todo import Task, Unsettled, settle
from netral_chassis.vault import KEY, SALT, Secret, Vault
from netral_chassis.writer import Writer
from netral_messages import Reason, Rejected
from vault_bytes import backup, files, put_back, wrapped

TYPES = EventTypes([erasure_pb2])
GONE, TWIN, STAYS = (uuid.UUID(int=number).bytes for number in (1, 2, 3))
DAY = 86_400_000_000
TODAY = 20_000
STEPS = ["vault.destroyed", "vault.wiped", "append.locked", "append.inserted", "append.committed"]


class Service:
    """The service `alpha` with a vault in which three subjects have a secret, a salt and a number each."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.hold: Hold | None = None
        self.asked: list[tuple[Sequence[bytes], int]] = []
        self.vault = self.open_vault()
        self.sealed = dict(zip((GONE, TWIN, STAYS), self.vault.seal([*map(_secret, (GONE, TWIN, STAYS))]), strict=True))
        self.salts = dict(zip(self.sealed, self.vault.salts([*self.sealed]), strict=True))
        self.vault.reserve([("nip", one.hex()) for one in self.sealed], [*self.sealed])
        self.writer = Writer(house.store, lambda: None)

    def open_vault(self) -> Vault:
        vault = Vault(self.house.storage.vault, bytes(32))
        vault.create()
        return vault

    def obey(self, order: ErasureOrdered, now: int = TODAY * DAY) -> int | None:
        """What a worker does with the order, at every attempt."""
        event = Recorded(5, "person/1", 2, uuid.UUID(int=77).bytes, ORDERED, now, EventMeta(tenant="51.04"), order)
        obedience = Obedience("alpha", Commands(self.house.store, self.writer, TYPES), self.vault, self._held)
        return obedience.reaction().act(Task(event, uuid.UUID(int=78).bytes, now))

    def _held(self, subjects: Sequence[bytes], today: int) -> Hold | None:
        self.asked.append((list(subjects), today))
        return self.hold

    def opened(self) -> dict[bytes, bytes | None]:
        places = [("person/1", "name", one) for one in self.sealed.values()]
        return dict(zip(self.sealed, self.vault.open(places), strict=True))

    def answers(self) -> list[object]:
        return [event.data for event in history(self.house.store, TYPES, ANSWER.stream(str(uuid.UUID(bytes=GONE))))]

    def restart(self) -> None:
        self.writer.stop()
        crash.disarm()
        self.writer = Writer(self.house.store, lambda: None)
        self.vault = self.open_vault()


def _secret(subject: bytes) -> Secret:
    return Secret(subject, "person/1", "name", subject.hex().encode())


def order(*services: str) -> ErasureOrdered:
    return ErasureOrdered(person_id=GONE, subjects=[GONE, TWIN], services=services or ("beta", "alpha"))


CONFIRMED = ErasureConfirmed(subject=GONE, subjects=[GONE, TWIN], service="alpha")


@pytest.fixture
def service(house: House) -> Iterator[Service]:
    made = Service(house)
    yield made
    crash.disarm()
    made.writer.stop()


def test_an_order_destroys_all_keys_of_all_ids_and_is_confirmed(service: Service) -> None:
    assert service.obey(order()) is None
    assert service.opened() == {GONE: None, TWIN: None, STAYS: STAYS.hex().encode()}
    assert service.vault.identify([("nip", one.hex()) for one in service.sealed]) == [None, None, STAYS]
    assert service.answers() == [CONFIRMED]
    assert service.asked == [([GONE, TWIN], TODAY)]


def test_the_same_order_again_changes_nothing(service: Service) -> None:
    service.obey(order())
    length = service.house.store.head().next_position
    assert service.obey(order()) is None
    assert service.house.store.head().next_position == length


def test_an_order_that_names_others_destroys_nothing(service: Service) -> None:
    assert service.obey(order("beta")) is None
    assert None not in service.opened().values()
    assert service.answers() == []


def test_what_the_law_holds_stays_until_its_day_and_goes_by_itself_then(service: Service) -> None:
    service.hold = Hold("JRA-1", TODAY + 3)
    for _ in range(2):
        assert service.obey(order()) == (TODAY + 3) * DAY
    assert None not in service.opened().values()
    refused = ErasureRefused(subject=GONE, service="alpha", cause=1, until=TODAY + 3, rule="JRA-1")
    assert service.answers() == [refused]
    service.hold = None
    assert service.obey(order(), (TODAY + 3) * DAY) is None
    assert service.answers() == [refused, CONFIRMED]
    assert service.opened()[GONE] is None


def test_a_hold_that_became_longer_is_said_again(service: Service) -> None:
    for until in (TODAY + 1, TODAY + 9):
        service.hold = Hold("JRA-1", until)
        assert service.obey(order()) == until * DAY
    assert [one.until for one in service.answers()] == [TODAY + 1, TODAY + 9]  # type: ignore[attr-defined]


@pytest.mark.parametrize("step", STEPS)
def test_a_death_at_any_step_ends_as_if_there_had_been_none(service: Service, step: str) -> None:
    crash.arm(step, "raise")
    with pytest.raises(Crashed):
        service.obey(order())
    service.restart()
    replay(service.house.store, service.vault)
    assert service.obey(order()) is None
    assert service.opened() == {GONE: None, TWIN: None, STAYS: STAYS.hex().encode()}
    assert service.answers() == [CONFIRMED]


@pytest.mark.parametrize("step", ["vault.destroyed", "vault.wiped"])
def test_a_destruction_that_was_cut_short_is_finished_to_the_last_byte(service: Service, step: str) -> None:
    secrets = [one for table in (KEY, SALT) for one in wrapped(service.house, table, GONE)]
    crash.arm(step, "raise")
    with pytest.raises(Crashed):
        service.obey(order())
    service.restart()
    service.obey(order())
    content = b"".join(path.read_bytes() for path in files(service.house))
    assert len(secrets) == 2
    assert not any(one in content for one in secrets)


def test_an_old_backup_of_the_vault_forgets_again_before_it_is_used(service: Service) -> None:
    secrets = [one for table in (KEY, SALT) for one in wrapped(service.house, table, GONE)]
    before = backup(service.house)
    service.obey(order())
    put_back(service.house, before)
    service.restart()
    assert replay(service.house.store, service.vault) == 2
    assert service.opened() == {GONE: None, TWIN: None, STAYS: STAYS.hex().encode()}
    assert service.vault.identify([("nip", GONE.hex()), ("nip", STAYS.hex())]) == [None, STAYS]
    assert service.vault.salts([STAYS]) == [service.salts[STAYS]]
    content = b"".join(path.read_bytes() for path in files(service.house))
    assert not any(one in content for one in secrets)
    assert replay(service.house.store, service.vault) == 0


def test_a_vault_that_knows_all_erasures_is_left_alone(service: Service) -> None:
    assert replay(service.house.store, service.vault) == 0
    service.obey(order())
    assert replay(service.house.store, service.vault) == 0


def test_a_replay_that_dies_is_done_at_the_next_start(service: Service) -> None:
    before = backup(service.house)
    service.obey(order())
    for step in ("vault.destroyed", "vault.wiped"):
        put_back(service.house, before)
        crash.arm(step, "raise")
        with pytest.raises(Crashed):
            replay(service.house.store, service.vault)
        service.restart()
        assert service.opened()[GONE] is None
        assert replay(service.house.store, service.vault) == (2 if step == "vault.destroyed" else 0)


def test_erasures_that_the_topic_brings_back_are_replayed_too(service: Service) -> None:
    service.hold = Hold("JRA-1", TODAY + 3)
    service.obey(order())
    before = backup(service.house)
    service.hold = None
    service.obey(order())
    log = service.house.log()
    drain_now(service.house.relay())
    put_back(service.house, before)
    wipe_events(service.house, 2)
    service.restart()
    assert replay(service.house.store, service.vault) == 0
    assert service.opened()[GONE] is not None
    assert recover(service.house.store, log) == 1
    assert replay(service.house.store, service.vault) == 2
    assert service.opened()[GONE] is None


def test_a_secret_sealed_while_the_order_is_obeyed_is_lost_with_the_others(service: Service) -> None:
    service.vault.destroy([GONE], 1)
    late: Sealed = service.vault.seal([_secret(GONE)])[0]
    assert service.vault.open([("person/1", "name", late)]) == [None]


def test_an_answer_that_could_not_be_recorded_is_no_answer(service: Service) -> None:
    def refuse(_state: object, _guards: object) -> Iterator[object]:
        raise Rejected(Reason.VERSION_CONFLICT)

    request = Request(uuid.uuid4().bytes, b"", ANSWER, "x", refuse, EventMeta())  # type: ignore[arg-type]
    with pytest.raises(Unsettled):
        settle(Commands(service.house.store, service.writer, TYPES), [request])
