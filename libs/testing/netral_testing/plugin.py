"""pytest plugin: one Kafka broker and one PostgreSQL server a session, started when the first test asks for them.

A skipped test is a failed one: what it needs is to be brought by `make components`.

A test of failures that kills or pauses a server starts its own (`Cluster()`, `Server()`): these two are shared.
"""

import uuid
from collections.abc import Generator, Iterator
from typing import TypeVar

import pytest

from netral_testing.kafka import Cluster
from netral_testing.postgres import Server

Report = TypeVar("Report", pytest.CollectReport, pytest.TestReport)

MARKS = {"kafka_cluster": "kafka", "postgres_server": "postgres"}


@pytest.fixture(scope="session")
def kafka_cluster() -> Iterator[Cluster]:
    """A broker, shared by the session; name topics with `kafka_topic_prefix`."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def kafka_topic_prefix(kafka_cluster: Cluster) -> str:  # noqa: ARG001 - asked for so that the broker runs
    """The start of this test's own topic names, such as `t3f0c….`; nobody else uses it."""
    return f"t{uuid.uuid4().hex}."


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server, shared by the session."""
    with Server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """`postgresql://…` of a fresh, empty database of this test's own, as its superuser."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by the fixtures used, first, so that `-m "not kafka"` leaves the right tests out."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips itself fails to be collected."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that skips itself fails; one that is expected to fail may."""
    return _not_skipped((yield))


def _not_skipped(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"tests are never skipped: {report.longrepr}"
    return report
