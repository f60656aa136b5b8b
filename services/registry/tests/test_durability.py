"""What stays after a death in the middle, and what must not stand readable anywhere."""

import pytest
from netral_chassis import crash
from netral_chassis.crash import Crashed
from registry_house import House, employee, many, nik, nip

POINTS = ["vault.reserved", "vault.sealed", "append.locked", "append.inserted", "append.committed"]


@pytest.mark.parametrize("point", POINTS)
def test_an_import_that_dies_and_is_run_again_ends_as_if_it_had_not_died(registry: House, point: str):
    registry.units(("A", ""), ("B", ""))
    crash.arm(point, "raise")
    try:
        with pytest.raises(Crashed):
            registry.staff(*many(20, ["A", "B"]))
    finally:
        crash.disarm()
    registry.staff(*many(20, ["A", "B"]))
    assert registry.employed("2023-11-20").total == 20
    persons = {person for person in registry.resolve(*(nip(number) for number in range(20))) if person}
    assert len(persons) == 15
    before = registry.events
    registry.staff(*many(20, ["A", "B"]))
    assert registry.events == before


def test_no_name_and_no_number_stands_readable_in_any_file(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1, name="Sangat Rahasia", nik=nik(1)), employee(2, "X", name="Sangat Rahasia"))
    files = [path for path in registry.path.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        content = path.read_bytes()
        for secret in ("Sangat Rahasia", nip(1), nik(1)):
            assert secret.encode() not in content, path.name


def test_an_erased_person_who_comes_again_is_a_new_person(registry: House):
    registry.units(("A", ""))
    registry.staff(employee(1))
    (before,) = registry.resolve(nip(1))
    registry.vault.destroy([before], registry.events)
    assert registry.resolve(nip(1)) == [b""]
    registry.staff(employee(1), as_of="2023-11-02")
    (after,) = registry.resolve(nip(1))
    assert after not in (b"", before)


def test_ids_of_commands_are_told_apart_from_their_content(registry: House):
    registry.units(("A", ""))
    row = employee(1)
    registry.staff(row)
    other = employee(1, name="Nama Lain Contoh")
    other.command_id = row.command_id
    assert [one.reason for one in registry.staff(other, as_of="2023-11-02").verdicts] == ["COMMAND_CLASH"]
