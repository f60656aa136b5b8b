"""`netral log tail`: events as they are recorded, until Ctrl-C."""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import shorten
from types import FrameType
from typing import Annotated, Any

import typer
from netral.common.v1 import operations_pb2 as operations

from netral_cli.commands.log import event_of, known_service
from netral_cli.connection import SERVICES
from netral_cli.failures import DONE, NOT_NOW, Failed
from netral_cli.session import Session, session_of

_LOOK_SECONDS = 0.25
_PAGE = 500
_CALL_SECONDS = 5.0
_WIDTH = 160  # characters of an event's content on a line; `netral log show` has all of it
_STYLES = ("cyan", "green", "magenta", "yellow")


class _Ended(Exception):
    """Somebody has seen enough."""


def tail(
    ctx: typer.Context,
    service: Annotated[str | None, typer.Option(help="option.service")] = None,
    start: Annotated[int | None, typer.Option("--from", min=1, help="option.tail_from")] = None,
    last: Annotated[int, typer.Option(min=0, help="option.tail_last")] = 10,
    stream: Annotated[str | None, typer.Option(help="option.stream")] = None,
) -> int:
    """help.log_tail"""
    session = session_of(ctx)
    wanted = [known_service(service)] if service else list(SERVICES)
    follow = _Follow(session, wanted, lambda event: stream is None or event["stream"] == stream)
    with _ending():
        try:
            follow.begin(start, last)
            while True:
                if not follow.look():
                    time.sleep(_LOOK_SECONDS)
        except _Ended:
            return DONE


@contextmanager
def _ending() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block with `_Ended`."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise _Ended

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Follow:
    """Asks each service for what comes after what was shown. One that does not answer is asked again."""

    def __init__(self, session: Session, services: list[str], wanted: Callable[[dict[str, Any]], bool]) -> None:
        self._session = session
        self._wanted = wanted
        self._next: dict[str, int | None] = dict.fromkeys(services)
        self._silent: set[str] = set()
        self._last = 0

    def begin(self, start: int | None, last: int) -> None:
        """From position `start` of each log, or `last` events before its end. Raises `Failed` if nobody answers."""
        self._last = last
        failures = [failed for service in self._next if (failed := self._place(service, start)) is not None]
        if len(failures) == len(self._next):
            raise failures[0]

    def _place(self, service: str, start: int | None) -> Failed | None:
        if start is not None:
            self._next[service] = start
        try:
            stub = self._session.connection.operations(service)
            status = self._call(stub.Status, operations.StatusRequest())
        except Failed as failed:
            if failed.exit_code != NOT_NOW:
                raise
            self._silence(service)
            return failed
        if start is None:
            self._next[service] = max(1, status.events - self._last + 1)
        return None

    def look(self) -> bool:
        """Show what is new; whether anything was."""
        shown = [self._look(service) for service in self._next]
        return any(shown)

    def _look(self, service: str) -> bool:
        position = self._next[service]
        if position is None:  # it has never answered
            failed = self._place(service, None)
            position = self._next[service]
            if failed is not None or position is None:
                return False
        stub = self._session.connection.operations(service)
        try:
            reply = self._call(stub.ReadLog, operations.ReadLogRequest(from_position=position, limit=_PAGE))
        except Failed as failed:
            if failed.exit_code != NOT_NOW:
                raise
            self._silence(service)
            return False
        if service in self._silent:
            self._silent.discard(service)
            self._session.note(self._session.text("cli.tail_back", service=service))
        for event in reply.events:
            self._show(event_of(service, event))
        self._next[service] = max(position, reply.next_position)
        return bool(reply.events)

    def _call(self, method: Any, request: Any) -> Any:
        return self._session.connection.call(method, request, timeout=_CALL_SECONDS, patience=0.0)

    def _silence(self, service: str) -> None:
        if service not in self._silent:
            self._silent.add(service)
            self._session.note(self._session.text("cli.tail_silent", service=service))

    def _show(self, event: dict[str, Any]) -> None:
        if not self._wanted(event):
            return
        if self._session.as_json:
            sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            return
        style = _STYLES[list(SERVICES).index(event["service"]) % len(_STYLES)]
        place = f"{event['service']} {event['position']}"
        data = shorten(json.dumps(event["data"], ensure_ascii=False), _WIDTH, placeholder=" …")
        self._session.line(f"{event['recorded']}  {place:<16}  {event['type']}  {event['stream']}  {data}", style)
