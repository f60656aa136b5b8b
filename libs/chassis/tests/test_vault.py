"""The vault: what it seals only it opens, what it destroys is gone, also from the files."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from house import House
from netral.common.v1.types_pb2 import Sealed
from netral_chassis.vault import KEY, SALT, MasterKeyWrong, Secret, Vault
from netral_chassis.writer import Halted
from vault_bytes import analyse, files, wrapped

MASTER = bytes(range(32))


@pytest.fixture
def vault(house: House) -> Vault:
    made = Vault(house.storage.vault, MASTER)
    made.create()
    return made


def secret(subject: bytes, text: str, stream: str = "person/1", field: str = "name") -> Secret:
    return Secret(subject, stream, field, text.encode())


def test_what_was_sealed_is_opened(vault: Vault) -> None:
    subject = uuid.uuid4().bytes
    sealed = vault.seal([secret(subject, "first"), secret(subject, "second", field="nip")])
    assert vault.open([("person/1", "nip", sealed[1]), ("person/1", "name", sealed[0])]) == [b"second", b"first"]
    assert all(b"first" not in one.bytes for one in sealed)


def test_more_than_one_query_holds_are_opened_in_order(vault: Vault) -> None:
    secrets = [secret(uuid.uuid4().bytes, str(number)) for number in range(10_001)]
    sealed = vault.seal(secrets)
    opened = vault.open([("person/1", "name", one) for one in sealed])
    assert opened == [str(number).encode() for number in range(10_001)]


def test_one_text_sealed_twice_looks_different(vault: Vault) -> None:
    subject = uuid.uuid4().bytes
    one, two = vault.seal([secret(subject, "same"), secret(subject, "same")])
    assert one.bytes != two.bytes
    assert one.key_id != two.key_id


@pytest.mark.parametrize(("stream", "field"), [("person/2", "name"), ("person/1", "nip")])
def test_a_ciphertext_moved_elsewhere_does_not_open(vault: Vault, stream: str, field: str) -> None:
    sealed = vault.seal([secret(uuid.uuid4().bytes, "text")])[0]
    with pytest.raises(MasterKeyWrong):
        vault.open([(stream, field, sealed)])


def test_a_changed_ciphertext_does_not_open(vault: Vault) -> None:
    sealed = vault.seal([secret(uuid.uuid4().bytes, "text")])[0]
    sealed.bytes = bytes([sealed.bytes[0] ^ 1]) + sealed.bytes[1:]
    with pytest.raises(MasterKeyWrong):
        vault.open([("person/1", "name", sealed)])


def test_a_key_nobody_knows_opens_nothing(vault: Vault) -> None:
    sealed = Sealed(key_id=os.urandom(16), nonce=os.urandom(12), bytes=os.urandom(32))
    assert vault.open([("person/1", "name", sealed)]) == [None]


@pytest.mark.parametrize("other", [bytes(32), b"short"])
def test_another_master_key_is_refused(house: House, vault: Vault, other: bytes) -> None:
    with pytest.raises(MasterKeyWrong):
        Vault(house.storage.vault, other).create()
    Vault(house.storage.vault, MASTER).create()


def test_identifiers_lead_to_their_subject_and_stand_nowhere_in_clear(house: House, vault: Vault) -> None:
    first, second = uuid.uuid4().bytes, uuid.uuid4().bytes
    kept = vault.reserve([("nip", "one"), ("nip", "two"), ("nik", "one")], [first, second, first])
    assert kept == [first, second, first]
    assert vault.identify([("nik", "two"), ("nip", "two"), ("nip", "one")]) == [None, second, first]


def test_a_reserved_identifier_keeps_its_subject(vault: Vault) -> None:
    first, second, third = (uuid.uuid4().bytes for _ in range(3))
    vault.reserve([("nip", "one")], [first])
    assert vault.reserve([("nip", "one"), ("nip", "two"), ("nip", "two")], [second, second, third]) == [
        first,
        second,
        second,
    ]


def test_two_imports_at_once_make_one_person_of_one_number(vault: Vault) -> None:
    numbers = [("nip", str(number)) for number in range(200)]

    def reserve(_: int) -> list[bytes]:
        return vault.reserve(numbers, [uuid.uuid4().bytes for _ in numbers])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(reserve, range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert len(set(answers[0])) == 200
    assert vault.identify(numbers) == answers[0]


def test_a_reassigned_identifier_means_another_from_then_on(vault: Vault) -> None:
    first, second = uuid.uuid4().bytes, uuid.uuid4().bytes
    vault.reserve([("nip", "one")], [first])
    vault.reassign([("nip", "one"), ("nik", "new"), ("nip", "one")], second)
    assert vault.identify([("nip", "one"), ("nik", "new")]) == [second, second]


def test_salts_are_made_once_and_differ(house: House, vault: Vault) -> None:
    subjects = [uuid.uuid4().bytes for _ in range(50)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: vault.salts([*subjects, subjects[0]]), range(4)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == answers[0][50]
    assert len(set(answers[0])) == 50
    assert Vault(house.storage.vault, MASTER).salts(subjects) == answers[0][:50]


def test_what_was_destroyed_does_not_open_and_others_do(vault: Vault) -> None:
    gone, stays = uuid.uuid4().bytes, uuid.uuid4().bytes
    sealed = vault.seal([secret(gone, "a"), secret(stays, "b"), secret(gone, "c")])
    vault.reserve([("nip", "one"), ("nip", "two")], [gone, stays])
    salts = vault.salts([gone, stays])
    assert vault.destroy([gone], 7) == 2
    assert vault.open([("person/1", "name", one) for one in sealed]) == [None, b"b", None]
    assert vault.identify([("nip", "one"), ("nip", "two")]) == [None, stays]
    assert vault.salts([stays]) == [salts[1]]
    assert vault.salts([gone]) != [salts[0]]
    assert vault.destroy([gone], 7) == 0


def test_destroyed_bytes_stand_in_no_file(house: House, vault: Vault) -> None:
    """Enough keys that pages split and move, a tenth of them destroyed: none of their bytes is left anywhere."""
    subjects = [uuid.uuid4().bytes for _ in range(300)]
    for start in range(0, 300, 50):
        vault.seal([secret(one, "text") for one in subjects[start : start + 50] for _ in range(10)])
        vault.salts(subjects[start : start + 50])
    gone, stays = subjects[::30], subjects[1]
    destroyed = [one for subject in gone for table in (KEY, SALT) for one in wrapped(house, table, subject)]
    kept = wrapped(house, KEY, stays)
    assert len(destroyed) == 110
    analyse(house)
    for position, subject in enumerate(gone, start=1):
        vault.destroy([subject], position)
    content = b"".join(path.read_bytes() for path in files(house))
    assert all(one in content for one in kept)
    assert not any(one in content for one in destroyed)


def test_destroying_is_done_only_when_no_reader_keeps_the_bytes_alive(house: House, vault: Vault) -> None:
    subject = uuid.uuid4().bytes
    sealed = vault.seal([secret(subject, "a")])[0]
    with ThreadPoolExecutor(1) as pool:
        with house.storage.vault.read() as conn:
            assert house.storage.vault.fetch(conn, "SELECT count(*) FROM {s}key", ()) == [(1,)]
            destroying = pool.submit(vault.destroy, [subject], 1)
            with pytest.raises(TimeoutError):
                destroying.result(0.3)
        assert destroying.result(30) == 1
    assert vault.open([("person/1", "name", sealed)]) == [None]


def test_nothing_is_kept_again_for_a_subject_that_was_destroyed(house: House, vault: Vault) -> None:
    gone, stays = uuid.uuid4().bytes, uuid.uuid4().bytes
    vault.reserve([("nip", "one")], [gone])
    vault.destroy([gone], 7)
    sealed = vault.seal([secret(gone, "late"), secret(stays, "b")])
    assert vault.open([("person/1", "name", one) for one in sealed]) == [None, b"b"]
    assert vault.reserve([("nip", "one"), ("nip", "two")], [gone, stays]) == [gone, stays]
    vault.reassign([("nip", "three")], gone)
    assert vault.identify([("nip", "one"), ("nip", "two"), ("nip", "three")]) == [None, stays, None]
    assert vault.salts([gone]) != vault.salts([gone])
    assert [len(wrapped(house, table, gone)) for table in (KEY, SALT)] == [0, 0]


def test_only_what_is_about_the_asked_subjects_is_opened_for_them(vault: Vault) -> None:
    first, second = uuid.uuid4().bytes, uuid.uuid4().bytes
    sealed = vault.seal([secret(first, "a"), secret(second, "b")])
    places = [("person/1", "name", one) for one in sealed]
    assert vault.open_of([first], places) == [b"a", None]
    assert vault.open_of([first, second], places) == [b"a", b"b"]
    assert vault.open_of([], places) == [None, None]


def test_a_vault_that_is_barred_does_nothing_but_destroy(vault: Vault) -> None:
    subject = uuid.uuid4().bytes
    sealed = vault.seal([secret(subject, "a")])[0]
    vault.bar("LOG_AHEAD_OF_STORE")
    for ask in (
        lambda: vault.open([("person/1", "name", sealed)]),
        lambda: vault.open_of([subject], [("person/1", "name", sealed)]),
        lambda: vault.seal([secret(subject, "b")]),
        lambda: vault.identify([("nip", "one")]),
        lambda: vault.reserve([("nip", "one")], [subject]),
        lambda: vault.reassign([("nip", "one")], subject),
        lambda: vault.salts([subject]),
    ):
        with pytest.raises(Halted, match="LOG_AHEAD_OF_STORE"):
            ask()
    assert vault.destroy([subject], 1) == 1
    vault.bar("")
    assert vault.open([("person/1", "name", sealed)]) == [None]


def test_who_keeps_opened_texts_is_told_of_a_destruction(vault: Vault) -> None:
    told: list[str] = []
    vault.on_destroyed(lambda: told.append("first"))
    vault.on_destroyed(lambda: told.append("second"))
    vault.destroy([uuid.uuid4().bytes], 1)
    assert told == ["first", "second"]
