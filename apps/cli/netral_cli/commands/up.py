"""`netral up`: the whole system in the foreground."""

import signal
import time
from types import FrameType

import typer
from netral.common.v1.operations_pb2 import StatusRequest

from netral_cli.connection import SERVICES
from netral_cli.failures import Failed
from netral_cli.session import Session, session_of
from netral_cli.supervisor import Supervisor

_LOOK_SECONDS = 0.1


class Asked(Exception):
    """Somebody wants the system to stop."""


def up(ctx: typer.Context) -> None:
    """help.up"""
    session = session_of(ctx)
    try:
        listen_for_the_end()
        with supervised(session) as supervisor:
            wait_until_ready(session, supervisor)
            keep_up(supervisor)
    except Asked:
        session.note(session.text("cli.stopped"))


def supervised(session: Session) -> Supervisor:
    """The services of this session's home. Raises `Failed`."""

    def tell(service: str, _event: str, code: int) -> None:
        session.note(session.text("cli.restarting", service=service, code=str(code)))

    return Supervisor(session.home, session.port_base, tell)


def listen_for_the_end() -> None:
    """From now on SIGTERM and SIGINT end the block that waits, once; further ones do not disturb the drain."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise Asked

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def wait_until_ready(session: Session, supervisor: Supervisor) -> None:
    """Until every service serves and has seen what it needs to answer; then say so. Raises `Failed`."""
    while not all(_answers(session, service) for service in SERVICES):
        supervisor.watch()
        time.sleep(_LOOK_SECONDS)
    supervisor.ever_ready = True
    scheme = "http" if session.tls.ca is None else "https"
    for service, offset in SERVICES.items():
        session.note(f"{service}  grpc 127.0.0.1:{session.port_base + offset}")
        session.note(f"{service}  metrics {scheme}://127.0.0.1:{session.port_base + 10 + offset}/metrics")
        if supervisor.has_intakes:
            session.note(f"{service}-intake  metrics {scheme}://127.0.0.1:{session.port_base + 20 + offset}/metrics")
    session.note("ready")


def keep_up(supervisor: Supervisor) -> None:
    """Until a signal ends it."""
    while True:
        supervisor.watch()
        time.sleep(_LOOK_SECONDS)


def _answers(session: Session, service: str) -> bool:
    """Serving, the operator's rights known, and nothing left to apply."""
    connection = session.connection
    if not connection.is_serving(service):
        return False
    try:
        status = connection.call(connection.operations(service).Status, StatusRequest(), timeout=5.0)
    except Failed as failed:
        # tokens of another issuer are given to people, not to us: the service itself says that it is ready
        return failed.reason == "NOT_SIGNED_IN"
    return bool(status.ready) and not any(source.lag for source in status.sources)
