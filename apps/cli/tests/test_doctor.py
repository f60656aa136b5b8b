"""`netral doctor`: every finding with its cure, whether the system runs or not."""

import socket
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from cli_place import Place
from netral_chassis import migrations
from netral_chassis.certificates import Authority, pem
from netral_chassis.database import SqliteDatabase
from netral_chassis.home import Home
from netral_cli.connection import SERVICES


def examined(place: Place, *, lang: str = "en", **environment: str) -> dict[str, list[Any]]:
    answer = place.netral("doctor", "--json", "--lang", lang, **environment)
    document = answer.document
    assert answer.code == (0 if document["ok"] else 1)
    assert document["ok"] == all(one["ok"] for one in document["checks"])
    assert all(bool(one["cure"]) != one["ok"] for one in document["checks"])
    found: dict[str, list[Any]] = {}
    for one in document["checks"]:
        found.setdefault(one["check"], []).append(one)
    return found


def codes(found: dict[str, list[Any]], check: str) -> list[str]:
    return [one["code"] for one in found[check]]


@pytest.fixture
def stopped(nowhere: Place) -> Place:
    """A home that was used, on which nothing runs."""
    nowhere.home.mkdir()
    Home(nowhere.home).prepare(tuple(SERVICES))
    for service in SERVICES:
        for schema, chain in migrations.chains(service):
            database = SqliteDatabase(nowhere.home / "data" / f"{service}.{schema}.db")
            migrations.upgrade(database, chain)
            database.close()
    return nowhere


def test_on_nothing_at_all_it_says_what_is_missing_and_makes_nothing(nowhere: Place) -> None:
    found = examined(nowhere)
    assert codes(found, "configuration") == ["SETTINGS_RIGHT"]
    assert codes(found, "home") == ["HOME_MISSING"]
    assert codes(found, "keys") == ["KEY_MISSING"]
    assert codes(found, "ports") == ["PORTS_FREE"]
    assert codes(found, "services") == ["SERVICE_SILENT"] * len(SERVICES)
    assert not nowhere.home.exists()


def test_a_system_that_is_stopped_is_well_but_for_its_silence(stopped: Place) -> None:
    found = examined(stopped)
    assert [check for check, ones in found.items() if not all(one["ok"] for one in ones)] == ["services"]
    assert codes(found, "database") == ["DATABASE_RIGHT"] * 2 * len(SERVICES)  # core and vault, each once
    assert codes(found, "clock") == ["CLOCK_RIGHT"] * len(SERVICES)


def test_a_running_system_is_well(place: Place) -> None:
    assert place.netral("doctor", "--json").document["ok"] is True


def test_a_clock_that_jumped_back_is_found(stopped: Place) -> None:
    with sqlite3.connect(stopped.home / "data" / "pledge.core.db") as conn:
        conn.execute("UPDATE head SET recorded_at = ?", (int((time.time() + 3600) * 1e6),))
    conn.close()
    found = examined(stopped)
    assert codes(found, "clock") == ["CLOCK_RIGHT", "CLOCK_JUMPED"]
    assert " jumped by 3," in found["clock"][1]["finding"]


def test_a_database_of_a_newer_version_is_found(stopped: Place) -> None:
    with sqlite3.connect(stopped.home / "data" / "pledge.core.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    assert "HOME_NEWER" in codes(examined(stopped), "database")


def test_a_key_that_others_can_read_is_found_and_the_one_that_is_gone(stopped: Place) -> None:
    secrets = stopped.home / "secrets"
    (secrets / "pledge.master").chmod(0o640)
    assert codes(examined(stopped), "keys") == ["KEY_OPEN"]
    (secrets / "registry.note").unlink()
    assert codes(examined(stopped), "keys") == ["KEY_MISSING", "KEY_OPEN"]


def test_a_port_of_another_program_is_found(stopped: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", stopped.port_base + 12))
        other.listen()
        found = examined(stopped)
    assert codes(found, "ports") == ["PORT_TAKEN"]
    assert str(stopped.port_base + 12) in found["ports"][0]["finding"]


@pytest.mark.parametrize(
    ("environment", "code", "named"),
    [
        ({"NETRAL_PROFILE": "server"}, "SETTINGS_WRONG", "NETRAL_BOOTSTRAP"),
        ({"NETRAL_PROFILE": "elsewhere"}, "SETTINGS_WRONG", "NETRAL_PROFILE"),
        ({"NETRAL_LISTEN": "0.0.0.0"}, "TLS_NEEDED", ""),
        ({"NETRAL_TLS_CERT": "/nowhere"}, "SETTINGS_WRONG", "NETRAL_TLS_KEY"),
    ],
)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_settings_that_would_not_do_are_found_in_the_asked_language(
    stopped: Place, lang: str, environment: dict[str, str], code: str, named: str
) -> None:
    found = examined(stopped, lang=lang, **environment)
    assert set(codes(found, "configuration")) == {code}
    assert named in found["configuration"][0]["finding"]
    assert ("Isi " in found["configuration"][0]["cure"]) == (lang == "id")


@pytest.mark.parametrize(
    ("days", "code"), [(397, "CERTIFICATE_GOOD"), (3, "CERTIFICATE_ENDS"), (-1, "CERTIFICATE_ENDS")]
)
def test_a_certificate_that_soon_ends_is_found(stopped: Place, tmp_path: Path, days: int, code: str) -> None:
    cert, key = Authority.new().server(["localhost"], days)
    (tmp_path / "cert.pem").write_bytes(cert)
    (tmp_path / "key.pem").write_bytes(key)
    tls = {"NETRAL_TLS_CERT": str(tmp_path / "cert.pem"), "NETRAL_TLS_KEY": str(tmp_path / "key.pem")}
    assert codes(examined(stopped, **tls), "certificates") == [code]


def test_a_certificate_of_another_key_is_found_by_name(stopped: Place, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_bytes(Authority.new().server(["localhost"])[0])
    (tmp_path / "key.pem").write_bytes(pem(Authority.new().key))
    tls = {"NETRAL_TLS_CERT": str(tmp_path / "cert.pem"), "NETRAL_TLS_KEY": str(tmp_path / "key.pem")}
    found = examined(stopped, **tls)
    assert codes(found, "certificates") == ["CERTIFICATE_WRONG"]
    assert "key.pem" in found["certificates"][0]["finding"]


def test_servers_that_do_not_answer_are_found(stopped: Place) -> None:
    gone = "postgresql://somebody:x1y2@127.0.0.1:1/none"
    environment = {"NETRAL_PROFILE": "server", "NETRAL_BOOTSTRAP": "127.0.0.1:1"}
    for service in SERVICES:
        environment[f"NETRAL_{service.upper()}_DATABASE"] = gone
        environment[f"NETRAL_{service.upper()}_VAULT_DATABASE"] = gone
    found = examined(stopped, **environment)
    assert set(codes(found, "database")) == {"DATABASE_GONE"}
    assert codes(found, "broker") == ["BROKER_GONE"]
    assert "x1y2" not in str(found)
