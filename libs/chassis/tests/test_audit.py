"""The audit: a log that somebody changed behind the triggers' back no longer proves itself."""

import pytest
from house import House, without_triggers
from netral_chassis.audit import audit
from noted import noted


def filled(house: House) -> None:
    house.append(*((f"a/{number}", 0, [noted(number, "n"), noted(number + 1, "n")]) for number in range(10)))


def change(house: House, statement: str) -> None:
    with house.storage.core.alter() as conn, without_triggers(conn):
        schema = "" if house.storage.core.kind == "sqlite" else '"core".'
        conn.exec_driver_sql(statement.format(s=schema))


def test_an_untouched_log_proves_itself(house: House) -> None:
    filled(house)
    found = audit(house.store)
    assert (found.events, found.head, found.problems) == (20, house.store.head().hash, ())


def test_an_empty_log_proves_itself(house: House) -> None:
    assert audit(house.store).problems == ()


def test_one_changed_byte_is_found(house: House) -> None:
    filled(house)
    data = bytearray(house.store.read(7, 1)[0].data)
    data[1] ^= 1
    literal = f"X'{data.hex()}'" if house.storage.core.kind == "sqlite" else f"'\\x{data.hex()}'::bytea"
    change(house, f"UPDATE {{s}}event SET data = {literal} WHERE position = 7")
    assert audit(house.store).problems == ("HASH_WRONG 7",)


@pytest.mark.parametrize("column", ["recorded_at = recorded_at + 1", "version = version + 5", "stream_id = 'a/x'"])
def test_a_changed_column_is_found(house: House, column: str) -> None:
    filled(house)
    change(house, f"UPDATE {{s}}event SET {column} WHERE position = 8")
    assert "HASH_WRONG 8" in audit(house.store).problems


def test_a_removed_event_is_found(house: House) -> None:
    filled(house)
    change(house, "DELETE FROM {s}event WHERE position = 8")
    assert "EVENTS_MISSING 8" in audit(house.store).problems


def test_a_removed_end_is_found(house: House) -> None:
    filled(house)
    change(house, "DELETE FROM {s}event WHERE position > 15")
    assert "EVENTS_MISSING 16" in audit(house.store).problems


def test_a_head_that_is_not_the_last_hash_is_found(house: House) -> None:
    filled(house)
    change(house, "UPDATE {s}head SET hash = (SELECT hash FROM {s}event WHERE position = 3)")
    assert audit(house.store).problems == ("HEAD_WRONG 20",)
